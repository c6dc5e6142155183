"""How soon a process of ours is started again: at once after a kill, later and later where it cannot start."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from permanence.app import processes
from permanence.app.processes import BACK_OFF_S, Child


class Ended:
    """A process that lived for a while and ended with a code."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.returncode = code

    async def wait(self) -> int:
        return self.code


async def pauses(monkeypatch: pytest.MonkeyPatch, lived_s: float, code: int) -> list[float]:
    """Return how long the watcher waited before each of five starts."""
    child, waited, clock = Child("floor", (), Path("nowhere.log")), list[float](), [0.0]

    async def start(self: Child) -> None:
        self.process = Ended(code)  # type: ignore[assignment]
        clock[0] += lived_s

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 5:
            child._ending = True

    seen = iter(range(10_000))
    monkeypatch.setattr(Child, "_start", start)
    monkeypatch.setattr(processes.asyncio, "sleep", sleep)
    monkeypatch.setattr(processes.time, "monotonic", lambda: clock[0] + next(seen) * 1e-6)
    async with asyncio.timeout(5):
        await child.keep(lambda _: None)
    return waited


@pytest.mark.parametrize(
    ("lived_s", "code", "expected"),
    [
        (3.0, -9, [BACK_OFF_S[0]] * 5),  # killed, again and again: callers wait
        (60.0, 1, [BACK_OFF_S[0]] * 5),
        (0.5, 1, list(BACK_OFF_S[1:6])),  # it cannot start
        (0.5, -11, list(BACK_OFF_S[1:6])),  # it crashes while it starts
    ],
    ids=["killed", "long lived", "cannot start", "crashes at its start"],
)
async def test_it_is_waited_for_only_where_it_cannot_start(
    monkeypatch: pytest.MonkeyPatch, lived_s: float, code: int, expected: list[float]
) -> None:
    assert await pauses(monkeypatch, lived_s, code) == expected
