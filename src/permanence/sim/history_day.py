"""A day as it really was, as something that can be played again: who called when, how long each talk took, who was there.

Everything here is a value. Callers are tied to their own talks and their own patience, so that two policies meet the same
customers (common random numbers); what a caller never showed is drawn for him alone, from what the day's others showed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from statistics import median

from permanence.interaction.past import Past, Visit
from permanence.kernel.errors import Invalid
from permanence.kernel.ids import AgentId, FirmId, QueueId, TeamId
from permanence.routing.model import AgentCard, QueueCard
from permanence.sim.attendance import attendance
from permanence.sim.patience import ENOUGH, Patience, Wait
from permanence.sim.shop import DayReport, Seen

AGAIN = timedelta(hours=2)  # who calls again within this, in the same queue, does so because he was not served


class NothingToPlay(Invalid):
    """Nobody waited in a queue in this time; choose another day."""

    code = "day.empty"


class TooFewAgents(Invalid):
    """Only {there} of these agents had calls in this time; fewer than {wanted} can be left out."""

    code = "day.too_few_agents"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who waited. Times are seconds from the beginning of what is played; who waited already has a negative one.

    `gave_up`: he ended the wait himself. `handling_s` and `notes_s` are the talk and the notes after it, None where nobody
    spoke with him. `again_of` is the place of the caller who he was before, when he had given up, `again_s` the time between.
    """

    key: str
    queue: QueueId
    at_s: float
    waited_s: float
    answered: bool
    gave_up: bool
    rung_s: float | None = None
    handling_s: float | None = None
    notes_s: float | None = None
    customer: int | None = None
    again_of: int | None = None
    again_s: float = 0.0


