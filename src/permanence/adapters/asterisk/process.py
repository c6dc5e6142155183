"""Starts the switch in a session of its own, takes over one that still runs, notices its death and starts it again.

The switch outlives us: ending or killing the platform ends no call. A mark in its run folder says which process it is
and with which configuration it was started.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from permanence.adapters.asterisk import configuration
from permanence.adapters.asterisk.configuration import Plan
from permanence.adapters.asterisk.doors import doors
from permanence.adapters.asterisk.endpoints import MODULE
from permanence.adapters.asterisk.log import Complaint, SwitchLog
from permanence.adapters.asterisk.probe import Probe
from permanence.kernel.errors import Unavailable

Say = Callable[[str], None]
STARTING_SECONDS = 30.0
BACK_OFF = (0.2, 1.0, 2.0, 5.0, 10.0, 30.0)
# A switch that answers none of so many probes in a row, each with five seconds of patience, is hung.
PROBE_SECONDS = 5.0
PROBES_MISSED = 6
# A switch that lived this long before it died is started again without waiting.
STEADY_SECONDS = 120.0


class SwitchNotStarted(Unavailable):
    """The switch does not start."""

    code = "switch_not_started"


@dataclass(frozen=True, slots=True)
class Mark:
    """Which process the switch is, and with which configuration it was started."""

    pid: int
    born: int
    digest: str

    def alive(self) -> bool:
        """Whether this very process still runs (a number may have been given to another one since)."""
        return _born(self.pid) == self.born


@dataclass(frozen=True, slots=True)
class CallbackOwed:
    """A caller who left, or was told we would ring, while the platform was away."""

    id: str
    called: str
    caller: str | None
    since: int
    until: int


class Switch:
    """One switch process and what can be done to it."""

    def __init__(self, plan: Plan, say: Say = print) -> None:
        """Nothing is started yet; `say` gets a sentence per notable step."""
        self.plan = plan
        self.probe = Probe(plan.ari_port, plan.ari_user, plan.ari_password)
        self.adopted = False
        self.outdated = False
        self._say = say
        self._mark: Mark | None = None
        self._child: int | None = None
        self._status: int | None = None
        self._ending = False

    @property
    def pid(self) -> int | None:
        """Process number of the running switch."""
        return self._mark.pid if self._mark is not None and self._mark.alive() else None

    async def start_or_adopt(self) -> bool:
        """Have the switch answering; True if one that already ran was taken over."""
        self._ending = False
        return await self._up()

    async def _up(self) -> bool:
        files = configuration.render(self.plan)
        wanted = configuration.digest(files)
        mark = await asyncio.to_thread(self._read_mark)
        if mark is not None and mark.alive():
            if await self._take_over(mark, wanted):
                return True
            await self._end(mark, signal.SIGTERM, 10.0)
        await self._start(files, wanted)
        return False

    async def stop(self, graceful: bool = False, patience: float = 3600.0) -> None:
        """End the switch: at once, or (graceful) when its last call has ended, taking no new one meanwhile."""
        self._ending = True
        mark = self._mark or await asyncio.to_thread(self._read_mark)
        if mark is None or not mark.alive():
            return
        if graceful:
            await self.cli("core stop gracefully")
            if await self._ended(mark, patience):
                self._forget()
                return
        await self._end(mark, signal.SIGTERM, 10.0)

    def leave(self) -> None:
        """Let the switch run on without us: the next start takes it over."""
        self._ending = True

    async def watch(self, on_death: Callable[[], Awaitable[None]] | None = None) -> None:
        """Run until cancelled or stopped: when the switch dies or hangs say so, start it again, waiting longer each time."""
        failures = 0
        while not self._ending and self._mark is not None:
            since = time.monotonic()
            hung = await self._dead_or_hung(self._mark)
            if self._ending:
                return
            failures = 0 if time.monotonic() - since > STEADY_SECONDS else failures + 1
            how = "does not answer any more" if hung else f"ended unexpectedly{self._reason()}"
            self._say(f"The switch {how}; starting it again.")
            self._forget()
            if on_death is not None:
                await on_death()
            await self._back(failures)

    async def _dead_or_hung(self, mark: Mark) -> bool:
        """Wait for the end of the process; one that lives but answers nothing for long is killed (True)."""
        unanswered = 0
        while not await self._ended(mark, PROBE_SECONDS):
            if self._ending:
                return False
            answers = await asyncio.to_thread(self.probe.answers)
            unanswered = 0 if answers else unanswered + 1
            if unanswered >= PROBES_MISSED:
                await self._end(mark, signal.SIGKILL, 5.0)
                return True
        return False

    async def _back(self, failures: int) -> None:
        """Try to start until it works or nobody wants it any more."""
        while True:
            await asyncio.sleep(BACK_OFF[min(failures, len(BACK_OFF) - 1)])
            if self._ending:
                return
            try:
                await self._up()
                break
            except SwitchNotStarted as error:
                failures += 1
                self._say(error.message)
        if self._ending and self._mark is not None:
            await self._end(self._mark, signal.SIGTERM, 10.0)

    async def follow(self, tell: Callable[[Complaint], None]) -> None:
        """Tell what the switch complains of in its log, as long as it is wanted; keep the log from growing for ever."""
        log = SwitchLog(self.plan.log / "messages.log")
        while True:
            for complaint in await asyncio.to_thread(log.read):
                tell(complaint)
            if log.large() and self.pid is not None:
                await self.cli("logger rotate")
                await asyncio.to_thread(log.prune)
            await asyncio.sleep(1.0)

    async def cli(self, command: str) -> str:
        """Have the switch carry out a command of its console; what it answered."""
        words = self.plan.layout.command("-C", str(self.plan.etc / "asterisk.conf"), "-rx", command)
        answer = await asyncio.to_thread(subprocess.run, words, capture_output=True, text=True, check=False)
        return answer.stdout

    async def reload(self, module: str = MODULE) -> None:
        """Have one module read its files again; calls and registrations stay."""
        await asyncio.to_thread(self.probe.reload, module)

    async def callbacks(self) -> list[CallbackOwed]:
        """Callers to ring back, oldest first: they came while the platform was away."""
        return await asyncio.to_thread(_callbacks, self.plan.home / "db/astdb.sqlite3")

    async def forget_callback(self, owed: CallbackOwed) -> None:
        """The call-back is in our own records now."""
        await self.cli(f"database del callback {owed.id}")

    async def _take_over(self, mark: Mark, wanted: str) -> bool:
        """Adopt a running switch, unless its configuration is another and nobody is on the line."""
        self._mark = mark
        if not await asyncio.to_thread(self.probe.answers):
            self._say("A switch of ours runs but does not answer; starting a new one.")
            return False
        self.outdated = mark.digest != wanted
        if self.outdated:
            calls = await asyncio.to_thread(self.probe.channels)
            if calls == 0:
                self._say("The configuration has changed and no call is up; starting the switch again.")
                return False
            self._say(
                f"The configuration has changed, but {calls} legs of calls are up; it is used at the next start."
            )
        self.adopted = True
        return True

    async def _start(self, files: dict[str, str], wanted: str) -> None:
        self.adopted = self.outdated = False
        # What a killed switch was recording stays in its folder: the worker keeps what belongs to a call, and sweeps the rest.
        await asyncio.to_thread(configuration.write, self.plan, files)
        for door in doors(self.plan):
            if (obstacle := door.taken()) is not None:
                raise SwitchNotStarted(obstacle)
        pid = await asyncio.to_thread(self._spawn)
        self._child, self._status = pid, None
        self._mark = Mark(pid, _born(pid) or 0, wanted)
        await asyncio.to_thread(self._write_mark)
        until = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < until:
            if not self._mark.alive():
                break
            if await asyncio.to_thread(self.probe.answers):
                return
            await asyncio.sleep(0.05)
        await self._end(self._mark, signal.SIGKILL, 5.0)
        raise SwitchNotStarted(self._why_not())

    def _spawn(self) -> int:
        """Start the process in a session of its own; what it prints goes to a file, so our end does not disturb it."""
        words = self.plan.layout.command("-f", "-C", str(self.plan.etc / "asterisk.conf"))
        console = os.open(self.plan.log / "console.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            return os.posix_spawn(
                words[0], words, os.environ, setsid=True, setsigdef=[signal.SIGPIPE],
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, console, 1),
                    (os.POSIX_SPAWN_DUP2, console, 2),
                ],
            )  # fmt: skip
        finally:
            os.close(console)

    async def _end(self, mark: Mark, first: signal.Signals, patience: float) -> None:
        """Ask the process to end; kill it if it does not."""
        for kind, seconds in ((first, patience), (signal.SIGKILL, 5.0)):
            if mark.alive():
                os.kill(mark.pid, kind)
                if await self._ended(mark, seconds):
                    break
        self._bury(mark)
        self._forget()

    async def _ended(self, mark: Mark, patience: float | None) -> bool:
        """Wait for the end of the process, ours or adopted; False when patience is over."""
        try:
            descriptor = os.pidfd_open(mark.pid)
        except ProcessLookupError:
            self._bury(mark)
            return True
        loop = asyncio.get_running_loop()
        ended = loop.create_future()
        loop.add_reader(descriptor, lambda: ended.done() or ended.set_result(None))
        try:
            if mark.alive():
                await asyncio.wait_for(ended, patience)
        except TimeoutError:
            return False
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)
        self._bury(mark)
        return True

    def _read_mark(self) -> Mark | None:
        return read_mark(self.plan.run / "switch.json")

    def _write_mark(self) -> None:
        mark = self._mark
        if mark is not None:
            fields = {"pid": mark.pid, "born": mark.born, "digest": mark.digest}
            configuration.write_private(self.plan.run / "switch.json", json.dumps(fields))

    def _forget(self) -> None:
        self._mark = None
        (self.plan.run / "switch.json").unlink(missing_ok=True)

    def _bury(self, mark: Mark) -> None:
        """Take note of how our child ended; one that was taken over is its own parent's to bury."""
        if self._child == mark.pid and not mark.alive():
            self._child = None
            self._status = os.waitstatus_to_exitcode(os.waitpid(mark.pid, 0)[1])

    def _reason(self) -> str:
        code = self._status
        return "" if code is None else f" (signal {-code})" if code < 0 else f" (status {code})"

    def _why_not(self) -> str:
        """What the switch complained of last, with what to do."""
        said: list[str] = []
        for name in ("console.log", "messages.log"):
            file = self.plan.log / name
            if file.exists():
                said += [line.rpartition("] ")[2].strip() for line in _tail(file) if "ERROR" in line]
        detail = f" It said: {' / '.join(said[-3:])}." if said else ""
        how = (
            "ended at once" if self._status is not None else f"did not answer within {STARTING_SECONDS:.0f} s"
        )
        return (
            f"The switch {how}{self._reason()}.{detail} Look in {self.plan.log}; if the unpacked programme is "
            "damaged, remove the tools folder and set up again."
        )


def read_mark(file: Path) -> Mark | None:
    """The mark a start left, or None."""
    try:
        return Mark(**json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _born(pid: int) -> int | None:
    """When a process was started, in ticks since the machine's start; None for one that has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in ("Z", "X") else int(fields[19])


def _tail(file: Path, size: int = 8192) -> list[str]:
    with file.open("rb") as handle:
        handle.seek(max(0, file.stat().st_size - size))
        return handle.read().decode(errors="replace").splitlines()


def _callbacks(database: Path) -> list[CallbackOwed]:
    if not database.exists():
        return []
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)
    try:
        rows = connection.execute("select key, value from astdb where key like '/callback/%'").fetchall()
    finally:
        connection.close()
    found: list[CallbackOwed] = []
    for key, value in rows:
        called, caller, since, until = str(value).split("|")
        found.append(CallbackOwed(str(key).rsplit("/", 1)[1], called, caller or None, int(since), int(until)))
    return sorted(found, key=lambda owed: owed.since)
