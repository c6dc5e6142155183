"""Routes of receipts: the list, the file of one, the file of a month, and the public key, which everybody may read."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream
from msgspec import Meta

from permanence.firms.model import Language, Right, Visitor
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId, is_id
from permanence.kernel.page import LIMIT_MAX, Cursor, Page
from permanence.kernel.sheet import Amount, head, rows
from permanence.synergy.model import Payer, Side
from permanence.synergy.receipt import Receipt, moment
from permanence.synergy.service_receipt_files import Receipts

DIRECT = {"rights": frozenset({Right.ADMIN})}
Id = Annotated[str, Meta(max_length=80)]
MONTH = re.compile(r"2[0-9]{3}-(0[1-9]|1[0-2])")
COLUMNS = (
    ("Reçu", "Receipt"), ("Rang", "Number"), ("Rôle", "Side"), ("Partenaire", "Partner"), ("Accord", "Agreement"), ("Version", "Version"),
    ("Numéro appelé", "Dialled"), ("Agent", "Agent"), ("Début (UTC)", "Start (UTC)"), ("Fin (UTC)", "End (UTC)"),
    ("Émis (UTC)", "Issued (UTC)"), ("Durée (s)", "Seconds"), ("Propriétaire", "Owner"), ("Répondant", "Answering"),
    ("Plateforme", "Platform"), ("Total", "Total"), ("Devise", "Currency"),
)  # fmt: skip


class ReceiptTold(msgspec.Struct, frozen=True):
    """A receipt, seen from one side. Money is in millionths; `signed` says whether its file can be fetched; `month` is whose
    file it is in."""

    id: str
    nth: int
    side: Side
    partner_id: str
    partner: str
    agreement_id: str
    version: int
    called: str
    alias: str
    answered_at: datetime
    ended_at: datetime
    issued_at: datetime
    month: str
    seconds: int
    owner: int
    answering: int
    platform: int
    total: int
    currency: str
    payer: Payer
    signed: bool


class KeyTold(msgspec.Struct, frozen=True):
    """The key that signs days today, and its fingerprint: 64 hexadecimal digits each."""

    public_key: str
    key_id: str


@get("/receipts", opt=DIRECT)
async def list_receipts(
    visitor: NamedDependency[Visitor],
    receipts: NamedDependency[Receipts],
    agreement: FromQuery[Id | None] = None,
    cursor: FromQuery[Annotated[str, Meta(max_length=400)] | None] = None,
    limit: FromQuery[Annotated[int, Meta(ge=1, le=200)]] = 50,
) -> Page[ReceiptTold]:
    """Return the receipts of what partners answered for the firm, and the firm for partners, the newest first."""
    page = await receipts.list(visitor, agreement, Cursor.parse(cursor, limit, keys=1))
    return page.map(lambda each: _told(*each, visitor))


@get("/receipts.csv", opt=DIRECT, media_type="text/csv")
async def export_receipts(
    visitor: NamedDependency[Visitor], receipts: NamedDependency[Receipts], agreement: FromQuery[Id | None] = None,
    language: FromQuery[Language] = Language.FR,
) -> Stream:
    """Return the whole list as a CSV file for spreadsheets, page by page; moments in UTC."""
    return Stream(
        _receipts_csv(visitor, receipts, agreement, french=language is Language.FR),
        headers={"Content-Disposition": 'attachment; filename="receipts.csv"'}, media_type="text/csv",
    )  # fmt: skip


async def _receipts_csv(visitor: Visitor, receipts: Receipts, agreement: str | None, *, french: bool) -> AsyncIterator[bytes]:
    yield head(COLUMNS, french=french)
    after: str | None = None
    while True:
        page = await receipts.list(visitor, agreement, Cursor.parse(after, LIMIT_MAX, keys=1))
        yield rows((_cells(_told(*each, visitor)) for each in page.items), french=french)
        after = page.next_cursor
        if after is None:
            return


def _cells(each: ReceiptTold) -> tuple[object, ...]:
    return (
        each.id, each.nth, each.side.value, each.partner, each.agreement_id, each.version, each.called, each.alias, each.answered_at,
        each.ended_at, each.issued_at, each.seconds, Amount(each.owner, 6), Amount(each.answering, 6), Amount(each.platform, 6),
        Amount(each.total, 6), each.currency,
    )  # fmt: skip


@get("/receipts/{id_:str}/file", opt=DIRECT, media_type="application/json")
async def receipt_file(
    visitor: NamedDependency[Visitor], receipts: NamedDependency[Receipts], now: NamedDependency[datetime], id_: FromPath[Id]
) -> Response[bytes]:
    """Return the file of one receipt with its proof; before its day is signed, 409."""
    if not is_id(id_, "rcp"):
        raise NotFound
    return Response(await receipts.file(visitor, id_, now), headers=_saved_as(f"{id_}.json"), media_type="application/json")


@get("/receipts/months/{partner:str}/{side:str}/{month:str}", opt=DIRECT, media_type="application/jsonl")
async def month_file(
    visitor: NamedDependency[Visitor],
    receipts: NamedDependency[Receipts],
    now: NamedDependency[datetime],
    partner: FromPath[Id],
    side: FromPath[Side],
    month: FromPath[Id],
) -> Stream:
    """Return the file of all receipts of a month with a partner; `side` is the firm's own. Of a month that goes on it has the
    days that are signed."""
    if not is_id(partner, "frm") or not MONTH.fullmatch(month):
        raise NotFound
    lines = await receipts.month(visitor, FirmId(partner), side, month, now)
    return Stream(lines, headers=_saved_as(f"{month}-{partner}-{side}.jsonl"), media_type="application/jsonl")


@get("/receipts/key", opt={"public": True}, sync_to_thread=False)
def signing_key(receipts: NamedDependency[Receipts]) -> KeyTold:
    """Return the public key with which files of receipts are verified."""
    return KeyTold(receipts.public_key.hex(), receipts.key_id)


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _told(receipt: Receipt, signed: bool, visitor: Visitor) -> ReceiptTold:
    side = Side.OWNER if receipt.owner.id == visitor.firm else Side.ANSWERING
    partner, due = receipt.answering if side is Side.OWNER else receipt.owner, receipt.charges
    return ReceiptTold(
        receipt.id, receipt.nth, side, partner.id, partner.name, receipt.agreement.id, receipt.agreement.number, receipt.called,
        receipt.agent.alias, moment(receipt.answered_at), moment(receipt.ended_at), moment(receipt.issued_at),
        receipt.issued_at[:7], receipt.seconds, due.owner, due.answering, due.platform, due.total, receipt.currency, receipt.payer,
        signed,
    )  # fmt: skip


router = Router("/", route_handlers=[list_receipts, export_receipts, receipt_file, month_file, signing_key], tags=["synergy"])
