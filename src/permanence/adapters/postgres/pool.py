"""Pooled connections to PostgreSQL, lent for one transaction that names its firm.

The firm is set with the transaction and ends with it, so a connection carries nothing to its next user. A task
that is cancelled in the middle of a statement, or a server that does not answer in time, costs the connection:
it is closed, never asked to cancel politely, since a hung server would keep us waiting for that as well.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, LiteralString, TypeVar, cast

import psycopg
from psycopg import AsyncConnection, waiting
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

from permanence.kernel.database import Connection, DatabaseAway
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId, is_id

Result = TypeVar("Result")
AWAY = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, PoolClosed)


class LimitedConnection(AsyncConnection[tuple[Any, ...]]):
    """A connection whose every wait has a limit."""

    limit_s: float = 2.0

    async def wait(
        self,
        gen: PQGen[Result],
        interval: float = 0.1,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is psycopg's
    ) -> Result:
        """Wait for the server; past the limit, or when cancelled, close the connection at once."""
        try:
            async with asyncio.timeout(self.limit_s):
                return await waiting.wait_async(gen, self.pgconn.socket, interval=interval, timeout=timeout)
        except TimeoutError as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server did not answer in time") from error
        except asyncio.CancelledError:
            self.pgconn.finish()
            raise


def limited(limit_s: float) -> type[LimitedConnection]:
    """Return a connection class with this limit."""
    return type("LimitedConnection", (LimitedConnection,), {"limit_s": limit_s})


class Database:
    """One role's connections. Open it once, close it at the end; see `kernel.database.Transactions`."""

    def __init__(self, conninfo: str, *, size_min: int = 1, size_max: int = 8, limit_s: float = 2.0) -> None:
        """Prepare a pool; no connection is made yet. `limit_s` bounds each wait for the server."""
        self.limit_s = limit_s
        self._pool = AsyncConnectionPool(
            make_conninfo(conninfo, connect_timeout=2, application_name="permanence"),
            connection_class=limited(limit_s),
            # Transactions are begun by us, together with the naming of their firm, in one round trip.
            kwargs={"autocommit": True},
            min_size=size_min,
            max_size=size_max,
            timeout=limit_s,
            reconnect_timeout=10.0,
            open=False,
        )

    async def open(self) -> None:
        """Begin to connect in the background; a database that is away is no reason not to start."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.close(timeout=self.limit_s)

    async def __aenter__(self) -> Database:
        """Open it for the length of a block."""
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        await self.close()

    @asynccontextmanager
    async def firm(self, firm: FirmId) -> AsyncGenerator[Connection]:
        """Lend a transaction in which the rows of this one firm exist."""
        if not is_id(firm, "frm"):
            raise NotFound
        async with self._transaction(f"select set_config('permanence.firm', '{firm}', true)") as connection:
            yield connection

    @asynccontextmanager
    async def firms(self, firms: Iterable[FirmId]) -> AsyncGenerator[Connection]:
        """Lend a transaction in which the rows of these firms exist; the list must not be empty."""
        async with self._transaction(
            f"select set_config('permanence.firms', '{_listed(firms)}', true)"
        ) as connection:
            yield connection

    async def at_once(self, statement: LiteralString, firms: Iterable[FirmId], values: Sequence[Any]) -> None:
        """Carry out one statement whose first value are the firms; it is a transaction by itself."""
        try:
            async with self._pool.connection() as connection:
                await connection.execute(statement, [_listed(firms), *values])
        except AWAY as error:
            raise DatabaseAway from error

    @asynccontextmanager
    async def nobody(self) -> AsyncGenerator[Connection]:
        """Lend a transaction that sees no firm's rows."""
        async with self._transaction("select 1") as connection:
            yield connection

    async def answers(self) -> bool:
        """Say whether the database can be used now."""
        try:
            async with self.nobody():
                return True
        except DatabaseAway:
            return False

    @asynccontextmanager
    async def _transaction(self, opening: str) -> AsyncGenerator[Connection]:
        try:
            # Leaving the pool's block commits, or rolls back on an exception.
            async with self._pool.connection() as connection:
                # The opening consists of constants and of ids that were checked above.
                await connection.execute(cast(LiteralString, f"begin; {opening}"))
                yield connection
        except AWAY as error:
            raise DatabaseAway from error


def _listed(firms: Iterable[FirmId]) -> str:
    chosen = sorted(set(firms))
    if not chosen or not all(is_id(firm, "frm") for firm in chosen):
        raise NotFound
    return ",".join(chosen)
