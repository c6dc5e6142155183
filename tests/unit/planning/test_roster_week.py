"""One week of a roster: kinds of people, slots over changes of the clock, and a choice near its bound."""

from __future__ import annotations

from datetime import datetime, timedelta

from permanence.kernel.ids import AgentId
from permanence.planning.model import Shift
from permanence.planning.quarters import Quarters
from permanence.planning.roster_week import Grid, plan_week
from permanence.planning.working import Worker, WorkRules, hours_of, week_of
from tests.unit.planning.roster_kit import MONDAY, PARIS, A, B, asked, people, quarters

RULES = WorkRules()


def test_the_day_of_a_changed_clock_has_other_slots() -> None:
    begins = datetime(2026, 3, 28, tzinfo=PARIS)
    starts = quarters(2, begins)
    grid = Grid(week_of(begins.date()), Quarters(tuple(starts), {A: asked(starts, 1)}), RULES, PARIS)
    assert grid.days == ((0, 48), (48, 46))
    assert grid.moment(48 + 16) == datetime(2026, 3, 29, 9, tzinfo=PARIS)  # the ninth hour is the eighth
    assert grid.required[0, :48].sum() == grid.required[0, 48:].sum() == 16


def test_a_week_is_covered_and_says_how_near_to_the_best() -> None:
    starts = quarters(5)
    given = Quarters(tuple(starts), {A: asked(starts, 2), B: asked(starts, 1)})
    workers = [*people(3, A), *people(2, A, B), *people(1, B)]
    found, away, work = plan_week(MONDAY.date(), given, workers, {w.agent: () for w in workers}, RULES, PARIS, 20)
    assert work == 3 * 16 * 5
    assert away <= 0.1 * work
    shifts = [shift for own in found.values() for shift in own]
    assert sum(map(sum, given.missing(shifts, workers).values())) == 0
    assert all(sum(map(hours_of, own)) <= 35 for own in found.values())


def test_last_week_s_night_is_slept_off() -> None:
    starts = quarters(1)
    night = Shift(AgentId("agt_00_que_a"), MONDAY - timedelta(hours=3), MONDAY + timedelta(hours=2))
    given = Quarters(tuple(starts), {A: asked(starts, 1)})
    found, _, _ = plan_week(MONDAY.date(), given, people(1, A), {night.agent: (night,)}, RULES, PARIS, 5)
    assert [shift.starts for shift in found[night.agent]] == [MONDAY + timedelta(hours=13)]


def test_whoever_had_no_rest_this_week_is_left_alone() -> None:
    """He has worked every day until Sunday's early morning: no further shift is lawful, and none is an error."""
    sunday = MONDAY + timedelta(days=6)
    starts = quarters(1, sunday)
    worked = tuple(Shift(AgentId("agt_00_que_a"), MONDAY + timedelta(days=d, hours=22), MONDAY + timedelta(days=d + 1, hours=2)) for d in range(6))
    given = Quarters(tuple(starts), {A: asked(starts, 1)})
    tired, fresh = people(1, A), [Worker(AgentId("agt_fresh"), (A,), 35)]
    found, _, _ = plan_week(MONDAY.date(), given, [*tired, *fresh], {worked[0].agent: worked, fresh[0].agent: ()}, RULES, PARIS, 5)
    assert found[worked[0].agent] == ()
    assert len(found[fresh[0].agent]) == 1
