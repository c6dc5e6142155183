"""The log of looks at callers: whoever shows them notes it here, and the firm whose callers they are reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from permanence.firms.model import Look, Looked, Visitor
from permanence.firms.ports import AccessStore
from permanence.kernel.database import Connection, Transactions
from permanence.kernel.ids import FirmId, IdSource, PersonId
from permanence.kernel.page import Cursor, Page


@dataclass(frozen=True, slots=True)
class Accesses:
    """The use cases of the log."""

    database: Transactions
    store: AccessStore
    ids: IdSource

    async def note(self, c: Connection, owner: FirmId, person: PersonId, what: Look, subject: str, now: datetime) -> None:
        """Write down that a person of the transaction's firm looks at callers of `owner`: in the transaction that reads them, so that
        nothing is shown that is not noted. The same look within an hour is one row."""
        await self.store.note(c, owner, self.ids.new("lok"), person, now, what, subject)

    async def looks(self, visitor: Visitor, who: str, day: date | None, cursor: Cursor) -> Page[Looked]:
        """Return the looks at the firm's callers, the newest first: by people whose name or firm has `who` in it, on a day of the firm."""
        async with self.database.firm(visitor.firm) as c:
            return await self.store.looks(c, visitor.firm, who, day, cursor)
