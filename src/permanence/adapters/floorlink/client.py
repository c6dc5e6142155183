"""The connection of a web process to the floor: asks and waits for answers, follows firms, comes back by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog

from permanence.adapters.floorlink.feed import Feed
from permanence.floor.protocol import Beat, Do, Follow, Reload, Reply, Request, Snapshot, Update
from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import AgentId, FirmId

LINE_MAX = 64 << 20  # a snapshot of a large firm is one line
ANSWER_S = 5.0
FIRST_ROWS_S = 2.0
PAUSES_S = (0.1, 0.2, 0.5, 1.0, 2.0)

log = structlog.get_logger("floorlink")
_encode = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder[Reply | Snapshot | Update](Reply | Snapshot | Update)


class FloorAway(Unavailable):
    """The floor does not answer right now; calls go on, try again in a moment."""

    code = "floor.away"


class FloorLink:
    """One connection for all pages of this web process."""

    def __init__(self, path: Path, *, answer_s: float = ANSWER_S) -> None:
        """Prepare; `run` connects."""
        self._path, self._answer_s = path, answer_s
        self._writer: asyncio.StreamWriter | None = None
        self._feeds: dict[str, Feed] = {}
        self._asked: dict[int, asyncio.Future[Reply]] = {}
        self._serial = 0

    @property
    def up(self) -> bool:
        """Say whether the floor is there."""
        return self._writer is not None

    async def answers(self) -> bool:
        """Say whether the floor can be used now."""
        return self.up

    # -- asking --------------------------------------------------------------------------------------------

    def ask(self, make: Callable[[int], Do | Reload]) -> asyncio.Future[Reply]:
        """Send a request at once, so that requests keep their order; the future is its answer."""
        self._serial += 1
        self._send(make(self._serial))
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._asked[self._serial] = future
        serial = self._serial
        future.add_done_callback(lambda _: self._asked.pop(serial, None))
        return future

    async def answer(self, future: asyncio.Future[Reply]) -> Reply:
        """Wait for an answer; raise `FloorAway` when none comes."""
        try:
            async with asyncio.timeout(self._answer_s):
                return await future
        except TimeoutError as error:
            raise FloorAway from error

    async def reload(self, firm: FirmId) -> None:
        """Have the floor read a firm's set-up again; a floor that is away reads everything when it comes back."""
        try:
            await self.answer(self.ask(lambda serial: Reload(serial, firm)))
        except FloorAway:
            log.warning("floor_not_told", firm=firm)

    def beat(self, firm: FirmId, agent: AgentId, *, awake: bool = True) -> None:
        """Tell that an agent's page is awake, or was closed; a floor that is away asks for nothing."""
        if self._writer is not None:
            self._send(Beat(firm, agent, awake))

    # -- following -----------------------------------------------------------------------------------------

    async def follow(self, firm: FirmId) -> Feed:
        """Return a firm's feed; waits a moment for its first rows."""
        feed = self._feeds.get(firm)
        if feed is None:
            feed = self._feeds[firm] = Feed(firm)
            if self._writer is not None:
                self._follow(feed)
        if self.up and not feed.heard.is_set():
            try:
                async with asyncio.timeout(FIRST_ROWS_S):
                    await feed.heard.wait()
            except TimeoutError:
                log.warning("no_rows_yet", firm=firm)
        return feed

    def _follow(self, feed: Feed) -> None:
        self._serial += 1
        self._send(Follow(self._serial, feed.firm))

    def _send(self, request: Request) -> None:
        if self._writer is None or self._writer.is_closing():
            raise FloorAway
        self._writer.write(_encode(request) + b"\n")

    # -- the connection ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Keep connected until cancelled."""
        failures = 0
        while True:
            try:
                reader, writer = await asyncio.open_unix_connection(self._path, limit=LINE_MAX)
            except OSError:
                failures += 1
            else:
                failures = 0
                await self._serve(reader, writer)
            await asyncio.sleep(PAUSES_S[min(failures, len(PAUSES_S) - 1)])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        log.info("floor_up")
        try:
            for feed in self._feeds.values():
                self._follow(feed)
            while line := await reader.readline():
                if not self._hear(_decoder.decode(line)):
                    log.warning("gap_in_the_feed")
                    break
        except (OSError, ValueError, FloorAway) as error:
            log.warning("floor_lost", reason=str(error))
        finally:
            self._writer = None
            writer.close()
            self._forget()

    def _hear(self, answer: Reply | Snapshot | Update) -> bool:
        match answer:
            case Reply(id=serial):
                future = self._asked.get(serial)
                if future is not None and not future.done():
                    future.set_result(answer)
            case Snapshot(firm=firm, seq=seq, rows=rows):
                self._feeds[firm].restart(seq, rows)
            case Update(firm=firm, seq=seq, changes=changes):
                feed = self._feeds.get(firm)
                # Until its first rows are here a firm's changes are no news.
                return feed is None or not feed.up or feed.update(seq, changes)
        return True

    def _forget(self) -> None:
        """Whoever waits for an answer learns that it may never come; rows stay and are marked as old."""
        for future in list(self._asked.values()):
            if not future.done():
                future.set_exception(FloorAway())
        for feed in self._feeds.values():
            feed.lost()
