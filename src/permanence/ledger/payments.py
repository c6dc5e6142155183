"""Which statements the operator still pays by bank, who may say that it is done, and what that posts.

A statement is paid whole, and once; one whose payment came back is owed again, and may be paid a second time. One person says what the
bank has carried out, another confirms it. That a payment came back one person says: it only opens what is owed, and paying it again
takes two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from permanence.kernel.errors import PermanenceError
from permanence.kernel.ids import FirmId, IdSource, PersonId, RemittanceId, StatementId
from permanence.ledger.closing import CENT
from permanence.ledger.errors import (
    AlreadyConfirmed,
    ExecutedUnfit,
    NothingToPay,
    NotPaid,
    PaymentChanged,
    ReferenceMissing,
    ReturnUnfit,
    SameConfirmer,
)
from permanence.ledger.model import Kind, Named, PaperKind, Parties, Statement, Transfer
from permanence.ledger.posting import paid_out


@dataclass(frozen=True, slots=True)
class Paid:
    """A statement's `nth` payment: cents, on which day, under which reference; and whether it came back."""

    statement: StatementId
    nth: int
    remittance: RemittanceId
    cents: int
    paid_on: date
    reference: str
    returned_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Remittance:
    """Statements of a month that one person says are paid. `cents` is their sum; `posted_at`: the books have it."""

    id: RemittanceId
    month: date
    executed_on: date
    reference: str
    statements: tuple[StatementId, ...]
    cents: int
    proposed: Named
    approved: Named | None = None
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """A payment that the bank sent back, as a person says."""

    remittance: RemittanceId
    statement: StatementId
    returned_on: date
    reason: str
    told: Named


def standing(paid: Collection[Paid]) -> Mapping[StatementId, Paid]:
    """Return by statement the payment that holds: the last one, where it did not come back."""
    last: dict[StatementId, Paid] = {}
    for each in sorted(paid, key=lambda one: one.nth):
        last[each.statement] = each
    return {statement: each for statement, each in last.items() if each.returned_on is None}


def payable(statements: Sequence[Statement], paid: Collection[Paid], under_way: Collection[StatementId], payer: FirmId) -> tuple[Statement, ...]:
    """Return the statements that a firm still pays by bank: invoices to it of more than nothing, neither paid nor `under_way`."""
    done = standing(paid)
    return tuple(
        each
        for each in statements
        if each.buyer.firm == payer and each.kind is PaperKind.INVOICE and each.total > 0
        and each.id not in done and each.id not in under_way
    )  # fmt: skip


def under_way(remittances: Sequence[Remittance]) -> frozenset[StatementId]:
    """Return the statements whose payment is confirmed and not posted yet."""
    waiting = [each for each in remittances if each.approved is not None and each.posted_at is None]
    return frozenset(statement for each in waiting for statement in each.statements)


def why_not_told(
    open_: Sequence[Statement], chosen: Collection[StatementId], executed_on: date, reference: str, today: date
) -> PermanenceError | None:
    """Say why a person cannot say that these statements, of those that are `open_`, were paid on a day."""
    if not chosen:
        return NothingToPay(param="statements")
    known = {each.id: each for each in open_}
    if not set(chosen) <= known.keys():
        return PaymentChanged()
    if not reference.strip():
        return ReferenceMissing(param="reference")
    first = max(known[id_].issued_on for id_ in chosen)
    return None if first <= executed_on <= today else ExecutedUnfit(param="executed_on", first=first.isoformat())


def why_not_confirmed(remittance: Remittance, person: PersonId, open_: Sequence[Statement]) -> PermanenceError | None:
    """Say why a person cannot confirm what another one said, with the statements that are `open_` now."""
    if remittance.approved is not None:
        return AlreadyConfirmed()
    if remittance.proposed.person == person:
        return SameConfirmer()
    known = {each.id: each.total for each in open_}
    same = set(remittance.statements) <= known.keys() and sum(known[id_] for id_ in remittance.statements) == remittance.cents
    return None if same else PaymentChanged()


def why_not_returned(paid: Paid | None, returned_on: date, reason: str, today: date) -> PermanenceError | None:
    """Say why a person cannot say that this payment, which holds, came back on a day."""
    if paid is None:
        return NotPaid()
    if not reason.strip() or not paid.paid_on <= returned_on <= today:
        return ReturnUnfit(param="reason" if not reason.strip() else "returned_on")
    return None


def payment_transfer(statement: Statement, nth: int, operator: FirmId, now: datetime, ids: IdSource) -> Transfer:
    """Return what a statement's `nth` payment takes from its seller's account: its total, gone by bank."""
    made = paid_out(statement.seller.firm, operator, statement.id, statement.total * CENT, statement.currency, Kind.DUE, now, ids)
    return replace(made, part=part_of(nth))


def part_of(nth: int) -> str:
    """Return the part of a statement's cause under which its `nth` payment is posted, so that none is posted twice."""
    return f"paid_out:{nth}"


def paid_of(statement: Statement, nth: int, remittance: Remittance) -> Paid:
    """Return the row of a statement's payment."""
    return Paid(statement.id, nth, remittance.id, statement.total, remittance.executed_on, remittance.reference)


def times_paid(statement: StatementId, paid: Collection[Paid]) -> int:
    """Return how often a statement was paid so far, what came back included."""
    return max((each.nth for each in paid if each.statement == statement), default=0)


PaidRow = tuple[Parties, Paid]
"""A payment with the firms of its statement."""
