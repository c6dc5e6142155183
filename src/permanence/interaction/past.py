"""Past calls as customers lived them: each wait in a queue with who was rung for it, who answered, and how it ended.

Read from the journal's facts, which are all that is needed to play such a day again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from permanence.interaction import events as f
from permanence.interaction.model import EndedBy
from permanence.kernel.ids import AgentId, InteractionId, QueueId

TOLD = (
    f.CallArrived, f.CallQueued, f.CallOffered, f.OfferFailed, f.AgentAnswered, f.CallTransferred, f.CallPlaced, f.CallEnded,
    f.CallBackKept, f.CustomerAnswered,
)  # fmt: skip
KINDS = {f.wire_name(kind): kind for kind in TOLD}
"""The facts that are read here, by their name in the journal."""


class Told(NamedTuple):
    """A line of the journal."""

    call: InteractionId
    at: datetime
    kind: str
    data: dict[str, Any]


class Ring(msgspec.Struct):
    """An agent's telephone rang for somebody who waited; `why` is why this one. `ended_at` None: still rings."""

    agent: AgentId
    at: datetime
    why: str
    ended_at: datetime | None = None
    answered: bool = False


class Visit(msgspec.Struct):
    """A customer's wait in a queue, and the conversation after it.

    `left_at` is when the wait ended otherwise than by an answer, and `gave_up` that the customer ended it. `freed_at` is
    when the agent was done talking. `customer` is the number, None when withheld.
    """

    call: InteractionId
    queue: QueueId
    queued_at: datetime
    customer: str | None = None
    rings: list[Ring] = []
    agent: AgentId | None = None
    answered_at: datetime | None = None
    freed_at: datetime | None = None
    left_at: datetime | None = None
    gave_up: bool = False

    @property
    def ended_at(self) -> datetime | None:
        """When the wait was over, None while it goes on."""
        return self.answered_at or self.left_at


class OtherWork(msgspec.Struct):
    """A call that an agent made."""

    agent: AgentId
    at: datetime
    ended_at: datetime | None = None


class Past(NamedTuple):
    """What happened in a stretch of time: waits in the order in which they began, and the agents' own calls."""

    visits: list[Visit]
    placed: list[OtherWork]


def read_past(lines: Iterable[Told]) -> Past:
    """Return what these lines of the journal tell; each call's lines come in order."""
    readings: dict[InteractionId, _Reading] = {}
    for line in lines:
        kind = KINDS.get(line.kind)
        if kind is not None:
            reading = readings.setdefault(line.call, _Reading(line.call))
            reading.read(msgspec.convert(line.data, kind), line.at)
    visits = [visit for reading in readings.values() for visit in reading.visits]
    placed = [reading.placed for reading in readings.values() if reading.placed is not None]
    return Past(
        sorted(visits, key=lambda visit: (visit.queued_at, visit.call)), sorted(placed, key=lambda work: (work.at, work.agent))
    )


class _Reading:
    """One call, as far as it has been read."""

    def __init__(self, call: InteractionId) -> None:
        self.call = call
        self.customer: str | None = None
        self.visits: list[Visit] = []
        self.placed: OtherWork | None = None

    def read(self, fact: f.Fact, at: datetime) -> None:
        """Take the next fact in."""
        match fact:
            case f.CallArrived(customer=customer):
                self.customer = customer
            case f.CallPlaced(agent=agent) if self.visits:  # a customer who is called back
                _end_ring(self.visits[-1], at, answered=True)
                self.visits[-1].agent = agent
            case f.CallPlaced(agent=agent):
                self.placed = OtherWork(agent, at)
            case f.CallBackKept() | f.CustomerAnswered():
                self._called_back(fact, at)
            case f.CallQueued(queue=queue):
                self._over(at)
                self.visits.append(Visit(self.call, queue, at, self.customer))
            case f.CallTransferred():
                self._over(at)
            case f.CallEnded(by=by):
                self._over(at, gave_up=by == EndedBy.CUSTOMER)
                if self.placed is not None:
                    self.placed.ended_at = at
            case _:
                self._offers(fact, at)

    def _called_back(self, fact: f.Fact, at: datetime) -> None:
        """Who asked to be called back left the line without giving up; reached, he was answered."""
        if self.visits:
            visit = self.visits[-1]
            visit.left_at, visit.answered_at = (at, None) if isinstance(fact, f.CallBackKept) else (None, at)

    def _offers(self, fact: f.Fact, at: datetime) -> None:
        visit = self.visits[-1] if self.visits else None
        if visit is None:
            return  # an offer without a wait: the stretch begins in the middle of this call
        match fact:
            case f.CallOffered(agent=agent, why=why):
                visit.rings.append(Ring(agent, at, why))
            case f.OfferFailed():
                _end_ring(visit, at, answered=False)
            case f.AgentAnswered(agent=agent):
                _end_ring(visit, at, answered=True)
                visit.agent, visit.answered_at = agent, at
            case _:
                raise AssertionError(f"nobody reads {fact}")

    def _over(self, at: datetime, *, gave_up: bool = False) -> None:
        """Whatever was going on with the last wait ends here."""
        if not self.visits:
            return
        visit = self.visits[-1]
        _end_ring(visit, at, answered=False)
        if visit.answered_at is None:
            if visit.left_at is None:
                visit.left_at, visit.gave_up = at, gave_up
        elif visit.freed_at is None:
            visit.freed_at = at


def _end_ring(visit: Visit, at: datetime, *, answered: bool) -> None:
    if visit.rings and visit.rings[-1].ended_at is None:
        visit.rings[-1].ended_at, visit.rings[-1].answered = at, answered
