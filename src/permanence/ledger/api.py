"""Routes of the ledger for every firm: how it stands on invoices, its statements and their papers, accounts, disputes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from permanence.firms.model import Language, Right, Visitor
from permanence.kernel.ids import FirmId
from permanence.kernel.page import LIMIT_MAX, Cursor, Page
from permanence.kernel.sheet import Amount, head, rows
from permanence.ledger.errors import MonthUnreadable
from permanence.ledger.model import Billing, Dispute, PaperKind, Statement, Verdict
from permanence.ledger.payments import Paid, standing
from permanence.ledger.rules import partner_of
from permanence.ledger.service_month import Settlement
from permanence.ledger.service_papers import Office
from permanence.ledger.service_payments import Payments

DIRECT = {"rights": frozenset({Right.ADMIN, Right.PLATFORM})}
Id = Annotated[str, Meta(max_length=80)]
Limit = FromQuery[Annotated[int, Meta(ge=1, le=200)]]
After = FromQuery[Annotated[str, Meta(max_length=400)] | None]
Month = FromQuery[date | None]
Tongue = FromQuery[Language]
COLUMNS = (
    ("Numéro", "Number"), ("Mois", "Month"), ("Rôle", "Role"), ("Vendeur", "Seller"), ("Acheteur", "Buyer"), ("Partenaire", "Partner"),
    ("Appels", "Calls"), ("Durée (s)", "Seconds"), ("Hors taxes", "Net"), ("TVA", "VAT"), ("Total", "Total"), ("Devise", "Currency"),
    ("Émission", "Issued"), ("Échéance", "Due"), ("Payé le", "Paid on"),
)  # fmt: skip
PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Short(msgspec.Struct, frozen=True):
    """A statement as a line of a list. `role` is what the firm that reads it is in it: seller, buyer, or a third (partner). `paid_on`
    is the day on which the operator's bank paid it; nothing where it has not, or the payment came back."""

    id: str
    number: str
    kind: PaperKind
    month: date
    role: str
    seller: str
    buyer: str
    partner: str
    currency: str
    calls: int
    seconds: int
    net: int
    vat: int
    total: int
    issued_on: date
    due_on: date
    due_why: str
    paid_on: date | None


class AccountTold(msgspec.Struct, frozen=True):
    """An account of the firm and what is on it, in millionths."""

    kind: str
    currency: str
    amount: int


class DisputeForm(msgspec.Struct, forbid_unknown_fields=True):
    """What is contested: a statement as a whole, or one call of it (its stretch), and why."""

    statement_id: Id
    reason: Annotated[str, Meta(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]
    call: Id = ""


class VerdictForm(msgspec.Struct, forbid_unknown_fields=True):
    """What is answered to a dispute, and why."""

    verdict: Verdict
    reason: Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00]*$")] = ""


class DisputeTold(msgspec.Struct, frozen=True):
    """A dispute, and whether the firm that reads it has raised it."""

    id: str
    statement_id: str
    call: str
    reason: str
    own: bool
    raised_by: str
    raised_at: datetime
    verdict: Verdict | None
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    settled_at: datetime | None


@get("/ledger/billing", opt=DIRECT)
async def get_billing(visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement]) -> Billing:
    """Return how the firm stands on invoices."""
    return await settlement.billing(visitor)


@put("/ledger/billing", opt=DIRECT)
async def put_billing(
    visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement], data: JSONBody[Billing], now: NamedDependency[datetime]
) -> Billing:
    """Write how the firm stands on invoices, from the next statements on."""
    return await settlement.keep_billing(visitor, data, now)


@get("/ledger/accounts", opt=DIRECT)
async def list_accounts(visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement]) -> list[AccountTold]:
    """Return the firm's accounts."""
    return [AccountTold(each.account.kind, each.currency, each.amount) for each in await settlement.balances(visitor)]


