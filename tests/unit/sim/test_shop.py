"""A day of a scenario on the production floor: who calls, who gives up, who answers; and what a scenario may say."""

from __future__ import annotations

import pytest

from permanence.sim.scenario import ScenarioUnfit, read
from permanence.sim.shop import DayReport, Shop

TWO = """
hours = 3
[[queue]]
name = "sales"
per_hour = [40, 60, 20]
handling_s = 120
patience_s = 90
retry = 0.5
[[queue]]
name = "help"
per_hour = [20]
handling_s = 300
handling_cv = 0.8
wrap_up_s = 15
[[team]]
agents = {agents}
skills = {{ sales = 5, help = 3 }}
answers_after_s = 2
misses = {misses}
"""


def day(agents: int = 8, misses: float = 0.0, seed: int = 1) -> DayReport:
    return Shop(read(TWO.format(agents=agents, misses=misses)), seed).play()


def test_the_same_seed_is_the_same_day() -> None:
    assert day().seen == day().seen
    assert day(seed=2).seen != day(seed=1).seen


def test_two_policies_meet_the_same_customers() -> None:
    few, many = day(agents=4), day(agents=12)
    first = {queue: min(one.at_s for one in few.seen if one.queue == queue) for queue in ("sales", "help")}
    assert first == {queue: min(one.at_s for one in many.seen if one.queue == queue) for queue in ("sales", "help")}


def test_more_agents_mean_shorter_waits_and_everybody_is_counted_once() -> None:
    few, many = day(agents=4), day(agents=12)
    mean = {len(report.seen): sum(one.waited_s for one in report.seen) / len(report.seen) for report in (few, many)}
    assert mean[len(few.seen)] > 3 * mean[len(many.seen)]
    assert sum(not one.answered for one in few.seen) > sum(not one.answered for one in many.seen)
    assert 0 < many.busy_s / many.there_s < 1


def test_who_does_not_answer_costs_a_ring_and_the_caller_is_served_all_the_same() -> None:
    report = day(agents=8, misses=0.2)
    assert sum(one.answered for one in report.seen) > 0.8 * len(report.seen)
    assert max(one.waited_s for one in report.seen if one.answered) > 20


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hours = ", "no TOML"),
        ("hours = 8", "queue"),
        (TWO.format(agents=-1, misses=0), "agents"),
        (TWO.format(agents=1, misses=0).replace('"help"', '"sales"'), "Two queues are called sales"),
        (TWO.format(agents=1, misses=0).replace("[40, 60, 20]", "[]"), "no calls in any hour"),
        (TWO.format(agents=1, misses=0).replace("retry = 0.5", 'teams = ["night"]'), "names the team night"),
        (TWO.format(agents=1, misses=0) + "colour = 3", "colour"),
    ],
)
def test_a_scenario_that_cannot_be_played_says_why(text: str, says: str) -> None:
    with pytest.raises(ScenarioUnfit, match=says):
        read(text)
