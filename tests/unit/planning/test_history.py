"""The past as it was kept, and its holes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np

from permanence.planning.history import history_of, known_days
from tests.unit.planning.planning_kit import FIRST, PARIS, quarter, year


def test_quarters_lie_on_the_wall_clock_of_their_day() -> None:
    winter, summer = datetime(2026, 3, 27, 8, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)
    history = history_of([quarter(winter, 3, 2, 400), quarter(summer, 5, 5, 900)], PARIS)
    assert (history.first, history.days, history.end) == (date(2026, 3, 27), 4, date(2026, 3, 31))
    assert (history.calls[0, 36], history.handled[0, 36], history.handled_s[0, 36]) == (3, 2, 400)
    assert history.calls[3, 36] == 5
    assert history.calls.sum() == 8
    assert history.weekday.tolist() == [4, 5, 6, 0]
    assert history.times.sum(axis=1).tolist() == [96, 96, 92, 96]


def test_an_hour_that_comes_twice_counts_twice() -> None:
    first = datetime(2026, 10, 25, 0, tzinfo=UTC)
    history = history_of([quarter(first, 1, 0, 0), quarter(first + timedelta(hours=1), 2, 0, 0)], PARIS)
    assert (history.calls[0, 8], history.times[0, 8]) == (3, 2)


def test_until_knows_nothing_of_the_day_itself() -> None:
    history = year()
    past = history.until(FIRST + timedelta(days=10))
    assert (past.days, past.end) == (10, FIRST + timedelta(days=10))
    assert history.until(FIRST - timedelta(days=3)).days == 0
    assert history.until(date(2030, 1, 1)).days == history.days


def test_a_silent_monday_is_a_hole_and_a_silent_sunday_is_not() -> None:
    history = year()
    calls = history.calls.copy()
    calls[14:16] = 0  # Monday and Tuesday of the third week
    holed = type(history)(history.first, calls, history.handled, history.handled_s, history.times, history.weekday)
    known = known_days(holed, np.zeros(history.days, dtype=np.bool_))
    assert np.flatnonzero(~known).tolist() == [14, 15]
    holidays = np.zeros(history.days, dtype=np.bool_)
    holidays[14] = True
    assert np.flatnonzero(~known_days(holed, holidays)).tolist() == [15]


def test_a_queue_of_two_calls_a_day_may_be_silent() -> None:
    start = datetime(2026, 6, 1, 8, tzinfo=UTC)
    days = [n for n in range(60) if n % 7 < 5 and n % 11]
    history = history_of([quarter(start + timedelta(days=n), 2, 2, 100) for n in days], PARIS)
    assert known_days(history, np.zeros(history.days, dtype=np.bool_)).all()
