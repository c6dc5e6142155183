"""A caller on a real switch goes to the keypad's application and back: what he presses there reaches nobody else."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from permanence.adapters.asterisk.ari import Ari, Pair, Request
from permanence.adapters.asterisk.keypad_room import KeypadRoom
from permanence.adapters.asterisk.process import Switch
from permanence.adapters.asterisk.switch_port import AsteriskSwitch
from permanence.app.keypad import SystemClock
from permanence.cards.keypad import Result, Shown, Stage
from permanence.cards.ports import Asked, Told
from permanence.cards.service_keypad import Captures
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from tests import switch_kit
from tests.payment_kit import MemoryPayments

VISA = "4242424242424242"
WORDS = ("con_1", "int_1", "fr", "minute", "2500000", "1800", "EUR")


async def _until(check: Callable[[], object], patience: float = 20) -> None:
    async with asyncio.timeout(patience):
        while not check():
            await asyncio.sleep(0.02)


class Floor:
    """What the floor would hear of the keypad."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.told: list[Told] = []

    def show(self, asked: Asked, shown: Shown) -> None:
        assert asked.call == "int_1"
        self.shown.append(shown)

    def end(self, asked: Asked, told: Told) -> None:
        self.told.append(told)


class Line:
    """A caller (at the far end of a local channel), the floor's port, and the keypad."""

    def __init__(self, port: AsteriskSwitch, far: Ari, room: KeypadRoom) -> None:
        self.port, self.far, self.heard = port, far, list[s.SwitchSignal]()
        self.floor, self.payments = Floor(), MemoryPayments()
        self.captures = Captures(room, self.floor, self.payments, SystemClock())
        room.on_arrived, room.on_key = self.captures.arrived, self.captures.key
        room.on_left = lambda leg, hung_up: self.captures.left(leg, hung_up=hung_up)

    @property
    def caller(self) -> str:
        return next((each.channel for each in self.heard if isinstance(each, s.Arrived)), "")

    def send(self, *commands: c.SwitchCommand) -> None:
        self.port.send(commands)

    def to_keypad(self) -> None:
        self.send(c.Leave("int_1", "int_1", self.caller), c.ToKeypad("int_1", self.caller, WORDS))

    def back(self) -> None:
        self.send(c.FromKeypad("int_1", self.caller), c.Join("int_1", "int_1", (self.caller,)))

    async def joined(self) -> None:
        """Wait until the caller is in the call's room."""

        async def there() -> bool:
            return (await self.port.survey()).bridges.get("int_1") == (self.caller,)

        await switch_kit.until(there, 20)

    async def press(self, keys: str) -> None:
        query = (Pair("dtmf", keys), Pair("duration", "80"), Pair("between", "60"))
        status, _ = await self.far.ask("far", Request("POST", "channels/far1/dtmf", query))
        assert status == 204

    def keys(self) -> str:
        return "".join(each.digit for each in self.heard if isinstance(each, s.Digit))


async def _nothing() -> None:
    """Prepare nothing."""


@pytest.mark.xdist_group("switch")
async def test_keys_at_the_keypad_reach_the_keypad_alone_and_the_leg_comes_back_from_a_dead_one() -> None:
    switch_kit.sweep()
    folder = switch_kit.home()
    plan = switch_kit.plan(folder)
    keeper = Switch(plan, lambda _: None)
    port = AsteriskSwitch(plan.ari_url, plan.ari_user, plan.ari_password, lines=2)
    far = Ari(plan.ari_url, plan.ari_user, plan.ari_password, "far", lambda _: None, lambda _: None, lines=1)
    room = KeypadRoom(plan.ari_url, plan.ari_user, plan.ari_password, Path("/nowhere"))
    line = Line(port, far, room)
    port.attach(line.heard.append, lambda _: None)
    try:
        await keeper.start_or_adopt()
        port.start()
        room.start()
        far.start(_nothing)
        await _until(lambda: port.up and room.up and far.up)
        call = (Pair("endpoint", "Local/0162000000@from-trunk"), Pair("app", "far"), Pair("channelId", "far1"), Pair("otherChannelId", "caller1"))
        await far.ask("far", Request("POST", "channels", call))
        await _until(lambda: line.caller)
        line.send(c.Answer("int_1", line.caller), c.MakeBridge("int_1", "int_1"), c.Join("int_1", "int_1", (line.caller,)))
        await asyncio.sleep(0.3)
        await _pays(line)
        await _comes_back_from_a_dead_keypad(line, room)
        await _hangs_up_there(line, room)
    finally:
        for part in (room, port, far, keeper):
            await part.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def _pays(line: Line) -> None:
    line.to_keypad()
    await _until(lambda: line.floor.shown)
    await line.press("1")
    await _until(lambda: line.floor.shown[-1].stage is Stage.NUMBER)
    await line.press(f"{VISA}#1230123")
    await _until(lambda: line.floor.told)
    assert line.floor.told == [Told(Result.AUTHORISED, "pi_1", "visa", "4242")]
    assert line.keys() == ""  # not one key came to the floor
    line.back()
    await line.joined()
    await line.press("7")
    await _until(lambda: line.keys() == "7")
    assert not [each for each in line.heard if isinstance(each, s.Gone)]


async def _comes_back_from_a_dead_keypad(line: Line, room: KeypadRoom) -> None:
    before = len(line.floor.shown)
    line.to_keypad()
    await _until(lambda: len(line.floor.shown) > before)
    await room.stop()
    line.back()
    await line.joined()
    await line.press("8")
    await _until(lambda: line.keys() == "78")
    assert not [each for each in line.heard if isinstance(each, s.Gone)]


async def _hangs_up_there(line: Line, room: KeypadRoom) -> None:
    room.start()
    await _until(lambda: room.up)
    line.floor.told.clear()
    before = len(line.floor.shown)
    line.to_keypad()
    await _until(lambda: len(line.floor.shown) > before)
    await line.far.ask("far", Request("DELETE", "channels/far1"))
    await _until(lambda: line.floor.told)
    assert line.floor.told[-1].result is Result.GONE
    line.back()  # as a floor does that lost the keypad: the leg is not there, and that is told
    await _until(lambda: [each for each in line.heard if isinstance(each, s.Gone)])
