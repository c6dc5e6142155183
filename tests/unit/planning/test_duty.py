"""Who works when: weeks, midnight, clock changes, holidays, days of their own, published rosters, absences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import AbsenceId, AgentId
from permanence.kernel.local_time import moment
from permanence.planning.duty import (
    Absence,
    AbsenceKind,
    Duties,
    Hours,
    OwnDay,
    Pattern,
    Published,
    Turn,
    at_work,
    expand,
    is_on,
    joined,
    local_days,
    shift_of,
    without,
)
from permanence.planning.model import Break, Shift

PARIS = ZoneInfo("Europe/Paris")
ANN, BOB = AgentId("agt_ann"), AgentId("agt_bob")
OFFICE = Turn("09:00", "17:00", (Hours("12:00", "13:00"),))
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def pattern(**changes: object) -> Pattern:
    known = {
        "id": "ptn_1", "agent_id": ANN, "weekdays": [0, 1, 2, 3, 4], "turn": OFFICE, "time_zone": "Europe/Paris",
        "first": date(2026, 11, 2), "country": "FR",
    }  # fmt: skip
    return Pattern(**(known | changes))  # type: ignore[arg-type]


def shift(starts: str, ends: str, *breaks: tuple[str, str], agent: AgentId = ANN) -> Shift:
    return Shift(agent, at(starts), at(ends), tuple(Break(at(a), at(b)) for a, b in breaks))


def absence(starts: str, ends: str, agent: AgentId = ANN) -> Absence:
    return Absence(id=AbsenceId("abs_1"), agent_id=agent, kind=AbsenceKind.LEAVE, starts=at(starts), ends=at(ends))


def week(duties: Duties, first: date = date(2026, 11, 23)) -> list[str]:
    """Tell a week as a person would: day, start, end, breaks in brackets."""
    since, until = local_days(first, 7, PARIS)
    return [
        f"{s.starts.astimezone(PARIS):%d %H:%M}-{s.ends.astimezone(PARIS):%H:%M}"
        + "".join(f" ({b.starts.astimezone(PARIS):%H:%M}-{b.ends.astimezone(PARIS):%H:%M})" for b in s.breaks)
        for s in expand(duties, since, until)
    ]


def test_a_pattern_is_a_week_with_its_breaks() -> None:
    assert week(Duties(patterns=[pattern()])) == [f"{day} 09:00-17:00 (12:00-13:00)" for day in range(23, 28)]


def test_a_public_holiday_is_off_unless_the_pattern_works_on_them() -> None:
    armistice = date(2026, 11, 9)
    assert len(week(Duties(patterns=[pattern()]), armistice)) == 4
    assert len(week(Duties(patterns=[pattern(on_holidays=True)]), armistice)) == 5
    assert len(week(Duties(patterns=[pattern(country=None)]), armistice)) == 5
    christmas = Duties(patterns=[pattern(weekdays=[5], region="57")])
    assert week(christmas, date(2026, 12, 21)) == []  # the 26th is one in Moselle


@pytest.mark.parametrize(
    ("day", "on"),
    [("2026-10-30", False), ("2026-11-06", True), ("2026-11-13", False), ("2026-11-20", True), ("2026-12-04", True),
     ("2026-12-18", False), ("2026-11-19", False)],
)  # fmt: skip
def test_every_second_week_counts_from_the_first_and_ends_with_the_last(day: str, on: bool) -> None:
    second = pattern(weekdays=[4], every_weeks=2, first=date(2026, 11, 4), last=date(2026, 12, 10))
    assert is_on(second, date.fromisoformat(day)) is on


def test_a_night_crosses_midnight_with_its_break() -> None:
    night = Turn("22:00", "06:00", (Hours("02:00", "02:20"), Hours("23:50", "00:10")))
    assert week(Duties(patterns=[pattern(weekdays=[0], turn=night)])) == ["23 22:00-06:00 (23:50-00:10) (02:00-02:20)"]
    sunday = Duties(patterns=[pattern(weekdays=[6], turn=night)])
    assert week(sunday)[0].startswith("22 22:00")  # the one that began the Sunday before still touches Monday


def test_the_night_of_the_clock_change_is_an_hour_longer_or_shorter() -> None:
    night = Turn("22:00", "06:00")

    def hours(day: date) -> float:
        found = shift_of(ANN, night, day, PARIS)
        assert found is not None
        return (found.ends - found.starts) / timedelta(hours=1)

    assert (hours(date(2026, 10, 24)), hours(date(2026, 3, 28)), hours(date(2026, 11, 1))) == (9, 7, 8)


def test_of_a_shift_in_the_skipped_hour_nothing_is_left() -> None:
    assert shift_of(ANN, Turn("02:10", "02:50"), date(2026, 3, 29), PARIS) is None


ZONES = st.sampled_from(["Europe/Paris", "America/Martinique", "Pacific/Auckland", "Australia/Lord_Howe", "UTC"])
CLOCKS = st.integers(0, 1439).map(lambda m: f"{m // 60:02}:{m % 60:02}")
DAYS = st.one_of(
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 5), date(2026, 9, 27), date(2026, 10, 4)]),
)


@given(ZONES, DAYS, st.lists(CLOCKS, min_size=2, max_size=6, unique=True))
def test_what_joins_on_the_clock_joins_in_time_whatever_the_clocks_do(zone: str, day: date, clocks: list[str]) -> None:
    place, turns = ZoneInfo(zone), sorted(clocks)
    turns.append(turns[0])  # round the clock, until the same time on the next day
    found = [shift_of(ANN, Turn(a, b), day, place) for a, b in pairwise(turns)]
    shifts = [s for s in found if s is not None]
    last = moment(day + timedelta(days=1), turns[0], place)
    assert shifts[0].starts == moment(day, turns[0], place) and shifts[-1].ends == last
    for one, other in pairwise(shifts):
        assert one.ends == other.starts


def test_a_day_of_its_own_and_a_published_roster_silence_the_patterns() -> None:
    own = OwnDay(agent_id=ANN, day=date(2026, 11, 24), time_zone="Europe/Paris", turns=(Turn("14:00", "22:00"),))
    off = OwnDay(agent_id=ANN, day=date(2026, 11, 25), time_zone="Europe/Paris")
    published = Published(ANN, at("2026-11-26T00:00"), at("2026-11-28T00:00"))
    single = shift("2026-11-27T10:00", "2026-11-27T12:00")
    duties = Duties(patterns=[pattern()], days=[own, off], singles=[single], published=[published])
    assert week(duties) == ["23 09:00-17:00 (12:00-13:00)", "24 14:00-22:00", "27 10:00-12:00"]
    others = Duties(patterns=[pattern(agent_id=BOB)], days=[own, off], published=[published])
    assert len(week(others)) == 6  # nobody else is concerned


def test_an_absence_takes_a_part_or_all_with_the_breaks_in_it() -> None:
    duties = Duties(
        patterns=[pattern(weekdays=[0, 1, 2])],
        absences=[
            absence("2026-11-23T12:30", "2026-11-23T15:00"), absence("2026-11-24T00:00", "2026-11-25T00:00"),
            absence("2026-11-25T09:00", "2026-11-25T17:00", BOB),
        ],
    )  # fmt: skip
    assert week(duties) == ["23 09:00-12:30 (12:00-12:30)", "23 15:00-17:00", "25 09:00-17:00 (12:00-13:00)"]


def test_shifts_that_overlap_are_one_and_a_break_is_one_where_all_agree() -> None:
    morning = shift("2026-11-23T08:00", "2026-11-23T13:00", ("2026-11-23T10:00", "2026-11-23T10:30"))
    day = shift("2026-11-23T10:15", "2026-11-23T18:00", ("2026-11-23T12:00", "2026-11-23T14:00"))
    assert joined([day, morning]) == [
        shift("2026-11-23T08:00", "2026-11-23T18:00", ("2026-11-23T10:00", "2026-11-23T10:15"), ("2026-11-23T13:00", "2026-11-23T14:00"))
    ]
    same = [shift("2026-11-23T08:00", "2026-11-23T13:00", ("2026-11-23T09:00", "2026-11-23T11:00"))] * 2
    assert joined(same) == same[:1]
    assert joined([morning, shift("2026-11-23T13:00", "2026-11-23T14:00")])[1].starts == at("2026-11-23T13:00")


SPANS = st.tuples(st.integers(0, 600), st.integers(1, 200)).map(
    lambda p: (at("2026-11-23T06:00") + p[0] * MINUTE, at("2026-11-23T06:00") + (p[0] + p[1]) * MINUTE)
)


@given(st.lists(SPANS, max_size=5), st.lists(SPANS, max_size=5))
def test_a_minute_is_worked_if_a_shift_has_it_and_no_absence(shifts: list[tuple[datetime, datetime]], away: list[tuple[datetime, datetime]]) -> None:
    absences = [Absence(id=AbsenceId(f"abs_{n}"), agent_id=ANN, kind=AbsenceKind.OTHER, starts=a, ends=b) for n, (a, b) in enumerate(away)]
    left = without(joined(Shift(ANN, a, b) for a, b in shifts), absences)
    assert all(one.ends <= other.starts for one, other in pairwise(left))
    for number in range(0, 860, 7):
        now = at("2026-11-23T06:00") + number * MINUTE
        worked = any(a <= now < b for a, b in shifts) and not any(a <= now < b for a, b in away)
        assert any(s.starts <= now < s.ends for s in left) is worked


def test_work_is_what_lies_between_breaks() -> None:
    whole = shift(
        "2026-11-23T09:00", "2026-11-23T12:00", ("2026-11-23T09:00", "2026-11-23T09:15"), ("2026-11-23T10:00", "2026-11-23T10:30")
    )
    assert at_work(whole) == [
        (at("2026-11-23T09:15"), at("2026-11-23T10:00")), (at("2026-11-23T10:30"), at("2026-11-23T12:00")),
    ]  # fmt: skip
