"""The formulas, against published figures and against each other."""

from __future__ import annotations

import math

import pytest

from permanence.planning.erlang import Overload, erlang_a, erlang_c


def test_erlang_c_of_eight_agents_and_five_erlang() -> None:
    line = erlang_c(5 / 180, 180, 8)
    assert line.waits == pytest.approx(0.1673, abs=5e-5)
    assert line.wait_s == pytest.approx(10.04, abs=0.005)
    assert line.quick == pytest.approx(0.8801, abs=5e-5)
    assert line.quick == pytest.approx(1 - line.waits * math.exp(-(8 - 5) / 180 * 20), abs=1e-6)
    assert (line.gives_up, line.occupancy) == (0, pytest.approx(5 / 8))


def test_one_agent_is_the_simplest_line() -> None:
    line = erlang_c(0.5 / 60, 60, 1)
    assert line.waits == pytest.approx(0.5)
    assert line.wait_s == pytest.approx(60)


def test_too_much_work_has_no_end_unless_callers_give_up() -> None:
    with pytest.raises(Overload):
        erlang_c(10 / 100, 100, 10)
    line = erlang_a(20 / 100, 100, 10, patience_s=60)
    assert line.gives_up == pytest.approx(0.5, abs=0.01)  # twice the work: half of it is lost
    assert line.occupancy == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(("load", "agents", "lost"), [(8, 12, 0.0189), (40, 45, 0.0227), (120, 128, 0.0142)])
def test_erlang_a_gives_the_measured_part_that_gives_up(load: float, agents: int, lost: float) -> None:
    """The part that gives up, as computed and simulated for these three sizes with a patience of 180 s."""
    handling_s = {8: 300, 40: 300, 120: 300}[int(load)]
    line = erlang_a(load / handling_s, handling_s, agents, 180)
    assert line.gives_up == pytest.approx(lost, abs=0.012)


def test_endless_patience_is_erlang_c() -> None:
    endless, never = erlang_a(40 / 200, 200, 45, 1e9), erlang_c(40 / 200, 200, 45)
    for name in ("waits", "wait_s", "quick", "occupancy"):
        assert getattr(endless, name) == pytest.approx(getattr(never, name), rel=1e-4)


def test_what_comes_is_served_or_gives_up() -> None:
    line = erlang_a(40 / 200, 200, 42, 120)
    assert line.occupancy * 42 == pytest.approx(40 * (1 - line.gives_up))
    assert line.quick <= 1 - line.gives_up
