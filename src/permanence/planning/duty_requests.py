"""Asking for leave and offering a swap: who may do what next, and what follows from a yes.

A leave waits for a supervisor; a swap first for the colleague. Every settled request keeps who decided and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from permanence.kernel.ids import AgentId, DutyRequestId, PersonId
from permanence.planning.duty import Absence, AbsenceKind, Note
from permanence.planning.errors_duty import (
    ColleagueBusy,
    DutyPast,
    NotYourTurn,
    ReasonMissing,
    RequestSettled,
    ShiftGone,
    SwapIncomplete,
)
from permanence.planning.model import Shift


class RequestKind(StrEnum):
    """What is asked for."""

    LEAVE = "leave"
    SWAP = "swap"


class RequestState(StrEnum):
    """Whose turn it is, or how it ended."""

    ASKED = "asked"  # the colleague's turn
    OPEN = "open"  # a supervisor's turn
    APPROVED = "approved"
    REFUSED = "refused"  # by a supervisor
    DECLINED = "declined"  # by the colleague
    WITHDRAWN = "withdrawn"


class Deed(StrEnum):
    """What somebody does with a request."""

    ACCEPT = "accept"
    DECLINE = "decline"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent asks for: leave from `starts` to `ends`, or that a colleague takes the shift of that time; `back_*`
    is the colleague's shift that the agent takes in return, if any."""

    id: DutyRequestId
    kind: RequestKind
    agent_id: AgentId
    starts: datetime
    ends: datetime
    asked_at: datetime
    state: RequestState
    colleague_id: AgentId | None = None
    back_starts: datetime | None = None
    back_ends: datetime | None = None
    note: Note = ""
    answered_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
    reason: Note = ""


class Actor(NamedTuple):
    """Who does something: the person, the agent that the person is, and whether the person supervises."""

    person: PersonId
    agent: AgentId | None
    supervises: bool


def first_state(kind: RequestKind, agent: AgentId, colleague: AgentId | None) -> RequestState:
    """Return where a new request stands; raise `SwapIncomplete` where it names the wrong people."""
    if (kind is RequestKind.SWAP) != (colleague is not None) or colleague == agent:
        raise SwapIncomplete(param="colleague_id")
    return RequestState.ASKED if kind is RequestKind.SWAP else RequestState.OPEN


def step(request: Request, deed: Deed, actor: Actor, reason: str, now: datetime) -> Request:
    """Return the request after this; raise what speaks against it. A refusal needs its reason."""
    if request.state not in (RequestState.ASKED, RequestState.OPEN):
        raise RequestSettled
    replace = msgspec.structs.replace
    match deed, request.state:
        case Deed.WITHDRAW, _ if actor.agent == request.agent_id:
            return replace(request, state=RequestState.WITHDRAWN, decided_at=now, decided_by=actor.person)
        case Deed.ACCEPT, RequestState.ASKED if actor.agent == request.colleague_id:
            return replace(request, state=RequestState.OPEN, answered_at=now)
        case Deed.DECLINE, RequestState.ASKED if actor.agent == request.colleague_id:
            return replace(request, state=RequestState.DECLINED, answered_at=now, decided_at=now, decided_by=actor.person, reason=reason)
        case (Deed.APPROVE | Deed.REFUSE), RequestState.OPEN if actor.supervises and actor.agent != request.agent_id:
            if deed is Deed.REFUSE and not reason.strip():
                raise ReasonMissing(param="reason")
            state = RequestState.APPROVED if deed is Deed.APPROVE else RequestState.REFUSED
            return replace(request, state=state, decided_at=now, decided_by=actor.person, reason=reason)
        case _:
            raise NotYourTurn


class Handover(NamedTuple):
    """A shift that goes to somebody else."""

    giver: AgentId
    taker: AgentId
    shift: Shift


def handovers(
    request: Request, shifts: Sequence[Shift], absences: Iterable[Absence], now: datetime
) -> tuple[Handover, ...]:
    """Return the shifts that change hands by a swap; raise what speaks against it. `shifts` are both agents' as planned."""
    if request.colleague_id is None:
        return ()
    agent, colleague = request.agent_id, request.colleague_id
    given = [Handover(agent, colleague, _found(shifts, agent, request.starts, request.ends))]
    if request.back_starts is not None and request.back_ends is not None:
        given.append(Handover(colleague, agent, _found(shifts, colleague, request.back_starts, request.back_ends)))
    leaving = [each.shift for each in given]
    # What an agent gave away before may come back.
    away = [(a.agent_id, a.starts, a.ends) for a in absences if a.kind is not AbsenceKind.SWAPPED]
    for each in given:
        if each.shift.starts <= now:
            raise DutyPast
        busy = [(s.agent, s.starts, s.ends) for s in shifts if s not in leaving] + away
        if any(who == each.taker and a < each.shift.ends and b > each.shift.starts for who, a, b in busy):
            raise ColleagueBusy
    return tuple(given)


def _found(shifts: Iterable[Shift], agent: AgentId, starts: datetime, ends: datetime) -> Shift:
    for shift in shifts:
        if (shift.agent, shift.starts, shift.ends) == (agent, starts, ends):
            return shift
    raise ShiftGone
