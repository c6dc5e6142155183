"""A clock that only moves when told, and does what falls due on the way, in order."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta

Deed = Callable[[], None]


class VirtualClock:
    """Time of a simulation. Deeds of the same moment are done in the order in which they were put down."""

    def __init__(self, start: datetime) -> None:
        """Begin at `start` (aware, UTC)."""
        self._now = start
        self._due: list[tuple[datetime, int, Deed]] = []
        self._made = 0

    def now(self) -> datetime:
        """Return the time."""
        return self._now

    def after(self, seconds: float, deed: Deed) -> None:
        """Do this `seconds` from now."""
        self._made += 1
        heapq.heappush(self._due, (self._now + timedelta(seconds=seconds), self._made, deed))

    def advance(self, seconds: float) -> None:
        """Let time pass, doing everything that falls due."""
        until = self._now + timedelta(seconds=seconds)
        while self._due and self._due[0][0] <= until:
            self._next()
        self._now = until

    def step(self) -> bool:
        """Go to the next thing that is due and do it; say whether there was one."""
        if not self._due:
            return False
        self._next()
        return True

    def due_in(self) -> float | None:
        """Return the seconds until something is due, None when nothing is."""
        return (self._due[0][0] - self._now).total_seconds() if self._due else None

    def _next(self) -> None:
        at, _, deed = heapq.heappop(self._due)
        self._now = max(self._now, at)
        deed()
