"""Days cut into quarters of an hour by the wall clock of one zone, and the public holidays among them.

A day begins at its local midnight. The day on which clocks go forward has 92 quarters, the one on which they go back 100;
a quarter's *slot* is its place on the wall clock, 0 to 95, so that two of them may share a slot on that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import numpy as np
from numpy.typing import NDArray

STEP_S = 900
STEP = timedelta(seconds=STEP_S)
SLOTS = 96
"""Quarters of an ordinary day, and places on the wall clock."""

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which the local day begins, in UTC; where there is no midnight, the first moment after it."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def starts_of(day: date, zone: ZoneInfo) -> list[datetime]:
    """Return the beginnings of the day's quarters, in UTC and in order."""
    first, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    return [first + n * STEP for n in range((end - first) // STEP)]


def slot_of(moment: datetime, zone: ZoneInfo) -> int:
    """Return the quarter's place on the wall clock, 0 to 95."""
    local = moment.astimezone(zone)
    return (local.hour * 60 + local.minute) // 15


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """All quarters of some days in a row: for each its place from the first day on, and its slot; `first_s` is the epoch
    second of the first of them."""

    first: date
    days: int
    first_s: int
    day: Whole
    slot: Whole


def span_of(first: date, days: int, zone: ZoneInfo) -> Span:
    """Return the quarters of these days."""
    whole = np.arange(SLOTS)
    slots: list[Whole] = []
    for n in range(days):
        day = first + timedelta(days=n)
        ordinary = midnight(day + timedelta(days=1), zone) - midnight(day, zone) == SLOTS * STEP
        slots.append(whole if ordinary else np.array([slot_of(start, zone) for start in starts_of(day, zone)]))
    lengths = [len(each) for each in slots]
    first_s = int(midnight(first, zone).timestamp())
    return Span(first, days, first_s, np.repeat(np.arange(days), lengths), np.concatenate(slots))


def holidays_of(country: str, region: str | None, years: Iterable[int], language: str = "fr") -> dict[date, str]:
    """Return the public holidays of these years with their names; none where the country is not known.

    Source: the `holidays` library. A region it does not know counts as its country; so does a language.
    """
    chosen = sorted(set(years))
    try:
        found = holidays.country_holidays(country, subdiv=region, years=chosen, language=language)
    except NotImplementedError:
        return holidays_of(country, None, chosen, language) if region is not None else {}
    return {day: str(name) for day, name in found.items()}


def knows_region(country: str, region: str) -> bool:
    """Say whether the `holidays` library has holidays of this region."""
    return region in holidays.list_supported_countries(include_aliases=True).get(country, [])
