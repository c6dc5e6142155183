"""Routes of money paid ahead: a firm's balance, its movements and its alarm; and what the operator says came in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from permanence.firms.model import Visitor
from permanence.kernel.ids import FirmId
from permanence.kernel.page import Cursor, Page
from permanence.ledger.api import DIRECT, After, Id, Limit
from permanence.ledger.api_months import OPERATING
from permanence.ledger.model import Kind, Transfer
from permanence.ledger.prepaid import CURRENCY
from permanence.ledger.service_prepaid import Prepaid, PrepaidAccount

Amount = Annotated[int, Meta(gt=0, le=1_000_000_000_000_000)]


class AdvanceTold(msgspec.Struct, frozen=True):
    """What was paid ahead once, and what is left of it, in millionths; to be used by the end of `until`, where there is one."""

    id: str
    amount: int
    left: int
    paid_on: date
    until: date | None
    reference: str


class PrepaidTold(msgspec.Struct, frozen=True):
    """What the firm has paid ahead, in millionths. `low`: the balance is below `level`, at which it wants to be warned."""

    currency: str
    balance: int
    held: int
    level: int | None
    low: bool
    advances: list[AdvanceTold]


class Movement(msgspec.Struct, frozen=True):
    """What came to the balance (above nothing) or went from it, in millionths, and from or to what kind of account."""

    id: str
    at: datetime
    amount: int
    other: str
    note: str


class AlarmForm(msgspec.Struct, forbid_unknown_fields=True):
    """Below which balance, in millionths, the firm wants to be warned; none: never."""

    level: Amount | None


class TopUpForm(msgspec.Struct, forbid_unknown_fields=True):
    """Which firm paid how many millionths ahead, when, under which reference of the bank; to be used by the end of `until`."""

    firm_id: Id
    amount: Amount
    paid_on: date
    reference: Annotated[str, Meta(min_length=1, max_length=140, pattern=r"^[^\x00]*$")]
    until: date | None = None


class TopUpTold(msgspec.Struct, frozen=True):
    """What somebody of the operator said came in."""

    id: str
    firm: str
    amount: int
    paid_on: date
    until: date | None
    reference: str
    recorded_by: str
    recorded_at: datetime


class FirmName(msgspec.Struct, frozen=True):
    """A firm of the platform."""

    id: str
    name: str


class TopUps(msgspec.Struct, frozen=True):
    """What was said to have come in, the newest first, and the firms that may pay."""

    items: list[TopUpTold]
    firms: list[FirmName]


@get("/prepaid", opt=DIRECT)
async def get_prepaid(visitor: NamedDependency[Visitor], prepaid: NamedDependency[Prepaid]) -> PrepaidTold:
    """Return what the firm has paid ahead."""
    return _told(await prepaid.account(visitor))


@get("/prepaid/movements", opt=DIRECT)
async def list_movements(
    visitor: NamedDependency[Visitor], prepaid: NamedDependency[Prepaid], cursor: After = None, limit: Limit = 50
) -> Page[Movement]:
    """Return what came to the balance and went from it, the newest first."""
    page = await prepaid.movements(visitor, Cursor.parse(cursor, limit, 1))
    return page.map(lambda each: _movement(each, visitor.firm))


@put("/prepaid/alarm", opt=DIRECT)
async def put_alarm(
    visitor: NamedDependency[Visitor], prepaid: NamedDependency[Prepaid], data: JSONBody[AlarmForm], now: NamedDependency[datetime]
) -> PrepaidTold:
    """Say below which balance the firm wants to be warned."""
    return _told(await prepaid.warn_below(visitor, data.level, now))


@get("/top-ups", opt=OPERATING)
async def list_top_ups(visitor: NamedDependency[Visitor], prepaid: NamedDependency[Prepaid]) -> TopUps:
    """Return what was said to have come in ahead; the operator's people alone."""
    return await _top_ups(prepaid, visitor)


@post("/top-ups", opt=OPERATING)
async def record_top_up(
    visitor: NamedDependency[Visitor], prepaid: NamedDependency[Prepaid], data: JSONBody[TopUpForm], now: NamedDependency[datetime]
) -> TopUps:
    """Say that a firm has paid ahead; it is in the books within seconds."""
    await prepaid.record(visitor, data.firm_id, data.amount, data.paid_on, data.until, data.reference, now)
    return await _top_ups(prepaid, visitor)


async def _top_ups(prepaid: Prepaid, visitor: Visitor) -> TopUps:
    found, names = await prepaid.top_ups(visitor)
    items = [
        TopUpTold(
            each.id, names.get(each.payer, ""), each.amount, each.paid_on, each.until, each.reference, each.recorded.name, each.recorded.at
        )
        for each in found
    ]
    firms = [FirmName(firm, name) for firm, name in sorted(names.items(), key=lambda each: (each[1].lower(), each[0])) if firm != visitor.firm]
    return TopUps(items, firms)


def _told(account: PrepaidAccount) -> PrepaidTold:
    advances = [AdvanceTold(each.id, each.amount, left, each.paid_on, each.until, each.reference) for each, left in account.advances]
    return PrepaidTold(CURRENCY, account.balance, account.held, account.level, account.low, advances)


def _movement(each: Transfer, firm: FirmId) -> Movement:
    comes = each.credit == (firm, Kind.PREPAID)
    goes = each.debit == (firm, Kind.PREPAID)
    other = each.debit.kind if comes else each.credit.kind
    # What is taken out of a hold leaves the balance as it was: it went when it was held.
    return Movement(each.id, each.posted_at, each.amount if comes else -each.amount if goes else 0, other, each.note)


router = Router("/", route_handlers=[get_prepaid, list_movements, put_alarm, list_top_ups, record_top_up], tags=["ledger"])
