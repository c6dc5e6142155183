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

from permanence.kernel.ids import DisputeId, FirmId, PersonId, ProposalId, StatementId, TransferId


class Kind(StrEnum):
    """What an account of a firm holds."""

    DUE = "due"  # credited: what is owed to the firm; debited: what it owes
    PAYOUT = "payout"  # what carriers pay out for numbers; the operator's, debited when it is shared out
    FEES = "fees"  # what the platform earns; the operator's
    ROUNDING = "rounding"  # fractions of cents; the operator's
    PREPAID = "prepaid"  # paid in advance; never below zero
    HELD = "held"  # of what was paid in advance, what is kept for something under way
    BANK = "bank"  # what came and went by bank; the operator's
    VAT = "vat"  # tax that statements carry from buyer to seller; the operator's


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
class Stretch:
    """A stretch of a call that one firm answered for another: what it is worth to each side, in millionths, and whether the
    number's payout pays for it or the owner firm."""

    cause: str
    parties: Parties
    from_payout: bool
    owner: int
    answering: int
    platform: int
    currency: str
    seconds: int
    booked_on: date
    calls: int = 1


@dataclass(frozen=True, slots=True)
class Transfer:
    """An amount from one account (`debit`) to another (`credit`). `cause` is what it is for, as an id (a call's stretch, a
    statement, a transfer that it reverses), and `part` which of that cause's transfers it is: both together are posted once.
    It counts for the month of `booked_on`; `late_from` is the day that it should have had, where that one's month was closed.
    `calls` and `seconds` are what the amount is for."""

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
    calls: int = 0
    seconds: int = 0
    late_from: date | None = None


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
    """What a statement is as a paper; the codes of UNTDID 1001. On a credit note amounts are what is given back: a correction that
    takes something from the seller stands there without its minus."""

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


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account has given and got, in millionths."""

    account: Account
    currency: str
    debits: int
    credits: int

    @property
    def amount(self) -> int:
        """Return what is on the account: what it got less what it gave."""
        return self.credits - self.debits


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of a month's transfers between two accounts. `correction`: reversals and what came late; `about` says of what."""

    parties: Parties
    debit: Account
    credit: Account
    currency: str
    correction: bool
    about: str
    calls: int
    seconds: int
    amount: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that does not add up: what was compared, whose account, the amount expected and the amount kept."""

    what: str
    firm: FirmId | None
    kind: str | None
    currency: str
    expected: int
    kept: int


class Billing(msgspec.Struct, frozen=True, kw_only=True):
    """How a firm stands on invoices, and the tax on what it earns: `vat_rate` per ten thousand, none with `exemption` as its reason.
    `pay_rule` says when it is paid, `mandate` by which agreement its invoices are made out for it."""

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
    vat_rate: int | None = None
    exemption: str = ""
    pay_rule: str = "A"
    mandate: str = ""

    def party(self, firm: FirmId) -> Party:
        """Return the firm as it stands on an invoice."""
        return Party(
            firm=firm, name=self.name, address=self.address, postcode=self.postcode, city=self.city, country=self.country,
            registration=self.registration, vat=self.vat, iban=self.iban, bic=self.bic, email=self.email,
        )  # fmt: skip


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that is to come, before it has a number and a date. Amounts taken from the seller are negative."""

    parties: Parties
    seller: FirmId
    buyer: FirmId
    currency: str
    lines: tuple[Line, ...]
    net: int
    vat_rate: int
    vat: int
    total: int


class Trouble(StrEnum):
    """What to look at before a month is closed."""

    NO_BILLING = "no_billing"  # it earns, and has not written how it stands on invoices: no statement without that
    NO_IBAN = "no_iban"  # it earns, and nobody knows where to pay it
    NO_MANDATE = "no_mandate"  # its invoices are made out for it, and it has not said by which agreement
    NEGATIVE = "negative"  # more is taken back than it earned


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at, of a firm. `blocks`: the month cannot be closed so."""

    trouble: Trouble
    firm: FirmId
    name: str

    @property
    def blocks(self) -> bool:
        """Whether the month has to wait for it."""
        return self.trouble is Trouble.NO_BILLING


@dataclass(frozen=True, slots=True)
class Change:
    """What a firm earns in a month beside the month before, net, in cents."""

    firm: FirmId
    currency: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What closing a month would bring: its statements to come, what changed, what to look at. `digest` stands for the figures."""

    month: date
    drafts: tuple[Draft, ...]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    digest: str
    names: dict[FirmId, str]


class Stage(StrEnum):
    """How far a month has come."""

    OPEN = "open"
    PROPOSED = "proposed"
    APPROVED = "approved"  # frozen
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Named:
    """Who did something, and when."""

    person: PersonId
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """A month's figures as a person saw them and wants them closed."""

    id: ProposalId
    month: date
    digest: str
    proposed: Named


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its newest proposal, and who approved that."""

    month: date
    proposal: Proposal | None
    approved: Named | None = None
    closed_at: datetime | None = None
    statements: int = 0

    @property
    def stage(self) -> Stage:
        """Say how far it has come."""
        if self.closed_at is not None:
            return Stage.CLOSED
        if self.approved is not None:
            return Stage.APPROVED
        return Stage.PROPOSED if self.proposal is not None else Stage.OPEN


class Verdict(StrEnum):
    """What becomes of a dispute."""

    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Dispute:
    """A firm contests a statement, or one `call` of it (the cause of its transfers). `settled_at`: what was accepted is reversed."""

    id: DisputeId
    parties: Parties
    statement: StatementId
    call: str
    reason: str
    firm: FirmId
    raised: Named
    verdict: Verdict | None = None
    answer: str = ""
    answered_by: FirmId | None = None
    answered: Named | None = None
    settled_at: datetime | None = None
