"""What comes of a month's sums: a statement for each firm that earned something from another, and what makes its account whole cents.

A line is rounded to cents once, half a cent to the even neighbour, and tax is rounded once on the sum of the lines. What rounding
leaves goes to the operator's account for it, so that after closing a firm's account has what its statements say, to the cent.
The order in which sums come changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

import msgspec

from permanence.kernel.ids import FirmId, IdSource, StatementId, TransferId
from permanence.ledger.model import (
    Account,
    Billing,
    Change,
    Draft,
    Finding,
    Kind,
    Line,
    LineKind,
    PaperKind,
    Parties,
    Statement,
    Tally,
    Transfer,
    Trouble,
)

PayDate = Callable[[date, str, str], tuple[date, str]]
"""When a statement issued on a day is paid, by a rule and a country; and the code of why."""
CENT = 10_000
"""Millionths of the currency unit in a cent."""
ORDER = {LineKind.ANSWERED: 0, LineKind.FEE: 1, LineKind.CORRECTION: 2}
TEN_THOUSAND = 10_000


class Flow(NamedTuple):
    """What a sum is between two firms: who earned it from whom, and whether it is given (1) or taken back (-1)."""

    seller: FirmId
    buyer: FirmId
    kind: LineKind
    sign: int


class Residue(NamedTuple):
    """Millionths that a firm's account for what is due has above whole cents (or below, where negative)."""

    parties: Parties
    firm: FirmId
    currency: str
    amount: int


class Sums(NamedTuple):
    """What a month comes to."""

    drafts: tuple[Draft, ...]
    residues: tuple[Residue, ...]


def flow(tally: Tally) -> Flow | None:
    """Say what a sum is on a statement; None for what stands on none: payments, holds, fractions, tax, and the operator's own."""
    match tally.debit.kind, tally.credit.kind:
        case (Kind.PAYOUT | Kind.DUE, Kind.FEES) | (Kind.PAYOUT, Kind.DUE):
            given = True
        case (Kind.FEES, Kind.PAYOUT | Kind.DUE) | (Kind.DUE, Kind.PAYOUT):
            given = False
        case Kind.DUE, Kind.DUE:
            given = tally.debit.firm == tally.parties.owner  # the owner pays who answers, never the other way round
        case _:
            return None
    seller, buyer = (tally.credit, tally.debit) if given else (tally.debit, tally.credit)
    if seller.firm == buyer.firm:
        return None
    if tally.correction or not given:
        kind = LineKind.CORRECTION
    else:
        kind = LineKind.FEE if seller.kind is Kind.FEES else LineKind.ANSWERED
    return Flow(seller.firm, buyer.firm, kind, 1 if given else -1)


def cents(amount: int) -> int:
    """Return millionths as whole cents; half a cent goes to the even neighbour."""
    return round(Fraction(amount, CENT))


def tax(net: int, rate: int) -> int:
    """Return the tax on cents at a rate per ten thousand, in cents; half a cent goes to the even neighbour."""
    return round(Fraction(net * rate, TEN_THOUSAND))


def sums(tallies: Iterable[Tally], billings: Mapping[FirmId, Billing]) -> Sums:
    """Return the statements to come of a month's sums, and the fractions of cents that they leave, in one order."""
    papers: dict[tuple[Parties, FirmId, FirmId, str], dict[tuple[LineKind, str], list[int]]] = defaultdict(dict)
    for tally in tallies:
        found = flow(tally)
        if found is not None:
            about = tally.about if found.kind is LineKind.CORRECTION else ""
            lines = papers[tally.parties, found.seller, found.buyer, tally.currency]
            line = lines.setdefault((found.kind, about), [0, 0, 0])
            for place, value in enumerate((tally.calls, tally.seconds, found.sign * tally.amount)):
                line[place] += value
    drafts, residues = list[Draft](), defaultdict[tuple[Parties, FirmId, str], int](int)
    for (parties, seller, buyer, currency), lines in sorted(papers.items()):
        draft = _draft(parties, seller, buyer, currency, lines, billings)
        left = sum(line.amount - line.cents * CENT for line in draft.lines)
        for firm, amount in ((seller, left), (buyer, -left)):
            if firm != parties.operator:
                residues[parties, firm, currency] += amount
        if any(line.cents for line in draft.lines):
            drafts.append(draft)
    kept = tuple(Residue(*key, amount) for key, amount in sorted(residues.items()) if amount)
    return Sums(tuple(drafts), kept)


def _draft(
    parties: Parties, seller: FirmId, buyer: FirmId, currency: str, found: Mapping[tuple[LineKind, str], Sequence[int]],
    billings: Mapping[FirmId, Billing],
) -> Draft:  # fmt: skip
    lines = tuple(
        Line(kind=kind, calls=calls, seconds=seconds, amount=amount, cents=cents(amount), about=about)
        for (kind, about), (calls, seconds, amount) in sorted(found.items(), key=lambda each: (ORDER[each[0][0]], each[0][1]))
    )
    net = sum(line.cents for line in lines)
    billing = billings.get(seller)
    rate = (billing.vat_rate or 0) if billing is not None else 0
    vat = tax(net, rate)
    return Draft(
        parties=parties, seller=seller, buyer=buyer, currency=currency, lines=lines, net=net, vat_rate=rate, vat=vat, total=net + vat
    )


