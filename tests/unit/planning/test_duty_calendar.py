"""The calendar feed: what a calendar program reads in it, and what it must not tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from permanence.kernel.ids import AbsenceId, AgentId
from permanence.planning.duty import Absence, AbsenceKind
from permanence.planning.duty_calendar import calendar
from permanence.planning.model import Break, Shift

ANN = AgentId("agt_00000000000000000000000001")
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHIFT = Shift(ANN, NOW + HOUR, NOW + 9 * HOUR, (Break(NOW + 4 * HOUR, NOW + 5 * HOUR),))


def absence(kind: AbsenceKind) -> Absence:
    return Absence(id=AbsenceId("abs_1"), agent_id=ANN, kind=kind, starts=NOW + 48 * HOUR, ends=NOW + 72 * HOUR, note="grippe")


def read(language: str, *kinds: AbsenceKind, now: datetime = NOW) -> list[tuple[str, str, datetime, datetime]]:
    feed = Calendar.from_ical(calendar(ANN, [SHIFT], [absence(kind) for kind in kinds], language, now))
    return [(str(e["uid"]), str(e["summary"]), e["dtstart"].dt, e["dtend"].dt) for e in feed.walk("VEVENT")]


def test_it_has_the_shift_its_break_and_the_leave() -> None:
    found = read("fr", AbsenceKind.LEAVE)
    assert [(title, a, b) for _, title, a, b in found] == [
        ("Service", SHIFT.starts, SHIFT.ends),
        ("Pause", SHIFT.breaks[0].starts, SHIFT.breaks[0].ends),
        ("Congé", NOW + 48 * HOUR, NOW + 72 * HOUR),
    ]
    assert [title for _, title, _, _ in read("en")] == ["Duty", "Break"]


def test_an_illness_is_an_absence_notes_stay_here_and_what_was_given_away_is_nothing() -> None:
    assert [title for _, title, _, _ in read("fr", AbsenceKind.SICKNESS)][-1] == "Absence"
    assert b"grippe" not in calendar(ANN, [SHIFT], [absence(AbsenceKind.SICKNESS)], "fr", NOW)
    assert len(read("fr", AbsenceKind.SWAPPED)) == 2


def test_events_keep_their_identity_from_one_reading_to_the_next() -> None:
    first, second = read("fr", AbsenceKind.LEAVE), read("fr", AbsenceKind.LEAVE, now=NOW + HOUR)
    assert [uid for uid, *_ in first] == [uid for uid, *_ in second]
    assert len({uid for uid, *_ in first}) == 3
