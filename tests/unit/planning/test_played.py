"""What is asked of played days: a day cut out of a plan, people by what they serve, how often is enough."""

from __future__ import annotations

from datetime import timedelta

import pytest

from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.model import Break, PlannedAgent
from permanence.planning.played import (
    DRAWS_MAX,
    PLAYS_MAX,
    PLAYS_MIN,
    Kind,
    PlannedHour,
    day_of,
    draws_of,
    kinds_of,
    part_of,
)
from permanence.planning.requirement import Aim, Interval
from permanence.planning.search import allowed
from tests.unit.planning.test_judge import AIM, NINE, ONE, STARTS, TWO, shift, told

THREE = QueueId("que_3")


def agent(name: str, *queues: QueueId) -> PlannedAgent:
    return PlannedAgent(AgentId(name), name, queues)


def test_a_day_has_its_quarters_and_who_is_there_between_breaks() -> None:
    pause = Break(NINE + timedelta(hours=2), NINE + timedelta(hours=2, minutes=15))
    early = shift("early", 1.0)  # over before the second half begins
    plan = day_of({ONE: told(6.0)}, STARTS, 4, 16, [shift("both", 8.0, pause), early], AIM, 0.1)
    assert (plan.starts, len(plan.parts[ONE].calls), plan.shrinkage) == (STARTS[4], 12, 0.1)
    assert plan.there == {AgentId("both"): ((0.0, 3600.0), (4500.0, 10800.0))}


def test_two_shifts_of_a_day_are_one_person() -> None:
    again = shift("a", 1.0)
    later = type(again)(again.agent, NINE + timedelta(hours=2), NINE + timedelta(hours=3))
    assert day_of({ONE: told(1.0)}, STARTS, 0, 16, [later, again], AIM, 0.0).there == {again.agent: ((0.0, 3600.0), (7200.0, 10800.0))}


@pytest.mark.parametrize(("calls", "plays"), [(0.0, PLAYS_MAX), (0.1, PLAYS_MAX), (100.0, 12), (10_000.0, PLAYS_MIN)])
def test_a_day_with_many_calls_is_played_less_often(calls: float, plays: int) -> None:
    assert day_of({ONE: told(calls)}, STARTS, 0, 16, [], AIM, 0.0).plays == plays


def test_people_are_told_apart_by_what_they_serve_of_what_is_asked_for() -> None:
    agents = [agent("a", ONE), agent("b", TWO, THREE), agent("c", ONE), agent("d", ONE, TWO), agent("e", THREE), agent("f")]
    found = kinds_of(agents, [ONE, TWO])
    assert [(kind.queues, kind.people) for kind in found] == [((ONE,), 2), ((TWO,), 1), ((ONE, TWO), 1)]
    assert [kind.most for kind in found] == [1000, 1000, 1]  # more of those who do both cannot be found
    assert found[0].crew().queues == (ONE,)


def test_where_a_queue_has_nobody_of_its_own_the_narrowest_may_grow() -> None:
    found = kinds_of([agent("a", ONE, TWO), agent("b", ONE, TWO, THREE)], [ONE, TWO, THREE])
    assert [(kind.queues, kind.most) for kind in found] == [((ONE, TWO), 1000), ((ONE, TWO, THREE), 1000)]
    assert kinds_of([agent("a")], [ONE]) == ()


def test_of_very_many_kinds_those_stay_without_whom_a_queue_has_nobody() -> None:
    queues = [QueueId(f"que_{n}") for n in range(9)]
    agents = [agent(f"{n}", queues[n]) for n in range(7)] + [agent(f"x{n}", queues[n], queues[n + 1]) for n in range(7)]
    agents += [agent("last", *queues[7:])]
    found = kinds_of(agents, queues)
    assert len(found) == 9
    assert {queue for kind in found for queue in kind.queues} == set(queues)


@pytest.mark.parametrize("risk", [0.05, 0.1, 0.3])
def test_so_many_days_that_the_risk_means_something(risk: float) -> None:
    days = draws_of(risk)
    assert days == DRAWS_MAX or (1 - risk) ** days <= 0.3
    assert allowed(days, risk) >= 0


def test_an_hour_is_one_stretch_of_each_queue_that_has_calls() -> None:
    parts = {ONE: part_of(told(3.0), 0, 4), TWO: part_of(told(0.0), 0, 4)}
    hour = PlannedHour(NINE, parts, (Kind((ONE,), AgentId("a"), 1, 9),), Aim(), 12)
    assert hour.intervals() == {ONE: Interval(12.0, 240.0, 0.12)}
