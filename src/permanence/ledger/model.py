"""Accounts of firms, transfers between two of them, and the statements that come of a month.

Money moves here in one way only: a transfer takes an amount from one account and gives it to another, so all accounts together
are always zero. Amounts are whole millionths of the currency unit, and greater than nothing; a mistake is reversed, never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from permanence.kernel.ids import FirmId, StatementId, TransferId


class Kind(StrEnum):
    """What an account of a firm holds."""

    DUE = "due"  # credited: what is owed to the firm; debited: what it owes
    PAYOUT = "payout"  # what carriers pay out for numbers; the operator's, debited when it is shared out
    FEES = "fees"  # what the platform earns; the operator's
    ROUNDING = "rounding"  # fractions of cents; the operator's
    PREPAID = "prepaid"  # paid in advance; never below zero
    HELD = "held"  # of what was paid in advance, what is kept for something under way
    BANK = "bank"  # what came and went by bank; the operator's


class Account(NamedTuple):
    """A firm's account of a kind; there is one for each currency."""

    firm: FirmId
    kind: Kind


class Parties(NamedTuple):
    """The firms that a row of money concerns, and who alone see it. For what concerns one firm alone all are that firm, or
    that firm and the operator."""

    owner: FirmId
    answering: FirmId
    operator: FirmId


@dataclass(frozen=True, slots=True)
class Transfer:
    """An amount from one account (`debit`) to another (`credit`). `cause` is what it is for, as an id (a call's stretch, a
    statement, a transfer that it reverses), and `part` which of that cause's transfers it is: both together are posted once.
    It counts for the month of `booked_on`."""

    id: TransferId
    parties: Parties
    cause: str
    part: str
    debit: Account
    credit: Account
    amount: int
    currency: str
    booked_on: date
    posted_at: datetime
    reverses: TransferId | None = None
    note: str = ""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A firm as it stands on an invoice. `registration` is the number of its register (in France the SIREN), `vat` its VAT
    number where it has one."""

    firm: FirmId
    name: str
    address: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    registration: str = ""
    vat: str = ""
    iban: str = ""
    bic: str = ""
    email: str = ""


class LineKind(StrEnum):
    """What a line of a statement is for."""

    ANSWERED = "answered"  # seconds answered for another, or by another for the firm
    FEE = "fee"  # what the platform takes
    CORRECTION = "correction"  # of an earlier month, or after a dispute


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a statement: exact millionths, and the cents that they are rounded to, once, here. `calls` and `seconds` are
    what it adds up."""

    kind: LineKind
    calls: int
    seconds: int
    amount: int
    cents: int
    about: str = ""


class PaperKind(StrEnum):
    """What a statement is as a paper; the codes of UNTDID 1001."""

    INVOICE = "389"  # made out by the buyer in the seller's name
    CREDIT_NOTE = "261"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What one firm has earned in a month from calls between an owner firm and an answering firm, and who pays it.

    `seller` earns, `buyer` pays. `net` is the sum of the lines' cents, `vat` the tax on it at `vat_rate` per ten thousand,
    `total` both, in cents. A credit note names the invoice that it `corrects`, and its day. `exemption` says why there is no tax, where there is none, and `vat_category` which kind of none
    it is (code of UNTDID 5305; empty: as the two countries suggest). `due_why` is the rule that gave `due_on`.
    """

    id: StatementId
    number: str
    kind: PaperKind
    month: date
    owner: Party
    answering: Party
    seller: Party
    buyer: Party
    currency: str
    lines: tuple[Line, ...]
    net: int
    vat_rate: int
    vat: int
    total: int
    issued_on: date
    due_on: date
    due_why: str
    exemption: str = ""
    mandate: str = ""
    corrects: str = ""
    note: str = ""
    vat_category: str = ""
    corrects_on: date | None = None


class CallLine(msgspec.Struct, frozen=True, kw_only=True):
    """One answered call below a statement: what it was worth to the statement's firm, in millionths."""

    call: str
    answered_at: datetime
    ended_at: datetime
    seconds: int
    owner: str
    answering: str
    number: str
    agent: str
    agreement: str
    version: int
    amount: int
    receipt: str = ""


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One credit transfer of a payment file: cents to a firm, for statements."""

    to: Party
    cents: int
    currency: str
    reference: str
    about: str
