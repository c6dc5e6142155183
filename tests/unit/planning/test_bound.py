"""What binds a planner: absences, days of one's own, the work before and after; what is about to be replaced does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from permanence.kernel.ids import AbsenceId, AgentId
from permanence.planning.bound import AROUND, FREE, Bound, bounds, in_force
from permanence.planning.duty import Absence, AbsenceKind, Duties, Hours, OwnDay, Pattern, Turn, local_days
from permanence.planning.model import Shift

PARIS = ZoneInfo("Europe/Paris")
ANN, BOB = AgentId("agt_ann"), AgentId("agt_bob")
MONDAY = date(2026, 11, 30)
SINCE, UNTIL = local_days(MONDAY, 7, PARIS)
OFFICE = Turn("09:00", "17:00", (Hours("12:00", "13:00"),))


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, 30, hour, tzinfo=PARIS) + timedelta(days=day)


def absent(agent: AgentId, kind: AbsenceKind, day: int, hours: tuple[int, int]) -> Absence:
    return Absence(id=AbsenceId(f"abs_{day}"), agent_id=agent, kind=kind, starts=at(day, hours[0]), ends=at(day, hours[1]))


def test_who_is_never_absent_and_works_nowhere_else_is_not_bound() -> None:
    assert bounds(Duties(), SINCE, UNTIL).get(ANN, FREE) == Bound(None, ())


def test_absences_are_what_is_left_out_of_the_time_around() -> None:
    away = [absent(ANN, AbsenceKind.LEAVE, 2, (0, 12)), absent(ANN, AbsenceKind.MEETING, 2, (10, 14)), absent(ANN, AbsenceKind.SICKNESS, 1, (8, 20))]
    bound = bounds(Duties(absences=away), SINCE, UNTIL)[ANN]
    assert bound.available == (
        (SINCE - AROUND, at(1, 8)),
        (at(1, 20), at(2, 0)),
        (at(2, 14), UNTIL + AROUND),
    )


def test_an_absence_without_an_end_in_sight_leaves_nothing_after_it() -> None:
    leave = Absence(id=AbsenceId("abs_1"), agent_id=ANN, kind=AbsenceKind.LEAVE, starts=at(-20, 0), ends=at(60, 0))
    assert bounds(Duties(absences=[leave]), SINCE, UNTIL)[ANN].available == ()


def test_what_was_swapped_is_planned_anew() -> None:
    assert ANN not in bounds(Duties(absences=[absent(ANN, AbsenceKind.SWAPPED, 2, (9, 17))]), SINCE, UNTIL)


def test_a_day_of_ones_own_is_worked_as_it_says_alone() -> None:
    off = OwnDay(agent_id=ANN, day=MONDAY, time_zone="Europe/Paris")
    short = OwnDay(agent_id=BOB, day=MONDAY, time_zone="Europe/Paris", turns=(Turn("10:00", "14:00"),))
    found = bounds(Duties(days=[off, short]), SINCE, UNTIL)
    assert found[ANN].available == ((SINCE - AROUND, at(0, 0)), (at(1, 0), UNTIL + AROUND))
    assert found[BOB].available == ((SINCE - AROUND, at(0, 0)), (at(0, 10), at(0, 14)), (at(1, 0), UNTIL + AROUND))


def test_work_before_and_after_counts_and_work_within_is_about_to_be_replaced() -> None:
    single = Shift(BOB, at(3, 9), at(3, 17), ())
    pattern = Pattern(id="pat_1", agent_id=ANN, weekdays=[0, 6], turn=OFFICE, time_zone="Europe/Paris", first=date(2026, 1, 5))
    duties = Duties(patterns=[pattern], singles=[single])
    found = bounds(duties, SINCE, UNTIL)
    assert BOB not in found
    assert [shift.starts for shift in found[ANN].already] == [at(-8, 9), at(-7, 9), at(-1, 9), at(7, 9), at(13, 9), at(14, 9)]
    assert [(shift.agent, shift.starts) for shift in in_force(duties, SINCE, UNTIL)] == [(ANN, at(0, 9)), (ANN, at(6, 9)), (BOB, at(3, 9))]
