"""The forecast of a firm: of every queue with a past, on the terms of its calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from permanence.kernel.ids import QueueId
from permanence.planning.forecast import Forecast, forecast
from permanence.planning.history import Quarter, history_of
from permanence.planning.pattern import Marks
from permanence.planning.wallclock import holidays_of

Past = Mapping[QueueId, tuple[list[int], list[float], list[float], list[float]]]
"""What came, by queue: epoch seconds of quarters, calls, handled, seconds of handling."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where the firm is, and its special days."""

    zone: ZoneInfo
    country: str
    region: str | None
    language: str
    factors: Mapping[date, float]

    def holidays(self, first: date, end: date) -> dict[date, str]:
        """Return the public holidays from the first day until before the end, in order."""
        found = holidays_of(self.country, self.region, range(first.year, end.year + 1), self.language)
        return {day: found[day] for day in sorted(found) if first <= day < end}


def outlook(past: Past, calendar: Calendar, first: date, days: int, known_until: date) -> dict[QueueId, Forecast]:
    """Tell each queue's days from `first` on, from what came before it and before `known_until`; a queue without a past then
    is not told."""
    found: dict[QueueId, Forecast] = {}
    for queue in sorted(past):
        history = history_of([Quarter(*row) for row in zip(*past[queue], strict=True)], calendar.zone).until(min(first, known_until))
        if not history.calls.any():
            continue
        marks = Marks(calendar.holidays(history.first, first + timedelta(days=days + 2)).keys(), calendar.factors)
        found[queue] = forecast(history, marks, first, days, calendar.zone)
    return found
