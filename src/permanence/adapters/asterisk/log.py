"""Reads the switch's log as it grows and picks out what somebody should know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

LARGE = 20_000_000
KEPT = 5
# A flood of one complaint is told once, with how often it came.
MOST_AT_ONCE = 20
LINE = re.compile(
    r"\[(?P<when>[^\]]+)\] (?P<level>WARNING|ERROR)\[\d+\](?:\[(?P<call>[^\]]+)\])?:? (?P<where>\S+?):? (?P<text>.*)"
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One warning or error of the switch, and how often it came since the last look."""

    level: str
    where: str
    text: str
    times: int = 1


class SwitchLog:
    """One log file, read from where the last look ended; it may be rotated or emptied meanwhile."""

    def __init__(self, file: Path) -> None:
        """Begin at the end: what was written before we came is not news."""
        self._file = file
        self._at = file.stat().st_size if file.exists() else 0
        self._inode = file.stat().st_ino if file.exists() else 0

    def read(self) -> list[Complaint]:
        """What came since the last look, each complaint once."""
        try:
            state = self._file.stat()
            if state.st_ino != self._inode or state.st_size < self._at:
                self._inode, self._at = state.st_ino, 0
            with self._file.open("rb") as handle:
                handle.seek(self._at)
                data = handle.read(LARGE)
        except OSError:
            return []
        whole = data[: data.rfind(b"\n") + 1]
        self._at += len(whole)
        return _count(whole.decode("utf-8", "replace").splitlines())

    def large(self) -> bool:
        """Whether it is time to begin a new file."""
        return self._at > LARGE

    def prune(self) -> None:
        """Remove all but the newest of the former files."""
        former = sorted(self._file.parent.glob(f"{self._file.name}.*"), key=lambda file: file.stat().st_mtime)
        for file in former[:-KEPT]:
            file.unlink(missing_ok=True)


def _count(lines: list[str]) -> list[Complaint]:
    found: dict[tuple[str, str, str], int] = {}
    for line in lines:
        match = LINE.match(line)
        if match is not None:
            key = (match["level"].lower(), match["where"], match["text"])
            found[key] = found.get(key, 0) + 1
    told = [Complaint(*key, times) for key, times in found.items()]
    more = sum(complaint.times for complaint in told[MOST_AT_ONCE:])
    rest = [Complaint("warning", "log", f"{more} more complaints lie in the switch's log")] if more else []
    return told[:MOST_AT_ONCE] + rest
