"""One call that makes the database ready: server running, roles made, schema at its newest version."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from permanence.adapters.postgres import access as doors
from permanence.adapters.postgres import place
from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.server import Server
from permanence.app.settings import Settings


@dataclass(frozen=True, slots=True)
class Prepared:
    """A database that is ready; `server` is None where DATABASE_URL points to one that others run."""

    access: Access
    server: Server | None


def embedded(settings: Settings, passwords: dict[str, str]) -> Server:
    """Return the embedded server of this installation, running or not."""
    return Server(
        place=place.find(settings.home),
        password=passwords["postgres"],
        port=settings.database_port,
        log_file=settings.logs / "database.log",
    )


def prepare(settings: Settings) -> Prepared:
    """Bring the database up and to the newest version; blocks, and is safe to repeat."""
    from permanence.adapters.postgres import migrate  # heavy, and the floor must start in a second

    passwords = doors.load_passwords(settings.secrets)
    server = None
    if settings.database_url:
        access = doors.provision(settings.database_url, passwords)
    else:
        server = embedded(settings, passwords)
        server.ensure_running()
        access = doors.provision(server.conninfo(), passwords, doors.DATABASE)
    migrate.upgrade(access.owner)
    return Prepared(access, server)


@asynccontextmanager
async def standing(settings: Settings) -> AsyncGenerator[None]:
    """Have the database up for the length of a command; one that had to be started for it is stopped again."""
    was_up = settings.database_url is not None or embedded(settings, {"postgres": ""}).running_pid()
    prepared = await asyncio.to_thread(prepare, settings)
    try:
        yield
    finally:
        if prepared.server is not None and not was_up:
            await asyncio.to_thread(prepared.server.stop)


def floor_door(settings: Settings) -> str:
    """Return how the floor's role connects."""
    return _door(settings, doors.FLOOR)


def web_door(settings: Settings) -> str:
    """Return how the web's role connects."""
    return _door(settings, doors.APP)


def _door(settings: Settings, role: str) -> str:
    passwords = doors.load_passwords(settings.secrets)
    if settings.database_url:
        return doors.as_role(settings.database_url, role, passwords[role])
    return doors.as_role(embedded(settings, passwords).conninfo(), role, passwords[role], doors.DATABASE)
