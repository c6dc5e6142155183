"""Recordings from the spool into the archive and out of it, with the real database and real files."""

from __future__ import annotations

import inspect
import wave
from array import array
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from permanence.adapters.postgres.pool import Database
from permanence.interaction.archive import Kept, Status
from permanence.interaction.events import RecordingEnded
from permanence.interaction.store_recordings import PostgresRecordings
from permanence.kernel.ids import FirmId, RecordingId
from tests.conftest import MakeFirm
from tests.recording_kit import START, House, close_call, record, say, write_call

STORE = PostgresRecordings()
LEFT, RIGHT = [1000, -2000, 3000] * 40_000, [-5, 6] * 50_000


@pytest.fixture
def house(tmp_path: Path, floor_database: Database) -> House:
    return House(tmp_path, floor_database)


async def rows(floor: Database, firm: FirmId) -> list[Kept]:
    async with floor.firms([firm]) as c:
        cursor = await c.execute("select id from interaction.recording order by id")
        found = [await STORE.find(c, RecordingId(id_)) for (id_,) in await cursor.fetchall()]
    return [each[0] for each in found if each is not None]


async def sound_of(house: House, kept: Kept) -> bytes:
    async with house.floor.firms([kept.firm]) as c:
        key = await STORE.firm_key(c, kept.firm, kept.key_id)
    assert key is not None and kept.size is not None
    pieces = house.archive.read(kept, house.archive.firm_key(key[1]), 0, kept.size - 1)
    return b"".join([piece async for piece in pieces])


async def test_a_recorded_call_is_sealed_and_its_plain_files_go(house: House, firm: FirmId) -> None:
    call = await write_call(house.floor, firm)
    spool = await record(house.floor, firm, call, marks=(("hold", 1000, 2500), ("private", 4000, 5000)))
    house.write_sides(spool, LEFT, RIGHT)
    assert await house.keeper.catch_up() == 2
    assert await house.keeper.seal_due() == 1
    (kept,) = await rows(house.floor, firm)
    assert kept.status is Status.SEALED and house.plain() == []
    assert kept.duration_ms == 15_000 and kept.started_at == START + timedelta(seconds=8)
    assert kept.retention_until == START + timedelta(seconds=8, days=30)
    assert [(m.kind, m.from_ms, m.to_ms) for m in kept.marks] == [("hold", 1000, 2500), ("private", 4000, 5000)]
    with wave.open(BytesIO(await sound_of(house, kept))) as reader:
        frames = array("h", reader.readframes(reader.getnframes()))
    assert list(frames[0::2]) == LEFT and list(frames[1::2]) == RIGHT + [0] * 20_000
    assert await house.keeper.catch_up() == 0 and await house.keeper.seal_due() == 0


async def test_the_time_of_a_recording_is_fixed_at_its_birth(house: House, firm: FirmId, database: Database) -> None:
    call = await write_call(house.floor, firm)
    await record(house.floor, firm, call, ended=False)
    await house.keeper.catch_up()
    async with database.firm(firm) as c:
        await c.execute("update firms.firm set recording_days = 900")
    await say(house.floor, firm, call, RecordingEnded(f"{call}.rec1", 8000, ("in",), ()), START + timedelta(minutes=1))
    await house.keeper.catch_up()
    (kept,) = await rows(house.floor, firm)
    assert kept.status is Status.CLOSED and kept.retention_until == START + timedelta(seconds=8, days=30)


async def test_the_archive_holds_nothing_that_plays(house: House, firm: FirmId) -> None:
    call = await write_call(house.floor, firm)
    house.write_sides(await record(house.floor, firm, call), LEFT, RIGHT)
    await house.keeper.catch_up()
    await house.keeper.seal_due()
    known = array("h", LEFT[:9]).tobytes()
    for path in (house.folder / "recordings").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"RIFF" not in data[:64] and known not in data
            assert path.stat().st_mode & 0o077 == 0
    assert (house.folder / "secrets" / "recordings.key").stat().st_mode & 0o777 == 0o600


async def test_keys_differ_by_firm_and_by_recording(house: House, make_firm: MakeFirm) -> None:
    firms = [await make_firm("Une"), await make_firm("Deux")]
    for firm in firms:
        for _ in range(2):
            call = await write_call(house.floor, firm)
            house.write_sides(await record(house.floor, firm, call), [1], [2])
    await house.keeper.catch_up()
    await house.keeper.seal_due()
    kept = [each for firm in firms for each in await rows(house.floor, firm)]
    assert len({each.wrapped_key for each in kept}) == 4
    assert kept[0].key_id == kept[1].key_id != kept[2].key_id == kept[3].key_id


