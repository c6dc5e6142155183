"""The far end: a second switch that plays carriers' customers and agents' SIP phones, for demonstrations and tests.

It is spoken to over the same lines as our own switch (`ari.py`). A leg here is one telephone: it calls or is
called, speaks, presses keys, hears, hangs up. Between sentences it sends silence, as a telephone does.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from permanence.adapters.asterisk.ari import Ari, Pair, Request, SwitchAway
from permanence.adapters.asterisk.configuration import Plan
from permanence.kernel.errors import Unavailable

CARRIER = "carrier"
RING_AT_MOST_S = 60
KEY_MS = "160"
LINK_WITHIN_S = 20.0


class FarEndAway(Unavailable):
    """The far end of the demonstration does not answer; no demonstration call can be made."""

    code = "demonstration.far_end_away"


class _Caller(msgspec.Struct):
    name: str = ""
    number: str = ""


class _Channel(msgspec.Struct):
    id: str
    caller: _Caller = msgspec.field(default_factory=_Caller)


class _Playback(msgspec.Struct):
    id: str


class _Event(msgspec.Struct):
    type: str
    args: tuple[str, ...] = ()
    channel: _Channel | None = None
    playback: _Playback | None = None
    cause: int = 0


class Heard(msgspec.Struct, frozen=True):
    """What a telephone sent and heard so far, in packets of sound."""

    sent: int = msgspec.field(name="txcount", default=0)
    heard: int = msgspec.field(name="rxcount", default=0)
    lost: int = msgspec.field(name="rxploss", default=0)


_events = msgspec.json.Decoder(_Event)
_heard = msgspec.json.Decoder(Heard)


class Telephone:
    """One telephone of the far end, from its first ring to the end."""

    def __init__(self, ari: Ari, id_: str, called: str = "", caller: str = "") -> None:
        """Hold the leg; `called` and `caller` are what it was called as and by whom."""
        self.id, self.called, self.caller = id_, called, caller
        self.up = asyncio.Event()
        self.over = asyncio.Event()
        self.cause = 0
        self._ari = ari
        self._spoken: dict[str, asyncio.Event] = {}

    async def ring(self) -> None:
        """Let the calling side hear that it rings here."""
        await self._ask("POST", "ring")

    async def answer(self) -> None:
        """Pick up."""
        await self._ask("POST", "answer")
        self.picked_up()
        await self._ask("POST", "silence")

    async def wait_up(self) -> bool:
        """Wait until the called side picks up; False when it does not."""
        await _first(self.up.wait(), self.over.wait())
        if self.over.is_set():
            return False
        await self._ask("POST", "silence")
        return True

    async def say(self, media: Sequence[str], language: str = "fr") -> bool:
        """Speak, and wait for the end of it; False when the call ended meanwhile. Media are ``sound:`` URIs."""
        if self.over.is_set() or not media:
            return not self.over.is_set()
        name = f"say-{secrets.token_hex(6)}"
        self._spoken[name] = asyncio.Event()
        status = await self._ask("POST", f"play/{name}", media=",".join(media), lang=language)
        if status < 300:
            await _first(self._spoken[name].wait(), self.over.wait())
        self._spoken.pop(name, None)
        await self._ask("POST", "silence")
        return not self.over.is_set()

    async def press(self, keys: str) -> None:
        """Press keys, long enough to be understood."""
        await self._ask("POST", "dtmf", dtmf=keys, duration=KEY_MS)

    async def listen(self, seconds: float) -> bool:
        """Say nothing for a while; False when the call ended meanwhile."""
        await _first(self.over.wait(), asyncio.sleep(seconds))
        return not self.over.is_set()

    async def hang_up(self) -> None:
        """Put the receiver down."""
        if not self.over.is_set():
            await self._ask("DELETE", "", reason_code="16")

    async def heard(self) -> Heard:
        """Return how many packets of sound went out and came in."""
        status, body = await self._ari.ask(self.id, Request("GET", f"channels/{self.id}/rtp_statistics"))
        return _heard.decode(body) if status == 200 else Heard()

    def picked_up(self) -> None:
        """The leg is up."""
        self.up.set()

    def ended(self, cause: int) -> None:
        """The leg is over."""
        self.cause = self.cause or cause
        self.over.set()

    def spoken(self, name: str) -> None:
        """A sentence was said to its end, or was cut."""
        if name in self._spoken:
            self._spoken[name].set()

    async def _ask(self, method: str, what: str, **values: str) -> int:
        query = tuple(Pair(name, value) for name, value in values.items())
        uri = f"channels/{self.id}/{what}" if what else f"channels/{self.id}"
        try:
            status, _ = await self._ari.ask(self.id, Request(method, uri, query))
        except SwitchAway:
            self.ended(0)
            return 503
        if status == 404:
            self.ended(0)
        return status


Answerer = Callable[[Telephone], Awaitable[None]]


class FarEnd:
    """Telephones of the far end under one name (`app`); calls that come in there go to `answerer`."""

    def __init__(self, plan: Plan, app: str, answerer: Answerer | None = None) -> None:
        """Prepare; `start` connects. The application ``far`` gets the calls to agents' phones, any other only its own."""
        self.app = app
        self._answerer = answerer
        self._ari = Ari(plan.ari_url, plan.ari_user, plan.ari_password, app, self._event, self._link, lines=2)
        self._legs: dict[str, Telephone] = {}
        self._up = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Connect; raise `FarEndAway` where nobody answers."""
        self._ari.start(self._nothing)
        try:
            async with asyncio.timeout(LINK_WITHIN_S):
                await self._up.wait()
        except TimeoutError as error:
            await self._ari.stop()
            raise FarEndAway from error

    async def stop(self) -> None:
        """Hang up what is ours and disconnect."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._ari.up:
            await asyncio.gather(*(leg.hang_up() for leg in list(self._legs.values())))
        await self._ari.stop()

    async def call(self, number: str, caller: str, name: str = "") -> Telephone:
        """Have a customer ring this number of a firm; the telephone returned is not up yet."""
        leg = Telephone(self._ari, f"far-{secrets.token_hex(8)}", number, caller)
        self._legs[leg.id] = leg
        query = {
            "endpoint": f"PJSIP/{number}@{CARRIER}",
            "app": self.app,
            "channelId": leg.id,
            "callerId": f'"{name}" <{caller}>' if name else caller,
            "timeout": str(RING_AT_MOST_S),
        }
        pairs = tuple(Pair(key, value) for key, value in query.items())
        try:
            status, body = await self._ari.ask(leg.id, Request("POST", "channels", pairs))
        except SwitchAway as error:
            self._legs.pop(leg.id, None)
            raise FarEndAway from error
        if status >= 300:
            self._legs.pop(leg.id, None)
            raise FarEndAway(f"The far end refuses to call {number} (status {status}): {body[:200]}")
        return leg

    async def _nothing(self) -> None:
        """Nothing is to be prepared on a new link."""

    def _link(self, up: bool) -> None:
        if up:
            self._up.set()
            return
        self._up.clear()
        for leg in list(self._legs.values()):
            leg.ended(0)
        self._legs.clear()

    def _event(self, text: bytes) -> None:
        event = _events.decode(text)
        if event.type == "PlaybackFinished" and event.playback is not None:
            for leg in self._legs.values():
                leg.spoken(event.playback.id)
        elif event.channel is None:
            return
        elif event.type == "StasisStart":
            self._started(event.channel, event.args)
        elif event.type in ("StasisEnd", "ChannelDestroyed"):
            leg = self._legs.get(event.channel.id)
            if leg is not None:
                leg.ended(event.cause)
            if event.type == "ChannelDestroyed":
                self._legs.pop(event.channel.id, None)

    def _started(self, channel: _Channel, args: tuple[str, ...]) -> None:
        known = self._legs.get(channel.id)
        if known is not None:
            known.picked_up()
        elif args[:1] == ("arrived",):
            leg = Telephone(self._ari, channel.id, (*args, "")[1], channel.caller.number)
            self._legs[leg.id] = leg
            self._spawn(self._answer(leg))

    async def _answer(self, leg: Telephone) -> None:
        if self._answerer is None:
            await leg.hang_up()
        else:
            await self._answerer(leg)

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _first(*waits: Awaitable[object]) -> None:
    """Wait for the first of these, and give the others up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
