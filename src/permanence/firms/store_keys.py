"""The rows of access keys in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from permanence.firms.model import AccessKey, KeyHolder, Role
from permanence.firms.store import person_of
from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, PersonId
from permanence.kernel.queries import Queries

SQL = Queries.beside(__file__, "queries_keys.sql")


class PostgresKeys:
    """Implements `ports.KeyStore`."""

    async def firm_of(self, door: Connection, secret_hash: bytes) -> tuple[FirmId, str] | None:
        """Return the firm and the key that a secret belongs to."""
        row = await (await door.execute(SQL["firm_of_key"], {"secret_hash": secret_hash})).fetchone()
        return (FirmId(row[0]), str(row[1])) if row else None

    async def keys(self, c: Connection) -> Sequence[AccessKey]:
        """Return the firm's keys that are not revoked, the newest first."""
        rows = await (await c.execute(SQL["keys"])).fetchall()
        return [AccessKey(id_, name, Role(role), start, *rest) for id_, name, role, start, *rest in rows]

    async def add(
        self, c: Connection, firm: FirmId, id_: str, person: PersonId, name: str, role: Role, start: str, secret_hash: bytes, now: datetime
    ) -> None:
        """Write a new key."""
        values = {"firm": firm, "id": id_, "person": person, "name": name, "role": str(role), "start": start}
        await c.execute(SQL["key_add"], values | {"secret_hash": secret_hash, "now": now})

    async def holder(self, c: Connection, id_: str) -> KeyHolder | None:
        """Return whose key this is, None where it may not be used."""
        row = await (await c.execute(SQL["key_holder"], {"id": id_})).fetchone()
        return KeyHolder(Role(row[0]), row[1], person_of(row[2:])) if row else None

    async def used(self, c: Connection, id_: str, now: datetime) -> None:
        """Write down when a key was last used."""
        await c.execute(SQL["key_used"], {"id": id_, "now": now})

    async def revoke(self, c: Connection, id_: str, now: datetime) -> bool:
        """Have a key open nothing any more; False: there is none."""
        return await (await c.execute(SQL["key_revoke"], {"id": id_, "now": now})).fetchone() is not None
