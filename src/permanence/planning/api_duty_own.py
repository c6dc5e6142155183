"""Routes of one's own duties: the coming weeks, requests, the calendar address; and how requests are decided."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from permanence.firms.model import Right, Visitor
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import AgentId, FirmId, is_id
from permanence.planning.duty import Note
from permanence.planning.duty_breaks import NextBreak
from permanence.planning.duty_requests import Deed, Request, RequestKind
from permanence.planning.service_duty_own import MyDuty, OwnDuty, Wish

DESK = {"rights": frozenset({Right.DESK})}
EITHER = {"rights": frozenset({Right.DESK, Right.SUPERVISE})}
CALENDAR = "/api/v1/duty/calendar/"
FILE = ".ics"

Moment = Annotated[datetime, Meta(tz=True)]
Waiting = Annotated[int, QueryParameter(ge=0, le=100_000)]


class TimesForm(msgspec.Struct, forbid_unknown_fields=True):
    """From when to when."""

    starts: Moment
    ends: Moment


class WishForm(msgspec.Struct, forbid_unknown_fields=True):
    """What one asks for: leave, or that a colleague takes a shift (`back`: and one takes the colleague's in return)."""

    kind: RequestKind
    starts: Moment
    ends: Moment
    colleague_id: AgentId | None = None
    back: TimesForm | None = None
    note: Note = ""


class DeedForm(msgspec.Struct, forbid_unknown_fields=True):
    """What one does with a request; a refusal says why."""

    deed: Deed
    reason: Note = ""


class BreakProposed(msgspec.Struct):
    """The next break; None where there is none to come."""

    next: NextBreak | None


class CalendarAddress(msgspec.Struct):
    """The path of the calendar, with its secret; it is shown this once."""

    path: str


@get("/me/duty", opt=DESK)
async def get_my_duty(
    visitor: NamedDependency[Visitor], own_duty: NamedDependency[OwnDuty], now: NamedDependency[datetime]
) -> MyDuty:
    """Return one's own coming weeks."""
    return await own_duty.mine(visitor, now)


@get("/me/duty/break", opt=DESK)
async def get_next_break(
    visitor: NamedDependency[Visitor],
    own_duty: NamedDependency[OwnDuty],
    now: NamedDependency[datetime],
    waiting: Waiting = 0,
    on_call: FromQuery[bool] = False,
) -> BreakProposed:
    """Return one's next break, and whether this moment, with so many callers waiting, is the one to take it."""
    return BreakProposed(await own_duty.next_break(visitor, waiting, on_call, now))


@post("/me/duty/requests", opt=DESK)
async def ask(
    visitor: NamedDependency[Visitor], own_duty: NamedDependency[OwnDuty], data: JSONBody[WishForm], now: NamedDependency[datetime]
) -> Request:
    """Ask for leave or offer a swap."""
    back = (data.back.starts, data.back.ends) if data.back is not None else None
    wish = Wish(
        kind=data.kind, times=(data.starts, data.ends), colleague=data.colleague_id, back=back, note=data.note
    )
    return await own_duty.ask(visitor, wish, now)


@post("/duty/requests/{id_:str}", opt=EITHER, status_code=200)
async def act(
    visitor: NamedDependency[Visitor],
    own_duty: NamedDependency[OwnDuty],
    id_: FromPath[str],
    data: JSONBody[DeedForm],
    now: NamedDependency[datetime],
) -> Request:
    """Accept or decline a swap, approve or refuse a request, or withdraw one's own."""
    return await own_duty.act(visitor, id_, data.deed, data.reason, now)


@post("/me/duty/calendar", opt={**DESK, "answer_is_secret": True})
async def renew_calendar(
    visitor: NamedDependency[Visitor], own_duty: NamedDependency[OwnDuty], now: NamedDependency[datetime]
) -> CalendarAddress:
    """Make a new secret address for one's calendar; the old one ends."""
    return CalendarAddress(CALENDAR + await own_duty.new_calendar(visitor, now))


@delete("/me/duty/calendar", opt=DESK)
async def end_calendar(
    visitor: NamedDependency[Visitor], own_duty: NamedDependency[OwnDuty], now: NamedDependency[datetime]
) -> None:
    """Have one's calendar address lead nowhere."""
    await own_duty.end_calendar(visitor, now)


@get("/duty/calendar/{firm:str}/{file:str}", opt={"public": True})
async def get_calendar(
    own_duty: NamedDependency[OwnDuty], firm: FromPath[str], file: FromPath[str], now: NamedDependency[datetime]
) -> Response[bytes]:
    """Return the calendar behind a secret address, as iCalendar; whoever has the address may read it."""
    if not is_id(firm, "frm") or not file.endswith(FILE):
        raise NotFound
    feed = await own_duty.calendar(FirmId(firm), file.removesuffix(FILE), now)
    return Response(feed, media_type="text/calendar; charset=utf-8")


router = Router(
    "/", route_handlers=[get_my_duty, get_next_break, ask, act, renew_calendar, end_calendar, get_calendar], tags=["duty"]
)
