"""Playing a real day again: the same each time, near to what was, and with a change that people can believe."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from statistics import mean

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.routing.model import Widening
from permanence.sim.history_day import Trace, counted, happened, without_agents
from permanence.sim.replay import play
from permanence.sim.shop import DayReport
from tests.unit.sim.past_kit import kept_day, trace
from tests.unit.sim.test_history_day import DAY


def day(seed: int = 1, text: str = DAY) -> Trace:
    shop, _, past = kept_day(text, seed)
    return trace(shop, past)


def waits(report: DayReport) -> float:
    return mean(one.waited_s for one in report.seen)


@settings(max_examples=5)
@given(st.integers(1, 50), st.integers(1, 5))
def test_the_same_trace_played_twice_is_identical(seed: int, plays: int) -> None:
    found = day(seed)
    one, two = play(found, seed=plays), play(found, seed=plays)
    assert (one.seen, one.busy_s, one.there_s, one.waiting) == (two.seen, two.busy_s, two.there_s, two.waiting)
    assert len(one.seen) >= len(counted(found)) - sum(caller.again_of is not None for caller in found.callers)


def test_days_played_again_are_nearly_what_they_were() -> None:
    found = [day(seed) for seed in range(1, 9)]
    real, played = [waits(happened(each)) for each in found], [waits(play(each)) for each in found]
    assert mean(played) == pytest.approx(mean(real), rel=0.1)
    assert all(one == pytest.approx(other, rel=0.25, abs=10) for one, other in zip(real, played, strict=True))


def test_fewer_people_mean_longer_waits_for_the_same_callers() -> None:
    found = day()
    fewer = play(without_agents(found, 2))
    assert waits(fewer) > 1.3 * waits(play(found))
    assert {one.at_s for one in play(found).seen} & {one.at_s for one in fewer.seen}


def test_other_rules_are_played_by_the_production_floor() -> None:
    found = day()
    first = [msgspec.structs.replace(card, teams=("first",)) if card.terms.name == "sales" else card for card in found.queues]
    strict = waits(play(found, first))
    wider = [msgspec.structs.replace(card, steps=(Widening(20, 0, ("second",)),)) if card.teams else card for card in first]
    assert waits(play(found)) < waits(play(found, wider)) < strict


def test_who_is_served_sooner_does_not_call_again() -> None:
    shop, _, past = kept_day(DAY)
    one = next(visit for visit in past.visits if visit.gave_up and visit.left_at - visit.queued_at > timedelta(seconds=30))
    later = next(visit for visit in past.visits if visit.queued_at > one.ended_at and visit.queue == one.queue)
    one.customer = later.customer = "+33639981234"
    found = trace(shop, past)
    many = replace(found, agents=tuple(replace(agent, spans=((0.0, found.length_s),)) for agent in found.agents))
    crowd = [replace(a, card=msgspec.structs.replace(a.card, id=f"{a.card.id}{n}")) for a in many.agents for n in range(5)]
    served = play(replace(many, agents=tuple(crowd)))
    assert len(served.seen) == len(counted(found)) - 1
    assert sum(not one.answered for one in served.seen) < sum(not one.answered for one in play(found).seen)


def test_a_customer_is_kept_for_who_knows_him_when_the_rules_say_so() -> None:
    shop, _, past = kept_day(DAY)
    for place, visit in enumerate(past.visits):
        visit.customer = f"+3363998{place % 7:04d}"
    found = trace(shop, past)
    kept = [msgspec.structs.replace(card, prefer_s=60) for card in found.queues]
    assert play(found, kept).seen != play(found).seen


def test_a_stretch_begins_with_who_waits_and_counts_only_who_came_in_it() -> None:
    shop, _, past = kept_day(DAY)
    one = next(visit for visit in past.visits if visit.gave_up and visit.left_at - visit.queued_at > timedelta(seconds=30))
    since = one.queued_at + timedelta(seconds=1)
    found = trace(shop, past, since, since + timedelta(hours=1))
    assert play(replace(found, agents=())).waiting[0][1] >= 1
    report = play(found)
    assert min(one.at_s for one in report.seen) >= 0
    assert len(report.seen) == pytest.approx(len(counted(found)), abs=5)


def test_a_queue_without_rules_of_its_own_is_not_played() -> None:
    found = day()
    sales = [card for card in found.queues if card.terms.name == "sales"]
    assert {one.queue for one in play(found, sales).seen} == {sales[0].terms.queue}
