"""Which transfers come of what happened: a call answered for another firm, a mistake, money paid in, held, taken, paid out.

Every function returns transfers and posts nothing. What is worth nothing moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from permanence.kernel.ids import FirmId, IdSource, TransferId
from permanence.ledger.errors import AlreadyReversed, AmountUnfit, HoldTooSmall, HoldUnknown
from permanence.ledger.model import Account, Kind, Parties, Stretch, Transfer


def answered(stretch: Stretch, posted_at: datetime, ids: IdSource) -> list[Transfer]:
    """Return the transfers of a stretch. Out of the payout each side gets its share; where the owner pays, its own is no transfer."""
    owner = Account(stretch.parties.owner, Kind.DUE)
    answering = Account(stretch.parties.answering, Kind.DUE)
    fees = Account(stretch.parties.operator, Kind.FEES)
    payer = Account(stretch.parties.operator, Kind.PAYOUT) if stretch.from_payout else owner
    shares = (("owner", owner, stretch.owner), ("answering", answering, stretch.answering), ("fee", fees, stretch.platform))
    return [
        Transfer(
            TransferId(ids.new("trf")), stretch.parties, stretch.cause, part, payer, account, amount, stretch.currency,
            stretch.booked_on, posted_at, calls=stretch.calls, seconds=stretch.seconds,
        )
        for part, account, amount in shares
        if amount > 0 and account != payer
    ]  # fmt: skip


def reversal(
    transfer: Transfer, booked_on: date, posted_at: datetime, ids: IdSource, *, note: str = "", cause: str = "", part: str = "reversal"
) -> Transfer:
    """Return what takes a transfer back. Its cause is the transfer unless another is named; raise `AlreadyReversed` for what is
    a reversal itself."""
    if transfer.reverses is not None:
        raise AlreadyReversed
    return replace(
        transfer, id=TransferId(ids.new("trf")), cause=cause or transfer.id, part=part, debit=transfer.credit, credit=transfer.debit,
        booked_on=booked_on, posted_at=posted_at, reverses=transfer.id, note=note, late_from=None,
    )  # fmt: skip


def late(transfer: Transfer, booked_on: date) -> Transfer:
    """Return a transfer as a correction of its own month, which is closed, booked on a day of an open one."""
    month = f"{transfer.booked_on:%Y-%m}"
    return replace(transfer, booked_on=booked_on, late_from=transfer.booked_on, note=transfer.note or month)


def own(firm: FirmId, operator: FirmId) -> Parties:
    """Return the parties of money that concerns one firm and the operator."""
    return Parties(firm, firm, operator)


def paid_in(
    firm: FirmId, operator: FirmId, cause: str, amount: int, currency: str, kind: Kind, now: datetime, ids: IdSource
) -> Transfer:
    """Return what came by bank from a firm: ahead (`PREPAID`) or for what it owed (`DUE`)."""
    return _move(own(firm, operator), (cause, "paid_in"), Account(operator, Kind.BANK), Account(firm, kind), amount, currency, now, ids)


def paid_out(
    firm: FirmId, operator: FirmId, cause: str, amount: int, currency: str, kind: Kind, now: datetime, ids: IdSource
) -> Transfer:
    """Return what went by bank to a firm: what was due to it, or what it had paid ahead."""
    return _move(own(firm, operator), (cause, "paid_out"), Account(firm, kind), Account(operator, Kind.BANK), amount, currency, now, ids)


def hold(firm: FirmId, operator: FirmId, cause: str, amount: int, currency: str, now: datetime, ids: IdSource) -> Transfer:
    """Return what keeps an amount, of what a firm has paid ahead, for something under way."""
    return _move(own(firm, operator), (cause, "hold"), Account(firm, Kind.PREPAID), Account(firm, Kind.HELD), amount, currency, now, ids)


def held(transfers: Iterable[Transfer]) -> int:
    """Return what is still held of a hold, given all transfers of its cause, in millionths."""
    total = 0
    for transfer in transfers:
        if transfer.credit.kind is Kind.HELD:
            total += transfer.amount
        elif transfer.debit.kind is Kind.HELD:
            total -= transfer.amount
    return total


def capture(known: Sequence[Transfer], part: str, to: Account, amount: int, now: datetime, ids: IdSource) -> Transfer:
    """Return what takes an amount out of a hold, given all transfers of its cause; the same `part` again is the same taking."""
    first = _hold_of(known)
    left = held(known)
    if amount > left:
        raise HoldTooSmall(left=left)
    return _move(first.parties, (first.cause, part), first.credit, to, amount, first.currency, now, ids)


def release(known: Sequence[Transfer], now: datetime, ids: IdSource) -> Transfer | None:
    """Return what gives back the rest of a hold, given all transfers of its cause; None where nothing is left."""
    first = _hold_of(known)
    left = held(known)
    if left == 0:
        return None
    return _move(first.parties, (first.cause, "release"), first.credit, first.debit, left, first.currency, now, ids)


def same(one: Transfer, other: Transfer) -> bool:
    """Say whether two transfers of one cause and part move the same money."""
    return (one.debit, one.credit, one.amount, one.currency) == (other.debit, other.credit, other.amount, other.currency)


def _hold_of(known: Sequence[Transfer]) -> Transfer:
    for transfer in known:
        if transfer.part == "hold":
            return transfer
    raise HoldUnknown


def _move(
    parties: Parties, key: tuple[str, str], debit: Account, credit: Account, amount: int, currency: str, now: datetime, ids: IdSource
) -> Transfer:
    if amount <= 0:
        raise AmountUnfit(param="amount")
    cause, part = key
    return Transfer(TransferId(ids.new("trf")), parties, cause, part, debit, credit, amount, currency, now.date(), now)
