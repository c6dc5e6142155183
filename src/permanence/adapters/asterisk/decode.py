"""From the switch's events to our signals: the only file that knows the names of ARI events.

Missing, doubled, reordered, malformed and unknown events are ordinary. What cannot be understood is counted by
kind and left out; every leg's end is told once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec

from permanence.interaction import signals as s

# What we ask the switch to send. Everything else stays there.
WANTED = (
    "StasisStart",
    "StasisEnd",
    "ChannelHangupRequest",
    "ChannelDestroyed",
    "ChannelDtmfReceived",
    "Dial",
    "PlaybackFinished",
    "RecordingFinished",
    "RecordingFailed",
    "PeerStatusChange",
    "ContactStatusChange",
)
# Known, and of no use to us; they come in the moment before the filter holds.
UNUSED = frozenset(
    (
        "ApplicationRegistered", "ApplicationUnregistered", "ApplicationMoveFailed", "BridgeAttendedTransfer",
        "BridgeBlindTransfer", "BridgeCreated", "BridgeDestroyed", "BridgeMerged", "BridgeVideoSourceChanged",
        "ChannelCallerId", "ChannelConnectedLine", "ChannelCreated", "ChannelDialplan", "ChannelEnteredBridge",
        "ChannelHold", "ChannelLeftBridge", "ChannelStateChange", "ChannelTalkingFinished",
        "ChannelTalkingStarted", "ChannelToneDetected", "ChannelTransfer", "ChannelUnhold", "ChannelUserevent",
        "ChannelVarset", "DeviceStateChanged", "EndpointStateChange", "PlaybackContinuing", "PlaybackStarted",
        "RESTResponse", "RecordingStarted", "TextMessageReceived",
    )
)  # fmt: skip
REPLACED = "ApplicationReplaced"
OURS = "int_"  # how the names begin that the floor gives to legs
REMEMBERED = 4096  # legs whose end was told, and legs about to end
KINDS = 64  # how many sorts of unknown events are told apart
KEYS = frozenset("0123456789*#ABCD")
NORMAL = 16
BACK = "back"  # with this a leg comes back from the keypad (see `execute.py`)
PRESENT = ("Reachable", "NonQualified", "Created")
ABSENT = ("Unreachable", "Removed")


class _Caller(msgspec.Struct):
    number: str = ""


class _Channel(msgspec.Struct):
    id: str
    name: str = ""
    caller: _Caller | None = None


class _Named(msgspec.Struct):
    id: str = ""
    name: str = ""


class _Endpoint(msgspec.Struct):
    technology: str
    resource: str
    state: str = ""


class _Peer(msgspec.Struct):
    """Of a Dial: the called leg. Of a PeerStatusChange: what became of the device."""

    id: str = ""
    peer_status: str = ""


class _Contact(msgspec.Struct):
    contact_status: str = ""
    uri: str = ""


class _Event(msgspec.Struct):
    """The fields of all events that we use; which of them are there depends on the type."""

    type: str
    args: tuple[str, ...] = ()
    channel: _Channel | None = None
    peer: _Peer | None = None
    playback: _Named | None = None
    recording: _Named | None = None
    endpoint: _Endpoint | None = None
    contact_info: _Contact | None = None
    cause: int = 0
    tech_cause: int = 0
    soft: bool = False
    digit: str = ""
    dialstatus: str = ""


Signals = tuple[s.SwitchSignal, ...]
NOTHING: Signals = ()


class _Recent:
    """Names seen lately, the oldest forgotten first."""

    def __init__(self, room: int) -> None:
        """Keep at most `room` names."""
        self._names: dict[str, None] = {}
        self._room = room

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def add(self, name: str) -> None:
        """Remember a name."""
        self._names[name] = None
        if len(self._names) > self._room:
            del self._names[next(iter(self._names))]

    def drop(self, name: str) -> bool:
        """Forget a name; say whether it was there."""
        return self._names.pop(name, self) is None

    def clear(self) -> None:
        """Forget all."""
        self._names.clear()


class Decoder:
    """Reads events of one link in the order in which they come. `counts` tells what could not be used."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self.counts: Counter[str] = Counter()
        self.replaced = False  # another engine took the events over
        self._read = msgspec.json.Decoder(_Event).decode
        self._ringing = _Recent(REMEMBERED)
        self._ending: dict[str, tuple[int, int | None]] = {}  # hang-up was asked for: cause and SIP status
        self._left = _Recent(REMEMBERED)  # went on in the switch's own dialplan
        self._ended = _Recent(REMEMBERED)
        self._moved = _Recent(REMEMBERED)  # handed to the keypad: their leaving is no end
        self._readers: dict[str, Callable[[_Event], Signals]] = {
            "StasisStart": self._start,
            "StasisEnd": self._leaves,
            "ChannelHangupRequest": self._hangs_up,
            "ChannelDestroyed": self._destroyed,
            "ChannelDtmfReceived": self._digit,
            "Dial": self._dial,
            "PlaybackFinished": self._played,
            "RecordingFinished": self._recorded,
            "RecordingFailed": self._recorded,
            "PeerStatusChange": self._peer_status,
            "ContactStatusChange": self._contact_status,
        }

    def link_lost(self) -> None:
        """Events were missed: what was half seen means nothing any more."""
        self.replaced = False
        self._ending.clear()
        for names in (self._ringing, self._left, self._moved):
            names.clear()

    def has_ended(self, channel: str) -> bool:
        """Say whether this leg's end was told."""
        return channel in self._ended or channel in self._left

    def note_ended(self, channel: str) -> None:
        """This leg's end was told for another reason than an event."""
        self._ended.add(channel)

    def note_moved(self, channel: str) -> None:
        """This leg goes to the keypad; unless somebody hangs up it comes back."""
        self._moved.add(channel)

    def decode(self, text: bytes) -> Signals:
        """Return what an event means to us; mostly one signal or none."""
        try:
            event = self._read(text)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self.counts["malformed"] += 1
            return NOTHING
        reader = self._readers.get(event.type)
        if reader is not None:
            return reader(event)
        if event.type == REPLACED:
            self.replaced = True
        elif event.type not in UNUSED:
            self._count("unknown", event.type)
        return NOTHING

    def _count(self, what: str, kind: str) -> None:
        name = f"{what}:{kind[:64]}"
        if name not in self.counts and len(self.counts) >= KINDS:
            name = f"{what}:other"
        self.counts[name] += 1

    def _incomplete(self, event: _Event) -> Signals:
        self._count("incomplete", event.type)
        return NOTHING

    def _start(self, event: _Event) -> Signals:
        """A leg is under our control: a caller, a phone that dials, or one of ours that was answered."""
        channel = event.channel
        if channel is None or not channel.id:
            return self._incomplete(event)
        if channel.id in self._ended:
            self._count("late", event.type)
            return NOTHING
        self._left.drop(channel.id)
        if event.args[:1] == (BACK,):
            return NOTHING  # the keypad gave it back
        if channel.id.startswith(OURS):
            return (s.Up(channel.id),)
        kind, dialled = (*event.args, "", "")[:2]
        if kind == "inbound":
            waited = event.args[2] if len(event.args) > 2 else ""
            trunk = endpoint_of(channel.name).partition("/")[2]
            caller = channel.caller.number if channel.caller else ""
            return (s.Arrived(channel.id, dialled, caller or None, trunk, seconds(waited)),)
        if kind == "agent":
            return (s.PhoneDialled(channel.id, endpoint_of(channel.name), dialled),)
        self._count("unknown", f"StasisStart {kind}")
        return NOTHING

    def _hangs_up(self, event: _Event) -> Signals:
        """The leg is about to end. The first one who asks tells the cause; ours (`soft`) carries none."""
        if event.channel is None:
            return self._incomplete(event)
        if event.channel.id not in self._ending:
            cause = NORMAL if event.soft else event.cause or NORMAL  # a plain BYE tells none
            self._ending[event.channel.id] = (cause, sip_status(event.tech_cause))
            if len(self._ending) > REMEMBERED:
                del self._ending[next(iter(self._ending))]
        return NOTHING

    def _leaves(self, event: _Event) -> Signals:
        """The leg is no longer ours: it ends, or the switch's own dialplan has it (then nobody asked for its end).

        For a caller this is the last event; of a leg that we rang the end is told once more.
        """
        if event.channel is None:
            return self._incomplete(event)
        name = event.channel.id
        if name in self._ended or name in self._left:
            return NOTHING
        end = self._ending.pop(name, None)
        if self._moved.drop(name) and end is None:
            return NOTHING
        if end is None:
            self._left.add(name)
            return (s.Gone(name, 0),)
        self._ended.add(name)
        return (s.Gone(name, *end),)

    def _destroyed(self, event: _Event) -> Signals:
        """The end of a leg that was never ours, such as a telephone that was not answered."""
        if event.channel is None:
            return self._incomplete(event)
        name = event.channel.id
        self._ending.pop(name, None)
        self._ringing.drop(name)
        told = self._left.drop(name) or name in self._ended
        self._ended.add(name)
        return NOTHING if told else (s.Gone(name, event.cause, sip_status(event.tech_cause)),)

    def _digit(self, event: _Event) -> Signals:
        if event.channel is None or event.digit not in KEYS:
            return self._incomplete(event)
        return (s.Digit(event.channel.id, event.digit),)

    def _dial(self, event: _Event) -> Signals:
        """A called telephone rings, or sends sound before it is answered; told once."""
        if event.peer is None or not event.peer.id:
            return self._incomplete(event)
        name = event.peer.id
        if event.dialstatus not in ("RINGING", "PROGRESS") or name in self._ringing or name in self._ended:
            return NOTHING
        self._ringing.add(name)
        return (s.Ringing(name),)

    def _played(self, event: _Event) -> Signals:
        if event.playback is None or not event.playback.id:
            return self._incomplete(event)
        return (s.Played(event.playback.id),)

    def _recorded(self, event: _Event) -> Signals:
        if event.recording is None or not event.recording.name:
            return self._incomplete(event)
        return (s.Recorded(event.recording.name, event.type == "RecordingFailed"),)

    def _peer_status(self, event: _Event) -> Signals:
        """All addresses of a device taken together."""
        if event.endpoint is None or event.peer is None:
            return self._incomplete(event)
        status = event.peer.peer_status
        if status in PRESENT:
            return (s.EndpointState(device(event.endpoint), True),)
        if status in ABSENT:
            return (s.EndpointState(device(event.endpoint), False, status.lower()),)
        return NOTHING

    def _contact_status(self, event: _Event) -> Signals:
        """One address of a device. A browser that came back before its old line was noticed to be dead has lost
        its call all the same: gone, then there."""
        if event.endpoint is None or event.contact_info is None:
            return self._incomplete(event)
        status, name = event.contact_info.contact_status, device(event.endpoint)
        if status in PRESENT:
            return (s.EndpointState(name, True),)
        if status not in ABSENT:
            return NOTHING
        if event.endpoint.state != "online":
            return (s.EndpointState(name, False, status.lower()),)
        if status == "Removed" and "transport=ws" in event.contact_info.uri.lower():
            return (s.EndpointState(name, False, "replaced"), s.EndpointState(name, True))
        return NOTHING


def device(endpoint: _Endpoint) -> str:
    """Return our name of a device, as ``PJSIP/name``."""
    return f"{endpoint.technology}/{endpoint.resource}"


def endpoint_of(channel_name: str) -> str:
    """Return the device of a leg: ``PJSIP/name`` for ``PJSIP/name-0000002a``."""
    return channel_name.rpartition("-")[0] or channel_name


def sip_status(cause: int) -> int | None:
    """Return the SIP status that a leg ended with, None where there was none."""
    return cause if 100 <= cause <= 699 else None


def seconds(text: str) -> int:
    """Return how long the fall-back kept a caller, 0 where it does not say."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
