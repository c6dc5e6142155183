"""What many tests share: one PostgreSQL for each test process, and a fresh database of ours for each test (50 ms)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from permanence.adapters.postgres import access as doors
from permanence.adapters.postgres import migrate, place
from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.server import Server
from permanence.kernel.ids import FirmId, RandomIds

# No test is judged by the clock: a busy machine draws examples slowly, and that says nothing about the code.
settings.register_profile("permanence", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("permanence")

ROOT = Path(__file__).parent.parent
TEMPLATE = "permanence_template"
PATIENCE_S = 20.0  # for the database of a test, on a machine that other tests use; its limit in earnest has tests of its own
_numbers = count(1)


def _sweep() -> None:
    """Stop servers that an earlier test process left when it was killed."""
    for folder in Path(tempfile.gettempdir()).glob("pdb-*-*"):
        owner = folder.name.split("-")[1]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            if (folder / "database").exists():
                Server(place.find(folder), "", 0, folder / "log").stop()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of this test process alone, on a Unix socket."""
    _sweep()
    # The path of a Unix socket must be short, so not below pytest's own folders.
    home = Path(tempfile.mkdtemp(prefix=f"pdb-{os.getpid()}-"))
    home.chmod(0o755)
    passwords = doors.load_passwords(home / "secrets")
    server = Server(place.find(home), passwords["postgres"], 0, home / "database.log", durable=False)
    try:
        server.ensure_running()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def passwords(postgres: Server) -> dict[str, str]:
    """The passwords of the roles on the test server."""
    return doors.load_passwords(postgres.place.folder.parent / "secrets")


@pytest.fixture(scope="session")
def template(postgres: Server, passwords: dict[str, str]) -> str:
    """The name of a database that has the newest schema and no rows."""
    migrate.upgrade(doors.provision(postgres.conninfo(), passwords, TEMPLATE).owner)
    return TEMPLATE


@pytest.fixture
def access(postgres: Server, passwords: dict[str, str], template: str) -> Iterator[Access]:
    """A fresh database for one test, and how each role enters it."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgres.conninfo(), autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}")  # type: ignore[arg-type]
    # Rights on a database are not cloned with it.
    yield doors.provision(postgres.conninfo(), passwords, name)
    with psycopg.connect(postgres.conninfo(), autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")  # type: ignore[arg-type]


@pytest.fixture
async def database(access: Access) -> AsyncIterator[Database]:
    """The web's and the worker's way into a fresh database."""
    async with Database(access.app, limit_s=PATIENCE_S) as opened:
        yield opened


@pytest.fixture
async def floor_database(access: Access) -> AsyncIterator[Database]:
    """The floor's way into the same database."""
    async with Database(access.floor, limit_s=PATIENCE_S) as opened:
        yield opened


class MakeFirm(Protocol):
    """Writes a firm and returns its id."""

    def __call__(self, name: str = "Essai", language: str = "fr") -> Awaitable[FirmId]: ...


@pytest.fixture
def make_firm(database: Database) -> MakeFirm:
    """Write firms into the fresh database."""

    async def make(name: str = "Essai", language: str = "fr") -> FirmId:
        firm = FirmId(RandomIds().new("frm"))
        async with database.firm(firm) as connection:
            await connection.execute(
                "insert into firms.firm (id, name, language, country, time_zone, status, created_at)"
                " values (%s, %s, %s, 'FR', 'Europe/Paris', 'open', %s)",
                [firm, name, language, datetime.now(UTC)],
            )
        return firm

    return make


@pytest.fixture
async def firm(make_firm: MakeFirm) -> FirmId:
    """A firm in the fresh database."""
    return await make_firm()
