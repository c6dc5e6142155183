"""Rosters: what is missing, who works, and never against the rules."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.model import Shift
from permanence.planning.shifts import Wish, Worker, WorkRules, missing, solve, violations
from tests.unit.planning.roster_kit import MONDAY, PARIS, A, B, asked, people, quarters

RULES = WorkRules()


def of(shifts: tuple[Shift, ...], agent: AgentId) -> list[Shift]:
    return [shift for shift in shifts if shift.agent == agent]


def test_enough_people_leave_only_breaks_uncovered() -> None:
    starts = quarters(5)
    need = {A: asked(starts, 2)}
    roster = solve(starts, need, people(4, A, hours=35), RULES, PARIS)
    assert sum(roster.short[A]) <= 1  # quarters in which two breaks meet
    assert roster.gap < 0.05


def test_too_few_people_are_told_as_what_is_missing() -> None:
    starts = quarters(1)
    roster = solve(starts, {A: asked(starts, 5)}, people(2, A), RULES, PARIS)
    assert len(roster.shifts) == 2
    assert sum(roster.short[A]) >= 3 * 8 * 4
    nobody = solve(starts, {A: asked(starts, 5)}, [], RULES, PARIS)
    assert nobody.shifts == () and sum(nobody.short[A]) == 5 * 8 * 4


def test_people_of_several_queues_go_where_they_are_missed() -> None:
    starts = quarters(1)
    need = {A: asked(starts, 1, 9, 13), B: asked(starts, 1, 13, 17)}
    roster = solve(starts, need, people(1, A, B), RULES, PARIS)
    assert (roster.shifts[0].starts, roster.shifts[0].ends) == (MONDAY + timedelta(hours=9), MONDAY + timedelta(hours=17))
    assert sum(roster.short[A]) + sum(roster.short[B]) == pytest.approx(40 / 15, abs=0.05)  # one person's breaks


def test_hours_are_shared_alike() -> None:
    starts = quarters(5)
    roster = solve(starts, {A: asked(starts, 2, 9, 13)}, people(4, A, hours=20), RULES, PARIS)
    hours = [sum((s.ends - s.starts) / timedelta(hours=1) for s in of(roster.shifts, w.agent)) for w in people(4, A)]
    assert max(hours) - min(hours) <= 4


def test_absences_windows_and_wishes_are_kept() -> None:
    starts = quarters(5)
    morning = tuple((MONDAY + timedelta(days=d, hours=8), MONDAY + timedelta(days=d, hours=13)) for d in range(5))
    bound = Worker(AgentId("agt_bound"), (A,), 35, morning, (MONDAY.date(),))
    free = Worker(AgentId("agt_free"), (A,), 20, wishes=(Wish(MONDAY, MONDAY + timedelta(days=1), False),))
    roster = solve(starts, {A: asked(starts, 1)}, [bound, free, *people(2, A)], RULES, PARIS)
    assert not violations(of(roster.shifts, bound.agent), bound, RULES, PARIS)
    assert {shift.starts.astimezone(PARIS).day for shift in of(roster.shifts, bound.agent)} <= {24, 25, 26, 27}
    assert all(shift.starts >= MONDAY + timedelta(days=1) for shift in of(roster.shifts, free.agent))


def test_shifts_that_are_there_already_count() -> None:
    starts = quarters(1)
    night = Shift(AgentId("agt_n"), MONDAY - timedelta(hours=8), MONDAY + timedelta(hours=1))
    worker = Worker(AgentId("agt_n"), (A,), 35, already=(night,))
    roster = solve(starts, {A: asked(starts, 1)}, [worker], RULES, PARIS)
    assert roster.shifts and all(shift.starts >= night.ends + timedelta(hours=11) for shift in roster.shifts)
    there = Worker(AgentId("agt_t"), (A,), 35, already=(Shift(AgentId("agt_t"), MONDAY + timedelta(hours=9), MONDAY + timedelta(hours=17)),))
    assert sum(missing((), [there], starts, {A: asked(starts, 1)})[A]) == 0


def test_nothing_asked_nothing_planned() -> None:
    assert solve([], {A: []}, people(2, A), RULES, PARIS).short == {A: ()}
    starts = quarters(1)
    roster = solve(starts, {A: [0] * 96}, people(2, A), RULES, PARIS)
    assert (roster.shifts, roster.hours, roster.gap) == ((), 0, 0)


def test_equal_questions_have_equal_answers() -> None:
    starts = quarters(1)
    need = {A: asked(starts, 2), B: asked(starts, 1, 8, 20)}
    workers = [*people(2, A), *people(2, A, B), *people(1, B)]
    assert solve(starts, need, workers, RULES, PARIS) == solve(starts, need, workers[::-1], RULES, PARIS)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[datetime], dict[QueueId, list[int]], list[Worker], WorkRules]:
    """A few days, two queues, a few people, rules of all sorts; also over a change of the clock and a month's end."""
    begins = draw(st.sampled_from((MONDAY, datetime(2026, 10, 24, 6, tzinfo=PARIS), datetime(2026, 3, 28, 12, tzinfo=PARIS))))
    starts = quarters(draw(st.sampled_from((1, 2.5, 4, 8))), begins)
    opens, closes = draw(st.sampled_from(((9, 17), (8, 20), (0, 24), (6, 13))))
    need = {queue: asked(starts, draw(st.integers(0, 3)), opens, closes) for queue in (A, B)}
    first = begins.astimezone(PARIS)
    workers: list[Worker] = []
    for n in range(draw(st.integers(0, 5))):
        queues = draw(st.sampled_from(((A,), (B,), (A, B), (QueueId("que_c"),))))
        absent = tuple(first.date() + timedelta(days=d) for d in draw(st.sets(st.integers(0, 7), max_size=2)))
        late = (first + timedelta(hours=draw(st.integers(0, 30))), first + timedelta(days=5))
        hours = draw(st.sampled_from((0, 12.5, 24, 35, 60)))
        before = Shift(AgentId(f"agt_{n}"), first - timedelta(hours=draw(st.integers(5, 9))), first + timedelta(hours=draw(st.integers(-4, 2))))
        already = (before,) if draw(st.booleans()) else ()
        workers.append(Worker(AgentId(f"agt_{n}"), queues, hours, draw(st.sampled_from((None, (late,)))), absent, (), already))
    rules = draw(st.sampled_from((RULES, WorkRules(shortest_h=5, longest_h=8, days_a_week=3), WorkRules(start_every_min=15, rest_h=12))))
    return starts, need, workers, rules


@given(cases())
@settings(max_examples=20, deadline=None)
def test_no_shift_is_ever_against_the_rules(case: tuple[list[datetime], dict[QueueId, list[int]], list[Worker], WorkRules]) -> None:
    starts, need, workers, rules = case
    roster = solve(starts, need, workers, rules, PARIS, 5)
    for worker in workers:
        own = of(roster.shifts, worker.agent)
        lawful_before = violations(worker.already, worker, rules, PARIS)
        assert not set(violations(own, worker, rules, PARIS)) - (set(lawful_before) if own else set())
    for shift in roster.shifts:
        assert starts[0] <= shift.starts and shift.ends <= starts[-1] + timedelta(minutes=15)
    assert roster.hours == sum((s.ends - s.starts) / timedelta(hours=1) for s in roster.shifts)
    for queue, figures in roster.short.items():
        assert all(0 <= short <= asked_for for short, asked_for in zip(figures, need[queue], strict=True))
