"""The pool lends transactions of one firm, carries nothing over, and never waits for ever."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Iterator

import pytest
from psycopg import errors

from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.server import Server
from permanence.kernel.database import Connection, DatabaseAway
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId

MakeFirm = Callable[..., Awaitable[FirmId]]
SKILL = "skl_01k00000000000000000000000"


async def firm_names(database: Database, firm: FirmId) -> list[str]:
    async with database.firm(firm) as connection:
        cursor = await connection.execute("select name from firms.firm")
        return [name for (name,) in await cursor.fetchall()]


async def test_a_transaction_sees_its_own_firm_alone(database: Database, make_firm: MakeFirm) -> None:
    one, two = await make_firm("Une"), await make_firm("Deux")
    assert await firm_names(database, one) == ["Une"]
    assert await firm_names(database, two) == ["Deux"]


async def test_the_floor_sees_the_firms_it_names(
    database: Database, floor_database: Database, make_firm: MakeFirm
) -> None:
    one, two, _three = [await make_firm(name) for name in ("Une", "Deux", "Trois")]
    async with floor_database.firms([one, two]) as connection:
        cursor = await connection.execute("select name from firms.firm order by name")
        assert await cursor.fetchall() == [("Deux",), ("Une",)]
    async with floor_database.nobody() as connection:
        cursor = await connection.execute("select count(*) from firms.roster()")
        assert await cursor.fetchall() == [(3,)]


async def test_nothing_is_carried_to_the_next_user(access: Access, make_firm: MakeFirm) -> None:
    await make_firm()
    async with Database(access.app, size_max=1) as narrow:
        async with narrow.firm(await make_firm()):
            pass
        with pytest.raises(errors.DatabaseError, match="names no firm"):
            async with narrow.nobody() as connection:
                await connection.execute("select * from firms.firm")


async def test_a_word_that_is_no_id_is_never_sent(database: Database, floor_database: Database) -> None:
    for word in ("", "frm_'; drop table firms.firm; --", "per_01k00000000000000000000000"):
        with pytest.raises(NotFound):
            async with database.firm(FirmId(word)):
                pass
        with pytest.raises(NotFound):
            async with floor_database.firms([FirmId(word)]):
                pass
    with pytest.raises(NotFound):
        async with floor_database.firms([]):
            pass


async def test_an_exception_rolls_back(database: Database, firm: FirmId) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.firm(firm) as connection:
            await connection.execute("update firms.firm set name = 'Autre'")
            raise ZeroDivisionError
    assert await firm_names(database, firm) == ["Essai"]


async def cancel_after(steps: int, work: asyncio.Task[None]) -> bool:
    """Let the work take so many turns of the loop, then cancel it; say whether it was cancelled in time."""
    for _ in range(steps):
        if work.done():
            break
        await asyncio.sleep(0)
    work.cancel()
    await asyncio.wait([work])
    return work.cancelled()


async def test_a_task_cancelled_at_any_await_leaves_nothing_behind(
    access: Access, firm: FirmId, make_firm: MakeFirm
) -> None:
    other = await make_firm("Autre")

    async with Database(access.app, size_max=1) as narrow:

        async def work() -> None:
            async with narrow.firm(firm) as connection:
                await connection.execute("insert into routing.skill values (%s, %s, 'demi')", [firm, SKILL])
                await connection.execute("select pg_sleep(0.002)")
                await connection.execute("delete from routing.skill")

        steps = cancelled = 0
        while await cancel_after(steps, asyncio.create_task(work())):
            cancelled += 1
            steps += 1 if steps < 30 else steps // 6
            # The one connection of the pool comes back, as another firm, without the first one's rows.
            assert await firm_names(narrow, other) == ["Autre"]
            async with narrow.firm(firm) as connection:
                cursor = await connection.execute("select count(*) from routing.skill")
                assert await cursor.fetchone() == (0,)
        assert cancelled > 5


@pytest.fixture
def hung(postgres: Server) -> Iterator[Server]:
    """The server, whose processes a test stops; all are woken afterwards."""
    yield postgres
    tell(postgres, signal.SIGCONT)


def tell(server: Server, what: signal.Signals) -> None:
    """Send this to all processes of the server; one that has just ended needs nothing any more."""
    for pid in family(server):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, what)


def family(server: Server) -> list[int]:
    """Return the server's process and all its children."""
    main = server.running_pid()
    assert main is not None
    tasks = f"/proc/{main}/task/{main}/children"
    with open(tasks) as file:
        return [main, *map(int, file.read().split())]


async def test_a_hung_server_is_away_within_the_limit(firm: FirmId, hung: Server, access: Access) -> None:
    async with Database(access.app) as database:
        await hang(database, firm, hung)


async def hang(database: Database, firm: FirmId, hung: Server) -> None:
    """Stop the server, have it missed within the platform's own limit, and let it go on."""
    assert await firm_names(database, firm) == ["Essai"]
    tell(hung, signal.SIGSTOP)
    async with asyncio.timeout(30):
        for _ in range(3):
            with pytest.raises(DatabaseAway):
                await firm_names(database, firm)
    tell(hung, signal.SIGCONT)
    async with asyncio.timeout(30):
        while not await database.answers():
            await asyncio.sleep(0.05)
    assert await firm_names(database, firm) == ["Essai"]


async def test_a_cancelled_statement_on_a_hung_server_returns_at_once(
    database: Database, firm: FirmId, hung: Server
) -> None:
    async with database.firm(firm) as connection:
        tell(hung, signal.SIGSTOP)
        work = asyncio.create_task(slow(connection))
        await asyncio.sleep(0.05)
        work.cancel()
        async with asyncio.timeout(30):
            with pytest.raises(asyncio.CancelledError):
                await work
        assert connection.closed


async def slow(connection: Connection) -> None:
    await connection.execute("select pg_sleep(60)")
