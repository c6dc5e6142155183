"""A floor that says what a test tells it, behind the real local door; and pages that follow it over a real server."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from permanence.floor.link import Link
from permanence.floor.protocol import Beat, Do, Reply
from permanence.floor.views import Change, Rows, apply
from permanence.kernel.ids import FirmId

Answer = Callable[[Do], Reply | None]


class ScriptedFloor:
    """Stands where the engine stands; rows, answers and faults are the test's."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lnk-"))  # a socket's path must be short
        self.path = self.folder / "floor.sock"
        self.rows: dict[FirmId, Rows] = {}
        self.asked: list[Do] = []
        self.beats: list[Beat] = []
        self.answer: Answer = lambda do: Reply(do.id)
        self.link = Link(lambda _firm, done: done())

    async def open(self) -> None:
        self.link = Link(lambda _firm, done: done())
        await self.link.serve(self.path, self)  # type: ignore[arg-type]

    async def close(self) -> None:
        await self.link.close()

    async def end(self) -> None:
        await self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def change(self, firm: FirmId, *changes: Change) -> None:
        """Change rows, as a commit of the floor does."""
        self.rows[firm] = apply(self.rows.get(firm, {}), changes)
        self.link.publish({firm: list(changes)})

    # -- what the link asks of an engine -------------------------------------------------------------------

    def ask(self, request: Do, answer: Callable[[Reply], None]) -> None:
        self.asked.append(request)
        reply = self.answer(request)
        if reply is not None:
            answer(reply)

    def beat(self, beat: Beat) -> None:
        self.beats.append(beat)

    def follow(self, firm: FirmId, answer: Callable[[Rows], None]) -> None:
        answer(self.rows.get(firm, {}))


class Desk:
    """A page: keeps rows as the pages do and insists that no number is missing."""

    def __init__(self, connection: ClientConnection) -> None:
        self.socket = connection
        self.rows: Rows = {}
        self.seq: int | None = None
        self.floor_up: bool | None = None
        self.said: list[dict[str, Any]] = []
        self.batches: list[list[Change]] = []

    @classmethod
    async def open(
        cls, port: int, cookies: dict[str, str], origin: str | None = None, through: socket.socket | None = None, **options: Any
    ) -> Desk:
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        url = f"ws://127.0.0.1:{port}/api/v1/live"
        if through is not None:
            await asyncio.get_running_loop().sock_connect(through, ("127.0.0.1", port))
            options["sock"] = through
        origin = origin or f"http://127.0.0.1:{port}"
        return cls(await connect(url, origin=origin, additional_headers={"Cookie": header}, proxy=None, **options))  # type: ignore[arg-type]

    async def hear(self) -> dict[str, Any]:
        """Take one message."""
        message = json.loads(await self.socket.recv())
        match message["type"]:
            case "snapshot":
                self.seq, self.rows = message["seq"], message["rows"]
            case "events":
                assert self.seq is not None and message["seq"] == self.seq + 1
                self.seq = message["seq"]
                changes: list[Change] = [tuple(change) for change in message["changes"]]
                self.batches.append(changes)
                self.rows = apply(self.rows, changes)
            case "floor":
                self.floor_up = message["up"]
            case _:
                self.said.append(message)
        return message

    async def until(self, true: Callable[[], bool]) -> None:
        """Hear until something is so."""
        async with asyncio.timeout(60):
            while not true():
                await self.hear()

    async def do(self, id_: int, **intent: Any) -> dict[str, Any]:
        """Wish for something and return the answer."""
        await self.socket.send(json.dumps({"type": "do", "id": id_, "intent": intent}))
        await self.until(lambda: any(said.get("id") == id_ for said in self.said))
        return next(said for said in self.said if said.get("id") == id_)

    async def beat(self, **more: bool) -> None:
        count = len(self.said)
        await self.socket.send(json.dumps({"type": "beat", **more}))
        await self.until(lambda: len(self.said) > count)

    async def closed(self) -> int | None:
        """Hear until the server closes; return the code."""
        try:
            async with asyncio.timeout(60):
                while True:
                    await self.hear()
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else None
