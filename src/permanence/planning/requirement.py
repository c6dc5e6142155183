"""How many agents a stretch of the day takes, so that few callers wait long although nobody knows how many will call.

The rate of calls is a Gamma variable around the forecast, the rest is Erlang's: callers come at random, handling times are
exponential. Erlang C has no answer where more comes than can be done, and too bleak a one just below; but no stretch lasts
for ever. So the line of endlessly patient callers is taken from a rate that is smaller by what is still in line when the
stretch ends, which turns Erlang C smoothly into a line that grows with time: the coordinate transformation of Kimber and
Hollis ("Traffic queues and delays at road junctions", 1979), usual for junctions at their rush hour. With a longer stretch
it becomes Erlang C. Each stretch is taken for itself, as if it began without a line. One skill; several are for `search`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from permanence.planning.erlang import longer_a, longer_c, loss

NODES = 12  # points at which an uncertain rate is looked at
NEAR = 1e-4  # how exactly the rate of the transformation is sought, as a part of itself
KEPT = 65_536  # answers remembered
MOST = 100_000  # agents


@dataclass(frozen=True, slots=True)
class Interval:
    """What is expected of a stretch: mean number of calls in it, seconds of work for each call (wrap-up included), and the
    coefficient of variation of the rate, day and stretch together."""

    calls: float
    handling_s: float
    spread: float = 0.0

    def __post_init__(self) -> None:
        """Hold that the figures can be true."""
        assert self.calls >= 0 and self.handling_s > 0 and 0 <= self.spread <= 3, "no such stretch"


@dataclass(frozen=True, slots=True)
class Aim:
    """What is promised: at most the part `late` of callers waits longer than `within_s`, on all but the part `risk` of days.
    `patience_s` is the mean of an exponential patience; without it nobody gives up."""

    within_s: float = 180
    late: float = 0.05
    patience_s: float | None = None
    risk: float = 0.1

    def __post_init__(self) -> None:
        """Hold that it can be promised."""
        assert self.within_s >= 0 and 0 < self.late < 1 and 0 < self.risk < 1, "no such promise"
        assert self.patience_s is None or self.patience_s > 0, "nobody has less than no patience"


def chance_late(interval: Interval, agents: int, aim: Aim, step_s: float = 900) -> float:
    """Return the part of callers who wait longer than promised, over all days: busy days weigh by their callers."""
    if interval.calls <= 0:
        return 0.0
    return sum(
        weight * _late(interval.calls * factor / step_s, interval.handling_s, agents, aim, step_s)
        for factor, weight in _rates(interval.spread)
    )


def late_on_a_busy_day(interval: Interval, agents: int, aim: Aim, step_s: float = 900) -> float:
    """Return the part of callers who wait longer than promised on the day that only the part `risk` of days surpasses."""
    return _late(interval.calls * busy_day(interval.spread, aim.risk) / step_s, interval.handling_s, agents, aim, step_s)


@lru_cache(KEPT)
def needed(interval: Interval, aim: Aim, step_s: float = 900) -> int:
    """Return the smallest number of agents that keeps the promise on the day that only the part `risk` of days surpasses."""
    rate = interval.calls * busy_day(interval.spread, aim.risk) / step_s
    if rate <= 0:
        return 0
    load = rate * interval.handling_s
    agents = max(1, math.ceil(load + 0.5 * math.sqrt(load)))  # near the answer, by the square-root rule

    def kept(number: int) -> bool:
        return _late(rate, interval.handling_s, number, aim, step_s) <= aim.late

    while not kept(agents):
        agents += 1
        assert agents <= MOST, "no number of agents keeps this promise"
    while agents > 1 and kept(agents - 1):
        agents -= 1
    return agents


@lru_cache(KEPT)
def busy_day(spread: float, risk: float) -> float:
    """Return the factor of the mean that only the part `risk` of days surpasses, for a Gamma factor of this variation."""
    if spread <= 0:
        return 1.0
    shape = 1 / spread**2
    low, high = 0.0, 2.0
    while _below(shape, shape * high) < 1 - risk:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(shape, shape * middle) < 1 - risk else (low, middle)
    return high


def _below(shape: float, value: float) -> float:
    """Return the probability that a Gamma variable of this shape and scale 1 is below the value (series of its integral)."""
    if value <= 0:
        return 0.0
    term = total = 1 / shape
    step = shape
    while term > 1e-14 * total:
        step += 1
        term *= value / step
        total += term
    return min(1.0, math.exp(shape * math.log(value) - value - math.lgamma(shape) + math.log(total)))


@lru_cache(1024)
def _rates(spread: float) -> tuple[tuple[float, float], ...]:
    """Return factors of the mean rate with their weights: Gauss's quadrature for the rate that a caller meets.

    Of a Gamma rate of shape k callers meet one of shape k + 1, since busy days have more of them. The nodes are the
    eigenvalues of the recurrence of the Laguerre polynomials (Golub and Welsch, 1969).
    """
    if spread <= 0:
        return ((1.0, 1.0),)
    shape = 1 / spread**2
    order = np.arange(NODES)
    beside = np.sqrt(order[1:] * (order[1:] + shape))
    nodes, vectors = np.linalg.eigh(np.diag(2 * order + shape + 1) + np.diag(beside, 1) + np.diag(beside, -1))
    return tuple((float(node / shape), float(part**2)) for node, part in zip(nodes, vectors[0], strict=True))


def _late(rate: float, handling_s: float, agents: int, aim: Aim, step_s: float) -> float:
    """Return the part of callers who wait longer than promised at this rate a second."""
    if rate <= 0:
        return 0.0
    if aim.patience_s is not None:
        return longer_a(rate, handling_s, agents, aim.patience_s, aim.within_s)
    if agents <= 0:
        return 1.0
    return longer_c(_carried(rate, handling_s, agents, step_s), handling_s, agents, aim.within_s)


def _carried(rate: float, handling_s: float, agents: int, step_s: float) -> float:
    """Return the rate that is left when what waits at the end of the stretch is taken off: rate = left + line(left) / step."""

    def above(left: float) -> float:
        load = left * handling_s
        blocked = loss(load, agents)
        line = blocked / (1 - load / agents * (1 - blocked)) * load / (agents - load)
        return left + line / step_s - rate

    low, high = 0.0, min(rate, agents / handling_s * (1 - 1e-9))
    if above(high) <= 0:
        return high
    while high - low > NEAR * high:
        middle = (low + high) / 2
        low, high = (middle, high) if above(middle) < 0 else (low, middle)
    return high
