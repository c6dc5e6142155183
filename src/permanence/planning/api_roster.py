"""Routes from the forecast to people: requirement, roster, and what a roster is worth. They change nothing; shifts that are
published go elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from time import monotonic
from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta, field

from permanence.firms.model import Right, Visitor
from permanence.kernel.ids import AgentId
from permanence.planning.model import Break, Shift
from permanence.planning.service_roster import Rostered, Rosters

ASKED = {"rights": frozenset({Right.SUPERVISE}), "repeatable": True}
BODY_MAX = 8 << 20

Days = Annotated[int, Meta(ge=1, le=28)]
Moment = Annotated[datetime, Meta(tz=True)]


class Some(msgspec.Struct, forbid_unknown_fields=True):
    """Some days in a row."""

    first: date = field(name="from")
    days: Days


class BreakForm(msgspec.Struct, forbid_unknown_fields=True):
    """A break."""

    starts: Moment
    ends: Moment


class ShiftForm(msgspec.Struct):
    """A shift as the pages have it; what else they know of it is not looked at."""

    agent_id: AgentId
    starts: Moment
    ends: Moment
    breaks: Annotated[list[BreakForm], Meta(max_length=30)] = []


class Plan(msgspec.Struct, forbid_unknown_fields=True):
    """Shifts of some days, to be judged."""

    first: date = field(name="from")
    days: Days
    shifts: Annotated[list[ShiftForm], Meta(max_length=20_000)]

    def known(self) -> list[Shift]:
        """Return the shifts as planning knows them."""
        return [
            Shift(each.agent_id, each.starts, each.ends, tuple(Break(pause.starts, pause.ends) for pause in each.breaks))
            for each in self.shifts
        ]


class QueueRequired(msgspec.Struct):
    """The people that must be on duty for a queue, by quarter."""

    queue_id: str
    name: str
    agents: Sequence[int]


class Requirement(msgspec.Struct):
    """What some days require, and the terms on which."""

    starts: Sequence[datetime]
    queues: list[QueueRequired]
    within_s: int
    late: float
    shrinkage: float


class QueueJudgement(msgspec.Struct):
    """A queue by quarter: people required and planned, and the part of callers who wait longer than promised."""

    queue_id: str
    name: str
    required: Sequence[int]
    planned: Sequence[float]
    late: Sequence[float]


class RulesBroken(msgspec.Struct):
    """What an agent's shifts break of the working rules, in sentences."""

    agent_id: str
    alias: str
    rules: Sequence[str]


class Judgement(msgspec.Struct):
    """What shifts are worth: `cost` in millionths of the currency; and the working rules that they break."""

    starts: Sequence[datetime]
    queues: list[QueueJudgement]
    late_mean: float
    late_worst: float
    hours: float
    cost: int
    broken: list[RulesBroken]


class ShiftMade(msgspec.Struct):
    """A shift of the roster."""

    agent_id: str
    alias: str
    starts: datetime
    ends: datetime
    breaks: Sequence[Break]


class Roster(msgspec.Struct):
    """A roster, what it is worth, how long it took, and sentences about what it could not do."""

    shifts: list[ShiftMade]
    judged: Judgement
    seconds: float
    notes: Sequence[str]


@post("/planning/requirement", opt=ASKED, status_code=HTTP_200_OK)
async def ask_requirement(
    visitor: NamedDependency[Visitor], rosters: NamedDependency[Rosters], data: JSONBody[Some], now: NamedDependency[datetime]
) -> Requirement:
    """Return how many people must be on duty in each quarter of some days."""
    outlook, need = await rosters.requirement(visitor, data.first, data.days, now)
    queues = [QueueRequired(queue.id, queue.name, need[queue.id]) for queue, _ in outlook.queues]
    return Requirement(outlook.starts, queues, outlook.terms.within_s, outlook.terms.late, outlook.terms.shrinkage)


@post("/planning/roster", opt=ASKED, status_code=HTTP_200_OK)
async def ask_roster(
    visitor: NamedDependency[Visitor], rosters: NamedDependency[Rosters], data: JSONBody[Some], now: NamedDependency[datetime]
) -> Roster:
    """Make a roster; it is kept nowhere."""
    since = monotonic()
    return _roster(await rosters.roster(visitor, data.first, data.days, now), since)


@get("/planning/roster", opt={"rights": ASKED["rights"]})
async def get_roster(
    visitor: NamedDependency[Visitor],
    rosters: NamedDependency[Rosters],
    first: Annotated[date, QueryParameter(name="from")],
    now: NamedDependency[datetime],
    days: Annotated[int, QueryParameter(ge=1, le=28)] = 7,
) -> Roster:
    """Return the roster that is in force, to begin with it."""
    since = monotonic()
    return _roster(await rosters.in_force(visitor, first, days, now), since)


@post("/planning/judge", opt=ASKED, status_code=HTTP_200_OK, request_max_body_size=BODY_MAX)
async def ask_judge(
    visitor: NamedDependency[Visitor], rosters: NamedDependency[Rosters], data: JSONBody[Plan], now: NamedDependency[datetime]
) -> Judgement:
    """Say what shifts are worth, before anybody is told of them."""
    return _judgement(await rosters.judge(visitor, data.first, data.days, data.known(), now))


def _roster(found: Rostered, since: float) -> Roster:
    shifts = [
        ShiftMade(shift.agent, found.agents[shift.agent].alias, shift.starts, shift.ends, shift.breaks)
        for shift in found.made.shifts
    ]
    return Roster(shifts, _judgement(found), round(monotonic() - since, 2), found.made.notes)


def _judgement(found: Rostered) -> Judgement:
    outlook, judged = found.outlook, found.judged
    names = {queue.id: queue.name for queue, _ in outlook.queues}
    queues = [QueueJudgement(each.queue, names[each.queue], each.required, each.planned, each.late) for each in judged.queues]
    return Judgement(
        outlook.starts, queues, round(judged.late_mean, 5), round(judged.late_worst, 5), round(judged.hours, 2), judged.cost,
        [RulesBroken(agent, found.agents[agent].alias, rules) for agent, rules in found.broken.items()],
    )


router = Router("/", route_handlers=[ask_requirement, ask_roster, get_roster, ask_judge], tags=["planning"])
