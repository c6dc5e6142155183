"""SIPp as callers and as agents' telephones, and what their logs say about each call's steps."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import machine
from bench.installation import free_port
from permanence.app import switch as wiring

SCENARIOS = Path(__file__).parent / "scenarios"
FIRST_CALLER = 33610000000
# SIPp stands still in the real-time class (see `machine.go_first`), so its processes leave it.
ORDINARY = ("chrt", "--reset-on-fork", "--other", "0") if machine.undisturbed() else ()


@dataclass(slots=True)
class Steps:
    """When a call's steps were taken, seconds: dialled, agent rung, agent picked up, caller answered, ended."""

    dialled: float = 0.0
    rung: float | None = None
    picked: float | None = None
    answered: float | None = None
    ended: float | None = None
    rings: int = 0


@dataclass(slots=True)
class Run:
    """What one stretch of calls gave."""

    rate: float
    seconds: float
    dialled: int
    bridged: int
    to_ring_ms: list[float] = field(default_factory=list)
    to_talk_ms: list[float] = field(default_factory=list)

    @property
    def success(self) -> float:
        """Part of the calls that were answered, talked and ended by the caller, in percent."""
        return 100 * self.bridged / max(1, self.dialled)


class Phones:
    """The agents' telephones: one SIPp that answers for all of them until `close`."""

    def __init__(self, host: str = "127.0.0.1", talk_ms: int = 1000) -> None:
        """Start it."""
        self.folder = Path(tempfile.mkdtemp(prefix=f"sipp-{os.getpid()}-"))
        self.host, self.port, self._talk_ms = host, free_port(), talk_ms
        self._command = wiring.fetch_sipp(lambda _: None)
        self._first = FIRST_CALLER
        self._agents: subprocess.Popen[bytes] | None = None
        self._log = self.folder / "agents.log"
        self._read = 0
        self.callers_pid: int | None = None

    def start(self) -> None:
        """Have the telephones on."""
        self._agents = self._sipp(
            ["-sf", str(SCENARIOS / "agent.xml"), "-p", str(self.port), "-trace_logs", "-log_file", str(self._log),
             "-aa", "-mp", str(free_port(4))], "agents",
        )  # fmt: skip
        last = time.monotonic() + 5
        while _port_is_free(self.host, self.port):
            if self._agents.poll() is not None or time.monotonic() > last:
                raise RuntimeError(f"SIPp did not start: {(self.folder / 'agents.out').read_text()[-800:]}")
            time.sleep(0.02)

    @property
    def pids(self) -> list[int]:
        """Processes of SIPp that live now."""
        own = [self._agents.pid] if self._agents is not None else []
        return own + ([self.callers_pid] if self.callers_pid is not None else [])

    def close(self) -> None:
        """End it."""
        if self._agents is not None and self._agents.poll() is None:
            self._agents.kill()
            self._agents.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _sipp(self, words: list[str], name: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.out").open("wb") as output:
            return subprocess.Popen(
                [*ORDINARY, *self._command, *words, "-i", self.host, "-mi", self.host, "-nostdin", "-default_behaviors", "all,-bye"],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=self.folder,
                env=os.environ | {"TERM": "dumb"},
            )  # fmt: skip

    async def call(self, target: str, port: int, rate: float, seconds: float) -> Run:
        """Callers dial `target` at this rate for so long; return when the last call has ended."""
        count = int(rate * seconds)
        first, self._first = self._first, self._first + count
        scenario = self.folder / "caller.xml"
        scenario.write_text((SCENARIOS / "caller.xml").read_text().replace("TALK_MS", str(self._talk_ms)))
        numbers = self.folder / f"numbers-{first}.csv"
        numbers.write_text("SEQUENTIAL\n" + "".join(f"+{first + n}\n" for n in range(count)))
        log = self.folder / f"callers-{first}.log"
        words = [
            f"{self.host}:{port}", "-sf", str(scenario), "-inf", str(numbers), "-s", target, "-p", str(free_port()),
            "-r", str(rate), "-m", str(count), "-l", "6000", "-trace_logs", "-log_file", str(log),
            "-timeout", f"{int(seconds + 40)}s", "-mp", str(free_port(4)),
        ]  # fmt: skip
        began = time.monotonic()
        process = self._sipp(words, "callers")
        self.callers_pid = process.pid
        try:
            await asyncio.to_thread(process.wait, seconds + 90)
        finally:
            self.callers_pid = None
            if process.poll() is None:
                process.kill()
        took = time.monotonic() - began
        await asyncio.sleep(0.3)
        return self._tell(rate, took, count, log)

    def _tell(self, rate: float, seconds: float, count: int, log: Path) -> Run:
        calls: dict[str, Steps] = {}
        for kind, who, at in _lines(log, 0):
            steps = calls.setdefault(who, Steps())
            setattr(steps, {"I": "dialled", "A": "answered", "E": "ended"}[kind], at)
        size = self._log.stat().st_size
        for kind, who, at in _lines(self._log, self._read):
            steps = calls.get(who)
            if steps is None:
                continue
            if kind == "R":
                steps.rung = steps.rung if steps.rung is not None else at
                steps.rings += 1
            else:
                steps.picked = at
        self._read = size
        run = Run(rate, seconds, count, 0)
        for steps in calls.values():
            if steps.rung is not None:
                run.to_ring_ms.append(1000 * (steps.rung - steps.dialled))
            if steps.answered is not None and steps.picked is not None:
                run.to_talk_ms.append(1000 * (steps.answered - steps.picked))
                run.bridged += steps.ended is not None
        return run


def _lines(log: Path, start: int) -> Iterator[tuple[str, str, float]]:
    with contextlib.suppress(FileNotFoundError), log.open("rb") as file:
        file.seek(start)
        for line in file:
            parts = line.decode("ascii", "replace").split()
            if len(parts) == 4 and parts[0] in "IAERP":
                yield parts[0], parts[1].lstrip("+"), float(parts[2]) + float(parts[3]) / 1e6


def _port_is_free(host: str, port: int) -> bool:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        try:
            udp.bind((host, port))
        except OSError:
            return False
    return True
