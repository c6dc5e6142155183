"""A `Switch` in memory for whole floors on a virtual clock: telephones with people at them, and a link that fails.

What legs, rooms and files do is `played.py`; here are the delays, the people, the fall-back while nobody listens,
and the faults: signals lost, doubled, late, out of order. The same seed gives the same day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from permanence.floor.ports import LegSeen, Survey
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.kernel.errors import Unavailable
from permanence.sim.clock import VirtualClock
from permanence.sim.people import ANSWERS, NO_ANSWER, SIP_OF_CAUSE, Phone
from permanence.sim.played import Later, PlayedSwitch

REQUEST_S = 0.003  # until a command is carried out
FALLBACK_RETRY_S = 4.0  # how often the fall-back tries to hand a caller over
KEY_EVERY_S = 0.5
OUT_OF_ORDER = 38
CARRIER = "PJSIP/carrier"


class SwitchAway(Unavailable):
    """The telephone switch is away; calls that are up go on, and it is tried again every few seconds."""

    code = "switch_away"


@dataclass(frozen=True, slots=True)
class Faults:
    """How often (0 to 1) a signal is lost, comes twice, comes late or overtakes; `late_s` is the longest delay."""

    lost: float = 0.0
    doubled: float = 0.0
    late: float = 0.0
    late_s: float = 2.0


@dataclass(slots=True)
class _Caller:
    """What a leg from outside came with. `away_since` is set while the fall-back has it."""

    dialled: str
    number: str | None
    away_since: datetime | None = None


def _nobody(_: object) -> None:
    """Nobody listens yet."""


class FakeSwitch:
    """The floor's switch without a switch. People: `phones` by endpoint (``PJSIP/name``, ``PJSIP/+33…@trunk``)."""

    def __init__(self, clock: VirtualClock, chance: Random, faults: Faults | None = None) -> None:
        """Begin empty, with the link up."""
        self.memory = PlayedSwitch()
        self.phones: dict[str, Phone] = {}
        self.everybody = ANSWERS  # how those behave who are not in `phones`
        self.faults = faults or Faults()
        self.up = True
        self._clock, self._chance = clock, chance
        self._on_signal: Callable[[s.SwitchSignal], None] = _nobody
        self._on_link: Callable[[bool], None] = _nobody
        self._callers: dict[str, _Caller] = {}
        self._made = 0

    # -- the floor's side ----------------------------------------------------------------------------------

    def attach(self, on_signal: Callable[[s.SwitchSignal], None], on_link: Callable[[bool], None]) -> None:
        """Name who hears signals and the state of the link, which is told at once."""
        self._on_signal, self._on_link = on_signal, on_link
        self._clock.after(0, lambda: self._on_link(self.up))

    def send(self, commands: Sequence[c.SwitchCommand]) -> None:
        """Carry out commands in a moment, in order."""
        for command in commands:
            self._clock.after(REQUEST_S, lambda asked=command: self._carry_out(asked))

    async def survey(self) -> Survey:
        """Return what is alive; raise `Unavailable` while the link is down."""
        if not self.up:
            raise SwitchAway
        legs = {name: self._seen(name) for name in self.memory.legs}
        for name, snoop in self.memory.snoops.items():
            legs[name] = LegSeen(up=True, ours=True, inbound=False, endpoint=f"Snoop/{snoop.target}")
        rooms = {name: tuple(members) for name, members in self.memory.rooms.items()}
        reachable = {endpoint: phone.registered for endpoint, phone in self.phones.items()}
        return Survey(legs, rooms, frozenset(self.memory.files), reachable)

    # -- the world's side ----------------------------------------------------------------------------------

    def call_in(self, dialled: str, caller: str | None = None, patience_s: float | None = None) -> str:
        """A customer calls; return the leg's name. With `patience_s` he hangs up after so long."""
        self._made += 1
        channel = f"fake-{self._made}"
        self.memory.arrive(channel, CARRIER)
        self._callers[channel] = _Caller(dialled, caller, None if self.up else self._clock.now())
        if self.up:
            self._emit(s.Arrived(channel, dialled, caller, "carrier"))
        else:
            self._clock.after(FALLBACK_RETRY_S, lambda: self._hand_over(channel))
        if patience_s is not None:
            self._clock.after(patience_s, lambda: self.hang_up(channel))
        return channel

    def dial_from(self, endpoint: str, dialled: str) -> str:
        """Somebody dials at a SIP phone; return the leg's name."""
        self._made += 1
        channel = f"fake-{self._made}"
        self.memory.arrive(channel, endpoint)
        self._emit(s.PhoneDialled(channel, endpoint, dialled))
        return channel

    def press(self, channel: str, keys: str) -> None:
        """Press keys at a telephone."""
        for position, key in enumerate(keys):
            self._clock.after(position * KEY_EVERY_S, lambda pressed=key: self._key(channel, pressed))

    def hang_up(self, channel: str, cause: int = 16) -> None:
        """Somebody puts a receiver down."""
        self._callers.pop(channel, None)
        self._report(self.memory.end(channel, cause))

    def register(self, endpoint: str, why: str = "") -> None:
        """A device is there from now on."""
        phone = self.phones.get(endpoint, self.everybody)
        self.phones[endpoint] = _registered(phone, yes=True)
        self._emit(s.EndpointState(endpoint, True, why))

    def unregister(self, endpoint: str, why: str = "removed") -> None:
        """A device goes away; a leg to it stays until somebody ends it."""
        phone = self.phones.get(endpoint, self.everybody)
        self.phones[endpoint] = _registered(phone, yes=False)
        self._emit(s.EndpointState(endpoint, False, why))

    def lose_link(self) -> None:
        """The platform no longer hears the switch, nor it the platform; conversations go on."""
        if self.up:
            self.up = False
            self._on_link(False)

    def restore_link(self) -> None:
        """The link is back."""
        if not self.up:
            self.up = True
            self._on_link(True)

    def die(self) -> None:
        """The switch ends with all its legs; nobody is told but by the link."""
        self.lose_link()
        phones, self.memory = self.phones, PlayedSwitch()
        self.phones = {endpoint: _registered(phone, yes=False) for endpoint, phone in phones.items()}
        self._callers.clear()

    # -- how it goes on ------------------------------------------------------------------------------------

    def _carry_out(self, command: c.SwitchCommand) -> None:
        if not self.up:
            if isinstance(command, c.Ring):
                self._on_signal(s.Gone(command.channel, OUT_OF_ORDER))
            return
        match command:
            case c.Ring():
                self._ring(command)
            case c.LeaveToDialplan(channel=channel):
                self._leave(channel)
            case c.Snoop(channel=channel, snoop=snoop) if channel not in self.memory.legs:
                self._emit(s.Gone(snoop, 0))
            case c.Record(channel=channel, name=name) if channel not in self.memory.snoops:
                self._emit(s.Recorded(name, failed=True))
            case _:
                self._report(self.memory.carry_out(command))

    def _ring(self, command: c.Ring) -> None:
        channel = command.channel
        if channel in self.memory.legs:
            return
        phone = self.phones.get(command.endpoint, self.everybody)
        there = phone.registered and command.endpoint.startswith("PJSIP/")
        (self.memory.away.discard if there else self.memory.away.add)(command.endpoint)
        self._report(self.memory.carry_out(command))
        if not there:
            return
        self._clock.after(command.timeout_s, lambda: self._refuse(channel, NO_ANSWER))
        if phone.refuses is not None:
            cause = phone.refuses
            self._clock.after(0.15 + (phone.answers_after_s or 0), lambda: self._refuse(channel, cause))
        elif phone.answers_after_s is not None:
            self._clock.after(0.15 + phone.answers_after_s, lambda: self._answer(channel, phone))

    def _answer(self, channel: str, phone: Phone) -> None:
        leg = self.memory.legs.get(channel)
        if leg is None or leg.up:
            return
        self.memory.answer(channel)
        self._emit(s.Up(channel))
        if phone.keys:
            self._clock.after(phone.keys_after_s, lambda: self.press(channel, phone.keys))
        if phone.hangs_up_after_s is not None:
            spent = phone.keys_after_s + KEY_EVERY_S * len(phone.keys) if phone.keys else 0.0
            self._clock.after(spent + phone.hangs_up_after_s, lambda: self.hang_up(channel))

    def _refuse(self, channel: str, cause: int) -> None:
        leg = self.memory.legs.get(channel)
        if leg is None or leg.up:
            return
        for seconds, signal in self.memory.end(channel, cause):
            told = s.Gone(channel, cause, SIP_OF_CAUSE.get(cause)) if isinstance(signal, s.Gone) else signal
            self._report([(seconds, told)])

    def _key(self, channel: str, key: str) -> None:
        if channel in self.memory.legs:
            self._emit(s.Digit(channel, key))

    def _leave(self, channel: str) -> None:
        """The fall-back has the caller now, and hands him over again when it can."""
        caller, leg = self._callers.get(channel), self.memory.legs.get(channel)
        if caller is None or leg is None:
            return
        caller.away_since = self._clock.now()
        leg.music = leg.playback = None
        leg.media = ()
        self._emit(s.Gone(channel, 0))
        self._clock.after(FALLBACK_RETRY_S, lambda: self._hand_over(channel))

    def _hand_over(self, channel: str) -> None:
        caller = self._callers.get(channel)
        if caller is None or caller.away_since is None or channel not in self.memory.legs:
            return
        if not self.up:
            self._clock.after(FALLBACK_RETRY_S, lambda: self._hand_over(channel))
            return
        waited = round((self._clock.now() - caller.away_since).total_seconds())
        caller.away_since = None
        self._emit(s.Arrived(channel, caller.dialled, caller.number, "carrier", waited))

    def _seen(self, name: str) -> LegSeen:
        leg, caller = self.memory.legs[name], self._callers.get(name)
        return LegSeen(
            up=leg.up,
            ours=caller is None or caller.away_since is None,
            inbound=caller is not None,
            dialled=caller.dialled if caller is not None else "",
            caller=caller.number if caller is not None else None,
            endpoint=leg.endpoint,
        )

    # -- signals on their way ------------------------------------------------------------------------------

    def _report(self, later: Later) -> None:
        for seconds, signal in later:
            self._clock.after(seconds, lambda told=signal: self._told(told))

    def _told(self, signal: s.SwitchSignal) -> None:
        if isinstance(signal, s.Played):
            self.memory.played(signal.playback)
        self._emit(signal)

    def _emit(self, signal: s.SwitchSignal) -> None:
        """Let a signal go its way, which may be a bad one."""
        if not self.up or self._chance.random() < self.faults.lost:
            return
        copies = 2 if self._chance.random() < self.faults.doubled else 1
        for _ in range(copies):
            if self._chance.random() < self.faults.late:
                delay = self._chance.uniform(0, self.faults.late_s)
                self._clock.after(delay, lambda: self._on_signal(signal) if self.up else None)
            else:
                self._on_signal(signal)


def _registered(phone: Phone, *, yes: bool) -> Phone:
    return replace(phone, registered=yes)
