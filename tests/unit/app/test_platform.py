"""What runs beside the platform may fail: the platform goes on, and is ended as ever."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from permanence.app.platform import Platform
from permanence.app.processes import Child
from permanence.app.settings import Settings


class Idle(Platform):
    """A platform with one process that does nothing, on no switch and no database."""

    def __init__(self, home: Path) -> None:
        super().__init__(Settings(home), lambda _: None)
        self.children = [Child("idle", ("--help",), home / "idle.log")]
        self.left = 0

    async def start(self) -> None:
        pass

    def _watchers(self, group: asyncio.TaskGroup) -> list[asyncio.Task[None]]:
        return []

    async def leave(self) -> None:
        assert all(child.process is None or child.process.returncode is not None for child in self.children)
        self.left += 1


async def test_a_demonstration_that_fails_takes_nothing_down(tmp_path: Path) -> None:
    platform, failed = Idle(tmp_path), asyncio.Event()

    async def demonstrate(_: Platform) -> None:
        failed.set()
        raise RuntimeError

    running = asyncio.ensure_future(platform.run(demonstrate))
    await failed.wait()
    await asyncio.sleep(0.05)
    assert not running.done()
    platform._stop.set()
    await running
    assert platform.left == 1


async def test_a_platform_that_fails_ends_its_processes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    platform = Idle(tmp_path)

    def broken(group: asyncio.TaskGroup) -> list[asyncio.Task[None]]:
        raise RuntimeError

    monkeypatch.setattr(platform, "_watchers", broken)
    with pytest.raises(ExceptionGroup):
        await platform.run()
    assert platform.left == 1
