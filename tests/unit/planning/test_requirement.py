"""How many agents a stretch takes: against Erlang's formulas, against a line played step by step, and as properties."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.planning.erlang import erlang_c, longer_a, longer_c
from permanence.planning.requirement import Aim, Interval, busy_day, chance_late, late_on_a_busy_day, needed

LONG_S = 1e9
intervals = st.builds(
    Interval, calls=st.floats(0.1, 150), handling_s=st.floats(30, 900), spread=st.sampled_from((0.0, 0.05, 0.15, 0.3, 0.8))
)
aims = st.builds(
    Aim, within_s=st.sampled_from((20, 60, 180)), late=st.sampled_from((0.01, 0.05, 0.2)),
    patience_s=st.sampled_from((None, 60, 300)), risk=st.sampled_from((0.05, 0.1, 0.5)),
)  # fmt: skip


def played(rate: float, handling_s: float, agents: int, step_s: float, within_s: float, patience_s: float | None, runs: int) -> float:
    """Return the part of callers who wait too long in stretches that begin without a line, one caller after the other."""
    chance, late, count = Random(7), 0, 0
    for _ in range(runs):
        free, at = [0.0] * agents, 0.0
        for place in range(agents):  # busy as in the long run, but nobody waits
            if chance.random() < min(1.0, rate * handling_s / agents):
                free[place] = chance.expovariate(1 / handling_s)
        while (at := at + chance.expovariate(rate)) < step_s:
            first = min(range(agents), key=free.__getitem__)
            wait, patience = max(0.0, free[first] - at), chance.expovariate(1 / patience_s) if patience_s else math.inf
            count += 1
            late += min(wait, patience) > within_s
            if wait <= patience:
                free[first] = max(free[first], at) + chance.expovariate(1 / handling_s)
    return late / count


@pytest.mark.parametrize("agents", [41, 45, 50])
def test_a_long_stretch_of_a_sure_rate_is_erlang_c(agents: int) -> None:
    line = erlang_c(40 / 180, 180, agents, 60)
    assert longer_c(40 / 180, 180, agents, 60) == pytest.approx(1 - line.quick, abs=1e-6)
    long = chance_late(Interval(40 / 180 * LONG_S, 180), agents, Aim(within_s=60), LONG_S)
    assert long == pytest.approx(1 - line.quick, rel=0.01)


def test_too_much_work_is_late_as_far_as_the_stretch_lets_it() -> None:
    assert longer_c(0.2, 240, 40, 180) == 1.0
    quarter, hour = (chance_late(Interval(0.2 * step, 240), 40, Aim(), step) for step in (900, 3600))
    assert 0.1 < quarter < hour < 1  # the line grows with time: by a fifth of it each second


@pytest.mark.parametrize(("agents", "step_s"), [(20, 3600), (17, 3600), (15, 3600), (12, 900), (10, 900)])
def test_the_formula_is_near_a_line_that_is_played(agents: int, step_s: float) -> None:
    """Within 0.15 from half-loaded to twice too much work, and on the careful side where the line grows."""
    rate = 16 / 240
    seen = played(rate, 240, agents, step_s, 180, None, 150)
    formula = chance_late(Interval(rate * step_s, 240), agents, Aim(), step_s)
    assert seen - 0.05 <= formula <= seen + 0.17


def test_the_formula_with_patience_is_near_a_line_that_is_played() -> None:
    seen = played(16 / 240, 240, 12, 40_000, 180, 300, 6)
    assert longer_a(16 / 240, 240, 12, 300, 180) == pytest.approx(seen, abs=0.015)
    assert longer_a(16 / 240, 240, 17, 1e9, 180) == pytest.approx(longer_c(16 / 240, 240, 17, 180), rel=1e-3)
    assert longer_a(16 / 240, 240, 0, 300, 180) == pytest.approx(math.exp(-180 / 300))


def test_busy_days_are_quantiles_of_a_gamma_variable() -> None:
    assert busy_day(1, 0.1) == pytest.approx(math.log(10))  # the exponential distribution
    assert busy_day(0.01, 0.1) == pytest.approx(1 + 1.2816 * 0.01, abs=2e-4)  # nearly the normal one
    assert busy_day(0, 0.1) == 1


def test_an_uncertain_rate_is_the_mean_over_the_days_that_callers_meet() -> None:
    spread, interval, aim = 0.3, Interval(60, 240, 0.3), Aim()
    chance, shape, sums, weights = Random(3), 1 / 0.3**2, 0.0, 0.0
    for _ in range(8_000):
        factor = chance.gammavariate(shape, spread**2)
        sums += factor * chance_late(Interval(round(60 * factor, 1), 240), 20, aim)
        weights += factor
    assert chance_late(interval, 20, aim) == pytest.approx(sums / weights, abs=0.008)


@given(intervals, aims)
@settings(max_examples=150, deadline=None)
def test_the_requirement_is_the_smallest_that_keeps_the_promise(interval: Interval, aim: Aim) -> None:
    agents = needed(interval, aim)
    assert late_on_a_busy_day(interval, agents, aim) <= aim.late
    assert agents == 1 or late_on_a_busy_day(interval, agents - 1, aim) > aim.late


@given(intervals, aims, st.integers(1, 60))
@settings(max_examples=150, deadline=None)
def test_more_agents_and_fewer_calls_make_nobody_later(interval: Interval, aim: Aim, agents: int) -> None:
    here = chance_late(interval, agents, aim)
    assert 0 <= here <= 1
    assert chance_late(interval, agents + 1, aim) <= here + 1e-3
    assert chance_late(Interval(interval.calls * 0.9, interval.handling_s, interval.spread), agents, aim) <= here + 1e-3


@given(intervals, aims)
@settings(max_examples=60, deadline=None)
def test_a_stricter_promise_takes_no_fewer(interval: Interval, aim: Aim) -> None:
    stricter = Aim(aim.within_s / 2, aim.late / 2, aim.patience_s, aim.risk / 2)
    assert needed(interval, stricter) >= needed(interval, aim)


def test_nobody_calls_nobody_is_needed() -> None:
    assert needed(Interval(0, 240, 0.2), Aim()) == 0
    assert chance_late(Interval(0, 240), 0, Aim()) == 0
    assert chance_late(Interval(1, 240), 0, Aim()) == 1
