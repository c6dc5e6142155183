"""Routes of calls afterwards: search, one call with its ladder, corrections, a customer's last calls, export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from litestar import Response, Router, get, patch
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from permanence.firms.model import Right, Visitor
from permanence.interaction.archive import Viewer
from permanence.interaction.history import (
    EXPORT_HEAD,
    NOTES_MAX,
    TEXT_MAX,
    Amendment,
    CallDetails,
    CallLine,
    Filters,
    export_row,
)
from permanence.interaction.service import History
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import AgentId, InteractionId, NumberId, QueueId, is_id
from permanence.kernel.page import LIMIT, LIMIT_MAX, Cursor, Page
from permanence.kernel.phone import parse

READING = {"rights": frozenset({Right.HISTORY, Right.DESK})}
EXPORTING = {"rights": frozenset({Right.HISTORY})}

Word = FromQuery[Annotated[str, Meta(max_length=40, pattern=r"^[^\x00]*$")] | None]
Text = Annotated[Annotated[str, Meta(max_length=TEXT_MAX, pattern=r"^[^\x00]*$")] | None, QueryParameter(name="q")]
Since = Annotated[datetime | None, QueryParameter(name="from")]
Until = Annotated[datetime | None, QueryParameter(name="to")]
Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX)]
Way = FromQuery[Literal["inbound", "outbound"] | None]


class CallChange(msgspec.Struct, forbid_unknown_fields=True):
    """A correction after the call: fields left out stay, an empty disposition takes it away."""

    disposition: Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9_]*$")] | None = None
    notes: Annotated[str, Meta(max_length=NOTES_MAX, pattern=r"^[^\x00]*$")] | None = None


class CallList(msgspec.Struct):
    """Some calls, newest first."""

    items: Sequence[CallLine]


async def provide_viewer(visitor: NamedDependency[Visitor], history: NamedDependency[History]) -> Viewer:
    """Return who looks: the visitor, and the agent that the visitor is."""
    agent = await history.agent_of(visitor.firm, visitor.person.id) if Right.DESK in visitor.rights else None
    return Viewer(visitor.firm, visitor.person.id, agent, visitor.rights)


def provide_filters(
    since: Since = None,
    until: Until = None,
    number: Word = None,
    queue: Word = None,
    agent: Word = None,
    outcome: Word = None,
    direction: Way = None,
    disposition: Word = None,
    customer: Word = None,
    text: Text = None,
) -> Filters:
    """Return which calls are asked for; times without a zone are meant in UTC."""
    return Filters(
        since=_aware(since),
        until=_aware(until),
        number=NumberId(number) if number else None,
        queue=QueueId(queue) if queue else None,
        agent=AgentId(agent) if agent else None,
        outcome=outcome or None,
        direction=direction,
        disposition=disposition or None,
        customer=parse(customer, "FR") if customer else None,
        text=text.strip() or None if text else None,
    )


def _aware(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def call_id(text: str) -> InteractionId:
    """Return the id of a call, or raise `NotFound` for what cannot be one."""
    if not is_id(text, "int"):
        raise NotFound
    return InteractionId(text)


@get("/calls", opt=READING)
async def list_calls(
    viewer: NamedDependency[Viewer],
    history: NamedDependency[History],
    filters: NamedDependency[Filters],
    cursor: FromQuery[str | None] = None,
    limit: Limit = LIMIT,
) -> Page[CallLine]:
    """Return calls, newest first; agents see their own."""
    return await history.list(viewer, filters, Cursor.parse(cursor, limit))


@get("/calls.csv", opt=EXPORTING, media_type="text/csv")
async def export_calls(
    viewer: NamedDependency[Viewer], history: NamedDependency[History], filters: NamedDependency[Filters]
) -> Response[bytes]:
    """Return calls as a file for spreadsheets; no cell is taken for a formula."""
    lines = await history.export(viewer, filters)
    # The mark at the beginning tells spreadsheets that accents are UTF-8.
    body = b"\xef\xbb\xbf" + "".join(_csv(lines)).encode()
    headers = {"Content-Disposition": 'attachment; filename="calls.csv"'}
    return Response(body, media_type="text/csv", headers=headers)


def _csv(lines: Sequence[CallLine]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(EXPORT_HEAD)
    writer.writerows(export_row(line) for line in lines)
    yield buffer.getvalue()


@get("/calls/{call:str}", opt=READING)
async def get_call(
    viewer: NamedDependency[Viewer], history: NamedDependency[History], call: FromPath[str]
) -> CallDetails:
    """Return one call with its ladder and its recordings."""
    return await history.details(viewer, call_id(call))


@patch("/calls/{call:str}", opt=READING)
async def amend_call(
    viewer: NamedDependency[Viewer],
    history: NamedDependency[History],
    call: FromPath[str],
    data: JSONBody[CallChange],
) -> CallLine:
    """Correct disposition and notes after the call."""
    return await history.amend(viewer, call_id(call), Amendment(data.disposition, data.notes))


@get("/customers/{customer:str}/calls", opt=READING)
async def customer_calls(
    viewer: NamedDependency[Viewer], history: NamedDependency[History], customer: FromPath[str]
) -> CallList:
    """Return the last calls of the customer of a call (by its id), or of a number for those who see numbers."""
    if is_id(customer, "int"):
        return CallList(await history.of_customer(viewer, InteractionId(customer)))
    return CallList(await history.of_number(viewer, parse(customer, "FR")))


router = Router(
    "/",
    route_handlers=[list_calls, export_calls, get_call, amend_call, customer_calls],
    dependencies={
        "viewer": Provide(provide_viewer),
        "filters": Provide(provide_filters, sync_to_thread=False),
    },
    tags=["calls"],
)
