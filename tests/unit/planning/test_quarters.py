"""Quarters: who is there, what is missing, where a break hurts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from permanence.kernel.ids import AgentId
from permanence.planning.model import Break, Shift
from permanence.planning.quarters import Quarters
from permanence.planning.working import Worker
from tests.unit.planning.roster_kit import MONDAY, A, B, quarters

NINE = MONDAY + timedelta(hours=9)
ME = Worker(AgentId("agt_me"), (A, B), 35)
SHIFT = Shift(ME.agent, NINE, NINE + timedelta(hours=4), (Break(NINE + timedelta(minutes=30), NINE + timedelta(minutes=40)),))


def hour(a: int, b: int) -> Quarters:
    starts = quarters(0.5 / 12, NINE)  # four quarters
    return Quarters(tuple(starts), {A: [a] * 4, B: [b] * 4})


def test_a_break_is_missed_by_its_part_of_the_quarter() -> None:
    short = hour(1, 0).missing([SHIFT], [ME])
    assert short == {A: (0, 0, 0.67, 0), B: (0, 0, 0, 0)}


def test_one_person_is_in_one_place() -> None:
    short = hour(1, 1).missing([SHIFT], [ME])
    assert [a + b for a, b in zip(short[A], short[B], strict=True)] == pytest.approx([1, 1, 1.67, 1])
    assert sum(map(sum, hour(1, 1).missing([SHIFT], []).values())) == 8  # nobody knows whose shift that is


def test_a_break_costs_most_where_people_are_missing() -> None:
    tight = hour(1, 1).tightness([SHIFT], [ME])
    assert tight.cost(NINE, ME.queues) > hour(1, 0).tightness([SHIFT], [ME]).cost(NINE, ME.queues)
    before = tight.cost(NINE, ME.queues)
    tight.leave(Break(NINE, NINE + timedelta(minutes=15)), ME.queues)
    assert tight.cost(NINE, ME.queues) > before
    assert tight.cost(NINE - timedelta(hours=2), ME.queues) == tight.cost(NINE, ()) == 0
