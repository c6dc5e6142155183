"""Evidence that a subject loses more callers than others do, which stays valid however often one looks.

One week's callers of one stratum are a bag of `total` callers, `hit_all` of whom were lost; the subject answered `n` of them. If it made
no difference who answers, the subject's `hit` would be a blind draw from the bag: hypergeometric, whatever share of callers is
lost anyway. The week's e-value is the likelihood ratio of Fisher's noncentral hypergeometric law with odds ratio w against that draw;
its mean under honesty is exactly 1, so weeks and strata multiply, and by Ville's inequality the product ever passes 1/alpha with
probability at most alpha (Ville 1939; Grünwald, de Heide, Koolen, Safe testing, JRSS B 2024; Turner, Ly, Grünwald 2024 for tables).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from permanence.diversion.model import Bag

ODDS = (1.15, 1.3, 1.6, 2.2, 4.0)
"""The odds ratios that are bet on, an equal share of the stake on each: nobody knows beforehand how much is diverted."""


def log_bets(bag: Bag) -> tuple[float, ...]:
    """Return the natural logarithm of the bag's e-value for each of `ODDS`."""
    if bag.n in (0, bag.total) or bag.hit_all in (0, bag.total):
        return (0.0,) * len(ODDS)  # nobody to compare with, or nothing to tell apart
    return tuple(bag.hit * math.log(w) - norm for w, norm in zip(ODDS, _log_norms(bag.n, bag.total, bag.hit_all), strict=True))


def log_evidence(bags: Iterable[Bag]) -> float:
    """Return the logarithm of the mixture's e-value over all bags."""
    sums = [0.0] * len(ODDS)
    for bag in bags:
        for at, bet in enumerate(log_bets(bag)):
            sums[at] += bet
    return mixed(sums)


def mixed(sums: Sequence[float]) -> float:
    """Return the logarithm of the mean of e-values given by their logarithms."""
    top = max(sums)
    return top + math.log(sum(math.exp(each - top) for each in sums) / len(sums))


def expected(bag: Bag) -> float:
    """Return how many hits the subject would have if it made no difference who answers."""
    return bag.n * bag.hit_all / bag.total if bag.total else 0.0


def variance(bag: Bag) -> float:
    """Return the variance of the blind draw (hypergeometric; Mantel and Haenszel 1959 for the sum over strata)."""
    if bag.total < 2:
        return 0.0
    share = bag.hit_all / bag.total
    return bag.n * share * (1 - share) * (bag.total - bag.n) / (bag.total - 1)


@lru_cache(maxsize=65_536)
def _log_norms(n: int, total: int, hit_all: int) -> tuple[float, ...]:
    """Return the logarithm of the mean of w ** hit under the blind draw, for each of `ODDS`."""
    low, high = max(0, n - (total - hit_all)), min(n, hit_all)
    logs = [_choose(hit_all, k) + _choose(total - hit_all, n - k) - _choose(total, n) for k in range(low, high + 1)]
    return tuple(_log_sum([each + k * math.log(w) for k, each in enumerate(logs, low)]) for w in ODDS)


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _log_sum(logs: Sequence[float]) -> float:
    top = max(logs)
    return top + math.log(sum(math.exp(each - top) for each in logs))
