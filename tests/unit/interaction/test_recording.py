"""Both sides apart, silence where it is meant, and a file closed once."""

from __future__ import annotations

from permanence.interaction import signals as s
from permanence.interaction import talk
from permanence.interaction.model import Call, Phase, QueueTerms
from permanence.interaction.recording import begin, give_up_waiting, recorded, side_up
from permanence.interaction.steps import Turn
from permanence.kernel.ids import QueueId
from tests.unit.interaction.call_kit import T0, at, facts, hear, inbound, names, talking


def recording_call() -> tuple[Call, str, str]:
    call = talking(purpose="quality")
    assert call.recording is not None
    return call, f"{call.recording.id}-in", f"{call.recording.id}-out"


def test_a_call_is_recorded_only_with_a_purpose_and_where_the_queue_says_so() -> None:
    unrecorded = QueueTerms(QueueId("que_u"), "unrecorded")
    assert talking().recording is None
    assert talking(unrecorded, purpose="quality").recording is None
    assert talking(purpose="quality").recording is not None
    assert not names(hear(talking(), s.Recorded("int_1.rec9-in"), 9))


def test_a_call_is_recorded_once_and_with_a_customer() -> None:
    call, _, _ = recording_call()
    turn = Turn()
    begin(call, T0, turn)
    begin(inbound(customer_channel=None, purpose="quality"), T0, turn)
    assert not turn.commands


def test_each_side_is_kept_once_and_the_first_sets_the_clock() -> None:
    call, inner, outer = recording_call()
    assert names(hear(call, s.Up(inner), 3)) == ["Record"]
    assert names(hear(call, s.Up(outer), 4)) == ["Record"]
    assert call.recording is not None
    assert call.recording.started_at == at(3)
    assert names(hear(call, s.Up(inner), 5)) == []
    assert side_up(call, f"{call.recording.id}-sideways", T0, Turn())
    assert not side_up(talking(), inner, T0, Turn())


def test_a_side_that_is_ready_after_the_end_is_hung_up() -> None:
    call, inner, _ = recording_call()
    hear(call, s.Gone("pstn-1"), 9)
    turn = Turn()
    assert side_up(call, inner, at(10), turn)
    assert names(turn) == ["HangUp"]


def test_a_side_that_is_ready_in_a_private_moment_begins_silent() -> None:
    call, inner, _ = recording_call()
    talk.ask(call, s.Private(True), at(3), Turn())
    assert names(hear(call, s.Up(inner), 4)) == ["Record", "MuteRecording"]


def test_sound_returns_when_the_last_reason_for_silence_ends() -> None:
    call, inner, outer = recording_call()
    hear(call, s.Up(inner), 3)
    hear(call, s.Up(outer), 3)
    told: list[list[str]] = []
    for wish in (s.Private(True), s.Hold(), s.Private(False), s.Resume()):
        turn = Turn()
        talk.ask(call, wish, at(5), turn)
        told.append([name for name in names(turn) if "Recording" in name])
    assert told == [["MuteRecording"] * 2, [], [], ["UnmuteRecording"] * 2]


def test_a_file_is_closed_once_and_only_one_of_ours() -> None:
    call, inner, outer = recording_call()
    hear(call, s.Up(inner), 3)
    turn = Turn()
    recorded(call, outer, turn)
    recorded(call, "int_2.rec1-in", turn)
    recorded(call, inner, turn)
    recorded(call, inner, turn)
    assert facts(turn) == ["RecordingEnded"]


def test_marks_are_closed_with_the_call() -> None:
    call, inner, outer = recording_call()
    hear(call, s.Up(inner), 3)
    hear(call, s.Up(outer), 3)
    talk.ask(call, s.Private(True), at(5), Turn())
    hear(call, s.Gone("pstn-1"), 9)
    assert call.phase is Phase.ENDED
    assert call.recording is not None
    assert [(m.kind, m.from_ms, m.to_ms) for m in call.recording.marks] == [("private", 2000, 6000)]


def test_nothing_is_waited_for_where_nothing_is_recorded() -> None:
    turn = Turn()
    give_up_waiting(talking(), turn)
    assert not turn.facts
