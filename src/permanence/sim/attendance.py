"""Who was there to take calls, and when, told from the calls alone.

The floor rings the agent who is free the longest as soon as somebody waits. So whoever was not rung although a caller
whom he may serve waited, or although a colleague alike was rung who had been free for less long, was not there at that
moment. Between two such moments without a call he is taken to have been away; without any such moment, to have been there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from permanence.interaction.past import OtherWork, Visit
from permanence.kernel.ids import AgentId, QueueId
from permanence.routing import rules
from permanence.routing.model import AgentCard, QueueCard
from permanence.routing.rules import Ability

NOTICE_S = 1.0  # what is shorter is the platform's own time, and says nothing
OWN_CALL_NOTES_S = 30.0  # for notes after a call that the agent made
Span = tuple[datetime, datetime]


@dataclass(slots=True)
class Work:
    """What an agent did, as far as calls tell: from when until when; `surely_until` leaves out notes; `why` is of an offer."""

    at: datetime
    until: datetime
    surely_until: datetime
    why: str = ""
    visit: Visit | None = None
    is_call: bool = True  # of a queue and answered; all else is time in which no call can come


@dataclass(slots=True)
class Signs:
    """Moments at which an agent of this ability who is free would have been rung, as spans in order."""

    spans: list[Span]

    def within(self, since: datetime, until: datetime) -> Span | None:
        """Return the first and the last such moment between two, None where there is none."""
        first = bisect_right(self.spans, since, key=lambda span: span[1])
        last = bisect_left(self.spans, until, key=lambda span: span[0])
        return (max(self.spans[first][0], since), min(self.spans[last - 1][1], until)) if first < last else None


def work_of(
    visits: Iterable[Visit], placed: Iterable[OtherWork], queues: dict[QueueId, QueueCard], until: datetime
) -> dict[AgentId, list[Work]]:
    """Return what each agent did, in order. Notes last as the queue allows, or until the agent's next ring."""
    found: dict[AgentId, list[Work]] = {}
    for visit in visits:
        for ring in visit.rings:
            end = ring.ended_at or until
            work = Work(ring.at, end, end, ring.why, is_call=False)
            if ring.answered:
                freed, card = visit.freed_at or until, queues.get(visit.queue)
                notes = timedelta(seconds=card.terms.wrap_up_s if card is not None else 0)
                work = Work(ring.at, freed + notes, freed, ring.why, visit, is_call=card is not None)
            found.setdefault(ring.agent, []).append(work)
    for own in placed:
        end = own.ended_at or until
        found.setdefault(own.agent, []).append(Work(own.at, end + timedelta(seconds=OWN_CALL_NOTES_S), end, is_call=False))
    for works in found.values():
        works.sort(key=lambda work: (work.at, work.until))
        for work, following in pairwise(works):
            work.until = max(work.surely_until, min(work.until, following.at))
    return found


def signs_of(visits: Iterable[Visit], queues: dict[QueueId, QueueCard], ability: Ability, until: datetime) -> Signs:
    """Return when somebody waited, with nobody rung for him, whom an agent of this ability may serve."""
    spans: list[Span] = []
    for visit in visits:
        card = queues.get(visit.queue)
        first = card and next((s for s in range(len(card.steps) + 1) if rules.may_serve(ability, card, s)), None)
        if card is None or first is None:
            continue
        opens_s = max(card.steps[first - 1].after_s if first else 0, card.prefer_s)
        at, end = visit.queued_at + timedelta(seconds=opens_s), visit.ended_at or until
        for ring in visit.rings:
            spans.append((at, min(ring.at, end)))
            at = max(at, ring.ended_at or until)
        spans.append((at, end))
    notice = timedelta(seconds=NOTICE_S)
    return Signs(_merged([(a, b) for a, b in spans if b - a >= notice]))


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for a, b in sorted(spans):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def away_of(own: list[Work], rung: list[Span], signs: Signs, since: datetime, until: datetime) -> list[Span]:
    """Return the spans in which an agent could take no call, apart from the calls he had. `rung` are the rings of those who can
    the same, each with since when at most the one who was rung had been free."""
    moments = [at for at, _ in rung]
    away: list[Span] = [(work.at, work.until) for work in own if not work.is_call]
    free_from, edges = since, [*own, None]
    for work in edges:
        end = work.at if work is not None else until
        seen = signs.within(free_from, end) if end > free_from else None
        points = [*seen] if seen is not None else []
        for at, rested_since in rung[bisect_left(moments, free_from) : bisect_right(moments, end)]:
            if free_from < rested_since < end and at < end:
                points.append(rested_since)
        if work is not None and work.why == rules.NEXT and (end - free_from).total_seconds() > NOTICE_S:
            points.append(end)
        if points:
            away.append((since if free_from <= since else min(points), until if work is None else max(points)))
        free_from = max(free_from, work.until) if work is not None else until
    return _merged([(max(a, since), min(b, until)) for a, b in away if b > since and a < until and b > a])


def _rung_with_less_rest(alike: Sequence[AgentId], works: dict[AgentId, list[Work]], since: datetime) -> list[Span]:
    """Return each moment at which one of these was rung as the longest free, with since when at most he was."""
    found: list[Span] = []
    for agent in alike:
        before = since
        for work in works[agent]:
            if work.why == rules.FREE and before > since:
                found.append((work.at, before))
            before = max(before, work.surely_until)
    return sorted(found)


def attendance(
    visits: Sequence[Visit], placed: Sequence[OtherWork], cards: Sequence[AgentCard], queues: dict[QueueId, QueueCard],
    since: datetime, until: datetime,
) -> dict[AgentId, list[Span]]:  # fmt: skip
    """Return when each agent who had a call could take calls; who had none is not named."""
    known = {card.id: rules.ability_of(card) for card in cards}
    works = {agent: done for agent, done in work_of(visits, placed, queues, until).items() if agent in known}
    alike: dict[Ability, list[AgentId]] = {}
    for agent in sorted(works):
        alike.setdefault(known[agent], []).append(agent)
    there: dict[AgentId, list[Span]] = {}
    for ability, agents in alike.items():
        signs = signs_of(visits, queues, ability, until)
        rung = _rung_with_less_rest(agents, works, since)
        for agent in agents:
            there[agent] = without((since, until), away_of(works[agent], rung, signs, since, until))
    return there


def without(span: Span, gaps: Iterable[Span]) -> list[Span]:
    """Return what is left of a span when these gaps, in order, are taken out."""
    left: list[Span] = []
    at, end = span
    for a, b in gaps:
        if a > at:
            left.append((at, a))
        at = max(at, b)
    if end > at:
        left.append((at, end))
    return left
