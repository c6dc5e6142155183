"""The e-values are fair: under honesty their mean is one, whatever bag is drawn from."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.diversion.betting import expected, log_bets, log_evidence, mixed, variance
from permanence.diversion.model import Bag


@st.composite
def margins(draw: st.DrawFn) -> tuple[int, int, int]:
    total = draw(st.integers(1, 25))
    return draw(st.integers(0, total)), total, draw(st.integers(0, total))


def draws(n: int, total: int, hit_all: int) -> list[tuple[Bag, float]]:
    """All outcomes of a blind draw with their probabilities."""
    hits = range(max(0, n - (total - hit_all)), min(n, hit_all) + 1)
    ways = math.comb(total, n)
    return [(Bag(n, total, k, hit_all), math.comb(hit_all, k) * math.comb(total - hit_all, n - k) / ways) for k in hits]


@given(margins())
def test_the_mean_of_every_bet_is_one_when_it_makes_no_difference_who_answers(bag: tuple[int, int, int]) -> None:
    outcomes = draws(*bag)
    for nth in range(5):
        assert sum(p * math.exp(log_bets(each)[nth]) for each, p in outcomes) == pytest.approx(1.0)


@given(margins())
def test_mean_and_variance_are_those_of_the_draw(bag: tuple[int, int, int]) -> None:
    outcomes = draws(*bag)
    mean = sum(p * each.hit for each, p in outcomes)
    assert expected(outcomes[0][0]) == pytest.approx(mean)
    assert variance(outcomes[0][0]) == pytest.approx(sum(p * (each.hit - mean) ** 2 for each, p in outcomes))


def test_who_has_nobody_to_be_compared_with_is_never_accused() -> None:
    assert log_evidence([Bag(100, 100, 100, 100), Bag(40, 40, 7, 7), Bag(0, 30, 0, 12), Bag(10, 30, 0, 0)]) == 0.0


def test_more_lost_callers_are_more_evidence_and_fewer_are_less_than_none() -> None:
    told = [log_evidence([Bag(100, 500, hit, 200)]) for hit in (20, 40, 60, 80)]
    assert told == sorted(told)
    assert told[0] < 0 < told[2]


def test_a_mixture_is_the_mean() -> None:
    assert mixed([0.0, math.log(3)]) == pytest.approx(math.log(2))
