"""Real calls through the real switch: carriers, phones and callers who come while the platform is away."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import websockets

from bench.sip_client import Phone
from permanence.adapters.asterisk import endpoints
from permanence.adapters.asterisk.configuration import Plan
from permanence.adapters.asterisk.endpoints import EndpointEntry, TrunkEntry
from permanence.adapters.asterisk.process import CallbackOwed, Switch
from permanence.app import switch as wiring
from tests import switch_kit

CARRIER = TrunkEntry("carrier", match=("127.0.0.1",))
NUMBER = "33123456789"


@pytest.fixture(scope="session")
def apologies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The spoken apologies, each cut to three seconds so that tests need not hear them out."""
    folder = tmp_path_factory.mktemp("apology")
    wiring.speak_apologies(folder, wiring.fetch(lambda _: None), lambda _: None)
    for sound in folder.glob("*.wav"):
        sound.write_bytes(sound.read_bytes()[: 44 + 3 * 16000])
    return folder


@pytest.fixture
def plan(plan: Plan, apologies: Path) -> Plan:
    """A switch that is quick to try again and to give up."""
    shutil.copytree(apologies, plan.prompts / "apology")
    return replace(plan, retry_seconds=1, reassure_seconds=3, patience_seconds=600)


@pytest.fixture
async def switch(plan: Plan) -> AsyncIterator[Switch]:
    """A running switch with a carrier known by this machine's address."""
    async with switch_kit.running(plan) as started:
        endpoints.write_trunks(plan.etc, [CARRIER])
        await started.reload()
        yield started


@asynccontextmanager
async def phone(switch: Switch, user: str = "33612345678") -> AsyncIterator[Phone]:
    opened = await Phone.open(("127.0.0.1", switch.plan.sip_port), user)
    try:
        yield opened
    finally:
        opened.close()


@asynccontextmanager
async def platform(switch: Switch) -> AsyncIterator[asyncio.Queue[dict[str, Any]]]:
    """A stand-in for the engine: takes the calls and keeps the events."""
    plan = switch.plan
    login = base64.b64encode(f"{plan.ari_user}:{plan.ari_password}".encode()).decode()
    url = f"ws://127.0.0.1:{plan.ari_port}/ari/events?app={plan.app}"
    events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    async with websockets.connect(url, additional_headers={"Authorization": f"Basic {login}"}) as socket:

        async def read() -> None:
            async for text in socket:
                events.put_nowait(json.loads(text))

        reading = asyncio.create_task(read())
        yield events
        reading.cancel()


async def next_of(events: asyncio.Queue[dict[str, Any]], kind: str) -> dict[str, Any]:
    async with asyncio.timeout(10):
        while (event := await events.get())["type"] != kind:
            pass
    return event


async def ask(switch: Switch, method: str, path: str) -> Any:
    status, body = await asyncio.to_thread(switch.probe.ask, method, path)
    assert status < 300, body
    return json.loads(body) if body else None


async def doing(switch: Switch) -> str:
    """What the only leg does in the dialplan."""
    (leg,) = await ask(switch, "GET", "/channels")
    return f"{leg['dialplan']['app_name']} {leg['dialplan']['app_data']}"


async def test_a_call_reaches_the_platform_with_its_number(switch: Switch) -> None:
    async with platform(switch) as events, phone(switch) as caller:
        dialling = asyncio.create_task(caller.call("+" + NUMBER))
        start = await next_of(events, "StasisStart")
        assert start["args"] == ["inbound", "+" + NUMBER]
        assert start["channel"]["caller"]["number"] == "33612345678"
        await ask(switch, "POST", f"/channels/{start['channel']['id']}/answer")
        call = await dialling
        assert call.up
        assert (await call.hang_up()).status == 200


async def test_a_number_cannot_carry_dialplan_words(switch: Switch) -> None:
    async with platform(switch) as events, phone(switch) as caller:
        dialling = asyncio.create_task(caller.call("33%2Cevil%24%7BX%7D%26PJSIP%2Fa"))
        start = await next_of(events, "StasisStart")
        assert start["args"] == ["inbound", "33"]
        await ask(switch, "DELETE", f"/channels/{start['channel']['id']}")
        assert not (await dialling).up


async def test_a_caller_hears_the_apology_then_music_while_the_platform_is_away(switch: Switch) -> None:
    async with phone(switch) as caller:
        call = await caller.call(NUMBER)
        assert call.up

        async def heard() -> bool:
            return call.ear.loud > 50

        await switch_kit.until(heard)
        assert f"Playback {switch.plan.prompts}/apology/default" == await doing(switch)

        async def waiting() -> bool:
            return (await doing(switch)).startswith(("Wait 1", "Stasis", "StartMusic"))

        await switch_kit.until(waiting, 20)
        before = call.ear.loud
        await asyncio.sleep(2)
        assert call.ear.loud > before + 20, "music must be heard while waiting"
        await call.hang_up()


async def test_a_firm_may_have_its_own_apology(switch: Switch) -> None:
    own = switch.plan.prompts / "apology" / f"{NUMBER}.wav"
    own.write_bytes((switch.plan.prompts / "apology/later.wav").read_bytes())
    async with phone(switch) as caller:
        call = await caller.call("+" + NUMBER)

        async def played() -> bool:
            return await doing(switch) == f"Playback {switch.plan.prompts}/apology/{NUMBER}"

        await switch_kit.until(played)
        await call.hang_up()


