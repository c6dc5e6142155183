"""Conversation at its edges: refusals, third parties that go at the wrong moment, devices that are lost."""

from __future__ import annotations

import pytest

from permanence.interaction import signals as s
from permanence.interaction import supervision, talk
from permanence.interaction.legs import (
    drop_leg,
    end_call,
    leave_queue,
    music_for_customer,
    reason_of,
    release_agent,
    start_waiting_sound,
    withdraw_offer,
)  # fmt: skip
from permanence.interaction.model import Call, EndedBy, Leg, LegState, MonitorMode, Outcome, Phase
from permanence.interaction.recording import begin
from permanence.interaction.steps import AgentReleased, AgentTalks, No, Turn
from tests.unit.interaction.call_kit import (
    BOB,
    EVE,
    SALES,
    T0,
    at,
    channel_of,
    facts,
    hear,
    inbound,
    names,
    offered,
    placed,
    queued,
    talking,
)  # fmt: skip

CONSULT = s.StartConsult("PJSIP/bob", "Bob", BOB)
TRANSFER = s.TransferTo("PJSIP/bob", "Bob", BOB)


def ask(call: Call, wish: s.Ask, seconds: float = 10) -> tuple[No | None, Turn]:
    turn = Turn()
    return talk.ask(call, wish, at(seconds), turn), turn


def consulting(*, up: bool = False) -> Call:
    call = talking()
    ask(call, CONSULT)
    assert call.consult is not None
    if up:
        hear(call, s.Up(call.consult.leg.channel), 11)
    return call


def reconnecting() -> Call:
    call = talking()
    hear(call, s.EndpointState("PJSIP/ann", False), 10)
    assert call.phase is Phase.RECONNECTING
    return call


@pytest.mark.parametrize("wish", [s.Hold(), s.Resume(), s.MuteMe(True), s.Private(True), CONSULT, TRANSFER, s.CancelConsult(), s.HangUpCall()])
def test_who_does_not_talk_is_told_so(wish: s.Ask) -> None:
    refusal, turn = ask(queued(), wish)
    assert refusal is not None
    assert refusal.code == "call.not_talking"
    assert not turn.commands


@pytest.mark.parametrize("wish", [s.CancelConsult(), s.JoinConsult(), s.CompleteTransfer()])
def test_without_a_consultation_there_is_none_to_end(wish: s.Ask) -> None:
    refusal, _ = ask(talking(), wish)
    assert refusal is not None
    assert refusal.code == "consult.none"


@pytest.mark.parametrize(("wish", "code"), [(CONSULT, "consult.already"), (TRANSFER, "consult.already"), (s.CompleteTransfer(), "consult.not_answered"),
                                            (s.JoinConsult(), "consult.none")])  # fmt: skip
def test_one_thing_at_a_time(wish: s.Ask, code: str) -> None:
    refusal, _ = ask(consulting(), wish)
    assert refusal is not None
    assert refusal.code == code


def test_no_transfer_to_a_queue_while_consulting_or_waiting() -> None:
    for call, code in ((consulting(), "consult.already"), (queued(), "call.not_talking")):
        refusal = talk.transfer_to_queue(call, SALES, at(10), Turn())
        assert refusal is not None
        assert refusal.code == code


@pytest.mark.parametrize("wish", [s.Hold(), s.Private(True), s.MuteMe(True)])
def test_asking_twice_changes_nothing(wish: s.Ask) -> None:
    call = talking()
    _, first = ask(call, wish)
    _, second = ask(call, wish)
    assert first.commands or first.facts
    assert not second.commands
    assert not second.facts
    assert not ask(talking(), s.Resume())[1].commands


def test_a_conference_is_opened_once_and_left_together() -> None:
    call = consulting(up=True)
    assert facts(ask(call, s.JoinConsult())[1]) == ["CallResumed", "ConferenceStarted"]
    assert facts(ask(call, s.JoinConsult())[1]) == []
    refusal, turn = ask(call, s.HangUpCall())
    assert refusal is None
    assert facts(turn) == ["CallTransferred"]
    assert call.agent is not None
    assert (call.phase, call.agent.agent) == (Phase.TALKING, BOB)


def test_a_conference_goes_on_when_the_agents_device_is_lost() -> None:
    call = consulting(up=True)
    ask(call, s.JoinConsult())
    assert "StartMusic" not in names(hear(call, s.EndpointState("PJSIP/ann", False, "page_gone"), 20))


def test_an_answer_told_twice_joins_once_and_a_strange_one_is_hung_up() -> None:
    call = consulting(up=True)
    assert call.consult is not None
    assert names(hear(call, s.Up(call.consult.leg.channel), 12)) == []
    assert names(hear(call, s.Up("int_1.leg99"), 12)) == ["HangUp"]
    assert names(hear(call, s.Up(channel_of(call.agent)), 12)) == []
    assert names(hear(call, s.Up("pstn-1"), 12)) == []


def test_a_strange_leg_that_goes_is_nobodys_business() -> None:
    assert hear(talking(), s.Gone("int_1.leg99"), 12).commands == []
    assert hear(talking(), s.Ringing("int_1.leg99"), 12).commands == []


