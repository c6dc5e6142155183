"""What is asked of played days: what a roster is worth with the real rules, and how many people an hour takes.

The plans here are values; they are played elsewhere, with the production floor. A formula looks at one queue after the other;
a played day knows that somebody answers for two, that breaks fall together, that a line from ten o'clock is still there at
eleven.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.forecast import Forecast
from permanence.planning.model import PlannedAgent, Shift
from permanence.planning.requirement import Aim, Interval
from permanence.planning.search import SURE, Crew
from permanence.planning.wallclock import STEP_S

QUARTER = timedelta(seconds=STEP_S)
HOUR_QUARTERS = 4
PLAYS_MIN, PLAYS_MAX, CALLS = 5, 20, 20_000
"""How often a day is played: until so many calls have come, which is some seconds of work."""
DRAWS_MIN, DRAWS_MAX = 6, 40
KINDS_MAX = 8
"""Kinds of people that are told apart, unless a queue would have nobody: with more of them the search takes too long."""
FIRM_WIDE = 1_000
"""People of one queue may be more than there are today: how many it takes is what is asked."""

Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A queue's quarters: calls, seconds of work for each, and how much days and quarters differ from them."""

    calls: tuple[float, ...]
    handling_s: tuple[float, ...]
    spread: float
    rough: float


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day with its people: when each is there, in seconds from its beginning."""

    starts: datetime
    parts: Mapping[QueueId, Part]
    there: Mapping[AgentId, Spans]
    aim: Aim
    shrinkage: float
    plays: int


@dataclass(frozen=True, slots=True)
class QueuePlayed:
    """A queue over all plays of a day: callers and those who waited too long, by quarter, and the plays in which more waited too
    long than promised."""

    queue: QueueId
    calls: tuple[int, ...]
    late: tuple[int, ...]
    broken: int


@dataclass(frozen=True, slots=True)
class PlayedDay:
    """What came of a day that was played so often; `broken` counts the plays in which any queue broke the promise."""

    plays: int
    queues: tuple[QueuePlayed, ...]
    broken: int


@dataclass(frozen=True, slots=True)
class Kind:
    """People who serve the same queues: somebody who is like them, and how many there are. `most` is how many may be asked for."""

    queues: tuple[QueueId, ...]
    like: AgentId
    people: int
    most: int

    def crew(self) -> Crew:
        """Return them as the search knows them, for an hour."""
        return Crew(self.queues, 1.0, self.most)


@dataclass(frozen=True, slots=True)
class PlannedHour:
    """An hour, the kinds of people who can be there, and on how many busy and quiet days it is tried."""

    starts: datetime
    parts: Mapping[QueueId, Part]
    kinds: tuple[Kind, ...]
    aim: Aim
    draws: int

    def intervals(self) -> dict[QueueId, Interval]:
        """Return what is expected, each queue as one stretch of an hour."""
        return {queue: interval for queue, part in self.parts.items() if (interval := _hour(part)).calls > 0}


@dataclass(frozen=True, slots=True)
class Found:
    """People of each kind of the plan, in its order; `kept` is False where even all of them do not keep the promise."""

    people: tuple[int, ...]
    kept: bool


def day_of(
    told: Mapping[QueueId, Forecast], starts: Sequence[datetime], first: int, last: int, shifts: Sequence[Shift], aim: Aim, shrinkage: float
) -> PlannedDay:
    """Return the quarters from `first` up to `last` as a day that can be played with these shifts."""
    begins, ends = starts[first], starts[last - 1] + QUARTER
    parts = {queue: part_of(each, first, last) for queue, each in told.items()}
    there: dict[AgentId, Spans] = {}
    for shift in sorted(shifts, key=lambda each: each.starts):
        spans = _spans(shift, begins, ends)
        if spans:
            there[shift.agent] = (*there.get(shift.agent, ()), *spans)
    calls = sum(math.fsum(part.calls) for part in parts.values())
    plays = min(PLAYS_MAX, max(PLAYS_MIN, int(CALLS // max(calls, 1.0))))
    return PlannedDay(begins, parts, there, aim, shrinkage, plays)


def part_of(told: Forecast, first: int, last: int) -> Part:
    """Return some quarters of a forecast."""
    calls = tuple(float(each) for each in told.mean[first:last])
    handling_s = tuple(max(1.0, float(each)) for each in told.handling_s[first:last])
    return Part(calls, handling_s, told.spread, told.rough)


def _spans(shift: Shift, begins: datetime, ends: datetime) -> Spans:
    edges = [shift.starts, *(edge for pause in shift.breaks for edge in (pause.starts, pause.ends)), shift.ends]
    moments = [min(max((edge - begins).total_seconds(), 0.0), (ends - begins).total_seconds()) for edge in edges]
    return tuple((since, until) for since, until in zip(moments[::2], moments[1::2], strict=True) if until > since)


def draws_of(risk: float) -> int:
    """Return on how many days a choice must stand so that one that breaks the promise on the part `risk` of days hardly passes."""
    return min(DRAWS_MAX, max(DRAWS_MIN, math.ceil(math.log(SURE) / math.log(1 - risk))))


def kinds_of(agents: Sequence[PlannedAgent], asked: Sequence[QueueId]) -> tuple[Kind, ...]:
    """Return the kinds of people by the queues that they serve of those asked for, those with the fewest queues first.

    Of people with several queues there are no more than there are; others can be found. Where a queue has nobody of its own
    the narrowest kind that serves it may grow.
    """
    people: Counter[tuple[QueueId, ...]] = Counter()
    like: dict[tuple[QueueId, ...], AgentId] = {}
    for agent in agents:
        served = tuple(queue for queue in asked if queue in agent.queues)
        if served:
            people[served] += 1
            like.setdefault(served, agent.id)
    kept = sorted(people, key=lambda queues: (len(queues), -people[queues], queues))
    narrowest = {next((queues for queues in kept if queue in queues), ()) for queue in asked}
    many = sorted(kept, key=lambda queues: (queues not in narrowest, -people[queues]))[: max(KINDS_MAX, len(narrowest))]
    return tuple(
        Kind(queues, like[queues], people[queues], FIRM_WIDE if queues in narrowest or len(queues) == 1 else people[queues])
        for queues in kept
        if queues in many
    )


def _hour(part: Part) -> Interval:
    calls = math.fsum(part.calls)
    if calls <= 0:
        return Interval(0, 1)
    work_s = math.fsum(each * handling_s for each, handling_s in zip(part.calls, part.handling_s, strict=True))
    return Interval(calls, work_s / calls, min(2.0, part.spread))
