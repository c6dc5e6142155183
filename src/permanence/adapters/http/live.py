"""The live websocket of pages: a snapshot of the floor as this person may see it, then changes; wishes and heartbeats.

    server  {"type": "snapshot", "seq", "now", "rows"}   {"type": "events", "seq", "changes": [[kind, id, row | null]]}
            {"type": "done", "id", "data"}   {"type": "refused", "id", "code", "message"}
            {"type": "floor", "up"}   {"type": "beat"}
    page    {"type": "do", "id", "intent"}   {"type": "beat"}

Numbers count within one socket and leave no gap. A page that does not read what it is sent is cut off and comes
back to a snapshot. The sign-in and its rights are looked at again every few seconds.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
import structlog
from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect

from permanence.adapters.floorlink.client import FloorLink
from permanence.adapters.floorlink.feed import Feed
from permanence.adapters.http.visitors import COOKIE, Visitors
from permanence.firms.model import Right, Visitor
from permanence.floor.intents import AnyIntent, Explain, LeaveMonitor, Monitor, Qualify, SetAgent
from permanence.floor.protocol import Do, Reply
from permanence.kernel.database import DatabaseAway
from permanence.kernel.errors import NotAllowed, PermanenceError
from permanence.kernel.ids import AgentId, FirmId, PersonId

CHECK_S = 2.5
UNSENT_MAX = 1 << 20
MESSAGE_MAX = 64 * 1024
WISHES_MAX = 32
SIGNED_OUT, OTHER_RIGHTS, TOO_SLOW, BAD_MESSAGE, NOT_NOW = 4401, 4403, 4408, 4400, 4503

log = structlog.get_logger("live")
SUPERVISORS_ALONE = (Monitor, LeaveMonitor, SetAgent, Explain)


class PageBeat(msgspec.Struct, tag="beat"):
    """The page is awake. One that is only `looking` has no telephone (another tab has it) and vouches for nobody."""

    looking: bool = False


class PageDo(msgspec.Struct, tag="do"):
    """A person's wish; `intent` is read by itself, so that a wrong one can be refused by its id."""

    id: int
    intent: msgspec.Raw


_messages = msgspec.json.Decoder[PageBeat | PageDo](PageBeat | PageDo)
_intents = msgspec.json.Decoder[AnyIntent](AnyIntent)
_encode = msgspec.json.Encoder().encode


class LateQualify(msgspec.Struct, frozen=True):
    """A qualification that comes after the floor has let go of the call."""

    visitor: Visitor
    agent: AgentId | None
    call: str
    disposition: str | None
    notes: str


@dataclass(slots=True)
class LiveDesk:
    """What live sockets share: the way to the floor, who is signed in, which agents' pages are awake."""

    link: FloorLink
    visitors: Visitors
    agent_of: Callable[[FirmId, PersonId], Awaitable[AgentId | None]]
    amend: Callable[[LateQualify], Awaitable[object]]
    now: Callable[[], datetime]
    awake: Counter[AgentId] = field(default_factory=Counter[AgentId])
    known: dict[PersonId, AgentId | None] = field(default_factory=dict[PersonId, AgentId | None])

    async def whose(self, visitor: Visitor) -> AgentId | None:
        """Return the agent that the visitor is; while the database is away, who it was before."""
        person = visitor.person.id
        try:
            self.known[person] = await self.agent_of(visitor.firm, person)
        except DatabaseAway:
            if person not in self.known:
                raise
        return self.known[person]


