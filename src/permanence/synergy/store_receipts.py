"""The rows of receipts and of signed days in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId
from permanence.kernel.page import Cursor, Page, cut
from permanence.kernel.queries import Queries
from permanence.synergy.day_root import DayRoot
from permanence.synergy.issuing import Awaiting, ChainEnd, Leaf, Place
from permanence.synergy.ladder import JournalLine
from permanence.synergy.model import Terms
from permanence.synergy.ports_receipts import KeptDay, KeptReceipt, Pair
from permanence.synergy.receipt import Receipt, canonical, digest
from permanence.synergy.store_overflow import answered_of

SQL = Queries.beside(__file__, "queries_receipts.sql")
NODE = 32


class PostgresIssuing:
    """Implements `ports_receipts.IssuingStore`."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        return [FirmId(firm) for (firm,) in await (await c.execute(SQL["everyone"])).fetchall()]

    async def awaiting(
        self, c: Connection, since: datetime, until: datetime, but: Sequence[str], limit: int
    ) -> Sequence[Awaiting]:
        """Return stretches that began in a span, have no receipt, and whose call has ended, the oldest first."""
        values = {"since": since, "until": until, "but": list(but), "rows": limit}
        rows = await (await c.execute(SQL["awaiting"], values)).fetchall()
        return [Awaiting(answered_of(row[:-2]), *row[-2:]) for row in rows]

    async def oldest(self, c: Connection) -> datetime | None:
        """Return when the first stretch of all began."""
        row = await (await c.execute(SQL["oldest"])).fetchone()
        return row[0] if row else None

    async def lines(self, c: Connection, waiting: Awaiting) -> Sequence[JournalLine]:
        """Return the lines of the call's journal up to its end."""
        stretch = waiting.answered
        values = {"firm": stretch.owner, "call": stretch.interaction, "upto": waiting.end_seq}
        rows = await (await c.execute(SQL["lines"], values)).fetchall()
        return [JournalLine(seq, at, kind, msgspec.json.decode(data)) for seq, at, kind, data in rows]

    async def hold_days(self, c: Connection, *, alone: bool) -> None:
        """Until the end of the transaction no day is signed; with `alone` no receipt is added either."""
        await c.execute(SQL["hold_days_alone" if alone else "hold_days"])

    async def hold_chain(self, c: Connection, owner: FirmId, answering: FirmId) -> ChainEnd:
        """Return the end of a pair's chain, which nobody else goes on with."""
        await c.execute(SQL["hold_chain"], {"owner": owner, "answering": answering})
        return await _chain_end(c, Pair(owner, answering), None)

    async def keep(self, c: Connection, receipt: Receipt, issued_at: datetime) -> bool:
        """Write a receipt; False: the stretch has one."""
        values = {
            "owner": receipt.owner.id, "answering": receipt.answering.id, "id": receipt.id, "nth": receipt.nth,
            "stretch": receipt.stretch, "issued_at": issued_at, "day": date.fromisoformat(receipt.issued_at[:10]),
            "digest": digest(receipt), "document": canonical(receipt).decode(),
        }  # fmt: skip
        return await (await c.execute(SQL["receipt_add"], values)).fetchone() is not None

    async def last_root(self, c: Connection) -> DayRoot | None:
        """Return the root of the last signed day."""
        row = await (await c.execute(SQL["last_root"])).fetchone()
        return msgspec.json.decode(row[0], type=DayRoot) if row else None

    async def first_day(self, c: Connection) -> date | None:
        """Return the day of the first receipt of all."""
        row = await (await c.execute(SQL["first_day"])).fetchone()
        return row[0] if row else None

    async def leaves(self, c: Connection, day: date) -> Sequence[Leaf]:
        """Return all receipts of a day, in the order of the tree."""
        return [Leaf(*row) for row in await (await c.execute(SQL["leaves"], {"day": day})).fetchall()]

    async def keep_day(self, c: Connection, root: DayRoot, public_key: bytes, places: Sequence[Place]) -> None:
        """Write a signed day, and where each pair stands in it."""
        day = date.fromisoformat(root.day)
        await c.execute(SQL["root_add"], {"day": day, "document": canonical(root).decode(), "key": public_key.hex()})
        rows = [
            {"owner": place.owner, "answering": place.answering, "day": day, "first": place.first, "count": place.count,
             "nth": place.nth, "proof": b"".join(place.proof)}
            for place in places
        ]  # fmt: skip
        async with c.cursor() as cursor:
            await cursor.executemany(SQL["place_add"], rows)


