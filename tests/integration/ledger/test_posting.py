"""Posting in real PostgreSQL: once, in balance, by the platform's own processes alone, however many at a time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import psycopg
import pytest

from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.pool import Database
from permanence.kernel.ids import TransferId
from permanence.kernel.page import Cursor
from permanence.ledger.errors import AlreadyReversed, HoldTooSmall, NoOperator, NotEnough, PostedOtherwise
from permanence.ledger.model import Account, Kind
from permanence.ledger.ports import Search
from permanence.ledger.posting import paid_in, reversal
from tests.integration.ledger.conftest import NOW, House


async def test_a_call_is_posted_once(house: House) -> None:
    made = house.call("ans_1")
    assert await house.books.post(made) == {each.id for each in made}
    again = house.call("ans_1")
    assert await house.books.post(again + house.call("ans_2")) != set()
    assert await house.amounts(house.owner) == {"due": 10_000_000}
    assert await house.amounts(house.answering) == {"due": 11_000_000}
    assert await house.amounts(house.operator) == {"payout": -22_000_000, "fees": 1_000_000}
    assert await house.books.check(date(2026, 10, 1)) == []


async def test_what_was_posted_otherwise_is_refused_and_leaves_nothing(house: House) -> None:
    await house.books.post(house.call("ans_1"))
    with pytest.raises(PostedOtherwise):
        await house.books.post([*house.call("ans_2"), *house.call("ans_1", owner=1)])
    assert await house.amounts(house.owner) == {"due": 5_000_000}


async def test_only_what_is_new_is_told(house: House) -> None:
    first = house.call("ans_1")
    await house.books.post(first[:1])
    second = house.call("ans_1")
    assert await house.books.post(second) == {each.id for each in second[1:]}


async def test_the_three_firms_see_a_transfer_and_nobody_else(house: House) -> None:
    made = house.call("ans_1")
    await house.books.post(made)
    for firm, count in ((house.owner, 3), (house.answering, 3), (house.operator, 3), (house.other, 0)):
        page = await house.settlement.transfers(house.visitor(firm), Search(), Cursor())
        assert len(page.items) == count
    first = await house.settlement.transfers(house.visitor(house.owner), Search(month=date(2026, 10, 1)), Cursor(None, 2))
    assert first.next_cursor is not None
    rest = await house.settlement.transfers(house.visitor(house.owner), Search(), Cursor.parse(first.next_cursor, 2, 1))
    assert sorted([*first.items, *rest.items], key=lambda each: each.id) == sorted(made, key=lambda each: each.id)
    assert (await house.settlement.transfers(house.visitor(house.owner), Search(cause="ans_2"), Cursor())).items == []


async def test_a_reversal_happens_once_and_mirrors(house: House) -> None:
    made = house.call("ans_1")
    await house.books.post(made)
    back = await house.books.reverse(house.parties, made[0].id, "wrong number", NOW)
    assert (back.debit, back.credit, back.reverses, back.booked_on) == (made[0].credit, made[0].debit, made[0].id, NOW.date())
    assert (await house.amounts(house.owner))["due"] == 0
    with pytest.raises(AlreadyReversed):
        await house.books.post([reversal(made[0], NOW.date(), NOW, house.books.ids, cause="another")])
    with pytest.raises(AlreadyReversed):
        await house.books.reverse(house.parties, back.id, "", NOW)
    false = replace(reversal(made[1], NOW.date(), NOW, house.books.ids), amount=made[1].amount - 1)
    with pytest.raises(AlreadyReversed):
        await house.books.post([false])
    twice = replace(reversal(made[0], NOW.date(), NOW, house.books.ids), reverses=back.id, debit=back.credit, credit=back.debit)
    with pytest.raises(AlreadyReversed):
        await house.books.post([replace(twice, cause="x")])


async def test_money_paid_ahead_is_held_taken_and_given_back(house: House) -> None:
    owner, books = house.owner, house.books
    await books.post([paid_in(owner, house.operator, "pay_1", 1_000, "EUR", Kind.PREPAID, NOW, books.ids)])
    with pytest.raises(NotEnough):
        await books.hold(owner, "call_1", 1_001, "EUR", NOW)
    made = await books.hold(owner, "call_1", 800, "EUR", NOW)
    assert await books.hold(owner, "call_1", 800, "EUR", NOW) == made
    fees = Account(house.operator, Kind.FEES)
    taken = await books.capture(owner, "call_1", "first", fees, 300, NOW)
    assert await books.capture(owner, "call_1", "first", fees, 300, NOW) == taken
    with pytest.raises(HoldTooSmall):
        await books.capture(owner, "call_1", "second", fees, 501, NOW)
    with pytest.raises(PostedOtherwise):
        await books.capture(owner, "call_1", "first", fees, 299, NOW)
    assert await house.amounts(owner) == {"prepaid": 200, "held": 500}
    assert (await books.release(owner, "call_1", NOW)) is not None
    assert await books.release(owner, "call_1", NOW) is None
    assert await house.amounts(owner) == {"prepaid": 700, "held": 0}
    assert await books.check(date(2026, 11, 1)) == []


async def test_sixteen_writers_lose_and_double_nothing(house: House) -> None:
    sets = [[each for n in range(5) for each in house.call(f"ans_{(writer + n) % 16}")] for writer in range(16)]
    new = await asyncio.gather(*(house.books.post(made) for made in sets), *(house.books.post(made) for made in sets))
    posted: list[TransferId] = [id_ for each in new for id_ in each]
    assert len(posted) == len(set(posted)) == 48
    assert await house.amounts(house.owner) == {"due": 16 * 5_000_000}
    assert await house.books.check(date(2026, 10, 1)) == []


async def test_a_firm_cannot_post_nor_change_what_is_posted(house: House, access: Access) -> None:
    made = house.call("ans_1")
    await house.books.post(made)
    tried = [
        "insert into ledger.transfer (owner_firm_id) values ('x')", "update ledger.transfer set amount = 1", "delete from ledger.transfer",
        "update ledger.balance set credits = 0", "delete from ledger.balance", "insert into ledger.tally (month) values (now())",
        "insert into platform.operator (firm_id) values ('x')", "insert into ledger.closing (firm_id) values ('x')",
        "insert into ledger.statement (id) values ('x')", "insert into ledger.dispute_settled (dispute_id) values ('x')",
    ]  # fmt: skip
    forbidden = [word for word in tried if "insert into ledger.transfer" not in word and "closing" not in word]
    floors = [word for word in forbidden if "platform.operator" not in word and "statement" not in word and "settled" not in word]
    for door, setting, words in ((access.app, "permanence.firm", tried), (access.floor, "permanence.firms", floors)):
        with psycopg.connect(door, autocommit=True) as c:
            for statement in words:
                with pytest.raises(psycopg.errors.InsufficientPrivilege), c.transaction():
                    c.execute("select set_config(%s, %s, true)", [setting, house.owner])
                    c.execute(statement.encode())


async def test_the_platforms_accounts_are_the_operators_alone(house: House) -> None:
    [made, *_] = house.call("ans_1")
    for wrong in (Account(house.owner, Kind.PAYOUT), Account(house.other, Kind.DUE), made.credit):
        with pytest.raises(psycopg.errors.CheckViolation):
            await house.books.post([replace(made, debit=wrong)])


async def test_what_does_not_add_up_is_found(house: House, access: Access, postgres) -> None:
    await house.books.post(house.call("ans_1"))
    with psycopg.connect(postgres.conninfo(psycopg.conninfo.conninfo_to_dict(access.app)["dbname"]), autocommit=True) as admin:
        admin.execute("update ledger.balance set credits = credits + 7 where firm_id = %s", [house.owner])
        found = await house.books.check()
        assert [(each.what, each.firm, each.kept - each.expected) for each in found] == [("balance", house.owner, 7), ("zero", None, 7)]
        admin.execute("update ledger.balance set credits = credits - 7 where firm_id = %s", [house.owner])
        admin.execute("update ledger.tally set calls = calls + 1 where credit_firm_id = %s", [house.owner])
        assert await house.books.check() == []
        assert [each.what for each in await house.books.check(date(2026, 10, 1))] == ["transfers"]


async def test_nothing_works_before_the_operator_is_named(floor_database: Database, house: House, access: Access, postgres) -> None:
    with psycopg.connect(postgres.conninfo(psycopg.conninfo.conninfo_to_dict(access.app)["dbname"]), autocommit=True) as admin:
        admin.execute("delete from platform.operator")
    with pytest.raises(NoOperator):
        await house.books.operator()
