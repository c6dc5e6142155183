"""Breaks: as many as the rules ask, never against them, where they cost least."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import AgentId
from permanence.planning.breaks import away_min, lengths_of, place_breaks
from permanence.planning.model import Break, Shift
from permanence.planning.working import Worker, WorkRules, violations
from tests.unit.planning.roster_kit import PARIS, A

RULES = WorkRules()
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(("hours", "breaks"), [(2, ()), (4, (10,)), (5, (10, 10)), (6, (10, 20)), (8, (10, 10, 20)), (10, (10, 10, 10, 20))])
def test_as_few_as_the_rules_allow(hours: int, breaks: tuple[int, ...]) -> None:
    assert tuple(sorted(lengths_of(hours * 60, RULES)[0])) == breaks
    assert away_min(hours * 60, RULES) == sum(breaks)


def test_a_break_is_where_it_costs_least() -> None:
    costs = [1.0] * 60
    costs[22:24] = [0.0, 0.0]  # ten minutes at 1:50
    costs[38:40] = [0.0, 0.0]  # and at 3:10
    assert place_breaks(costs, RULES) == ((110, 120), (190, 200))


@given(st.integers(8, 20), st.data())
def test_breaks_never_break_the_rules(half_hours: int, data: st.DataObject) -> None:
    rules = data.draw(st.sampled_from((RULES, WorkRules(break_after_h=3, break_min=15), WorkRules(break_min=20, long_after_h=4))))
    costs = data.draw(st.lists(st.sampled_from((0.0, 0.2, 1.0, 3.0)), min_size=half_hours * 6, max_size=half_hours * 6))
    taken = tuple(Break(NINE + timedelta(minutes=a), NINE + timedelta(minutes=b)) for a, b in place_breaks(costs, rules))
    shift = Shift(AgentId("agt_1"), NINE, NINE + timedelta(minutes=30 * half_hours), taken)
    assert violations([shift], Worker(shift.agent, (A,), 35), rules, PARIS) == ()
