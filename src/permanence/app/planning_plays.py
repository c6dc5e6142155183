"""Plays what a planner asks for with the production floor: planning's plans, routing's people and rules, the simulator's days.
Both functions are work for a process of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import msgspec

from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.played import PLAYS_MIN, Found, Part, PlannedDay, PlannedHour, PlayedDay, QueuePlayed
from permanence.planning.search import Sizes, search, start
from permanence.routing.model import AgentCard, QueueCard
from permanence.sim.history_day import There
from permanence.sim.planned import STEP_S, Coming, Stream, at_work, played

WARM_QUARTERS = 2
"""Before the hour that is counted, so that it does not begin without a line."""
CALLS = 60
HOPELESS = 0.4
"""Where more than this wait too long in the first plays, more of them would tell nothing new."""
REPEATS_MAX = 12
"""Of each busy or quiet day the hour is played until so many callers have come, at most so often."""


def play_day(day: PlannedDay, queues: Sequence[QueueCard], agents: Sequence[AgentCard]) -> PlayedDay:
    """Play a day as often as it asks for."""
    coming = _coming(day, day.parts, queues)
    people = [There(card, day.there[card.id]) for card in agents if day.there.get(card.id)]
    quarters = {stream.queue: len(stream.calls) for stream in coming.streams}
    calls = {queue: [0] * count for queue, count in quarters.items()}
    late = {queue: [0] * count for queue, count in quarters.items()}
    broken: dict[QueueId, int] = dict.fromkeys(quarters, 0)
    any_broken = seed = 0
    for seed in range(1, day.plays + 1):
        there = [at_work(each, day.shrinkage, seed) for each in people]
        breaks = [queue for queue, counts in _counted(coming, there, seed, day.aim.within_s, calls, late) if _share(*counts) > day.aim.late]
        for queue in breaks:
            broken[queue] += 1
        any_broken += bool(breaks)
        if seed >= PLAYS_MIN and any_broken == seed and _share(_total(calls), _total(late)) > HOPELESS:
            break
    told = tuple(QueuePlayed(queue, tuple(calls[queue]), tuple(late[queue]), broken[queue]) for queue in quarters)
    return PlayedDay(seed, told, any_broken)


def _counted(
    coming: Coming, there: Sequence[There], seed: int, within_s: float, calls: dict[QueueId, list[int]], late: dict[QueueId, list[int]]
) -> list[tuple[QueueId, tuple[int, int]]]:
    """Play once, add to what is counted by quarter, and return the sums of this play."""
    sums: list[tuple[QueueId, tuple[int, int]]] = []
    for queue, (came, waited) in played(coming, there, seed, within_s).items():
        for quarter, (one, other) in enumerate(zip(came, waited, strict=True)):
            calls[queue][quarter] += one
            late[queue][quarter] += other
        sums.append((queue, (sum(came), sum(waited))))
    return sums


def find_people(hour: PlannedHour, queues: Sequence[QueueCard], agents: Sequence[AgentCard]) -> Found:
    """Return how many people of each kind keep the promise in this hour, on busy and on quiet days."""
    cards = {card.id: card for card in agents}
    kinds = [(kind, cards[kind.like]) for kind in hour.kinds]
    intervals = hour.intervals()
    if not kinds or not intervals:
        return Found((0,) * len(hour.kinds), not intervals)
    coming = _coming(hour, {queue: _warmed(hour.parts[queue]) for queue in intervals}, queues)

    def late(sizes: Sizes, draw: int) -> float:
        whole = ((0.0, coming.length_s),)
        there = [There(_as(card, n, k), whole) for k, ((_, card), size) in enumerate(zip(kinds, sizes, strict=True)) for n in range(size)]
        came: dict[QueueId, int] = dict.fromkeys(intervals, 0)
        waited: dict[QueueId, int] = dict.fromkeys(intervals, 0)
        for seed in range(_repeats(hour)):
            for queue, (calls, too_long) in played(coming, there, draw * 1_000 + seed, hour.aim.within_s, draw).items():
                came[queue] += sum(calls[WARM_QUARTERS:])
                waited[queue] += sum(too_long[WARM_QUARTERS:])
        return max(_share(came[queue], waited[queue]) for queue in intervals)

    crews = [kind.crew() for kind, _ in kinds]
    begin = start({str(queue): each for queue, each in intervals.items()}, crews, hour.aim, 3600)
    found = search(begin, crews, late, range(1, hour.draws + 1), hour.aim)
    return Found(found.sizes, found.kept)


def _warmed(part: Part) -> Part:
    """Return the hour with as much of its beginning before it."""
    calls, handling_s = part.calls, part.handling_s
    return replace(part, calls=(*calls[:1] * WARM_QUARTERS, *calls), handling_s=(*handling_s[:1] * WARM_QUARTERS, *handling_s))


def _repeats(hour: PlannedHour) -> int:
    expected = math.fsum(interval.calls for interval in hour.intervals().values())
    return min(REPEATS_MAX, max(1, math.ceil(CALLS / max(expected, 1e-6))))


def _coming(plan: PlannedDay | PlannedHour, parts: Mapping[QueueId, Part], queues: Sequence[QueueCard]) -> Coming:
    known = {card.terms.queue for card in queues}
    streams = tuple(Stream(queue, part.calls, part.handling_s, part.spread, part.rough) for queue, part in parts.items() if queue in known)
    opens = plan.starts - timedelta(seconds=STEP_S * WARM_QUARTERS) if isinstance(plan, PlannedHour) else plan.starts
    return Coming(opens, streams, tuple(queues), plan.aim.patience_s)


def _as(card: AgentCard, number: int, kind: int) -> AgentCard:
    """Return somebody new who can do what this one can."""
    return msgspec.structs.replace(card, id=AgentId(f"agt_{kind}x{number:04d}"))


def _total(counts: Mapping[QueueId, Sequence[int]]) -> int:
    return sum(map(sum, counts.values()))


def _share(calls: int, late: int) -> float:
    return late / calls if calls else 0.0
