"""Recording both sides apart: two listening legs on the customer, what he says and what he hears.

The customer's leg lives as long as the conversation, so transfers and reconnections need no new files. While
he is on hold or in a private moment silence is written; the timeline is kept.
"""

from __future__ import annotations

from datetime import datetime

from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction.legs import is_silenced, sound_recording, stop_recording
from permanence.interaction.model import Call, Recording
from permanence.interaction.steps import Turn

SIDES = ("in", "out")


def begin(call: Call, now: datetime, turn: Turn) -> None:
    """Open the listening legs where the firm has stated a purpose and the queue (if any) is recorded."""
    recorded = call.purpose is not None and (call.terms is None or call.terms.record)
    if not (recorded and _is_permitted(call)) or call.recording is not None or call.customer_channel is None:
        return
    recording = Recording(call.name("rec"), now)
    call.recording = recording
    turn.facts.append(f.RecordingStarted(recording.id, call.purpose or ""))
    for side in SIDES:
        turn.commands.append(c.Snoop(call.id, call.customer_channel, f"{recording.id}-{side}", side, "none"))


def goes_on(call: Call, now: datetime, turn: Turn) -> None:
    """Somebody answers a customer who had spoken with another before: sound is kept again, unless the agreement by which this
    one answers forbids it."""
    if _is_permitted(call):
        sound_recording(call, "hold", now, turn)
    else:
        stop_recording(call, now, turn)


def _is_permitted(call: Call) -> bool:
    return call.agent is None or call.agent.partner is None or call.agent.partner.recording


def side_up(call: Call, channel: str, now: datetime, turn: Turn) -> bool:
    """A listening leg is ready: keep what it hears. Say whether the leg was one of ours."""
    recording = call.recording
    if recording is None or not channel.startswith(f"{recording.id}-"):
        return False
    side = channel.rpartition("-")[2]
    if side not in SIDES or side in recording.sides_up:
        return True
    if recording.stopped:
        turn.commands.append(c.HangUp(call.id, channel))
        return True
    if not recording.sides_up:
        recording.started_at = now
    recording.sides_up.append(side)
    turn.commands.append(c.Record(call.id, channel, channel))
    if is_silenced(call):
        turn.commands.append(c.MuteRecording(call.id, channel))
    return True


def recorded(call: Call, name: str, turn: Turn) -> None:
    """A file was closed; when both are, the recording can be sealed."""
    recording = call.recording
    if recording is None or not name.startswith(f"{recording.id}-"):
        return
    side = name.rpartition("-")[2]
    if side not in recording.sides_up or side in recording.sides_done:
        return
    recording.sides_done.append(side)
    if len(recording.sides_done) == len(recording.sides_up):
        _ended(call, recording, turn)


def give_up_waiting(call: Call, turn: Turn) -> None:
    """The switch did not say that the files are closed: what lies there is taken as it is."""
    recording = call.recording
    if recording is not None and len(recording.sides_done) < len(recording.sides_up):
        recording.sides_done = list(recording.sides_up)
        _ended(call, recording, turn)


def _ended(call: Call, recording: Recording, turn: Turn) -> None:
    recording.stopped = True
    started_ms = round((recording.started_at - call.arrived_at).total_seconds() * 1000)
    marks = tuple((m.kind, m.from_ms, m.to_ms if m.to_ms is not None else m.from_ms) for m in recording.marks)
    turn.facts.append(f.RecordingEnded(recording.id, started_ms, tuple(sorted(recording.sides_done)), marks))
