"""What the call machine asks of the switch. Values only; `adapters/asterisk/execute.py` carries them out.

Commands of one call are carried out in order, those of different calls side by side. All of them may be
repeated: asking again for what already is changes nothing.
"""

from __future__ import annotations

import msgspec


class Command(msgspec.Struct, frozen=True, tag=True):
    """Something that the switch shall do. `call` orders the commands of one call."""

    call: str


class Answer(Command, frozen=True):
    """Pick up a customer's call."""

    channel: str


class Play(Command, frozen=True):
    """Play media (``sound:``, ``number:``, ``digits:``, ``recording:`` URIs) one after the other."""

    channel: str
    playback: str
    media: tuple[str, ...]
    language: str


class StopPlay(Command, frozen=True):
    """End a playback before its end."""

    playback: str


class StartMusic(Command, frozen=True):
    """Music on hold, from a class of the switch."""

    channel: str
    music: str


class StopMusic(Command, frozen=True):
    """End music on hold."""

    channel: str


class StartTone(Command, frozen=True):
    """Let this party hear ringing."""

    channel: str


class StopTone(Command, frozen=True):
    """End the ringing tone."""

    channel: str


class MakeBridge(Command, frozen=True):
    """Open an empty mixing room."""

    bridge: str


class Join(Command, frozen=True):
    """Bring parties into a room."""

    bridge: str
    channels: tuple[str, ...]


class Leave(Command, frozen=True):
    """Take a party out of a room."""

    bridge: str
    channel: str


class DropBridge(Command, frozen=True):
    """Close a room; parties in it stay connected."""

    bridge: str


class Ring(Command, frozen=True):
    """Call a telephone. Answers come as `Ringing`, then `Up` or `Gone`.

    `channel` names the new leg; `originator` lends its codecs and linked id; `caller` is shown on the
    telephone as ``"name" <number>``; `variables` go onto the leg before it is called.
    """

    channel: str
    endpoint: str
    caller_name: str
    caller_number: str
    timeout_s: int
    originator: str | None = None
    variables: tuple[tuple[str, str], ...] = ()


class HangUp(Command, frozen=True):
    """End a leg with a Q.850 cause."""

    channel: str
    cause: int = 16


class Mute(Command, frozen=True):
    """Silence what comes from this party."""

    channel: str


class Unmute(Command, frozen=True):
    """Hear this party again."""

    channel: str


class Snoop(Command, frozen=True):
    """Open a listening leg on a party: `spy` is what it hears (in, out, both), `whisper` where it speaks (none, out, both)."""

    channel: str
    snoop: str
    spy: str
    whisper: str


class Record(Command, frozen=True):
    """Keep what a (listening) leg hears under this name."""

    channel: str
    name: str


class MuteRecording(Command, frozen=True):
    """Write silence; the timeline goes on."""

    name: str


class UnmuteRecording(Command, frozen=True):
    """Write sound again."""

    name: str


class StopRecording(Command, frozen=True):
    """Close and keep the file."""

    name: str


class LeaveToDialplan(Command, frozen=True):
    """Give a caller back to the switch's own fall-back queue."""

    channel: str


class ToKeypad(Command, frozen=True):
    """Hand a caller's leg to the keypad's own application, with what it must know: everything that he presses is heard there alone."""

    channel: str
    arguments: tuple[str, ...]


class FromKeypad(Command, frozen=True):
    """Take a caller's leg back from the keypad's application."""

    channel: str


SwitchCommand = (
    Answer | Play | StopPlay | StartMusic | StopMusic | StartTone | StopTone | MakeBridge | Join | Leave
    | DropBridge | Ring | HangUp | Mute | Unmute | Snoop | Record | MuteRecording | UnmuteRecording
    | StopRecording | LeaveToDialplan | ToKeypad | FromKeypad
)  # fmt: skip
