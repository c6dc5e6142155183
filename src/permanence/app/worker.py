"""The worker process: brings recordings into the archive and out of it, issues receipts and signs their days, tries drafts of the
rules, and looks at what agents do. One at a time works on an installation.

What is to be done stands in rows, so the worker asks for it every second and needs no queue of jobs beside them
(docs/adr/0007-worker-without-a-job-queue.md). While the database is away it waits; what it was doing is done again.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import structlog

from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.reader import JournalReader
from permanence.adapters.recordings.keys import load_key
from permanence.adapters.recordings.sealed import SealedArchive
from permanence.adapters.recordings.spool import PlainFiles
from permanence.adapters.signing import SigningKey
from permanence.app import switch
from permanence.app.clerk import Clerk, clerk_of
from permanence.app.database import floor_door
from permanence.app.settings import Settings
from permanence.app.trials import Trials
from permanence.app.web_duty import FloorsPresences
from permanence.diversion.service_look import LOOK_EVERY as COMPARE_EVERY
from permanence.diversion.service_look import Looker
from permanence.diversion.store import PostgresWatch as PostgresDiversion
from permanence.interaction.service_keeping import Keeper
from permanence.interaction.service_proof import SoundProofs
from permanence.interaction.store_recordings import PostgresRecordings
from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import RandomIds
from permanence.planning.service_watch import LOOK_EVERY, Watcher
from permanence.planning.store_duty import PostgresWatch
from permanence.synergy.service_receipts import Issuer
from permanence.synergy.store_receipts import PostgresIssuing

log = structlog.get_logger("worker")
PAUSE_S = 1.0
SWEEP_EVERY = timedelta(seconds=30)
CLOSE_EVERY = timedelta(seconds=5)
CHECK_EVERY = timedelta(minutes=1)
ERASE_EVERY = timedelta(hours=1)
ISSUE_EVERY = timedelta(seconds=3)
SIGN_EVERY = timedelta(minutes=5)
NICENESS = 10  # calls come first on a small machine


class SystemClock:
    """The time of day."""

    def now(self) -> datetime:
        """Return it, aware, in UTC."""
        return datetime.now(UTC)


def recording_spool(settings: Settings) -> Path:
    """Return the folder into which the switch writes plain recordings."""
    return switch.spool(settings.switch) / "recording"


class Worker:
    """Runs use cases again and again, each at its own pace."""

    def __init__(self, keeper: Keeper, watcher: Watcher, clerk: Clerk, issuer: Issuer, looker: Looker) -> None:
        """Wrap who keeps recordings, who watches agents, who keeps the books, who issues receipts
        and who looks for diverted callers."""
        self.keeper, self.watcher, self.clerk, self.issuer = keeper, watcher, clerk, issuer
        self.looker = looker
        self._stop = asyncio.Event()
        self._due: dict[str, datetime] = {}

    def stop(self) -> None:
        """End after the present step."""
        self._stop.set()

    async def run(self) -> None:
        """Work until `stop`."""
        while not self._stop.is_set():
            try:
                busy = await self.turn()
            except Unavailable as error:
                log.warning("worker_waits", why=error.message)
                busy = False
            if not busy:
                await self._pause()

    async def turn(self) -> bool:
        """Do what there is to do now; say whether there may be more at once."""
        read = await self.keeper.catch_up()
        sealed = await self.keeper.seal_due()
        settled = await self.clerk.settle()
        await self._at_times("close", CLOSE_EVERY, self.clerk.close)
        await self._at_times("check", CHECK_EVERY, self.clerk.check)
        await self._at_times("sweep", SWEEP_EVERY, self.keeper.sweep)
        await self._at_times("erase", ERASE_EVERY, self._erase)
        issued = await self._issue()
        await self._at_times("sign", SIGN_EVERY, self._sign)
        await self._at_times("look", LOOK_EVERY, lambda: self.watcher.look(self.keeper.clock.now()))
        await self._at_times("compare", COMPARE_EVERY, lambda: self.looker.look(self.keeper.clock.now()))
        return bool(read or sealed or settled or issued)

    async def _erase(self) -> None:
        while await self.keeper.erase_overdue():
            pass
        await self.keeper.tidy()
        await self.watcher.forget(self.keeper.clock.now())

    async def _issue(self) -> int:
        """Issue what is due; while there was something it is due again at once."""
        now = self.keeper.clock.now()
        if now < self._due.get("issue", now):
            return 0
        made = await self.issuer.issue(now)
        if made == 0:
            self._due["issue"] = now + ISSUE_EVERY
        return made

    async def _sign(self) -> None:
        await self.issuer.sign_days(self.keeper.clock.now())

    async def _at_times(self, name: str, every: timedelta, work: Callable[[], Awaitable[None]]) -> None:
        now = self.keeper.clock.now()
        if now >= self._due.get(name, now):
            await work()
            self._due[name] = now + every

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(PAUSE_S):
                await self._stop.wait()
        except TimeoutError:
            pass  # the pause is over


def keeper_of(settings: Settings, database: Database) -> Keeper:
    """Return the keeper of this installation; `database` is the floor's door, which sees all firms."""
    spool = PlainFiles(recording_spool(settings))
    spool.prepare()
    settings.recordings.mkdir(parents=True, exist_ok=True, mode=0o700)
    archive = SealedArchive(settings.recordings, spool.folder, load_key(settings.secrets))
    return Keeper(
        database, PostgresRecordings(), JournalReader("recordings"), spool, archive, SystemClock(), RandomIds()
    )


def issuer_of(settings: Settings, database: Database, keeper: Keeper) -> Issuer:
    """Return who issues this installation's receipts; it goes by its public name, else by that of the machine."""
    sounds = SoundProofs(database, keeper.store, keeper.files)
    name = settings.public_name or socket.gethostname()
    return Issuer(database, PostgresIssuing(), sounds, SigningKey.load(settings.secrets), RandomIds(), name)


def hold(file: Path) -> BinaryIO:
    """Wait until no other worker of this installation runs, and keep it so until the file is closed."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = file.open("ab")
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


async def work(settings: Settings) -> None:
    """Run the worker of this installation until a signal to end."""
    async with Database(floor_door(settings), size_max=3, limit_s=10.0) as database:
        watcher = Watcher(database, PostgresWatch(), FloorsPresences())
        keeper = await asyncio.to_thread(keeper_of, settings, database)
        issuer = await asyncio.to_thread(issuer_of, settings, database, keeper)
        worker = Worker(keeper, watcher, clerk_of(database), issuer, Looker(database, PostgresDiversion(), RandomIds()))
        trials = Trials(database)

        def stop() -> None:
            worker.stop()
            trials.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        log.info("worker_up", spool=str(recording_spool(settings)))
        async with asyncio.TaskGroup() as group:
            group.create_task(worker.run())
            group.create_task(trials.run())


def main(settings: Settings) -> None:
    """Run the worker in this process."""
    os.nice(NICENESS)
    with hold(settings.run / "worker.lock"), asyncio.Runner() as runner:
        runner.run(work(settings))
