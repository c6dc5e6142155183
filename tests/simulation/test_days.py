"""Seeded days on the production floor, with crashes; the floor keeps its promises after every step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from permanence.sim.day import Day

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ONCE_BROKEN = (4, 13, 22, 34, 86, 19, 59, 67, 351)  # seeds that showed a fault when they were first played


@pytest.mark.parametrize("seed", [*ONCE_BROKEN, *range(1000, 1010)])
def test_a_seeded_day(seed: int) -> None:
    report = Day(seed, START).play(300)
    assert report.deeds == 300
    assert report.outcomes


def test_a_seed_is_a_day() -> None:
    first, second = Day(7, START), Day(7, START)
    first.play(120)
    second.play(120)
    assert first.stage.commands == second.stage.commands
    assert [(line.call, line.seq, line.at, line.fact) for line in first.stage.journal] == [
        (line.call, line.seq, line.at, line.fact) for line in second.stage.journal
    ]


def test_every_call_is_told_from_its_first_step_to_its_last_without_a_hole() -> None:
    day = Day(11, START)
    day.play(300)
    by_call: dict[str, list[int]] = {}
    for line in day.stage.journal:
        by_call.setdefault(line.call, []).append(line.seq)
    assert len(by_call) > 3
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_call.values())