def test_a_consultation_that_rings_is_heard_by_an_agent_who_is_there() -> None:
    call = consulting()
    assert call.consult is not None
    leg = call.consult.leg.channel
    assert names(hear(call, s.Ringing(leg), 11)) == ["StartTone"]
    hear(call, s.EndpointState("PJSIP/ann", False), 12)
    assert names(hear(call, s.Ringing(leg), 12)) == []
    assert names(hear(call, s.Up(leg), 13)) == ["Join"]


def test_an_agent_who_is_given_up_takes_the_consultation_along() -> None:
    call = consulting()
    hear(call, s.EndpointState("PJSIP/ann", False), 12)
    turn = hear(call, s.TimeUp(call.id, "reconnect"), 40)
    assert call.phase is Phase.QUEUED
    assert call.consult is None
    assert AgentReleased(BOB) in turn.needs
    assert "ConsultEnded" in facts(turn)


def test_an_agent_who_is_given_up_on_an_outbound_call_ends_it() -> None:
    call, _ = placed(up=True)
    hear(call, s.Up(call.customer_channel or ""), 5)
    hear(call, s.EndpointState("PJSIP/ann", False), 12)
    hear(call, s.TimeUp(call.id, "reconnect"), 40)
    assert (call.phase, call.outcome) == (Phase.ENDED, Outcome.ANSWERED)


def test_a_transfer_of_an_outbound_call_that_nobody_takes_ends_it() -> None:
    call, _ = placed(up=True)
    hear(call, s.Up(call.customer_channel or ""), 5)
    ask(call, TRANSFER)
    turn = hear(call, s.TimeUp(call.id, "transfer"), 60)
    assert (call.phase, call.ended_by) == (Phase.ENDED, EndedBy.PLATFORM)
    assert "TransferFailed" in facts(turn)


def test_a_transfer_target_that_refuses_is_released_with_its_reason() -> None:
    call = talking()
    _, turn = ask(call, TRANSFER)
    assert AgentTalks(BOB) in turn.needs
    refused = hear(call, s.Gone(channel_of(call.transfer), 21), 12)
    assert AgentReleased(BOB, 0, "rejected") in refused.needs
    assert call.phase is Phase.QUEUED
    assert call.queued_at == at(0)  # the place that the customer had before


def test_a_device_that_is_back_is_rung_once_and_its_silence_is_no_end() -> None:
    call = reconnecting()
    back = hear(call, s.EndpointState("PJSIP/ann", True), 11)
    assert names(back) == ["Ring"]
    assert names(hear(call, s.EndpointState("PJSIP/ann", True), 11.5)) == []
    hear(call, s.Gone(channel_of(call.agent), 20), 12)
    assert call.phase is Phase.RECONNECTING
    assert names(hear(call, s.EndpointState("PJSIP/ann", True), 13)) == ["Ring"]
    assert "AgentReturned" in facts(hear(call, s.Up(channel_of(call.agent)), 14))
    assert call.phase is Phase.TALKING


def test_a_device_that_comes_back_to_a_held_call_leaves_the_customer_on_music() -> None:
    call = talking()
    ask(call, s.Hold())
    hear(call, s.EndpointState("PJSIP/ann", False), 12)
    hear(call, s.EndpointState("PJSIP/ann", True), 13)
    assert names(hear(call, s.Up(channel_of(call.agent)), 14)) == ["Join"]
    assert call.held


def test_another_device_does_not_concern_the_call() -> None:
    call = talking()
    assert hear(call, s.EndpointState("PJSIP/bob", False), 12).commands == []
    assert hear(call, s.EndpointState("PJSIP/ann", True), 12).commands == []


def test_a_party_outside_who_is_lost_ends_the_call() -> None:
    call = talking()
    ask(call, s.TransferTo("PJSIP/+33699999999@carrier", "+33699999999"))
    hear(call, s.Up(channel_of(call.transfer)), 12)
    hear(call, s.Gone(channel_of(call.agent), 0), 30)
    assert (call.phase, call.ended_by) == (Phase.ENDED, EndedBy.SWITCH)


# -- supervision -----------------------------------------------------------------------------------------------------


def monitored(mode: MonitorMode = MonitorMode.LISTEN, *, up: bool = True) -> Call:
    call = talking()
    ask(call, s.StartMonitor(EVE, "PJSIP/eve", "Eve", mode))
    if up:
        hear(call, s.Up(call.monitors[EVE].leg.channel), 11)
        hear(call, s.Up(call.monitors[EVE].snoop or ""), 11)
    return call


@pytest.mark.parametrize(("mode", "commands"), [
    (MonitorMode.LISTEN, ["MakeBridge", "Snoop", "Mute", "Join"]),
    (MonitorMode.WHISPER, ["MakeBridge", "Snoop", "Join", "Unmute"]),
    (MonitorMode.BARGE, ["MakeBridge", "Snoop", "Unmute", "Join"]),
])  # fmt: skip
def test_a_supervisor_comes_onto_the_call(mode: MonitorMode, commands: list[str]) -> None:
    call = monitored(mode, up=False)
    assert names(hear(call, s.Up(call.monitors[EVE].leg.channel), 11)) == commands
    assert names(hear(call, s.Up(call.monitors[EVE].leg.channel), 11)) == []


