"""The rows of money paid ahead in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from psycopg.rows import dict_row

from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId
from permanence.kernel.page import Cursor, Page, cut
from permanence.kernel.queries import Queries
from permanence.ledger.model import Named, Transfer
from permanence.ledger.prepaid import CURRENCY, Advance, TopUp
from permanence.ledger.store import transfer_of

SQL = Queries.beside(__file__, "queries_prepaid.sql")


class PostgresPrepaid:
    """Implements `ports_prepaid.PrepaidStore`."""

    async def zone(self, c: Connection, firm: FirmId) -> ZoneInfo:
        """Return a firm's time zone."""
        row = await (await c.execute(SQL["zone"], {"firm": firm})).fetchone()
        assert row is not None, "the transaction names a firm that there is"
        return ZoneInfo(row[0])

    async def record(self, c: Connection, operator: FirmId, told: TopUp) -> None:
        """Write what a person of the operator says."""
        values = {
            "operator": operator, "id": told.id, "payer": told.payer, "amount": told.amount, "currency": CURRENCY, "paid_on": told.paid_on,
            "until": told.until, "reference": told.reference, "person": told.recorded.person, "name": told.recorded.name, "at": told.recorded.at,
        }  # fmt: skip
        await c.execute(SQL["record"], values)

    async def top_ups(self, c: Connection, operator: FirmId) -> Sequence[TopUp]:
        """Return what was said, the newest first."""
        return await self._top_ups(c, operator, waiting=False)

    async def waiting(self, c: Connection, operator: FirmId) -> Sequence[TopUp]:
        """Return what is not posted yet, the oldest first."""
        return (await self._top_ups(c, operator, waiting=True))[::-1]

    async def _top_ups(self, c: Connection, operator: FirmId, *, waiting: bool) -> list[TopUp]:
        rows = await (await c.execute(SQL["top_ups"], {"operator": operator, "waiting": waiting})).fetchall()
        return [TopUp(id_, payer, amount, paid_on, until, reference, Named(*by)) for id_, payer, amount, paid_on, until, reference, *by in rows]

    async def posted(self, c: Connection, operator: FirmId, advance: Advance, now: datetime) -> None:
        """Write that it is posted."""
        values = {
            "operator": operator, "id": advance.id, "payer": advance.payer, "amount": advance.amount, "currency": CURRENCY,
            "paid_on": advance.paid_on, "until": advance.until, "reference": advance.reference, "now": now,
        }  # fmt: skip
        await c.execute(SQL["posted"], values)

    async def advances(self, c: Connection, payer: FirmId) -> Sequence[Advance]:
        """Return what a firm has paid ahead, the newest first."""
        return [Advance(*row) for row in await (await c.execute(SQL["advances"], {"payer": payer})).fetchall()]

    async def over(self, c: Connection, today: date) -> Sequence[FirmId]:
        """Return the firms of which an advance's date is over."""
        return [FirmId(firm) for (firm,) in await (await c.execute(SQL["over"], {"today": today})).fetchall()]

    async def movements(self, c: Connection, firm: FirmId, cursor: Cursor) -> Page[Transfer]:
        """Return transfers of a firm's accounts for money paid ahead, the newest first; the cursor has one key."""
        values = {"firm": firm, "after": cursor.after[-1] if cursor.after else None, "rows": cursor.limit + 1}
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(SQL["movements"], values)
            return cut([transfer_of(row) for row in await rows.fetchall()], cursor.limit, lambda transfer: (transfer.id,))

    async def alarm(self, c: Connection) -> int | None:
        """Return below which balance the transaction's firm wants to be warned."""
        row = await (await c.execute(SQL["alarm"])).fetchone()
        return row[0] if row is not None else None

    async def keep_alarm(self, c: Connection, firm: FirmId, level: int | None, now: datetime) -> None:
        """Write it, or take it away."""
        if level is None:
            await c.execute(SQL["alarm_drop"])
        else:
            await c.execute(SQL["alarm_keep"], {"firm": firm, "level": level, "now": now})
