"""What the journal makes of a consultation; told twice it is told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from permanence.cards import reading
from permanence.cards.consultation import State, to_hold
from permanence.cards.model import Paid
from permanence.interaction.events import CardAsked, CardAuthorised, CardRefused, ConsultationCounted
from permanence.kernel.ids import AgentId, ConsultationId, FirmId, InteractionId, ProductId

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ID = ConsultationId("con_1")
ASKED = CardAsked(ID, AgentId("agt_1"), ProductId("pdt_1"), "Avis", "minute", 2_500_000, 1800, "EUR", 3000)
HELD = CardAuthorised(ID, "pi_1", "visa", "4242")


def begun(asked: CardAsked = ASKED) -> Paid:
    return reading.asked(FirmId("frm_1"), InteractionId("int_1"), NOON, asked)


def test_a_consultation_is_asked_for_held_and_counted() -> None:
    held = reading.after(begun(), HELD, NOON)
    assert (held.consultation.state, held.consultation.held, held.last_four) == (State.COUNTING, to_hold(held.consultation.price), "4242")
    counted = ConsultationCounted(ID, NOON + timedelta(seconds=1), NOON + timedelta(seconds=91))
    used = reading.after(held, counted, NOON)
    assert (used.consultation.state, used.consultation.seconds) == (State.USED, 90)
    for fact in (HELD, counted, CardRefused(ID, "gone")):
        assert reading.after(used, fact, NOON) == used


def test_what_was_refused_says_why() -> None:
    failed = reading.after(begun(), CardRefused(ID, "no_keys"), NOON)
    assert (failed.consultation.state, failed.consultation.why) == (State.FAILED, "no_keys")
    assert reading.after(failed, HELD, NOON) == failed


def test_only_a_partner_has_a_share() -> None:
    assert begun().share == 0
    partners = CardAsked(ID, AgentId("agt_1"), ProductId("pdt_1"), "Avis", "packet", 2_500_000, 600, "EUR", 3000, FirmId("frm_2"))
    assert (begun(partners).share, begun(partners).answering) == (3000, "frm_2")


@pytest.mark.parametrize(
    ("number", "last_s", "told"), [(2, None, False), (3, None, True), (9, None, True), (4, 60, False), (4, 3600, True)]
)
def test_three_within_an_hour_are_an_alarm_once_an_hour(number: int, last_s: int | None, told: bool) -> None:
    last = NOON - timedelta(seconds=last_s) if last_s is not None else None
    assert reading.is_alarm(number, last, NOON) is told
