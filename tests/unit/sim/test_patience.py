"""How long callers would have waited: a curve from those who gave up and those who were answered first."""

from __future__ import annotations

from math import exp, inf
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.sim.patience import Patience, Wait


def test_the_curve_counts_who_was_answered_as_still_patient() -> None:
    curve = Patience([Wait(10, True), Wait(20, False), Wait(30, True), Wait(40, False)])
    assert [curve.stays(seconds) for seconds in (9, 10, 29, 30, 100)] == [1.0, 0.75, 0.75, 0.375, 0.375]


def test_without_anybody_who_gave_up_patience_has_no_end() -> None:
    assert Patience([Wait(10, False), Wait(0, False)]).draw(5, 0.99) == inf
    assert Patience([]).draw(0, 0.5) == inf


def test_a_patience_is_drawn_beyond_what_was_shown() -> None:
    curve = Patience([Wait(10, True), Wait(20, True), Wait(30, True), Wait(40, True)])
    assert [curve.draw(0, chance) for chance in (0.0, 0.3, 0.6, 0.9)] == [10, 20, 30, 40]
    assert [curve.draw(20, chance) for chance in (0.1, 0.9)] == [30, 40]
    assert curve.draw(40, 0.5) > 40


def test_beyond_the_last_who_gave_up_it_is_exponential() -> None:
    curve = Patience([Wait(10, True), *[Wait(60, False)] * 9])
    assert curve.rate == pytest.approx(1 / 550)
    later = [curve.draw(100, chance / 1000) - 100 for chance in range(1000)]
    assert sum(later) / 1000 == pytest.approx(550, rel=0.02)


def test_a_known_patience_is_found_again_behind_a_censor() -> None:
    chance = Random(4)
    waits = [(chance.expovariate(1 / 200), chance.expovariate(1 / 90)) for _ in range(20_000)]
    curve = Patience([Wait(min(pair), pair[0] < pair[1]) for pair in waits])
    for seconds in (30, 100, 200):
        assert curve.stays(seconds) == pytest.approx(exp(-seconds / 200), abs=0.02)
    assert 1 / curve.rate == pytest.approx(200, rel=0.05)


@given(
    st.lists(st.tuples(st.floats(0, 5000), st.booleans()), max_size=40), st.floats(0, 6000),
    st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True),
)  # fmt: skip
def test_more_chance_means_more_patience_and_never_less_than_was_shown(
    waits: list[tuple[float, bool]], shown: float, one: float, other: float
) -> None:
    curve = Patience([Wait(*wait) for wait in waits])
    less, more = sorted((one, other))
    assert shown <= curve.draw(shown, less) <= curve.draw(shown, more)