async def test_one_side_alone_is_kept_and_a_broken_side_is_silent(house: House, firm: FirmId) -> None:
    call = await write_call(house.floor, firm)
    spool = await record(house.floor, firm, call)
    house.write_sides(spool, LEFT, RIGHT)
    (house.spool.folder / f"{spool}-out.wav").write_bytes(b"")
    await house.keeper.catch_up()
    await house.keeper.seal_due()
    (kept,) = await rows(house.floor, firm)
    assert kept.status is Status.SEALED and house.plain() == []
    frames = array("h", (await sound_of(house, kept))[44:])
    assert list(frames[0::2]) == LEFT and not any(frames[1::2])


async def test_without_any_sound_the_recording_has_failed_and_says_so(house: House, firm: FirmId) -> None:
    call = await write_call(house.floor, firm)
    await record(house.floor, firm, call)
    await house.keeper.catch_up()
    await house.keeper.seal_due()
    (kept,) = await rows(house.floor, firm)
    assert kept.status is Status.FAILED and not kept.is_playable


async def test_a_full_disk_is_tried_again_and_the_plain_files_stay(house: House, firm: FirmId) -> None:
    call = await write_call(house.floor, firm)
    house.write_sides(await record(house.floor, firm, call), LEFT, RIGHT)
    await house.keeper.catch_up()
    archive = house.folder / "recordings"
    archive.rmdir()
    archive.write_text("in the way")  # every write below it fails, also for root
    await house.keeper.seal_due()
    (kept,) = await rows(house.floor, firm)
    assert (kept.status, kept.tries, len(house.plain())) == (Status.CLOSED, 1, 2)
    assert await house.keeper.seal_due() == 0  # not at once
    archive.unlink()
    archive.mkdir()
    house.clock.at += timedelta(seconds=6)
    await house.keeper.seal_due()
    (kept,) = await rows(house.floor, firm)
    assert kept.status is Status.SEALED and house.plain() == []


async def test_two_keepers_at_once_leave_one_file_that_opens(house: House, firm: FirmId) -> None:
    call = await write_call(house.floor, firm)
    house.write_sides(await record(house.floor, firm, call), LEFT, RIGHT)
    await house.keeper.catch_up()
    async with house.floor.firms([firm]) as c:
        (waiting,) = await STORE.to_seal(c, house.clock.now(), 5)
    await house.keeper._seal(waiting)
    house.write_sides(waiting.spool, LEFT, RIGHT)
    await house.new_keeper()._seal(waiting)
    (kept,) = await rows(house.floor, firm)
    assert len(await sound_of(house, kept)) == kept.size
    assert len([p for p in (house.folder / "recordings").rglob("*") if p.is_file()]) == 1


class Cut(Exception):
    """The process dies here."""


class Dying:
    """Any port; the process dies before or after the call whose number comes up."""

    def __init__(self, port: object, fuse: list[int]) -> None:
        self._port, self._fuse = port, fuse

    def __getattr__(self, name: str) -> object:
        real = getattr(self._port, name)
        if not inspect.iscoroutinefunction(real):
            return real

        async def called(*arguments: object) -> object:
            self._burn()
            result = await real(*arguments)
            self._burn()
            return result

        return called

    def _burn(self) -> None:
        self._fuse[0] -= 1
        if self._fuse[0] == 0:
            raise Cut


async def test_cut_before_or_after_every_single_step_the_work_is_done_once(house: House, firm: FirmId) -> None:
    steps = 0
    while True:
        steps += 1
        spool = await record(house.floor, firm, await write_call(house.floor, firm))
        house.write_sides(spool, [7] * 500, [8] * 400)
        keeper, fuse = house.new_keeper(), [steps]
        for name in ("store", "positions", "spool", "files"):
            setattr(keeper, name, Dying(getattr(keeper, name), fuse))
        try:
            await keeper.catch_up()
            await keeper.seal_due()
            await keeper.sweep()
            await keeper.erase_overdue()
            await keeper.tidy()
        except Cut:
            pass  # the next start goes on
        heir = house.new_keeper()
        await heir.catch_up()
        await heir.seal_due()
        await heir.sweep()
        await heir.tidy()
        kept = await rows(house.floor, firm)
        assert [each.status for each in kept] == [Status.SEALED] * steps and house.plain() == []
        assert len([path for path in (house.folder / "recordings").rglob("*.sealed*") if path.is_file()]) == steps
        assert len(await sound_of(house, kept[-1])) == 44 + 4 * 500
        if fuse[0] > 0:
            break
    assert steps > 30


