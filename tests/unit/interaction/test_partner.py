"""Stretches in which a partner's agent has the customer."""

from __future__ import annotations

from datetime import timedelta

from permanence.interaction import partner
from permanence.interaction.events import PartnerServed
from permanence.interaction.model import Leg, LegState, Partner
from permanence.interaction.steps import Turn
from permanence.kernel.ids import AgentId, AgreementId, FirmId, VersionId
from tests.unit.interaction.call_kit import T0, inbound

HELPER = Partner(FirmId("frm_2"), "Voix du Sud", AgreementId("agr_1"), VersionId("agv_1"), "K7QF-2M9X", "MA")


def leg(*, helper: Partner | None = HELPER) -> Leg:
    return Leg("int_1.leg1", "PJSIP/lea", LegState.UP, T0, AgentId("agt_1"), "Léa", helper)


def test_a_partners_agent_is_shown_an_alias_and_an_own_one_the_number() -> None:
    call = inbound(customer="+33611223344")
    assert partner.shown_customer(call, leg()) == "K7QF-2M9X"
    assert partner.shown_customer(call, leg(helper=None)) == "+33611223344"


def test_a_stretch_is_told_once_and_none_for_own_agents() -> None:
    call, turn = inbound(), Turn()
    partner.takes(call, leg(helper=None), T0, turn)
    partner.hands_back(call, T0, turn)
    partner.takes(call, leg(), T0, turn)
    later = T0 + timedelta(seconds=5)
    partner.takes(call, leg(), later, turn)
    partner.hands_back(call, later + timedelta(seconds=7), turn)
    partner.hands_back(call, later + timedelta(seconds=9), turn)
    told = [(fact.since, fact.until) for fact in turn.facts if isinstance(fact, PartnerServed)]
    assert told == [(T0, later), (later, later + timedelta(seconds=7))]


def test_a_clock_that_is_put_back_makes_no_stretch_shorter_than_nothing() -> None:
    call, turn = inbound(), Turn()
    partner.takes(call, leg(), T0, turn)
    partner.hands_back(call, T0 - timedelta(hours=1), turn)
    (fact,) = turn.facts
    assert isinstance(fact, PartnerServed)
    assert fact.until == T0


def test_a_lost_device_ends_the_stretch_where_it_was_lost_unless_it_comes_back() -> None:
    call, turn = inbound(), Turn()
    partner.takes(call, leg(), T0, turn)
    partner.is_lost(call, T0 + timedelta(seconds=3))
    partner.is_back(call)
    partner.is_lost(call, T0 + timedelta(seconds=8))
    partner.hands_back(call, T0 + timedelta(seconds=28), turn)
    (fact,) = turn.facts
    assert isinstance(fact, PartnerServed)
    assert fact.until == T0 + timedelta(seconds=8)
