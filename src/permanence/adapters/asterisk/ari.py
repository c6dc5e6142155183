"""The lines to the switch: one that brings events, and several that carry requests, each in its own order.

A line answers its requests one after the other, so what belongs together goes over the same line (chosen by `key`)
and needs no waiting in between; what does not goes over others, side by side. Lost lines come back by themselves.
"""

from __future__ import annotations

import asyncio
import base64
import http.client
import random
import zlib
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Sequence
from urllib.parse import urlsplit

import msgspec

from permanence.adapters.asterisk.wire import LineRefused, Wire, open_wire
from permanence.kernel.errors import Unavailable

LINES = 8
IN_FLIGHT = 32  # requests that a line may have unanswered
BACKLOG = 4000  # requests that may wait behind them
ANSWER_WITHIN_S = 10.0
BACK_OFF_S = (0.1, 0.2, 0.5, 1.0)  # the switch is on this machine, and until it is back agents are not free
REPLACED_WAIT_S = 10.0
ALL_LINES_WITHIN_S = 2.0
NO_ANSWER, NOT_SENT = 0, -1  # in place of an HTTP status

Done = Callable[[int, str], None]


class Pair(msgspec.Struct, frozen=True):
    """A named value of a request."""

    name: str
    value: str


class Request(msgspec.Struct, frozen=True):
    """One ARI request; `body` is JSON."""

    method: str
    uri: str
    query: tuple[Pair, ...] = ()
    body: str | None = None


class _Sent(msgspec.Struct, tag="RESTRequest", omit_defaults=True):
    transaction_id: str
    request_id: str
    method: str
    uri: str
    query_strings: tuple[Pair, ...] = ()
    content_type: str = ""
    message_body: str = ""


class _Reply(msgspec.Struct):
    type: str
    request_id: str = ""
    status_code: int = 0
    message_body: str = ""


_encode = msgspec.json.Encoder().encode
_replies = msgspec.json.Decoder(_Reply)


class SwitchAway(Unavailable):
    """The telephone switch is away; calls that are up go on, and it is tried again every few seconds."""

    code = "switch_away"


class Line:
    """One line for requests. They are answered in order; a silent switch costs the line, never a wait for ever."""

    def __init__(self, counts: Counter[str]) -> None:
        """Start without a wire."""
        self.wire: Wire | None = None
        self._counts = counts
        self._flying: dict[str, tuple[float, Done]] = {}
        self._waiting: deque[tuple[Request, Done]] = deque()
        self._serial = 0
        self._watch: asyncio.TimerHandle | None = None

    def take(self, wire: Wire) -> None:
        """Use this wire from now on."""
        self.wire = wire
        self._watch_later()

    def post(self, request: Request, done: Done) -> None:
        """Send now or when there is room; `done` hears the status and the body."""
        if self.wire is None:
            self._counts["not_sent"] += 1
            done(NOT_SENT, "")
        elif len(self._flying) < IN_FLIGHT and not self._waiting:
            self._send(self.wire, request, done)
        elif len(self._waiting) < BACKLOG:
            self._waiting.append((request, done))
        else:
            self._counts["overflow"] += 1
            done(NOT_SENT, "")

    def heard(self, text: bytes) -> None:
        """An answer came."""
        try:
            reply = _replies.decode(text)
        except msgspec.DecodeError:
            self._counts["malformed_answer"] += 1
            return
        if reply.type != "RESTResponse":
            return
        flying = self._flying.pop(reply.request_id, None)
        if flying is None:
            self._counts["late_answer"] += 1
            return
        while self._waiting and self.wire is not None and len(self._flying) < IN_FLIGHT:
            self._send(self.wire, *self._waiting.popleft())
        flying[1](reply.status_code, reply.message_body)

    def drop(self) -> None:
        """The wire is gone: nothing that was under way will be answered."""
        self.wire = None
        if self._watch is not None:
            self._watch.cancel()
        flying, waiting = list(self._flying.values()), list(self._waiting)
        self._flying.clear()
        self._waiting.clear()
        for _, done in flying:
            self._counts["no_answer"] += 1
            done(NO_ANSWER, "")
        for _, done in waiting:
            self._counts["not_sent"] += 1
            done(NOT_SENT, "")

    def _send(self, wire: Wire, request: Request, done: Done) -> None:
        self._serial += 1
        serial = str(self._serial)
        self._flying[serial] = (asyncio.get_running_loop().time() + ANSWER_WITHIN_S, done)
        sent = _Sent(serial, serial, request.method, request.uri, request.query)
        if request.body is not None:
            sent.content_type, sent.message_body = "application/json", request.body
        wire.send(_encode(sent))

    def _watch_later(self) -> None:
        self._watch = asyncio.get_running_loop().call_later(1.0, self._look)

    def _look(self) -> None:
        first = next(iter(self._flying.values()), None)
        if first is not None and first[0] < asyncio.get_running_loop().time() and self.wire is not None:
            self._counts["timed_out"] += 1
            self.wire.cut("a request was not answered in time")
            return
        self._watch_later()


