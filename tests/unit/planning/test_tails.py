"""Quantiles of counts: against sums done by hand, against drawing, and at the seam of the two methods."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.planning.tails import quantiles

PARTS = (0.1, 0.5, 0.9)


def poisson_quantile(mean: float, part: float) -> int:
    told, count = 0.0, -1
    while told < part - 1e-12:
        count += 1
        told += math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    return count


@given(st.floats(0.01, 250), st.sampled_from([0.05, 0.1, 0.5, 0.9, 0.99]))
def test_without_spread_they_are_those_of_poisson(mean: float, part: float) -> None:
    assert quantiles(np.array([mean]), 0.0, [part])[0][0] == pytest.approx(poisson_quantile(mean, part), abs=1)


def test_a_mean_of_nothing_brings_nothing() -> None:
    assert [each.tolist() for each in quantiles(np.zeros(2), 0.2, PARTS)] == [[0, 0]] * 3


@pytest.mark.parametrize(("mean", "spread"), [(3.0, 0.2), (40.0, 0.15), (200.0, 0.3), (900.0, 0.15)])
def test_as_many_fall_below_as_are_asked(mean: float, spread: float) -> None:
    chance = np.random.default_rng(1)
    drawn = chance.poisson(chance.gamma(1 / spread**2, mean * spread**2, 200_000))
    for part, quantile in zip(PARTS, quantiles(np.array([mean]), spread, PARTS), strict=True):
        assert (drawn <= quantile[0]).mean() >= part - 0.006
        assert (drawn <= quantile[0] - 1).mean() < part + 0.006


@given(st.floats(0, 2000), st.floats(0, 0.5))
def test_they_are_in_order_and_whole(mean: float, spread: float) -> None:
    low, middle, high = (float(each[0]) for each in quantiles(np.array([mean]), spread, PARTS))
    assert 0 <= low <= middle <= high
    assert high == int(high)


@given(st.floats(0.0, 0.4))
def test_the_two_methods_meet(spread: float) -> None:
    below, above = np.array([299.9]), np.array([300.1])
    for one, other in zip(quantiles(below, spread, PARTS), quantiles(above, spread, PARTS), strict=True):
        assert other[0] == pytest.approx(one[0], abs=2.5)
