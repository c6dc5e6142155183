"""What is left of money that a firm paid ahead, and what of it was not used by its date.

What is used is taken from the advance that ends first, and from those without an end last; what is held for something under way counts as used until
it is released. So a firm never loses what it could still use, and is given back what it could not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from permanence.kernel.errors import PermanenceError
from permanence.kernel.ids import FirmId, IdSource, TopUpId
from permanence.ledger.errors import AdvanceUnfit, ReferenceMissing
from permanence.ledger.model import Account, Kind, Named, Transfer
from permanence.ledger.posting import paid_in, paid_out

CURRENCY = "EUR"
"""In which money is paid ahead."""
AMOUNT_MAX = 1_000_000_000_000_000
RETURNED = "returned:"


@dataclass(frozen=True, slots=True)
class TopUp:
    """A firm has paid millionths ahead, as a person of the operator says; to be used by the end of `until`, where there is one."""

    id: TopUpId
    payer: FirmId
    amount: int
    paid_on: date
    until: date | None
    reference: str
    recorded: Named


@dataclass(frozen=True, slots=True)
class Advance:
    """The same, posted."""

    id: TopUpId
    payer: FirmId
    amount: int
    paid_on: date
    until: date | None
    reference: str


def why_not_recorded(amount: int, paid_on: date, until: date | None, reference: str, today: date) -> PermanenceError | None:
    """Say why a person cannot say that so many millionths were paid ahead."""
    if not reference.strip():
        return ReferenceMissing(param="reference")
    if not 0 < amount <= AMOUNT_MAX:
        return AdvanceUnfit(param="amount")
    if paid_on > today:
        return AdvanceUnfit(param="paid_on")
    return AdvanceUnfit(param="until") if until is not None and until < today else None


def left_of(advances: Sequence[Advance], balance: int) -> list[tuple[Advance, int]]:
    """Return each advance with what is left of it, in millionths, given the balance of all; those that end first come first."""
    ordered = sorted(advances, key=lambda each: (each.until or date.max, each.id))
    used = max(sum(each.amount for each in ordered) - balance, 0)
    found: list[tuple[Advance, int]] = []
    for each in ordered:
        taken = min(each.amount, used)
        used -= taken
        found.append((each, each.amount - taken))
    return found


def lapsed(advances: Sequence[Advance], balance: int, today: date) -> list[tuple[Advance, int]]:
    """Return what is left, above nothing, of advances whose date is over."""
    return [(each, left) for each, left in left_of(advances, balance) if left > 0 and each.until is not None and each.until < today]


def is_low(balance: int, level: int | None) -> bool:
    """Say whether a balance is below the one at which the firm wants to be warned."""
    return level is not None and balance < level


def advance_of(told: TopUp) -> Advance:
    """Return what a person said as it is posted."""
    return Advance(told.id, told.payer, told.amount, told.paid_on, told.until, told.reference)


def top_up_transfer(told: TopUp, operator: FirmId, now: datetime, ids: IdSource) -> Transfer:
    """Return what came by bank from a firm ahead."""
    made = paid_in(told.payer, operator, told.id, told.amount, CURRENCY, Kind.PREPAID, now, ids)
    return replace(made, note=told.reference)


def return_transfer(advance: Advance, amount: int, known: Sequence[Transfer], operator: FirmId, now: datetime, ids: IdSource) -> Transfer:
    """Return what makes the unused part of an advance due to its firm again, given the transfers of its cause so far. What a hold gives back after
    the date is returned as well, as another part."""
    nth = 1 + sum(each.part.startswith(RETURNED) for each in known)
    made = paid_out(advance.payer, operator, advance.id, amount, CURRENCY, Kind.PREPAID, now, ids)
    return replace(made, part=f"{RETURNED}{nth}", credit=Account(advance.payer, Kind.DUE), note=advance.reference)
