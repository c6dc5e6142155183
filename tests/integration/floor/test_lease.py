"""Who may write: a dead floor is replaced at once, a living one only after it has had time to renew its lease."""

from __future__ import annotations

import pytest

from permanence.adapters.postgres.pool import Database
from permanence.floor import store_lease
from permanence.floor.store_lease import GRACE_S, Candidate
from permanence.kernel.database import DatabaseAway


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who takes the lease next has another name than who holds it, and everybody lives."""
    monkeypatch.setattr(store_lease, "is_dead", lambda _: False)


async def run_out(database: Database) -> None:
    async with database.nobody() as connection:
        await connection.execute("update platform.lease set until = now() - interval '1 second'")


async def test_a_dead_floor_is_replaced_at_once(floor_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await Candidate().take(floor_database, 0.0)
    assert first is not None
    monkeypatch.setattr(store_lease, "is_dead", lambda _: True)
    assert await Candidate().take(floor_database, 0.0) == first + 1
    assert not await store_lease.renew(floor_database, first)


@pytest.mark.usefixtures("other")
async def test_a_living_floor_whose_lease_ran_out_has_time_to_renew_it(floor_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as dead:
        dead.setattr(store_lease, "is_dead", lambda _: True)
        first = await Candidate().take(floor_database, 0.0)
    assert first is not None
    stands_by = Candidate()
    assert await stands_by.take(floor_database, 0.0) is None  # it has not run out
    await run_out(floor_database)
    assert await stands_by.take(floor_database, 100.0) is None
    assert await stands_by.take(floor_database, 100.0 + GRACE_S - 0.1) is None
    assert await store_lease.renew(floor_database, first)
    assert await stands_by.take(floor_database, 100.0 + GRACE_S + 1) is None  # renewed: the wait begins anew
    await run_out(floor_database)
    assert await stands_by.take(floor_database, 200.0) is None
    assert await stands_by.take(floor_database, 200.0 + GRACE_S) == first + 1


@pytest.mark.usefixtures("other")
async def test_the_time_of_a_database_that_was_away_does_not_count(floor_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as dead:
        dead.setattr(store_lease, "is_dead", lambda _: True)
        assert await Candidate().take(floor_database, 0.0) is not None
    await run_out(floor_database)
    stands_by = Candidate()
    assert await stands_by.take(floor_database, 0.0) is None
    async with Database("host=127.0.0.1 port=1 user=nobody", limit_s=0.3) as nowhere:
        with pytest.raises(DatabaseAway):
            await stands_by.take(nowhere, 5.0)
    assert await stands_by.take(floor_database, GRACE_S + 1) is None
