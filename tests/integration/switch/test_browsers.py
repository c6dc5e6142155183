"""Browsers speak SIP over a websocket; beyond this machine it is encrypted, and ARI stays shut."""

from __future__ import annotations

import asyncio
import http.client
import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.sip_client import WebPhone
from permanence.adapters.asterisk import endpoints, remote
from permanence.adapters.asterisk.configuration import Plan, Tls
from permanence.adapters.asterisk.endpoints import EndpointEntry
from permanence.adapters.asterisk.process import Switch
from tests import switch_kit

AGENT = EndpointEntry("agent-1", "browser-pass")
OUTSIDE = remote.own_addresses()


@pytest.fixture
def plan(plan: Plan) -> Plan:
    """A switch that also serves secure websockets on every address, as `--public-name` has it."""
    place = plan.home / "tls"
    shown = remote.local(place, "centre.example", OUTSIDE, datetime.now(UTC))
    return replace(plan, tls=Tls("0.0.0.0", switch_kit.free_port(), shown.certificate, shown.key))


@pytest.fixture
async def switch(plan: Plan) -> AsyncIterator[Switch]:
    """A running switch with one agent's browser."""
    async with switch_kit.running(plan) as started:
        endpoints.write_endpoints(plan.etc, [AGENT])
        await started.reload()
        yield started


def trust(plan: Plan) -> ssl.SSLContext:
    """A browser on which our authority was installed."""
    return ssl.create_default_context(cafile=str(plan.home / "tls/authority.crt"))


async def test_a_browser_registers_is_rung_and_is_gone_when_its_tab_closes(switch: Switch) -> None:
    browser = await WebPhone.open_web(f"ws://127.0.0.1:{switch.plan.ari_port}/ws", AGENT.name)
    assert (await browser.register("wrong")).status == 401
    assert (await browser.register(AGENT.password)).status == 200
    words = f"/channels?endpoint=PJSIP/{AGENT.name}&app=permanence&formats=opus"
    status, body = await asyncio.to_thread(switch.probe.ask, "POST", words)
    assert status == 200, body
    offer = await asyncio.wait_for(browser.rung.get(), 5)
    assert "UDP/TLS/RTP/SAVPF" in offer
    assert re.search(r"a=rtpmap:\d+ opus/48000", offer)
    await browser.leave()

    async def gone() -> bool:
        return AGENT.name + "/" not in await switch.cli("pjsip show contacts")

    assert await switch_kit.until(gone)


@pytest.mark.skipif(
    not OUTSIDE, reason="this machine has no address but loopback, and browsers get no other candidate"
)
async def test_the_offer_holds_an_address_browsers_can_use(switch: Switch) -> None:
    browser = await WebPhone.open_web(f"ws://127.0.0.1:{switch.plan.ari_port}/ws", AGENT.name)
    await browser.register(AGENT.password)
    await asyncio.to_thread(switch.probe.ask, "POST", f"/channels?endpoint=PJSIP/{AGENT.name}&app=permanence")
    offer = await asyncio.wait_for(browser.rung.get(), 5)
    candidates = re.findall(r"^a=candidate:\S+ 1 udp \d+ (\S+) ", offer, re.M | re.I)
    assert set(candidates) & set(OUTSIDE)
    await browser.leave()


async def test_a_browser_that_trusts_our_authority_registers_over_tls(switch: Switch) -> None:
    assert switch.plan.tls is not None
    url = f"wss://127.0.0.1:{switch.plan.tls.port}/ws"
    browser = await WebPhone.open_web(url, AGENT.name, trust(switch.plan))
    assert (await browser.register(AGENT.password)).status == 200
    await browser.leave()
    with pytest.raises(ssl.SSLCertVerificationError):
        await WebPhone.open_web(url, AGENT.name, ssl.create_default_context())


@pytest.mark.skipif(not OUTSIDE, reason="this machine has no address but loopback")
async def test_ari_answers_this_machine_alone(switch: Switch) -> None:
    assert switch.plan.tls is not None

    def ping(host: str) -> int:
        connection = http.client.HTTPSConnection(
            host, switch.plan.tls.port, timeout=5, context=trust(switch.plan)
        )  # type: ignore[union-attr]
        try:
            connection.request(
                "GET", f"/ari/asterisk/ping?api_key={switch.plan.ari_user}:{switch.plan.ari_password}"
            )
            return connection.getresponse().status
        finally:
            connection.close()

    assert await asyncio.to_thread(ping, "127.0.0.1") == 200
    assert await asyncio.to_thread(ping, OUTSIDE[0]) == 403


def test_the_password_of_ari_is_kept_from_others(plan: Plan) -> None:
    from permanence.adapters.asterisk import configuration

    configuration.write(plan, configuration.render(plan))
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in plan.etc.iterdir()}
    assert set(modes.values()) == {"0o600"}
    assert oct(Path(plan.etc).stat().st_mode & 0o777) == "0o700"
