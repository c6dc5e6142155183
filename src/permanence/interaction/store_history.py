"""Rows of calls in PostgreSQL, as history reads and corrects them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from permanence.interaction.history import (
    Amendment,
    CallFound,
    CallLine,
    Filters,
    RecordingLine,
    Rung,
    digits_of,
    place_of,
    read_place,
    search_pattern,
)
from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId
from permanence.kernel.page import Cursor, Page, cut
from permanence.kernel.queries import Queries

SQL = Queries.beside(__file__)
_COLUMNS = CallLine.__struct_fields__


class PostgresCalls:
    """Implements `ports.CallStore`."""

    async def list(self, c: Connection, filters: Filters, own: AgentId | None, cursor: Cursor) -> Page[CallLine]:
        """Return calls, newest first; `own` narrows them to those on which this agent spoke."""
        after_at, after_id = read_place(cursor.after)
        values = _filter_values(filters, own) | {"after_at": after_at, "after_id": after_id, "rows": cursor.limit + 1}
        rows = await (await c.execute(SQL["calls"], values)).fetchall()
        return cut([_line(row) for row in rows], cursor.limit, place_of)

    async def export(self, c: Connection, filters: Filters, limit: int) -> Sequence[CallLine]:
        """Return as many calls, newest first."""
        values = _filter_values(filters, None) | {"after_at": None, "after_id": None, "rows": limit}
        return [_line(row) for row in await (await c.execute(SQL["calls"], values)).fetchall()]

    async def call(self, c: Connection, call: InteractionId) -> CallFound | None:
        """Return one call with the agents who spoke on it."""
        row = await (await c.execute(SQL["call"], {"id": call})).fetchone()
        if row is None:
            return None
        found = _line(row[:-1])
        agents: list[str] = row[-1]
        return CallFound(found, frozenset((*agents, found.agent) if found.agent else agents))

    async def ladder(self, c: Connection, call: InteractionId) -> Sequence[Rung]:
        """Return the steps of a call in order, later corrections included."""
        rows = await (await c.execute(SQL["ladder"], {"id": call})).fetchall()
        first: datetime | None = rows[0][1] if rows else None
        return [
            Rung(seq, at, round((at - first).total_seconds() * 1000) if first else 0, kind, data)
            for seq, at, kind, data in rows
        ]

    async def recordings(self, c: Connection, call: InteractionId) -> Sequence[RecordingLine]:
        """Return what is known of the call's recordings; who may listen is decided elsewhere."""
        rows = await (await c.execute(SQL["recordings_of"], {"id": call})).fetchall()
        return [RecordingLine(*row, may_listen=False) for row in rows]

    async def of_customer(
        self, c: Connection, customer: str, limit: int, but: InteractionId | None
    ) -> Sequence[CallLine]:
        """Return the last calls of one customer, `but` one."""
        values = {"customer": customer, "but": but, "rows": limit}
        return [_line(row) for row in await (await c.execute(SQL["of_customer"], values)).fetchall()]

    async def is_open(self, c: Connection, call: InteractionId) -> bool:
        """Say whether the floor still holds the call."""
        row = await (await c.execute(SQL["is_open"], {"id": call})).fetchone()
        return bool(row and row[0])

    async def amend(
        self, c: Connection, line: CallLine, change: Amendment, amendment: str, person: PersonId, now: datetime, firm: FirmId
    ) -> None:
        """Write a correction and what stood there before."""
        disposition = line.disposition if change.disposition is None else change.disposition or None
        notes = line.notes if change.notes is None else change.notes
        values: dict[str, Any] = {"id": line.id, "disposition": disposition, "notes": notes}
        await c.execute(SQL["amend"], values)
        data: dict[str, Any] = {"disposition": disposition, "notes": notes}
        data |= {"disposition_before": line.disposition, "notes_before": line.notes}
        values |= {"firm": firm, "amendment": amendment, "now": now, "person": person, "data": Jsonb(data)}
        await c.execute(SQL["add_amendment"], values)

    async def agent_of(self, c: Connection, person: PersonId) -> AgentId | None:
        """Return the person's agent, or None."""
        row = await (await c.execute(SQL["agent_of"], {"person": person})).fetchone()
        return AgentId(row[0]) if row else None


def _line(row: Sequence[Any]) -> CallLine:
    return CallLine(**dict(zip(_COLUMNS, row, strict=True)))


def _filter_values(filters: Filters, own: AgentId | None) -> dict[str, Any]:
    digits = digits_of(filters.text) if filters.text and own is None else None
    return {
        "since": filters.since,
        "until": filters.until,
        "number": filters.number,
        "queue": filters.queue,
        "agent": filters.agent,
        "outcome": filters.outcome,
        "direction": filters.direction,
        "disposition": filters.disposition,
        "customer": filters.customer,
        "notes": search_pattern(filters.text) if filters.text else None,
        "digits": f"%{digits}%" if digits else None,
        "own": own,
    }
