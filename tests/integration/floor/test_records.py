"""What the floor commits: whole or not at all, under its lease alone, and twice without a difference."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from permanence.adapters.postgres.pool import Database
from permanence.floor import store_lease
from permanence.floor.batch import AgentRecord, Batch, CallRecord, JournalRecord, OpenCall
from permanence.floor.ports import Unsavable
from permanence.floor.store import KEEP, LeaseLost, PostgresRecords
from permanence.interaction.store_floor import load_last_agents, load_open
from permanence.kernel.database import DatabaseAway
from permanence.kernel.ids import AgentId, FirmId, InteractionId, RandomIds

NOW = datetime(2026, 5, 4, 9, 30, 12, 345678, tzinfo=UTC)


def row(firm: FirmId, call: str, outcome: str | None = None) -> CallRecord:
    return CallRecord(
        firm, call, "inbound", None, None, None, None, "+33612345678", "+33162000100", "fr",
        "ended" if outcome else "queued", NOW, None, NOW if outcome else None, outcome, None, 16 if outcome else None,
        None, 'Says "hello"\\n, é', 1.5 if outcome else None, None, None,
    )  # fmt: skip


def begun(firm: FirmId, call: str) -> Batch:
    facts = [
        JournalRecord(firm, call, seq, NOW, "interaction.call_arrived", '{"a": "\\"é"}') for seq in (1, 2)
    ]
    return Batch([row(firm, call)], [OpenCall(firm, call, '{"id": "x", "said": "\\"é\\""}')], [], [], facts)


async def take(database: Database) -> PostgresRecords:
    fencing = await store_lease.Candidate().take(database, 0.0)
    assert fencing is not None
    return PostgresRecords(database, fencing)


async def kept(database: Database, firm: FirmId) -> tuple[list[tuple[object, ...]], list[str], int]:
    async with database.firms([firm]) as connection:
        calls = await connection.execute(
            "select id, outcome, notes, wait_s, arrived_at from interaction.call order by id"
        )
        journal = await connection.execute("select count(*) from interaction.journal")
        counted = await journal.fetchone()
        assert counted is not None
        return await calls.fetchall(), await load_open(connection), counted[0]


async def test_a_batch_is_kept_and_keeping_it_again_changes_nothing(
    floor_database: Database, firm: FirmId
) -> None:
    records, call = await take(floor_database), InteractionId(RandomIds().new("int"))
    for _ in range(2):
        await records.save(begun(firm, call))
    expected = [(call, None, 'Says "hello"\\n, é', None, NOW)]
    assert await kept(floor_database, firm) == (expected, ['{"id": "x", "said": "\\"é\\""}'], 2)
    ended = Batch([row(firm, call, "abandoned")], [], [(firm, call)], [], [])
    for _ in range(2):
        await records.save(ended)
    calls, documents, journal = await kept(floor_database, firm)
    assert [(c[1], c[3]) for c in calls] == [("abandoned", 1.5)]
    assert (documents, journal) == ([], 2)


async def test_an_agent_who_was_deleted_is_left_out(floor_database: Database, firm: FirmId) -> None:
    records = await take(floor_database)
    await records.save(Batch([], [], [], [AgentRecord(firm, AgentId(RandomIds().new("agt")), "{}")], []))
    async with floor_database.firms([firm]) as connection:
        assert await (await connection.execute("select * from routing.agent_state")).fetchall() == []


async def test_a_floor_that_lost_its_lease_keeps_nothing(floor_database: Database, firm: FirmId) -> None:
    records = await take(floor_database)
    async with floor_database.nobody() as connection:
        await connection.execute("update platform.lease set fencing = fencing + 1")
    with pytest.raises(LeaseLost):
        await records.save(begun(firm, RandomIds().new("int")))
    assert await kept(floor_database, firm) == ([], [], 0)


async def test_a_refused_row_refuses_its_batch_and_the_next_one_is_kept(
    floor_database: Database, firm: FirmId
) -> None:
    records, call = await take(floor_database), RandomIds().new("int")
    bad = Batch([row(firm, "no id")], [OpenCall(firm, call, "{}")], [], [], [])
    with pytest.raises(Unsavable):
        await records.save(bad)
    assert await kept(floor_database, firm) == ([], [], 0)
    await records.save(begun(firm, call))
    assert (await kept(floor_database, firm))[2] == 2


async def test_a_batch_whose_last_part_is_refused_leaves_nothing_of_its_first(
    floor_database: Database, firm: FirmId
) -> None:
    records, call = await take(floor_database), RandomIds().new("int")
    batch = begun(firm, call)
    batch.journal.append(JournalRecord(firm, call, 3, NOW, "interaction.call_arrived", "no json"))
    with pytest.raises(Unsavable):
        await records.save(batch)
    assert await kept(floor_database, firm) == ([], [], 0)
    batch.journal.pop()
    await records.save(batch)
    assert (await kept(floor_database, firm))[2] == 2


async def test_another_firms_rows_are_not_written(floor_database: Database, firm: FirmId) -> None:
    records = await take(floor_database)
    stranger = begun(FirmId(RandomIds().new("frm")), RandomIds().new("int"))
    whole = json.dumps([msgspec.to_builtins(row) for row in stranger.open_calls])
    with pytest.raises(Exception, match="row-level security"):
        await floor_database.at_once(KEEP, [firm], [records._fencing, "[]", whole, "[]", "[]", None])


async def test_a_database_that_is_away_is_told_as_such(firm: FirmId) -> None:
    async with Database("host=127.0.0.1 port=1 user=nobody", limit_s=0.3) as nowhere:
        with pytest.raises(DatabaseAway):
            await PostgresRecords(nowhere, 1).save(begun(firm, RandomIds().new("int")))


async def test_who_spoke_last_with_a_customer_is_known_after_a_start(floor_database: Database, firm: FirmId) -> None:
    records, today = await take(floor_database), datetime.now(UTC)
    later, before, long_ago = (RandomIds().new("agt") for _ in range(3))
    for agent, days in ((later, 1), (before, 2), (long_ago, 200)):
        at = today - timedelta(days=days)
        call = msgspec.structs.replace(row(firm, RandomIds().new("int"), "answered"), agent=agent, arrived_at=at, answered_at=at)
        await records.save(Batch([call], [], [], [], []))
    unanswered = msgspec.structs.replace(row(firm, RandomIds().new("int"), "abandoned"), customer="+33699999999", arrived_at=today)
    await records.save(Batch([unanswered], [], [], [], []))
    async with floor_database.firms([firm]) as connection:
        assert await load_last_agents(connection, 90, 10) == [(firm, "+33612345678", later)]
