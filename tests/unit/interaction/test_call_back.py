"""A call back that keeps the place: offered over the music, asked for with a key, made when it is the customer's turn."""

from __future__ import annotations

import pytest

from permanence.interaction import call as machine
from permanence.interaction import call_back
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.interaction.legs import enter_queue
from permanence.interaction.model import Call, CallBack, Outcome, Phase, QueueTerms
from permanence.interaction.steps import AgentReleased, LeaveQueue, OfferMade, StepAside, Turn
from permanence.kernel.ids import QueueId
from tests.unit.interaction.call_kit import (
    ANN,
    SALES,
    T0,
    at,
    facts,
    hear,
    inbound,
    names,
    offered,
    queued,
    talking,
)

MEDIA = ("sound:rappel",)


def told() -> Call:
    """A customer who was told at 08:01 that he may be called back; the message was heard to its end."""
    call = queued()
    turn = Turn()
    call_back.offer(call, MEDIA, turn)
    assert names(turn) == ["StopMusic", "Play"]
    assert facts(turn) == ["CallBackOffered"]
    hear(call, s.Played(call.playing or ""), 70)
    return call


def kept() -> Call:
    """A customer who pressed the key at 08:01:20, and whose line is free."""
    call = told()
    hear(call, s.Digit("pstn-1", "1"), 80)
    hear(call, s.Played(call.playing or ""), 84)
    hear(call, s.Gone("pstn-1", 16), 85)
    return call


def rung() -> Call:
    """The same customer: it is his turn, and Ann's telephone rings."""
    call = kept()
    machine.offer(call, OfferMade(ANN, "Ann", "PJSIP/ann"), at(300), Turn())
    return call


def dialling() -> Call:
    """The same: Ann has picked up, the customer's telephone rings."""
    call = rung()
    assert call.offer is not None
    hear(call, s.Up(call.offer.channel), 303)
    return call


def test_the_music_goes_on_after_the_offer_and_the_place_is_the_same() -> None:
    call = told()
    assert (call.phase, call.call_back, call.queued_at, call.waits_on_music) == (Phase.QUEUED, CallBack.OFFERED, T0, True)


def test_another_key_changes_nothing() -> None:
    call = told()
    turn = hear(call, s.Digit("pstn-1", "2"), 80)
    assert (turn.commands, turn.facts, call.call_back) == ([], [], CallBack.OFFERED)


def test_a_key_without_an_offer_changes_nothing() -> None:
    call = queued()
    assert hear(call, s.Digit("pstn-1", "1"), 80).commands == []
    assert call.call_back is None


def test_the_key_is_thanked_for_and_the_place_waits() -> None:
    call = told()
    turn = hear(call, s.Digit("pstn-1", "1"), 80)
    assert names(turn) == ["StopMusic", "Play"]
    assert facts(turn) == ["CallBackKept"]
    assert turn.needs == [StepAside()]
    assert call.wait_s == 80.0
    assert names(hear(call, s.Played(call.playing or ""), 84)) == ["HangUp"]
    turn = hear(call, s.Gone("pstn-1", 16), 85)
    assert (turn.commands, turn.facts, turn.needs) == ([], [], [])
    assert (call.phase, call.customer_channel, call.customer_up) == (Phase.QUEUED, None, False)


def test_the_key_stops_the_message_that_asks_for_it() -> None:
    call = queued()
    call_back.offer(call, MEDIA, Turn())
    asking = call.playing
    turn = hear(call, s.Digit("pstn-1", "1"), 62)
    assert names(turn) == ["StopPlay", "Play"]
    assert names(hear(call, s.Played(asking or ""), 62.1)) == []  # its end is not that of the good-bye
    assert call.playing is not None


def test_who_presses_the_key_and_hangs_up_at_once_is_called_all_the_same() -> None:
    call = told()
    hear(call, s.Digit("pstn-1", "1"), 80)
    hear(call, s.Gone("pstn-1", 16), 80.5)
    assert (call.phase, call.customer_channel, call.outcome) == (Phase.QUEUED, None, None)


def test_who_hangs_up_after_the_offer_has_given_up() -> None:
    call = told()
    assert facts(hear(call, s.Gone("pstn-1", 16), 80)) == ["CallEnded"]
    assert call.outcome is Outcome.ABANDONED


def test_the_key_is_too_late_when_a_telephone_rings_for_him() -> None:
    call = told()
    machine.offer(call, OfferMade(ANN, "Ann", "PJSIP/ann"), at(79), Turn())
    assert facts(hear(call, s.Digit("pstn-1", "1"), 80)) == []
    assert call.call_back is CallBack.OFFERED


