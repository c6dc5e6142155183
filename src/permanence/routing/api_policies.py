"""Routes of the versions of the rules of distribution."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK

from permanence.firms.model import Right, Visitor
from permanence.kernel.ids import PolicyId
from permanence.kernel.page import LIMIT, LIMIT_MAX, Cursor, Page
from permanence.routing.policy import DAYS_MAX, Note, Policy, Rules
from permanence.routing.service_policy import InForce, Policies

SUPERVISE = {"rights": frozenset({Right.SUPERVISE})}
Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX)]
CursorText = FromQuery[str | None]


class DraftForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where a draft begins: with an earlier version, or (None) with what is in force."""

    source: PolicyId | None = None


class DraftChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change of a draft: the rules of these queues, the note; what is left out stays."""

    rules: Rules | None = None
    note: Note | None = None


class TrialForm(msgspec.Struct, forbid_unknown_fields=True):
    """The days on which a draft shall be tried."""

    days: Annotated[list[date], msgspec.Meta(min_length=1, max_length=DAYS_MAX)]


class NoteForm(msgspec.Struct, forbid_unknown_fields=True):
    """Why the rules change, for those who read the versions later."""

    note: Note = ""


class DayWithCalls(msgspec.Struct, frozen=True):
    """A local day of the firm, and how many calls came into its queues."""

    day: date
    calls: int


@get("/policies", opt=SUPERVISE)
async def list_policies(
    visitor: NamedDependency[Visitor], policies: NamedDependency[Policies], cursor: CursorText = None, limit: Limit = LIMIT
) -> Page[Policy]:
    """Return the versions of the rules: the draft, then the newest."""
    return await policies.list(visitor, Cursor.parse(cursor, limit))


@get("/policies/in-force", opt=SUPERVISE)
async def get_in_force(visitor: NamedDependency[Visitor], policies: NamedDependency[Policies]) -> InForce:
    """Return the rules of this moment."""
    return await policies.in_force(visitor)


@get("/policies/days", opt=SUPERVISE)
async def list_days(
    visitor: NamedDependency[Visitor], policies: NamedDependency[Policies], now: NamedDependency[datetime]
) -> list[DayWithCalls]:
    """Return the days on which a draft can be tried, newest first."""
    return [DayWithCalls(day, calls) for day, calls in await policies.days(visitor, now)]


@post("/policies", opt=SUPERVISE)
async def begin_policy(
    visitor: NamedDependency[Visitor],
    policies: NamedDependency[Policies],
    data: JSONBody[DraftForm],
    now: NamedDependency[datetime],
) -> Policy:
    """Begin a draft."""
    return await policies.begin(visitor, now, data.source)


@get("/policies/{id_:str}", opt=SUPERVISE)
async def get_policy(visitor: NamedDependency[Visitor], policies: NamedDependency[Policies], id_: FromPath[str]) -> Policy:
    """Return one version, with how far its trial is."""
    return await policies.one(visitor, id_)


@patch("/policies/{id_:str}", opt=SUPERVISE)
async def change_policy(
    visitor: NamedDependency[Visitor], policies: NamedDependency[Policies], id_: FromPath[str], data: JSONBody[DraftChange]
) -> Policy:
    """Change a draft."""
    return await policies.edit(visitor, id_, data.rules, data.note)


@delete("/policies/{id_:str}", opt=SUPERVISE)
async def discard_policy(
    visitor: NamedDependency[Visitor], policies: NamedDependency[Policies], id_: FromPath[str], now: NamedDependency[datetime]
) -> None:
    """Discard a draft."""
    await policies.discard(visitor, id_, now)


@post("/policies/{id_:str}/renew", opt=SUPERVISE, status_code=HTTP_200_OK)
async def renew_policy(visitor: NamedDependency[Visitor], policies: NamedDependency[Policies], id_: FromPath[str]) -> Policy:
    """Bring a draft onto the rules of this moment, with its own changes."""
    return await policies.renew(visitor, id_)


@post("/policies/{id_:str}/trial", opt=SUPERVISE, status_code=HTTP_200_OK)
async def try_policy(
    visitor: NamedDependency[Visitor],
    policies: NamedDependency[Policies],
    id_: FromPath[str],
    data: JSONBody[TrialForm],
    now: NamedDependency[datetime],
) -> Policy:
    """Ask for a draft to be played on past days; read the draft again to see how far it is."""
    return await policies.try_out(visitor, id_, data.days, now)


@post("/policies/{id_:str}/publish", opt=SUPERVISE, status_code=HTTP_200_OK)
async def publish_policy(
    visitor: NamedDependency[Visitor],
    policies: NamedDependency[Policies],
    id_: FromPath[str],
    data: JSONBody[NoteForm],
    now: NamedDependency[datetime],
) -> Policy:
    """Put a draft in force, for callers who come from now on."""
    return await policies.publish(visitor, id_, data.note, now)


@post("/policies/{id_:str}/return", opt=SUPERVISE)
async def return_to_policy(
    visitor: NamedDependency[Visitor],
    policies: NamedDependency[Policies],
    id_: FromPath[str],
    data: JSONBody[NoteForm],
    now: NamedDependency[datetime],
) -> Policy:
    """Put an earlier version in force again, as a new version."""
    return await policies.go_back(visitor, id_, data.note, now)


router = Router(
    "/",
    route_handlers=[
        list_policies, get_in_force, list_days, begin_policy, get_policy, change_policy, discard_policy,
        renew_policy, try_policy, publish_policy, return_to_policy,
    ],
    tags=["routing"],
)  # fmt: skip
