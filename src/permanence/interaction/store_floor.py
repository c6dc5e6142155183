"""What the floor reads of calls in PostgreSQL when it starts. What it keeps goes through `interaction.keep`."""

from __future__ import annotations

from permanence.kernel.database import Connection

LOAD_OPEN = "select document::text from interaction.open_call order by interaction_id"


async def load_open(connection: Connection) -> list[str]:
    """Return the documents of all calls in progress."""
    cursor = await connection.execute(LOAD_OPEN)
    return [document for (document,) in await cursor.fetchall()]
