"""How long somebody who waits will still wait, as a mean and as a time within which most are answered.

Callers before one leave by an answer or by giving up: with k before him the next one leaves at the rate r + k·g, r being how
often the agents who may take them become free and g how often one who waits gives up, and he himself is answered at the
rate r once nobody is before him. The wait is the sum of these steps (the virtual wait of M/M/c+M, Erlang A); its mean and
variance are sums, and the time within which most are answered is read from a gamma distribution that has both
(Wilson and Hilferty's approximation). What is not known well (who is at work in a while, how long calls are today) widens it.
"""

from __future__ import annotations

import math

import msgspec

FRONT, BLOCKS = 100, 100  # so many callers are summed one by one, as their steps differ most; the line behind them in blocks
WITHIN_Z = 1.0364  # the 85 % point of the normal distribution: more than the promised 80 %, for what the model does not know
DOUBT = 0.22  # the part of the mean by which the rates themselves may be wrong
GAVE_UP_FORGETS = 0.995  # how much of what was learned each further caller leaves
GAVE_UP_PRIOR_S = 1200.0  # of waiting without anybody giving up, taken as seen


class Forecast(msgspec.Struct, frozen=True):
    """The seconds that somebody will wait on average, and those within which most (80 % and more) are answered."""

    expected_s: int
    within_s: int


def forecast(ahead: float, freed_per_s: float, gives_up_per_s: float) -> Forecast | None:
    """Return what somebody with so many before him will wait, where the agents become free so often and each of those who
    wait gives up so often; None where nobody is there to become free."""
    if freed_per_s <= 0:
        return None
    line = ahead + 1
    mean, variance = _summed(0.0, min(line, FRONT), FRONT, freed_per_s, gives_up_per_s)
    if line > FRONT:
        more = _summed(FRONT, line - FRONT, BLOCKS, freed_per_s, gives_up_per_s)
        mean, variance = mean + more[0], variance + more[1]
    variance += (DOUBT * mean) ** 2
    ninth = variance / mean**2 / 9
    within = mean * max(0.0, 1 - ninth + WITHIN_Z * math.sqrt(ninth)) ** 3
    return Forecast(round(mean), round(max(mean, within)))


def _summed(first: float, count: float, steps_max: int, freed_per_s: float, gives_up_per_s: float) -> tuple[float, float]:
    """Return mean and variance of the steps of so many callers who have `first` others before them, in so many blocks at most."""
    steps = min(math.ceil(count), steps_max)
    block = count / steps
    mean = variance = 0.0
    for step in range(steps):
        rate = freed_per_s + max(0.0, first + step * block + (block - 1) / 2) * gives_up_per_s
        mean += block / rate
        variance += block / rate**2
    return mean, variance


class Patience:
    """How often those who wait in a queue give up, learned from those who left it."""

    def __init__(self) -> None:
        """Know of nobody yet."""
        self._gave_up = self._waited_s = 0.0

    def left(self, waited_s: float, *, gave_up: bool) -> None:
        """Somebody waited so long, and gave up or was answered."""
        self._gave_up = GAVE_UP_FORGETS * self._gave_up + gave_up
        self._waited_s = GAVE_UP_FORGETS * self._waited_s + max(0.0, waited_s)

    @property
    def gives_up_per_s(self) -> float:
        """How often one who waits gives up; exact for exponential patience (events by time exposed)."""
        return self._gave_up / (self._waited_s + GAVE_UP_PRIOR_S)
