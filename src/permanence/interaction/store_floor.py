"""What the floor reads of calls in PostgreSQL when it starts. What it keeps goes through `interaction.keep`."""

from __future__ import annotations

from permanence.kernel.database import Connection

LOAD_OPEN = "select document::text from interaction.open_call order by interaction_id"


LAST_AGENTS = """
select firm_id, customer, agent_id from (
    select distinct on (firm_id, customer) firm_id, customer, agent_id, arrived_at
    from interaction.call
    where customer is not null and agent_id is not null and answered_at is not null
        and arrived_at > now() - make_interval(days => %s)
    order by firm_id, customer, arrived_at desc
) as last
order by arrived_at desc limit %s
"""


async def load_last_agents(connection: Connection, days: int, limit: int) -> list[tuple[str, str, str]]:
    """Return who spoke last with each customer of these days: firm, customer, agent; the longest ago first."""
    cursor = await connection.execute(LAST_AGENTS, [days, limit])
    return [(firm, customer, agent) for firm, customer, agent in reversed(await cursor.fetchall())]


async def load_open(connection: Connection) -> list[str]:
    """Return the documents of all calls in progress."""
    cursor = await connection.execute(LOAD_OPEN)
    return [document for (document,) in await cursor.fetchall()]
