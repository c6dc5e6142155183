"""Routes of duty rosters for supervisors: patterns, published shifts, absences, the week, adherence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import available_timezones

import msgspec
from litestar import Router, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, Meta, UnsetType

from permanence.firms.errors import UnknownTimeZone
from permanence.firms.model import Right, Visitor
from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.duty import (
    Absence,
    AbsenceKind,
    Country,
    EveryWeeks,
    Note,
    OwnDay,
    Pattern,
    Region,
    Turn,
    Weekdays,
    Zone,
)
from permanence.planning.model import Break, Shift
from permanence.planning.service_duty import AdherenceDay, Duty, DutyWeek

SUPERVISE = {"rights": frozenset({Right.SUPERVISE})}
ZONES = available_timezones()
SHIFTS_MAX = 20_000

Moment = Annotated[datetime, Meta(tz=True)]
From = Annotated[date, QueryParameter(name="from")]
To = Annotated[date, QueryParameter(name="to")]
Weeks = Annotated[int, QueryParameter(ge=1, le=4)]
People = Annotated[int, Meta(ge=0, le=1000)]
GivenKind = Literal["leave", "sickness", "training", "meeting", "other"]  # swaps come from requests alone


class PatternForm(msgspec.Struct, forbid_unknown_fields=True):
    """A weekly pattern to be written; without `country` the firm's public holidays are off."""

    agent_id: AgentId
    weekdays: Weekdays
    turn: Turn
    time_zone: Zone
    first: date
    last: date | None = None
    every_weeks: EveryWeeks = 1
    country: Country | None = None
    region: Region | None = None
    on_holidays: bool = False


class PatternChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change of a pattern; fields left out stay."""

    weekdays: Weekdays | UnsetType = UNSET
    turn: Turn | UnsetType = UNSET
    time_zone: Zone | UnsetType = UNSET
    first: date | UnsetType = UNSET
    last: date | UnsetType | None = UNSET
    every_weeks: EveryWeeks | UnsetType = UNSET
    country: Country | UnsetType | None = UNSET
    region: Region | UnsetType | None = UNSET
    on_holidays: bool | UnsetType = UNSET


class BreakForm(msgspec.Struct, forbid_unknown_fields=True):
    """A break within a shift."""

    starts: Moment
    ends: Moment


class ShiftForm(msgspec.Struct, forbid_unknown_fields=True):
    """A shift of a roster."""

    agent_id: AgentId
    starts: Moment
    ends: Moment
    breaks: Annotated[list[BreakForm], Meta(max_length=12)] = []


class RosterForm(msgspec.Struct, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """A roster to be published. It replaces what was published from `from` to `to` of all who have shifts here, and of
    `agents`, who may have none."""

    since: Moment
    until: Moment
    shifts: Annotated[list[ShiftForm], Meta(max_length=SHIFTS_MAX)]
    agents: Annotated[list[AgentId], Meta(max_length=5000)] = []


class RosterKept(msgspec.Struct):
    """How many shifts were published."""

    kept: int


class AbsenceForm(msgspec.Struct, forbid_unknown_fields=True):
    """An absence to be written."""

    agent_id: AgentId
    kind: GivenKind
    starts: Moment
    ends: Moment
    note: Note = ""


class WantedForm(msgspec.Struct, forbid_unknown_fields=True):
    """How many people a queue wants on duty while it is open."""

    people: People


class PatternList(msgspec.Struct):
    """Weekly patterns by agent."""

    items: Sequence[Pattern]


class AbsenceList(msgspec.Struct):
    """Absences by agent and start."""

    items: Sequence[Absence]


@get("/duty/week", opt=SUPERVISE)
async def get_week(
    visitor: NamedDependency[Visitor], duty: NamedDependency[Duty], first: From, now: NamedDependency[datetime], weeks: Weeks = 1
) -> DutyWeek:
    """Return who works when from a local date on, what is covered with its holes, and what is asked."""
    return await duty.week(visitor, first, weeks, now)


@get("/duty/adherence", opt=SUPERVISE)
async def get_adherence(
    visitor: NamedDependency[Visitor], duty: NamedDependency[Duty], day: FromQuery[date], now: NamedDependency[datetime]
) -> AdherenceDay:
    """Return planned against actual of a local date so far."""
    return await duty.adherence(visitor, day, now)


@get("/duty/patterns", opt=SUPERVISE)
async def list_patterns(
    visitor: NamedDependency[Visitor], duty: NamedDependency[Duty], agent: FromQuery[AgentId | None] = None
) -> PatternList:
    """Return weekly patterns, of one agent or of all."""
    return PatternList(await duty.patterns(visitor, agent))


@post("/duty/patterns", opt=SUPERVISE)
async def add_pattern(
    visitor: NamedDependency[Visitor], duty: NamedDependency[Duty], data: JSONBody[PatternForm], now: NamedDependency[datetime]
) -> Pattern:
    """Add a weekly pattern."""
    check_zone(data.time_zone)
    pattern = Pattern(id=duty.tools.ids.new("ptn"), **msgspec.structs.asdict(data))
    return await duty.add_pattern(visitor, pattern, now)


@patch("/duty/patterns/{id_:str}", opt=SUPERVISE)
async def change_pattern(
    visitor: NamedDependency[Visitor],
    duty: NamedDependency[Duty],
    id_: FromPath[str],
    data: JSONBody[PatternChange],
    now: NamedDependency[datetime],
) -> Pattern:
    """Change a weekly pattern."""
    changes = {name: value for name in data.__struct_fields__ if (value := getattr(data, name)) is not UNSET}
    if data.time_zone is not UNSET:
        check_zone(data.time_zone)
    return await duty.change_pattern(visitor, id_, changes, now)


@delete("/duty/patterns/{id_:str}", opt=SUPERVISE)
async def remove_pattern(
    visitor: NamedDependency[Visitor], duty: NamedDependency[Duty], id_: FromPath[str], now: NamedDependency[datetime]
) -> None:
    """Remove a weekly pattern."""
    await duty.remove_pattern(visitor, id_, now)


@put("/duty/days", opt=SUPERVISE)
async def put_day(
    visitor: NamedDependency[Visitor], duty: NamedDependency[Duty], data: JSONBody[OwnDay], now: NamedDependency[datetime]
) -> OwnDay:
    """Give an agent's date hours of its own; no turn is a day off."""
    check_zone(data.time_zone)
    return await duty.put_day(visitor, data, now)


