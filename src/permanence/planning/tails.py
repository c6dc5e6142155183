"""Quantiles of counts whose mean is itself uncertain.

A count with mean m is Poisson if the mean is sure. Where the mean varies by the coefficient c (as a gamma variable), the
count is negative binomial with variance m + (c m)^2. Source: Jongbloed and Koole, "Managing uncertainty in call centres
using Poisson mixtures", 2001; Avramidis, Deslauriers and L'Ecuyer, "Modeling daily arrivals to a telephone call center", 2004.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from permanence.planning.wallclock import Floats

EXACT_MAX = 300.0
"""Up to this mean the distribution is summed; above it the gamma variable's own quantile is near enough."""
SURE = 1e-4


def quantiles(mean: Floats, spread: float, parts: Sequence[float]) -> list[Floats]:
    """Return, for each part, the smallest counts that are not exceeded with at least this probability."""
    exact = mean <= EXACT_MAX
    found = [np.zeros_like(mean) for _ in parts]
    small = _summed(mean[exact], spread, parts)
    for each, part, exactly in zip(found, parts, small, strict=True):
        each[exact] = exactly
        each[~exact] = _gamma_like(mean[~exact], spread, part)
    return found


def _summed(mean: Floats, spread: float, parts: Sequence[float]) -> list[Floats]:
    """Sum the probabilities of 0, 1, 2... until every part is reached everywhere."""
    found = [np.full_like(mean, -1.0) for _ in parts]
    if not mean.size:
        return found
    # The gamma variable has shape r = 1/c^2; a tiny c would be a Poisson count, and r no number.
    r = 1 / max(spread, SURE) ** 2
    share = mean / (mean + r)
    chance = np.exp(r * np.log1p(-share))
    told = chance.copy()
    count = 0
    while True:
        for each, part in zip(found, parts, strict=True):
            each[(each < 0) & (told >= part - 1e-12)] = count
        if all((each >= 0).all() for each in found):
            return found
        chance = chance * share * (r + count) / (count + 1)
        told = told + chance
        count += 1


def _gamma_like(mean: Floats, spread: float, part: float) -> Floats:
    """Return the quantile of a gamma variable of the same mean and variance (Wilson and Hilferty's cube root, 1931)."""
    z = NormalDist().inv_cdf(part)
    shape = mean**2 / (mean + (spread * mean) ** 2)
    return np.ceil(mean * (1 - 1 / (9 * shape) + z / (3 * np.sqrt(shape))) ** 3 - 0.5)
