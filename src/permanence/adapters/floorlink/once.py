"""One request to the floor from a process that keeps no connection to it: asked, answered, closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import structlog

from permanence.floor.protocol import Owed, Reload
from permanence.kernel.ids import FirmId

PATIENCE_S = 5.0

log = structlog.get_logger("floorlink")


async def ask_once(socket: Path, request: Reload | Owed) -> None:
    """Send a request and wait for its answer; raise `OSError` or `TimeoutError` where the floor gives none."""
    async with asyncio.timeout(PATIENCE_S), _open(socket) as (reader, writer):
        writer.write(msgspec.json.encode(request) + b"\n")
        if not await reader.readline():
            raise ConnectionResetError("the floor closed its door")


async def answers(socket: Path) -> bool:
    """Say whether the floor can be reached."""
    try:
        async with asyncio.timeout(PATIENCE_S), _open(socket):
            return True
    except (OSError, TimeoutError):
        return False


@dataclass(frozen=True, slots=True)
class Bell:
    """Tells the floor that a firm's set-up changed. A floor that is away reads everything when it comes back."""

    socket: Path

    async def reload(self, firm: FirmId) -> None:
        """Ring, and wait a moment for the floor to have read the firm again."""
        try:
            await ask_once(self.socket, Reload(1, firm))
        except (OSError, TimeoutError) as error:
            log.info("floor_not_told", firm=firm, reason=str(error) or "it did not answer in time")

    async def answers(self) -> bool:
        """Say whether the floor can be reached."""
        return await answers(self.socket)


@asynccontextmanager
async def _open(socket: Path) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_unix_connection(socket)
    try:
        yield reader, writer
    finally:
        writer.close()
