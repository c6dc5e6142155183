"""The rules of distribution as one document: taken from queues, put back, compared, brought onto changed ground."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import FirmId, QueueId, SkillId, TeamId
from permanence.routing.model import QueueCard, Widening
from permanence.routing.policy import (
    Rule,
    changed_queues,
    rebased,
    rule_of_card,
    ruled,
    rules_of,
    tidy,
    with_rule,
)
from permanence.routing.setup import Queue, Step

ONE, TWO, THREE = QueueId("que_1"), QueueId("que_2"), QueueId("que_3")
A, B = TeamId("tem_a"), TeamId("tem_b")


def queue(id_: QueueId = ONE, **values: Any) -> Queue:
    return Queue(id=id_, name=f"Queue {id_}", **values)


def rule(id_: QueueId = ONE, **values: Any) -> Rule:
    return msgspec.structs.replace(rules_of([queue(id_)])[0], **values)


def test_rules_are_taken_from_queues_and_put_back() -> None:
    full = queue(skills={SkillId("skl_1"): 3}, teams=[A], target_s=60, priority=2, prefer_s=20, steps=[Step(30, 2, [B])], ring_s=25)
    (taken,) = rules_of([full])
    assert with_rule(queue(ring_s=25), taken) == full
    assert msgspec.json.decode(msgspec.json.encode(taken), type=Rule) == taken


def test_equal_rules_are_equal_in_whatever_order_they_were_written() -> None:
    one = rule(teams=[B, A], steps=[Step(60, 1), Step(30, 0, [B, A])])
    other = rule(teams=[A, B], steps=[Step(30, 0, [A, B]), Step(60, 1)])
    assert tidy([one]) == tidy([other])
    assert tidy([rule(TWO), rule(ONE, target_s=60), rule(ONE, target_s=90)]) == [rule(ONE, target_s=90), rule(TWO)]


def test_the_floor_takes_rules_and_gives_them_back() -> None:
    card = QueueCard(QueueTerms(ONE, "Devis", ring_s=25), FirmId("frm_1"))
    wanted = rule(target_s=60, priority=3, prefer_s=5, skills={SkillId("skl_1"): 4}, teams=[A], steps=[Step(60, 1), Step(30, 0, [B])])
    (changed,) = ruled([card], [wanted, rule(TWO)])
    assert (changed.terms.priority, changed.target_s, changed.terms.ring_s) == (3, 60, 25)
    assert changed.steps == (Widening(30, 0, (B,)), Widening(60, 1))
    assert tidy([rule_of_card(changed)]) == tidy([wanted])
    assert ruled([card], []) == [card]


def test_a_draft_comes_onto_changed_ground_with_its_own_changes() -> None:
    ground = [rule(ONE), rule(TWO)]
    draft = [rule(ONE, target_s=60), rule(TWO)]
    now = [rule(ONE, priority=4), rule(TWO, target_s=90), rule(THREE)]
    assert rebased(draft, ground, now) == [rule(ONE, priority=4, target_s=60), rule(TWO, target_s=90), rule(THREE)]
    assert rebased(draft, ground, [rule(TWO)]) == [rule(TWO)]
    assert rebased(draft, ground, ground) == draft


@pytest.mark.parametrize(
    ("before", "after", "differ"),
    [([], [], set()), ([ONE], [], {ONE}), ([], [ONE], {ONE}), ([ONE, TWO], [ONE, TWO], set())],
)
def test_which_queues_differ(before: list[QueueId], after: list[QueueId], differ: set[QueueId]) -> None:
    assert changed_queues([rule(id_) for id_ in after], [rule(id_) for id_ in before]) == differ
    assert changed_queues([rule(id_, prefer_s=9) for id_ in after], [rule(id_) for id_ in before]) == {*before, *after}
