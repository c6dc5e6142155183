"""What is regular in a queue's past: its level and trend, its weekdays, its holidays, the shape of its day, its handling.

A day's mean is a product, level x weekday x kind of day x the planner's factor, and a quarter's mean is the day's times a
share. This is the multiplicative model of Weinberg, Brown and Stroud, "Bayesian forecasting of an inhomogeneous Poisson
process with applications to call center data" (2007), with plain estimators in the place of the Bayesian ones: ratios of
sums with weights that fade, outliers drawn in, everything rare drawn towards what is common. Level and trend are a damped
exponential smoothing (Gardner and McKenzie 1985); holidays that the past does not show count as Sundays. On the survey of
Ibrahim, Ye, L'Ecuyer and Shen, "Modeling and forecasting call center arrivals" (2016), models of this kind are hard to beat
a week ahead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

import numpy as np

from permanence.planning.history import Flags, History, known_days
from permanence.planning.wallclock import SLOTS, Floats, Whole

WEEKDAY_HALF_LIFE, SHAPE_HALF_LIFE, HANDLING_HALF_LIFE = 56.0, 42.0, 28.0  # days after which a day counts half
DAMPING = 0.98
"""What is left of the trend from one day to the next."""
ALPHAS, BETAS = (0.03, 0.06, 0.1, 0.16, 0.25), (0.0, 0.01, 0.03)
SHORT_HISTORY = 56
"""With fewer days than this, level and trend are not chosen by trial: `SHORT_ALPHA` and no trend."""
SHORT_ALPHA = 0.1
AHEAD = 7
YEAR = 364  # the same weekday a year before
YEAR_WEIGHT = 0.5
SHAPE_PRIOR_CALLS = 3000.0
HANDLING_PRIOR_CALLS = 200.0
UNKNOWN_HANDLING_S = 240.0
"""Where no call of the past was handled at all."""
OUTLIER = 3.0
STRAY = 0.02
"""A place on the wall clock with less than this part of the usual calls had strays alone: nobody is expected then."""


class Kind(IntEnum):
    """What sort of day it is: public holidays, the working day left alone beside one, the day after one."""

    ORDINARY = 0
    HOLIDAY = 1
    BRIDGE = 2
    AFTER = 3


PRIOR_DAYS = {Kind.HOLIDAY: 1.0, Kind.BRIDGE: 3.0, Kind.AFTER: 3.0}
"""How many days of the past the first guess for such a day is worth."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Days with a name: public holidays, and the factors that a planner gave to days."""

    holidays: Collection[date]
    factors: Mapping[date, float]

    def kind(self, day: date) -> Kind:
        """Return what sort of day this is."""
        if day in self.holidays:
            return Kind.HOLIDAY
        before = day - timedelta(days=1) in self.holidays
        after = day + timedelta(days=1) in self.holidays
        if (day.weekday() == 4 and before) or (day.weekday() == 0 and after):
            return Kind.BRIDGE
        return Kind.AFTER if before and day.weekday() < 5 else Kind.ORDINARY


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """What was found. `level` is that of the last day, in calls of a mean weekday; `trend` is what the day after it would
    gain; `past` is the level of every day of the past (0: not known), `shares` a day's parts by [weekday, slot]."""

    end: date
    level: float
    trend: float
    week: Floats
    kinds: dict[Kind, float]
    past: Floats
    shares: Floats
    handling_s: Floats

    def day_mean(self, day: date, marks: Marks) -> float:
        """Return how many calls this day is expected to bring."""
        ahead = (day - self.end).days + 1
        gained = self.trend * sum(DAMPING**n for n in range(1, ahead + 1))
        level = min(max(self.level + gained, self.level / 2), self.level * 2) * self._year(day)
        return level * self.week[day.weekday()] * self.kinds[marks.kind(day)] * marks.factors.get(day, 1.0)

    def shares_of(self, day: date, marks: Marks) -> Floats:
        """Return the day's parts by slot; a holiday has the shape of Sunday, where there is one."""
        on_sunday = day in marks.holidays and self.shares[6].any()
        return self.shares[6] if on_sunday else self.shares[day.weekday()]

    def _year(self, day: date) -> float:
        """Return what the same days a year before say of the season, half believed; 1 where they are not known."""
        then = len(self.past) - (self.end - day).days - YEAR
        now = len(self.past) - YEAR
        around, before = _mean_known(self.past, then - 10, then + 11), _mean_known(self.past, now - 28, now)
        if not around or not before:
            return 1.0
        return min(max((around / before) ** YEAR_WEIGHT, 0.5), 2.0)


