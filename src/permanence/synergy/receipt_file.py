"""The two files that are given to people: one receipt, or all receipts of a pair of firms in a month.

One receipt: a line of JSON with the proof that it is under its day's root. A month: JSON lines, first the head, then for each
day its signed root and below it the pair's receipts, with one proof for all of them. Lines, not an archive: they can be
checked while they are read, a damaged one is named, the browser needs no library to open them, and every byte counts, which is
not so of an archive's own fields. Every line is in canonical form and ends with a line feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from permanence.synergy.day_root import DayRoot
from permanence.synergy.merkle import Tree
from permanence.synergy.receipt import (
    ZEROS,
    Count,
    Currency,
    Digest,
    Id,
    Nth,
    Pricing,
    Receipt,
    canonical,
    digest,
)  # fmt: skip

Proof = Annotated[tuple[Digest, ...], Meta(max_length=128)]


class ReceiptFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A receipt, its digest, the proof that it is the receipt number `index` (from 0) under `root`, and the public key.
    `pricing` lets anybody charge the call again."""

    format: Literal["permanence.receipt-file"] = "permanence.receipt-file"
    version: Literal[1] = 1
    receipt: Receipt
    digest: Digest
    index: Count
    proof: Proof
    root: DayRoot
    key: Digest
    pricing: Pricing | None


class Totals(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a month's receipts in one currency add up to; amounts in millionths."""

    currency: Currency
    calls: Nth
    seconds: Count
    owner: Count
    answering: Count
    platform: Count
    total: Count


class MonthHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line of a month: the pair, how many receipts, the number of the first and the digest before it, the digest
    of the last (of none: the digest before), what they add up to, and the public key (32 bytes in hexadecimal)."""

    format: Literal["permanence.receipts"] = "permanence.receipts"
    version: Literal[1] = 1
    owner: Id
    answering: Id
    month: Annotated[str, Meta(pattern=r"^2[0-9]{3}-[0-9]{2}$")]
    count: Count
    first: Nth
    previous: Digest
    last: Digest
    totals: Annotated[tuple[Totals, ...], Meta(max_length=200)]
    pricing: Annotated[tuple[Pricing, ...], Meta(max_length=1000)]
    key: Digest


class MonthDay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A day's line: its signed root, which of its receipts are the pair's (`count` from `index` on), and the proof that
    they are. Days without a receipt of the pair are there too: the chain of roots has no gap."""

    root: DayRoot
    index: Count
    count: Count
    proof: Proof


def receipt_file(receipt: Receipt, index: int, tree: Tree, root: DayRoot, public_key: bytes, pricing: Pricing | None = None) -> bytes:
    """Return the file of one receipt, which is leaf `index` of its day's tree."""
    proof = tuple(step.hex() for step in tree.proof(index))
    value = ReceiptFile(
        receipt=receipt, digest=digest(receipt), index=index, proof=proof, root=root, key=public_key.hex(), pricing=pricing
    )
    return canonical(value) + b"\n"


def month_day(root: DayRoot, tree: Tree, index: int, count: int) -> MonthDay:
    """Return a day's line; `index` does not matter where the pair has no receipt on that day."""
    if count == 0:
        return MonthDay(root=root, index=0, count=0, proof=())
    return MonthDay(root=root, index=index, count=count, proof=tuple(step.hex() for step in tree.proof(index, count)))


class MonthSum:
    """Adds up a month's receipts, one after the other, for its head."""

    def __init__(self, previous: str = ZEROS, first: int = 1) -> None:
        """Begin behind the pair's last receipt before the month: `previous` is its digest, `first` the number after it."""
        self._sums: dict[str, list[int]] = {}
        self._count, self._first, self._previous, self._last = 0, first, previous, previous

    def take(self, receipt: Receipt) -> None:
        """Add the next receipt."""
        if self._count == 0:
            self._first, self._previous = receipt.nth, receipt.previous
        self._count, self._last = self._count + 1, digest(receipt)
        add(self._sums, receipt)

    def miss(self) -> None:
        """Count a receipt that is there and cannot be read."""
        self._count += 1

    def head(self, owner: str, answering: str, month: str, public_key: bytes, pricing: Iterable[Pricing] = ()) -> MonthHead:
        """Return the head of the month so far."""
        return MonthHead(
            owner=owner, answering=answering, month=month, count=self._count, first=self._first, previous=self._previous,
            last=self._last, totals=totals_of(self._sums), pricing=tuple(pricing), key=public_key.hex(),
        )  # fmt: skip


def month_head(
    owner: str, answering: str, month: str, receipts: Iterable[Receipt], public_key: bytes, pricing: Iterable[Pricing] = (),
    previous: str = ZEROS, first: int = 1,
) -> MonthHead:  # fmt: skip
    """Return the head of a month of these receipts; see `MonthSum`."""
    month_sum = MonthSum(previous, first)
    for receipt in receipts:
        month_sum.take(receipt)
    return month_sum.head(owner, answering, month, public_key, pricing)


def add(sums: dict[str, list[int]], receipt: Receipt) -> None:
    """Add a receipt to the sums of its currency."""
    charges = receipt.charges
    parts = (1, receipt.seconds, charges.owner, charges.answering, charges.platform, charges.total)
    kept = sums.setdefault(receipt.currency, [0] * len(parts))
    for at, part in enumerate(parts):
        kept[at] += part


def totals_of(sums: dict[str, list[int]]) -> tuple[Totals, ...]:
    """Return the sums as a head tells them, in the order of their currencies."""
    names = ("calls", "seconds", "owner", "answering", "platform", "total")
    return tuple(Totals(currency=currency, **dict(zip(names, sums[currency], strict=True))) for currency in sorted(sums))


def month_lines(head: MonthHead, days: Iterable[tuple[MonthDay, Sequence[bytes]]]) -> Iterator[bytes]:
    """Yield the lines of a month's file. Receipts come as they were kept, as `receipt.written` gave them."""
    yield canonical(head) + b"\n"
    for day, receipts in days:
        assert day.count == len(receipts), "a day's line tells how many receipts follow"
        yield canonical(day) + b"\n"
        for receipt in receipts:
            yield receipt + b"\n"
