"""The journal of a stretch of past time in PostgreSQL, for those who play it again."""

from __future__ import annotations

from datetime import date, datetime

from permanence.interaction.past import KINDS, Past, Told, read_past
from permanence.kernel.database import Connection
from permanence.kernel.ids import InteractionId

# Calls that came in the stretch, or were there when it began; their whole journal, in order.
LOAD_PAST = """
with wanted as (
    select id from interaction.call
    where arrived_at < %(until)s and (arrived_at >= %(since)s
        or (arrived_at >= %(since)s - interval '6 hours' and coalesce(ended_at, 'infinity') > %(since)s))
)
select journal.interaction_id, journal.at, journal.kind, journal.data
from interaction.journal join wanted on wanted.id = journal.interaction_id
where journal.kind = any(%(kinds)s)
order by journal.interaction_id, journal.seq
"""
# The last days on which somebody waited in a queue, newest first, with how many calls did.
LOAD_DAYS = """
select (arrived_at at time zone %(zone)s)::date as day, count(*)
from interaction.call
where queue_id is not null and direction = 'inbound' and arrived_at >= %(since)s
group by day order by day desc limit %(rows)s
"""


async def load_past(connection: Connection, since: datetime, until: datetime) -> Past:
    """Return what happened to the calls of the transaction's firm between two moments."""
    values = {"since": since, "until": until, "kinds": list(KINDS)}
    rows = await (await connection.execute(LOAD_PAST, values)).fetchall()
    return read_past(Told(InteractionId(call), at, kind, data) for call, at, kind, data in rows)


async def load_days(connection: Connection, zone: str, since: datetime, limit: int) -> list[tuple[date, int]]:
    """Return the firm's last days with calls in its queues, and how many there were."""
    rows = await (await connection.execute(LOAD_DAYS, {"zone": zone, "since": since, "rows": limit})).fetchall()
    return [(day, count) for day, count in rows]
