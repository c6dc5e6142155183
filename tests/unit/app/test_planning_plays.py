"""A planner's days and hours, played with the production floor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from permanence.app.planning_plays import find_people, play_day
from permanence.kernel.ids import AgentId
from permanence.planning.played import Kind, Part, PlannedDay, PlannedHour
from permanence.planning.requirement import Aim
from tests.unit.sim.test_planned import OPENS, A, B, card, people

QUEUES = (card(A), card(B))
AIM = Aim()


def part(calls: float, quarters: int) -> Part:
    return Part((calls,) * quarters, (240.0,) * quarters, 0.15, 0.1)


def day(there: int, plays: int = 6, shrinkage: float = 0.0) -> tuple[PlannedDay, list]:
    those = people(there, A, B)
    spans = {each.card.id: each.spans for each in those}
    plan = PlannedDay(OPENS, {A: part(4.0, 8), B: part(2.0, 8)}, spans, AIM, shrinkage, plays)
    return plan, [each.card for each in those]


def test_a_roster_is_worth_what_its_plays_say() -> None:
    worth = []
    for there in (3, 4, 8):
        plan, cards = day(there)
        told = play_day(plan, QUEUES, cards)
        assert 5 <= told.plays <= 6
        assert max(queue.broken for queue in told.queues) <= told.broken <= sum(queue.broken for queue in told.queues)
        worth.append(sum(map(sum, (queue.late for queue in told.queues))))
    assert worth[0] > worth[1] > worth[2]
    assert told.broken == 0


def test_what_is_off_work_is_missing() -> None:
    plan, cards = day(2)
    late = [sum(sum(queue.late) for queue in play_day(each, QUEUES, cards).queues) for each in (plan, replace(plan, shrinkage=0.3))]
    assert late[0] < late[1]


def test_a_hopeless_day_is_soon_known() -> None:
    plan, _ = day(0, plays=40)
    told = play_day(plan, QUEUES, [])
    assert (told.plays, told.broken) == (5, 5)
    assert all(queue.calls == queue.late for queue in told.queues)


def hour(kinds: tuple[Kind, ...], a: float = 5.0, b: float = 3.0) -> PlannedHour:
    return PlannedHour(OPENS, {A: part(a, 4), B: part(b, 4)}, kinds, AIM, 6)


ALONE = (Kind((A,), AgentId("agt_que_a0"), 5, 1000), Kind((B,), AgentId("agt_que_b0"), 5, 1000))
BOTH = Kind((A, B), AgentId("agt_que_aque_b0"), 4, 4)
CARDS = [each.card for each in (*people(1, A), *people(1, B), *people(1, A, B))]


def test_people_of_two_queues_make_fewer_enough() -> None:
    alone, shared = (find_people(hour(kinds), QUEUES, CARDS) for kinds in (ALONE, (*ALONE, BOTH)))
    assert alone.kept and shared.kept
    assert sum(shared.people) < sum(alone.people)
    assert shared.people[2] <= BOTH.most


@pytest.mark.parametrize("kinds", [(), (replace(ALONE[0], most=2),)])
def test_too_few_for_anything_is_said(kinds: tuple[Kind, ...]) -> None:
    found = find_people(hour(kinds), QUEUES, CARDS)
    assert not found.kept
    assert len(found.people) == len(kinds)


def test_an_hour_without_calls_takes_nobody() -> None:
    found = find_people(hour(ALONE, 0.0, 0.0), QUEUES, CARDS)
    assert (found.people, found.kept) == ((0, 0), True)
