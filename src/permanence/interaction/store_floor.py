"""What the floor keeps of calls in PostgreSQL: rows, open calls, journal. Applying a batch twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from permanence.kernel.database import Connection

SAVE_CALLS = """
insert into interaction.call (firm_id, id, direction, number_id, brand_id, queue_id, agent_id, customer, dialled,
    language, phase, arrived_at, answered_at, ended_at, outcome, ended_by, cause, disposition, notes, wait_s, talk_s,
    hold_s)
select * from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[],
    %s::text[], %s::int[], %s::text[], %s::text[], %s::float8[], %s::float8[], %s::float8[])
on conflict (firm_id, id) do update set queue_id = excluded.queue_id, agent_id = excluded.agent_id,
    language = excluded.language, phase = excluded.phase, answered_at = excluded.answered_at,
    ended_at = excluded.ended_at, outcome = excluded.outcome, ended_by = excluded.ended_by, cause = excluded.cause,
    disposition = excluded.disposition, notes = excluded.notes, wait_s = excluded.wait_s,
    talk_s = excluded.talk_s, hold_s = excluded.hold_s
"""
SAVE_OPEN = """
insert into interaction.open_call (firm_id, interaction_id, document)
select * from unnest(%s::text[], %s::text[], %s::jsonb[])
on conflict (firm_id, interaction_id) do update set document = excluded.document
"""
CLOSE = """
delete from interaction.open_call using unnest(%s::text[], %s::text[]) as over (firm_id, id)
where open_call.firm_id = over.firm_id and open_call.interaction_id = over.id
"""
SAVE_JOURNAL = """
insert into interaction.journal (firm_id, interaction_id, seq, at, kind, data)
select * from unnest(%s::text[], %s::text[], %s::int[], %s::timestamptz[], %s::text[], %s::jsonb[])
on conflict (firm_id, interaction_id, seq) do nothing
"""
LOAD_OPEN = "select document::text from interaction.open_call order by interaction_id"


async def save_calls(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows of calls, in the order of the columns of `SAVE_CALLS`."""
    await _columns(connection, SAVE_CALLS, rows)


async def save_open(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Write open calls: firm, id, document."""
    await _columns(connection, SAVE_OPEN, rows)


async def close(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Forget the documents of calls that are over: firm, id."""
    await _columns(connection, CLOSE, rows)


async def save_journal(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Write facts: firm, call, seq, time, kind, data."""
    await _columns(connection, SAVE_JOURNAL, rows)


async def load_open(connection: Connection) -> list[str]:
    """Return the documents of all calls in progress."""
    cursor = await connection.execute(LOAD_OPEN)
    return [document for (document,) in await cursor.fetchall()]


async def _columns(connection: Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Send rows as one array a column: one statement whatever their number."""
    if rows:
        await connection.execute(statement.encode(), [list(column) for column in zip(*rows, strict=True)])
