"""The search for people of several queues, on days that are a formula: what is asked of them, and what is found."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.planning.requirement import Aim, Interval, needed
from permanence.planning.search import Crew, Sizes, allowed, search, start

AIM = Aim(risk=0.2)
DAYS = range(40)
ONE, BOTH = Crew(("a",), 8), Crew(("a", "b"), 8, 3)


def formula(loads: tuple[float, ...], crews: tuple[Crew, ...]) -> tuple[list[Sizes], object]:
    """Return a day whose promise breaks where any set of queues has fewer people than it needs."""
    asked: list[Sizes] = []

    def play(sizes: Sizes, day: int) -> float:
        asked.append(sizes)
        busy = [load * Random(f"{day}/{n}").gammavariate(25, 1 / 25) for n, load in enumerate(loads)]
        names = "abc"[: len(loads)]
        worst = -math.inf
        for mask in range(1, 1 << len(loads)):
            chosen = {names[n] for n in range(len(loads)) if mask >> n & 1}
            there = sum(s * c.covers for s, c in zip(sizes, crews, strict=True) if chosen & set(c.queues))
            worst = max(worst, sum(busy[n] for n in range(len(loads)) if names[n] in chosen) - there)
        return 1 / (1 + math.exp(-worst)) * 0.1

    return asked, play


def test_so_few_days_may_break_the_promise_that_chance_is_no_excuse() -> None:
    assert allowed(40, 0.2) < 8 < allowed(400, 0.2) < 80
    assert allowed(3, 0.2) == 0
    for days, risk in ((24, 0.2), (60, 0.1)):
        below = sum(math.comb(days, k) * risk**k * (1 - risk) ** (days - k) for k in range(allowed(days, risk) + 1))
        assert below <= 0.3


def test_one_queue_is_begun_with_its_formula() -> None:
    stream = Interval(60, 240, 0.15)
    assert start({"a": stream}, [ONE], AIM, 3600) == (needed(stream, AIM, 3600),)


def test_those_of_several_queues_save_some() -> None:
    streams = {"a": Interval(60, 240, 0.15), "b": Interval(60, 240, 0.15)}
    alone = start(streams, [ONE, Crew(("b",), 8)], AIM, 3600)
    shared = start(streams, [ONE, Crew(("b",), 8), Crew(("a", "b"), 8)], AIM, 3600)
    assert sum(shared) < sum(alone) and shared[2] > 0
    assert start({"a": Interval(0, 240), "b": Interval(0, 240)}, [ONE, BOTH], AIM, 3600) == (0, 0)


@given(st.floats(2, 12), st.floats(2, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_what_is_found_keeps_the_promise_and_nobody_is_left_over(a: float, b: float, x: int, y: int, z: int) -> None:
    crews = (ONE, Crew(("b",), 8), BOTH)
    _, play = formula((a, b), crews)
    found = search((x, y, z), crews, play, DAYS, AIM)
    assert found.kept and found.broken <= allowed(40, 0.2)
    assert found.hours == 8 * sum(found.sizes)
    for place, size in enumerate(found.sizes):
        if size:
            fewer = tuple(s - (n == place) for n, s in enumerate(found.sizes))
            assert sum(play(fewer, day) > AIM.late for day in DAYS) > allowed(40, 0.2)


def test_short_presences_are_taken_where_they_do() -> None:
    crews = (Crew(("a",), 8), Crew(("a",), 4, 20, 1.0))
    _, play = formula((6,), crews)
    assert search((8, 0), crews, play, DAYS, AIM).sizes[0] == 0


def test_a_promise_that_cannot_be_kept_is_told() -> None:
    crews = (Crew(("a",), 8, 2),)
    asked, play = formula((30,), crews)
    found = search((0,), crews, play, DAYS, AIM)
    assert (found.kept, found.sizes, found.broken) == (False, (2,), 40)
    assert len(asked) == found.plays


def test_bad_choices_are_known_after_a_few_days() -> None:
    asked, play = formula((10,), (ONE,))
    found = search((10,), (ONE,), play, DAYS, AIM)
    assert found.kept
    below = [sizes for sizes in asked if sizes[0] == found.sizes[0] - 1]
    assert len(below) <= 20 and found.plays == len(asked) == pytest.approx(80, abs=60)


def test_choices_are_compared_by_the_same_days() -> None:
    """One day asks for more of the first queue than any other: who is added must be of use on that day."""
    asked: list[Sizes] = []

    def play(sizes: Sizes, day: int) -> float:
        asked.append(sizes)
        needs = (6 if day == 5 else 3, 2)
        return 0.04 * sum(max(0, need - size) for need, size in zip(needs, sizes, strict=True)) + (0.01 if day in (1, 2) else 0.0)

    found = search((2, 2), [ONE, Crew(("b",), 8)], play, range(12), Aim(risk=0.1))
    assert (found.kept, found.sizes) == (True, (5, 2))
    assert max(b for _, b in asked) <= 4