class PostgresReceipts:
    """Implements `ports_receipts.ReceiptStore`."""

    async def receipts(self, c: Connection, agreement: str | None, cursor: Cursor) -> Page[tuple[bytes, bool]]:
        """Return receipts in canonical form, the newest first, and whether their day is signed."""
        after = cursor.after[0] if cursor.after else None
        values = {"agreement": agreement, "after": after, "rows": cursor.limit + 1}
        rows = await (await c.execute(SQL["receipts"], values)).fetchall()
        page = cut(rows, cursor.limit, lambda row: (row[0],))
        return page.map(lambda row: (row[1].encode(), bool(row[2])))

    async def receipt(self, c: Connection, id_: str) -> KeptReceipt | None:
        """Return one."""
        row = await (await c.execute(SQL["receipt"], {"id": id_})).fetchone()
        if row is None:
            return None
        owner, answering, day, nth, own, document, root, key, terms = row
        return KeptReceipt(
            Pair(owner, answering), day, nth, own, document.encode(), root and msgspec.json.decode(root, type=DayRoot),
            bytes.fromhex(key or ""), msgspec.json.decode(terms, type=Terms),
        )  # fmt: skip

    async def digests(self, c: Connection, pair: Pair, day: date) -> Sequence[tuple[int, str]]:
        """Return numbers and digests of a pair's receipts of a day, in order."""
        return [(nth, own) for nth, own in await (await c.execute(SQL["digests"], _of(pair, day=day))).fetchall()]

    async def are_partners(self, c: Connection, pair: Pair) -> bool:
        """Say whether there is or was an agreement of this owner with this answering firm."""
        row = await (await c.execute(SQL["are_partners"], _of(pair))).fetchone()
        return bool(row and row[0])

    async def days(self, c: Connection, pair: Pair, since: date, until: date) -> Sequence[KeptDay]:
        """Return the signed days from `since` up to before `until`, in order."""
        rows = await (await c.execute(SQL["days"], _of(pair, since=since, until=until))).fetchall()
        return [
            KeptDay(
                msgspec.json.decode(root, type=DayRoot), bytes.fromhex(key),
                Place(pair.owner, pair.answering, first, count, nth, _nodes(bytes(proof))) if count is not None else None,
            )
            for root, key, first, count, nth, proof in rows
        ]  # fmt: skip

    async def end_before(self, c: Connection, pair: Pair, day: date) -> ChainEnd:
        """Return the pair's last receipt before a day."""
        return await _chain_end(c, pair, day)

    async def documents(self, c: Connection, pair: Pair, after: int, upto: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """Return numbers and canonical forms of the pair's receipts after a number up to another, in order."""
        values = _of(pair, after=after, upto=upto, rows=limit)
        return [(nth, text.encode()) for nth, text in await (await c.execute(SQL["documents"], values)).fetchall()]

    async def terms(self, c: Connection, pair: Pair, versions: Sequence[str]) -> Sequence[Terms]:
        """Return the terms of some versions."""
        rows = await (await c.execute(SQL["terms"], _of(pair, versions=list(versions)))).fetchall()
        return [msgspec.json.decode(terms, type=Terms) for (terms,) in rows]


async def _chain_end(c: Connection, pair: Pair, before: date | None) -> ChainEnd:
    row = await (await c.execute(SQL["chain_end"], _of(pair, before=before))).fetchone()
    return ChainEnd(*row) if row else ChainEnd()


def _of(pair: Pair, **more: object) -> dict[str, Any]:
    return {"owner": pair.owner, "answering": pair.answering, **more}


def _nodes(proof: bytes) -> tuple[bytes, ...]:
    return tuple(proof[at : at + NODE] for at in range(0, len(proof), NODE))