class Page:
    """One open page. Everything for it goes through one queue, so numbers follow one another."""

    def __init__(self, desk: LiveDesk, visitor: Visitor, agent: AgentId | None, feed: Feed) -> None:
        """Begin with the snapshot."""
        self.desk, self.visitor, self.agent, self.feed = desk, visitor, agent, feed
        self.sees_all = Right.SUPERVISE in visitor.rights
        self.close_code: int | None = None
        self._unsent: deque[str] = deque()
        self._unsent_size = 0
        self._seq = 0
        self._beats = False
        self._wishes = 0
        self._more = asyncio.Event()
        self._over = asyncio.Event()
        snapshot = f'{{"type":"snapshot","seq":0,"now":"{desk.now().isoformat()}","rows":{feed.add(self)}}}'
        self._unsent_max = UNSENT_MAX + len(snapshot)  # the rows of a large firm alone make no page slow
        self._put(snapshot)
        self.floor_is(feed.up)

    # -- what goes to the page -----------------------------------------------------------------------------

    def push(self, changes: str) -> None:
        """Send changed rows."""
        self._seq += 1
        self._put(f'{{"type":"events","seq":{self._seq},"changes":[{changes}]}}')

    def floor_is(self, up: bool) -> None:
        """Say whether the floor is there."""
        self._put('{"type":"floor","up":true}' if up else '{"type":"floor","up":false}')

    def _say(self, **message: object) -> None:
        self._put(_encode(message).decode())

    def _put(self, text: str) -> None:
        self._unsent.append(text)
        self._unsent_size += len(text)
        if self._unsent_size > self._unsent_max:
            self.end(TOO_SLOW)
        self._more.set()

    def end(self, code: int) -> None:
        """Close the socket with this code."""
        if self.close_code is None:
            self.close_code = code
        self._over.set()

    async def write(self, socket: WebSocket[Any, Any, Any]) -> None:
        """Send what is there, for ever."""
        while True:
            while self._unsent:
                text = self._unsent.popleft()
                await socket.send_text(text)
                self._unsent_size -= len(text)
            self._more.clear()
            await self._more.wait()

    # -- what comes from the page --------------------------------------------------------------------------

    async def read(self, socket: WebSocket[Any, Any, Any], tasks: asyncio.TaskGroup) -> None:
        """Hear the page until it goes."""
        with suppress(WebSocketDisconnect):
            while True:
                text = await socket.receive_text()
                if len(text) > MESSAGE_MAX or not self._hear(text, tasks):
                    self.end(BAD_MESSAGE)
                    return
        self._over.set()

    def _hear(self, text: str, tasks: asyncio.TaskGroup) -> bool:
        try:
            message = _messages.decode(text)
        except (msgspec.MsgspecError, RecursionError):
            return False
        if isinstance(message, PageBeat):
            self._beat(looking=message.looking)
            return True
        if self._wishes >= WISHES_MAX:
            self._refuse(message.id, "live.too_many", "Too many wishes at once; wait for the answers.")
            return True
        self._wish(message, tasks)
        return True

    def _beat(self, *, looking: bool) -> None:
        if self.agent is not None and not looking:
            if not self._beats:
                self._beats = True
                self.desk.awake[self.agent] += 1
            self.desk.link.beat(self.visitor.firm, self.agent)
        self._put('{"type":"beat"}')

    def _wish(self, message: PageDo, tasks: asyncio.TaskGroup) -> None:
        """Send the wish to the floor at once, so that wishes keep their order; the answer is awaited beside."""
        try:
            intent = _intents.decode(message.intent)
            if isinstance(intent, SUPERVISORS_ALONE) and Right.SUPERVISE not in self.visitor.rights:
                raise NotAllowed
            firm, person, agent = self.visitor.firm, self.visitor.person.id, self.agent
            future = self.desk.link.ask(lambda serial: Do(serial, firm, person, agent, intent))
        except (msgspec.MsgspecError, RecursionError):
            self._refuse(message.id, "invalid", "The platform does not know this wish; load the page again.")
        except PermanenceError as error:
            self._refuse(message.id, error.code, error.message)
        else:
            self._wishes += 1
            tasks.create_task(self._answered(message.id, intent, future))

    async def _answered(self, wish: int, intent: AnyIntent, future: asyncio.Future[Reply]) -> None:
        try:
            reply = await self.desk.link.answer(future)
            if reply.code == "call.none" and isinstance(intent, Qualify) and intent.call is not None:
                late = LateQualify(self.visitor, self.agent, intent.call, intent.disposition, intent.notes)
                await self.desk.amend(late)
                reply = Reply(reply.id)
        except PermanenceError as error:
            self._refuse(wish, error.code, error.message)
        else:
            if reply.code is not None:
                self._refuse(wish, reply.code, reply.message or "")
            else:
                self._say(type="done", id=wish, data=reply.data)
        finally:
            self._wishes -= 1

    def _refuse(self, wish: int, code: str, message: str) -> None:
        self._say(type="refused", id=wish, code=code, message=message)

    # -- its life ------------------------------------------------------------------------------------------

    async def watch_standing(self, secret: str | None) -> None:
        """End when the sign-in has ended or its rights are others than at the beginning."""
        while True:
            await asyncio.sleep(CHECK_S)
            try:
                today = await self.desk.visitors.find(secret, self.desk.now())
            except DatabaseAway:
                continue  # nobody can be signed out either; calls go on
            if today is None:
                self.end(SIGNED_OUT)
            elif today.rights != self.visitor.rights or today.firm != self.visitor.firm:
                self.end(OTHER_RIGHTS)

    async def over(self) -> None:
        """Wait until the page is gone or must go."""
        await self._over.wait()

    def leave(self) -> None:
        """Let go of the floor; the last page of an agent that closes puts the agent to sleep."""
        self.feed.remove(self)
        if self._beats and self.agent is not None:
            self.desk.awake[self.agent] -= 1
            if self.desk.awake[self.agent] <= 0:
                del self.desk.awake[self.agent]
                with suppress(PermanenceError):  # a floor that is away hears no beats, which says the same
                    self.desk.link.beat(self.visitor.firm, self.agent, awake=False)


@websocket("/live", opt={"rights": frozenset({Right.DESK, Right.SUPERVISE})})
async def live(socket: WebSocket[Any, Any, Any], live_desk: NamedDependency[LiveDesk]) -> None:
    """Serve one page."""
    visitor: Visitor = socket.scope["state"]["visitor"]
    await socket.accept()
    try:
        agent = await live_desk.whose(visitor)
    except DatabaseAway:
        await socket.close(NOT_NOW)
        return
    feed = await live_desk.link.follow(visitor.firm)
    page = Page(live_desk, visitor, agent, feed)
    await _serve(page, socket)
    if page.close_code is not None:
        with suppress(
            RuntimeError, OSError, WebSocketDisconnect, TimeoutError
        ):  # the page may be gone already
            async with asyncio.timeout(1.0):
                await socket.close(page.close_code)


async def _serve(page: Page, socket: WebSocket[Any, Any, Any]) -> None:
    async with asyncio.TaskGroup() as tasks:
        running = [
            tasks.create_task(_write_until_gone(page, socket)),
            tasks.create_task(page.read(socket, tasks)),
            tasks.create_task(page.watch_standing(socket.cookies.get(COOKIE))),
        ]
        try:
            await page.over()
        finally:
            page.leave()
            for task in running:
                task.cancel()
        # Wishes that are under way are waited for: what the page asked last is done even where it has gone.


async def _write_until_gone(page: Page, socket: WebSocket[Any, Any, Any]) -> None:
    """A page that went while it was written to is gone; that is no fault."""
    try:
        await page.write(socket)
    except (OSError, RuntimeError, WebSocketDisconnect):
        page.end(1001)
