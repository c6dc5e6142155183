"""What is regular: found again where it is known, and not led astray by holes, storms and holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from permanence.planning.generate import shape
from permanence.planning.history import History, history_of
from permanence.planning.pattern import UNKNOWN_HANDLING_S, Kind, Marks, pattern_of
from permanence.planning.wallclock import slot_of, starts_of
from tests.unit.planning.planning_kit import FIRST, LINE, MARKS, PARIS, quarter, year

NONE = Marks((), {})


def even(days: int, a_day: tuple[float, ...] = (96.0,), first: date = FIRST) -> History:
    """Return days with the same count in every quarter of the wall clock; `a_day` is repeated."""
    each = [(first + timedelta(days=n), a_day[n % len(a_day)] / 96) for n in range(days)]
    return history_of(
        [quarter(start, calls, calls, 100 * calls) for day, calls in each for start in starts_of(day, PARIS) if calls], PARIS
    )


def changed(history: History, place: int | slice, factor: float) -> History:
    calls = history.calls.copy()
    calls[place] *= factor
    return History(history.first, calls, history.handled, history.handled_s, history.times, history.weekday)


def test_days_that_are_all_alike_go_on() -> None:
    found = pattern_of(even(70), NONE)
    assert found.day_mean(found.end, NONE) == pytest.approx(96)
    assert found.day_mean(found.end + timedelta(days=20), NONE) == pytest.approx(96)
    assert found.shares_of(found.end, NONE) == pytest.approx(np.full(96, 1 / 96))
    assert found.handling_s == pytest.approx(np.full(96, 100.0))


def test_weekdays_are_found_exactly_where_nothing_disturbs() -> None:
    week = (120.0, 100.0, 96.0, 90.0, 94.0, 20.0, 0.0)
    found = pattern_of(even(83, week), NONE)
    for n in range(7):
        assert found.day_mean(date(2026, 3, 2) + timedelta(days=n), NONE) == pytest.approx(week[n], rel=1e-6)


def test_three_days_are_better_than_nothing() -> None:
    found = pattern_of(even(3), NONE)
    assert found.day_mean(FIRST + timedelta(days=3), NONE) == pytest.approx(96)
    assert found.day_mean(FIRST + timedelta(days=5), NONE) == 0  # Saturdays were never seen: closed


def test_a_hole_pulls_nothing_down() -> None:
    whole = pattern_of(even(70), NONE)
    holed = pattern_of(changed(even(70), slice(40, 50), 0.0), NONE)
    assert holed.day_mean(holed.end, NONE) == pytest.approx(whole.day_mean(whole.end, NONE), rel=1e-6)
    assert holed.past[44] == 0  # the whole week around is not known, and nobody says that it is


def test_a_storm_moves_the_next_week_little() -> None:
    calm, stormy = year(), changed(year(), 360, 3.0)
    next_week = [calm.end + timedelta(days=n) for n in range(7)]
    before, after = (
        sum(pattern_of(each, MARKS).day_mean(day, MARKS) for day in next_week) for each in (calm, stormy)
    )
    assert after == pytest.approx(before, rel=0.1)


def test_a_special_day_of_the_past_is_taken_out_and_of_the_future_put_in() -> None:
    day, ahead = FIRST + timedelta(days=67), FIRST + timedelta(days=72)
    marks = Marks((), {day: 2.0, ahead: 1.5})
    found = pattern_of(changed(even(70), 67, 2.0), marks)
    assert found.day_mean(ahead, marks) == pytest.approx(1.5 * 96)
    assert found.day_mean(ahead + timedelta(days=1), marks) == pytest.approx(96)


def test_a_closed_special_day_of_the_past_tells_nothing() -> None:
    marks = Marks((), {FIRST + timedelta(days=67): 0.0})
    found = pattern_of(changed(even(70), 67, 0.0), marks)
    assert found.day_mean(found.end, marks) == pytest.approx(96)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 5, 14), Kind.HOLIDAY),  # Ascension, a Thursday
        (date(2026, 5, 15), Kind.BRIDGE),
        (date(2026, 7, 13), Kind.BRIDGE),  # the Monday before a Tuesday
        (date(2026, 7, 15), Kind.AFTER),
        (date(2026, 5, 13), Kind.ORDINARY),
        (date(2026, 5, 9), Kind.ORDINARY),  # a Saturday after a holiday
    ],
)
def test_days_near_holidays_have_names(day: date, kind: Kind) -> None:
    assert MARKS.kind(day) is kind


def test_holidays_are_learnt_from_the_past() -> None:
    found = pattern_of(year(), MARKS)
    assert found.kinds[Kind.HOLIDAY] == pytest.approx(LINE.on_holidays, abs=0.05)
    assert found.kinds[Kind.BRIDGE] < 0.95
    assert found.kinds[Kind.AFTER] > 1.02


def test_a_holiday_that_the_past_does_not_show_is_a_sunday() -> None:
    marks = Marks({date(2026, 5, 1)}, {})
    week = (100.0, 100.0, 100.0, 100.0, 100.0, 50.0, 25.0)
    found = pattern_of(even(70, week), marks)
    assert found.day_mean(date(2026, 5, 1), marks) == pytest.approx(25, rel=0.01)


def test_the_shape_of_the_day_is_found() -> None:
    found = pattern_of(year(), MARKS)
    parts = found.shares[1]
    assert parts.sum() == pytest.approx(1)
    assert not parts[:36].any()  # nothing leaks out of the opening hours
    assert not parts[72:].any()
    assert np.abs(parts - shape(LINE)).sum() < 0.08


def test_growth_is_followed() -> None:
    rising = history_of(
        [quarter(start, 1 + n / 100, 1, 100) for n in range(200) for start in starts_of(FIRST + timedelta(days=n), PARIS)], PARIS
    )
    found = pattern_of(rising, NONE)
    assert found.trend > 0
    assert found.day_mean(found.end + timedelta(days=6), NONE) == pytest.approx(96 * 3.06, rel=0.06)


def test_the_same_season_a_year_before_is_half_believed() -> None:
    n = np.arange(760)
    a_day = np.where((n >= 396) & (n < 440), 192.0, 96.0)
    found = pattern_of(even(760, tuple(a_day)), NONE)
    assert found.day_mean(found.end + timedelta(days=20), NONE) == pytest.approx(96 * 2**0.5, rel=0.03)


def test_a_queue_that_nobody_answered_has_a_guessed_handling() -> None:
    history = history_of([quarter(datetime(2026, 6, 1, 8, tzinfo=UTC), 3, 0, 0)], PARIS)
    assert pattern_of(history, NONE).handling_s == pytest.approx(np.full(96, UNKNOWN_HANDLING_S))


def test_hours_with_long_calls_show() -> None:
    quarters = [
        quarter(start, 4, 4, 4 * (300 if start.hour < 12 else 100))
        for n in range(60)
        for start in starts_of(FIRST + timedelta(days=n), PARIS)
    ]
    found = pattern_of(history_of(quarters, PARIS), NONE)
    assert found.handling_s[32] > 250 > 150 > found.handling_s[80]




def test_a_stray_call_at_night_opens_no_night() -> None:
    quarters = [
        quarter(start, 10, 10, 1000)
        for n in range(60)
        for start in starts_of(FIRST + timedelta(days=n), PARIS)
        if 36 <= slot_of(start, PARIS) < 72
    ]
    stray = quarter(datetime(2026, 1, 20, 2, tzinfo=UTC), 1, 1, 100)
    found = pattern_of(history_of([*quarters, stray], PARIS), NONE)
    assert not found.shares[:, :36].any()
