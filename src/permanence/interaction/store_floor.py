"""What the floor keeps of calls in PostgreSQL: rows, open calls, journal. Applying a batch twice changes nothing.

A batch travels as JSON and is one statement: to build arrays of columns, or to send a statement for each table,
costs the floor several times the processor time of everything else that it does for a call.
"""

from __future__ import annotations

from permanence.kernel.database import Connection, Statement

# Each table's part is independent of the others'. What is deleted in a batch is not written in the same batch.
KEEP = """
with kept as (
    insert into interaction.call (firm_id, id, direction, number_id, brand_id, queue_id, agent_id, customer, dialled,
        language, phase, arrived_at, answered_at, ended_at, outcome, ended_by, cause, disposition, notes, wait_s,
        talk_s, hold_s)
    select * from json_to_recordset(%s::json) as row (firm text, id text, direction text, number text, brand text,
        queue text, agent text, customer text, dialled text, language text, phase text, arrived_at timestamptz,
        answered_at timestamptz, ended_at timestamptz, outcome text, ended_by text, cause int, disposition text,
        notes text, wait_s float8, talk_s float8, hold_s float8)
    on conflict (firm_id, id) do update set queue_id = excluded.queue_id, agent_id = excluded.agent_id,
        language = excluded.language, phase = excluded.phase, answered_at = excluded.answered_at,
        ended_at = excluded.ended_at, outcome = excluded.outcome, ended_by = excluded.ended_by,
        cause = excluded.cause, disposition = excluded.disposition, notes = excluded.notes, wait_s = excluded.wait_s,
        talk_s = excluded.talk_s, hold_s = excluded.hold_s
), opened as (
    insert into interaction.open_call (firm_id, interaction_id, document)
    select firm, id, document::jsonb from json_to_recordset(%s::json) as row (firm text, id text, document text)
    on conflict (firm_id, interaction_id) do update set document = excluded.document
), closed as (
    delete from interaction.open_call using json_array_elements(%s::json) as over (pair)
    where open_call.firm_id = over.pair ->> 0 and open_call.interaction_id = over.pair ->> 1
)
insert into interaction.journal (firm_id, interaction_id, seq, at, kind, data)
select firm, call, seq, at, kind, data::jsonb from json_to_recordset(%s::json)
    as row (firm text, call text, seq int, at timestamptz, kind text, data text)
on conflict (firm_id, interaction_id, seq) do nothing
"""
LOAD_OPEN = "select document::text from interaction.open_call order by interaction_id"


def kept(calls: str, opened: str, closed: str, journal: str) -> Statement:
    """Return the statement that writes a batch, each part a JSON list: rows of calls and of the journal as objects
    with the names in `KEEP`, documents of open calls (firm, id, document), calls that are over as pairs of firm and id."""
    return KEEP, [calls, opened, closed, journal]


async def load_open(connection: Connection) -> list[str]:
    """Return the documents of all calls in progress."""
    cursor = await connection.execute(LOAD_OPEN)
    return [document for (document,) in await cursor.fetchall()]
