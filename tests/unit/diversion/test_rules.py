"""Who may do what with a case."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from permanence.diversion.errors import CaseClosed, NotForYou, WordsMissing
from permanence.diversion.model import Case, Decision, Finding, Kind, Measure, Standing, Step, Subject
from permanence.diversion.rules import allowed, standing, why_not
from permanence.kernel.ids import CaseId, FirmId

OWNER, NORD = FirmId("owner"), FirmId("nord")
NOW = datetime(2026, 9, 1, tzinfo=UTC)
DAY = date(2026, 8, 3)


def case(*decisions: Decision, about: FirmId = NORD) -> Case:
    finding = Finding(Subject(Kind.PARTNER, about, about), Measure.LOST, 600, 390, 330.0, 300.0, 360.0, 7.0, 6.0, DAY, DAY)
    steps = tuple(Step(each, OWNER, "Ada", NOW, "why") for each in decisions)
    return Case(CaseId("cas"), OWNER, about, finding, (), NOW, steps)


@pytest.mark.parametrize(
    ("decisions", "told"),
    [
        ((), Standing.OPEN),
        ((Decision.NOTED,), Standing.OPEN),
        ((Decision.ANSWERED,), Standing.ANSWERED),
        ((Decision.SUSPENDED, Decision.ANSWERED), Standing.SUSPENDED),
        ((Decision.ANSWERED, Decision.UNFOUNDED), Standing.CLOSED),
        ((Decision.SUSPENDED, Decision.ENDED), Standing.CLOSED),
    ],
)
def test_a_case_stands_where_its_steps_brought_it(decisions: tuple[Decision, ...], told: Standing) -> None:
    assert standing(case(*decisions)) is told


def test_the_partner_explains_and_the_owner_decides() -> None:
    assert allowed(case(), NORD) == [Decision.NOTED, Decision.ANSWERED]
    assert Decision.ANSWERED not in allowed(case(), OWNER)
    assert Decision.SUSPENDED in allowed(case(), OWNER)
    assert Decision.SUSPENDED not in allowed(case(Decision.SUSPENDED), OWNER)
    assert allowed(case(about=OWNER), OWNER) == [Decision.NOTED, Decision.ANSWERED, Decision.UNFOUNDED, Decision.SETTLED]


def test_what_is_refused_says_why() -> None:
    assert why_not(case(), OWNER, Decision.SETTLED, "we spoke") is None
    assert isinstance(why_not(case(), NORD, Decision.SETTLED, "no"), NotForYou)
    assert isinstance(why_not(case(), NORD, Decision.ANSWERED, " "), WordsMissing)
    assert isinstance(why_not(case(Decision.ENDED), OWNER, Decision.SETTLED, "x"), CaseClosed)
