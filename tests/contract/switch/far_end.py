"""The people at the far ends of real legs: a second Asterisk, driven so that each behaves as a `Phone` says."""

from __future__ import annotations

import asyncio

import msgspec

from permanence.adapters.asterisk.ari import Ari, Pair, Request
from permanence.kernel.errors import Refused
from permanence.sim.people import ANSWERS, BUSY, Phone

KEY_MS = "100"


class _Channel(msgspec.Struct):
    id: str


class _Event(msgspec.Struct):
    type: str
    args: tuple[str, ...] = ()
    channel: _Channel | None = None
    cause: int = 0


class FarLeg:
    """One leg, seen from its far end."""

    def __init__(self, far: FarEnd, channel: str) -> None:
        self.channel = channel
        self.up, self.gone = asyncio.Event(), asyncio.Event()
        self.cause: int | None = None
        self._far = far

    async def press(self, keys: str) -> None:
        await self._far.ask(
            "POST", f"channels/{self.channel}/dtmf", dtmf=keys, between=KEY_MS, duration=KEY_MS
        )

    async def hang_up(self, cause: int = 16) -> None:
        await self._far.ask("DELETE", f"channels/{self.channel}", reason_code=str(cause))


class FarEnd:
    """Everybody outside. `phones` by the name or number under which they are rung."""

    def __init__(self, base: str, user: str, password: str) -> None:
        self.phones: dict[str, Phone] = {}
        self.legs: dict[str, FarLeg] = {}
        self.by_party: dict[str, FarLeg] = {}
        self._ready = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._made = 0
        self._ari = Ari(base, user, password, "far", self._event, self._link, lines=2)

    async def start(self) -> None:
        self._ari.start(_nothing)
        async with asyncio.timeout(20):
            await self._ready.wait()

    async def stop(self) -> None:
        for channel in list(self.legs):
            await self._ari.ask("", Request("DELETE", f"channels/{channel}"))
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._ari.stop()

    async def call(self, number: str, caller: str, endpoint: str = "carrier") -> FarLeg:
        """Somebody calls a number of the switch: over the trunk, or from a registered phone."""
        self._made += 1
        channel = f"far-{self._made}"
        leg = self.legs[channel] = FarLeg(self, channel)
        await self.ask(
            "POST", "channels", endpoint=f"PJSIP/{number}@{endpoint}", app="far", channelId=channel,
            callerId=caller, timeout="60",
        )  # fmt: skip
        return leg

    async def ask(self, method: str, uri: str, **query: str) -> str:
        pairs = tuple(Pair(name, value) for name, value in query.items() if value)
        status, body = await self._ari.ask(uri, Request(method, uri, pairs))
        if status >= 300:
            raise Refused(f"The far end refused {method} {uri} ({status}: {body[:200]}).")
        return body

    def _link(self, up: bool) -> None:
        if up:
            self._ready.set()

    def _event(self, text: bytes) -> None:
        event = msgspec.json.decode(text, type=_Event)
        channel = event.channel.id if event.channel is not None else ""
        leg = self.legs.get(channel)
        if event.type == "StasisStart" and event.args[:1] == ("arrived",) and leg is None:
            party = event.args[1]
            leg = self.legs[channel] = self.by_party[party] = FarLeg(self, channel)
            task = asyncio.create_task(self._behave(leg, self.phones.get(party, ANSWERS)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif event.type == "StasisStart" and leg is not None:
            leg.up.set()
        elif event.type in ("ChannelDestroyed", "StasisEnd") and leg is not None:
            leg.cause = event.cause
            leg.gone.set()
            del self.legs[channel]

    async def _behave(self, leg: FarLeg, phone: Phone) -> None:
        try:
            await self._take(leg, phone)
        except Refused:
            return  # the other side has gone meanwhile

    async def _take(self, leg: FarLeg, phone: Phone) -> None:
        if phone.refuses != BUSY:
            await self.ask("POST", f"channels/{leg.channel}/ring")
        if phone.answers_after_s is None:
            return
        await asyncio.sleep(phone.answers_after_s)
        if phone.refuses is not None:
            await leg.hang_up(phone.refuses)
            return
        await self.ask("POST", f"channels/{leg.channel}/answer")
        if phone.keys:
            await asyncio.sleep(phone.keys_after_s)
            await leg.press(phone.keys)
        if phone.hangs_up_after_s is not None:
            await asyncio.sleep(phone.hangs_up_after_s)
            await leg.hang_up()


async def _nothing() -> None:
    pass
