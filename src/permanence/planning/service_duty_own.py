"""What agents do with their own duties: look, ask for leave, offer a swap, have a calendar; and how requests are decided."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from permanence.firms.model import Right, Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import AbsenceId, AgentId, DutyRequestId, FirmId, ShiftId
from permanence.planning.duty import Absence, AbsenceKind, Note, expand
from permanence.planning.duty_adherence import Doing, Span
from permanence.planning.duty_breaks import NextBreak, next_break
from permanence.planning.duty_calendar import calendar
from permanence.planning.duty_requests import (
    Actor,
    Deed,
    Handover,
    Request,
    RequestKind,
    RequestState,
    first_state,
    handovers,
    step,
)
from permanence.planning.errors_duty import DutyPast, NotAnAgent
from permanence.planning.model import Shift
from permanence.planning.ports_duty import DutyStore, Surroundings
from permanence.planning.service_duty import (
    REQUESTS_MAX,
    SETTLED_SHOWN,
    check_times,
    note,
)

AHEAD = timedelta(weeks=6)
BEHIND = timedelta(weeks=2)
SWAPPED_AHEAD = timedelta(weeks=2)
AROUND = timedelta(days=2)
MOMENT = timedelta(seconds=1)


class FeedSecrets(Protocol):
    """Where the secrets of addresses come from."""

    def cookie(self) -> str:
        """Return a secret of 256 bits."""
        ...


class ColleaguesDuties(msgspec.Struct, frozen=True):
    """With whom one may swap: the name, and when they work, no more."""

    agent_id: AgentId
    alias: str
    shifts: Sequence[Span]


class MyDuty(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's own coming weeks. `calendar_since` None: there is no calendar address."""

    agent_id: AgentId
    time_zone: str
    now: datetime
    shifts: Sequence[Shift]
    absences: Sequence[Absence]
    requests: Sequence[Request]
    colleagues: Sequence[ColleaguesDuties]
    calendar_since: datetime | None


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent asks for."""

    kind: RequestKind
    times: Span
    colleague: AgentId | None = None
    back: Span | None = None
    note: Note = ""


@dataclass(slots=True)
class OwnDuty:
    """The use cases of agents, and the decisions on what they ask."""

    tools: Tools
    store: DutyStore
    around: Surroundings
    secrets: FeedSecrets

    async def mine(self, visitor: Visitor, now: datetime) -> MyDuty:
        """Return the visitor's coming weeks."""
        async with self.tools.database.firm(visitor.firm) as c:
            agent = await self._own(c, visitor)
            firm = await self.tools.firms.firm(c)
            since, until = now - timedelta(days=1), now + AHEAD
            duties = await self.store.duties(c, since, until, [agent])
            everybodys = await self.store.duties(c, now, now + SWAPPED_AHEAD)
            requests = await self.store.requests(c, agent, now - SETTLED_SHOWN, REQUESTS_MAX)
            agents = await self.around.agents(c)
            made = await self.store.feed_made(c, agent)
        theirs: dict[AgentId, list[Span]] = defaultdict(list)
        for shift in expand(everybodys, now, now + SWAPPED_AHEAD):
            if shift.starts > now:
                theirs[shift.agent].append((shift.starts, shift.ends))
        others = [ColleaguesDuties(each.id, each.alias, theirs[each.id]) for each in agents if each.id != agent]
        return MyDuty(
            agent_id=agent, time_zone=firm.time_zone, now=now, shifts=expand(duties, since, until),
            absences=duties.absences, requests=requests, colleagues=others,
            calendar_since=made,
        )  # fmt: skip

    async def next_break(self, visitor: Visitor, waiting: int, on_call: bool, now: datetime) -> NextBreak | None:
        """Return the visitor's next break and whether to take it now; None without a shift or a break to come."""
        async with self.tools.database.firm(visitor.firm) as c:
            agent = await self._own(c, visitor)
            duties = await self.store.duties(c, now, now + MOMENT, [agent])
            shift = next(iter(expand(duties, now, now + MOMENT)), None)
            stretches = await self.store.stretches(c, shift.starts, now + MOMENT) if shift is not None else ()
        if shift is None:
            return None
        paused = [(s.starts, s.ends or now) for s in stretches if s.agent == agent and s.doing is Doing.PAUSED]
        return next_break(shift, now, waiting, on_call, paused)

    async def ask(self, visitor: Visitor, wish: Wish, now: datetime) -> Request:
        """Ask for leave, or offer a shift to a colleague; raise what speaks against it already now."""
        for times in filter(None, (wish.times, wish.back)):
            check_times(*times)
            if times[0] <= now:
                raise DutyPast
        async with self.tools.database.firm(visitor.firm) as c:
            agent = await self._own(c, visitor)
            back = wish.back or (None, None)
            request = Request(
                id=DutyRequestId(self.tools.ids.new("drq")), kind=wish.kind, agent_id=agent, colleague_id=wish.colleague,
                starts=wish.times[0], ends=wish.times[1], back_starts=back[0], back_ends=back[1], note=wish.note,
                state=first_state(wish.kind, agent, wish.colleague), asked_at=now,
            )  # fmt: skip
            if wish.kind is RequestKind.SWAP:
                await self._handovers(c, request, now)
            await self.store.put_request(c, visitor.firm, request)
            await note(self.tools, c, visitor, f"duty_request.{wish.kind}", request.id, now)
        return request

    async def act(self, visitor: Visitor, id_: str, deed: Deed, reason: Note, now: datetime) -> Request:
        """Answer, decide or withdraw a request; what is approved is in the roster at once."""
        async with self.tools.database.firm(visitor.firm) as c:
            request = await self.store.request(c, DutyRequestId(id_))
            agent = await self.around.agent_of(c, visitor.person.id)
            actor = Actor(visitor.person.id, agent, Right.SUPERVISE in visitor.rights)
            after = step(request, deed, actor, reason, now)
            if deed is Deed.ACCEPT:
                await self._handovers(c, after, now)
            if after.state is RequestState.APPROVED:
                await self._carry_out(c, visitor.firm, after, now)
            await self.store.put_request(c, visitor.firm, after)
            detail: dict[str, object] = {"reason": reason} if reason else {}
            await note(self.tools, c, visitor, f"duty_request.{after.state}", id_, now, detail)
        return after

    async def new_calendar(self, visitor: Visitor, now: datetime) -> str:
        """Return a fresh secret address, by its end; an older one ends."""
        secret = self.secrets.cookie()
        async with self.tools.database.firm(visitor.firm) as c:
            agent = await self._own(c, visitor)
            language = visitor.person.language
            await self.store.set_feed(c, visitor.firm, agent, secret_hash(secret), language, now)
            await note(self.tools, c, visitor, "duty_calendar.renewed", agent, now)
        return f"{visitor.firm}/{secret}.ics"

    async def end_calendar(self, visitor: Visitor, now: datetime) -> None:
        """Have the address lead nowhere."""
        async with self.tools.database.firm(visitor.firm) as c:
            agent = await self._own(c, visitor)
            await self.store.remove_feed(c, agent)
            await note(self.tools, c, visitor, "duty_calendar.ended", agent, now)

    async def calendar(self, firm: FirmId, secret: str, now: datetime) -> bytes:
        """Return the calendar behind a secret address; raise `NotFound` where there is none."""
        async with self.tools.database.firm(firm) as c:
            found = await self.store.feed(c, secret_hash(secret))
            if found is None:
                raise NotFound
            agent, language = found
            since, until = now - BEHIND, now + AHEAD
            duties = await self.store.duties(c, since, until, [agent])
        return calendar(agent, expand(duties, since, until), duties.absences, str(language), now)

    async def _own(self, c: Connection, visitor: Visitor) -> AgentId:
        agent = await self.around.agent_of(c, visitor.person.id)
        if agent is None:
            raise NotAnAgent
        return agent

    async def _handovers(self, c: Connection, request: Request, now: datetime) -> Sequence[Handover]:
        """Return what changes hands, by the roster of this moment."""
        edges = [e for e in (request.starts, request.ends, request.back_starts, request.back_ends) if e is not None]
        since, until = min(edges) - AROUND, max(edges) + AROUND
        both = [agent for agent in (request.agent_id, request.colleague_id) if agent is not None]
        duties = await self.store.duties(c, since, until, both)
        return handovers(request, expand(duties, since, until), duties.absences, now)

    async def _carry_out(self, c: Connection, firm: FirmId, request: Request, now: datetime) -> None:
        if request.kind is RequestKind.LEAVE:
            await self._away(c, firm, request.agent_id, AbsenceKind.LEAVE, (request.starts, request.ends))
            return
        for giver, taker, shift in await self._handovers(c, request, now):
            await self._away(c, firm, giver, AbsenceKind.SWAPPED, (shift.starts, shift.ends))
            await self.store.clear_swapped(c, taker, shift.starts, shift.ends)
            taken = Shift(taker, shift.starts, shift.ends, shift.breaks)
            await self.store.add_shifts(c, firm, [(ShiftId(self.tools.ids.new("shf")), taken)])

    async def _away(self, c: Connection, firm: FirmId, agent: AgentId, kind: AbsenceKind, times: Span) -> None:
        id_ = AbsenceId(self.tools.ids.new("abs"))
        absence = Absence(id=id_, agent_id=agent, kind=kind, starts=times[0], ends=times[1])
        await self.store.add_absence(c, firm, absence)


def secret_hash(secret: str) -> bytes:
    """Return what is kept of an address's secret: it has 256 bits of chance, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).digest()
