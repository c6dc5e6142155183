"""What a call that is over still hears: legs that were answered too late, the customer's leg, files that close."""

from __future__ import annotations

from permanence.interaction import commands as c
from permanence.interaction import recording
from permanence.interaction import signals as s
from permanence.interaction.model import Call
from permanence.interaction.steps import Turn


def receive(call: Call, signal: s.SwitchSignal | s.TimeUp, turn: Turn) -> None:
    """A leg that was answered while the call ended must not stay up; files still close."""
    match signal:
        case s.Up(channel=channel):
            turn.commands.append(c.HangUp(call.id, channel))
        case s.Gone(channel=channel) if channel == call.customer_channel:
            call.leaving = False
        case s.Recorded(name=name):
            recording.recorded(call, name, turn)
        case s.TimeUp(name="files"):
            call.deadlines.pop("files", None)
            call.leaving = False
            recording.give_up_waiting(call, turn)
        case _:
            pass
