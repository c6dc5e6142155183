"""The forecast of a wait: held against the chance that it describes."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.routing.forecast import BLOCKS, FRONT, Forecast, Patience, forecast


def test_nobody_can_say_where_nobody_becomes_free() -> None:
    assert forecast(3, 0.0, 0.01) is None


def test_without_giving_up_each_caller_takes_one_agent_who_becomes_free() -> None:
    found = forecast(2, 2 / 180, 0.0)
    assert found is not None and found.expected_s == 270


def test_callers_before_one_who_give_up_shorten_the_wait() -> None:
    found = forecast(2, 2 / 180, 1 / 180)
    assert found is not None and found.expected_s == 195  # 180 · (1/2 + 1/3 + 1/4)


@pytest.mark.parametrize(("ahead", "agents", "patience_s"), [(0, 4, None), (3, 4, 300), (20, 10, 240), (60, 120, 300), (400, 90, 600)])
def test_the_mean_is_right_and_most_are_answered_within_the_time(ahead: int, agents: int, patience_s: float | None) -> None:
    chance, freed, gives_up = Random(ahead), agents / 240, 1 / patience_s if patience_s else 0.0
    waits = [sum(chance.expovariate(freed + before * gives_up) for before in range(ahead + 1)) for _ in range(3000)]
    told = forecast(ahead, freed, gives_up)
    assert told is not None
    mean = sum(waits) / len(waits)
    assert told.expected_s == pytest.approx(mean, rel=0.05, abs=3)
    assert sum(wait <= told.within_s for wait in waits) / len(waits) >= 0.83
    assert told.within_s < 3.2 * mean  # honest, and still of use


RATES = st.floats(0.001, 5)


@given(ahead=st.floats(0, 2000), freed=RATES, gives_up=st.floats(0, 0.05))
def test_more_before_one_is_no_shorter_and_more_agents_are_no_longer(ahead: float, freed: float, gives_up: float) -> None:
    told = forecast(ahead, freed, gives_up)
    more, quicker = forecast(ahead + 1, freed, gives_up), forecast(ahead, 2 * freed, gives_up)
    assert told is not None and more is not None and quicker is not None
    assert told.expected_s <= told.within_s
    assert more.expected_s >= 0.999 * told.expected_s - 1  # a line in blocks is summed a little coarsely
    assert quicker.expected_s <= told.expected_s + 1


def test_a_long_line_in_blocks_is_as_long_as_caller_by_caller() -> None:
    ahead, freed, gives_up = 10 * (FRONT + BLOCKS), 0.5, 0.002
    exact = sum(1 / (freed + before * gives_up) for before in range(ahead + 1))
    told = forecast(ahead, freed, gives_up)
    assert told is not None and told.expected_s == pytest.approx(exact, rel=0.01)


def test_patience_is_learned_from_those_who_leave() -> None:
    chance, patience = Random(1), Patience()
    assert patience.gives_up_per_s == 0
    for _ in range(2000):
        gives_up, answered = chance.expovariate(1 / 300), chance.expovariate(1 / 120)
        patience.left(min(gives_up, answered), gave_up=gives_up < answered)
    assert patience.gives_up_per_s == pytest.approx(1 / 300, rel=0.25)


def test_one_who_gives_up_early_does_not_make_everybody_impatient() -> None:
    patience = Patience()
    patience.left(2, gave_up=True)
    assert patience.gives_up_per_s < 1 / 1000
    assert forecast(0, 0.01, patience.gives_up_per_s) == Forecast(100, 189)
