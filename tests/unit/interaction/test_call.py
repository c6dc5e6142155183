"""The call machine outside its ordinary course: empty messages, late and doubled signals, deadlines that no longer fit."""

from __future__ import annotations

import msgspec
import pytest

from permanence.floor.batch import decode_call
from permanence.interaction import call as machine
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.interaction.model import (
    Call,
    EndedBy,
    Leg,
    LegState,
    Outcome,
    Phase,
    QueueTerms,
    call_of,
    is_closed,
)
from permanence.interaction.steps import (
    AgentReleased,
    EnterQueue,
    Finish,
    Gather,
    NeedAnnouncement,
    NeedStep,
    OfferMade,
    Say,
    Turn,
)
from permanence.kernel.ids import QueueId
from tests.unit.interaction.call_kit import (
    ANN,
    BOB,
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


def test_a_message_without_sound_goes_on_at_once() -> None:
    turn = Turn()
    machine.step(inbound(), Say("hello", ()), T0, turn)
    assert turn.needs == [NeedStep("done")]


@pytest.mark.parametrize(("closed", "outcome"), [(True, Outcome.CLOSED), (False, Outcome.SELF_SERVED)])
def test_an_end_without_sound_ends_at_once_and_with_sound_after_it(closed: bool, outcome: Outcome) -> None:
    silent, spoken = inbound(), inbound()
    machine.step(silent, Finish("end", (), closed), T0, Turn())
    assert (silent.phase, silent.outcome) == (Phase.ENDED, outcome)
    machine.step(spoken, Finish("end", ("sound:bye",), closed), T0, Turn())
    assert spoken.phase is Phase.FLOW
    hear(spoken, s.Played(spoken.playing or ""), 2)
    assert (spoken.phase, spoken.outcome, spoken.ended_by) == (Phase.ENDED, outcome, EndedBy.PLATFORM)


def test_a_menu_without_sound_waits_for_its_key_from_now_on() -> None:
    call = inbound()
    machine.step(call, Gather("menu", (), 5.0), T0, Turn())
    assert call.deadlines["key"] == at(5)
    assert hear(call, s.TimeUp(call.id, "key"), 4).needs == []
    assert hear(call, s.TimeUp(call.id, "key"), 5).needs == [NeedStep("timeout")]
    assert hear(call, s.TimeUp(call.id, "key"), 6).needs == []


def test_a_key_counts_once_and_only_in_a_menu_and_only_from_the_customer() -> None:
    call = inbound()
    assert hear(call, s.Digit("pstn-1", "1"), 0).needs == []
    machine.step(call, Gather("menu", ("sound:menu",), 5.0), T0, Turn())
    assert hear(call, s.Digit("somebody", "1"), 1).needs == []
    turn = hear(call, s.Digit("pstn-1", "1"), 1)
    assert (turn.needs, names(turn)) == ([NeedStep("1")], ["StopPlay"])
    assert hear(call, s.Digit("pstn-1", "2"), 1).needs == []


def test_a_step_that_comes_too_late_is_dropped() -> None:
    for call in (queued(), inbound(customer_channel=None)):
        turn = Turn()
        machine.step(call, Say("hello", ("sound:hello",)), T0, turn)
        assert not turn.commands


@pytest.mark.parametrize("make", [talking, offered, inbound])
def test_an_offer_that_comes_too_late_frees_its_agent(make: object) -> None:
    turn = Turn()
    machine.offer(make(), OfferMade(BOB, "Bob", "PJSIP/bob"), T0, turn)  # type: ignore[operator]
    assert turn.needs == [AgentReleased(BOB)]
    assert not turn.commands


def test_an_answer_that_comes_after_the_offer_was_withdrawn_is_hung_up() -> None:
    call = offered()
    channel = channel_of(call.offer)
    assert names(hear(call, s.TimeUp(call.id, "offer"), 60)) == ["HangUp"]
    assert hear(call, s.Up(channel), 61).commands == [c.HangUp(call.id, channel)]


def test_a_telephone_that_goes_away_while_it_rings_is_given_up_at_once() -> None:
    call = offered()
    turn = hear(call, s.EndpointState("PJSIP/ann", False), 3)
    assert turn.needs == [AgentReleased(ANN, 0, "unreachable")]
    assert names(turn) == ["HangUp"]
    assert hear(call, s.EndpointState("PJSIP/ann", False), 4).commands == []


def test_an_offer_to_a_leg_without_an_agent_fails_silently() -> None:
    call = queued()
    call.offer = Leg("int_1.leg9", "PJSIP/x", LegState.RINGING, T0)
    assert hear(call, s.Gone("int_1.leg9", 19), 1).needs == []
    assert call.offer is None


def test_announcements_are_made_while_waiting_and_one_at_a_time() -> None:
    call = queued()
    assert hear(call, s.TimeUp(call.id, "announce"), 8).needs == [NeedAnnouncement()]
    first, second, late = Turn(), Turn(), Turn()
    machine.announce(call, ("sound:place",), 1, None, at(8), first)
    machine.announce(call, ("sound:place",), 1, None, at(8), second)
    machine.announce(talking(), ("sound:place",), 1, None, at(8), late)
    assert names(first) == ["StopMusic", "Play"]
    assert not second.commands
    assert not late.commands
    assert names(hear(call, s.Played(call.playing or ""), 12)) == ["StartMusic"]
    assert hear(call, s.Played("int_1.play99"), 13).commands == []


def test_a_queue_that_announces_nothing_sets_no_timer() -> None:
    quiet = QueueTerms(QueueId("que_q"), "quiet", announce_every_s=None)
    call = queued(quiet)
    assert "announce" not in call.deadlines
    machine.announce(call, ("sound:place",), 1, None, at(8), Turn())
    assert hear(call, s.TimeUp(call.id, "announce"), 9).needs == [NeedAnnouncement()]
    assert "announce" not in call.deadlines
    assert hear(talking(), s.TimeUp(call.id, "announce"), 9).needs == []


def test_a_call_from_a_telephone_that_is_up_dials_at_once() -> None:
    call, turn = placed(up=True)
    assert names(turn) == ["MakeBridge", "Join", "Ring", "StartTone"]
    assert hear(call, s.Up(channel_of(call.agent)), 1).commands == []


def test_an_agent_who_does_not_pick_up_places_no_call() -> None:
    for signal in (lambda call: s.TimeUp(call.id, "place"), lambda call: s.Gone(channel_of(call.agent), 20)):
        call, _ = placed()
        hear(call, signal(call), 15)
        assert (call.phase, call.outcome) == (Phase.ENDED, Outcome.FAILED)


def test_a_customer_who_does_not_answer_in_time_is_given_up() -> None:
    call, _ = placed(up=True)
    hear(call, s.TimeUp(call.id, "dial"), 50)
    assert (call.outcome, call.ended_by) == (Outcome.NO_ANSWER, EndedBy.PLATFORM)


def test_an_agent_who_hangs_up_while_it_rings_cancels() -> None:
    call, _ = placed(up=True)
    hear(call, s.Gone(channel_of(call.agent), 16), 3)
    assert (call.outcome, call.ended_by) == (Outcome.CANCELLED, EndedBy.AGENT)


@pytest.mark.parametrize(
    ("cause", "outcome", "by"),
    [
        (17, Outcome.BUSY, EndedBy.CUSTOMER), (21, Outcome.REJECTED, EndedBy.CUSTOMER), (19, Outcome.NO_ANSWER, EndedBy.SWITCH),
        (18, Outcome.NO_ANSWER, EndedBy.SWITCH), (16, Outcome.NO_ANSWER, EndedBy.SWITCH), (1, Outcome.UNALLOCATED, EndedBy.SWITCH),
        (28, Outcome.UNALLOCATED, EndedBy.SWITCH), (20, Outcome.FAILED, EndedBy.SWITCH), (34, Outcome.FAILED, EndedBy.SWITCH),
        (0, Outcome.FAILED, EndedBy.SWITCH),
    ],
)  # fmt: skip
def test_how_an_outbound_call_ends_is_told_by_its_cause(cause: int, outcome: Outcome, by: EndedBy) -> None:
    call, _ = placed(up=True)
    hear(call, s.Gone(call.customer_channel or "", cause), 3)
    assert (call.outcome, call.ended_by, call.cause) == (outcome, by, cause)


@pytest.mark.parametrize(("cause", "by"), [(16, EndedBy.CUSTOMER), (0, EndedBy.SWITCH)])
def test_a_caller_who_leaves_the_queue_has_abandoned_unless_he_was_answered_before(cause: int, by: EndedBy) -> None:
    call, again = queued(), queued()
    again.answered_at = T0
    for each, outcome in ((call, Outcome.ABANDONED), (again, Outcome.ANSWERED)):
        hear(each, s.Gone("pstn-1", cause), 9)
        assert (each.outcome, each.ended_by) == (outcome, by)


def test_a_deadline_that_no_longer_fits_is_dropped() -> None:
    call = talking()
    for name in ("key", "announce", "offer", "place", "dial", "reconnect", "transfer", "unknown"):
        turn = hear(call, s.TimeUp(call.id, name), 99)
        assert (turn.commands, turn.needs, turn.facts) == ([], [], [])


def test_an_arrival_never_reaches_a_call() -> None:
    assert hear(talking(), s.Arrived("pstn-2", "+33162000001", None), 9).commands == []


def test_after_the_end_late_answers_are_hung_up_and_the_rest_is_dropped() -> None:
    call = talking()
    hear(call, s.Gone("pstn-1"), 9)
    assert names(hear(call, s.Up("int_1.leg7"), 10)) == ["HangUp"]
    for signal in (s.Digit("pstn-1", "1"), s.Gone("pstn-1"), s.TimeUp(call.id, "dial")):
        assert hear(call, signal, 10).commands == []
    machine_end = Turn()
    machine.step(call, Say("x", ("sound:x",)), at(11), machine_end)
    assert not machine_end.commands


def test_a_recorded_call_is_closed_when_its_files_are() -> None:
    call = talking(purpose="quality")
    assert call.recording is not None
    sides = [f"{call.recording.id}-{side}" for side in ("in", "out")]
    for side in sides:
        hear(call, s.Up(side), 2)
    hear(call, s.Gone("pstn-1"), 9)
    assert not is_closed(call)
    hear(call, s.Recorded(sides[0]), 9)
    assert not is_closed(call)
    assert facts(hear(call, s.Recorded(sides[1]), 9)) == ["RecordingEnded"]
    assert is_closed(call)


def test_files_that_the_switch_never_closes_are_taken_as_they_are() -> None:
    call = talking(purpose="quality")
    assert call.recording is not None
    hear(call, s.Up(f"{call.recording.id}-in"), 2)
    hear(call, s.Gone("pstn-1"), 9)
    assert facts(hear(call, s.TimeUp(call.id, "files"), 24)) == ["RecordingEnded"]
    assert is_closed(call)
    assert hear(call, s.TimeUp(call.id, "files"), 25).facts == []


@pytest.mark.parametrize("make", [inbound, queued, offered, talking])
def test_a_call_is_the_same_after_it_was_written_and_read(make: object) -> None:
    call: Call = make()  # type: ignore[operator]
    assert decode_call(msgspec.json.encode(call)) == call


def test_names_below_a_call_lead_back_to_it() -> None:
    call = inbound()
    assert call_of(call.name("leg")) == call.id
    assert call_of("pstn-1") is None
    assert call.name("leg") != call.name("leg")


def test_entering_a_queue_twice_is_one_wait() -> None:
    call = queued()
    turn = Turn()
    machine.step(call, EnterQueue("queue", SALES), at(1), turn)
    assert not turn.needs


def test_an_offer_of_which_the_switch_says_nothing_ends_by_itself() -> None:
    call = offered()
    due = call.deadlines["offer"]
    assert due == at(1 + SALES.ring_s + machine.ANSWER_MARGIN_S)
    turn = hear(call, s.TimeUp(call.id, "offer"), (due - at(0)).total_seconds())
    assert AgentReleased(ANN, 0, "no_answer") in turn.needs
    assert call.offer is None
