"""Days in quarters by the wall clock, with the days on which clocks are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.planning.wallclock import STEP, holidays_of, midnight, slot_of, span_of, starts_of

PARIS = ZoneInfo("Europe/Paris")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(("day", "count"), [(SPRING, 92), (AUTUMN, 100), (date(2026, 11, 23), 96)])
def test_a_day_has_the_quarters_that_it_has(day: date, count: int) -> None:
    starts = starts_of(day, PARIS)
    assert len(starts) == count
    assert starts[0] == midnight(day, PARIS)
    assert starts[-1] + STEP == midnight(day + timedelta(days=1), PARIS)


def test_slots_are_skipped_in_spring_and_come_twice_in_autumn() -> None:
    spring = [slot_of(start, PARIS) for start in starts_of(SPRING, PARIS)]
    assert set(range(96)) - set(spring) == {8, 9, 10, 11}
    autumn = [slot_of(start, PARIS) for start in starts_of(AUTUMN, PARIS)]
    assert [slot for slot in range(96) if autumn.count(slot) == 2] == [8, 9, 10, 11]


@given(
    st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Cayenne", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Beirut"]),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.integers(1, 30),
)
def test_a_span_is_its_days_one_after_the_other(zone_name: str, first: date, days: int) -> None:
    zone = ZoneInfo(zone_name)
    span = span_of(first, days, zone)
    starts = [start for n in range(days) for start in starts_of(first + timedelta(days=n), zone)]
    assert [int(start.timestamp()) for start in starts] == [span.first_s + 900 * n for n in range(len(span.day))]
    assert [slot_of(start, zone) for start in starts] == span.slot.tolist()
    assert [first + timedelta(days=int(n)) for n in span.day] == [start.astimezone(zone).date() for start in starts]


def test_holidays_are_those_of_the_region() -> None:
    assert holidays_of("FR", None, [2026])[date(2026, 5, 1)] == "Fête du Travail"
    assert date(2026, 12, 26) not in holidays_of("FR", None, [2026])
    assert date(2026, 12, 26) in holidays_of("FR", "57", [2026])
    assert holidays_of("FR", "nowhere", [2026]) == holidays_of("FR", None, [2026])
    assert holidays_of("ZZ", None, [2026]) == {}


def test_slots_are_of_the_wall_clock() -> None:
    assert slot_of(datetime(2026, 7, 1, 8, 14, 59, tzinfo=UTC), PARIS) == 40
