"""How long callers would have waited, from a day on which most were answered first.

Who gave up has shown his patience; who was answered has shown only that it was longer (a censored time). The product-limit
estimator of Kaplan and Meier (Journal of the American Statistical Association 53, 1958) uses both; Brown et al. (the same
journal 100, 2005) use it for callers of a telephone centre. Beyond the longest wait that ended with giving up it says
nothing; there patience goes on exponentially, at the rate that has the maximum likelihood under censoring: those who gave
up over all the seconds that anybody waited.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from math import inf, log
from typing import NamedTuple

ENOUGH = 10  # callers who gave up, before a queue has a curve of its own


class Wait(NamedTuple):
    """How long somebody waited, and whether he gave up then (else he was answered, or is still waiting)."""

    seconds: float
    gave_up: bool


class Patience:
    """A survival curve: which part of the callers is still there after so many seconds."""

    def __init__(self, waits: Sequence[Wait]) -> None:
        """Estimate it from these waits; ties count those who gave up first, as is usual."""
        leaving = Counter(wait.seconds for wait in waits if wait.gave_up)
        ordered = sorted(wait.seconds for wait in waits)
        self.times: list[float] = []
        self.stay: list[float] = []
        part = 1.0
        for seconds in sorted(leaving):
            at_risk = len(ordered) - bisect_left(ordered, seconds)
            part *= 1 - leaving[seconds] / at_risk
            self.times.append(seconds)
            self.stay.append(part)
        waited_s = sum(wait.seconds for wait in waits)
        self.rate = sum(leaving.values()) / waited_s if waited_s > 0 else 0.0

    def stays(self, seconds: float) -> float:
        """Return the part of callers who wait longer than this."""
        place = bisect_right(self.times, seconds)
        return self.stay[place - 1] if place else 1.0

    def draw(self, longer_than_s: float, chance: float) -> float:
        """Return a patience above this, for a number drawn evenly from 0 up to 1; infinite where nobody ever gave up."""
        there = self.stays(longer_than_s)
        for place in range(bisect_right(self.times, longer_than_s), len(self.times)):
            if self.stay[place] <= there * (1 - chance):
                return self.times[place]
        if self.rate <= 0:
            return inf
        last = max(longer_than_s, self.times[-1])
        beyond = self.stay[-1] / there if there > 0 else 1.0  # of those who are still there, the part that comes so far
        return last - log((1 - chance) / beyond) / self.rate
