"""What stores need of a database: one transaction that sees one firm (or, for the floor, a list of firms)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, LiteralString, Protocol

from psycopg import AsyncConnection

from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import FirmId

Connection = AsyncConnection[tuple[Any, ...]]
"""A connection within its transaction; rows come as tuples unless a cursor asks otherwise."""


class DatabaseAway(Unavailable):
    """The database does not answer right now; nothing was saved. Try again in a moment."""

    code = "database.away"


class Transactions(Protocol):
    """Opens transactions. Leaving the block commits; an exception rolls back; a database that does not answer
    raises `DatabaseAway`."""

    def firm(self, firm: FirmId) -> AbstractAsyncContextManager[Connection]:
        """Return a transaction in which the rows of this one firm exist."""
        ...

    def firms(self, firms: Iterable[FirmId]) -> AbstractAsyncContextManager[Connection]:
        """Return a transaction in which the rows of these firms exist (the floor's role alone may)."""
        ...

    def nobody(self) -> AbstractAsyncContextManager[Connection]:
        """Return a transaction without a firm: the doors before sign-in, and tables without a firm's data."""
        ...


class Batches(Transactions, Protocol):
    """Opens transactions, and carries out what is one statement without opening any."""

    async def at_once(self, statement: LiteralString, firms: Iterable[FirmId], values: Sequence[Any]) -> None:
        """Carry out one statement, which is a transaction by itself; its first value are the firms, which it must set
        before it touches their rows. Nothing is returned."""
        ...
