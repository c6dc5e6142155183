"""How far a reader of the journal has come, kept in the same transaction as what it made of the lines."""

from __future__ import annotations

from permanence.kernel.database import Connection


class JournalReader:
    """One reader's bookmark, by its name; whoever reads it first in a transaction has it alone until the end."""

    def __init__(self, name: str) -> None:
        """Name the reader."""
        self.name = name

    async def read(self, c: Connection) -> int:
        """Return the last position that was worked off."""
        await c.execute(
            "insert into platform.reader (name, position) values (%s, 0) on conflict do nothing", [self.name]
        )
        cursor = await c.execute("select position from platform.reader where name = %s for update", [self.name])
        row = await cursor.fetchone()
        return int(row[0]) if row else 0

    async def write(self, c: Connection, position: int) -> None:
        """Move on."""
        await c.execute("update platform.reader set position = %s where name = %s", [position, self.name])
