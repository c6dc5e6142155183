"""Who may call in: carriers known by their address, carriers that log in, carriers where we register; and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bench.sip_client import Phone
from permanence.adapters.asterisk import endpoints
from permanence.adapters.asterisk.endpoints import EndpointEntry, TrunkEntry
from permanence.adapters.asterisk.far import FarEnd
from permanence.adapters.asterisk.process import Switch
from permanence.adapters.asterisk.switch_port import AsteriskSwitch
from permanence.app import switch as wiring
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from tests import switch_kit

NUMBER, STRANGER = "33123456789", "127.0.0.2"
KNOWN = TrunkEntry("carrier", match=("127.0.0.1",))
LOGS_IN = TrunkEntry("etoile", password="a-long-word-9", they_log_in=True)


@asynccontextmanager
async def arrivals(switch: Switch) -> AsyncIterator[asyncio.Queue[s.Arrived]]:
    """Listen as the floor does; calls that come in are noted and hung up."""
    plan, heard = switch.plan, asyncio.Queue[s.Arrived]()
    port = AsteriskSwitch(plan.ari_url, plan.ari_user, plan.ari_password)
    up = asyncio.Event()

    def hear(signal: s.SwitchSignal) -> None:
        if isinstance(signal, s.Arrived):
            heard.put_nowait(signal)
            port.send([c.HangUp(signal.channel, signal.channel, 21)])

    port.attach(hear, lambda _: up.set())
    port.start()
    try:
        async with asyncio.timeout(20):
            await up.wait()
        yield heard
    finally:
        await port.stop()


@asynccontextmanager
async def listening(carrier: Switch) -> AsyncIterator[None]:
    """Have an application at the carrier's side, to which its calls belong."""
    far = FarEnd(carrier.plan, "far")
    await far.start()
    try:
        yield
    finally:
        await far.stop()


async def first(heard: asyncio.Queue[s.Arrived]) -> s.Arrived:
    async with asyncio.timeout(10):
        return await heard.get()


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await look():
            await asyncio.sleep(0.2)


@pytest.mark.parametrize("name", ["carrier", "fixed", "nobody"])
async def test_a_stranger_who_uses_a_known_name_is_turned_away(switch: Switch, name: str) -> None:
    """The name in a call is anybody's to choose: neither a carrier's nor an agent's opens the door."""
    endpoints.write_trunks(switch.plan.etc, [KNOWN])
    endpoints.write_endpoints(switch.plan.etc, [EndpointEntry("fixed", "", "static", "sip:fixed@127.0.0.1:9")])
    async with arrivals(switch) as heard:
        phone = await Phone.open(("127.0.0.1", switch.plan.sip_port), name, host=STRANGER)
        try:
            call = await phone.call(NUMBER)
        finally:
            phone.close()
        assert call.reply.status in (401, 403)
        assert heard.empty()


async def test_a_carrier_that_logs_in_is_known_by_its_password_from_any_address(switch: Switch) -> None:
    endpoints.write_trunks(switch.plan.etc, [KNOWN, LOGS_IN])
    async with arrivals(switch) as heard:
        phone = await Phone.open(("127.0.0.1", switch.plan.sip_port), "33612345678", host=STRANGER)
        try:
            wrong = await phone.call(NUMBER, account=("etoile", "not-this-word"))
            assert wrong.reply.status in (401, 403)
            assert heard.empty()
            calling = asyncio.ensure_future(phone.call(NUMBER, account=("etoile", "a-long-word-9")))
            arrived = await first(heard)
            assert (arrived.dialled, arrived.caller, arrived.trunk) == (NUMBER, "33612345678", "etoile")
            assert not (await calling).up
        finally:
            phone.close()


async def test_a_carrier_where_we_register_calls_us_there(switch: Switch, folder: Path) -> None:
    """The other side is a switch of its own, as a carrier's is."""
    theirs = wiring.far_plan(switch_kit.settings(folder), wiring.fetch(lambda _: None))
    async with switch_kit.running(theirs) as carrier:
        endpoints.write_endpoints(theirs.etc, [EndpointEntry("account9", "a-long-word-9", "phone")])
        carrier.probe.reload(endpoints.MODULE)
        where = f"sip:127.0.0.1:{theirs.sip_port}"
        ours = TrunkEntry("carrier", where, ("127.0.0.1",), "account9", "a-long-word-9", we_register=True)
        endpoints.write_trunks(switch.plan.etc, [ours])
        async with arrivals(switch) as heard:

            async def registered() -> bool:
                status, body = await asyncio.to_thread(carrier.probe.ask, "GET", "/endpoints/PJSIP/account9")
                return status == 200 and b'"online"' in body

            await until(registered)
            path = f"/channels?endpoint=PJSIP/{NUMBER}@account9&app=far&callerId=33612345678&timeout=10"
            async with listening(carrier):
                status, body = await asyncio.to_thread(carrier.probe.ask, "POST", path)
                assert status == 200, body
                arrived = await first(heard)
            assert (arrived.caller, arrived.trunk) == ("33612345678", "carrier")
