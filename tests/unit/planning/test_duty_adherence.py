"""Planned against actual, told as days: who was late, left early, paused too long, was not there, or not watched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import AgentId
from permanence.planning.duty_adherence import (
    Doing,
    Span,
    Standing,
    Stretch,
    adherence,
    cut,
    length,
    merged,
    minus,
    standing,
)
from permanence.planning.model import Break, Shift

ANN = AgentId("agt_ann")
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PRESENT, PAUSED, UNREACHABLE = Doing.PRESENT, Doing.PAUSED, Doing.UNREACHABLE


def at(clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return MIDNIGHT + timedelta(hours=int(hours), minutes=int(minutes))


SHIFT = Shift(ANN, at("09:00"), at("17:00"), (Break(at("12:00"), at("13:00")),))
ALL_DAY: list[Span] = [(MIDNIGHT, MIDNIGHT + timedelta(days=1))]


def seen(*stretches: tuple[Doing, str, str]) -> list[Stretch]:
    return [Stretch(ANN, doing, at(starts), at(ends) if ends else None) for doing, starts, ends in stretches]


def told(*stretches: tuple[Doing, str, str], now: str = "18:00", watched: list[Span] | None = None) -> list[str]:
    found = adherence(ANN, [SHIFT], seen(*stretches), ALL_DAY if watched is None else watched, at(now))
    lines = [f"{d.kind} {d.starts:%H:%M}-{d.ends:%H:%M} {d.minutes}" for d in found.deviations]
    return [f"{found.kept_min}/{found.planned_min} {found.percent}", *lines]


def test_a_day_as_planned() -> None:
    assert told((PRESENT, "08:58", "12:00"), (PAUSED, "12:00", "13:00"), (PRESENT, "13:00", "17:01")) == ["480/480 100.0"]


def test_signing_out_for_lunch_is_a_break_as_well() -> None:
    assert told((PRESENT, "09:00", "12:00"), (PRESENT, "13:00", "17:00")) == ["480/480 100.0"]


def test_late_and_early() -> None:
    day = ((PRESENT, "09:12", "12:00"), (PAUSED, "12:00", "13:00"), (PRESENT, "13:00", "16:40"))
    assert told(*day) == ["448/480 93.3", "late 09:00-09:12 12", "early 16:40-17:00 20"]


def test_two_minutes_are_counted_and_not_named() -> None:
    assert told((PRESENT, "09:02", "12:00"), (PRESENT, "13:00", "17:00")) == ["478/480 99.6"]


def test_a_break_longer_than_planned_and_one_that_was_only_moved() -> None:
    long = ((PRESENT, "09:00", "12:00"), (PAUSED, "12:00", "13:25"), (PRESENT, "13:25", "17:00"))
    assert told(*long) == ["455/480 94.8", "long_break 12:00-13:25 25"]
    moved = ((PRESENT, "09:00", "12:30"), (PAUSED, "12:30", "13:30"), (PRESENT, "13:30", "17:00"))
    assert told(*moved) == ["420/480 87.5"]


def test_away_in_between_by_a_dead_telephone_or_signed_out() -> None:
    assert told((PRESENT, "09:00", "10:00"), (UNREACHABLE, "10:00", "10:30"), (PRESENT, "10:30", "17:00")) == [
        "390/480 81.2", "away 10:00-10:30 30",
    ]  # fmt: skip
    assert told((PRESENT, "09:00", "10:00"), (PRESENT, "11:00", "14:00"), now="14:00")[1:] == ["away 10:00-11:00 60"]


def test_nobody_came_and_not_yet() -> None:
    assert told() == ["60/480 12.5", "absent 09:00-17:00 480"]
    assert told(now="09:02") == ["0/2 0.0"]
    assert told(now="08:00") == ["0/0 None"]
    assert told((PRESENT, "09:00", ""), now="10:00") == ["60/60 100.0"]


def test_where_nobody_looked_nobody_was_absent() -> None:
    watched = [(at("10:00"), at("11:00")), (at("16:00"), at("16:30"))]
    assert told((PRESENT, "09:00", "17:00"), watched=watched) == ["90/90 100.0"]
    assert told(watched=[]) == ["0/0 None"]
    assert told((PRESENT, "10:20", "17:00"), watched=watched) == ["70/90 77.8", "late 10:00-10:20 20"]


@pytest.mark.parametrize(
    ("now", "doing", "stands"),
    [
        ("08:00", None, Standing.TO_COME), ("08:50", PRESENT, Standing.WORKING), ("09:05", None, Standing.MISSING),
        ("09:05", UNREACHABLE, Standing.MISSING), ("10:00", PRESENT, Standing.WORKING), ("10:00", PAUSED, Standing.PAUSED),
        ("12:10", PRESENT, Standing.BREAK_DUE), ("12:10", PAUSED, Standing.ON_BREAK), ("12:10", None, Standing.ON_BREAK),
        ("17:00", None, Standing.OVER),
    ],
)  # fmt: skip
def test_where_somebody_stands_now(now: str, doing: Doing | None, stands: Standing) -> None:
    assert standing([SHIFT], doing, ALL_DAY, at(now)) is stands


def test_without_a_shift_or_a_look_there_is_little_to_say() -> None:
    assert standing([], None, ALL_DAY, at("10:00")) is Standing.OFF
    assert standing([], PAUSED, ALL_DAY, at("10:00")) is Standing.OFF
    assert standing([SHIFT], PRESENT, [(at("08:00"), at("09:30"))], at("10:00")) is Standing.UNKNOWN


SPANS = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 40)).map(lambda p: (MIDNIGHT + p[0] * MINUTE, MIDNIGHT + (p[0] + p[1]) * MINUTE)),
    max_size=6,
)


@given(SPANS, SPANS)
def test_times_are_cut_and_taken_away_minute_by_minute(spans: list[Span], others: list[Span]) -> None:
    def has(times: list[Span], now: datetime) -> bool:
        return any(a <= now < b for a, b in times)

    both, rest = cut(spans, others), minus(spans, others)
    for minute in range(141):
        now = MIDNIGHT + minute * MINUTE
        assert has(both, now) is (has(spans, now) and has(others, now))
        assert has(rest, now) is (has(spans, now) and not has(others, now))
    assert length(both) + length(rest) == length(merged(spans))


@given(SPANS, SPANS, st.integers(0, 141))
def test_nobody_keeps_more_than_was_planned(present: list[Span], watched: list[Span], now: int) -> None:
    shift = Shift(ANN, MIDNIGHT + 10 * MINUTE, MIDNIGHT + 120 * MINUTE, (Break(MIDNIGHT + 50 * MINUTE, MIDNIGHT + 60 * MINUTE),))
    history = [Stretch(ANN, PRESENT, a, b) for a, b in merged(present)]
    found = adherence(ANN, [shift], history, watched, MIDNIGHT + now * MINUTE)
    assert 0 <= found.kept_min <= found.planned_min <= 110
    assert (found.percent is None) is (found.planned_min == 0)
    assert sum(d.minutes for d in found.deviations) <= found.planned_min
