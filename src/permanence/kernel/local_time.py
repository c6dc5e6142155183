"""Clock times of a place as moments, also on the days on which its clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AROUND = timedelta(hours=3)
DAY = timedelta(days=1)


def moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """Return the UTC moment of a local time ``HH:MM``: the first of two where clocks go back, the jump itself where they
    skip it. So later local times are never earlier moments, and what joins on the clock joins in time.
    """
    wall = datetime.combine(day, time.fromisoformat(clock), zone)
    found = wall.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    jump = clock_change(day, zone)
    assert jump is not None, "a local time is missing on a day without a change of clocks"
    return jump


def clock_change(day: date, zone: ZoneInfo) -> datetime | None:
    """Return the UTC moment at which the clocks change on a local date or within three hours of it, None where they do not."""
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    before, after = midnight - AROUND, midnight + DAY + AROUND
    offset = before.astimezone(zone).utcoffset()
    if offset == after.astimezone(zone).utcoffset():
        return None
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