def _mean_known(past: Floats, first: int, end: int) -> float:
    """Return the mean of the days that are known, 0 where they are fewer than half or before the beginning."""
    if first < 0:
        return 0.0
    found = past[first : min(end, len(past))]
    known = found[found > 0]
    return float(known.mean()) if len(known) * 2 >= end - first else 0.0


def pattern_of(history: History, marks: Marks) -> Pattern:
    """Return the pattern of a history of at least one day."""
    days = [history.first + timedelta(days=n) for n in range(history.days)]
    kinds = np.array([marks.kind(day) for day in days])
    factors = np.array([marks.factors.get(day, 1.0) for day in days])
    known = known_days(history, kinds == Kind.HOLIDAY) & (factors > 0)
    totals = history.calls.sum(axis=1) / np.where(factors > 0, factors, 1.0)
    ordinary = known & (kinds == Kind.ORDINARY)
    if not ordinary.any():
        ordinary = known if known.any() else np.ones_like(known)
    week, past, clean = _week(totals, history.weekday, ordinary)
    level, trend = _level(clean, week[history.weekday], ordinary)
    expected = past * week[history.weekday]
    rare = {kind: _rare(kind, totals, expected, known & (kinds == kind), week) for kind in PRIOR_DAYS}
    shares = _shares(history, ordinary & (history.times == 1).all(axis=1))
    return Pattern(
        history.end, level, trend, week, {Kind.ORDINARY: 1.0, **rare}, past, shares, _handling(history)
    )


def _fading(days: int, half_life: float) -> Floats:
    return 0.5 ** ((days - 1 - np.arange(days)) / half_life)


def _week(totals: Floats, weekday: Whole, ordinary: Flags) -> tuple[Floats, Floats, Floats]:
    """Return the weekdays' factors (their mean over the open ones is 1), each day's level, and the totals with outliers drawn in.

    Level and factors are found in turns: a day's level is the sum of the week around it over the sum of the factors of
    those of its days that are known, so that holes and holidays pull nothing down.
    """
    fading = _fading(len(totals), WEEKDAY_HALF_LIFE) * ordinary
    factors = _weekday_means(totals, np.ones_like(totals), weekday, fading)
    clean = totals
    for _ in range(4):
        past = _around(clean * ordinary, factors[weekday] * ordinary)
        clean = _drawn_in(totals, past * factors[weekday], ordinary)
        factors = _weekday_means(clean, past, weekday, fading * (past > 0))
    return factors, _around(clean * ordinary, factors[weekday] * ordinary), clean


def _weekday_means(totals: Floats, levels: Floats, weekday: Whole, weights: Floats) -> Floats:
    above = np.bincount(weekday, weights * totals, 7)
    below = np.bincount(weekday, weights * levels, 7)
    factors = np.divide(above, below, out=np.zeros(7), where=below > 0)
    seen = below > 0
    # A weekday that was never seen: like the others from Monday to Friday, closed at the end of the week.
    workday = factors[:5][seen[:5]].mean() if seen[:5].any() else factors[seen].mean() if seen.any() else 1.0
    factors[:5][~seen[:5]] = workday
    mean = factors[factors > 0].mean() if (factors > 0).any() else 1.0
    return factors / mean


def _around(totals: Floats, factors: Floats, reach: int = 3) -> Floats:
    """Return the level of the week around each day; 0 where the week is not known."""
    window = np.ones(2 * reach + 1)
    above, below = (np.convolve(np.pad(each, reach), window, "valid") for each in (totals, factors))
    return np.divide(above, below, out=np.zeros(len(totals)), where=below > 1e-9)


def _drawn_in(totals: Floats, expected: Floats, ordinary: Flags) -> Floats:
    """Draw days that are far from what was expected towards it: to three robust deviations."""
    seen = ordinary & (expected > 0)
    if seen.sum() < 10:
        return totals
    away = (totals - expected) / np.sqrt(np.maximum(expected, 1.0))
    deviation = max(1.0, 1.4826 * float(np.median(np.abs(away[seen]))))
    limit = OUTLIER * deviation * np.sqrt(np.maximum(expected, 1.0))
    return np.where(seen, np.clip(totals, np.maximum(expected - limit, 0.0), expected + limit), totals)


def _level(clean: Floats, factors: Floats, ordinary: Flags) -> tuple[float, float]:
    """Return level and trend of the last day, smoothed by whichever of a few pairs told the weeks ahead best."""
    seen = ordinary & (factors > 0)
    if not seen.any():
        return 0.0, 0.0
    first = seen & (np.arange(len(clean)) < np.flatnonzero(seen)[0] + 14)
    start = float(clean[first].sum() / factors[first].sum())
    pairs = [(a, b) for a in ALPHAS for b in BETAS] if len(clean) >= SHORT_HISTORY else [(SHORT_ALPHA, 0.0)]
    alpha, beta = (np.array(each) for each in zip(*pairs, strict=True))
    levels, trends = _smoothed(clean, factors, seen, start, alpha, beta)
    best = _best(clean * seen, factors * seen, levels, trends) if len(pairs) > 1 else 0
    return max(0.0, float(levels[-1, best])), float(trends[-1, best])


