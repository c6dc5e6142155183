"""A real day as something to play: callers tied to their talks and tries, what they never showed, agents who are left out."""

from __future__ import annotations

from datetime import timedelta
from math import inf

import pytest

from permanence.sim.history_day import (
    NothingToPlay,
    TooFewAgents,
    counted,
    drawn,
    happened,
    rung_s,
    without_agents,
)
from permanence.sim.shop import OPENS
from permanence.sim.summary import figures_by
from tests.unit.sim.past_kit import kept_day, trace

DAY = """
hours = 3
[[queue]]
name = "sales"
per_hour = [60, 80, 60]
handling_s = 200
patience_s = 150
retry = 0.6
target_s = 60
wrap_up_s = 20
[[queue]]
name = "help"
per_hour = [20]
handling_s = 240
handling_cv = 0.8
[[team]]
name = "first"
agents = 3
skills = { sales = 5, help = 3 }
answers_after_s = 3
break_every_s = 3600
[[team]]
name = "second"
agents = 3
skills = { sales = 4 }
answers_after_s = 3
misses = 0.03
starts_h = 1
"""


def test_what_really_happened_is_what_the_day_itself_counted() -> None:
    shop, report, past = kept_day(DAY)
    targets: dict[str, int] = {queue: card.target_s for queue, card in shop.stage.world.board.queues.items()}
    told, ours = figures_by(happened(trace(shop, past)), targets).whole, report.seen
    assert told.calls == len(ours)
    assert told.mean_wait_s == pytest.approx(sum(one.waited_s for one in ours) / len(ours), abs=0.01)
    assert told.answered == pytest.approx(sum(one.answered for one in ours) / len(ours))


def test_presence_is_found_from_the_calls_alone() -> None:
    shop, report, past = kept_day(DAY)
    found = trace(shop, past)
    assert len(found.agents) == 6
    assert sum(b - a for agent in found.agents for a, b in agent.spans) == pytest.approx(report.there_s, rel=0.05)
    late = [agent for agent in found.agents if "second" in agent.card.teams]
    assert all(3500 < agent.spans[0][0] < 3900 for agent in late), [agent.spans[0] for agent in late]


def test_what_callers_showed_is_theirs_and_the_rest_is_drawn_beyond_it() -> None:
    shop, _, past = kept_day(DAY)
    found = trace(shop, past)
    made = drawn(found, 1)
    assert made == drawn(found, 1) != drawn(found, 2)
    for caller, his in zip(found.callers, made, strict=True):
        assert his.patience_s == caller.waited_s if caller.gave_up else his.patience_s >= caller.waited_s
        assert his.handling_s == caller.handling_s if caller.handling_s is not None else his.handling_s > 0
        assert his.again_s is None or not caller.gave_up
    assert any(his.again_s is not None for his in made) is any(caller.again_of is not None for caller in found.callers)


def test_without_anybody_who_gave_up_all_would_have_waited_for_ever() -> None:
    shop, _, past = kept_day(DAY.replace("patience_s = 150\n", ""))
    assert {his.patience_s for his in drawn(trace(shop, past), 1)} == {inf}


def test_who_calls_again_after_giving_up_is_the_same_customer() -> None:
    shop, _, past = kept_day(DAY)
    one, two = [visit for visit in past.visits if visit.gave_up][:2]
    later = next(visit for visit in past.visits if visit.queued_at > one.ended_at and visit.queue == one.queue and visit is not two)
    one.customer = later.customer = "+33639981234"
    found = trace(shop, past)
    again = [caller for caller in found.callers if caller.again_of is not None]
    assert [caller.again_s for caller in again] == [(later.queued_at - one.left_at).total_seconds()]
    assert again[0].customer == found.callers[again[0].again_of].customer == 0


def test_a_stretch_takes_over_who_waits_and_who_talks_at_its_beginning() -> None:
    shop, _, past = kept_day(DAY)
    since = next(visit for visit in past.visits if visit.gave_up).queued_at + timedelta(seconds=1)
    found = trace(shop, past, since, since + timedelta(hours=1))
    before = [caller for caller in found.callers if caller.at_s < 0]
    assert before and all(caller.at_s + caller.waited_s > 0 for caller in before)
    assert len(counted(found)) == len(found.callers) - len(before)
    assert min(a for agent in found.agents for a, _ in agent.spans) >= 0


def test_a_time_in_which_nobody_waited_cannot_be_played() -> None:
    shop, _, past = kept_day(DAY)
    with pytest.raises(NothingToPlay):
        trace(shop, past, OPENS + timedelta(hours=12), OPENS + timedelta(hours=13))


def test_waits_in_queues_that_are_gone_are_counted_and_left_out() -> None:
    shop, _, past = kept_day(DAY)
    board = shop.stage.world.board
    gone = next(queue for queue, card in board.queues.items() if card.terms.name == "help")
    everybody = len(trace(shop, past).callers)
    del board.queues[gone]
    found = trace(shop, past)
    assert found.left_out > 20
    assert found.left_out + len(found.callers) == everybody


def test_agents_are_left_out_from_the_middle_and_never_more_than_there_were() -> None:
    shop, _, past = kept_day(DAY)
    found = trace(shop, past)
    team = next(iter(found.agents[-1].card.teams))
    less = without_agents(found, 2, team)
    assert len(less.agents) == 4
    assert sum(team in agent.card.teams for agent in less.agents) == 1
    assert without_agents(found, 2) == without_agents(found, 2)
    with pytest.raises(TooFewAgents, match="Only 3 of these"):
        without_agents(found, 4, team)
    assert rung_s(found) == pytest.approx(3, abs=0.5)
