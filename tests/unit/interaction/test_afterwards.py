"""A call that is over: what still comes is dropped, ended or closed."""

from __future__ import annotations

from permanence.interaction import afterwards
from permanence.interaction import signals as s
from permanence.interaction.model import Phase
from permanence.interaction.steps import Turn
from tests.unit.interaction.call_kit import hear, names, talking


def test_a_leg_that_is_answered_too_late_is_ended_and_nothing_else_is_done() -> None:
    call = talking()
    hear(call, s.Gone("pstn-1"), 9)
    assert call.phase is Phase.ENDED
    turn = Turn()
    afterwards.receive(call, s.Up("int_1.leg7"), turn)
    assert names(turn) == ["HangUp"]
    for signal in (s.Digit("pstn-1", "1"), s.TimeUp(call.id, "dial")):
        quiet = Turn()
        afterwards.receive(call, signal, quiet)
        assert not quiet.commands


def test_a_customer_who_does_not_leave_is_waited_for_until_his_files_are_given_up() -> None:
    call = talking()
    call.phase, call.leaving = Phase.ENDED, True
    afterwards.receive(call, s.Gone("somebody"), Turn())
    assert call.leaving
    afterwards.receive(call, s.TimeUp(call.id, "files"), Turn())
    assert not call.leaving
