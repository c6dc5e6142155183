"""Receipts as a director gets them: the list, the file of one, the file of a month. Both firms of a pair get the same bytes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from permanence.firms.model import Look, Visitor
from permanence.firms.service_access import Accesses
from permanence.firms.service_shelf import Tools
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId
from permanence.kernel.page import Cursor, Page
from permanence.synergy.day_root import key_id
from permanence.synergy.errors import ReceiptDamaged, ReceiptNotSigned
from permanence.synergy.merkle import leaf, narrowed
from permanence.synergy.model import Side
from permanence.synergy.ports_receipts import KeptDay, KeptReceipt, Pair, ReceiptStore
from permanence.synergy.receipt import Pricing, Receipt, canonical, digest, pricing_of
from permanence.synergy.receipt_file import MonthDay, MonthHead, MonthSum, ReceiptFile

AT_A_TIME = 500
"""So many receipts of a month are held at a time; no transaction is open while somebody reads slowly."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """What is handed out. `public_key` is the one that signs today."""

    tools: Tools
    store: ReceiptStore
    public_key: bytes
    accesses: Accesses

    @property
    def key_id(self) -> str:
        """Return the fingerprint of today's key."""
        return key_id(self.public_key)

    async def list(self, visitor: Visitor, agreement: str | None, cursor: Cursor) -> Page[tuple[Receipt, bool]]:
        """Return the firm's receipts of either side, the newest first, and whether their day is signed."""
        async with self.tools.database.firm(visitor.firm) as c:
            page = await self.store.receipts(c, agreement, cursor)
        return page.map(lambda each: (_read(each[0]), each[1]))

    async def file(self, visitor: Visitor, id_: str, now: datetime) -> bytes:
        """Return the file of one receipt; raise `ReceiptNotSigned` before its day is signed."""
        async with self.tools.database.firm(visitor.firm) as c:
            kept = await self.store.receipt(c, id_)
            if kept is None:
                raise NotFound
            if kept.root is None:
                raise ReceiptNotSigned(day=kept.day.isoformat())
            beside = await self.store.digests(c, kept.pair, kept.day)
            days = await self.store.days(c, kept.pair, kept.day, kept.day + timedelta(days=1))
            await self.accesses.note(c, kept.pair.owner, visitor.person.id, Look.RECEIPT, id_, now)
        index, proof = _place(kept, days[0], beside)
        receipt, pricing = _read(kept.document), pricing_of(kept.terms)
        named = pricing if digest(pricing) == receipt.agreement.pricing else None
        file = ReceiptFile(
            receipt=receipt, digest=kept.digest, index=index, proof=proof, root=kept.root, key=kept.public_key.hex(), pricing=named
        )
        return canonical(file) + b"\n"

    async def month(self, visitor: Visitor, partner: FirmId, side: Side, month: str, now: datetime) -> AsyncGenerator[bytes]:
        """Return the lines of a month's file as far as its days are signed; `side` is the visitor's own. Raise
        `ReceiptNotSigned` where none is yet."""
        pair = Pair(visitor.firm, partner) if side is Side.OWNER else Pair(partner, visitor.firm)
        since = date.fromisoformat(f"{month}-01")
        until = (since + timedelta(days=31)).replace(day=1)
        async with self.tools.database.firm(visitor.firm) as c:
            if not await self.store.are_partners(c, pair):
                raise NotFound
            days = await self.store.days(c, pair, since, until)
            if not days:
                raise ReceiptNotSigned(day=month)
            await self.accesses.note(c, pair.owner, visitor.person.id, Look.RECEIPTS, month, now)
        return self._lines(visitor, await self._head(visitor, pair, month, days), pair, days)

    async def _head(self, visitor: Visitor, pair: Pair, month: str, days: Sequence[KeptDay]) -> MonthHead:
        """Go through the month once for its head; what is signed does not change between this and the lines."""
        async with self.tools.database.firm(visitor.firm) as c:
            before = await self.store.end_before(c, pair, days[0].root.date())
        places = [day.place for day in days if day.place is not None]
        first, last = (places[0].nth, places[-1].nth + places[-1].count - 1) if places else (1, 0)
        month_sum, versions, named = MonthSum(before.digest, first), set[str](), set[str | None]()
        async for document in self._documents(visitor, pair, first, last):
            try:
                receipt = _read(document)
            except ReceiptDamaged:
                month_sum.miss()  # whoever verifies the file is told the line
                continue
            month_sum.take(receipt)
            versions.add(receipt.agreement.version)
            named.add(receipt.agreement.pricing)
        async with self.tools.database.firm(visitor.firm) as c:
            terms = await self.store.terms(c, pair, sorted(versions))
        by_digest: dict[str, Pricing] = {digest(each): each for each in map(pricing_of, terms)}
        pricing = [by_digest[each] for each in sorted(by_digest) if each in named]
        return month_sum.head(pair.owner, pair.answering, month, days[-1].public_key, pricing)

    async def _lines(self, visitor: Visitor, head: MonthHead, pair: Pair, days: Sequence[KeptDay]) -> AsyncGenerator[bytes]:
        yield canonical(head) + b"\n"
        for day in days:
            if (place := day.place) is None:
                yield canonical(MonthDay(root=day.root, index=0, count=0, proof=())) + b"\n"
                continue
            proof = tuple(step.hex() for step in place.proof)
            yield canonical(MonthDay(root=day.root, index=place.first, count=place.count, proof=proof)) + b"\n"
            async for document in self._documents(visitor, pair, place.nth, place.nth + place.count - 1):
                yield document + b"\n"

    async def _documents(self, visitor: Visitor, pair: Pair, first: int, last: int) -> AsyncGenerator[bytes]:
        after, more = first - 1, first <= last
        while more:
            async with self.tools.database.firm(visitor.firm) as c:
                rows = await self.store.documents(c, pair, after, last, AT_A_TIME)
            for nth, document in rows:
                yield document
                after = nth
            more = len(rows) == AT_A_TIME


def _read(document: bytes) -> Receipt:
    try:
        return msgspec.json.decode(document, type=Receipt)
    except msgspec.DecodeError as error:  # somebody changed the row past the platform
        raise ReceiptDamaged from error


def _place(kept: KeptReceipt, day: KeptDay, beside: Sequence[tuple[int, str]]) -> tuple[int, tuple[str, ...]]:
    """Return which leaf a receipt is, and its proof; none where rows were taken away, as whoever verifies it will find."""
    if day.place is None:
        return 0, ()
    at = [nth for nth, _ in beside].index(kept.nth)
    leaves = [leaf(bytes.fromhex(own)) for _, own in beside]
    index = day.place.first + at
    path = narrowed(leaves, day.place.first, day.root.count, day.place.proof, index) if len(leaves) == day.place.count else None
    return index, tuple(step.hex() for step in path or ())
