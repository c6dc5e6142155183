"""The rows of planning in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, QueueId
from permanence.kernel.queries import Queries
from permanence.planning.outlook import Past
from permanence.planning.ports import PastSpan
from permanence.planning.terms import SpecialDay, Terms

SQL = Queries.beside(__file__)
ROWS_AT_ONCE = 20_000


class PostgresPlanning:
    """Implements `ports.PlanningStore`."""

    async def terms(self, c: Connection) -> tuple[Terms, datetime | None]:
        """Return the firm's terms, the usual ones where it has written none, and when its history was last changed."""
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(SQL["terms"])
            row = await rows.fetchone()
        if row is None:
            return Terms(), None
        history_at = row.pop("history_at")
        return msgspec.convert(row, Terms), history_at

    async def keep_terms(self, c: Connection, firm: FirmId, terms: Terms) -> None:
        """Write the terms."""
        await c.execute(SQL["terms_keep"], _values(firm, terms))

    async def note_history(self, c: Connection, firm: FirmId, now: datetime) -> None:
        """Write down that the history was changed."""
        await c.execute(SQL["history_noted"], {**_values(firm, Terms()), "now": now})

    async def special_days(self, c: Connection) -> list[SpecialDay]:
        """Return the special days in order."""
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(SQL["special_days"])
            return [SpecialDay(**row) for row in await rows.fetchall()]

    async def keep_special_day(self, c: Connection, firm: FirmId, day: SpecialDay) -> None:
        """Write a special day."""
        values = {"firm": firm, "day": day.date, "factor": day.factor, "note": day.note}
        await c.execute(SQL["special_day_keep"], values)

    async def remove_special_day(self, c: Connection, day: date) -> bool:
        """Forget a special day; say whether there was one."""
        return (await c.execute(SQL["special_day_remove"], {"day": day})).rowcount > 0

    async def spans(self, c: Connection) -> list[PastSpan]:
        """Return what is known of each queue's past."""
        return [PastSpan(*row) for row in await (await c.execute(SQL["spans"])).fetchall()]

    async def past(self, c: Connection, since: datetime) -> Past:
        """Return the calls of the past from this moment on."""
        # As binary: a year has 35,000 quarters, and reading them as text would hold up everybody else.
        rows = await (await c.execute(SQL["past"], {"since": since}, binary=True)).fetchall()
        return {queue: (at, calls, handled, handled_s) for queue, at, calls, handled, handled_s in rows}

    async def replace(
        self, c: Connection, firm: FirmId, queue: QueueId, spans: Sequence[tuple[int, int]], quarters: dict[int, list[float]]
    ) -> None:
        """Write quarters in the place of all that lie within the spans."""
        firsts, lasts = [first for first, _ in spans], [last for _, last in spans]
        await c.execute(SQL["history_clear"], {"queue": queue, "firsts": firsts, "lasts": lasts})
        rows = sorted(quarters.items())
        for begin in range(0, len(rows), ROWS_AT_ONCE):
            part = rows[begin : begin + ROWS_AT_ONCE]
            columns = {name: [counts[n] for _, counts in part] for n, name in enumerate(("calls", "handled", "handled_s"))}
            await c.execute(SQL["history_add"], {"firm": firm, "queue": queue, "at": [at for at, _ in part], **columns})


def _values(firm: FirmId, terms: Terms) -> dict[str, object]:
    return {**msgspec.structs.asdict(terms), "firm": firm, "rules": Jsonb(terms.rules)}
