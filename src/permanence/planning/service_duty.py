"""Duty rosters of a firm: patterns, published shifts, absences; the week with its holes; who kept to the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec

from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.ids import AbsenceId, AgentId, QueueId, ShiftId
from permanence.kernel.public_holidays import holiday_name
from permanence.planning.duty import Absence, AbsenceKind, Duties, Note, OwnDay, Pattern, expand, local_days
from permanence.planning.duty_adherence import Adherence, Span, Stretch, adherence
from permanence.planning.duty_coverage import Coverage, Hole, cover
from permanence.planning.duty_requests import Request
from permanence.planning.duty_watch import FRESH
from permanence.planning.errors_duty import BreakOutside, RosterOverlap, ShiftOutside, TimesInvalid
from permanence.planning.model import Break, Shift
from permanence.planning.ports_duty import Colleague, DutyStore, Surroundings

RANGE_MAX = timedelta(days=62)
SHIFT_MAX = timedelta(hours=24)
ABSENCE_MAX = timedelta(days=731)
SETTLED_SHOWN = timedelta(days=14)
REQUESTS_MAX = 200
DAY = timedelta(days=1)
YEARS = range(2000, 2100)


class PublicHoliday(msgspec.Struct, frozen=True):
    """A public holiday of the firm's country."""

    day: date
    name: str


class DutyRow(msgspec.Struct, frozen=True):
    """An agent's line of the week."""

    agent_id: AgentId
    alias: str
    shifts: Sequence[Shift]
    absences: Sequence[Absence]
    days: Sequence[OwnDay]


class DutyWeek(msgspec.Struct, frozen=True, kw_only=True):
    """Who works when from `starts` to `ends`, what is covered, and what is asked. `first` is a local date."""

    first: date
    time_zone: str
    starts: datetime
    ends: datetime
    agents: Sequence[DutyRow]
    coverage: Sequence[Coverage]
    holes: Sequence[Hole]
    holidays: Sequence[PublicHoliday]
    requests: Sequence[Request]


class AdherenceRow(msgspec.Struct, frozen=True):
    """An agent's day: planned, seen, and how they compare."""

    agent_id: AgentId
    alias: str
    shifts: Sequence[Shift]
    seen: Sequence[Stretch]
    kept: Adherence


class AdherenceDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day planned against actual. `watched` says when the platform looked; outside of it nothing is known."""

    day: date
    time_zone: str
    starts: datetime
    ends: datetime
    now: datetime
    percent: float | None
    watched: Sequence[Span]
    rows: Sequence[AdherenceRow]


@dataclass(slots=True)
class Duty:
    """What supervisors do with rosters; each use case is one transaction with its line in the audit."""

    tools: Tools
    store: DutyStore
    around: Surroundings

    async def week(self, visitor: Visitor, first: date, weeks: int, now: datetime) -> DutyWeek:
        """Return who works when, with holes and requests."""
        check_day(first)
        async with self.tools.database.firm(visitor.firm) as c:
            firm = await self.tools.firms.firm(c)
            since, until = local_days(first, 7 * weeks, ZoneInfo(firm.time_zone))
            duties = await self.store.duties(c, since, until)
            agents = await self.around.agents(c)
            demands = await self.around.demands(c, visitor.firm, since, until, await self.store.wanted(c))
            requests = await self.store.requests(c, None, now - SETTLED_SHOWN, REQUESTS_MAX)
        shifts = expand(duties, since, until)
        coverage = [cover(demand, shifts, since, until) for demand in demands]
        days = [first + n * DAY for n in range(7 * weeks)]
        named = [(day, holiday_name(firm.country, None, day)) for day in days]
        holes = sorted((hole for each in coverage for hole in each.holes), key=lambda h: (h.starts, h.kind, h.name, h.id))
        return DutyWeek(
            first=first, time_zone=firm.time_zone, starts=since, ends=until, agents=_rows(agents, shifts, duties, first, first + 7 * weeks * DAY),
            coverage=coverage, holes=holes, holidays=[PublicHoliday(day, name) for day, name in named if name is not None],
            requests=requests,
        )  # fmt: skip

    async def adherence(self, visitor: Visitor, day: date, now: datetime) -> AdherenceDay:
        """Return how everybody who was planned or seen on a local day kept to the plan so far."""
        check_day(day)
        async with self.tools.database.firm(visitor.firm) as c:
            firm = await self.tools.firms.firm(c)
            since, until = local_days(day, 1, ZoneInfo(firm.time_zone))
            duties = await self.store.duties(c, since, until)
            shifts = [shift for shift in expand(duties, since, until) if since <= shift.starts < until]
            last = max([until, *(shift.ends for shift in shifts)])
            agents = await self.around.agents(c)
            stretches = await self.store.stretches(c, since, last)
            watched = [_up_to_now(span, now) for span in await self.store.watched(c, since, last)]
        rows: list[AdherenceRow] = []
        for agent in agents:
            own = [shift for shift in shifts if shift.agent == agent.id]
            seen = [stretch for stretch in stretches if stretch.agent == agent.id]
            if own or seen:
                kept = adherence(agent.id, own, seen, watched, now)
                rows.append(AdherenceRow(agent.id, agent.alias, own, seen, kept))
        planned, kept_min = sum(row.kept.planned_min for row in rows), sum(row.kept.kept_min for row in rows)
        percent = round(100 * kept_min / planned, 1) if planned else None
        return AdherenceDay(
            day=day, time_zone=firm.time_zone, starts=since, ends=last, now=now, percent=percent, watched=watched, rows=rows
        )

    async def patterns(self, visitor: Visitor, agent: AgentId | None) -> Sequence[Pattern]:
        """Return weekly patterns, of one agent or of all."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.patterns(c, None if agent is None else [agent])

    async def add_pattern(self, visitor: Visitor, pattern: Pattern, now: datetime) -> Pattern:
        """Write a new pattern; one without a country has the firm's holidays."""
        async with self.tools.database.firm(visitor.firm) as c:
            if pattern.country is None:
                pattern = msgspec.structs.replace(pattern, country=(await self.tools.firms.firm(c)).country)
            await self.store.put_pattern(c, visitor.firm, pattern)
            await note(self.tools, c, visitor, "duty_pattern.added", pattern.id, now)
        return pattern

    async def change_pattern(self, visitor: Visitor, id_: str, changes: dict[str, object], now: datetime) -> Pattern:
        """Change a pattern."""
        async with self.tools.database.firm(visitor.firm) as c:
            pattern = msgspec.structs.replace(await self.store.pattern(c, id_), **changes)
            await self.store.put_pattern(c, visitor.firm, pattern)
            await note(self.tools, c, visitor, "duty_pattern.changed", id_, now)
        return pattern

    async def remove_pattern(self, visitor: Visitor, id_: str, now: datetime) -> None:
        """Delete a pattern."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.remove_pattern(c, id_)
            await note(self.tools, c, visitor, "duty_pattern.removed", id_, now)

    async def put_day(self, visitor: Visitor, day: OwnDay, now: datetime) -> OwnDay:
        """Give an agent's date hours of its own."""
        check_day(day.day)
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.put_day(c, visitor.firm, day)
            await note(self.tools, c, visitor, "duty_day.set", day.agent_id, now, {"day": day.day.isoformat()})
        return day

    async def remove_day(self, visitor: Visitor, agent: AgentId, day: date, now: datetime) -> None:
        """Have an agent's date follow the patterns again."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.remove_day(c, agent, day)
            await note(self.tools, c, visitor, "duty_day.removed", agent, now, {"day": day.isoformat()})

    async def publish(
        self, visitor: Visitor, agents: Iterable[AgentId], since: datetime, until: datetime, shifts: Sequence[Shift], now: datetime
    ) -> int:
        """Replace what is published of these agents (and of those who have shifts here) in this time; return the shifts kept."""
        check_roster(shifts, since, until)
        named = sorted({*agents, *(shift.agent for shift in shifts)})
        kept = [(ShiftId(self.tools.ids.new("shf")), shift) for shift in shifts]
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.publish(c, visitor.firm, named, since, until)
            await self.store.add_shifts(c, visitor.firm, kept)
            detail: dict[str, object] = {"from": since.isoformat(), "to": until.isoformat(), "agents": len(named), "shifts": len(kept)}
            await note(self.tools, c, visitor, "duty.published", None, now, detail)
        return len(kept)

    async def absences(self, visitor: Visitor, first: date, last: date, agent: AgentId | None) -> Sequence[Absence]:
        """Return absences that touch these local dates."""
        check_day(first)
        check_day(last)
        async with self.tools.database.firm(visitor.firm) as c:
            zone = ZoneInfo((await self.tools.firms.firm(c)).time_zone)
            since, until = local_days(first, (last - first).days + 1, zone)
            return await self.store.absences(c, since, until, None if agent is None else [agent])

    async def add_absence(
        self, visitor: Visitor, agent: AgentId, kind: AbsenceKind, times: Span, remark: Note, now: datetime
    ) -> Absence:
        """Write an absence."""
        check_times(*times, ABSENCE_MAX)
        id_ = AbsenceId(self.tools.ids.new("abs"))
        absence = Absence(id=id_, agent_id=agent, kind=kind, starts=times[0], ends=times[1], note=remark)
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.add_absence(c, visitor.firm, absence)
            await note(self.tools, c, visitor, "duty_absence.added", absence.id, now, {"agent": agent})
        return absence

    async def remove_absence(self, visitor: Visitor, id_: str, now: datetime) -> None:
        """Delete an absence."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.remove_absence(c, id_)
            await note(self.tools, c, visitor, "duty_absence.removed", id_, now)

    async def set_wanted(self, visitor: Visitor, queue: QueueId, people: int, now: datetime) -> None:
        """Say how many people a queue wants while it is open."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.set_wanted(c, visitor.firm, queue, people)
            await note(self.tools, c, visitor, "duty.wanted", queue, now, {"people": people})


async def note(
    tools: Tools, c: Connection, visitor: Visitor, action: str, subject: str | None, now: datetime,
    detail: dict[str, object] | None = None,
) -> None:  # fmt: skip
    """Write what was done into the audit."""
    await tools.firms.audit(c, visitor.firm, tools.ids.new("aud"), now, visitor.person.id, action, subject, detail)


def check_times(starts: datetime, ends: datetime, longest: timedelta = RANGE_MAX) -> None:
    """Raise `TimesInvalid` where a time is empty, too long or in another century."""
    if not (timedelta(0) < ends - starts <= longest and starts.year in YEARS and ends.year in YEARS):
        raise TimesInvalid(param="ends", days_max=longest.days)


def check_day(day: date) -> None:
    """Raise `TimesInvalid` for a date of another century."""
    if day.year not in YEARS:
        raise TimesInvalid(param="day", days_max=RANGE_MAX.days)


def check_roster(shifts: Iterable[Shift], since: datetime, until: datetime) -> None:
    """Raise what speaks against publishing these shifts for this time."""
    check_times(since, until)
    ordered = sorted(shifts, key=lambda s: (s.agent, s.starts))
    for shift in ordered:
        check_times(shift.starts, shift.ends, SHIFT_MAX)
        if not since <= shift.starts < until:
            raise ShiftOutside(param="shifts")
        _check_breaks(shift.breaks, shift)
    for one, other in pairwise(ordered):
        if one.agent == other.agent and other.starts < one.ends:
            raise RosterOverlap(param="shifts")


def _check_breaks(breaks: Sequence[Break], shift: Shift) -> None:
    end = shift.starts
    for each in breaks:
        if not end <= each.starts < each.ends <= shift.ends:
            raise BreakOutside(param="breaks")
        end = each.ends


def _rows(
    agents: Iterable[Colleague], shifts: Sequence[Shift], duties: Duties, first: date, after: date
) -> list[DutyRow]:
    own: dict[AgentId, list[Shift]] = defaultdict(list)
    for shift in shifts:
        own[shift.agent].append(shift)
    return [
        DutyRow(
            agent.id,
            agent.alias,
            own[agent.id],
            [absence for absence in duties.absences if absence.agent_id == agent.id],
            [day for day in duties.days if day.agent_id == agent.id and first <= day.day < after],
        )
        for agent in agents
    ]


def _up_to_now(span: Span, now: datetime) -> Span:
    """Return a watch that goes on as one that lasts until now."""
    return (span[0], now) if span[1] <= now <= span[1] + FRESH else span
