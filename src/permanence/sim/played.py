"""A switch that is only memory: it carries out the machine's commands and knows who hears what.

No sound and no waiting: what a real switch would report comes back as signals with a delay. It forgives what a real
one forgives (asking twice, asking for a leg that has just gone) and complains of what would be a mistake of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from permanence.interaction import commands as c
from permanence.interaction import signals as s

Later = list[tuple[float, s.SwitchSignal]]
MESSAGE_S = 2.0  # how long each piece of a message lasts
UNREACHABLE, NO_ANSWER = 20, 19


@dataclass(slots=True)
class PlayedLeg:
    """A telephone at the switch."""

    name: str
    endpoint: str
    up: bool = False
    muted: bool = False
    music: str | None = None
    tone: bool = False
    playback: str | None = None
    media: tuple[str, ...] = ()
    at_keypad: bool = False


@dataclass(slots=True)
class PlayedSnoop:
    """A listening leg: on whom, and to whom its room speaks."""

    target: str
    whisper: str


@dataclass(slots=True)
class PlayedSwitch:
    """Legs, rooms, listening legs, files being written. `away` holds endpoints that cannot be rung."""

    legs: dict[str, PlayedLeg] = field(default_factory=dict[str, PlayedLeg])
    rooms: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    snoops: dict[str, PlayedSnoop] = field(default_factory=dict[str, PlayedSnoop])
    files: dict[str, str] = field(default_factory=dict[str, str])
    muted_files: set[str] = field(default_factory=set[str])
    away: set[str] = field(default_factory=set[str])
    complaints: list[str] = field(default_factory=list[str])

    def carry_out(self, command: c.SwitchCommand) -> Later:
        """Do what the machine asks; return what the switch will report, each with its delay in seconds."""
        match command:
            case c.Answer(channel=channel):
                self._leg(channel, command).up = True
            case c.Ring():
                return self._ring(command)
            case c.HangUp(channel=channel, cause=cause):
                return self.end(channel, cause)
            case c.LeaveToDialplan(channel=channel):
                self.legs.pop(channel, None)
            case c.MakeBridge(bridge=bridge):
                self.rooms.setdefault(bridge, [])
            case c.Join() | c.Leave() | c.DropBridge():
                self._move(command)
            case c.Snoop(channel=channel, snoop=snoop, whisper=whisper):
                self._leg(channel, command)
                self.snoops[snoop] = PlayedSnoop(channel, whisper)
                return [(0.02, s.Up(snoop))]
            case c.Record() | c.StopRecording() | c.MuteRecording() | c.UnmuteRecording():
                return self._file(command)
            case _:
                return self._sound(command)
        return []

    def arrive(self, name: str, endpoint: str = "") -> None:
        """A caller's leg comes in, not yet answered."""
        self.legs[name] = PlayedLeg(name, endpoint)

    def answer(self, name: str) -> None:
        """Somebody picks up."""
        self.legs[name].up = True

    def ringing_at(self, endpoint: str) -> str | None:
        """Return the leg that rings there."""
        return next((leg.name for leg in self.legs.values() if leg.endpoint == endpoint and not leg.up), None)

    def leg_of(self, endpoint: str) -> str | None:
        """Return the newest leg to this endpoint."""
        return next((leg.name for leg in reversed(self.legs.values()) if leg.endpoint == endpoint), None)

    def end(self, name: str, cause: int) -> Later:
        """End a leg, listening leg or both; what listens to it ends with it."""
        if name not in self.legs and name not in self.snoops:
            return []
        later: Later = [(0.0, s.Gone(name, cause))]
        leg = self.legs.pop(name, None)
        if leg is not None and leg.playback is not None:
            later.append((0.0, s.Played(leg.playback)))
        self.snoops.pop(name, None)
        for room in self.rooms.values():
            if name in room:
                room.remove(name)
        for file in [file for file, heard in self.files.items() if heard == name]:
            later += self._close(file)
        for snoop in [snoop for snoop, on in self.snoops.items() if on.target == name]:
            later += self.end(snoop, cause)
        return later

    def hears(self, name: str) -> str:
        """Say what this party hears, in a few words: message, music, ringing, names of legs, or silence."""
        leg = self.legs[name]
        if leg.media:
            return f"message {' '.join(leg.media)}"
        if leg.music is not None:
            return "music"
        if leg.tone:
            return "ringing"
        voices = sorted(set(self._voices(name)))
        return f"voices {' '.join(voices)}" if voices else "silence"

    def _voices(self, name: str) -> Iterator[str]:
        for room in self.rooms.values():
            if name in room:
                for other in room:
                    if other in self.snoops:
                        target = self.snoops[other].target
                        yield from (v for v in (target, *self._voices(target)) if v != name and not self.legs[v].muted)
                    elif other != name and not self.legs[other].muted:
                        yield other
        for snoop, on in self.snoops.items():  # whoever shares a room with a listening leg that speaks to this party
            if on.target == name and on.whisper == "out":
                for room in self.rooms.values():
                    if snoop in room:
                        yield from (o for o in room if o != snoop and o in self.legs and not self.legs[o].muted)

    def _leg(self, name: str, command: c.SwitchCommand) -> PlayedLeg:
        if name not in self.legs:
            self.complaints.append(f"{type(command).__name__} for {name}, which is not there")
            return PlayedLeg(name, "")
        return self.legs[name]

    def _ring(self, command: c.Ring) -> Later:
        if command.endpoint in self.away:
            return [(0.05, s.Gone(command.channel, UNREACHABLE))]
        if command.channel in self.legs:
            self.complaints.append(f"{command.channel} is rung twice")
        self.legs[command.channel] = PlayedLeg(command.channel, command.endpoint)
        return [(0.1, s.Ringing(command.channel))]

    def _move(self, command: c.Join | c.Leave | c.DropBridge) -> None:
        match command:
            case c.Join(bridge=bridge, channels=channels):
                if bridge not in self.rooms:
                    self.complaints.append(f"Join {bridge}, which is not there")
                for name in channels:
                    if name not in self.snoops:
                        self._leg(name, command)
                    for room in self.rooms.values():
                        if name in room:
                            room.remove(name)
                    if name in self.legs or name in self.snoops:
                        self.rooms.setdefault(bridge, []).append(name)
            case c.Leave(bridge=bridge, channel=channel):
                room = self.rooms.get(bridge, [])
                if channel in room:
                    room.remove(channel)
            case c.DropBridge(bridge=bridge):
                self.rooms.pop(bridge, None)

    def _sound(self, command: c.SwitchCommand) -> Later:
        match command:
            case c.Play(channel=channel, playback=playback, media=media):
                if channel not in self.legs:
                    self._leg(channel, command)
                    return [(0.0, s.Played(playback))]
                leg = self.legs[channel]
                leg.playback, leg.media = playback, media
                return [(MESSAGE_S * len(media), s.Played(playback))]
            case c.StopPlay(playback=playback):
                return [(0.0, s.Played(playback))] if self.played(playback) else []
            case c.StartMusic(channel=channel, music=music):
                self._leg(channel, command).music = music
            case c.StopMusic(channel=channel):
                self._leg(channel, command).music = None
            case c.ToKeypad(channel=channel):
                self._leg(channel, command).at_keypad = True
            case c.FromKeypad(channel=channel):
                self._leg(channel, command).at_keypad = False
            case c.StartTone(channel=channel):
                self._leg(channel, command).tone = True
            case c.StopTone(channel=channel):
                self._leg(channel, command).tone = False
            case c.Mute(channel=channel):
                self._leg(channel, command).muted = True
            case c.Unmute(channel=channel):
                self._leg(channel, command).muted = False
            case _:
                raise AssertionError(f"nobody carries out {command}")
        return []

    def played(self, playback: str) -> bool:
        """End a message; say whether it was being played."""
        for leg in self.legs.values():
            if leg.playback == playback:
                leg.playback, leg.media = None, ()
                return True
        return False

    def _file(self, command: c.Record | c.StopRecording | c.MuteRecording | c.UnmuteRecording) -> Later:
        match command:
            case c.Record(channel=channel, name=name):
                self.files[name] = channel
            case c.StopRecording(name=name):
                return self._close(name)
            case c.MuteRecording(name=name):
                self.muted_files.add(name)
            case c.UnmuteRecording(name=name):
                self.muted_files.discard(name)
        return []

    def _close(self, file: str) -> Later:
        self.muted_files.discard(file)
        return [(0.05, s.Recorded(file))] if self.files.pop(file, None) is not None else []
