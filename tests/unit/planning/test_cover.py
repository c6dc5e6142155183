"""Covering a need: what is missing, what presence is worth, and the choice of weeks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.planning.cover import DIRE, SHORT, SPARE, Cover, Need, Shortfall, shortage

GROUPS = ((0,), (0, 1), (1, 2))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_counting_sets_and_dividing_people_agree(seed: int) -> None:
    chance = np.random.default_rng(seed)
    need = Need(chance.integers(0, 5, (3, 6)).astype(float), GROUPS, chance.integers(0, 4, (3, 6)).astype(float))
    short, none_to_spare = shortage(need), Cover(need, []).prices(10).total
    assert (short >= 0).all() and (short <= need.required).all()
    cost = Shortfall(need).cost(need.fixed)
    assert cost.sum() == pytest.approx(none_to_spare, abs=1e-4)
    assert (cost >= (SHORT - SPARE) * short.sum(axis=0) - 1e-6).all()
    assert short.sum() <= cost.sum() / (SHORT - SPARE) + 1e-6


def test_people_of_two_queues_stand_in_for_one() -> None:
    need = Need(np.array([[2.0], [1.0], [0.0]]), GROUPS, np.array([[1.0], [2.0], [0.0]]))
    assert shortage(need).sum() == 0
    worth = Shortfall(Need(need.required, GROUPS, np.zeros((3, 1)))).worth(np.array([[2.0], [0.0], [0.0]]), 0)
    assert worth[0] == pytest.approx(0.3 * SPARE)  # the first queue has its two and would like 0.3 more
    assert Shortfall(need).worth(np.array([[2.0], [0.0], [0.0]]), 1)[0] == pytest.approx(SHORT + sum(part * price for part, price in DIRE))


def test_the_weeks_are_chosen_that_cover_most() -> None:
    need = Need(np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]), ((0,), (0, 1)), np.zeros((2, 3)))
    cover = Cover(need, [(1, 0), (1, 1)])
    weeks = [(0, [0.0] * 3), (1, [0.0] * 3), (0, [1.0, 1, 0]), (1, [1.0, 1, 0]), (1, [0, 1.0, 1])]
    for kind, there in weeks:
        cover.add(kind, 0.0, np.array(there))
    assert cover.choose(10, 0.0, [1, 1, 0, 0, 0]) == (0, 0, 1, 0, 1)
    assert cover.total((0, 0, 1, 0, 1)) < cover.total((0, 0, 1, 1, 0)) < cover.total((1, 1, 0, 0, 0))
    prices = cover.prices(10)
    assert prices.total <= cover.total((0, 0, 1, 0, 1)) + 1e-6
    assert (prices.presence >= -1e-9).all()


def test_too_few_people_are_spread() -> None:
    """With two people for two slots that ask for two each, one in each is better than both in one."""
    need = Need(np.array([[2.0, 2.0]]), ((0,),), np.zeros((1, 2)))
    together, spread = (Shortfall(need).cost(np.array([there])).sum() for there in ([2.0, 0.0], [1.0, 1.0]))
    assert spread < together
    for there in ([2.0, 0.0], [1.0, 1.0], [0.0, 0.0], [3.0, 1.0], [0.3, 0.7]):
        fixed = Need(need.required, need.groups, np.array([there]))
        assert Cover(fixed, []).prices(5.0).total == pytest.approx(Shortfall(need).cost(np.array([there])).sum())