async def test_the_platform_takes_a_waiting_caller_when_it_is_back(switch: Switch) -> None:
    short_apology(switch)
    async with phone(switch) as caller:
        call = await caller.call("+" + NUMBER)
        async with platform(switch) as events:
            start = await next_of(events, "StasisStart")
            assert start["args"][:2] == ["inbound", "+" + NUMBER]
            assert int(start["args"][2]) >= 1  # seconds waited
            await ask(switch, "DELETE", f"/channels/{start['channel']['id']}")
            await asyncio.wait_for(call.ended.wait(), 5)
    assert await switch.callbacks() == []


async def test_a_caller_who_gives_up_meanwhile_is_owed_a_call(switch: Switch) -> None:
    short_apology(switch)
    async with phone(switch) as caller:
        call = await caller.call("+" + NUMBER)
        await asyncio.sleep(1.5)
        await call.hang_up()
    owed = await switch_kit.until(switch.callbacks)
    assert [(one.called, one.caller) for one in owed] == [(NUMBER, "33612345678")]
    await switch.forget_callback(owed[0])

    async def none_left() -> bool:
        return await switch.callbacks() == []

    await switch_kit.until(none_left)


async def test_after_a_long_wait_the_caller_is_promised_a_call(plan: Plan) -> None:
    async with switch_kit.running(replace(plan, patience_seconds=1)) as switch:
        endpoints.write_trunks(plan.etc, [CARRIER])
        await switch.reload()
        short_apology(switch)
        async with phone(switch) as caller:
            call = await caller.call(NUMBER)
            await asyncio.wait_for(call.ended.wait(), 20)
        (owed,) = await switch_kit.until(switch.callbacks)
        assert isinstance(owed, CallbackOwed)
        assert owed.until - owed.since >= 1


async def test_nobody_calls_through_a_switch_that_does_not_know_him(switch: Switch) -> None:
    endpoints.write_trunks(switch.plan.etc, [TrunkEntry("far", match=("192.0.2.99",))])
    await switch.reload()
    async with phone(switch) as caller:
        call = await caller.call(NUMBER, patience=5)
        assert call.reply.status == 401
    assert await ask(switch, "GET", "/channels") == []


async def test_an_agent_is_added_while_a_call_goes_on(switch: Switch) -> None:
    endpoints.write_endpoints(switch.plan.etc, [EndpointEntry("early", "first-pass", "phone")])
    await switch.reload()
    async with phone(switch) as caller, phone(switch, "early") as early, phone(switch, "late") as late:
        assert (await early.register("first-pass")).status == 200
        assert (await late.register("second-pass")).status in (401, 403, 404)
        call = await caller.call(NUMBER)

        async def heard() -> bool:
            return call.ear.packets > 0

        await switch_kit.until(heard)
        before = call.ear.packets
        both = [EndpointEntry("early", "first-pass", "phone"), EndpointEntry("late", "second-pass", "phone")]
        endpoints.write_endpoints(switch.plan.etc, both)
        await switch.reload()

        async def usable() -> bool:
            return (await late.register("second-pass")).status == 200

        await switch_kit.until(usable)
        await asyncio.sleep(0.5)
        assert not call.ended.is_set()
        assert call.ear.packets > before + 15
        (contact,) = [
            line for line in (await switch.cli("pjsip show contacts")).splitlines() if "early/" in line
        ]
        assert "sip:early@" in contact
        endpoints.write_endpoints(switch.plan.etc, [EndpointEntry("early", "first-pass", "phone")])
        await switch.reload()

        async def gone() -> bool:
            return (await late.register("second-pass")).status != 200

        await switch_kit.until(gone)
        await call.hang_up()


async def test_the_far_end_is_carrier_caller_and_phone(switch: Switch) -> None:
    near = switch.plan
    far_plan = switch_kit.plan(near.home.parent / "far", flavour="far")
    endpoints.write_trunks(
        near.etc, [TrunkEntry("carrier", f"sip:127.0.0.1:{far_plan.sip_port}", ("127.0.0.1",))]
    )
    endpoints.write_endpoints(near.etc, [EndpointEntry("desk", "desk-pass", "phone")])
    await switch.reload()
    async with switch_kit.running(far_plan) as far, platform(switch) as events, platform(far) as far_events:
        endpoints.write_far(far_plan.etc, near.sip_port, [EndpointEntry("desk", "desk-pass", "phone")])
        await far.reload()
        await ask(far, "POST", f"/channels?endpoint=PJSIP/{NUMBER}@carrier&app=far&callerId=33611111111")
        start = await next_of(events, "StasisStart")
        assert start["args"] == ["inbound", NUMBER]
        assert start["channel"]["caller"]["number"] == "33611111111"

        async def registered() -> bool:
            return "sip:desk@" in await switch.cli("pjsip show contacts")

        await switch_kit.until(registered)
        await ask(switch, "POST", f"/channels?endpoint=PJSIP/desk&app={near.app}")
        assert (await next_of(far_events, "StasisStart"))["args"] == ["arrived", "desk"]
        await ask(switch, "POST", f"/channels?endpoint=PJSIP/33699999999@carrier&app={near.app}")
        assert (await next_of(far_events, "StasisStart"))["args"] == ["arrived", "33699999999"]


def short_apology(switch: Switch) -> None:
    """Let the apology last a fifth of a second, for tests of what follows it."""
    sound = (switch.plan.prompts / "apology/later.wav").read_bytes()
    (switch.plan.prompts / "apology" / f"{NUMBER}.wav").write_bytes(
        sound[:4] + sound[4:44] + sound[44 : 44 + 3200]
    )
