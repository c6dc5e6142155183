"""The floor's local door: web processes ask and follow over a Unix socket, one JSON object a line.

A web process that does not read fast enough is cut off; it comes back and begins with a snapshot. The socket's
folder is readable by the platform's own user alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog

from permanence.floor import cards
from permanence.floor.engine import Engine
from permanence.floor.protocol import (
    Answer,
    Beat,
    Do,
    Follow,
    Owed,
    PadEnded,
    PadShown,
    PadUp,
    Reply,
    Request,
    Snapshot,
    Update,
)
from permanence.floor.views import Change, Rows
from permanence.kernel.ids import FirmId

LINE_MAX = 1 << 20
UNSENT_MAX = 8 << 20  # bytes a web process may be behind

log = structlog.get_logger("link")
_decoder = msgspec.json.Decoder[Request](Request)
_encode = msgspec.json.Encoder().encode


def _make_room(path: Path) -> None:
    """The folder keeps other users out; a socket that a killed floor left is removed."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    path.unlink(missing_ok=True)


class Link:
    """Serves web processes; `reload` reads a firm's set-up again and answers when the floor has it."""

    def __init__(self, reload: Callable[[FirmId, Callable[[], None]], None]) -> None:
        """Prepare; `serve` opens the door."""
        self._reload = reload
        self._engine: Engine | None = None
        self._followers: dict[FirmId, set[asyncio.StreamWriter]] = {}
        self._seq: dict[FirmId, int] = {}
        self._pads: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def serve(self, path: Path, engine: Engine) -> None:
        """Open the door at this path."""
        self._engine = engine
        _make_room(path)
        self._server = await asyncio.start_unix_server(self._connected, path, limit=LINE_MAX)

    async def close(self) -> None:
        """Close the door."""
        if self._server is not None:
            self._server.close()
            for followers in self._followers.values():
                for writer in followers:
                    writer.close()

    def publish(self, changes: dict[FirmId, list[Change]]) -> None:
        """Send changed rows to those who follow their firm."""
        for firm, rows in changes.items():
            self._seq[firm] = self._seq.get(firm, 0) + 1
            line = _encode(Update(firm, self._seq[firm], rows)) + b"\n"
            for writer in list(self._followers.get(firm, ())):
                self._send(writer, line)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                self._request(line, writer)
        except (OSError, ValueError) as error:
            log.warning("web_process_cut_off", reason=str(error))
        finally:
            for followers in self._followers.values():
                followers.discard(writer)
            self._pad_gone(writer)
            writer.close()

    def _request(self, line: bytes, writer: asyncio.StreamWriter) -> None:
        assert self._engine is not None
        try:
            request = _decoder.decode(line)
        except msgspec.MsgspecError as error:
            self._answer(writer, Reply(0, "invalid", str(error)))
            return
        if isinstance(request, Do):
            self._engine.ask(request, lambda reply: self._answer(writer, reply))
        elif isinstance(request, Beat):
            self._engine.beat(request)
        elif isinstance(request, Follow):
            id_, firm = request.id, FirmId(request.firm)
            self._engine.follow(firm, lambda rows: self._follow(writer, id_, firm, rows))
        elif isinstance(request, Owed):
            self._engine.owe(request, lambda reply: self._answer(writer, reply))
        elif isinstance(request, PadUp | PadShown | PadEnded):
            self._of_pad(self._engine, request, writer)
        else:
            id_ = request.id
            self._reload(FirmId(request.firm), lambda: self._answer(writer, Reply(id_)))

    def _of_pad(self, engine: Engine, told: PadUp | PadShown | PadEnded, writer: asyncio.StreamWriter) -> None:
        match told:
            case PadUp() if writer not in self._pads:
                self._pads.add(writer)
                engine.post(lambda now: cards.pad_up(engine.world, told, now))
            case PadShown():
                engine.post(lambda now: cards.pad_shown(engine.world, told, now))
            case PadEnded():
                engine.pad_ended(told, lambda reply: self._answer(writer, reply))
            case _:
                pass  # it says twice that it is there

    def _pad_gone(self, writer: asyncio.StreamWriter) -> None:
        engine = self._engine
        if writer in self._pads and engine is not None:
            self._pads.discard(writer)
            engine.post(lambda now: cards.pad_gone(engine.world, now))

    def _follow(self, writer: asyncio.StreamWriter, id_: int, firm: FirmId, rows: Rows) -> None:
        self._followers.setdefault(firm, set()).add(writer)
        self._answer(writer, Snapshot(firm, self._seq.get(firm, 0), rows))
        self._answer(writer, Reply(id_))

    def _answer(self, writer: asyncio.StreamWriter, answer: Answer) -> None:
        self._send(writer, _encode(answer) + b"\n")

    def _send(self, writer: asyncio.StreamWriter, line: bytes) -> None:
        if writer.is_closing():
            return
        if writer.transport.get_write_buffer_size() > UNSENT_MAX:
            writer.transport.abort()
            return
        writer.write(line)
