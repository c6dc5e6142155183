"""The demonstration's eye on the floor: follows the rows of its firms and asks for what its automatic agent wants."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from permanence.adapters.floorlink.client import FloorAway, FloorLink
from permanence.floor.intents import AnyIntent
from permanence.floor.protocol import Do, Reply
from permanence.floor.views import Change, apply
from permanence.kernel.ids import AgentId, FirmId

START_WITHIN_S = 60.0
Row = dict[str, Any]
Table = dict[str, dict[str, Row]]

_rows = msgspec.json.Decoder(Table)
_changes = msgspec.json.Decoder(list[tuple[str, str, Row | None]])


class FirmWatch:
    """Implements `adapters.floorlink.feed.Watcher`: keeps the rows of one firm."""

    agent: str | None = None
    sees_all = True

    def __init__(self, changed: asyncio.Event) -> None:
        """Set this event at every change."""
        self.rows: Table = {}
        self._changed = changed

    def push(self, changes: str) -> None:
        """Take changes."""
        news: list[Change] = list(_changes.decode(f"[{changes}]"))
        self.rows = apply(self.rows, news)
        self._changed.set()

    def floor_is(self, up: bool) -> None:
        """The rows come again by themselves when the floor is back."""
        self._changed.set()


class FloorClient:
    """The demonstration's line to the floor."""

    def __init__(self, link: FloorLink, firms: tuple[str, ...]) -> None:
        """Prepare; `start` follows these firms."""
        self.link = link
        self._firms = firms
        self._changed = asyncio.Event()
        self._watches: dict[str, FirmWatch] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self, *, keep_link: bool = True) -> None:
        """Connect (unless somebody else keeps the link) and have the first rows; raise `FloorAway` otherwise."""
        if keep_link:
            self._task = asyncio.ensure_future(self.link.run())
        try:
            async with asyncio.timeout(START_WITHIN_S):
                for firm in self._firms:
                    await self._follow(FirmId(firm))
        except TimeoutError as error:
            await self.stop()
            raise FloorAway from error

    async def stop(self) -> None:
        """Disconnect."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def rows(self, firm: str, kind: str) -> dict[str, Row]:
        """Return the rows of one kind."""
        watch = self._watches.get(firm)
        return watch.rows.get(kind, {}) if watch is not None else {}

    async def changed(self, within_s: float) -> bool:
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
        asked = self.link.ask(lambda serial: Do(serial, firm, person, agent, intent))
        return await self.link.answer(asked)

    async def reload(self, firm: str) -> None:
        """Have the floor read a firm's set-up again."""
        await self.link.reload(FirmId(firm))

    def beat(self, firm: str, agent: str) -> None:
        """Tell that an agent is awake."""
        self.link.beat(FirmId(firm), AgentId(agent))

    async def _follow(self, firm: FirmId) -> None:
        feed = await self.link.follow(firm)
        await feed.heard.wait()
        watch = self._watches[firm] = FirmWatch(self._changed)
        watch.rows = _rows.decode(feed.add(watch))
