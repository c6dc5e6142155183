"""The lines: who waits, who is free, and a set-up that changes below them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId, QueueId, SkillId
from permanence.routing.lines import Lines
from permanence.routing.model import (
    AgentCard,
    Device,
    Offer,
    Presence,
    QueueCard,
    Reason,
    Wait,
    Widening,
)

FIRM, T0 = FirmId("frm_1"), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ANN, BOB = AgentId("ann"), AgentId("bob")
SALES, GOLD = QueueTerms(QueueId("que_s"), "sales"), QueueTerms(QueueId("que_g"), "gold", priority=5)
ONE, TWO, THREE = InteractionId("int_1"), InteractionId("int_2"), InteractionId("int_3")


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def card(agent: AgentId, device: Device = Device.FIXED, *skills: str) -> AgentCard:
    return AgentCard(agent, FIRM, PersonId("per"), agent, f"PJSIP/{agent}", device, {SkillId(s): 1 for s in skills or ("sales", "gold")})


@pytest.fixture
def lines() -> Lines:
    made = Lines()
    queues = [QueueCard(terms, FIRM, {SkillId(terms.name): 1}) for terms in (SALES, GOLD)]
    made.set_firm(FIRM, [card(ANN), card(BOB, Device.BROWSER)], queues, T0)
    return made


def test_a_queue_that_is_gone_is_served_by_everybody_of_the_firm(lines: Lines) -> None:
    gone = QueueTerms(QueueId("que_x"), "x")
    lines.ready(ANN, T0)
    lines.keep_queue(gone, FIRM)
    found = lines.join(ONE, gone, T0, T0)
    assert isinstance(found, Offer)
    assert found.agent == ANN


def test_the_next_caller_is_by_priority_then_by_time_then_by_who_joined_first(lines: Lines) -> None:
    lines.join(TWO, SALES, T0, T0)
    lines.join(ONE, SALES, T0, T0)
    lines.join(THREE, GOLD, after(9), after(9))
    lines.ready(ANN, after(10))
    served: list[InteractionId] = []
    for at in (11, 12, 13):
        found = lines.next_caller(ANN, after(at))
        assert found is not None
        served.append(found.call)
        lines.take(ANN, found.call, after(at), offered=False)
        lines.leave(found.call)
        lines.release(ANN, found.call, 0, None, after(at))
    assert served == [THREE, TWO, ONE]
    assert lines.next_caller(ANN, after(14)) is None


def test_nobody_is_offered_to_who_is_not_ready_nor_offered_twice(lines: Lines) -> None:
    lines.join(ONE, SALES, T0, T0)
    assert lines.next_caller(ANN, T0) is None
    lines.ready(ANN, T0)
    assert lines.next_caller(ANN, T0) == Offer(ONE, ANN, Reason("next_in_line"))
    lines.device(BOB, T0, up=True, why="")
    lines.beat(BOB, T0, awake=True)
    lines.ready(BOB, T0)
    assert lines.next_caller(BOB, T0) is None


def test_a_firms_new_setup_keeps_who_is_there_and_drops_who_left(lines: Lines) -> None:
    lines.ready(ANN, T0)
    lines.take(ANN, ONE, T0, offered=False)
    lines.set_firm(FIRM, [card(BOB, Device.BROWSER, "sales")], [QueueCard(SALES, FIRM, {SkillId("sales"): 1})], after(5))
    assert lines.presence(ANN) is Presence.TALKING  # finishes the call first
    assert lines.serves[BOB] == (SALES.queue,)
    lines.release(ANN, ONE, 0, None, after(6))
    lines.set_firm(FIRM, [card(BOB, Device.BROWSER, "sales")], [QueueCard(SALES, FIRM, {SkillId("sales"): 1})], after(7))
    assert ANN not in lines.agents
    assert "PJSIP/ann" not in lines.by_endpoint


def test_who_is_taken_out_of_the_setup_in_mid_call_gets_no_other(lines: Lines) -> None:
    lines.ready(ANN, T0)
    lines.take(ANN, ONE, T0, offered=False)
    lines.set_firm(FIRM, [], [QueueCard(SALES, FIRM)], after(5))
    lines.join(TWO, SALES, after(6), after(6))
    lines.release(ANN, ONE, 20, None, after(7))
    assert lines.presence(ANN) is Presence.OFFLINE
    assert lines.next_caller(ANN, after(8)) is None


def test_a_new_endpoint_replaces_the_old_one(lines: Lines) -> None:
    other = msgspec.structs.replace(card(ANN), endpoint="PJSIP/ann2")
    lines.set_firm(FIRM, [other], [], after(1))
    assert lines.by_endpoint.get("PJSIP/ann2") == ANN
    assert "PJSIP/ann" not in lines.by_endpoint


def widening(*steps: Widening, **changes: object) -> QueueCard:
    return QueueCard(SALES, FIRM, {SkillId("sales"): 2}, steps=steps, **changes)  # type: ignore[arg-type]


def test_a_caller_whose_search_widens_is_taken_by_who_could_not_before(lines: Lines) -> None:
    lines.set_firm(FIRM, [card(ANN)], [widening(Widening(30, lower=1))], T0)
    lines.ready(ANN, T0)
    assert isinstance(lines.join(ONE, SALES, T0, T0), Wait)
    assert lines.changes_at(ONE) == after(30)
    assert not lines.widen(ONE, after(29))
    assert lines.widen(ONE, after(30))
    assert lines.offer_for(ONE, after(30)) == Offer(ONE, ANN, Reason("free_the_longest", step=1))
    assert lines.changes_at(ONE) is None


def test_a_set_up_that_changes_keeps_places_and_who_is_asked(lines: Lines) -> None:
    lines.set_firm(FIRM, [card(ANN)], [widening(Widening(30, lower=1))], T0)
    lines.ready(ANN, T0)
    for call, since in ((ONE, 0), (TWO, 5)):
        lines.join(call, SALES, after(since), after(since))
        lines.widen(call, after(40))
    lines.offer_for(TWO, after(40))
    lines.set_firm(FIRM, [card(ANN)], [widening()], after(41))
    assert [w.call for w in lines.waiting_in(SALES.queue)] == [ONE, TWO]
    assert (lines.is_held(ONE), lines.is_held(TWO)) == (False, True)
