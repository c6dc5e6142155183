"""What came in the past: calls and handling of one queue, by day and wall-clock quarter, with the days of which nothing is known.

Quarters without a call are not kept, so a day without any row is either a day without calls or a hole. `known_days` tells
them apart.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from permanence.planning.wallclock import SLOTS, STEP_S, Floats, Whole, span_of

SILENCE = 1e-3
"""A day without calls on a weekday that has many: less likely than this, it is a hole and not a quiet day."""

Flags = NDArray[np.bool_]


class Quarter(NamedTuple):
    """A quarter of an hour of a queue: the epoch second of its beginning, calls offered, those of them that were handled, and the seconds
    that this took together."""

    start_s: int
    calls: float
    handled: float
    handled_s: float


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Counts by [day, slot] from the day `first` on; `times` is how often the slot came on that day (2 or 0 where clocks were
    changed), `weekday` 0 for Monday."""

    first: date
    calls: Floats
    handled: Floats
    handled_s: Floats
    times: Floats
    weekday: Whole

    @property
    def days(self) -> int:
        """Return how many days it spans."""
        return len(self.weekday)

    @property
    def end(self) -> date:
        """Return the day after the last."""
        return self.first + timedelta(days=self.days)

    def until(self, day: date) -> History:
        """Return what was known when this day began."""
        n = max(0, min(self.days, (day - self.first).days))
        return History(
            self.first, self.calls[:n], self.handled[:n], self.handled_s[:n], self.times[:n], self.weekday[:n]
        )

    def places(self, days: Collection[date]) -> list[int]:
        """Return where these days are, leaving out those outside."""
        return sorted(n for day in days if 0 <= (n := (day - self.first).days) < self.days)


def history_of(quarters: Sequence[Quarter], zone: ZoneInfo) -> History:
    """Return quarters as a history from the first day with a call to the last; there must be at least one."""
    seconds = np.array([quarter.start_s for quarter in quarters])
    ends = [datetime.fromtimestamp(int(at), UTC).astimezone(zone).date() for at in (seconds.min(), seconds.max())]
    first, days = ends[0], (ends[1] - ends[0]).days + 1
    span = span_of(first, days, zone)
    at = (seconds - span.first_s) // STEP_S
    where = (span.day[at], span.slot[at])
    calls, handled, handled_s, times = (np.zeros((days, SLOTS)) for _ in range(4))
    np.add.at(calls, where, np.array([quarter.calls for quarter in quarters]))
    np.add.at(handled, where, np.array([quarter.handled for quarter in quarters]))
    np.add.at(handled_s, where, np.array([quarter.handled_s for quarter in quarters]))
    np.add.at(times, (span.day, span.slot), 1.0)
    weekday = (np.arange(days) + first.weekday()) % 7
    return History(first, calls, handled, handled_s, times, weekday)


def known_days(history: History, holidays: Flags) -> Flags:
    """Say for each day whether its count is a fact: not where nothing came although much should have.

    A weekday that is mostly without calls is a closed one, and a public holiday may well be. On any other day silence is
    believed where a Poisson count of that weekday's mean would be silent once in a thousand days.
    """
    totals = history.calls.sum(axis=1)
    silent = totals == 0
    known = np.ones(history.days, dtype=np.bool_)
    for weekday in range(7):
        mine = (history.weekday == weekday) & ~holidays
        loud = mine & ~silent
        if loud.sum() * 2 >= mine.sum() > 0 and math.exp(-totals[loud].mean()) < SILENCE:
            known &= ~(mine & silent)
    return known
