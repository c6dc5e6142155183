"""Receipts are issued, signed and verified: over days, over kills at any step, and against who changes rows past the platform."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import msgspec
import psycopg
import pytest

from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.pool import Database
from permanence.adapters.signing import SigningKey
from permanence.app import verify
from permanence.kernel.errors import NotFound
from permanence.kernel.page import Cursor
from permanence.synergy import service_receipt_files
from permanence.synergy.day_root import day_digest
from permanence.synergy.errors import ReceiptDamaged, ReceiptNotSigned
from permanence.synergy.issuing import GRACE, PATIENCE
from permanence.synergy.ladder import JournalLine, ladder
from permanence.synergy.model import Side
from permanence.synergy.receipt import ZEROS, Receipt, canonical, digest, instant, joined
from permanence.synergy.service_receipts import SWEEP_EVERY
from permanence.synergy.store_receipts import PostgresIssuing
from permanence.synergy.verification import verify_bytes
from tests.conftest import MakeFirm
from tests.receipt_kit import DAY, T0, Allies, Office, ally, answer, end, read, roots, visitor

MIDNIGHT = T0.replace(hour=0, minute=0, second=0, microsecond=0)
MINUTE = timedelta(minutes=1)


async def test_two_pairs_over_several_days_make_two_chains_under_one_chain_of_days(
    office: Office, allies: Allies, make_firm: MakeFirm, database: Database, tmp_path: Path
) -> None:
    others = await ally(database, allies.answering, await make_firm("Sud"))  # the same firm, once on either side
    for at, pairs in ((0, (allies, others, allies)), (2, (allies, others)), (3, (allies,))):
        for nth, pair in enumerate(pairs):
            await answer(office.floor, pair, T0 + at * DAY + nth * MINUTE)
        now = T0 + at * DAY + 10 * MINUTE
        assert await office.issuer.issue(now) == len(pairs)
        assert await office.issuer.issue(now) == 0
    assert await office.issuer.sign_days(MIDNIGHT + 4 * DAY + GRACE - MINUTE) == 3
    assert await office.new_issuer(name="another.example").sign_days(MIDNIGHT + 4 * DAY + GRACE) == 1
    assert await office.issuer.sign_days(MIDNIGHT + 4 * DAY + GRACE) == 0
    days = await roots(office)
    assert [(day.day, day.count) for day in days] == [("2026-11-20", 3), ("2026-11-21", 0), ("2026-11-22", 2), ("2026-11-23", 1)]
    assert [day.previous for day in days] == [ZEROS, *map(day_digest, days[:-1])]
    assert {day.installation.name for day in days} == {"p.example"} and len({day.installation.id for day in days}) == 1
    for pair, count in ((allies, 4), (others, 2)):
        kept = await read(office, pair)
        assert [each.nth for each in kept] == list(range(1, count + 1))
        assert [each.previous for each in kept] == [ZEROS, *map(digest, kept[:-1])]
        month = await office.month(pair)
        assert month == await office.month(pair, Side.ANSWERING)
        verdict = verify_bytes(month, office.key.key_id)
        assert verdict.holds and verdict.proven is not None
        assert (verdict.proven.receipts, verdict.proven.days, verdict.proven.charged) == (count, 4, count)
        file, said = tmp_path / "month.jsonl", list[str]()
        file.write_bytes(month)
        assert verify.verify(file, office.key.key_id, "fr", said.append) == verify.RIGHT, said
        for each in kept:
            one = await office.receipts.file(visitor(pair.answering), each.id, T0)
            assert verify_bytes(one, office.key.key_id).holds
    assert verify_bytes(await office.month(allies), "00" * 32).holds is False


async def test_the_next_month_goes_on_where_the_last_one_ended(office: Office, allies: Allies) -> None:
    for at in (0, 11, 12):  # 20 November, 1 and 2 December
        await answer(office.floor, allies, T0 + at * DAY)
        await office.issuer.issue(T0 + at * DAY + 5 * MINUTE)
    await office.issuer.sign_days(T0 + 12 * DAY)
    with pytest.raises(ReceiptNotSigned):
        await office.month(allies, month="2027-01")
    november, december = [
        msgspec.json.decode((await office.month(allies, month=name)).splitlines()[0]) for name in ("2026-11", "2026-12")
    ]
    assert (november["count"], december["count"], december["first"]) == (1, 1, 2)  # the second is not over
    assert december["previous"] == november["last"]
    await office.issuer.sign_days(T0 + 13 * DAY)
    for name in ("2026-11", "2026-12"):
        assert verify_bytes(await office.month(allies, month=name), office.key.key_id).holds


async def test_a_receipt_says_what_was_answered_and_binds_the_ladder_up_to_the_end(office: Office, allies: Allies) -> None:
    stretch = await answer(office.floor, allies, recorded=0)
    await end(office.floor, allies, stretch.interaction, stretch.until + MINUTE)  # a line behind the end is not bound
    now = stretch.until + timedelta(seconds=30)
    assert await office.issuer.issue(now) == 1
    (receipt,) = await read(office, allies)
    assert (receipt.stretch, receipt.interaction, receipt.called) == (stretch.id, stretch.interaction, "+33184800001")
    assert (receipt.owner.name, receipt.answering.name, receipt.agent.alias) == ("Étoile", "Nord", "Noémie")
    assert (receipt.answered_at, receipt.issued_at, receipt.seconds) == (instant(stretch.since), instant(now), 90)
    assert receipt.recording is None
    async with office.floor.firms([allies.owner]) as c:
        rows = await (await c.execute("select seq, at, kind, data from interaction.journal order by seq")).fetchall()
    assert receipt.ladder == ladder(JournalLine(*row) for row in rows[:-1])
    assert b"+33612345678" not in (await office.documents(allies))[0]


async def test_a_call_that_goes_on_has_no_receipt_yet(office: Office, allies: Allies) -> None:
    stretch = await answer(office.floor, allies, ended=False)
    assert await office.issuer.issue(stretch.until + DAY) == 0
    await end(office.floor, allies, stretch.interaction, stretch.until + DAY)
    assert await office.issuer.issue(stretch.until + DAY + MINUTE) == 0  # what began a day ago is looked at now and then
    assert await office.issuer.issue(stretch.until + DAY + SWEEP_EVERY) == 1


async def test_it_waits_for_the_recordings_and_binds_the_sound_that_is_played(office: Office, allies: Allies) -> None:
    stretch = await answer(office.floor, allies, recorded=2)
    now = stretch.until + MINUTE
    assert await office.issuer.issue(now) == 0  # nobody knows of the recordings yet
    house, sounds = office.house, list[bytes]()
    for number in (1, 2):
        house.write_sides(f"{stretch.interaction}.rec{number}", [number, 2, 3] * 50_000, [4, 5])
    house.clock.at = now
    await house.keeper.catch_up()
    assert await office.issuer.issue(now) == 0  # nor are they sealed
    assert await house.keeper.seal_due() == 2
    assert await office.issuer.issue(now) == 1
    store = house.keeper.store
    async with office.floor.firms([allies.owner]) as c:
        for kept in sorted(await store.of_call(c, stretch.interaction), key=lambda each: each.spool):
            key = await store.firm_key(c, allies.owner, kept.key_id)
            assert key is not None and kept.size is not None
            sound = house.archive.read(kept, house.archive.firm_key(key[1]), 0, kept.size - 1)
            sounds.append(b"".join([piece async for piece in sound]))
    assert all(sound.startswith(b"RIFF") for sound in sounds) and len(sounds[0]) > 600_000
    assert (await read(office, allies))[0].recording == joined(sounds)


@pytest.mark.parametrize("broken", ["never sealed", "damaged", "failed"])
async def test_it_does_not_wait_for_ever(office: Office, allies: Allies, broken: str) -> None:
    stretch = await answer(office.floor, allies, recorded=1)
    house, late = office.house, stretch.until + PATIENCE
    if broken == "damaged":
        house.write_sides(f"{stretch.interaction}.rec1", [1, 2], [3])
    await house.keeper.catch_up()
    if broken != "never sealed":
        await house.keeper.seal_due()
    for file in (office.folder / "recordings").rglob("*.sealed"):
        file.write_bytes(file.read_bytes()[:-3] + b"???")
    assert await office.issuer.issue(late - MINUTE) == (broken == "failed")
    assert await office.issuer.issue(late) == (broken != "failed")
    assert (await read(office, allies))[0].recording is None


class Killed(Exception):
    """The process died here."""


class Deadly:
    """Passes everything on, and dies before or behind one of all calls that several of it count together."""

    def __init__(self, inner: object, count: list[int], behind: bool) -> None:
        self._inner, self._count, self._behind = inner, count, behind

    def __getattr__(self, name: str):
        work = getattr(self._inner, name)

        async def call(*args, **named):
            self._count[0] -= 1
            if self._count[0] == 0 and not self._behind:
                raise Killed(name)
            result = await work(*args, **named)
            if self._count[0] == 0:
                raise Killed(name)
            return result

        return call


@pytest.mark.parametrize("behind", [False, True])
async def test_killed_at_any_step_it_leaves_nothing_half_and_makes_nothing_twice(office: Office, allies: Allies, behind: bool) -> None:
    deaths = 0
    for nth in range(1, 60):
        at = T0 + nth * DAY
        await answer(office.floor, allies, at)
        await answer(office.floor, allies, at + MINUTE)
        count = [nth]
        issuer = office.new_issuer(None, Deadly(PostgresIssuing(), count, behind), Deadly(office.issuer.sounds, count, behind))
        try:
            assert await issuer.issue(at + 10 * MINUTE) == 2
            assert await issuer.issue(at + 10 * MINUTE) == 0
            await issuer.sign_days(at + 16 * timedelta(hours=1))
        except Killed:
            deaths += 1
            await office.new_issuer().issue(at + 11 * MINUTE)
        else:
            break
    assert 25 < deaths < 59  # the last round went through: each step was the last one once
    await office.new_issuer().sign_days(at + DAY)
    kept = await read(office, allies)
    assert [each.nth for each in kept] == list(range(1, 2 * (deaths + 1) + 1))
    assert len({each.stretch for each in kept}) == len(kept)
    days = await roots(office)
    assert sum(day.count for day in days) == len(kept) and len({day.day for day in days}) == len(days)
    for month in ("2026-11", "2026-12"):
        assert verify_bytes(await office.month(allies, month=month), office.key.key_id).holds


class Backwards(PostgresIssuing):
    """Begins with the newest, so that two at work do not meet at the same stretch."""

    async def awaiting(self, *values):
        return list(reversed(await super().awaiting(*values)))


async def test_two_at_once_make_one_chain(office: Office, allies: Allies) -> None:
    for nth in range(8):
        await answer(office.floor, allies, T0 + nth * MINUTE)
    now = T0 + 20 * MINUTE
    made = await asyncio.gather(*(office.new_issuer(store=store()).issue(now) for store in (PostgresIssuing, Backwards, PostgresIssuing)))
    assert sum(made) == 8
    assert sum(await asyncio.gather(*(office.new_issuer().sign_days(T0 + DAY) for _ in range(3)))) == 1
    verdict = verify_bytes(await office.month(allies))
    assert verdict.holds and verdict.proven is not None and verdict.proven.receipts == 8


async def test_where_the_clock_was_put_back_receipts_wait(office: Office, allies: Allies) -> None:
    first, second = await answer(office.floor, allies, T0 - DAY), await answer(office.floor, allies, T0)
    assert await office.issuer.issue(second.until - MINUTE) == 1  # by the clock the second call is to come
    assert await office.new_issuer().issue(first.until) == 0
    await office.issuer.sign_days(T0 + DAY)
    assert await office.new_issuer().issue(second.until) == 0  # its day is signed, and stays as it is
    assert await office.new_issuer().issue(second.until + DAY) == 1
    await office.issuer.sign_days(T0 + 2 * DAY)
    assert verify_bytes(await office.month(allies)).holds


async def test_what_no_reader_would_accept_is_left_out_and_holds_nobody_up(office: Office, allies: Allies) -> None:
    await answer(office.floor, allies, dialled="anonymous")
    await answer(office.floor, allies, T0 + MINUTE)
    now = T0 + 10 * MINUTE
    assert [await office.issuer.issue(now) for _ in range(2)] == [1, 0]
    assert [each.nth for each in await read(office, allies)] == [1]


async def test_what_was_answered_long_ago_is_found_by_and_by(office: Office, allies: Allies) -> None:
    now = T0 + 10 * DAY
    assert await office.issuer.issue(now) == 0
    await answer(office.floor, allies)  # its line of the journal was read late
    assert await office.issuer.issue(now + MINUTE) == 0
    assert [await office.issuer.issue(now + SWEEP_EVERY) for _ in range(4)] == [0, 1, 0, 0]  # a week after the other, and back
    assert await office.new_issuer().issue(T0 + MINUTE) == 0


async def test_what_a_lost_key_signed_stays_good_with_its_public_key(office: Office, allies: Allies) -> None:
    old, new = office.key, SigningKey(bytes(32))
    for at, key in ((0, old), (1, new)):
        await answer(office.floor, allies, T0 + at * DAY)
        office.issuer.signer = key
        await office.issuer.issue(T0 + at * DAY + 5 * MINUTE)
        await office.issuer.sign_days(T0 + (at + 1) * DAY)
    for receipt, key in zip(await read(office, allies), (old, new), strict=True):
        assert verify_bytes(await office.receipts.file(visitor(allies.owner), receipt.id, T0), key.key_id).holds
    found = verify_bytes(await office.month(allies), new.key_id).findings
    assert {(finding.code, finding.name) for finding in found} == {("day.key", "2026-11-20")}


async def altered(office: Office, access: Access, allies: Allies, statement: str, name: str) -> list[tuple[str, str]]:
    """Change rows as the owner of the database, have the month verified; return what is found in which receipt or day."""
    with psycopg.connect(access.owner, autocommit=True) as c:
        for table in ("receipt", "receipt_place", "day_root"):  # an owner can do that, too
            c.execute(f"alter table synergy.{table} no force row level security".encode())
        assert c.execute(statement.encode()).rowcount == 1, name
    found = verify_bytes(await office.month(allies), office.key.key_id).findings
    return [(finding.code, finding.name) for finding in found]


@pytest.fixture
async def issued(office: Office, allies: Allies) -> list[Receipt]:
    """Three receipts of two signed days."""
    for at in (T0, T0 + MINUTE, T0 + DAY):
        await answer(office.floor, allies, at)
        await office.issuer.issue(at + 5 * MINUTE)
    await office.issuer.sign_days(T0 + 2 * DAY)
    return await read(office, allies)


async def test_a_long_month_is_read_a_part_at_a_time(
    office: Office, allies: Allies, issued: list[Receipt], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await office.month(allies)
    for at_a_time in (1, 2, 3):
        monkeypatch.setattr(service_receipt_files, "AT_A_TIME", at_a_time)
        assert await office.month(allies) == whole
    assert verify_bytes(whole).holds and len(whole.splitlines()) == 1 + 2 + len(issued)


async def test_an_altered_receipt_is_found_and_named(office: Office, access: Access, allies: Allies, issued: list[Receipt]) -> None:
    statement = """update synergy.receipt set document = replace(document, '"alias":"Noémie"', '"alias":"Hugo"') where nth = 2"""
    found = await altered(office, access, allies, statement, "alias")
    assert found == [("proof.root", "2026-11-20"), ("receipt.link", "3")]
    one = verify_bytes(await office.receipts.file(visitor(allies.owner), issued[1].id, T0))
    assert [finding.code for finding in one.findings] == ["receipt.digest", "proof.root"]
    others = [await office.receipts.file(visitor(allies.owner), issued[at].id, T0) for at in (0, 2)]
    assert all(verify_bytes(other).holds for other in others)


async def test_a_forger_who_writes_digests_again_is_found_by_the_root(
    office: Office, access: Access, allies: Allies, issued: list[Receipt]
) -> None:
    forged = msgspec.structs.replace(issued[2], agent=msgspec.structs.replace(issued[2].agent, alias="Hugo"))
    statement = f"update synergy.receipt set document = '{canonical(forged).decode()}', digest = '{digest(forged)}' where nth = 3"
    assert await altered(office, access, allies, statement, "whole") == [("proof.root", "2026-11-21")]
    one = verify_bytes(await office.receipts.file(visitor(allies.owner), forged.id, T0))
    assert [finding.code for finding in one.findings] == ["proof.root"]


async def test_a_receipt_that_was_taken_away_is_missed(office: Office, access: Access, allies: Allies, issued: list[Receipt]) -> None:
    found = await altered(office, access, allies, "delete from synergy.receipt where nth = 1", "deleted")
    assert ("day.count", "2026-11-20") in found
    with pytest.raises(NotFound):
        await office.receipts.file(visitor(allies.owner), issued[0].id, T0)
    assert not verify_bytes(await office.receipts.file(visitor(allies.owner), issued[1].id, T0)).holds


async def test_an_unreadable_receipt_is_told_and_the_month_names_its_line(
    office: Office, access: Access, allies: Allies, issued: list[Receipt]
) -> None:
    found = await altered(office, access, allies, "update synergy.receipt set document = '{\"agent\"' where nth = 3", "unreadable")
    assert found == [("file.json", "3")]
    with pytest.raises(ReceiptDamaged):
        await office.receipts.file(visitor(allies.owner), issued[2].id, T0)
    with pytest.raises(ReceiptDamaged):
        await office.receipts.list(visitor(allies.owner), None, Cursor())


async def test_a_day_that_is_written_again_breaks_the_chain_of_days(
    office: Office, access: Access, allies: Allies, issued: list[Receipt]
) -> None:
    statement = """update synergy.day_root set document = replace(document, '"count":2', '"count":3') where day = '2026-11-20'"""
    found = await altered(office, access, allies, statement, "count")
    assert {("day.signature", "2026-11-20"), ("day.link", "2026-11-21")} <= set(found)


async def test_who_serves_firms_can_write_neither_receipts_nor_days(access: Access, allies: Allies, issued: list[Receipt]) -> None:
    copies = {table: f"insert into synergy.{table} select * from synergy.{table}" for table in ("receipt", "receipt_place", "day_root")}
    changes = [f"update synergy.{table} set day = day" for table in copies] + [f"delete from synergy.{table}" for table in copies]
    for door, setting, statements in ((access.app, "firm", [*copies.values(), *changes]), (access.floor, "firms", changes)):
        for statement in statements:
            with psycopg.connect(door, autocommit=True) as c, c.transaction(), pytest.raises(psycopg.errors.InsufficientPrivilege):
                c.execute(f"select set_config('permanence.{setting}', %s, true)".encode(), [allies.owner])
                c.execute(statement.encode())


async def test_without_firms_there_is_nothing_to_do(office: Office) -> None:
    assert (await office.issuer.issue(T0), await office.issuer.sign_days(T0)) == (0, 0)
