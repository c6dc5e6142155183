"""How many calls a queue will have, quarter by quarter, how sure that is, and how well it would have told the last weeks.

The forecast is never shown alone: `BackTest` says how it would have done from week to week, beside the plainest forecast
there is (the same weekday of the week before), even where that one was better.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from permanence.planning.history import Flags, History, known_days
from permanence.planning.pattern import Marks, Pattern, pattern_of
from permanence.planning.tails import quantiles
from permanence.planning.wallclock import SLOTS, Floats, span_of

WEEK = 7
TESTED_WEEKS, LEARNT_WEEKS = 8, 8
"""The last weeks, each told from what was known before it; those before them, from which the spread is learnt."""
WEEKS_MIN = 2
"""So much of the past a week is told from at least."""
SPREAD_PRIOR, SPREAD_PRIOR_DAYS = 0.15, 7.0
"""How much days differ where the past is too short to tell (centres report 10 to 25 %), and how many days that is worth."""
SURPRISE_MAX = 0.6
"""A single day's error counts at most so much in the spread: a breakdown is no habit."""
PARTS = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class BackTest:
    """Weeks of the past told from what was known before each. Errors are sums of absolute errors over the sum of calls (WAPE), by
    day and by quarter; `inside` is the part of quarters that fell between p10 and p90, ends included. A quarter's count
    is whole: where few calls come the part is well above 0.8. None where the past was too short."""

    days: int
    error: float | None = None
    naive_error: float | None = None
    quarter_error: float | None = None
    naive_quarter_error: float | None = None
    inside: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """A queue's quarters from the first day on, in order of time. `spread` is the coefficient of variation of the day: how far
    days are from their forecast, beyond what chance does to counts; `rough` is that of quarters around their part of the day."""

    p10: Floats
    p50: Floats
    p90: Floats
    mean: Floats
    handling_s: Floats
    spread: float
    rough: float
    back_test: BackTest


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """A week of the past as told before it: which days, what came, by day and slot; the pattern's and the naive means."""

    came: Floats
    mean: Floats
    naive: Floats
    times: Floats


def forecast(history: History, marks: Marks, first: date, days: int, zone: ZoneInfo) -> Forecast:
    """Tell the days from `first` on from the history, which ends before them."""
    told = _weeks_told(history, marks)
    spread, rough = _spread(told), _roughness(told)
    mean, handling_s = means(pattern_of(history, marks), marks, first, days, zone)
    p10, p50, p90 = quantiles(mean, math.hypot(spread, rough), PARTS)
    return Forecast(p10, p50, p90, mean, handling_s, spread, rough, _judged(told))


def means(pattern: Pattern, marks: Marks, first: date, days: int, zone: ZoneInfo) -> tuple[Floats, Floats]:
    """Return the expected calls and seconds of handling of every quarter."""
    span = span_of(first, days, zone)
    each = [first + timedelta(days=n) for n in range(days)]
    grid = np.array([pattern.day_mean(day, marks) * pattern.shares_of(day, marks) for day in each])
    return grid[span.day, span.slot], pattern.handling_s[span.slot]


def _weeks_told(history: History, marks: Marks) -> list[_Told]:
    """Return the last weeks, oldest first, each told on its first morning from the days before."""
    holidays = np.zeros(history.days, dtype=np.bool_)
    holidays[history.places(marks.holidays)] = True
    known = known_days(history, holidays)
    found: list[_Told] = []
    for n in range(TESTED_WEEKS + LEARNT_WEEKS, 0, -1):
        begin = history.days - n * WEEK
        if begin >= WEEKS_MIN * WEEK and history.calls[:begin].any():
            found.append(_week_told(history, marks, known, begin))
    return found


def _week_told(history: History, marks: Marks, known: Flags, begin: int) -> _Told:
    pattern = pattern_of(history.until(history.first + timedelta(days=begin)), marks)
    places = [n for n in range(begin, begin + WEEK) if known[n]]
    days = [history.first + timedelta(days=n) for n in places]
    times = history.times[places]
    mean = [pattern.day_mean(day, marks) * pattern.shares_of(day, marks) for day in days]
    naive = [history.calls[_week_before(known, n, begin)] for n in places]
    empty = np.zeros((0, SLOTS))
    return _Told(
        history.calls[places], np.array(mean) * times if mean else empty, np.array(naive) if naive else empty, times
    )


def _week_before(known: Flags, n: int, begin: int) -> int:
    """Return the last day before `begin` of the same weekday that is known."""
    then = n - WEEK
    while then - WEEK >= 0 and not (then < begin and known[then]):
        then -= WEEK
    return then


def _surprises(told: Sequence[_Told]) -> tuple[Floats, Floats]:
    """Return each told day's relative error and its mean, leaving out days on which next to nothing was expected."""
    if not told:
        return np.zeros(0), np.zeros(0)
    came = np.concatenate([week.came.sum(axis=1) for week in told])
    mean = np.concatenate([week.mean.sum(axis=1) for week in told])
    many = mean >= 1
    return came[many] / mean[many] - 1, mean[many]


def _spread(told: Sequence[_Told]) -> float:
    """Return the coefficient of variation of days around their forecast, without what a Poisson count does by itself."""
    away, mean = _surprises(told)
    away = np.clip(away, -SURPRISE_MAX, SURPRISE_MAX)
    beyond = float((away**2 - 1 / mean).sum()) if len(mean) else 0.0
    square = (max(beyond, 0.0) + SPREAD_PRIOR_DAYS * SPREAD_PRIOR**2) / (len(mean) + SPREAD_PRIOR_DAYS)
    return math.sqrt(square)


def _roughness(told: Sequence[_Told]) -> float:
    """Return the coefficient of variation of quarters around their share of the day as it was, beyond chance."""
    if not told:
        return 0.0
    came, mean = (np.concatenate([getattr(week, name) for week in told]) for name in ("came", "mean"))
    totals = mean.sum(axis=1, keepdims=True)
    expected = np.divide(mean * came.sum(axis=1, keepdims=True), totals, out=np.zeros_like(mean), where=totals > 0)
    square = (expected**2).sum()
    return math.sqrt(max(0.0, float(((came - expected) ** 2 - expected).sum() / square))) if square > 0 else 0.0


def _judged(told: Sequence[_Told]) -> BackTest:
    """Compare the last weeks with what came. The spread of each is that of the weeks before it, never its own."""
    tested = told[-TESTED_WEEKS:]
    days = sum(len(week.came) for week in tested)
    came, mean, naive = (
        np.concatenate([getattr(week, name) for week in tested]) if tested else np.zeros((0, SLOTS))
        for name in ("came", "mean", "naive")
    )
    total = float(came.sum())
    if not total:
        return BackTest(days)
    by_day = [float(np.abs(each.sum(axis=1) - came.sum(axis=1)).sum()) / total for each in (mean, naive)]
    by_quarter = [float(np.abs(each - came).sum()) / total for each in (mean, naive)]
    return BackTest(days, by_day[0], by_day[1], by_quarter[0], by_quarter[1], _inside(told))


def _inside(told: Sequence[_Told]) -> float | None:
    """Return the part of the quarters with something expected that fell between p10 and p90."""
    hits, count = 0, 0
    for n in range(max(0, len(told) - TESTED_WEEKS), len(told)):
        week = told[n]
        many = week.mean > 0
        low, high = quantiles(week.mean[many], math.hypot(_spread(told[:n]), _roughness(told[:n])), (PARTS[0], PARTS[-1]))
        came = week.came[many]
        hits += int(((low <= came) & (came <= high)).sum())
        count += int(many.sum())
    return hits / count if count else None

