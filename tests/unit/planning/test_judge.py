"""What a plan is worth: people divided among queues, callers who wait too long, hours and money."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.forecast import BackTest, Forecast
from permanence.planning.judge import interval_of, judge, required
from permanence.planning.model import Break, Shift
from permanence.planning.requirement import Aim, chance_late, needed
from permanence.planning.wallclock import STEP, STEP_S

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
STARTS = [NINE + n * STEP for n in range(16)]
ONE, TWO = QueueId("que_1"), QueueId("que_2")
AIM = Aim()


def told(calls: float, handling_s: float = 240.0, quarters: int = 16) -> Forecast:
    figures = np.full(quarters, calls)
    return Forecast(figures, figures, figures, figures, np.full(quarters, handling_s), 0.12, 0.16, BackTest(0))


def shift(agent: str, hours: float = 4.0, *breaks: Break) -> Shift:
    return Shift(AgentId(agent), NINE, NINE + timedelta(hours=hours), breaks)


def judged(forecasts, shifts, serves, shrinkage=0.0, cost=20_000_000):
    need = required(forecasts, AIM, shrinkage)
    able = {AgentId(agent): queues for agent, queues in serves.items()}
    return judge(forecasts, need, STARTS, shifts, able, AIM, shrinkage, cost)


def test_shrinkage_asks_for_more_people() -> None:
    forecasts = {ONE: told(12.0)}
    bare, shrunk = (required(forecasts, AIM, part)[ONE][0] for part in (0.0, 0.25))
    assert bare == needed(interval_of(forecasts[ONE], 0), AIM, STEP_S)
    assert bare / 0.75 <= shrunk < bare / 0.75 + 1


def test_whoever_can_do_both_goes_where_people_are_missing() -> None:
    forecasts = {ONE: told(6.0), TWO: told(6.0)}
    need = required(forecasts, AIM, 0.0)[ONE][0]
    single = [shift(f"one {n}") for n in range(need)]
    both = [shift(f"both {n}") for n in range(need)]
    serves = {f"one {n}": (ONE,) for n in range(need)} | {f"both {n}": (ONE, TWO) for n in range(need)}
    found = {each.queue: each for each in judged(forecasts, single + both, serves).queues}
    assert set(found[ONE].planned) == set(found[TWO].planned) == {float(need)}


def test_people_to_spare_go_where_most_are_asked_for() -> None:
    forecasts = {ONE: told(3.0), TWO: told(20.0)}
    total = sum(each[0] for each in required(forecasts, AIM, 0.0).values())
    shifts = [shift(f"{n}") for n in range(total + 2)]
    found = {each.queue: each for each in judged(forecasts, shifts, {f"{n}": (ONE, TWO) for n in range(total + 2)}).queues}
    assert found[TWO].planned[0] == found[TWO].required[0] + 2
    assert found[ONE].planned[0] == found[ONE].required[0]


def test_breaks_are_taken_off_and_paid() -> None:
    pause = Break(NINE + timedelta(minutes=65), NINE + timedelta(minutes=75))
    found = judged({ONE: told(2.0)}, [shift("a", 4.0, pause)], {"a": (ONE,)})
    assert found.queues[0].planned[3:6] == (1.0, pytest.approx(0.33), 1.0)
    assert (found.hours, found.cost) == (4.0, 80_000_000)


def test_strangers_and_other_queues_help_nobody() -> None:
    found = judged({ONE: told(2.0)}, [shift("a"), shift("b")], {"b": (TWO,)})
    assert found.queues[0].planned == (0.0,) * 16
    assert (found.late_mean, found.late_worst) == (1.0, 1.0)


def test_a_quarter_without_calls_has_nobody_late() -> None:
    found = judged({ONE: told(0.0)}, [], {})
    assert (found.queues[0].required, found.queues[0].late) == ((0,) * 16, (0.0,) * 16)
    assert (found.late_mean, found.late_worst) == (0.0, 0.0)


def test_the_mean_is_over_callers() -> None:
    forecasts = {ONE: told(30.0), TWO: told(10.0)}
    enough = required(forecasts, AIM, 0.0)[ONE][0] + 10
    found = judged(forecasts, [shift(f"{n}") for n in range(enough)], {f"{n}": (ONE,) for n in range(enough)})
    assert found.late_mean == pytest.approx(0.25, abs=0.005)  # the ten of forty calls that nobody takes
    assert found.late_worst == 1.0


@given(st.floats(0.5, 60), st.floats(60, 600), st.integers(1, 40), st.floats(0, 0.3))
def test_the_quick_answer_is_near_the_true_one(calls: float, handling_s: float, agents: int, shrinkage: float) -> None:
    forecasts = {ONE: told(calls, handling_s, 1)}
    shifts = [shift(f"{n}") for n in range(agents)]
    need = {ONE: (0,)}
    serves = {AgentId(f"{n}"): (ONE,) for n in range(agents)}
    quick = judge(forecasts, need, STARTS[:1], shifts, serves, AIM, shrinkage, 0).queues[0].late[0]
    there = agents * (1 - shrinkage)
    interval = interval_of(forecasts[ONE], 0)
    low, high = (chance_late(interval, int(there) + more, AIM, STEP_S) for more in (1, 0))
    assert low - 0.02 <= quick <= high + 0.02


def test_another_person_never_makes_it_worse() -> None:
    forecasts = {ONE: told(14.0, 300.0)}
    found = [
        judged(forecasts, [shift(f"{n}") for n in range(agents)], {f"{n}": (ONE,) for n in range(agents)}, 0.1).late_mean
        for agents in range(1, 16)
    ]
    assert found == sorted(found, reverse=True)
