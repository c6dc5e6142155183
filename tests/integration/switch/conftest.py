"""The real switch, one per test that asks for it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from permanence.adapters.asterisk.configuration import Plan
from permanence.adapters.asterisk.process import Switch
from tests import switch_kit


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short folder for one switch."""
    switch_kit.sweep()
    place = switch_kit.home()
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def plan(folder: Path) -> Plan:
    """A switch on free ports, not started."""
    return switch_kit.plan(folder)


@pytest.fixture
async def switch(plan: Plan) -> AsyncIterator[Switch]:
    """A running switch."""
    async with switch_kit.running(plan) as started:
        yield started
