"""How a day with given people keeps its promise: the question that staffing asks of a played day."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from permanence.sim.scenario import Scenario
from permanence.sim.shop import DayReport, Shop


def worst_queue(report: DayReport, within_s: float) -> float:
    """Return the share of callers who waited longer than this, answered or not, in the queue where it is the largest."""
    counts: dict[str, tuple[int, int]] = {}
    for one in report.seen:
        calls, late = counts.get(one.queue, (0, 0))
        counts[one.queue] = (calls + 1, late + (one.waited_s > within_s))
    return max((late / calls for calls, late in counts.values()), default=0.0)


def late_with(scenario: Scenario, sizes: Sequence[int], seed: int, within_s: float) -> float:
    """Play the day of this seed with so many agents in each team; return the share of late callers of the worst queue.

    The callers are the same whatever the sizes are, and so is each agent who is there in both.
    """
    teams = tuple(msgspec.structs.replace(team, agents=size) for team, size in zip(scenario.team, sizes, strict=True))
    return worst_queue(Shop(msgspec.structs.replace(scenario, team=teams), seed).play(), within_s)
