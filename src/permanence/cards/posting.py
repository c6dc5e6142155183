"""Which transfers come of a consultation that was paid by card: the charge to the owner firm, the partner's share of it, and both back.

The payment service pays the operator's bank account, so the charge goes from there to what is due to the owner; the share, rounded
down to the cent, goes from the owner to the answering firm.
"""

from __future__ import annotations

from datetime import date, datetime

from permanence.cards.consultation import CENT
from permanence.cards.model import Paid
from permanence.kernel.ids import FirmId, IdSource, TransferId
from permanence.ledger.model import Account, Kind, Parties, Transfer

WHOLE = 10_000


def share_of(amount: int, share: int) -> int:
    """Return the partner's part of an amount, in whole cents (millionths), rounded down."""
    return amount * share // WHOLE // CENT * CENT


def charged(paid: Paid, amount: int, operator: FirmId, booked_on: date, now: datetime, ids: IdSource) -> list[Transfer]:
    """Return the transfers of a charge; nothing charged moves nothing."""
    return _both(paid, ("card", "card_share"), amount, share_of(amount, paid.share), operator, booked_on, now, ids, back=False)


def refunded(paid: Paid, amount: int, operator: FirmId, booked_on: date, now: datetime, ids: IdSource) -> list[Transfer]:
    """Return the transfers of a refund. What a partner keeps is his share of what the caller still pays."""
    before = paid.consultation.charged
    given_up = share_of(before, paid.share) - share_of(before - amount, paid.share)
    return _both(paid, ("card_refund", "card_share_refund"), amount, given_up, operator, booked_on, now, ids, back=True)


def _both(
    paid: Paid, parts: tuple[str, str], amount: int, share: int, operator: FirmId, booked_on: date, now: datetime, ids: IdSource,
    *, back: bool,
) -> list[Transfer]:  # fmt: skip
    answering = paid.answering or paid.firm
    bank, owner = Account(operator, Kind.BANK), Account(paid.firm, Kind.DUE)
    moves = [(Parties(paid.firm, paid.firm, operator), parts[0], bank, owner, amount)]
    if answering != paid.firm:
        moves.append((Parties(paid.firm, answering, operator), parts[1], owner, Account(answering, Kind.DUE), share))
    seconds = 0 if back else paid.consultation.seconds
    return [
        Transfer(
            TransferId(ids.new("trf")), parties, paid.consultation.id, part, credit if back else debit, debit if back else credit, moved,
            paid.consultation.price.currency, booked_on, now, seconds=seconds if nth == 0 else 0,
        )
        for nth, (parties, part, debit, credit, moved) in enumerate(moves)
        if moved > 0
    ]  # fmt: skip
