"""Routes of payments by bank: what the operator still pays of a month, who said that it is done and who confirmed, what came back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from permanence.firms.model import Visitor
from permanence.ledger.api import DIRECT, Id, month_of
from permanence.ledger.api_months import OPERATING, Signed, signed
from permanence.ledger.model import Statement
from permanence.ledger.payments import Paid, Remittance
from permanence.ledger.service_payments import MonthPaid, Payments

Line = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class OpenStatement(msgspec.Struct, frozen=True):
    """A statement that is still to be paid, in cents."""

    id: str
    number: str
    seller: str
    currency: str
    cents: int
    due_on: date


class PaidTold(msgspec.Struct, frozen=True):
    """A statement's payment, in cents; `returned_on` and `reason` where it came back."""

    statement_id: str
    number: str
    seller: str
    currency: str
    cents: int
    paid_on: date
    reference: str
    returned_on: date | None
    reason: str


class RemittanceTold(msgspec.Struct, frozen=True):
    """What one person said was carried out, and who confirmed; `posted_at`: the books have it. `cents` is the sum of its statements."""

    id: str
    executed_on: date
    reference: str
    statements: int
    cents: int
    proposed: Signed
    approved: Signed | None
    posted_at: datetime | None
    paid: list[PaidTold]


class MonthPayments(msgspec.Struct, frozen=True):
    """A month's payments."""

    open: list[OpenStatement]
    remittances: list[RemittanceTold]


class RemittanceForm(msgspec.Struct, forbid_unknown_fields=True):
    """Which statements the bank has paid, on which day, and under which reference."""

    statements: Annotated[list[Id], Meta(min_length=1, max_length=10_000)]
    executed_on: date
    reference: Annotated[str, Meta(min_length=1, max_length=140, pattern=r"^[^\x00]*$")]


class ReturnForm(msgspec.Struct, forbid_unknown_fields=True):
    """Whose payment came back, when, and why."""

    statement_id: Id
    returned_on: date
    reason: Line


@get("/months/{month:str}/payments", opt=OPERATING)
async def month_payments(
    visitor: NamedDependency[Visitor], payments: NamedDependency[Payments], month: FromPath[Id]
) -> MonthPayments:
    """Return what is still to be paid of a closed month, and what was said and confirmed of it."""
    return _told(await payments.month(visitor, month_of(month)), visitor)


@post("/months/{month:str}/payments", opt=OPERATING, status_code=HTTP_200_OK)
async def tell_payment(
    visitor: NamedDependency[Visitor],
    payments: NamedDependency[Payments],
    month: FromPath[Id],
    data: JSONBody[RemittanceForm],
    now: NamedDependency[datetime],
) -> MonthPayments:
    """Say that the bank has carried out these payments; another person confirms it."""
    told = await payments.tell(visitor, month_of(month), data.statements, data.executed_on, data.reference, now)
    return _told(told, visitor)


@post("/remittances/{id_:str}/approval", opt=OPERATING, status_code=HTTP_200_OK)
async def confirm_payment(
    visitor: NamedDependency[Visitor], payments: NamedDependency[Payments], id_: FromPath[Id], now: NamedDependency[datetime]
) -> MonthPayments:
    """Confirm what another person said; it is in the books within seconds."""
    return _told(await payments.confirm(visitor, id_, now), visitor)


@post("/remittances/{id_:str}/returns", opt=OPERATING, status_code=HTTP_200_OK)
async def tell_return(
    visitor: NamedDependency[Visitor],
    payments: NamedDependency[Payments],
    id_: FromPath[Id],
    data: JSONBody[ReturnForm],
    now: NamedDependency[datetime],
) -> MonthPayments:
    """Say that a payment came back; it is taken back within seconds, and the statement is owed again."""
    return _told(await payments.tell_return(visitor, id_, data.statement_id, data.returned_on, data.reason, now), visitor)


@get("/statements/{id_:str}/payments", opt=DIRECT)
async def statement_payments(
    visitor: NamedDependency[Visitor], payments: NamedDependency[Payments], id_: FromPath[Id]
) -> list[PaidTold]:
    """Return when a statement was paid, the newest payment first; none where the operator's bank has not paid it."""
    return [_paid(each, None) for each in reversed(await payments.paid(visitor, [id_]))]


def _told(month: MonthPaid, visitor: Visitor) -> MonthPayments:
    return MonthPayments(
        [OpenStatement(each.id, each.number, each.seller.name, each.currency, each.total, each.due_on) for each in month.open],
        [_remittance(each, month, visitor) for each in month.remittances],
    )


def _remittance(each: Remittance, month: MonthPaid, visitor: Visitor) -> RemittanceTold:
    proposed = signed(each.proposed, visitor)
    assert proposed is not None, "somebody has said it"
    return RemittanceTold(
        each.id, each.executed_on, each.reference, len(each.statements), each.cents, proposed, signed(each.approved, visitor),
        each.posted_at, [_paid(paid, month.statements.get(paid.statement)) for paid in month.paid if paid.remittance == each.id],
    )  # fmt: skip


def _paid(each: Paid, statement: Statement | None) -> PaidTold:
    number, seller, currency = (statement.number, statement.seller.name, statement.currency) if statement is not None else ("", "", "")
    return PaidTold(
        each.statement, number, seller, currency, each.cents, each.paid_on, each.reference, each.returned_on, each.reason
    )


router = Router(
    "/", route_handlers=[month_payments, tell_payment, confirm_payment, tell_return, statement_payments], tags=["ledger"]
)
