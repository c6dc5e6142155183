"""Clock times as moments: ordinary days, the hour that is skipped, the hour that comes twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.local_time import clock_change, moment

PARIS = ZoneInfo("Europe/Paris")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_local_time_is_the_moment_of_its_place() -> None:
    assert moment(date(2026, 11, 22), "09:00", PARIS) == utc("2026-11-22T08:00")
    assert moment(date(2026, 7, 14), "00:00", PARIS) == utc("2026-07-13T22:00")


def test_what_the_clock_skips_is_the_jump_and_what_comes_twice_is_the_first() -> None:
    assert [moment(SPRING, clock, PARIS) for clock in ("02:00", "02:30", "02:59", "03:00")] == [utc("2026-03-29T01:00")] * 4
    assert moment(AUTUMN, "02:30", PARIS) == utc("2026-10-25T00:30")


@pytest.mark.parametrize(
    ("zone", "day", "at"),
    [
        ("Europe/Paris", SPRING, "2026-03-29T01:00"),
        ("Europe/Paris", AUTUMN, "2026-10-25T01:00"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00"),  # at midnight
        ("Australia/Lord_Howe", date(2026, 10, 4), "2026-10-03T15:30"),  # by half an hour
        ("Europe/Paris", date(2026, 6, 1), None),
        ("America/Martinique", SPRING, None),
    ],
)
def test_the_change_itself_is_found(zone: str, day: date, at: str | None) -> None:
    assert clock_change(day, ZoneInfo(zone)) == (utc(at) if at else None)


@given(
    st.sampled_from(["Europe/Paris", "Africa/Cairo", "Pacific/Auckland", "Australia/Lord_Howe", "America/Havana"]),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    st.integers(0, 1438),
)
def test_later_on_the_clock_is_never_earlier(zone: str, day: date, minute: int) -> None:
    place = ZoneInfo(zone)
    one, other = (moment(day, f"{m // 60:02}:{m % 60:02}", place) for m in (minute, minute + 1))
    assert one <= other <= moment(day + timedelta(days=1), "00:00", place)
