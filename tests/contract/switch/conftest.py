"""The same suite in memory and on the real switch; the two real ones are started once for each test process."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator

import pytest

from permanence.adapters.asterisk import endpoints
from permanence.adapters.asterisk.configuration import Plan
from permanence.adapters.asterisk.endpoints import EndpointEntry, TrunkEntry
from permanence.adapters.asterisk.process import Switch
from permanence.adapters.asterisk.switch_port import AsteriskSwitch
from permanence.app import switch as wiring
from tests import switch_kit
from tests.contract.switch.far_end import FarEnd
from tests.contract.switch.worlds import FakeWorld, RealWorld, World


def _quiet(_line: str) -> None:
    pass


@pytest.fixture(scope="session")
def pair() -> Iterator[tuple[Plan, Plan]]:
    """A switch and everybody else, running: phones ph1 and ph2 are registered, nobody is at `nobody`."""
    switch_kit.sweep()
    home = switch_kit.home()
    settings = switch_kit.settings(home)
    tools = wiring.fetch(_quiet)
    near, far = wiring.plan(settings, tools), wiring.far_plan(settings, tools)
    phones = [EndpointEntry(name, f"password-{name}", "phone") for name in ("ph1", "ph2")]
    for plan in (near, far):
        plan.etc.mkdir(parents=True)
    endpoints.write_endpoints(near.etc, [*phones, EndpointEntry("nobody", "password-nobody", "phone")])
    endpoints.write_trunks(
        near.etc, [TrunkEntry("carrier", f"sip:127.0.0.1:{far.sip_port}", match=("127.0.0.1",))]
    )
    endpoints.write_far(far.etc, near.sip_port, phones)
    switches = [Switch(near, _quiet), Switch(far, _quiet)]

    async def start() -> None:
        await asyncio.gather(*(switch.start_or_adopt() for switch in switches))

    async def stop() -> None:
        await asyncio.gather(*(switch.stop() for switch in switches))

    try:
        asyncio.run(start())
        yield near, far
    finally:
        asyncio.run(stop())
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
async def real(pair: tuple[Plan, Plan]) -> AsyncIterator[RealWorld]:
    """The real switch with our port on it."""
    near, far = pair
    world = RealWorld(
        AsteriskSwitch(near.ari_url, near.ari_user, near.ari_password),
        FarEnd(far.ari_url, far.ari_user, far.ari_password),
        near.sip_port,
    )
    await world.start()
    try:
        await world.until(lambda seen: all(seen.endpoints.get(f"PJSIP/{n}") for n in ("ph1", "ph2")), 30)
        yield world
    finally:
        await world.stop()


@pytest.fixture(params=["memory", pytest.param("asterisk", marks=pytest.mark.xdist_group("switch"))])
def world(request: pytest.FixtureRequest) -> World:
    """The world in which this story is told."""
    if request.param == "memory":
        return FakeWorld()
    made: World = request.getfixturevalue("real")
    return made
