"""Routes of overflow: when queues ask partners, which queue receives theirs, and what was answered for one another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Router, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream
from msgspec import Meta

from permanence.firms.model import Language, Right, Visitor
from permanence.kernel.ids import QueueId
from permanence.kernel.page import LIMIT_MAX, Cursor, Page
from permanence.kernel.sheet import Amount, head, rows
from permanence.synergy.model import Answered, Side
from permanence.synergy.overflow import Overflow
from permanence.synergy.rating import charges
from permanence.synergy.service_overflow import Overflows

DIRECT = {"rights": frozenset({Right.ADMIN})}
Id = Annotated[str, Meta(max_length=80)]
COLUMNS = (
    ("Segment", "Stretch"), ("Rôle", "Side"), ("Partenaire", "Partner"), ("Enseigne", "Brand"), ("Numéro appelé", "Dialled"),
    ("Agent", "Agent"), ("Pays", "Country"), ("Appelant", "Caller"), ("Arrivée (UTC)", "Arrived (UTC)"), ("Début (UTC)", "Start (UTC)"),
    ("Fin (UTC)", "End (UTC)"), ("Durée (s)", "Seconds"), ("Accord", "Agreement"), ("Version", "Version"), ("Propriétaire", "Owner"),
    ("Répondant", "Answering"), ("Plateforme", "Platform"), ("Devise", "Currency"),
)  # fmt: skip


class QueueRule(msgspec.Struct, frozen=True):
    """When a queue asks which partners."""

    queue_id: QueueId
    rule: Overflow


class ReceptionForm(msgspec.Struct, forbid_unknown_fields=True):
    """The queue of one's own in which the callers of an agreement are received; None: they are not."""

    queue_id: QueueId | None = None


class Reception(msgspec.Struct, frozen=True):
    """Which queue receives the callers of an agreement."""

    agreement_id: str
    queue_id: QueueId | None


class AnsweredTold(msgspec.Struct, frozen=True):
    """A stretch that a partner's agent had, seen from one side. Money is in millionths; `caller` is an alias; `call` is the owner's
    call, for its history."""

    id: str
    side: Side
    partner: str
    brand: str
    dialled: str
    alias: str
    country: str
    caller: str
    arrived_at: datetime
    since: datetime
    until: datetime
    seconds: int
    agreement_id: str
    version: int
    owner: int
    answering: int
    platform: int
    currency: str
    call: str | None


@get("/overflow", opt=DIRECT)
async def list_rules(visitor: NamedDependency[Visitor], overflows: NamedDependency[Overflows]) -> list[QueueRule]:
    """Return the queues that ask partners, and when."""
    return [QueueRule(queue, rule) for queue, rule in (await overflows.rules(visitor)).items()]


@put("/overflow/{queue:str}", opt=DIRECT)
async def put_rule(
    visitor: NamedDependency[Visitor],
    overflows: NamedDependency[Overflows],
    queue: FromPath[Id],
    data: JSONBody[Overflow],
    now: NamedDependency[datetime],
) -> QueueRule:
    """Have a queue ask these partners; with none named it asks nobody."""
    return QueueRule(QueueId(queue), await overflows.keep_rule(visitor, QueueId(queue), data, now))


@get("/receptions", opt=DIRECT)
async def list_receptions(visitor: NamedDependency[Visitor], overflows: NamedDependency[Overflows]) -> list[Reception]:
    """Return which queue receives the callers of which agreement."""
    return [Reception(agreement, queue) for agreement, queue in (await overflows.receptions(visitor)).items()]


@put("/agreements/{id_:str}/reception", opt=DIRECT)
async def put_reception(
    visitor: NamedDependency[Visitor],
    overflows: NamedDependency[Overflows],
    id_: FromPath[Id],
    data: JSONBody[ReceptionForm],
    now: NamedDependency[datetime],
) -> Reception:
    """Receive the callers of an agreement in this queue."""
    await overflows.receive(visitor, id_, data.queue_id, now)
    return Reception(id_, data.queue_id)


@get("/answered", opt=DIRECT)
async def list_answered(
    visitor: NamedDependency[Visitor],
    overflows: NamedDependency[Overflows],
    agreement: FromQuery[Id | None] = None,
    cursor: FromQuery[Annotated[str, Meta(max_length=400)] | None] = None,
    limit: FromQuery[Annotated[int, Meta(ge=1, le=200)]] = 50,
) -> Page[AnsweredTold]:
    """Return what partners answered for the firm, and the firm for partners, the newest first."""
    page = await overflows.answered(visitor, agreement, Cursor.parse(cursor, limit))
    return page.map(lambda each: _told(each, visitor))


@get("/answered.csv", opt=DIRECT, media_type="text/csv")
async def export_answered(
    visitor: NamedDependency[Visitor], overflows: NamedDependency[Overflows], agreement: FromQuery[Id | None] = None,
    language: FromQuery[Language] = Language.FR,
) -> Stream:
    """Return the whole list as a CSV file for spreadsheets, page by page; moments in UTC."""
    return Stream(
        _answered_csv(visitor, overflows, agreement, french=language is Language.FR),
        headers={"Content-Disposition": 'attachment; filename="answered.csv"'}, media_type="text/csv",
    )  # fmt: skip


async def _answered_csv(visitor: Visitor, overflows: Overflows, agreement: str | None, *, french: bool) -> AsyncIterator[bytes]:
    yield head(COLUMNS, french=french)
    after: str | None = None
    while True:
        page = await overflows.answered(visitor, agreement, Cursor.parse(after, LIMIT_MAX))
        yield rows((_cells(_told(each, visitor)) for each in page.items), french=french)
        after = page.next_cursor
        if after is None:
            return


def _cells(each: AnsweredTold) -> tuple[object, ...]:
    return (
        each.id, each.side.value, each.partner, each.brand, each.dialled, each.alias, each.country, each.caller, each.arrived_at,
        each.since, each.until, each.seconds, each.agreement_id, each.version, Amount(each.owner, 6), Amount(each.answering, 6),
        Amount(each.platform, 6), each.currency,
    )  # fmt: skip


def _told(each: Answered, visitor: Visitor) -> AnsweredTold:
    side = Side.OWNER if each.owner == visitor.firm else Side.ANSWERING
    worth = charges(each.terms, each.since, each.seconds)
    return AnsweredTold(
        each.id, side, each.answering_name if side is Side.OWNER else each.owner_name, each.brand, each.dialled, each.alias,
        each.country, each.caller, each.arrived_at, each.since, each.until, each.seconds, each.agreement, each.number,
        worth.owner, worth.answering, worth.platform, each.terms.currency, each.interaction if side is Side.OWNER else None,
    )  # fmt: skip


router = Router("/", route_handlers=[list_rules, put_rule, list_receptions, put_reception, list_answered, export_answered], tags=["synergy"])
