"""A day that is still to come, drawn from its forecast and played with the production floor: the same rules of the queues,
the same agents with their skills, the roster's shifts and breaks.

Each queue has its own chance of a busy day and of a busy quarter (gamma factors around the forecast), callers come at random
within a quarter, handling times and patience are exponential. What is drawn depends on the day's seed and the queue alone, so
that two rosters meet the same callers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from permanence.kernel.ids import QueueId
from permanence.routing.model import QueueCard
from permanence.sim.history_day import Caller, There, Trace
from permanence.sim.replay import play

STEP_S = 900.0
LONGEST_S = 1800.0  # nobody stays longer, however patient
Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """What is expected of a queue, by quarter of an hour: calls, and seconds of work for each (notes included). `spread` and
    `rough` are the coefficients of variation of the day and of its quarters."""

    queue: QueueId
    calls: tuple[float, ...]
    handling_s: tuple[float, ...]
    spread: float = 0.0
    rough: float = 0.0


@dataclass(frozen=True, slots=True)
class Coming:
    """A day to come: its beginning, what is expected of it, the rules of all queues, and the mean patience of callers (None:
    nobody gives up)."""

    opens: datetime
    streams: tuple[Stream, ...]
    queues: tuple[QueueCard, ...]
    patience_s: float | None = None

    @property
    def length_s(self) -> float:
        """Return how long it lasts."""
        return STEP_S * max((len(stream.calls) for stream in self.streams), default=0)


Counts = Mapping[QueueId, tuple[list[int], list[int]]]
"""Of each queue, by quarter: callers who came, and those of them who waited too long."""


def played(day: Coming, people: Sequence[There], seed: int, within_s: float, of_day: int | None = None) -> Counts:
    """Play the day once with these people; return who came and who waited longer than `within_s`, answered or not. Plays with
    the same `of_day` (else: of the same seed) are equally busy, whatever else differs."""
    counts: dict[QueueId, tuple[list[int], list[int]]] = {
        stream.queue: ([0] * len(stream.calls), [0] * len(stream.calls)) for stream in day.streams
    }
    callers = tuple(caller for stream in day.streams for caller in _callers(stream, seed, seed if of_day is None else of_day, day.patience_s))
    if not callers:
        return counts
    opens_s, length_s = _open(day)
    inside = tuple(replace(caller, at_s=caller.at_s - opens_s) for caller in callers)
    there = tuple(_inside(each, opens_s, length_s) for each in people)
    trace = Trace(day.queues[0].firm, day.opens + timedelta(seconds=opens_s), length_s, inside, there, day.queues)
    for caller in callers:
        came, late = counts[caller.queue]
        came[int(caller.at_s // STEP_S)] += 1
        late[int(caller.at_s // STEP_S)] += 1
    for seen in play(trace, seed=seed).seen:  # whoever is not seen was never answered
        counts[QueueId(seen.queue)][1][int((opens_s + seen.at_s) // STEP_S)] -= seen.waited_s <= within_s
    return counts


def _open(day: Coming) -> tuple[float, float]:
    """Return when the first quarter with calls begins and how long it is to the end of the last one: nights are not played."""
    busy = [quarter for stream in day.streams for quarter, calls in enumerate(stream.calls) if calls > 0]
    return min(busy) * STEP_S, (max(busy) + 1 - min(busy)) * STEP_S


def _inside(there: There, opens_s: float, length_s: float) -> There:
    moved = ((max(0.0, since_s - opens_s), min(length_s, until_s - opens_s)) for since_s, until_s in there.spans)
    return There(there.card, tuple((since_s, until_s) for since_s, until_s in moved if until_s > since_s))


def _callers(stream: Stream, seed: int, of_day: int, patience_s: float | None) -> list[Caller]:
    busy = _factor(Random(f"{of_day}/{stream.queue}/day"), stream.spread)
    found: list[Caller] = []
    for quarter, (calls, handling_s) in enumerate(zip(stream.calls, stream.handling_s, strict=True)):
        if calls <= 0:
            continue
        chance = Random(f"{seed}/{stream.queue}/{quarter}")
        rate = calls * busy * _factor(chance, stream.rough) / STEP_S
        at_s = chance.expovariate(rate)
        while at_s < STEP_S:
            handled_s, patience = chance.expovariate(1 / handling_s), chance.random()
            gives_up_s = min(LONGEST_S, -patience_s * math.log(1 - patience)) if patience_s is not None else LONGEST_S
            found.append(_caller(stream.queue, len(found), quarter * STEP_S + at_s, gives_up_s, handled_s))
            at_s += chance.expovariate(rate)
    return found


def _caller(queue: QueueId, number: int, at_s: float, gives_up_s: float, handled_s: float) -> Caller:
    """Return somebody of whom everything is known: he would give up at this moment, and a talk with him takes so long."""
    return Caller(f"{queue}/{number}", queue, at_s, gives_up_s, False, True, 0.0, handled_s, 0.0)


def _factor(chance: Random, cv: float) -> float:
    return max(1e-6, chance.gammavariate(1 / cv**2, cv**2)) if cv > 0 else 1.0


def at_work(there: There, part_off: float, seed: int) -> There:
    """Return when this agent is there for calls on a day of this seed: of the quarters of presence the part `part_off` is lost
    to what nobody has planned (illness, meetings, training), each for itself."""
    if part_off <= 0:
        return there
    chance, spans = Random(f"{seed}/{there.card.id}/off"), list[tuple[float, float]]()
    for since_s, until_s in there.spans:
        at_s = since_s
        while at_s < until_s:
            edge_s = min(until_s, (at_s // STEP_S + 1) * STEP_S)
            if chance.random() >= part_off:
                if spans and spans[-1][1] == at_s:
                    spans[-1] = (spans[-1][0], edge_s)
                else:
                    spans.append((at_s, edge_s))
            at_s = edge_s
    return There(there.card, tuple(spans))