@get("/statements", opt=DIRECT)
async def list_statements(
    visitor: NamedDependency[Visitor],
    settlement: NamedDependency[Settlement],
    payments: NamedDependency[Payments],
    month: Month = None,
    cursor: After = None,
    limit: Limit = 50,
) -> Page[Short]:
    """Return statements that concern the firm, the newest month first."""
    page = await settlement.statements(visitor, month, Cursor.parse(cursor, limit))
    paid = standing(await payments.paid(visitor, [each.id for each in page.items]))
    return page.map(lambda each: _short(each, visitor.firm, paid.get(each.id)))


@get("/statements.csv", opt=DIRECT, media_type="text/csv")
async def export_statements(
    visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement], payments: NamedDependency[Payments], month: Month = None,
    language: Tongue = Language.FR,
) -> Stream:
    """Return the whole list as a CSV file for spreadsheets, page by page; moments in UTC."""
    return Stream(
        _statements_csv(visitor, settlement, payments, month, french=language is Language.FR),
        headers={"Content-Disposition": 'attachment; filename="statements.csv"'}, media_type="text/csv",
    )  # fmt: skip


async def _statements_csv(visitor: Visitor, settlement: Settlement, payments: Payments, month: date | None, *, french: bool) -> AsyncIterator[bytes]:
    yield head(COLUMNS, french=french)
    after: str | None = None
    while True:
        page = await settlement.statements(visitor, month, Cursor.parse(after, LIMIT_MAX))
        paid = standing(await payments.paid(visitor, [each.id for each in page.items]))
        yield rows((_cells(_short(each, visitor.firm, paid.get(each.id))) for each in page.items), french=french)
        after = page.next_cursor
        if after is None:
            return


def _cells(each: Short) -> tuple[object, ...]:
    return (
        each.number, each.month, each.role, each.seller, each.buyer, each.partner, each.calls, each.seconds, Amount(each.net, 2),
        Amount(each.vat, 2), Amount(each.total, 2), each.currency, each.issued_on, each.due_on, each.paid_on,
    )  # fmt: skip


@get("/statements/{id_:str}", opt=DIRECT)
async def get_statement(visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement], id_: FromPath[Id]) -> Statement:
    """Return one statement with its lines."""
    return await settlement.statement(visitor, id_)


@get("/statements/{id_:str}/statement.pdf", opt=DIRECT, media_type=PDF)
async def get_pdf(
    visitor: NamedDependency[Visitor], office: NamedDependency[Office], id_: FromPath[Id], language: Tongue = Language.FR
) -> Response[bytes]:
    """Return a statement as a PDF for people."""
    statement, body = await office.pdf(visitor, id_, language)
    return _file(statement, body, "pdf", PDF)


@get("/statements/{id_:str}/factur-x.pdf", opt=DIRECT, media_type=PDF)
async def get_factur_x(
    visitor: NamedDependency[Visitor], office: NamedDependency[Office], id_: FromPath[Id], language: Tongue = Language.FR
) -> Response[bytes]:
    """Return a statement as an electronic invoice: a PDF with its data inside (Factur-X, EN 16931)."""
    statement, body = await office.factur_x(visitor, id_, language)
    return _file(statement, body, "factur-x.pdf", PDF)


@get("/statements/{id_:str}/calls.csv", opt=DIRECT, media_type="text/csv")
async def get_calls_csv(
    visitor: NamedDependency[Visitor], office: NamedDependency[Office], id_: FromPath[Id], language: Tongue = Language.FR
) -> Stream:
    """Return a statement's calls as a file for spreadsheets, as long as it may be."""
    statement, pieces = await office.calls_csv(visitor, id_, language)
    return Stream(pieces, headers=_named(statement, "csv"), media_type="text/csv; charset=utf-8")