@dataclass(frozen=True, slots=True)
class There:
    """An agent and when he could take calls, in seconds from the beginning."""

    card: AgentCard
    spans: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A stretch of a firm's past. `queues` are the rules of today, `left_out` waits in queues that are no longer there."""

    firm: FirmId
    opens: datetime
    length_s: float
    callers: tuple[Caller, ...]
    agents: tuple[There, ...]
    queues: tuple[QueueCard, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a caller does when he is served later, or sooner, than he was."""

    patience_s: float
    handling_s: float
    again_s: float | None  # after giving up, when he calls again; None: not at all


def trace_of(past: Past, agents: Sequence[AgentCard], queues: Sequence[QueueCard], since: datetime, until: datetime) -> Trace:
    """Return what can be played of a stretch; raise `NothingToPlay`."""
    cards = {card.terms.queue: card for card in queues}
    visits = [visit for visit in past.visits if visit.queued_at < until and (visit.ended_at is None or visit.ended_at > since)]
    known = [visit for visit in visits if visit.queue in cards]
    counted = [visit for visit in known if visit.queued_at >= since]
    if not counted:
        raise NothingToPlay
    there = attendance(past.visits, past.placed, agents, cards, since, until)
    following = _next_rings(past.visits)
    callers = _with_repeats([_caller(visit, cards[visit.queue], following, since, until) for visit in known], known)

    def seconds(moment: datetime) -> float:
        return (moment - since).total_seconds()

    people = tuple(
        There(card, tuple((seconds(a), seconds(b)) for a, b in there[card.id]))
        for card in sorted(agents, key=lambda card: card.id)
        if there.get(card.id)
    )
    return Trace(queues[0].firm, since, seconds(until), callers, people, tuple(queues), len(visits) - len(known))


def _next_rings(visits: Sequence[Visit]) -> dict[AgentId, list[datetime]]:
    rings: dict[AgentId, list[datetime]] = {}
    for visit in visits:
        for ring in visit.rings:
            rings.setdefault(ring.agent, []).append(ring.at)
    return {agent: sorted(moments) for agent, moments in rings.items()}


def _caller(visit: Visit, card: QueueCard, rings: dict[AgentId, list[datetime]], since: datetime, until: datetime) -> Caller:
    rung_s = handling_s = notes_s = None
    if visit.answered_at is not None and visit.agent is not None:
        freed = visit.freed_at or max(until, visit.answered_at)
        handling_s = (freed - visit.answered_at).total_seconds()
        notes_s = float(card.terms.wrap_up_s)
        rung_s = (visit.answered_at - visit.rings[-1].at).total_seconds() if visit.rings else 0.0
        after = next((at for at in rings.get(visit.agent, ()) if at >= freed), None)
        if after is not None:
            notes_s = min(notes_s, (after - freed).total_seconds())
    ended = visit.ended_at or max(until, visit.queued_at)
    return Caller(
        f"{visit.call}/{visit.queued_at.isoformat()}", visit.queue, (visit.queued_at - since).total_seconds(),
        (ended - visit.queued_at).total_seconds(), visit.answered_at is not None, visit.gave_up, rung_s, handling_s, notes_s,
    )  # fmt: skip


def _with_repeats(callers: list[Caller], visits: Sequence[Visit]) -> tuple[Caller, ...]:
    """Return the callers, each with a number of his own, and tied to the try before where he had given up."""
    numbers: dict[str, int] = {}
    last: dict[tuple[str, QueueId], int] = {}
    tied: list[Caller] = []
    for place, (caller, visit) in enumerate(zip(callers, visits, strict=True)):
        if visit.customer is None:
            tied.append(caller)
            continue
        before = last.get((visit.customer, visit.queue))
        changed = replace(caller, customer=numbers.setdefault(visit.customer, len(numbers)))
        if before is not None and callers[before].gave_up and (left := visits[before].left_at) is not None:
            pause = visit.queued_at - left
            if timedelta() <= pause <= AGAIN:
                changed = replace(changed, again_of=before, again_s=pause.total_seconds())
        tied.append(changed)
        last[visit.customer, visit.queue] = place
    return tuple(tied)


def counted(trace: Trace) -> list[Caller]:
    """Return those whose wait began within the stretch."""
    return [caller for caller in trace.callers if caller.at_s >= 0]


def happened(trace: Trace) -> DayReport:
    """Return what really came of it, in the form of a played day."""
    report = DayReport(0)
    report.seen = [
        Seen(caller.queue, caller.at_s, caller.waited_s, caller.answered, caller.handling_s or 0.0) for caller in counted(trace)
    ]
    report.busy_s = sum((caller.handling_s or 0.0) + (caller.notes_s or 0.0) for caller in counted(trace))
    report.there_s = there_s(trace)
    return report


def there_s(trace: Trace) -> float:
    """Return the seconds of the agents' presence."""
    return sum(b - a for agent in trace.agents for a, b in agent.spans)


def drawn(trace: Trace, seed: int) -> tuple[Drawn, ...]:
    """Return what each caller of the trace does if it comes otherwise than it came; the same for each policy."""
    waits: dict[QueueId, list[Wait]] = {}
    talks: dict[QueueId, list[float]] = {}
    for caller in trace.callers:
        waits.setdefault(caller.queue, []).append(Wait(caller.waited_s, caller.gave_up))
        if caller.handling_s is not None:
            talks.setdefault(caller.queue, []).append(caller.handling_s)
    everybody = [wait for those in waits.values() for wait in those]
    all_talks = [talk for those in talks.values() for talk in those] or [180.0]
    curves = {queue: Patience(those if sum(w.gave_up for w in those) >= ENOUGH else everybody) for queue, those in waits.items()}
    pauses = [caller.again_s for caller in trace.callers if caller.again_of is not None]
    returned = {caller.again_of for caller in trace.callers if caller.again_of is not None}
    gave_up = sum(caller.gave_up for caller in trace.callers)
    again = len(pauses) / gave_up if gave_up else 0.0
    made: list[Drawn] = []
    for place, caller in enumerate(trace.callers):
        chance = Random(f"{seed}/{caller.key}")
        patience, talk, comes, pause = chance.random(), chance.random(), chance.random(), chance.random()
        known = caller.gave_up
        patience_s = caller.waited_s if known else curves[caller.queue].draw(caller.waited_s, patience)
        those = talks.get(caller.queue, all_talks)
        handling_s = caller.handling_s if caller.handling_s is not None else those[int(talk * len(those))]
        later = pauses[int(pause * len(pauses))] if pauses and comes < again and not known else None
        # Who gave up and called again is a caller of his own in the trace; who gave up for good does not call again.
        made.append(Drawn(patience_s, handling_s, later if place not in returned else None))
    return tuple(made)


def rung_s(trace: Trace) -> float:
    """Return how long a telephone rings until it is answered, as a rule (the median)."""
    known = [caller.rung_s for caller in trace.callers if caller.rung_s is not None]
    return median(known) if known else 0.0


def without_agents(trace: Trace, count: int, team: TeamId | None = None) -> Trace:
    """Return the trace without so many agents (of a team): those whose presence was nearest to the middle, so that neither
    the longest nor the shortest shifts are taken out; raise `TooFewAgents`."""
    those = [agent for agent in trace.agents if team is None or team in agent.card.teams]
    if count > len(those):
        raise TooFewAgents(param="without", there=len(those), wanted=count)
    lengths = {agent.card.id: math.fsum(b - a for a, b in agent.spans) for agent in those}
    middle = median(lengths.values()) if lengths else 0.0
    gone = sorted(lengths, key=lambda agent: (abs(lengths[agent] - middle), agent))[:count]
    return replace(trace, agents=tuple(agent for agent in trace.agents if agent.card.id not in gone))
