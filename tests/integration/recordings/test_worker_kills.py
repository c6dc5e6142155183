"""The worker process is killed again and again in the middle of its work; nothing is lost, doubled or left over."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import sys
from array import array
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.server import Server
from permanence.adapters.recordings.keys import load_key
from permanence.adapters.recordings.sealed import SealedArchive
from permanence.app.settings import Settings
from permanence.app.worker import recording_spool
from permanence.interaction.archive import Kept, Status
from permanence.interaction.store_recordings import PostgresRecordings
from permanence.kernel.ids import FirmId, RecordingId
from tests.conftest import ROOT
from tests.recording_kit import mono, record, write_call

SEED = 20261122
RECORDINGS, KILLS = 4, 3  # the cut at every single step is in test_keeping.py; here dies the real process
STORE = PostgresRecordings()


@pytest.fixture
async def settings(tmp_path: Path, passwords: dict[str, str]) -> AsyncIterator[Settings]:
    chosen = Settings(home=tmp_path)
    chosen.secrets.mkdir(mode=0o700)
    (chosen.secrets / "database.json").write_text(json.dumps(passwords))
    spool = recording_spool(chosen)
    yield chosen
    shutil.rmtree(spool.parent, ignore_errors=True)


async def start(settings: Settings, database_url: str) -> asyncio.subprocess.Process:
    """Start the real process and wait until it works."""
    environment = {**os.environ, "PERMANENCE_HOME": str(settings.home), "DATABASE_URL": database_url}
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "permanence.app.main", "worker", env=environment, cwd=ROOT,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert worker.stdout is not None
    seen = b""
    async for line in worker.stdout:
        seen += line
        if b"worker_up" in line:
            return worker
    raise AssertionError(seen.decode())


async def kept_of(floor: Database, firm: FirmId) -> list[Kept]:
    async with floor.firms([firm]) as c:
        cursor = await c.execute("select id from interaction.recording")
        found = [await STORE.find(c, RecordingId(id_)) for (id_,) in await cursor.fetchall()]
    return [each[0] for each in found if each is not None]


async def test_killed_at_any_moment_the_worker_loses_nothing(
    settings: Settings, postgres: Server, access: Access, floor_database: Database, firm: FirmId
) -> None:
    chance = random.Random(SEED)
    spool = recording_spool(settings)
    spool.mkdir(parents=True, mode=0o700)
    sounds: dict[str, array[int]] = {}
    for number in range(RECORDINGS):
        name = await record(floor_database, firm, await write_call(floor_database, firm))
        sounds[name] = array("h", [number + 1, -number]) * 400_000
        for side in ("in", "out"):
            (spool / f"{name}-{side}.wav").write_bytes(mono(sounds[name]))
    async with floor_database.nobody() as c:
        database = c.info.dbname
    url = postgres.conninfo(database)
    for _ in range(KILLS):
        before = set(settings.recordings.rglob(".*.part"))
        worker = await start(settings, url)
        while not set(settings.recordings.rglob(".*.part")) - before:  # until it is in the middle of sealing
            assert worker.returncode is None
            await asyncio.sleep(0.002)
        await asyncio.sleep(chance.uniform(0.0, 0.1))
        worker.kill()
        await worker.wait()
    worker = await start(settings, url)
    while list(spool.iterdir()) or list(settings.recordings.rglob(".*.part")):
        assert worker.returncode is None
        await asyncio.sleep(0.05)
    worker.terminate()
    assert await worker.wait() == 0
    archive = SealedArchive(settings.recordings, spool, load_key(settings.secrets))
    rows = await kept_of(floor_database, firm)
    assert [kept.status for kept in rows] == [Status.SEALED] * RECORDINGS
    for kept in rows:
        async with floor_database.firms([firm]) as c:
            key = await STORE.firm_key(c, firm, kept.key_id)
        assert key is not None and kept.size is not None
        pieces = archive.read(kept, archive.firm_key(key[1]), 44, kept.size - 1)
        frames = array("h", b"".join([piece async for piece in pieces]))
        assert frames[0::2] == frames[1::2] == sounds[kept.spool]
    assert {kept.spool for kept in rows} == set(sounds)
