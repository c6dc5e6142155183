"""Routes that play days of a plan with the floor's own rules. They take some seconds each and change nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from litestar import Router, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import field

from permanence.firms.model import Visitor
from permanence.planning.api_roster import ASKED, BODY_MAX, Days, Moment, Plan
from permanence.planning.service_played import Plays


class DayPlan(Plan, forbid_unknown_fields=True, kw_only=True):
    """Shifts of some days, of which one is to be played."""

    day: date


class QueuePlayedTold(msgspec.Struct):
    """A queue over all plays, by quarter of the day: callers, and those who waited longer than promised; `broken` plays had too
    many of them."""

    queue_id: str
    calls: Sequence[int]
    late: Sequence[int]
    broken: int


class DayPlayed(msgspec.Struct):
    """What came of a day that was played so often with these shifts."""

    day: date
    starts: Sequence[datetime]
    plays: int
    broken: int
    queues: list[QueuePlayedTold]


class Hour(msgspec.Struct, forbid_unknown_fields=True):
    """An hour of some days in a row, by its first quarter."""

    first: date = field(name="from")
    days: Days
    starts: Moment


class KindNeeded(msgspec.Struct):
    """People who serve the same queues: how many it takes for calls, and how many there are in all."""

    queue_ids: Sequence[str]
    people: int
    there: int


class HourNeeds(msgspec.Struct):
    """The people who must be on duty in an hour, and of each kind those it takes for calls (shrinkage comes on top); `kept` is False where nobody there could keep the promise."""

    starts: datetime
    people: int
    kept: bool
    kinds: list[KindNeeded]


@post("/planning/played-day", opt=ASKED, status_code=HTTP_200_OK, request_max_body_size=BODY_MAX)
async def ask_played_day(
    visitor: NamedDependency[Visitor], plays: NamedDependency[Plays], data: JSONBody[DayPlan], now: NamedDependency[datetime]
) -> DayPlayed:
    """Play a day with these shifts, several times, and say who waited too long."""
    told = await plays.day(visitor, data.first, data.days, data.day, data.known(), now)
    played = told.played
    queues = [QueuePlayedTold(each.queue, each.calls, each.late, each.broken) for each in played.queues]
    count = len(queues[0].calls) if queues else 0
    return DayPlayed(data.day, told.outlook.starts[told.first : told.first + count], played.plays, played.broken, queues)


@post("/planning/played-hour", opt=ASKED, status_code=HTTP_200_OK)
async def ask_played_hour(
    visitor: NamedDependency[Visitor], plays: NamedDependency[Plays], data: JSONBody[Hour], now: NamedDependency[datetime]
) -> HourNeeds:
    """Return the people whom an hour takes, found by playing it."""
    told = await plays.hour(visitor, data.first, data.days, data.starts, now)
    kinds = [
        KindNeeded(kind.queues, people, kind.people)
        for kind, people in zip(told.kinds, told.found.people, strict=True)
    ]
    return HourNeeds(data.starts, _on_duty(sum(told.found.people), told.shrinkage), told.found.kept, kinds)


def _on_duty(people: int, shrinkage: float) -> int:
    """Return how many must be on duty so that so many are there for calls."""
    return math.ceil(people / (1 - shrinkage) - 1e-9)


router = Router("/", route_handlers=[ask_played_day, ask_played_hour], tags=["planning"])
