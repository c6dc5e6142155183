"""Looking after a firm's simple things (queues, numbers, brands, …): one shelf for each kind.

Every change is one transaction with its line in the audit; afterwards the floor is told to read the firm again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from permanence.firms.model import Visitor
from permanence.firms.ports import FirmStore, FloorDoor, Rows
from permanence.kernel.database import Connection, Transactions
from permanence.kernel.errors import InUse
from permanence.kernel.ids import IdSource
from permanence.kernel.page import Cursor, Page

T = TypeVar("T")
Check = Callable[[Connection, T], Awaitable[None]]
Users = Callable[[Connection, str], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Tools:
    """What all shelves of a process share."""

    database: Transactions
    firms: FirmStore
    ids: IdSource
    floor: FloorDoor


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """All things of one kind; `noun` names them in the audit, `check` raises what speaks against one.

    `users` names what needs a thing without the database's knowledge, as flows do in their documents.
    """

    tools: Tools
    rows: Rows[T]
    noun: str
    id_of: Callable[[T], str]
    check: Check[T] | None = None
    users: Users | None = None

    async def list(self, visitor: Visitor, cursor: Cursor) -> Page[T]:
        """Return the firm's things by label."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.rows.list(c, cursor)

    async def one(self, visitor: Visitor, id_: str) -> T:
        """Return one of the firm's things."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.rows.one(c, id_)

    async def add(self, visitor: Visitor, thing: T, now: datetime) -> T:
        """Write a new thing."""
        async with self.tools.database.firm(visitor.firm) as c:
            if self.check is not None:
                await self.check(c, thing)
            await self.rows.add(c, visitor.firm, thing)
            await self._note(c, visitor, "added", self.id_of(thing), now)
        await self.tools.floor.reload(visitor.firm)
        return thing

    async def change(self, visitor: Visitor, id_: str, change: Callable[[T], T], now: datetime) -> T:
        """Change a thing."""
        async with self.tools.database.firm(visitor.firm) as c:
            changed = change(await self.rows.one(c, id_))
            if self.check is not None:
                await self.check(c, changed)
            await self.rows.change(c, visitor.firm, changed)
            await self._note(c, visitor, "changed", id_, now)
        await self.tools.floor.reload(visitor.firm)
        return changed

    async def remove(self, visitor: Visitor, id_: str, now: datetime) -> None:
        """Delete a thing that nothing else needs."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.rows.one(c, id_)
            if self.users is not None and (users := await self.users(c, id_)):
                raise InUse(users=", ".join(users))
            await self.rows.remove(c, id_)
            await self._note(c, visitor, "removed", id_, now)
        await self.tools.floor.reload(visitor.firm)

    async def _note(self, c: Connection, visitor: Visitor, verb: str, subject: str, now: datetime) -> None:
        line, me = self.tools.ids.new("aud"), visitor.person.id
        await self.tools.firms.audit(c, visitor.firm, line, now, me, f"{self.noun}.{verb}", subject)
