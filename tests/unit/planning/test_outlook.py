"""The forecast of a firm: which queues are told, from which past, under which calendar."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from permanence.kernel.ids import QueueId
from permanence.planning.outlook import Calendar, Past, outlook
from permanence.planning.wallclock import starts_of
from tests.unit.planning.planning_kit import FIRST, PARIS

ONE, TWO = QueueId("que_1"), QueueId("que_2")
CALENDAR = Calendar(PARIS, "FR", None, "fr", {})


def past(days: int, calls: float = 1.0, first: date = FIRST) -> tuple[list[int], list[float], list[float], list[float]]:
    at = [int(start.timestamp()) for n in range(days) for start in starts_of(first + timedelta(days=n), PARIS)]
    return at, [calls] * len(at), [calls] * len(at), [100 * calls] * len(at)


def test_each_queue_is_told_from_its_own_past() -> None:
    both: Past = {TWO: past(35, 3.0), ONE: past(35)}
    told = outlook(both, CALENDAR, date(2026, 1, 5), 2, date(2026, 1, 5))
    assert list(told) == [ONE, TWO]
    assert told[ONE].mean == pytest.approx(np.full(192, 1.0), rel=0.05)
    assert told[TWO].mean == pytest.approx(np.full(192, 3.0), rel=0.05)


def test_a_queue_without_a_past_then_is_not_told() -> None:
    assert outlook({ONE: past(10)}, CALENDAR, FIRST, 1, FIRST) == {}
    assert outlook({ONE: past(10)}, CALENDAR, date(2027, 1, 1), 1, FIRST) == {}


def test_nothing_is_told_from_what_came_later() -> None:
    at, calls, handled, handled_s = past(60)
    later = [3 * call if n >= 40 * 96 else call for n, call in enumerate(calls)]
    day = FIRST + timedelta(days=40)
    told, known = (outlook({ONE: (at, each, handled, handled_s)}, CALENDAR, day, 1, day)[ONE].mean for each in (calls, later))
    assert told.tolist() == known.tolist()


def test_holidays_are_those_between_two_days() -> None:
    assert list(CALENDAR.holidays(date(2025, 12, 25), date(2026, 1, 1))) == [date(2025, 12, 25)]
    assert list(CALENDAR.holidays(date(2025, 12, 26), date(2026, 1, 2))) == [date(2026, 1, 1)]
