"""A real switch for tests: unpacked once, started on free ports in a folder of its own, swept away afterwards."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bench.installation import free_port
from permanence.adapters.asterisk.configuration import Plan
from permanence.adapters.asterisk.process import Switch
from permanence.app import switch as wiring
from permanence.app.settings import Settings


def sweep() -> None:
    """End switches that an earlier test process left when it was killed."""
    for folder in Path(tempfile.gettempdir()).glob("psw-*-*"):
        owner = folder.name.split("-")[1]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            for mark in folder.glob("*/run/switch.json"):
                end_marked(mark)
            shutil.rmtree(folder, ignore_errors=True)


def end_marked(mark: Path) -> None:
    """Kill the very process a mark names."""
    from permanence.adapters.asterisk.process import Mark, read_mark

    found: Mark | None = read_mark(mark)
    if found is not None and found.alive():
        os.kill(found.pid, 9)


def home() -> Path:
    """A short folder of this test process (a Unix socket's path must be short)."""
    return Path(tempfile.mkdtemp(prefix=f"psw-{os.getpid()}-"))


def settings(folder: Path) -> Settings:
    """An installation on free ports."""
    ari, sip, demo_ari, demo_sip, wss = (free_port() for _ in range(5))
    rtp = (free_port(202) + 1) & ~1
    return Settings(
        home=folder, ari_port=ari, sip_port=sip, wss_port=wss, demo_ari_port=demo_ari, demo_sip_port=demo_sip,
        rtp_first=rtp, rtp_last=rtp + 99, demo_rtp_first=rtp + 100, demo_rtp_last=rtp + 199,
    )  # fmt: skip


def plan(folder: Path, **changes: Any) -> Plan:
    """A switch in this folder on free ports."""
    from dataclasses import replace

    return replace(
        wiring.plan(settings(folder), wiring.fetch(lambda _: None)), spool=folder / "spool", **changes
    )


@asynccontextmanager
async def running(plan: Plan) -> AsyncIterator[Switch]:
    """A started switch, ended at the end."""
    switch = Switch(plan, lambda _: None)
    try:
        await switch.start_or_adopt()
        yield switch
    finally:
        await switch.stop()


async def until(check: Any, patience: float = 30.0) -> Any:
    """Wait until the (async) check gives something true; what it gave."""
    last = asyncio.get_running_loop().time() + patience
    while not (found := await check()):
        if asyncio.get_running_loop().time() > last:
            raise TimeoutError(f"not within {patience} s: {check}")
        await asyncio.sleep(0.05)
    return found
