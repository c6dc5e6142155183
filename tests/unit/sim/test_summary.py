"""What days come to, and the picture of them."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from permanence.sim.picture import draw
from permanence.sim.scenario import Scenario, read
from permanence.sim.shop import DayReport, Seen
from permanence.sim.summary import Mean, differences, figures_of, mean_of

SCENARIO: Scenario = read("""
[[queue]]
name = "sales"
per_hour = [10]
handling_s = 60
target_s = 60
[[queue]]
name = "help"
per_hour = [10]
handling_s = 60
[[team]]
agents = 1
skills = { sales = 1 }
""")


def day(*waits: float, busy_s: float = 30.0) -> DayReport:
    seen = [Seen("sales", float(at), wait, wait < 100) for at, wait in enumerate(waits)]
    return DayReport(1, seen, busy_s, 60.0, [(0.0, 1), (10.0, 3)])


def test_the_figures_of_a_day() -> None:
    found = figures_of(day(0, 10, 70, 150), SCENARIO)
    sales = found.queues["sales"]
    assert (sales.calls, sales.answered, sales.gave_up) == (4, 0.75, 0.25)
    assert (sales.late, sales.within_20_s) == (0.5, 0.5)
    assert (sales.mean_wait_s, sales.wait_90_s, sales.longest_wait_s) == (57.5, 150, 150)
    assert found.whole == sales
    assert found.queues["help"].calls == 0
    assert found.occupancy == 0.5


def test_a_mean_tells_its_error_and_one_day_has_none() -> None:
    assert mean_of([4.0]) == Mean(4.0, math.inf)
    found = mean_of([1.0, 2.0, 3.0])
    assert found.mean == 2
    assert found.half_width == pytest.approx(4.303 / math.sqrt(3))
    assert mean_of([5.0] * 40).half_width == 0


def test_two_policies_differ_by_what_they_do_on_the_same_days() -> None:
    first = [figures_of(day(0, 10 * n), SCENARIO) for n in (1, 2, 3)]
    second = [figures_of(day(0, 10 * n + 4, busy_s=36.0), SCENARIO) for n in (1, 2, 3)]
    found = differences(first, second)
    assert found["mean_wait_s"] == Mean(2, 0)
    assert found["occupancy"].mean == pytest.approx(0.1)


def test_the_picture_is_drawn_and_waits_beyond_the_promise_are_red() -> None:
    root = ElementTree.fromstring(draw("A <day>", [day(0, 10, 70, 400)], 60))
    colours = [bar.get("fill") for bar in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert colours.count("#b3261e") == 21
    assert "A <day>" in [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]


def test_a_day_on_which_nobody_calls_is_drawn_too() -> None:
    assert "</svg>" in draw("empty", [DayReport(1)], 60)
