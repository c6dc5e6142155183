"""What this machine is and who uses its processors: read from /proc, so that a figure can say what disturbed it."""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def describe() -> dict[str, object]:
    """The machine, in a few words."""
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024
    return {
        "cores": os.cpu_count(), "processor": model, "memory_mb": memory, "kernel": platform.release(),
        "python": platform.python_version(),
    }  # fmt: skip


def today() -> str:
    """Date and time of a run, UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M")


def family(root: int) -> list[int]:
    """A process and everything below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields is not None:
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, [])
    return found


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name: state is 0, parent 1, utime 11, stime 12, cutime 13, cstime 14."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def cpu_s(pid: int, *, tree: bool = False) -> float:
    """Processor time that a process has used; with `tree` its living and buried children too."""
    total = 0
    for one in family(pid) if tree else [pid]:
        fields = _stat(one)
        if fields is not None:
            total += sum(int(field) for field in fields[11 : 15 if tree else 13])
    return total / TICK


def rss_mb(pid: int) -> float:
    """Resident memory of one process."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6
    except (OSError, IndexError):
        return 0.0


def undisturbed() -> bool:
    """Whether UNDISTURBED asks to go before all other processes of a shared machine."""
    return os.environ.get("UNDISTURBED", "") not in ("", "0")


def go_first(*pids: int) -> None:
    """Have processes (all their threads, and children to come) go before all ordinary ones; root alone may.

    A message of a call crosses some twenty processes and threads. On a machine where others always have work each
    crossing waits for them, whatever the priority, and the sum measures them and not us. The real-time class does not
    wait; it takes no more than its work, and the kernel keeps a part of each second for the others.
    """
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(ProcessLookupError):
                os.sched_setscheduler(int(thread.name), os.SCHED_RR, os.sched_param(1))


def _busy_s() -> float:
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(fields[:8]) - fields[3] - fields[4]) / TICK


@dataclass(frozen=True, slots=True)
class Usage:
    """Mean number of cores that each part took, and `others`: what was stolen by processes that are not ours."""

    seconds: float
    cores: Mapping[str, float]
    others: float

    def each(self, name: str, calls: int) -> float:
        """Milliseconds of processor time that one call cost this part."""
        return 1000 * self.cores[name] * self.seconds / max(1, calls)


class Meter:
    """Measures processor time by part from its making to `read`."""

    def __init__(self, parts: Mapping[str, Iterable[int]]) -> None:
        """`parts`: process ids by name; children count with their parents."""
        self._parts = {name: list(pids) for name, pids in parts.items()}
        self._from, self._began, self._busy = self._now(), time.monotonic(), _busy_s()

    def _now(self) -> dict[str, float]:
        now = {name: sum(cpu_s(pid, tree=True) for pid in pids) for name, pids in self._parts.items()}
        now["bench"] = cpu_s(os.getpid())
        return now

    def read(self) -> Usage:
        """What was used since the beginning."""
        seconds = time.monotonic() - self._began
        now, busy = self._now(), _busy_s()
        used = {name: max(0.0, now[name] - self._from[name]) for name in now}
        others = max(0.0, busy - self._busy - sum(used.values()))
        return Usage(seconds, {name: value / seconds for name, value in used.items()}, others / seconds)


def pace() -> float:
    """Return how fast a core is just now, in million additions of Python a second: the machine's host is shared, and
    what others do there is seen nowhere else."""
    began, total = time.perf_counter(), 0
    for n in range(1_000_000):
        total += n
    return round(1 / (time.perf_counter() - began), 1)