class Ari:
    """All lines to one switch. `on_link` says when it can be spoken to and when not."""

    def __init__(
        self,
        base: str,
        user: str,
        password: str,
        app: str,
        on_event: Callable[[bytes], None],
        on_link: Callable[[bool], None],
        lines: int = LINES,
    ) -> None:
        """Prepare; `start` connects and keeps connected."""
        self.counts: Counter[str] = Counter()
        self.up = False
        self._base, self._user, self._password, self._app = base, user, password, app
        self._on_event, self._on_link = on_event, on_link
        self._lines = [Line(self.counts) for _ in range(lines)]
        self._tasks: list[asyncio.Task[None]] = []
        self._events: Wire | None = None
        self._replaced = False
        self._chance = random.Random()  # jitter only; decides nothing that is replayed

    def start(self, prepare: Callable[[], Coroutine[None, None, None]]) -> None:
        """Connect, and again after every loss; `prepare` runs before each link is told to be up."""
        keepers = [self._keep_line(number, line) for number, line in enumerate(self._lines)]
        for keeper in (*keepers, self._keep_events(prepare)):
            task = asyncio.create_task(keeper)
            task.add_done_callback(self._keeper_ended)
            self._tasks.append(task)

    async def stop(self) -> None:
        """Close all lines; the switch goes on."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    def drop_events(self) -> None:
        """Give the events line up (another engine has taken the application over) and do not ask it back at once."""
        self._replaced = True
        if self._events is not None:
            self._events.close("replaced by another engine")

    def post(self, key: str, request: Request, done: Done) -> None:
        """Send a request behind all earlier ones of this key."""
        number = zlib.crc32(key.encode()) % len(self._lines)
        line = self._lines[number]
        if line.wire is None:
            line = next((other for other in self._lines if other.wire is not None), line)
        line.post(request, done)

    async def ask(self, key: str, request: Request) -> tuple[int, str]:
        """Send a request and wait for its answer; raise `SwitchAway` when none comes."""
        future: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()

        def done(status: int, body: str) -> None:
            if not future.done():
                future.set_result((status, body))

        self.post(key, request, done)
        status, body = await future
        if status <= 0:
            raise SwitchAway
        return status, body

    async def ask_all(self, requests: Sequence[Request]) -> list[tuple[int, str]]:
        """Send requests side by side over all lines."""
        return await asyncio.gather(*(self.ask(f"{n}", request) for n, request in enumerate(requests)))

    async def read(self, uri: str) -> tuple[int, bytes]:
        """Ask for a list that grows with the number of calls; raise `SwitchAway` when no answer comes.

        Over HTTP: the switch builds an answer to a line on its thread's stack of half a megabyte, and dies of a longer one
        (seen with the list of 2,000 legs).
        """
        try:
            return await asyncio.to_thread(self._read, uri)
        except (OSError, http.client.HTTPException) as error:
            raise SwitchAway from error

    def _read(self, uri: str) -> tuple[int, bytes]:
        place = urlsplit(self._base)
        kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
        connection = kind(place.netloc, timeout=ANSWER_WITHIN_S)
        login = base64.b64encode(f"{self._user}:{self._password}".encode()).decode()
        try:
            connection.request("GET", f"{place.path}/{uri}", headers={"Authorization": f"Basic {login}"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _keeper_ended(self, task: asyncio.Task[None]) -> None:
        """A keeper never ends by itself: an error in one is ours, and must not pass in silence."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._tell(up=False)
            asyncio.get_running_loop().call_exception_handler(
                {"message": "a line to the switch is no longer kept", "exception": error, "task": task}
            )

    def _pause(self, failures: int) -> float:
        return BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)] * self._chance.uniform(0.5, 1.5)

    async def _keep_line(self, number: int, line: Line) -> None:
        """Have this line up; an application of its own keeps it from taking the events away."""
        failures = 0
        while True:
            try:
                app = f"{self._app}.line{number}"
                wire = await open_wire(self._base, app, self._user, self._password, line.heard)
            except LineRefused:
                await asyncio.sleep(self._pause(failures))
                failures += 1
                continue
            failures = 0
            line.take(wire)
            try:
                await _gone(wire)
            finally:
                wire.close()
                line.drop()
            self.counts["line_lost"] += 1
            if self._events is not None and all(other.wire is None for other in self._lines):
                self._events.close("no line for requests is left")
            await asyncio.sleep(self._pause(0))

    async def _keep_events(self, prepare: Callable[[], Coroutine[None, None, None]]) -> None:
        failures = 0
        while True:
            try:
                wire = await open_wire(self._base, self._app, self._user, self._password, self._on_event)
            except LineRefused:
                await asyncio.sleep(self._pause(failures))
                failures += 1
                continue
            self._events = wire
            try:
                await self._serve(wire, prepare)
                failures = 0
            except SwitchAway:
                failures += 1
            finally:
                self._events = None
                wire.close()
                self._tell(up=False)
            self.counts["events_lost"] += 1
            await asyncio.sleep(REPLACED_WAIT_S if self._replaced else self._pause(failures))
            self._replaced = False

    async def _serve(self, wire: Wire, prepare: Callable[[], Coroutine[None, None, None]]) -> None:
        loop = asyncio.get_running_loop()
        patience = loop.time() + ALL_LINES_WITHIN_S
        while any(line.wire is None for line in self._lines):
            await asyncio.sleep(0.01)
            some = any(line.wire is not None for line in self._lines)
            if wire.lost:
                raise SwitchAway
            if some and loop.time() > patience:
                break
        await prepare()
        if not wire.lost:
            self._tell(up=True)
            await _gone(wire)

    def _tell(self, *, up: bool) -> None:
        if self.up is not up:
            self.up = up
            self._on_link(up)


async def _gone(wire: Wire) -> None:
    """Wait until the wire is lost."""
    if wire.lost:
        return
    lost = asyncio.get_running_loop().create_future()

    def tell(_why: str) -> None:
        if not lost.done():
            lost.set_result(None)

    wire.on_lost = tell
    await lost
