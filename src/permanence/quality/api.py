"""Routes of complaints: the form of callers, what agents pass on, the list, answers, the clock, how partners stand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from permanence.firms.model import Right, Visitor
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import InteractionId, is_id
from permanence.kernel.page import Cursor, Page
from permanence.quality.model import Complaint, Kind, Source, Standing, Telling
from permanence.quality.service import Complaints

WATCH = {"rights": frozenset({Right.SUPERVISE})}
RULE = {"rights": frozenset({Right.ADMIN})}
WORK = {"rights": frozenset({Right.DESK, Right.HISTORY})}
Id = Annotated[str, Meta(max_length=80)]
Text = Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"^[^\x00]*$")]
Once = Annotated[str, Meta(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class CallersForm(msgspec.Struct, forbid_unknown_fields=True):
    """What a caller tells. `once` is chosen by the page: the form that is sent twice is one complaint."""

    reference: Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]
    kind: Kind
    text: Text
    once: Once
    reply_to: Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")] = ""


class AgentsForm(msgspec.Struct, forbid_unknown_fields=True):
    """What an agent tells for a caller, of this call."""

    call: Id
    kind: Kind
    text: Text


class AnswerForm(msgspec.Struct, forbid_unknown_fields=True):
    """The owner's answer; what is not founded counts against nobody."""

    text: Text
    founded: bool


class Hours(msgspec.Struct, forbid_unknown_fields=True):
    """Within how many hours a complaint is to be answered."""

    hours: Annotated[int, Meta(ge=1, le=720)]


class Reference(msgspec.Struct, frozen=True):
    """What a caller writes down to name a call."""

    reference: str


class Received(msgspec.Struct, frozen=True):
    """What was told is here: the same answer to everybody, whether there is such a call or not."""

    received: bool = True


@post("/complaint", opt={"public": True}, status_code=202)
async def tell(
    request: Request[Any, Any, Any], complaints: NamedDependency[Complaints], data: JSONBody[CallersForm], now: NamedDependency[datetime]
) -> Received:
    """Take in what a caller tells of a call."""
    telling = Telling(
        once="web_" + hashlib.sha256(data.once.encode()).hexdigest()[:48], told_at=now, source=Source.WEB, kind=data.kind,
        text=data.text, reply_to=data.reply_to, reference=data.reference,
    )  # fmt: skip
    await complaints.tell(telling, request.client.host if request.client else "")
    return Received()


@post("/complaints", opt=WORK, status_code=202)
async def pass_on(
    visitor: NamedDependency[Visitor], complaints: NamedDependency[Complaints], data: JSONBody[AgentsForm], now: NamedDependency[datetime]
) -> Received:
    """Take in what an agent tells for a caller; the same agent's second telling of a call with the same words is the first."""
    seed = "\0".join((visitor.person.id, data.call, data.kind, data.text))
    telling = Telling(
        once="agt_" + hashlib.sha256(seed.encode()).hexdigest()[:48], told_at=now, source=Source.AGENT, kind=data.kind, text=data.text,
        interaction=_call(data.call), teller=visitor.firm,
    )  # fmt: skip
    await complaints.pass_on(visitor, telling)
    return Received()


@get("/complaints", opt=WATCH)
async def list_complaints(
    visitor: NamedDependency[Visitor],
    complaints: NamedDependency[Complaints],
    cursor: FromQuery[Annotated[str, Meta(max_length=400)] | None] = None,
    limit: FromQuery[Annotated[int, Meta(ge=1, le=200)]] = 50,
) -> Page[Complaint]:
    """Return the firm's complaints and those of what it answered for others, the newest first."""
    return await complaints.list(visitor, Cursor.parse(cursor, limit, keys=1))


@post("/complaints/{id_:str}/answer", opt=WATCH, status_code=200)
async def answer(
    visitor: NamedDependency[Visitor],
    complaints: NamedDependency[Complaints],
    id_: FromPath[Id],
    data: JSONBody[AnswerForm],
    now: NamedDependency[datetime],
) -> Complaint:
    """Answer a complaint, for good."""
    if not is_id(id_, "cpl"):
        raise NotFound
    return await complaints.answer(visitor, id_, data.text, data.founded, now)


@get("/complaints/hours", opt=WATCH)
async def hours(visitor: NamedDependency[Visitor], complaints: NamedDependency[Complaints]) -> Hours:
    """Return within how many hours the firm answers."""
    return Hours(await complaints.hours(visitor))


@put("/complaints/hours", opt=RULE)
async def put_hours(
    visitor: NamedDependency[Visitor], complaints: NamedDependency[Complaints], data: JSONBody[Hours], now: NamedDependency[datetime]
) -> Hours:
    """Answer within so many hours from now on."""
    await complaints.keep_hours(visitor, data.hours, now)
    return data


@get("/complaints/standings", opt=WATCH)
async def standings(visitor: NamedDependency[Visitor], complaints: NamedDependency[Complaints]) -> Sequence[Standing]:
    """Return how the firm's partners stand with it, and it with them."""
    return await complaints.standings(visitor)


@get("/references/{call:str}", opt=WORK, sync_to_thread=False)
def reference(complaints: NamedDependency[Complaints], call: FromPath[Id]) -> Reference:
    """Return the reference of a call, to be told to the caller."""
    return Reference(complaints.reference(_call(call)))


def _call(text: str) -> InteractionId:
    if not is_id(text, "int"):
        raise NotFound
    return InteractionId(text)


router = Router(
    "/", route_handlers=[tell, pass_on, list_complaints, answer, hours, put_hours, standings, reference], tags=["quality"]
)