@delete("/duty/days/{agent:str}/{day:date}", opt=SUPERVISE)
async def remove_day(
    visitor: NamedDependency[Visitor],
    duty: NamedDependency[Duty],
    agent: FromPath[str],
    day: FromPath[date],
    now: NamedDependency[datetime],
) -> None:
    """Have an agent's date follow the patterns again."""
    await duty.remove_day(visitor, AgentId(agent), day, now)


@post("/duty/shifts", opt=SUPERVISE)
async def publish(
    visitor: NamedDependency[Visitor], duty: NamedDependency[Duty], data: JSONBody[RosterForm], now: NamedDependency[datetime]
) -> RosterKept:
    """Publish a roster in place of what was published of these agents for this time."""
    shifts = [Shift(s.agent_id, s.starts, s.ends, tuple(Break(b.starts, b.ends) for b in s.breaks)) for s in data.shifts]
    return RosterKept(await duty.publish(visitor, data.agents, data.since, data.until, shifts, now))


@get("/duty/absences", opt=SUPERVISE)
async def list_absences(
    visitor: NamedDependency[Visitor],
    duty: NamedDependency[Duty],
    first: From,
    last: To,
    agent: FromQuery[AgentId | None] = None,
) -> AbsenceList:
    """Return the absences from one local date to another, both included."""
    return AbsenceList(await duty.absences(visitor, first, last, agent))


@post("/duty/absences", opt=SUPERVISE)
async def add_absence(
    visitor: NamedDependency[Visitor], duty: NamedDependency[Duty], data: JSONBody[AbsenceForm], now: NamedDependency[datetime]
) -> Absence:
    """Add an absence."""
    return await duty.add_absence(visitor, data.agent_id, AbsenceKind(data.kind), (data.starts, data.ends), data.note, now)


@delete("/duty/absences/{id_:str}", opt=SUPERVISE)
async def remove_absence(
    visitor: NamedDependency[Visitor], duty: NamedDependency[Duty], id_: FromPath[str], now: NamedDependency[datetime]
) -> None:
    """Remove an absence."""
    await duty.remove_absence(visitor, id_, now)


@put("/duty/wanted/{queue:str}", opt=SUPERVISE, status_code=204)
async def set_wanted(
    visitor: NamedDependency[Visitor],
    duty: NamedDependency[Duty],
    queue: FromPath[str],
    data: JSONBody[WantedForm],
    now: NamedDependency[datetime],
) -> None:
    """Say how many people a queue wants on duty while it is open."""
    await duty.set_wanted(visitor, QueueId(queue), data.people, now)


def check_zone(name: str) -> None:
    """Raise `UnknownTimeZone` for a zone that nobody knows."""
    if name not in ZONES:
        raise UnknownTimeZone(param="time_zone")


router = Router(
    "/",
    route_handlers=[
        get_week, get_adherence, list_patterns, add_pattern, change_pattern, remove_pattern, put_day, remove_day, publish,
        list_absences, add_absence, remove_absence, set_wanted,
    ],
    tags=["duty"],
)  # fmt: skip
