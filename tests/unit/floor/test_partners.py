"""Callers who are offered to partner firms: what rings, what each side sees, what is paid, and that nobody is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from permanence.floor import answers, partners
from permanence.floor import intents as i
from permanence.floor.batch import decode_call
from permanence.floor.recovery import restore
from permanence.floor.render import Gallery, row_for
from permanence.interaction import commands as c
from permanence.interaction.events import (
    AgentAnswered,
    CallOffered,
    OfferFailed,
    PartnersAsked,
    PartnerServed,
    PartnersWithdrawn,
)
from permanence.interaction.model import EndedBy, Outcome, Phase
from permanence.interaction.steps import No, Turn
from permanence.kernel.ids import PersonId
from permanence.routing.model import AgentState, Presence
from permanence.synergy.alias import alias_of
from permanence.synergy.model import Ending, Signature
from tests.unit.floor.floor_kit import NOW
from tests.unit.floor.partner_kit import CALLER, Alliance


def test_where_nobody_is_at_work_a_partners_agent_is_rung_at_once_and_never_sees_the_number() -> None:
    floor = Alliance()
    call = floor.call_in()
    assert floor.facts(PartnersAsked) == [PartnersAsked(("Partner 1",), "nobody_in")]
    (ring,) = [command for command in floor.stage.commands if isinstance(command, c.Ring)]
    assert ring.endpoint == "PJSIP/lea0"
    alias = alias_of(b"a key of the installation", floor.owner.id, CALLER, call.id)
    assert alias in str(ring)
    assert CALLER not in str(ring)
    shown = row_for(floor.stage.world, call, floor.firm())
    assert shown is not None
    assert shown.customer == alias
    assert CALLER[1:] not in str(msgspec.to_builtins(shown))
    assert shown.brand == "Essai"
    assert shown.guest is not None
    assert shown.guest.owner == "Étoile"
    assert (shown.queue, shown.queue_name) == (None, None)  # where he waits at home is the owner's own affair


def test_the_owner_sees_who_answers_and_the_stretch_is_told_once_to_the_millisecond() -> None:
    floor = Alliance()
    call = floor.call_in()
    floor.tick(3)
    floor.pick_up()
    since = floor.now
    own = row_for(floor.stage.world, call, floor.owner.id)
    assert own is not None
    assert (own.agent_alias, own.partner, own.customer) == ("Léa 0", "Partner 1", CALLER)
    answered = floor.facts(AgentAnswered)
    assert answered == [AgentAnswered(floor.helpers[0].agent, "Léa 0", 3.0, "Partner 1")]
    floor.tick(62)
    floor.stage.hang_up("sw-1")
    (fact,) = floor.facts(PartnerServed)
    assert isinstance(fact, PartnerServed)
    assert (fact.firm, fact.agreement, fact.country) == (floor.firm(), floor.agreements[0].id, "FR")
    assert (fact.since, fact.until) == (since, since + timedelta(seconds=62))
    assert floor.stage.world.partners.use(floor.agreements[0].id, floor.now).today == 1
    assert call.id in floor.stage.world.calls  # the partner's agent writes notes
    floor.stage.wish(floor.helpers[0].agent, i.Ready())
    assert call.id not in floor.stage.world.calls


def test_screens_of_the_partner_lose_the_call_when_it_goes_on_without_it() -> None:
    floor = Alliance()
    gallery = Gallery()
    for firm in (floor.firm(), floor.owner.id):
        gallery.snapshot(floor.stage.world, firm)
    call = floor.call_in()
    assert gallery.snapshot(floor.stage.world, floor.firm())["call"].keys() == {call.id}
    floor.stage.wish(floor.helpers[0].agent, i.Decline())
    floor.stage.world.effects.calls[call.id] = call
    news = gallery.changes(floor.stage.world, floor.stage.world.effects, set())
    assert ("call", call.id, None) in news[floor.firm()]
    assert row_for(floor.stage.world, call, floor.firm()) is None
    assert gallery.snapshot(floor.stage.world, floor.owner.id)["call"].keys() == {call.id}


def test_a_refusal_gives_the_caller_back_unharmed_and_the_next_partner_is_rung() -> None:
    floor = Alliance(partners=2)
    call = floor.call_in()
    place = floor.stage.world.board.waits[call.id]
    floor.stage.wish(floor.helpers[0].agent, i.Decline())
    assert call.phase is Phase.QUEUED
    assert floor.stage.world.board.waits[call.id] == place
    assert floor.rung() == ["PJSIP/lea0", "PJSIP/lea1"]
    assert floor.facts(PartnersWithdrawn) == [PartnersWithdrawn(("Partner 1",), "refused")]
    assert len(floor.facts(OfferFailed)) == 1


def test_who_refused_is_asked_again_after_a_minute() -> None:
    floor = Alliance()
    floor.call_in()
    floor.stage.wish(floor.helpers[0].agent, i.Decline())
    floor.stage.wish(floor.helpers[0].agent, i.Ready())
    floor.tick(58)
    assert floor.rung() == ["PJSIP/lea0"]
    floor.tick(4)
    assert floor.rung() == ["PJSIP/lea0", "PJSIP/lea0"]


def test_the_own_agent_comes_first_and_the_doors_are_shut_behind_him() -> None:
    floor = Alliance(staffed=True, rule={"nobody": False, "danger": False, "after_s": 5})
    floor.stage.wish(floor.helpers[0].agent, i.Pause("lunch"))
    floor.stage.wish(floor.owner.agent, i.Pause("lunch"))
    call = floor.call_in()
    floor.tick(6)
    assert floor.facts(PartnersAsked) == [PartnersAsked(("Partner 1",), "in_time")]
    floor.stage.wish(floor.owner.agent, i.Ready())
    assert floor.rung() == [floor.owner.card.endpoint]
    floor.stage.wish(floor.helpers[0].agent, i.Ready())
    assert floor.rung() == [floor.owner.card.endpoint]  # somebody is asked already
    ringing = floor.stage.switch.ringing_at(floor.owner.card.endpoint)
    assert ringing is not None
    floor.stage.pick_up(ringing)
    assert floor.stage.world.board.doors == {}
    assert floor.stage.world.board.presence(floor.helpers[0].agent) is Presence.READY
    assert call.served is None


def test_a_partners_agent_who_becomes_free_takes_who_waits() -> None:
    floor = Alliance()
    floor.stage.wish(floor.helpers[0].agent, i.Pause("lunch"))
    floor.call_in()
    assert floor.rung() == []
    floor.stage.wish(floor.helpers[0].agent, i.Ready())
    (offered,) = floor.facts(CallOffered)
    assert isinstance(offered, CallOffered)
    assert (offered.why, offered.partner) == ("next_in_line", "Partner 1")


def test_partners_are_asked_one_after_the_other_where_the_owner_wants_it_so() -> None:
    floor = Alliance(partners=2, rule={"apart_s": 20})
    floor.stage.wish(floor.helpers[0].agent, i.Pause("lunch"))
    floor.call_in()
    floor.tick(18)
    assert floor.rung() == []
    floor.tick(3)
    assert floor.rung() == ["PJSIP/lea1"]


def test_as_many_calls_at_once_as_agreed_and_no_more() -> None:
    floor = Alliance(partners=2, terms={"at_once": 1})
    first, second, third = (floor.call_in(f"sw-{n}") for n in range(3))
    assert floor.rung() == ["PJSIP/lea0", "PJSIP/lea1"]
    assert first.offer is not None
    assert second.offer is not None
    assert third.id not in floor.stage.world.board.doors
    floor.pick_up(0)
    floor.stage.hang_up("sw-0")
    floor.stage.wish(floor.helpers[0].agent, i.Ready())
    assert floor.rung() == ["PJSIP/lea0", "PJSIP/lea1"]
    floor.tick(2)
    assert floor.rung() == ["PJSIP/lea0", "PJSIP/lea1", "PJSIP/lea0"]


def test_a_door_is_shut_when_another_call_reaches_the_bound() -> None:
    floor = Alliance(terms={"at_once": 1})
    floor.stage.wish(floor.helpers[0].agent, i.Pause("lunch"))
    _, second = floor.call_in("sw-1"), floor.call_in("sw-2")
    assert second.id in floor.stage.world.board.doors
    floor.stage.wish(floor.helpers[0].agent, i.Ready())
    assert second.id not in floor.stage.world.board.doors
    assert PartnersWithdrawn(("Partner 1",), "calls_at_once") in floor.facts(PartnersWithdrawn)


@pytest.mark.parametrize("terms", [{"a_day": 1}, {"budget_a_month": 1}])
def test_a_day_or_a_month_that_is_used_up_is_over(terms: dict[str, int]) -> None:
    floor = Alliance(terms=terms)
    floor.call_in("sw-1")
    floor.pick_up()
    floor.tick(30)
    floor.stage.hang_up("sw-1")
    floor.stage.wish(floor.helpers[0].agent, i.Ready())
    second = floor.call_in("sw-2")
    floor.tick(2)
    assert floor.rung() == ["PJSIP/lea0"]
    assert second.phase is Phase.QUEUED


def test_an_agreement_that_ends_while_a_call_is_up_loses_nothing() -> None:
    floor = Alliance()
    floor.call_in("sw-1")
    floor.pick_up()
    ended = Ending(date(2026, 5, 3), Signature(floor.owner.id, PersonId("per_1"), "Someone", NOW))
    agreements = [replace(each, ending=ended) for each in floor.agreements]
    partners = floor.stage.world.partners
    partners.set_firm(floor.owner.id, agreements, partners.overflows, {floor.owner.queue}, [], floor.now)
    floor.tick(30)
    floor.stage.hang_up("sw-1")
    (fact,) = floor.facts(PartnerServed)
    assert isinstance(fact, PartnerServed)
    assert fact.until - fact.since == timedelta(seconds=30)
    floor.stage.wish(floor.helpers[0].agent, i.Ready())
    floor.call_in("sw-2")
    floor.tick(2)
    assert floor.rung() == ["PJSIP/lea0"]


def test_agents_of_other_countries_than_agreed_are_never_rung() -> None:
    floor = Alliance(partners=2, terms={"countries": ("MA",)})
    floor.call_in()
    assert floor.rung() == ["PJSIP/lea1"]


def test_a_promise_in_danger_asks_partners_for_as_many_as_it_takes() -> None:
    floor = Alliance(staffed=True, rule={"nobody": False})
    floor.stage.world.board.handling_s[floor.owner.queue] = 50
    calls = [floor.call_in(f"sw-{n}") for n in range(5)]
    floor.tick(1)
    asked = floor.facts(PartnersAsked)
    assert asked == [PartnersAsked(("Partner 1",), "danger")] * 3  # of four who wait: one agent answers 2.4 in the 120 s left
    assert floor.rung() == [floor.owner.card.endpoint, "PJSIP/lea0"]
    assert [call.phase for call in calls] == [Phase.QUEUED] * 5
    assert calls[4].id not in floor.stage.world.board.doors


def test_a_restart_in_mid_call_pays_the_whole_stretch_once() -> None:
    floor = Alliance()
    call = floor.call_in()
    floor.pick_up()
    since = floor.now
    floor.tick(10)
    world = floor.world()
    states = [
        msgspec.json.decode(msgspec.json.encode(state), type=AgentState) for state in floor.stage.world.board.agents.values()
    ]
    restore(world, [decode_call(msgspec.json.encode(call))], states)
    floor.stage.restart(world)
    assert world.partners.use(floor.agreements[0].id, floor.now).at_once == 1
    floor.tick(10)
    floor.stage.hang_up("sw-1")
    (fact,) = floor.facts(PartnerServed)
    assert isinstance(fact, PartnerServed)
    assert (fact.since, fact.until) == (since, since + timedelta(seconds=20))
    (over,) = [call for call in world.calls.values() if call.phase is Phase.ENDED]
    assert (over.outcome, over.ended_by) == (Outcome.ANSWERED, EndedBy.CUSTOMER)


def test_music_after_a_lost_device_is_nobodys_work() -> None:
    floor = Alliance()
    call = floor.call_in()
    floor.pick_up()
    floor.tick(10)
    lost = floor.now
    floor.stage.device("PJSIP/lea0", reachable=False, why="gone")
    assert call.phase is Phase.RECONNECTING
    floor.tick(25)
    (fact,) = floor.facts(PartnerServed)
    assert isinstance(fact, PartnerServed)
    assert fact.until == lost
    assert call.phase is Phase.QUEUED


def test_a_device_that_comes_back_breaks_no_stretch() -> None:
    floor = Alliance()
    call = floor.call_in()
    floor.pick_up()
    since = floor.now
    floor.tick(10)
    floor.stage.device("PJSIP/lea0", reachable=False, why="gone")
    floor.tick(3)
    floor.stage.device("PJSIP/lea0", reachable=True)
    floor.tick(3)
    assert call.phase is Phase.TALKING  # the page answers by itself
    floor.stage.hang_up("sw-1")
    (fact,) = floor.facts(PartnerServed)
    assert isinstance(fact, PartnerServed)
    assert (fact.since, fact.until) == (since, floor.now)


def test_a_partners_agent_hands_a_caller_to_no_number_and_no_queue_but_his_own() -> None:
    floor = Alliance()
    call = floor.call_in()
    floor.pick_up()
    agent = floor.helpers[0].agent
    for target in (i.Target("number", "0611223344"), i.Target("queue", floor.helpers[0].queue)):
        refusal = floor.stage.wish(agent, i.Transfer(target))
        assert isinstance(refusal, No)
        assert refusal.code in ("call.partners_caller", "not_found")
    floor.tick(10)
    assert floor.stage.wish(agent, i.Transfer(i.Target("queue", ""))) is None  # back, into a queue whose name he is not told
    assert call.phase is Phase.QUEUED
    (fact,) = floor.facts(PartnerServed)
    assert isinstance(fact, PartnerServed)
    assert fact.until - fact.since == timedelta(seconds=10)


def test_a_withheld_number_has_an_alias_for_one_call() -> None:
    floor = Alliance(partners=2)
    one, two = floor.call_in("sw-1", None), floor.call_in("sw-2", None)
    aliases = [row_for(floor.stage.world, call, floor.firm(n)) for n, call in enumerate((one, two))]
    first, second = (row.customer if row is not None else None for row in aliases)
    assert first is not None
    assert second is not None
    assert first.startswith("?")
    assert first != second


def test_an_agent_by_whose_agreement_nothing_holds_is_never_rung() -> None:
    floor = Alliance()
    floor.stage.wish(floor.helpers[0].agent, i.Pause("lunch"))
    call = floor.call_in()
    floor.stage.world.partners.agreements.clear()
    floor.stage.world.board.ready(floor.helpers[0].agent, floor.now)
    decision = floor.stage.world.board.next_caller(floor.helpers[0].agent, floor.now)
    assert decision is not None
    turn = Turn()
    assert not answers.offer(floor.stage.world, call, decision, turn, floor.now)
    assert turn.commands == []
    assert floor.stage.world.board.presence(floor.helpers[0].agent) is Presence.READY
    assert floor.stage.world.board.doors == {}


def test_a_door_that_nobody_keeps_open_shuts_by_itself() -> None:
    floor = Alliance()
    floor.stage.wish(floor.helpers[0].agent, i.Pause("lunch"))
    call = floor.call_in()
    floor.stage.world.partners.expire(floor.now + partners.LEASE - timedelta(seconds=1))
    assert call.id in floor.stage.world.board.doors
    floor.stage.world.partners.expire(floor.now + partners.LEASE)
    assert call.id not in floor.stage.world.board.doors


def test_a_caller_who_comes_back_is_rung_to_the_adviser_whom_he_knows() -> None:
    floor = Alliance(partners=2)
    floor.call_in()
    (first,) = floor.rung()
    assert first == "PJSIP/lea0"
    floor.stage.wish(floor.helpers[0].agent, i.Pause("lunch"))
    floor.stage.hang_up("sw-1")
    floor.stage.wish(floor.helpers[0].agent, i.Pause("lunch"))
    floor.call_in("sw-2")
    floor.pick_up(1)
    floor.tick(30)
    floor.stage.hang_up("sw-2")
    for helper in floor.helpers:
        floor.stage.wish(helper.agent, i.Ready())
    floor.call_in("sw-3", "+33655667788")
    assert floor.rung()[-1] == "PJSIP/lea0"  # a stranger goes to the first partner
    floor.stage.hang_up("sw-3")
    floor.call_in("sw-4")
    assert floor.rung()[-1] == "PJSIP/lea1"  # who was there before goes to whom he knows
    (*_, offered) = floor.facts(CallOffered)
    assert isinstance(offered, CallOffered)
    assert offered.why == "knows_the_customer"


def test_whom_a_caller_knows_is_known_after_a_restart_and_by_one_owner_only() -> None:
    floor = Alliance(partners=2)
    alias = alias_of(b"a key of the installation", floor.owner.id, CALLER, floor.call_in().id)
    floor.stage.hang_up("sw-1")
    floor.stage.world.partners.remember(alias, floor.helpers[1].agent)
    floor.call_in("sw-2")
    assert floor.rung()[-1] == "PJSIP/lea1"
    floor.stage.hang_up("sw-2")
    floor.stage.world.partners.remember(alias_of(b"a key of the installation", floor.firm(), "+33655667788", floor.call_in("sw-3").id), floor.helpers[1].agent)
    floor.stage.hang_up("sw-3")
    floor.call_in("sw-4", "+33655667788")
    assert floor.rung()[-1] == "PJSIP/lea0"
def test_below_the_agreements_quality_floor_the_door_shuts_and_both_are_told_why() -> None:
    floor = Alliance(terms={"quality_floor": 0.98})
    floor.stage.wish(floor.helpers[0].agent, i.Pause("lunch"))
    call = floor.call_in()
    qualities = floor.stage.world.partners.qualities
    qualities[floor.agreements[0].id] = 0.98
    floor.tick(20)
    assert call.id in floor.stage.world.board.doors
    qualities[floor.agreements[0].id] = 0.97
    floor.tick(40)
    assert call.id not in floor.stage.world.board.doors
    assert PartnersWithdrawn(("Partner 1",), "quality_floor") in floor.facts(PartnersWithdrawn)
    floor.stage.wish(floor.helpers[0].agent, i.Ready())
    assert floor.rung() == []
