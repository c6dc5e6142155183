"""Two worlds in which the same telephone stories are told: one in memory, one with the real switch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any, Protocol, TypeVar

from bench.sip_client import Phone as Telephone
from permanence.adapters.asterisk.switch_port import AsteriskSwitch
from permanence.floor.ports import Survey, Switch
from permanence.interaction import signals as s
from permanence.sim.clock import VirtualClock
from permanence.sim.people import Phone
from permanence.sim.switch import FakeSwitch
from tests.contract.switch.far_end import FarEnd, FarLeg

S = TypeVar("S", bound=s.SwitchSignal)
NUMBER, CALLER = "+33162000001", "+33612345678"
PATIENCE_S = 8.0


class Heard:
    """What the switch has told so far."""

    def __init__(self) -> None:
        self.signals: list[s.SwitchSignal] = []
        self.links: list[bool] = []

    def find(self, kind: type[S], start: int, fields: dict[str, Any]) -> S | None:
        for signal in self.signals[start:]:
            if isinstance(signal, kind) and all(getattr(signal, k) == v for k, v in fields.items()):
                return signal
        return None

    def all(self, kind: type[S], **fields: Any) -> list[S]:
        return [
            x
            for x in self.signals
            if isinstance(x, kind) and all(getattr(x, k) == v for k, v in fields.items())
        ]


class World(Protocol):
    """A switch, people at telephones, and what was heard."""

    switch: Switch
    heard: Heard

    def phone(self, endpoint: str, phone: Phone) -> None: ...
    async def call_in(self, number: str = NUMBER, caller: str = CALLER) -> s.Arrived: ...
    async def dial_from(self, name: str, number: str) -> s.PhoneDialled: ...
    async def customer_presses(self, channel: str, keys: str) -> None: ...
    async def customer_hangs_up(self, channel: str) -> None: ...
    async def agent_hangs_up(self, name: str, channel: str) -> None: ...
    async def register(self, name: str) -> None: ...
    async def unregister(self, name: str) -> None: ...
    async def wait(self, kind: type[S], since: int = 0, **fields: Any) -> S: ...
    async def until(self, check: Callable[[Survey], bool]) -> Survey: ...
    async def let(self, seconds: float) -> None: ...


class FakeWorld:
    """In memory; waiting winds the clock on."""

    def __init__(self) -> None:
        self.clock = VirtualClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
        self.fake = FakeSwitch(self.clock, Random(1))
        self.switch: Switch = self.fake
        self.heard = Heard()
        self.fake.attach(self.heard.signals.append, self.heard.links.append)
        self.clock.advance(0)

    def phone(self, endpoint: str, phone: Phone) -> None:
        self.fake.phones[endpoint] = phone

    async def call_in(self, number: str = NUMBER, caller: str = CALLER) -> s.Arrived:
        return await self.wait(s.Arrived, channel=self.fake.call_in(number, caller))

    async def dial_from(self, name: str, number: str) -> s.PhoneDialled:
        return await self.wait(s.PhoneDialled, channel=self.fake.dial_from(f"PJSIP/{name}", number))

    async def customer_presses(self, channel: str, keys: str) -> None:
        self.fake.press(channel, keys)

    async def customer_hangs_up(self, channel: str) -> None:
        self.fake.hang_up(channel)

    async def agent_hangs_up(self, name: str, channel: str) -> None:
        self.fake.hang_up(channel)

    async def register(self, name: str) -> None:
        self.fake.register(f"PJSIP/{name}")

    async def unregister(self, name: str) -> None:
        self.fake.unregister(f"PJSIP/{name}")

    async def wait(self, kind: type[S], since: int = 0, **fields: Any) -> S:
        last = self.clock.now().timestamp() + PATIENCE_S
        while (found := self.heard.find(kind, since, fields)) is None:
            assert self.clock.step() and self.clock.now().timestamp() < last, f"no {kind.__name__} {fields}"
        return found

    async def until(self, check: Callable[[Survey], bool]) -> Survey:
        last = self.clock.now().timestamp() + PATIENCE_S
        while not check(survey := await self.switch.survey()):
            assert self.clock.step() and self.clock.now().timestamp() < last, survey
        return survey

    async def let(self, seconds: float) -> None:
        self.clock.advance(seconds)


class RealWorld:
    """The real switch, and a second one as everybody else."""

    def __init__(self, switch: AsteriskSwitch, far: FarEnd, sip_port: int) -> None:
        self.asterisk, self.far, self._sip_port = switch, far, sip_port
        self._device: Telephone | None = None
        self.switch: Switch = switch
        self.heard = Heard()
        self._customers: dict[str, FarLeg] = {}

    async def start(self) -> None:
        up = asyncio.Event()

        def link(is_up: bool) -> None:
            self.heard.links.append(is_up)
            if is_up:
                up.set()

        self.asterisk.attach(self.heard.signals.append, link)
        self.asterisk.start()
        await self.far.start()
        async with asyncio.timeout(20):
            await up.wait()

    async def stop(self) -> None:
        await self.far.stop()
        await self.asterisk.stop()

    def phone(self, endpoint: str, phone: Phone) -> None:
        name = endpoint.removeprefix("PJSIP/").partition("@")[0]
        self.far.phones[name] = phone

    async def call_in(self, number: str = NUMBER, caller: str = CALLER) -> s.Arrived:
        start = len(self.heard.signals)
        leg = await self.far.call(number, caller)
        arrived = await self.wait(s.Arrived, start)
        self._customers[arrived.channel] = leg
        return arrived

    async def dial_from(self, name: str, number: str) -> s.PhoneDialled:
        start = len(self.heard.signals)
        leg = await self.far.call(number, name, name)
        dialled = await self.wait(s.PhoneDialled, start)
        self._customers[dialled.channel] = leg
        return dialled

    async def customer_presses(self, channel: str, keys: str) -> None:
        await self._customers[channel].press(keys)

    async def customer_hangs_up(self, channel: str) -> None:
        await self._customers[channel].hang_up()

    async def agent_hangs_up(self, name: str, channel: str) -> None:
        await self.far.by_party[name].hang_up()

    async def register(self, name: str) -> None:
        self._device = await Telephone.open(("127.0.0.1", self._sip_port), name)
        assert (await self._device.register(f"password-{name}")).status == 200

    async def unregister(self, name: str) -> None:
        assert self._device is not None
        assert (await self._device.register(f"password-{name}", 0)).status == 200
        self._device.close()

    async def wait(self, kind: type[S], since: int = 0, **fields: Any) -> S:
        last = asyncio.get_running_loop().time() + PATIENCE_S
        while (found := self.heard.find(kind, since, fields)) is None:
            assert asyncio.get_running_loop().time() < last, (
                f"no {kind.__name__} {fields}: {self.heard.signals}"
            )
            await asyncio.sleep(0.01)
        return found

    async def until(self, check: Callable[[Survey], bool], patience_s: float = PATIENCE_S) -> Survey:
        last = asyncio.get_running_loop().time() + patience_s
        while not check(survey := await self.switch.survey()):
            assert asyncio.get_running_loop().time() < last, survey
            await asyncio.sleep(0.05)
        return survey

    async def let(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
