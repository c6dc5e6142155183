"""A planner is told which working rules a roster breaks, in either language, with the figures of the firm."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from permanence.firms.model import Language
from permanence.kernel.ids import AgentId
from permanence.planning import working
from permanence.planning.bound import Bound
from permanence.planning.model import Break, PlannedAgent, Shift
from permanence.planning.rule_words import ENGLISH, FRENCH, broken_rules
from permanence.planning.working import WorkRules
from tests.unit.planning.roster_kit import MONDAY, PARIS, A

ANN = AgentId("agt_ann")
AGENTS = {ANN: PlannedAgent(ANN, "Ann", (A,))}
PREFERENCES = {"not_own", "shift_empty", "odd_start", "shift_too_short", "absent"}


def shift(day: int, begins: float, hours: float, *, breaks: bool = True) -> Shift:
    starts = MONDAY + timedelta(days=day, hours=begins)
    pauses = [Break(starts + timedelta(hours=h), starts + timedelta(hours=h, minutes=20)) for h in range(2, int(hours), 2)]
    return Shift(ANN, starts, starts + timedelta(hours=hours), tuple(pauses) if breaks else ())


def told(*shifts: Shift, language: Language = Language.FR, bound: Bound | None = None, **rules) -> tuple[str, ...]:
    bounds = {ANN: bound} if bound else {}
    return broken_rules(shifts, AGENTS, bounds, WorkRules(**rules), 35, PARIS, language).get(ANN, ())


def test_a_lawful_roster_breaks_nothing() -> None:
    assert told(*(shift(day, 9, 7) for day in range(5))) == ()
    assert broken_rules([], AGENTS, {}, WorkRules(), 35, PARIS, Language.FR) == {}


def test_what_is_broken_is_told_with_the_firms_figures() -> None:
    assert told(shift(0, 8, 12)) == ("plus de 10 heures dans une journée",)
    assert told(shift(0, 8, 12), language=Language.EN, longest_h=9.5) == ("more than 9.5 hours in a day",)
    assert told(shift(0, 8, 12), longest_h=9.5) == ("plus de 9,5 heures dans une journée",)
    assert told(shift(0, 14, 8), shift(1, 6, 6)) == ("moins de 11 heures de repos entre deux jours",)
    assert told(shift(0, 9, 7, breaks=False)) == ("plus de 2 heures sans pause", "pas de pause de 20 minutes en 6 heures")
    assert told(*(shift(day, 9, 8) for day in range(5))) == ("plus que ses 35 heures par semaine",)


def test_absences_and_work_around_count() -> None:
    away = Bound(available=((MONDAY + timedelta(days=1), MONDAY + timedelta(days=9)),))
    assert told(shift(0, 9, 7), bound=away) == ("un service tombe sur une absence ou un jour à part",)
    late = Bound(already=(shift(-1, 16, 7),))
    assert told(shift(0, 7, 7), bound=late) == ("moins de 11 heures de repos entre deux jours",)


def test_steps_bind_the_solver_alone() -> None:
    assert told(shift(0, 9.25, 3)) == ()


def test_every_rule_has_its_sentence_in_both_languages() -> None:
    source = Path(working.__file__).read_text()
    codes = set(re.findall(r'found\.add\("(\w+)"\)|return \{"(\w+)"\}', source))
    named = {code for pair in codes for code in pair if code}
    assert named - PREFERENCES == set(FRENCH) == set(ENGLISH)