def test_a_supervisor_who_asks_again_changes_how() -> None:
    call = monitored()
    assert facts(ask(call, s.StartMonitor(EVE, "PJSIP/eve", "Eve", MonitorMode.BARGE))[1]) == ["MonitorChanged"]
    assert facts(ask(call, s.ChangeMonitor(EVE, MonitorMode.BARGE))[1]) == []
    early = monitored(up=False)
    assert facts(ask(early, s.ChangeMonitor(EVE, MonitorMode.BARGE))[1]) == []
    assert early.monitors[EVE].mode is MonitorMode.BARGE


def in_private() -> Call:
    call = talking()
    ask(call, s.Private(True))
    return call


@pytest.mark.parametrize(("call", "wish", "code"), [
    (queued(), s.StartMonitor(EVE, "PJSIP/eve", "Eve", MonitorMode.LISTEN), "monitor.no_conversation"),
    (in_private(), s.StartMonitor(EVE, "PJSIP/eve", "Eve", MonitorMode.LISTEN), "monitor.private"),
    (talking(), s.ChangeMonitor(EVE, MonitorMode.LISTEN), "monitor.not_here"),
])  # fmt: skip
def test_a_supervisor_is_refused_with_a_reason(call: Call, wish: s.Ask, code: str) -> None:
    refusal, _ = ask(call, wish)
    assert refusal is not None
    assert refusal.code == code


def test_who_leaves_twice_leaves_once() -> None:
    call = monitored()
    assert facts(ask(call, s.StopMonitor(EVE))[1]) == ["MonitorEnded"]
    assert facts(ask(call, s.StopMonitor(EVE))[1]) == []


def test_a_supervisors_device_and_listening_leg_end_apart() -> None:
    call = monitored()
    assert hear(call, s.Gone(call.monitors[EVE].snoop or ""), 12).commands == []
    assert call.monitors[EVE].snoop is None
    assert "MonitorEnded" in facts(hear(call, s.Gone(call.monitors[EVE].leg.channel), 13))
    assert EVE not in call.monitors


def test_a_supervisor_follows_the_agent_who_has_the_call() -> None:
    call = monitored()
    first = call.monitors[EVE].snoop
    turn = Turn()
    supervision.agent_changed(call, turn)
    assert names(turn) == ["HangUp", "Snoop"]
    assert call.monitors[EVE].snoop != first
    ringing = monitored(up=False)
    turn = Turn()
    supervision.agent_changed(ringing, turn)
    assert names(turn) == []


def test_a_supervisors_answer_after_the_agent_has_left_joins_nobody() -> None:
    call = monitored(up=False)
    call.agent = None
    assert names(hear(call, s.Up(call.monitors[EVE].leg.channel), 12)) == []


# -- small moves -----------------------------------------------------------------------------------------------------


def test_small_moves_without_their_party_do_nothing() -> None:
    call = inbound(customer_channel=None)
    for move in (music_for_customer, start_waiting_sound, leave_queue, withdraw_offer):
        turn = Turn()
        move(call, turn)
        assert not turn.commands
    turn = Turn()
    release_agent(call, T0, turn, hang_up=True)
    begin(call, T0, turn)
    assert not turn.commands


def test_a_call_ends_once_and_an_open_offer_with_it() -> None:
    call = offered()
    turn = Turn()
    end_call(call, at(3), turn, Outcome.ABANDONED, EndedBy.CUSTOMER)
    assert names(turn).count("HangUp") == 1
    again = Turn()
    end_call(call, at(4), again, Outcome.ANSWERED, EndedBy.AGENT)
    assert not again.commands
    assert call.outcome is Outcome.ABANDONED


def test_legs_without_an_agent_release_nobody() -> None:
    call, turn = talking(), Turn()
    drop_leg(call, Leg("int_1.leg9", "PJSIP/x", LegState.UP, T0), turn)
    call.agent = Leg("int_1.leg8", "PJSIP/y", LegState.UP, T0)
    release_agent(call, T0, turn, hang_up=True)
    assert names(turn) == ["HangUp", "HangUp"]
    assert not turn.needs


@pytest.mark.parametrize(("cause", "reason"), [(17, "busy"), (19, "no_answer"), (16, "no_answer"), (21, "rejected"), (20, "unreachable"),
                                               (27, "unreachable"), (22, "unallocated"), (0, "failed"), (34, "failed")])  # fmt: skip
def test_causes_have_words(cause: int, reason: str) -> None:
    assert reason_of(cause) == reason


def test_a_hold_over_which_the_clock_is_put_back_takes_no_time() -> None:
    call = talking()
    ask(call, s.Hold(), 600)
    ask(call, s.Resume(), 10)
    assert call.hold_s == 0