async def test_plain_files_that_nobody_knows_go_after_a_while_of_doubt(house: House, firm: FirmId) -> None:
    open_call = await write_call(house.floor, firm, is_open=True)
    house.write_sides(f"{open_call}.rec1", [1], [2])  # the floor has not yet written that it records
    gone_call = await write_call(house.floor, firm)
    house.write_sides(f"{gone_call}.rec1", [1], [2])
    (house.spool.folder / "stranger.wav").write_bytes(b"x")
    await house.keeper.sweep()
    assert len(house.plain()) == 5
    house.clock.at += timedelta(minutes=3)
    await house.keeper.sweep()
    assert house.plain() == [f"{open_call}.rec1-in.wav", f"{open_call}.rec1-out.wav"]


async def test_a_recording_that_nobody_closed_is_kept_once_its_call_is_over(house: House, firm: FirmId) -> None:
    call = await write_call(house.floor, firm, is_open=True)
    spool = await record(house.floor, firm, call, ended=False)
    house.write_sides(spool, LEFT, RIGHT)
    await house.keeper.catch_up()
    for minutes in (0, 3, 6):
        house.clock.at = START + timedelta(minutes=minutes)
        await house.keeper.sweep()
        assert (await rows(house.floor, firm))[0].status is Status.OPEN
    await close_call(house.floor, firm, call)
    await house.keeper.sweep()
    house.clock.at += timedelta(minutes=3)
    await house.keeper.sweep()
    await house.keeper.seal_due()
    (kept,) = await rows(house.floor, firm)
    assert kept.status is Status.SEALED and house.plain() == []


async def test_leftovers_of_a_crash_between_commit_and_deleting_are_swept(house: House, firm: FirmId) -> None:
    call = await write_call(house.floor, firm)
    spool = await record(house.floor, firm, call)
    house.write_sides(spool, LEFT, RIGHT)
    await house.keeper.catch_up()
    await house.keeper.seal_due()
    house.write_sides(spool, LEFT, RIGHT)
    await house.new_keeper().sweep()
    assert house.plain() == []


async def test_when_its_time_is_over_key_and_file_are_destroyed(house: House, firm: FirmId) -> None:
    call = await write_call(house.floor, firm)
    house.write_sides(await record(house.floor, firm, call), LEFT, RIGHT)
    await house.keeper.catch_up()
    await house.keeper.seal_due()
    house.clock.at += timedelta(days=29)
    assert await house.keeper.erase_overdue() == 0
    house.clock.at += timedelta(days=2)
    assert await house.keeper.erase_overdue() == 1
    assert await house.keeper.erase_overdue() == 0
    (kept,) = await rows(house.floor, firm)
    assert (kept.status, kept.wrapped_key, kept.file, kept.is_playable) == (Status.ERASED, None, None, False)
    assert [p for p in (house.folder / "recordings").rglob("*") if p.is_file()] == []


async def test_recordings_of_a_closed_firm_end_in_time_as_well(
    house: House, firm: FirmId, database: Database
) -> None:
    call = await write_call(house.floor, firm)
    house.write_sides(await record(house.floor, firm, call), LEFT, RIGHT)
    await house.keeper.catch_up()
    await house.keeper.seal_due()
    async with database.firm(firm) as c:
        await c.execute("update firms.firm set status = 'closed'")
    house.clock.at += timedelta(days=31)
    assert await house.keeper.erase_overdue() == 1


async def test_sealed_files_without_a_row_are_tidied_away(house: House, firm: FirmId) -> None:
    call = await write_call(house.floor, firm)
    house.write_sides(await record(house.floor, firm, call), LEFT, RIGHT)
    await house.keeper.catch_up()
    await house.keeper.seal_due()
    folder = house.folder / "recordings" / firm
    (folder / "rec_x-00.sealed").write_bytes(b"x")
    (folder / ".rec_x-00.sealed.part").write_bytes(b"x")
    assert await house.keeper.tidy() == 2
    (kept,) = await rows(house.floor, firm)
    assert [path.name for path in folder.iterdir()] == [kept.file]


async def test_a_firm_born_while_the_journal_is_read_loses_no_line(
    house: House, firm: FirmId, make_firm: MakeFirm, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = house.keeper._everyone

    async def before_the_birth() -> list[FirmId]:
        firms = await asked()
        younger = await make_firm("Jeune")
        for each in (younger, firm):
            await record(house.floor, each, await write_call(house.floor, each))
        return firms

    monkeypatch.setattr(house.keeper, "_everyone", before_the_birth)
    assert await house.keeper.catch_up() == 0
    assert await house.new_keeper().catch_up() == 4


async def test_with_no_firm_there_is_nothing_to_do(house: House) -> None:
    assert await house.keeper.catch_up() == await house.keeper.seal_due() == await house.keeper.erase_overdue() == 0
    await house.keeper.sweep()
    assert await house.keeper.tidy() == 0