def _smoothed(
    clean: Floats, factors: Floats, seen: Flags, start: float, alpha: Floats, beta: Floats
) -> tuple[Floats, Floats]:
    """Return level and trend after each day, for each pair; a small weekday moves them less than a large one."""
    level, trend = np.full(len(alpha), start), np.zeros(len(alpha))
    levels, trends = np.empty((len(clean), len(alpha))), np.empty((len(clean), len(alpha)))
    weights = np.minimum(1.0, factors)
    for n in range(len(clean)):
        trend = DAMPING * trend
        level = level + trend
        if seen[n]:
            gain = alpha * weights[n]
            away = clean[n] / factors[n] - level
            level, trend = level + gain * away, trend + gain * beta * away
        levels[n], trends[n] = level, trend
    return levels, trends


def _best(totals: Floats, factors: Floats, levels: Floats, trends: Floats) -> int:
    """Return the pair whose levels told the week after each day with the least squared error."""
    begin = SHORT_HISTORY // 2
    sums = [np.concatenate(([0.0], np.cumsum(each))) for each in (totals, factors)]
    weeks = [each[AHEAD:] - each[:-AHEAD] for each in sums]  # of the days n to n + 6
    told = levels + trends * sum(DAMPING**n for n in range(1, AHEAD // 2 + 2))
    away = weeks[0][begin + 1 :, None] - told[begin:-AHEAD] * weeks[1][begin + 1 :, None]
    return int(np.argmin((away**2).sum(axis=0)))


def _rare(kind: Kind, totals: Floats, expected: Floats, mine: Flags, week: Floats) -> float:
    """Return the factor of a rare kind of day: what the past shows, drawn towards a first guess."""
    workdays = week[:5].mean()
    guess = min(1.0, float(week[6] / workdays)) if kind is Kind.HOLIDAY and workdays > 0 else 1.0
    mine = mine & (expected > 0)
    if not mine.any():
        return guess
    worth = PRIOR_DAYS[kind] * float(expected[mine].mean())
    return float((totals[mine].sum() + worth * guess) / (expected[mine].sum() + worth))


def _shares(history: History, ordinary: Flags) -> Floats:
    """Return each weekday's parts by slot, drawn towards those of its like (the workdays, or itself), and smoothed as little
    as the number of calls allows."""
    fading = _fading(history.days, SHAPE_HALF_LIFE) * ordinary
    counts = np.zeros((7, SLOTS))
    np.add.at(counts, history.weekday, history.calls * fading[:, None])
    shares = np.zeros((7, SLOTS))
    for weekday in range(7):
        like = counts[:5].sum(axis=0) if weekday < 5 else counts[weekday]
        like = like if like.any() else counts.sum(axis=0)
        if not like.any():
            continue
        like = np.where(like >= STRAY * like[like > 0].mean(), like, 0.0)
        prior = _smooth(like)
        mixed = counts[weekday] * (like > 0) + SHAPE_PRIOR_CALLS * prior / prior.sum()
        shares[weekday] = mixed / mixed.sum()
    return shares


def _smooth(counts: Floats) -> Floats:
    """Smooth over neighbours that have calls themselves, so that nothing leaks out of the opening hours."""
    seen = counts > 0
    usual = float(counts[seen].mean())
    reach = 0 if usual >= 400 else 1 if usual >= 100 else 2 if usual >= 25 else 4
    kernel = np.concatenate((np.arange(1, reach + 2), np.arange(reach, 0, -1))).astype(np.float64)
    above, below = (np.convolve(np.pad(each, reach), kernel, "valid") for each in (counts, seen.astype(np.float64)))
    return np.where(seen, above / np.maximum(below, 1e-9), 0.0)


def _handling(history: History) -> Floats:
    """Return the mean seconds of handling by slot: the last weeks' mean, with each hour drawn towards it."""
    fading = _fading(history.days, HANDLING_HALF_LIFE)[:, None]
    handled = (history.handled * fading).sum(axis=0).reshape(24, 4).sum(axis=1)
    seconds = (history.handled_s * fading).sum(axis=0).reshape(24, 4).sum(axis=1)
    usual = seconds.sum() / handled.sum() if handled.sum() > 0 else UNKNOWN_HANDLING_S
    hours = (seconds + HANDLING_PRIOR_CALLS * usual) / (handled + HANDLING_PRIOR_CALLS)
    return np.repeat(hours, 4)
