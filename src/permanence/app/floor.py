"""The floor process: takes the lease, loads what is open, speaks with the switch and serves until told to stop."""

from __future__ import annotations

import asyncio
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress

import structlog

from permanence.adapters.asterisk.configuration import ARI_USER
from permanence.adapters.asterisk.endpoints import EndpointEntry, write_endpoints
from permanence.adapters.asterisk.switch_port import AsteriskSwitch
from permanence.adapters.key_file import load_secret
from permanence.adapters.postgres.pool import Database
from permanence.adapters.vault import Vault
from permanence.app.clock import SystemClock
from permanence.app.database import floor_door
from permanence.app.settings import Settings
from permanence.app.switch import secret
from permanence.floor import store_lease
from permanence.floor.engine import Engine
from permanence.floor.link import Link
from permanence.floor.ports import Unsavable
from permanence.floor.recovery import restore
from permanence.floor.store import FileBacklog, LeaseLost, PostgresRecords
from permanence.floor.store_setup import (
    Setup,
    load_acquaintances,
    load_answers,
    load_setup,
    load_spent,
    load_state,
)
from permanence.floor.world import World
from permanence.kernel.database import DatabaseAway
from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import FirmId, RandomIds
from permanence.routing.store_floor import load_endpoints

log = structlog.get_logger("floor")
STAND_BY_PAUSE_S = 0.2
DISK_FREE_MIN = 256 << 20
DISK_PAUSE_S = 5.0
RELOAD_PAUSE_S = 1.0


