"""The forecast as planners get it: against days that come later, and honest about the weeks that it would have told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from permanence.planning.forecast import SPREAD_PRIOR, forecast
from permanence.planning.generate import Line
from permanence.planning.history import History, history_of
from permanence.planning.pattern import Marks
from permanence.planning.wallclock import starts_of
from tests.unit.planning.planning_kit import FIRST, MARKS, PARIS, quarter, year

NONE = Marks((), {})


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_days_that_come_are_told_better_than_by_last_week(seed: int) -> None:
    history = year(seed)
    begin = date(2026, 6, 8)
    past = history.until(begin)
    told = forecast(past, MARKS, begin, 14, PARIS)
    came = history.calls[past.days : past.days + 14]
    days = told.mean.reshape(14, 96).sum(axis=1)
    error = np.abs(days - came.sum(axis=1)).sum() / came.sum()
    assert error < 0.2
    assert told.back_test.days == 56
    assert told.back_test.error is not None
    assert told.back_test.naive_error is not None
    assert told.back_test.error < told.back_test.naive_error


def test_eight_in_ten_quarters_fall_between_the_quantiles() -> None:
    large = year(1, 365, Line("Grande", 3000, 200, week=(1.2, 1, 1, 1, 1, 0.6, 0.4), opens=0, closes=24, on_holidays=0.4))
    inside = forecast(large, MARKS, large.end, 7, PARIS).back_test.inside
    assert inside is not None
    assert 0.72 < inside < 0.9


def test_the_back_test_looks_at_no_day_before_it_came() -> None:
    """Five times the calls on the last day change that day's error alone, by what its week's own morning would have told."""
    history = year()
    assert history.weekday[-1] == 0  # a Monday: its week is told from the Monday before, without it
    before = history.until(history.end - timedelta(days=7))
    told = forecast(before, MARKS, history.end - timedelta(days=1), 1, PARIS).mean.sum()
    calls = history.calls.copy()
    calls[-1] *= 5
    wild = History(history.first, calls, history.handled, history.handled_s, history.times, history.weekday)
    error, wild_error = (forecast(each, MARKS, history.end, 1, PARIS).back_test.error for each in (history, wild))
    assert error is not None
    assert wild_error is not None
    came = history.calls[-1].sum()
    gained = wild_error * calls[-56:].sum() - error * history.calls[-56:].sum()
    assert gained == pytest.approx(abs(5 * came - told) - abs(came - told), rel=1e-9)


def test_a_short_past_has_no_judge() -> None:
    history = year().until(FIRST + timedelta(days=15))
    told = forecast(history, MARKS, history.end, 7, PARIS)
    assert (told.back_test.days, told.back_test.error, told.back_test.inside) == (0, None, None)
    assert told.spread == pytest.approx(SPREAD_PRIOR)
    assert told.mean.sum() > 0


def test_a_plainer_forecast_that_was_better_is_shown_as_better() -> None:
    """The level jumps once, for good: last week knows it at once, a smoothed level only slowly."""
    days = [(FIRST + timedelta(days=n), 3 if n >= 49 else 1) for n in range(77)]
    quarters = [quarter(start, calls, 1, 100) for day, calls in days for start in starts_of(day, PARIS)]
    told = forecast(history_of(quarters, PARIS), NONE, date(2026, 3, 1), 7, PARIS).back_test
    assert told.error is not None
    assert told.naive_error is not None
    assert told.error > told.naive_error


@pytest.mark.parametrize(("day", "count"), [(date(2026, 10, 25), 100), (date(2026, 3, 29), 92)])
def test_days_on_which_clocks_are_changed_have_their_quarters(day: date, count: int) -> None:
    quarters = [quarter(start, 2, 2, 300) for n in range(30) for start in starts_of(day - timedelta(days=40 - n), PARIS)]
    told = forecast(history_of(quarters, PARIS), NONE, day, 1, PARIS)
    assert len(told.mean) == len(told.p10) == len(told.handling_s) == count
    assert told.mean == pytest.approx(np.full(count, 2.0), rel=0.02)


def test_quantiles_surround_the_mean() -> None:
    told = forecast(year(), MARKS, year().end, 28, PARIS)
    busy = told.mean > 5
    assert busy.any()
    assert (told.p10[busy] < told.mean[busy]).all()
    assert (told.p90[busy] > told.mean[busy]).all()
    assert (told.p10 <= told.p50).all()
    assert (told.p50 <= told.p90).all()


def test_a_single_call_is_a_history() -> None:
    one = history_of([quarter(datetime(2026, 6, 1, 8, tzinfo=UTC), 1, 1, 60)], PARIS)
    told = forecast(one, MARKS, date(2026, 6, 2), 1, PARIS)
    assert told.mean.sum() == pytest.approx(1)