def test_when_it_is_his_turn_the_agent_comes_first_and_then_the_customer() -> None:
    call = rung()
    assert call.offer is not None
    turn = hear(call, s.Up(call.offer.channel), 303)
    assert facts(turn) == ["CallPlaced"]
    ring = next(command for command in turn.commands if isinstance(command, c.Ring))
    assert (ring.endpoint, ring.caller_number) == ("PJSIP/+33612345678@carrier", "+33162000001")
    assert (call.phase, call.agent and call.agent.agent, call.customer_up) == (Phase.DIALLING, ANN, False)
    assert LeaveQueue(SALES.queue) in turn.needs
    turn = hear(call, s.Up(call.customer_channel or ""), 310)
    assert facts(turn) == ["CustomerAnswered"]
    assert (call.phase, call.answered_at, call.wait_s, call.call_back) == (Phase.TALKING, at(310), 80.0, None)


@pytest.mark.parametrize(("cause", "outcome"), [(17, Outcome.BUSY), (19, Outcome.NO_ANSWER), (21, Outcome.REJECTED)])
def test_who_is_not_reached_is_owed_and_the_agent_is_free(cause: int, outcome: Outcome) -> None:
    call = dialling()
    turn = hear(call, s.Gone(call.customer_channel or "", cause), 320)
    assert facts(turn) == ["CallBackMissed", "CallEnded"]
    assert call.outcome is outcome
    assert AgentReleased(ANN) in turn.needs


def test_an_agent_who_does_not_pick_up_leaves_the_place_to_the_next() -> None:
    call = rung()
    turn = hear(call, s.TimeUp(call.id, "offer"), 330)
    assert facts(turn) == ["OfferFailed"]
    assert (call.phase, call.offer, call.call_back) == (Phase.QUEUED, None, CallBack.KEPT)


def test_an_agent_who_is_there_before_the_good_bye_is_over_gets_him_by_a_call() -> None:
    call = told()
    hear(call, s.Digit("pstn-1", "1"), 80)
    machine.offer(call, OfferMade(ANN, "Ann", "PJSIP/ann"), at(80), Turn())
    assert call.offer is not None
    turn = hear(call, s.Up(call.offer.channel), 81)
    assert c.HangUp(call.id, "pstn-1") in turn.commands
    assert call.customer_channel != "pstn-1"
    assert hear(call, s.Gone("pstn-1", 16), 81.2).facts == []
    assert call.phase is Phase.DIALLING


def test_an_agent_who_is_lost_before_the_customer_answers_leaves_the_place_to_the_next() -> None:
    call = dialling()
    assert call.agent is not None
    turn = hear(call, s.Gone(call.agent.channel, 0), 306)
    assert "HangUp" in names(turn)
    assert facts(turn) == ["CallQueued"]
    assert [type(need).__name__ for need in turn.needs] == ["AgentReleased", "JoinQueue", "StepAside"]
    assert (call.phase, call.customer_channel, call.queued_at, call.wait_s) == (Phase.QUEUED, None, T0, 80.0)
    assert "announce" not in call.deadlines
    machine.offer(call, OfferMade(ANN, "Ann", "PJSIP/ann"), at(307), Turn())
    assert call.offer is not None
    assert facts(hear(call, s.Up(call.offer.channel), 309)) == ["CallPlaced"]


def test_a_customer_of_whom_nobody_knows_whether_he_was_rung_is_called_again() -> None:
    call = dialling()
    assert facts(hear(call, s.Gone(call.customer_channel or "", 0), 306)) == ["CallQueued"]
    assert (call.phase, call.agent, call.call_back) == (Phase.QUEUED, None, CallBack.KEPT)


def test_a_key_in_a_later_wait_sends_nobody_away() -> None:
    call = told()
    machine.offer(call, OfferMade(ANN, "Ann", "PJSIP/ann"), at(90), Turn())
    assert call.offer is not None
    hear(call, s.Up(call.offer.channel), 92)
    assert call.call_back is None
    call.call_back = CallBack.OFFERED
    enter_queue(call, SALES, at(120), Turn())
    assert hear(call, s.Digit("pstn-1", "1"), 130).facts == []


def test_nobody_waits_for_a_call_for_ever() -> None:
    call = kept()
    turn = hear(call, s.TimeUp(call.id, "call_back"), 80 + 4 * 3600)
    assert facts(turn) == ["CallBackMissed", "CallEnded"]
    assert call.outcome is Outcome.ABANDONED


def test_it_is_offered_once_to_who_waits_to_music_and_whose_number_is_known() -> None:
    assert call_back.can_offer(queued(), at(60))
    assert not call_back.can_offer(queued(), at(7))  # a key for the menu may still come
    assert not call_back.can_offer(told(), at(60))
    assert not call_back.can_offer(queued(customer=None), at(60))
    assert not call_back.can_offer(queued(QueueTerms(QueueId("que_q"), "quiet", music=None)), at(60))
    assert not call_back.can_offer(inbound(), at(60))
    assert not call_back.can_offer(offered(), at(60))
    assert not call_back.can_offer(talking(), at(60))
