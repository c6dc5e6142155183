"""The roster and its sentences: who is missing, where most of all, and what is left out."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from permanence.firms.model import Language
from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.roster import ENGLISH, FRENCH, Made, Task, make
from permanence.planning.shifts import Worker, WorkRules
from permanence.planning.wallclock import slot_of, starts_of

PARIS = ZoneInfo("Europe/Paris")
STARTS = tuple(starts_of(date(2026, 11, 24), PARIS))
ONE, TWO = QueueId("que_1"), QueueId("que_2")


def by_day(people: int) -> tuple[int, ...]:
    """So many people from nine to five."""
    return tuple(people if 36 <= slot_of(start, PARIS) < 68 else 0 for start in STARTS)


def made(required, queues, language=Language.FR) -> Made:
    workers = tuple(Worker(AgentId(f"agt_{n}"), each, 35.0) for n, each in enumerate(queues))
    names = {ONE: "Accueil", TWO: "Devis"}
    return make(Task(STARTS, required, names, workers, WorkRules(), PARIS, 5.0, language))


def test_nothing_asked_is_no_roster() -> None:
    assert made({}, [(ONE,)]) == Made((), (FRENCH["no_past"],))
    assert made({ONE: by_day(0)}, [(ONE,)], Language.EN) == Made((), (ENGLISH["no_past"],))


def test_nobody_to_plan_is_said_with_each_queue() -> None:
    found = made({ONE: by_day(1), TWO: by_day(1)}, [])
    assert found.shifts == ()
    assert [note.partition(" ")[0] for note in found.notes] == ["Aucun", "Personne", "Personne"]


def test_shifts_lie_where_people_are_asked_for() -> None:
    found = made({ONE: by_day(1)}, [(ONE,), (ONE,), (ONE,)])
    assert found.shifts
    for shift in found.shifts:
        assert STARTS[36] <= shift.starts < shift.ends <= STARTS[68]
    assert FRENCH["enough"] in found.notes


def test_too_few_are_told_with_queue_day_and_time() -> None:
    found = made({ONE: by_day(4), TWO: by_day(1)}, [(ONE,)])
    assert "« Devis »" in found.notes[0]
    assert "« Accueil » le mardi 24/11 à " in found.notes[1]
    assert "on Tuesday 2026-11-24 at " in made({ONE: by_day(4)}, [(ONE,)], Language.EN).notes[0]


@pytest.mark.parametrize("key", FRENCH)
def test_both_languages_fill_the_same_gaps(key: str) -> None:
    gaps = {"queue", "hours", "day", "time", "people", "percent"}
    assert {gap for gap in gaps if f"{{{gap}}}" in FRENCH[key]} == {gap for gap in gaps if f"{{{gap}}}" in ENGLISH[key]}
    assert FRENCH.keys() == ENGLISH.keys()