@get("/statements/{id_:str}/calls.xlsx", opt=DIRECT, media_type=XLSX)
async def get_calls_xlsx(
    visitor: NamedDependency[Visitor], office: NamedDependency[Office], id_: FromPath[Id], language: Tongue = Language.FR
) -> Response[bytes]:
    """Return a statement's calls as a workbook."""
    statement, body = await office.calls_xlsx(visitor, id_, language)
    return _file(statement, body, "xlsx", XLSX)


@get("/payments/{month:str}/payments.xml", opt=DIRECT, media_type="application/xml")
async def get_payments(
    visitor: NamedDependency[Visitor], office: NamedDependency[Office], month: FromPath[Id], now: NamedDependency[datetime]
) -> Response[bytes]:
    """Return the bank's file (SEPA credit transfers) by which the firm pays all that it owes for a month, as ``2026-10-01``."""
    body = await office.payment_file(visitor, month_of(month), now)
    headers = {"Content-Disposition": f'attachment; filename="payments-{month[:7]}.xml"'}
    return Response(body, media_type="application/xml", headers=headers)


@get("/disputes", opt=DIRECT)
async def list_disputes(
    visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement], statement: FromQuery[Id | None] = None
) -> list[DisputeTold]:
    """Return disputes that concern the firm, the newest first."""
    return [_dispute(each, visitor) for each in await settlement.disputes(visitor, statement)]


@post("/disputes", opt=DIRECT)
async def raise_dispute(
    visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement], data: JSONBody[DisputeForm], now: NamedDependency[datetime]
) -> DisputeTold:
    """Contest a statement, or one call of it."""
    return _dispute(await settlement.raise_dispute(visitor, data.statement_id, data.call, data.reason, now), visitor)


@post("/disputes/{id_:str}/answer", opt=DIRECT, status_code=HTTP_200_OK)
async def answer_dispute(
    visitor: NamedDependency[Visitor],
    settlement: NamedDependency[Settlement],
    id_: FromPath[Id],
    data: JSONBody[VerdictForm],
    now: NamedDependency[datetime],
) -> DisputeTold:
    """Accept or reject what the other firm contests, or withdraw one's own."""
    return _dispute(await settlement.answer_dispute(visitor, id_, data.verdict, data.reason, now), visitor)


def month_of(text: str) -> date:
    """Return the month that a path names, by itself or by any of its days; raise `MonthUnreadable`."""
    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01").replace(day=1)
    except ValueError as error:
        raise MonthUnreadable(param="month") from error


def _short(each: Statement, firm: FirmId, paid: Paid | None) -> Short:
    role = "seller" if each.seller.firm == firm else "buyer" if each.buyer.firm == firm else "partner"
    return Short(
        each.id, each.number, each.kind, each.month, role, each.seller.name, each.buyer.name, partner_of(each, firm).name, each.currency,
        sum(line.calls for line in each.lines), sum(line.seconds for line in each.lines), each.net, each.vat, each.total, each.issued_on,
        each.due_on, each.due_why, paid.paid_on if paid is not None else None,
    )  # fmt: skip


def _dispute(each: Dispute, visitor: Visitor) -> DisputeTold:
    answered = each.answered
    return DisputeTold(
        each.id, each.statement, each.call, each.reason, each.firm == visitor.firm, each.raised.name, each.raised.at, each.verdict,
        each.answer, answered.name if answered is not None else None, answered.at if answered is not None else None, each.settled_at,
    )  # fmt: skip


def _named(statement: Statement, suffix: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{statement.number}-{statement.id[-6:]}.{suffix}"'}


def _file(statement: Statement, body: bytes, suffix: str, media_type: str) -> Response[bytes]:
    return Response(body, media_type=media_type, headers=_named(statement, suffix))


router = Router(
    "/",
    route_handlers=[
        get_billing, put_billing, list_accounts, list_statements, export_statements, get_statement, get_pdf, get_factur_x, get_calls_csv, get_calls_xlsx,
        get_payments, list_disputes, raise_dispute, answer_dispute,
    ],
    tags=["ledger"],
)  # fmt: skip