class Floor:
    """One floor process and its parts."""

    def __init__(self, settings: Settings) -> None:
        """Prepare; nothing is opened yet."""
        self.settings = settings
        self.database = Database(floor_door(settings), size_min=1, size_max=4)
        self.switch = AsteriskSwitch(
            f"http://127.0.0.1:{settings.ari_port}/ari", ARI_USER, secret(settings, "ari")
        )
        self.link = Link(self.reload)
        self.vault = Vault.load(settings.secrets)
        self.world = World()
        self.engine: Engine | None = None
        self._fencing = 0
        self._reloads: set[asyncio.Task[None]] = set()
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Serve until `stop` or a signal to end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        await self.database.open()
        begun = await self._begin()
        if begun is None:
            await self.database.close()  # told to stop while another floor served
            return
        setup, backlog = begun
        records = PostgresRecords(self.database, self._fencing)
        self.engine = Engine(
            self.world, self.switch, records, backlog, SystemClock(), RandomIds(), self.link.publish
        )
        await self._write_endpoints(setup)
        await self.link.serve(self.settings.floor_socket, self.engine)
        self.switch.start()
        log.info("floor_up", firms=len(setup.firms), fencing=self._fencing, calls=len(self.world.calls))
        await self._serve(self.engine)

    async def _serve(self, engine: Engine) -> None:
        """Run the engine until told to stop; losing the lease ends it at once."""
        try:
            async with asyncio.TaskGroup() as group:
                running = group.create_task(engine.run())
                renewing = group.create_task(self._renew())
                watching = group.create_task(self._watch_disk(engine))
                stopping = group.create_task(self._stop.wait())
                await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
                engine.stop()
                await running
                renewing.cancel()
                watching.cancel()
                stopping.cancel()
        finally:
            await self.link.close()
            await self.switch.stop()
            await self.database.close()

    async def _begin(self) -> tuple[Setup, FileBacklog] | None:
        """Stand by until the lease is free, put an old backlog into the record, load what is open. The backlog belongs to
        who holds the lease, so it is not touched before. None: told to stop."""
        told, candidate = "", store_lease.Candidate()
        while not self._stop.is_set():
            try:
                fencing = await candidate.take(self.database, asyncio.get_running_loop().time())
                if fencing is not None:
                    self._fencing = fencing
                    backlog = await asyncio.to_thread(FileBacklog, self.settings.home / "floor.backlog")
                    await self._catch_up(backlog)
                    return await self._load(), backlog
                waits = "standing_by"
            except DatabaseAway:
                waits = "waiting_for_the_database"
            if waits != told:
                log.info(waits)
                told = waits
            with suppress(TimeoutError):
                async with asyncio.timeout(STAND_BY_PAUSE_S):
                    await self._stop.wait()
        return None

    async def _catch_up(self, backlog: FileBacklog) -> None:
        records = PostgresRecords(self.database, self._fencing)
        while (batch := backlog.first()) is not None:
            try:
                await records.save(batch)
            except Unsavable:
                backlog.set_aside(batch)
            backlog.drop_first()

    async def _load(self) -> Setup:
        setup = await load_setup(self.database)
        calls, states = await load_state(self.database, setup.firms)
        setup.apply(self.world, SystemClock().now())
        await load_acquaintances(self.database, setup, self.world)
        await load_answers(self.database, setup, self.world, SystemClock().now())
        await load_spent(self.database, setup, self.world, SystemClock().now())
        self.world.partners.key = self.world.charging.key = load_secret(self.settings.secrets, "callers.key", 32)
        restore(self.world, calls, states)
        return setup

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(store_lease.RENEW_S)
            try:
                if not await store_lease.renew(self.database, self._fencing):
                    raise LeaseLost
            except DatabaseAway:
                continue  # nobody else can take it either

    async def _watch_disk(self, engine: Engine) -> None:
        """Raise an alarm before the disk is full, and take it back when there is room again."""
        raised = False
        while True:
            free = await asyncio.to_thread(shutil.disk_usage, self.settings.home)
            if (free.free < DISK_FREE_MIN) is not raised:
                raised = not raised
                log.warning("disk_full", raised=raised, free=free.free)
                engine.notice("disk_full", engine.clock.now() if raised else None)
            await asyncio.sleep(DISK_PAUSE_S)

    # -- set-up changes ------------------------------------------------------------------------------------

    def reload(self, firm: FirmId, done: Callable[[], None]) -> None:
        """Read a firm's set-up again, and have the switch know its telephones, then say so."""
        task = asyncio.ensure_future(self._reload(firm, done))
        self._reloads.add(task)
        task.add_done_callback(self._reloads.discard)

    async def _reload(self, firm: FirmId, done: Callable[[], None]) -> None:
        while True:
            try:
                setup = await load_setup(self.database, firm)
                await self._write_endpoints(await load_setup(self.database))
                break
            except DatabaseAway:
                await asyncio.sleep(RELOAD_PAUSE_S)
        assert self.engine is not None
        # The floor knows an agent before the switch does: the telephone's first registration must not be missed.
        self.engine.post(lambda now: setup.apply(self.world, now))
        try:
            await self.switch.reload()
        except Unavailable as error:  # it reads the file when the link is back
            log.info("switch_not_reloaded_yet", reason=error.message)
        self.engine.post(lambda _: done())

    async def _write_endpoints(self, setup: Setup) -> None:
        """Write the file of all agents' telephones; one whose secret does not open is left out and told."""
        if not setup.firms:
            return
        async with self.database.firms(setup.firms) as connection:
            rows = await load_endpoints(connection)
        entries: list[EndpointEntry] = []
        for row in rows:
            kind = "static" if row.device == "fixed" else row.device
            try:
                password = self.vault.open(row.firm, row.name, row.sealed) if kind != "static" else ""
            except Unavailable as error:
                log.error("endpoint_left_out", endpoint=row.name, reason=error.message)
                continue
            entries.append(EndpointEntry(row.name, password, kind, row.address))  # type: ignore[arg-type]
        etc = self.settings.switch / "etc"
        if await asyncio.to_thread(etc.is_dir):
            await asyncio.to_thread(write_endpoints, etc, entries)


def main(settings: Settings) -> None:
    """Run the floor of this installation in this process."""
    with asyncio.Runner() as runner:
        runner.run(Floor(settings).run())
