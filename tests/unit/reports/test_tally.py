"""Counting: every caller stands in every table once."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import QueueId
from permanence.reports.model import COUNTED, Cause, CauseLine, Cell, Judged, QueueName, Verdict
from permanence.reports.tally import EXPORT_HEAD, WORST, Count, bounds, days_between
from tests.unit.reports.report_kit import SALES, T0, call

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 11, 23)
GONE = QueueId("que_gone")
NAMES = [QueueName(SALES, "Ventes", 180)]


def late(waited_s: float, queue: QueueId | None = SALES) -> Judged:
    return Judged(Verdict.LATE, queue, waited_s, 180, Cause.ALL_BUSY, {Cause.ALL_BUSY: waited_s - 5, Cause.RINGING: 5})


def test_a_report_tells_by_queue_hour_day_and_cause() -> None:
    count = Count(PARIS, NAMES)
    count.add(call(number=1), Judged(Verdict.KEPT, SALES, 20))
    count.add(call(number=2, at=T0 + timedelta(hours=1)), late(200))
    count.add(call(number=3), Judged(Verdict.GAVE_UP, GONE, 50))
    count.add(call(number=4), Judged(Verdict.CLOSED))
    told = count.report(MONDAY, MONDAY + timedelta(days=1))
    assert (told.total.callers, told.total.kept, told.total.late, told.total.gave_up, told.total.share) == (2, 1, 1, 1, 0.5)
    assert (told.total.mean_s, told.total.p95_s, told.total.longest_s) == (110, 200, 200)
    assert [(line.queue, line.name, line.callers) for line in told.queues] == [(GONE, None, 0), (SALES, "Ventes", 2)]
    assert [(line.day.day, line.callers, line.share) for line in told.days] == [(23, 2, 0.5), (24, 0, None)]
    assert [(line.hour, line.callers) for line in told.hours if line.callers] == [(9, 1), (10, 1)]
    assert told.cells == [Cell(MONDAY, 9, 1, 1), Cell(MONDAY, 10, 1, 0)]
    assert told.causes == [CauseLine(Cause.ALL_BUSY, 1, 195), CauseLine(Cause.RINGING, 0, 5)]
    assert [(wait.call, wait.name, wait.waited_s) for wait in told.worst] == [("int_0002", "Ventes", 200)]
    assert (told.closed, told.menu, told.open) == (1, 0, 0)


def test_one_queue_is_told_alone() -> None:
    count = Count(PARIS, NAMES, SALES)
    count.add(call(), late(200, GONE))
    count.add(call(), Judged(Verdict.CLOSED))
    count.add(call(), Judged(Verdict.KEPT, SALES, 3))
    told = count.report(MONDAY, MONDAY)
    assert (told.total.callers, told.closed, [line.queue for line in told.queues]) == (1, 0, [SALES])


def test_the_worst_are_the_longest_and_no_more_than_a_page() -> None:
    count = Count(PARIS, NAMES)
    for number in range(WORST + 5):
        count.add(call(number=number), late(200 + number))
    waits = [wait.waited_s for wait in count.report(MONDAY, MONDAY).worst]
    assert waits == [200 + number for number in range(WORST + 4, 4, -1)]


VERDICTS = st.sampled_from(Verdict)
CALLERS = st.lists(st.tuples(VERDICTS, st.sampled_from([SALES, GONE, None]), st.integers(0, 47), st.floats(1, 900)), max_size=30)


@given(callers=CALLERS)
def test_every_table_has_the_same_callers(callers: list[tuple[Verdict, QueueId | None, int, float]]) -> None:
    count = Count(PARIS, NAMES)
    for number, (verdict, queue, hour, waited) in enumerate(callers):
        broken = verdict in (Verdict.LATE, Verdict.LOST)
        cause, seconds = (Cause.ALL_BUSY, {Cause.ALL_BUSY: waited}) if broken else (None, {})
        count.add(call(number=number, at=T0 + timedelta(hours=hour)), Judged(verdict, queue, waited, 180, cause, seconds))
    told = count.report(MONDAY, MONDAY + timedelta(days=2))
    counted = sum(verdict in COUNTED for verdict, *_ in callers)
    assert told.total.callers == told.total.kept + told.total.late + told.total.lost == counted
    for lines in (told.queues, told.days, told.hours, told.cells):
        assert sum(line.callers for line in lines) == counted
    assert sum(line.callers for line in told.causes) == told.total.late + told.total.lost
    rows = [dict(zip(EXPORT_HEAD, row, strict=True)) for row in count.export()]
    assert sum(int(row["kept"]) + int(row["late"]) + int(row["lost"]) for row in rows) == counted
    assert sum(int(row["all_busy"]) for row in rows) == told.total.late + told.total.lost


def test_a_day_is_as_long_as_its_zone_says() -> None:
    begins, ends = bounds(date(2026, 10, 25), date(2026, 10, 25), PARIS)  # the clocks go back
    assert ends.timestamp() - begins.timestamp() == 25 * 3600
    assert days_between(MONDAY, MONDAY) == [MONDAY]
