"""When a break is proposed: told as moments of a shift with two breaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import AgentId
from permanence.planning.duty_breaks import LATEST, NextBreak, When, next_break
from permanence.planning.model import Break, Shift

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


def at(clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return MIDNIGHT + timedelta(hours=int(hours), minutes=int(minutes))


COFFEE, LUNCH = Break(at("10:30"), at("10:45")), Break(at("12:30"), at("13:30"))
SHIFT = Shift(AgentId("agt_ann"), at("09:00"), at("17:00"), (COFFEE, LUNCH))


@pytest.mark.parametrize(
    ("now", "waiting", "on_call", "which", "when"),
    [
        ("09:10", 0, False, COFFEE, When.LATER), ("10:25", 0, False, COFFEE, When.NOW), ("10:25", 2, False, COFFEE, When.CALLERS_WAIT),
        ("10:40", 0, True, COFFEE, When.AFTER_CALL), ("10:50", 2, False, COFFEE, When.NOW), ("11:05", 0, False, LUNCH, When.LATER),
        ("12:50", 9, True, LUNCH, When.AFTER_CALL), ("12:50", 9, False, LUNCH, When.NOW),
    ],
)  # fmt: skip
def test_what_is_said(now: str, waiting: int, on_call: bool, which: Break, when: When) -> None:
    assert next_break(SHIFT, at(now), waiting, on_call) == NextBreak(which.starts, which.ends, when)


def test_a_break_that_was_taken_is_not_proposed_again() -> None:
    assert next_break(SHIFT, at("10:40"), 0, False, [(at("10:28"), at("10:36"))]) == NextBreak(LUNCH.starts, LUNCH.ends, When.LATER)
    taken_short = [(at("10:30"), at("10:35"))]
    assert next_break(SHIFT, at("10:40"), 0, False, taken_short) == NextBreak(COFFEE.starts, COFFEE.ends, When.NOW)


def test_after_the_last_there_is_none() -> None:
    assert next_break(SHIFT, at("14:00"), 0, False) is None


@given(st.integers(0, 600), st.integers(0, 5), st.booleans())
def test_never_on_a_call_and_never_later_than_it_may_be(minute: int, waiting: int, on_call: bool) -> None:
    now = at("08:00") + timedelta(minutes=minute)
    found = next_break(SHIFT, now, waiting, on_call)
    if found is None:
        return
    assert not (on_call and found.when is When.NOW)
    if not on_call and now >= found.starts + LATEST:
        assert found.when is When.NOW