def digest(month: date, figures: Sums) -> str:
    """Return what stands for a month's figures: whoever has seen the same digest has seen the same."""
    text = msgspec.json.encode((month, figures.drafts, [tuple(each) for each in figures.residues]))
    return hashlib.sha256(text).hexdigest()


def closing_transfers(figures: Sums, cause: str, booked_on: date, posted_at: datetime, ids: IdSource) -> list[Transfer]:
    """Return what closing a month posts: fractions of cents to the operator's account for them, and the statements' tax from who
    pays it to who has earned; the operator's own is no transfer."""

    def move(parties: Parties, part: str, debit: Account, credit: Account, amount: int, currency: str) -> Transfer:
        giver, taker = (debit, credit) if amount > 0 else (credit, debit)
        return Transfer(
            TransferId(ids.new("trf")), parties, cause, part, giver, taker, abs(amount), currency, booked_on, posted_at
        )

    moved = [
        move(left.parties, f"rounding:{left.firm}:{left.currency}", Account(left.firm, Kind.DUE),
             Account(left.parties.operator, Kind.ROUNDING), left.amount, left.currency)
        for left in figures.residues
    ]  # fmt: skip
    for draft in figures.drafts:
        operator = draft.parties.operator
        part = f"{draft.seller}:{draft.buyer}:{draft.currency}"
        vat = Account(operator, Kind.VAT)
        if draft.vat and draft.seller != operator:
            moved.append(move(draft.parties, f"vat_earned:{part}", vat, Account(draft.seller, Kind.DUE), draft.vat * CENT, draft.currency))
        if draft.vat and draft.buyer != operator:
            moved.append(move(draft.parties, f"vat_paid:{part}", Account(draft.buyer, Kind.DUE), vat, draft.vat * CENT, draft.currency))
    return moved


def issue(
    draft: Draft, month: date, billings: Mapping[FirmId, Billing], issued_on: date, pay_date: PayDate, ids: IdSource
) -> Statement:
    """Return a draft as a statement of a day; its number is given by the database. Below zero it is a credit note."""
    seller, buyer = billings[draft.seller], billings[draft.buyer]
    owner, answering = billings[draft.parties.owner], billings[draft.parties.answering]
    due_on, why = pay_date(issued_on, seller.pay_rule, buyer.country)
    given = draft.net >= 0
    sign = 1 if given else -1
    corrected = sorted({line.about for line in draft.lines if line.about})
    return Statement(
        id=StatementId(ids.new("stm")), number="", kind=PaperKind.INVOICE if given else PaperKind.CREDIT_NOTE, month=month,
        owner=owner.party(draft.parties.owner), answering=answering.party(draft.parties.answering),
        seller=seller.party(draft.seller), buyer=buyer.party(draft.buyer), currency=draft.currency,
        lines=tuple(msgspec.structs.replace(line, amount=sign * line.amount, cents=sign * line.cents) for line in draft.lines),
        net=sign * draft.net, vat_rate=draft.vat_rate, vat=sign * draft.vat, total=sign * draft.total, issued_on=issued_on,
        due_on=due_on, due_why=why, exemption=seller.exemption if draft.vat_rate == 0 else "", mandate=seller.mandate,
        corrects="" if given else ", ".join(corrected),
    )  # fmt: skip


def findings(drafts: Sequence[Draft], billings: Mapping[FirmId, Billing], names: Mapping[FirmId, str]) -> tuple[Finding, ...]:
    """Return what to look at before these statements are written, by name."""
    found: set[Finding] = set()
    for draft in drafts:
        billing = billings.get(draft.seller)
        troubles = [
            (Trouble.NO_BILLING, billing is None),
            (Trouble.NO_IBAN, billing is not None and not billing.iban and draft.seller != draft.parties.operator),
            (Trouble.NO_MANDATE, billing is not None and not billing.mandate and draft.seller != draft.parties.operator),
            (Trouble.NEGATIVE, draft.net < 0),
        ]
        found |= {Finding(trouble, draft.seller, names.get(draft.seller, "")) for trouble, there in troubles if there}
        if draft.buyer not in billings:
            found.add(Finding(Trouble.NO_BILLING, draft.buyer, names.get(draft.buyer, "")))
    return tuple(sorted(found, key=lambda each: (not each.blocks, each.name, each.firm, each.trouble)))


def changes(before: Sequence[Draft], now: Sequence[Draft]) -> tuple[Change, ...]:
    """Return what each firm earns in two months, the greatest difference first."""
    nets: dict[tuple[FirmId, str], list[int]] = defaultdict(lambda: [0, 0])
    for place, drafts in enumerate((before, now)):
        for draft in drafts:
            nets[draft.seller, draft.currency][place] += draft.net
    made = [Change(*key, *both) for key, both in nets.items()]
    return tuple(sorted(made, key=lambda each: (-abs(each.now - each.before), each.firm, each.currency)))
