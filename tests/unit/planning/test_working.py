"""What a shift made by hand may break: a case for each code, and one that breaks nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from permanence.kernel.ids import AgentId
from permanence.planning.model import Break, Shift
from permanence.planning.working import Worker, WorkRules, hours_of, violations
from tests.unit.planning.roster_kit import MONDAY, PARIS, A

ME = AgentId("agt_me")
RULES = WorkRules()
WORKER = Worker(ME, (A,), 35)


def shift(day: int, begins: float, hours: float, *breaks: tuple[float, int], agent: AgentId = ME) -> Shift:
    """A shift of Monday's week; breaks are hours after its beginning, and minutes. Without any, those that are right."""
    starts = MONDAY + timedelta(days=day, hours=begins)
    if not breaks:
        breaks = tuple((2 * n - 0.1, 20 if n == 2 else 10) for n in range(1, 6) if 2 * n - 0.1 < hours - 0.5)
    rests = tuple(Break(starts + timedelta(hours=at), starts + timedelta(hours=at, minutes=minutes)) for at, minutes in breaks)
    return Shift(agent, starts, starts + timedelta(hours=hours), rests)


def test_a_lawful_week_breaks_nothing() -> None:
    assert violations([shift(day, 9, 7) for day in range(5)], WORKER, RULES, PARIS) == ()


@pytest.mark.parametrize(("code", "shifts"), [
    ("not_own", [shift(0, 9, 7, agent=AgentId("agt_else"))]),
    ("shift_empty", [shift(0, 9, 0, (0, 0))]),
    ("odd_start", [shift(0, 9.25, 7)]),
    ("shift_too_short", [shift(0, 9, 3)]),
    ("day_too_long", [shift(0, 8, 10.5)]),
    ("overlap", [shift(0, 9, 5), shift(0, 13, 5)]),
    ("rest_too_short", [shift(0, 14, 8), shift(1, 8, 5)]),
    ("contract_exceeded", [shift(day, 9, 8) for day in range(5)]),
    ("too_many_days", [shift(day, 9, 5) for day in range(7)]),
    ("weekly_rest_missing", [shift(day, (4, 6, 8, 10, 12, 14, 0)[day], 4) for day in range(7)]),
    ("break_outside", [shift(0, 9, 5, (4.9, 10))]),
    ("break_missing", [shift(0, 9, 5, (2.5, 10))]),
    ("long_break_missing", [shift(0, 9, 7, (1.75, 10), (3.5, 10), (5.5, 10))]),
])  # fmt: skip
def test_each_breach_has_its_code(code: str, shifts: list[Shift]) -> None:
    assert code in violations(shifts, WORKER, RULES, PARIS)


def test_a_week_of_fifty_hours_is_too_long_whatever_the_contract() -> None:
    assert violations([shift(day, 8, 10) for day in range(5)], Worker(ME, (A,), 60), RULES, PARIS) == ("week_too_long",)


def test_times_off_are_kept() -> None:
    window = (MONDAY + timedelta(hours=8), MONDAY + timedelta(hours=13))
    bound = Worker(ME, (A,), 35, (window,), (MONDAY.date() + timedelta(days=1),))
    assert violations([shift(0, 8, 5)], bound, RULES, PARIS) == ()
    assert violations([shift(0, 9, 5)], bound, RULES, PARIS) == ("not_available",)
    assert violations([shift(0, 22, 4)], Worker(ME, (A,), 35, None, bound.absent), RULES, PARIS) == ("absent",)


def test_what_is_there_already_counts_and_is_not_judged() -> None:
    worker = Worker(ME, (A,), 35, already=(shift(0, 12, 11.5), shift(1, 6, 3), shift(1, 20, 8)))
    assert violations((), worker, RULES, PARIS) == ()
    assert violations([shift(3, 9, 4)], worker, RULES, PARIS) == ()
    assert violations([shift(1, 12, 4)], worker, RULES, PARIS) == ("day_too_long",)
    assert violations([shift(2, 9, 4)], worker, RULES, PARIS) == ("rest_too_short",)


def test_a_change_of_the_clock_takes_an_hour_of_rest() -> None:
    evening = datetime(2026, 3, 28, 17, tzinfo=PARIS)  # in this night the clock leaps from 2 to 3
    late = Shift(ME, evening, evening + timedelta(hours=4), (Break(evening + timedelta(hours=2), evening + timedelta(hours=2, minutes=10)),))
    early = Shift(ME, evening + timedelta(hours=15), evening + timedelta(hours=19), (Break(evening + timedelta(hours=17), evening + timedelta(hours=17.25)),))
    assert early.starts - late.ends == timedelta(hours=11)  # on the wall, but not in bed
    assert violations([late, early], WORKER, RULES, PARIS) == ("rest_too_short",)
    night = Shift(ME, datetime(2026, 3, 28, 22, tzinfo=PARIS), datetime(2026, 3, 29, 6, tzinfo=PARIS))
    assert hours_of(night) == 7
