"""A change as a small file: names become ids, what is not named stays, what cannot be is refused in a sentence."""

from __future__ import annotations

import pytest

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import FirmId, QueueId, SkillId, TeamId
from permanence.routing.model import QueueCard, Widening
from permanence.sim.change import ChangeUnfit, Names, read_change, read_less

NAMES = Names({"Devis": SkillId("skl_1")}, {"Renfort": TeamId("tem_1")})
QUEUE = QueueCard(QueueTerms(QueueId("que_1"), "Devis"), FirmId("frm_1"), {SkillId("skl_1"): 2}, 180)
FULL = """
[[queue]]
name = "Devis"
target_s = 60
priority = 2
skills = { Devis = 3 }
teams = ["Renfort"]
steps = [{ after_s = 90, lower = 1 }, { after_s = 30, teams = ["Renfort"] }]
"""


def test_a_change_is_made_and_the_rest_stays() -> None:
    (card,) = read_change(FULL, [QUEUE], NAMES)
    assert (card.target_s, card.terms.priority, card.skills, card.teams) == (60, 2, {"skl_1": 3}, ("tem_1",))
    assert card.steps == (Widening(30, 0, (TeamId("tem_1"),)), Widening(90, 1))
    assert read_change('[[queue]]\nname = "Devis"\nprefer_s = 20', [QUEUE], NAMES)[0].skills == {"skl_1": 2}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[queue]", "no TOML"),
        ("queue = 3", "array"),
        ("[[team]]", "team"),
        ('[[queue]]\nname = "Achats"', "no queue Achats; there are: Devis"),
        ("queue = [3]", "object"),
        ('[[queue]]\nname = "Devis"\nteams = ["Nuit"]', "no team Nuit; there are: Renfort"),
        ('[[queue]]\nname = "Devis"\nskills = { Ventes = 3 }', "no skill Ventes"),
        ('[[queue]]\nname = "Devis"\nskills = 3', "skills"),
        ('[[queue]]\nname = "Devis"\ntarget_s = 1', "target_s"),
        ('[[queue]]\nname = "Devis"\ncolour = 1', "colour"),
    ],
)
def test_what_cannot_be_changed_is_said(text: str, says: str) -> None:
    with pytest.raises(ChangeUnfit, match=says):
        read_change(text, [QUEUE], NAMES)


def test_agents_to_leave_out() -> None:
    assert read_less("2 agents", NAMES) == (2, None)
    assert read_less(" 1 agent of Renfort", NAMES) == (1, TeamId("tem_1"))
    for wrong, says in (("some agents", "not understood"), ("1 agents of Nuit", "no team Nuit")):
        with pytest.raises(ChangeUnfit, match=says):
            read_less(wrong, NAMES)
