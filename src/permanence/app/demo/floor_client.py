"""The demonstration's way to the floor: asks and follows over the floor's local door, as the web processes do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec

from permanence.floor.intents import AnyIntent
from permanence.floor.link import LINE_MAX
from permanence.floor.protocol import Answer, Beat, Do, Follow, Reload, Reply, Snapshot, Update
from permanence.floor.views import Rows, apply
from permanence.kernel.errors import Unavailable

PAUSE_S = 0.5
ANSWER_WITHIN_S = 10.0
_answers = msgspec.json.Decoder[Reply | Snapshot | Update](Answer)
_encode = msgspec.json.Encoder().encode
Changed = Callable[[str], None]


class FloorAway(Unavailable):
    """The floor does not answer; is the platform running?"""

    code = "floor_away"


class FloorClient:
    """One line to the floor; `rows` holds what is followed, firm by firm. A lost line comes back by itself."""

    def __init__(self, socket: Path, firms: tuple[str, ...] = ()) -> None:
        """Prepare; these firms will be followed."""
        self.rows: dict[str, Rows] = {}
        self._socket, self._firms = socket, firms
        self._writer: asyncio.StreamWriter | None = None
        self._serial = 0
        self._asked: dict[int, asyncio.Future[Reply]] = {}
        self._task: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._up = asyncio.Event()

    async def start(self, within_s: float = 30.0) -> None:
        """Connect and have the first rows; raise `FloorAway` when nobody answers."""
        self._task = asyncio.ensure_future(self._keep())
        try:
            async with asyncio.timeout(within_s):
                await self._up.wait()
                while any(firm not in self.rows for firm in self._firms):
                    await self.changed()
        except TimeoutError as error:
            await self.stop()
            raise FloorAway from error

    async def stop(self) -> None:
        """Disconnect."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def changed(self, within_s: float | None = None) -> bool:
        """Wait for the next change of any row; False when none came in time."""
        self._changed.clear()
        try:
            async with asyncio.timeout(within_s):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def do(self, firm: str, person: str, agent: str, intent: AnyIntent) -> Reply:
        """Ask for what an agent wants; the reply says whether it was done."""
        return await self._ask(lambda serial: Do(serial, firm, person, agent, intent))

    async def reload(self, firm: str) -> Reply:
        """Have the floor read a firm's set-up again."""
        return await self._ask(lambda serial: Reload(serial, firm))

    def beat(self, firm: str, agent: str) -> None:
        """Tell that an agent is awake."""
        self._send(Beat(firm, agent))

    async def _ask(self, make: Callable[[int], Do | Reload]) -> Reply:
        self._serial += 1
        serial = self._serial
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._asked[serial] = future
        self._send(make(serial))
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                return await future
        except TimeoutError as error:
            raise FloorAway from error
        finally:
            self._asked.pop(serial, None)

    def _send(self, request: Do | Beat | Follow | Reload) -> None:
        if self._writer is None or self._writer.is_closing():
            raise FloorAway
        self._writer.write(_encode(request) + b"\n")

    async def _keep(self) -> None:
        while True:
            try:
                reader, self._writer = await asyncio.open_unix_connection(self._socket, limit=16 * LINE_MAX)
            except OSError:
                await asyncio.sleep(PAUSE_S)
                continue
            for number, firm in enumerate(self._firms):
                self._send(Follow(-1 - number, firm))
            self._up.set()
            try:
                while line := await reader.readline():
                    self._hear(_answers.decode(line))
            except (OSError, ValueError):
                self._up.clear()  # the line is lost; it is opened again
            finally:
                self._writer.close()
                self._writer = None
            await asyncio.sleep(PAUSE_S)

    def _hear(self, answer: Answer) -> None:
        match answer:
            case Reply(id=serial):
                future = self._asked.get(serial)
                if future is not None and not future.done():
                    future.set_result(answer)
            case Snapshot(firm=firm, rows=rows):
                self.rows[firm] = rows
                self._changed.set()
            case Update(firm=firm, changes=changes):
                self.rows[firm] = apply(self.rows.get(firm, {}), changes)
                self._changed.set()
