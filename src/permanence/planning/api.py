"""Routes of planning: the past, special days, terms, and the forecast."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT
from msgspec import field

from permanence.firms.model import Right, Visitor
from permanence.planning.forecast import BackTest
from permanence.planning.refusals import sentence
from permanence.planning.service import Outlook, Planning, State
from permanence.planning.terms import Day, Factor, Note, SpecialDay, Terms
from permanence.planning.wallclock import STEP_S, Floats

SUPERVISE = {"rights": frozenset({Right.SUPERVISE})}
FILE_MAX = 100 << 20
"""A million calls are about fifty megabytes."""
DAYS_MAX = 28

First = Annotated[date, QueryParameter(name="from")]
Days = Annotated[int, QueryParameter(ge=1, le=DAYS_MAX)]


class QueuePast(msgspec.Struct):
    """A queue and what is known of its past, as local days."""

    id: str
    name: str
    first: date | None = field(name="from")
    last: date | None = field(name="to")
    quarters: int
    calls: float


class PlanningState(msgspec.Struct):
    """What is known, and on which terms is planned."""

    zone: str
    queues: list[QueuePast]
    terms: Terms
    special_days: list[SpecialDay]


class RefusedLine(msgspec.Struct):
    """A line that was not taken, and why."""

    line: int
    column: str
    reason: str


class QueueFound(msgspec.Struct):
    """A queue named in the file; without an id the firm has none of this name, and its lines are refused."""

    name: str
    queue_id: str | None
    calls: float
    first: date | None = field(name="from")
    last: date | None = field(name="to")


class HistoryRead(msgspec.Struct):
    """What came of a file; of the refused lines the first hundred."""

    lines: int
    accepted: int
    refused: list[RefusedLine]
    refused_total: int
    queues: list[QueueFound]


class SpecialDayForm(msgspec.Struct, forbid_unknown_fields=True):
    """What is special about a day."""

    factor: Factor
    note: Note = ""


class Holiday(msgspec.Struct):
    """A public holiday."""

    date: Day
    name: str


class QueueForecast(msgspec.Struct):
    """A queue's figures, one for each quarter."""

    queue_id: str
    name: str
    p10: list[int]
    p50: list[int]
    p90: list[int]
    mean: list[float]
    handling_s: list[float]
    spread: float
    back_test: BackTest


class Forecasts(msgspec.Struct):
    """The forecast of all queues with a past."""

    first: date = field(name="from")
    days: int
    step_s: int
    zone: str
    starts: list[datetime]
    holidays: list[Holiday]
    queues: list[QueueForecast]


@get("/planning/state", opt=SUPERVISE)
async def get_state(visitor: NamedDependency[Visitor], planning: NamedDependency[Planning]) -> PlanningState:
    """Return what is known of the past, the terms, the special days."""
    return _state(await planning.state(visitor))


@post("/planning/history", opt={**SUPERVISE, "repeatable": True}, status_code=HTTP_200_OK, request_max_body_size=FILE_MAX)
async def add_history(
    request: Request[Any, Any, Any],
    visitor: NamedDependency[Visitor],
    planning: NamedDependency[Planning],
    now: NamedDependency[datetime],
    dry_run: FromQuery[bool] = False,
) -> HistoryRead:
    """Take calls of the past from a CSV file (the body): one line a call, or one a quarter, half or whole hour of a queue."""
    reading, zone = await planning.import_history(visitor, await request.body(), now, dry_run=dry_run)
    language = visitor.person.language

    def day(moment: int | None) -> date | None:
        return None if moment is None else datetime.fromtimestamp(moment, zone).date()

    return HistoryRead(
        reading.lines,
        reading.accepted,
        [RefusedLine(each.line, each.column, sentence(each, language)) for each in reading.refused],
        reading.refused_total,
        [QueueFound(each.name, each.queue, each.calls, day(each.first), day(each.last)) for each in reading.queues],
    )


@put("/planning/terms", opt=SUPERVISE)
async def put_terms(
    visitor: NamedDependency[Visitor], planning: NamedDependency[Planning], data: JSONBody[Terms], now: NamedDependency[datetime]
) -> Terms:
    """Write the terms on which is planned."""
    return await planning.keep_terms(visitor, data, now)


@put("/planning/special-days/{day:date}", opt=SUPERVISE)
async def put_special_day(
    visitor: NamedDependency[Visitor],
    planning: NamedDependency[Planning],
    day: FromPath[date],
    data: JSONBody[SpecialDayForm],
    now: NamedDependency[datetime],
) -> SpecialDay:
    """Say that so many times the usual calls will come on a day, or came."""
    special = SpecialDay(day, data.factor, data.note)
    await planning.keep_special_day(visitor, special, now)
    return special


@delete("/planning/special-days/{day:date}", opt=SUPERVISE, status_code=HTTP_204_NO_CONTENT)
async def remove_special_day(
    visitor: NamedDependency[Visitor],
    planning: NamedDependency[Planning],
    day: FromPath[date],
    now: NamedDependency[datetime],
) -> None:
    """Say that a day is like others."""
    await planning.remove_special_day(visitor, day, now)


@get("/planning/forecast", opt=SUPERVISE)
async def get_forecast(
    visitor: NamedDependency[Visitor],
    planning: NamedDependency[Planning],
    now: NamedDependency[datetime],
    first: First,
    days: Days = 7,
) -> Forecasts:
    """Return the calls and the handling expected in each quarter of some days, with how well the last weeks would have been told."""
    return _forecasts(await planning.outlook(visitor, first, days, now))


def _state(state: State) -> PlanningState:
    queues: list[QueuePast] = []
    for queue in state.queues:
        span = state.spans.get(queue.id)
        if span is None:
            queues.append(QueuePast(queue.id, queue.name, None, None, 0, 0.0))
        else:
            first, last = (moment.astimezone(state.zone).date() for moment in (span.first, span.last))
            queues.append(QueuePast(queue.id, queue.name, first, last, span.quarters, round(span.calls, 2)))
    return PlanningState(state.firm.time_zone, queues, state.terms, list(state.special_days))


def _forecasts(outlook: Outlook) -> Forecasts:
    queues = [
        QueueForecast(
            queue.id,
            queue.name,
            _whole(told.p10),
            _whole(told.p50),
            _whole(told.p90),
            _rounded(told.mean, 3),
            _rounded(told.handling_s, 1),
            round(told.spread, 4),
            told.back_test,
        )
        for queue, told in outlook.queues
    ]
    holidays = [Holiday(day, name) for day, name in outlook.holidays.items()]
    return Forecasts(
        outlook.first, outlook.days, STEP_S, outlook.zone.key, list(outlook.starts), holidays, queues
    )


def _whole(counts: Floats) -> list[int]:
    return [int(count) for count in counts]


def _rounded(figures: Floats, digits: int) -> list[float]:
    return [round(float(figure), digits) for figure in figures]


router = Router(
    "/",
    route_handlers=[get_state, add_history, put_terms, put_special_day, remove_special_day, get_forecast],
    tags=["planning"],
)
