"""Our port on the real switch when that one dies and comes back."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from permanence.adapters.asterisk.ari import Ari, Pair, Request, SwitchAway
from permanence.adapters.asterisk.configuration import Plan
from permanence.adapters.asterisk.process import Switch
from permanence.adapters.asterisk.switch_port import AsteriskSwitch
from tests import switch_kit


async def _until(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not check():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def _switched() -> AsyncIterator[tuple[Plan, Switch, AsteriskSwitch, list[bool]]]:
    """A switch of its own that runs, and our port with its link up; `links` is what the port told of the link."""
    switch_kit.sweep()
    folder = switch_kit.home()
    plan = switch_kit.plan(folder)
    keeper = Switch(plan, lambda _: None)
    port = AsteriskSwitch(plan.ari_url, plan.ari_user, plan.ari_password)
    links: list[bool] = []
    port.attach(lambda _: None, links.append)
    try:
        await keeper.start_or_adopt()
        port.start()
        await _until(lambda: links == [True])
        yield plan, keeper, port, links
    finally:
        await port.stop()
        await keeper.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.xdist_group("switch")
async def test_a_killed_switch_is_found_again() -> None:
    async with _switched() as (_plan, keeper, port, links):
        assert (await port.survey()).legs == {}
        await port.reload()
        assert keeper.pid is not None
        os.kill(keeper.pid, signal.SIGKILL)
        await _until(lambda: links == [True, False])
        with pytest.raises(SwitchAway):
            await port.survey()
        await _until(lambda: keeper.pid is None)
        await keeper.start_or_adopt()
        await _until(lambda: links == [True, False, True])
        assert (await port.survey()).legs == {}


@pytest.mark.xdist_group("switch")
async def test_many_hundred_legs_are_surveyed_and_the_switch_lives() -> None:
    """Their list is longer than the stack of the thread that would write it to a line."""
    async with _switched() as (plan, _keeper, port, links):
        ari = Ari(plan.ari_url, plan.ari_user, plan.ari_password, "many", lambda _: None, lambda _: None, lines=4)
        ari.start(_nothing)
        await _until(lambda: ari.up)
        made = [Request("POST", "channels/create", (Pair("endpoint", f"Local/{n}@away"), Pair("app", "many"))) for n in range(900)]
        assert {status for status, _ in await ari.ask_all(made)} == {200}
        assert len((await port.survey()).legs) == 1800
        assert len((await port.survey()).legs) == 1800
        assert links == [True]
        await ari.stop()


async def _nothing() -> None:
    """Prepare nothing."""
