"""Who looked at whose callers, in PostgreSQL."""

from __future__ import annotations

from datetime import date, datetime

from psycopg import errors

from permanence.firms.model import Look, Looked
from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, PersonId
from permanence.kernel.page import BadCursor, Cursor, Page, cut
from permanence.kernel.queries import Queries

SQL = Queries.beside(__file__, "queries_access.sql")


class PostgresAccesses:
    """Implements `ports.AccessStore`."""

    async def note(
        self, c: Connection, owner: FirmId, id_: str, person: PersonId, now: datetime, what: Look, subject: str
    ) -> None:
        """Write down a look by a person of the transaction's firm, unless the same one is written down already."""
        values = {"owner": owner, "id": id_, "person": person, "now": now, "what": what, "subject": subject}
        await c.execute(SQL["look_add"], values)

    async def looks(self, c: Connection, firm: FirmId, who: str, day: date | None, cursor: Cursor) -> Page[Looked]:
        """Return looks at the firm's callers, the newest first."""
        at, id_ = cursor.after or (None, None)
        values = {"firm": firm, "who": who, "day": day, "after_at": at, "after_id": id_, "rows": cursor.limit + 1}
        try:
            rows = await (await c.execute(SQL["looks"], values)).fetchall()
        except errors.DataError as error:
            raise BadCursor(param="cursor") from error
        found = [Looked(id_, at, firm_name, person, own, Look(what), subject) for id_, at, firm_name, person, own, what, subject in rows]
        return cut(found, cursor.limit, lambda each: (each.at.isoformat(), each.id))
