"""What a played day says of its promise."""

from __future__ import annotations

from permanence.sim.promise import late_with, worst_queue
from permanence.sim.scenario import QueueScene, Scenario, TeamScene
from permanence.sim.shop import DayReport, Seen


def test_the_worst_queue_counts_and_those_who_gave_up_late_too() -> None:
    seen = [Seen("a", 0, 10, True), Seen("a", 0, 200, False), Seen("b", 0, 300, True), Seen("b", 0, 1, True), Seen("b", 0, 2, True)]
    assert worst_queue(DayReport(1, seen), 180) == 0.5
    assert worst_queue(DayReport(1), 180) == 0


def test_more_agents_leave_fewer_late_on_the_same_day() -> None:
    queues = (QueueScene("a", (60,), 240), QueueScene("b", (30,), 240))
    scenario = Scenario(queues, (TeamScene(1, {"a": 1}, "one"), TeamScene(1, {"a": 1, "b": 1}, "both")), hours=1)
    late = [late_with(scenario, sizes, 3, 180) for sizes in ((1, 1), (3, 3), (8, 8))]
    assert late[0] > late[1] >= late[2] == 0
    assert late_with(scenario, (3, 3), 3, 180) == late[1]
