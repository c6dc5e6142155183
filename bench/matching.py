"""`matching.latency`, `matching.scan`: a decision among thousands of agents, beside looking at everything.

500 queues; 600 profiles of 1 to 40 skills; each queue asks for one skill. Nine in ten agents are busy and most queues
have a line, as on the worst day. What is timed is a whole decision: a caller comes and an agent is looked for; an agent
is free and a caller is looked for; a caller gives up.
"""

from __future__ import annotations

import gc
import os
from random import Random
from time import perf_counter_ns

from bench.figures import Figure, Outcome, is_quick, percentile
from bench.scan import Scan
from permanence.routing.matching import Matcher, Sort

QUEUES, PROFILES = 500, 600
SIZES = ((100, 1_000), (300, 3_000), (1_000, 10_000), (3_000, 30_000), (10_000, 100_000))
DECISIONS, SCANS = 20_000, 40
LIMIT_US, FLAT, TIMES = 100, 2, 100
NON_PRIMARY_S = 20.0


def sorts(chance: Random) -> list[Sort]:
    """Return the profiles: a main skill, others with a handicap."""
    made: list[Sort] = []
    for n in range(PROFILES):
        skills = chance.sample(range(QUEUES), chance.randint(1, 40))
        made.append(Sort(n, [(queue, NON_PRIMARY_S if at else 0.0) for at, queue in enumerate(skills)]))
    return made


class Floor:
    """A matcher in the middle of such a day; with `scanned`, a scan that knows the same."""

    def __init__(self, agents: int, waiting: int, *, scanned: bool = False) -> None:
        """Fill it."""
        self.chance = Random(7)
        self.profiles = sorts(self.chance)
        self.matcher: Matcher[int, int] = Matcher(range(QUEUES), self.profiles)
        self.scan = Scan(self.profiles) if scanned else None
        self.agents = [(n, self.chance.randrange(PROFILES)) for n in range(agents)]
        self.now, self.work = 0.0, 0
        self.there: list[int] = []
        self.waiting = waiting
        for _ in range(waiting):
            self.come(self.chance.randrange(QUEUES))
        for agent, profile in self.agents[: agents // 10]:
            self.free(agent, profile)

    def come(self, queue: int) -> int:
        """Somebody calls this queue."""
        self.now, self.work = self.now + 0.01, self.work + 1
        self.matcher.wait(self.work, queue, self.now)
        if self.scan is not None:
            self.scan.wait(self.work, queue, self.now)
        self.there.append(self.work)
        return self.work

    def free(self, agent: int, profile: int) -> None:
        """An agent is free."""
        self.matcher.free(agent, profile)
        if self.scan is not None:
            self.scan.free(agent, profile)

    def gone(self) -> int:
        """Return somebody who waits and is about to leave."""
        at = self.chance.randrange(len(self.there))
        self.there[at], self.there[-1] = self.there[-1], self.there[at]
        return self.there.pop()


def decisions(floor: Floor, count: int) -> dict[str, list[float]]:
    """Return the microseconds of each decision of the matcher."""
    times: dict[str, list[float]] = {"come": [], "free": [], "leave": []}
    matcher, chance = floor.matcher, floor.chance
    for _ in range(count):
        queue = chance.randrange(QUEUES)
        floor.now, floor.work = floor.now + 0.01, floor.work + 1
        began = perf_counter_ns()
        matcher.wait(floor.work, queue, floor.now)
        agent = matcher.agent_for(floor.work)
        if agent is not None:
            matcher.busy(agent)
            matcher.leave(floor.work)
        times["come"].append((perf_counter_ns() - began) / 1000)
        if agent is None:
            floor.there.append(floor.work)
        agent, profile = chance.choice(floor.agents)
        began = perf_counter_ns()
        matcher.free(agent, profile)
        work = matcher.work_for(agent)
        if work is not None:
            matcher.leave(work)
            matcher.busy(agent)
        times["free"].append((perf_counter_ns() - began) / 1000)
        gone = floor.gone()
        began = perf_counter_ns()
        matcher.leave(gone)
        times["leave"].append((perf_counter_ns() - began) / 1000)
        while len(matcher.items) < floor.waiting:  # as many as before
            floor.come(chance.randrange(QUEUES))
    return times


def scanned(floor: Floor, count: int) -> dict[str, list[float]]:
    """Return the microseconds of the same decisions of the scan, whose answers must be the same."""
    assert floor.scan is not None
    times: dict[str, list[float]] = {"come": [], "free": []}
    for _ in range(count):
        work = floor.come(floor.chance.randrange(QUEUES))
        began = perf_counter_ns()
        agent = floor.scan.agent_for(work)
        times["come"].append((perf_counter_ns() - began) / 1000)
        assert agent == floor.matcher.agent_for(work)
        agent, profile = floor.chance.choice(floor.agents)
        floor.free(agent, profile)
        began = perf_counter_ns()
        chosen = floor.scan.work_for(agent)
        times["free"].append((perf_counter_ns() - began) / 1000)
        assert chosen == floor.matcher.work_for(agent)
    return times


def matching() -> Outcome:
    """Measure."""
    quick = is_quick()
    outcome = Outcome("matching", quick=quick)
    rounds = int(os.environ.get("REPEATS", "1" if quick else "3"))
    sizes = SIZES[:3] if quick else SIZES
    worst: dict[int, list[float]] = {}
    rows: list[dict[str, float]] = []
    for agents, waiting in sizes:
        for _ in range(rounds):
            floor = Floor(agents, waiting)
            gc.collect()
            times = decisions(floor, DECISIONS // 4 if quick else DECISIONS)
            told = {f"{kind}_{part}": round(percentile(of, part), 2) for kind, of in times.items() for part in (50, 99)}
            rows.append({"agents": agents, "waiting": waiting, **told})
            worst.setdefault(agents, []).append(max(told[f"{kind}_99"] for kind in times))
        outcome.say(
            f"{agents} agents, {waiting} waiting: a caller comes {told['come_50']:g}/{told['come_99']:g} us, an agent is free "
            f"{told['free_50']:g}/{told['free_99']:g}, a caller gives up {told['leave_50']:g}/{told['leave_99']:g} (p50/p99)"
        )
    agents, waiting = sizes[-1]
    floor = Floor(agents, waiting, scanned=True)
    slow = scanned(floor, SCANS)
    quick_ones = decisions(floor, 2000)
    ratios = {kind: percentile(slow[kind], 50) / percentile(quick_ones[kind], 50) for kind in slow}
    largest = worst[agents]
    outcome.figures.append(
        Figure("matching.latency", percentile(largest, 50), "us_p99", f"<= {LIMIT_US}", (min(largest), max(largest)),
               f"the slowest sort of decision with {agents} agents and {waiting} waiting")
    )  # fmt: skip
    grown = percentile(largest, 50) / percentile(worst[1_000], 50)
    outcome.figures.append(
        Figure("matching.growth", round(grown, 2), "x_from_1000_agents", f"<= {FLAT}", None, "p99, ten times the agents and callers")
    )
    outcome.figures.append(
        Figure("matching.scan", round(min(ratios.values())), "x_faster", f">= {TIMES}", None,
               f"medians at full size; a caller comes: {ratios['come']:.0f} times, an agent is free: {ratios['free']:.0f} times")
    )  # fmt: skip
    outcome.details = {"sizes": rows, "scan_us": {kind: percentile(of, 50) for kind, of in slow.items()}}
    return outcome
