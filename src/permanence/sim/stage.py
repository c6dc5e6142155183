"""The production floor on a virtual clock: time jumps from one thing to the next, and nothing happens by itself.

Ladders, seeded days and the examples of schema/ are played here. Whoever plays says what people do; the switch that is
only memory says what telephones do; the floor decides exactly as it does in a running platform.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum

from permanence.floor import machine
from permanence.floor.asks import Made, do
from permanence.floor.intents import AnyIntent
from permanence.floor.ports import LegSeen, Survey
from permanence.floor.recovery import names_of, reconcile
from permanence.floor.world import Effects, JournalLine, World
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.interaction.model import Call, InteractionId, Phase
from permanence.kernel.ids import AgentId, IdSource
from permanence.sim.played import NO_ANSWER, Later, PlayedSwitch

LOST = timedelta(seconds=0.06)  # what a switch reports at once, and nobody hears when the floor is killed
PICK_UP_S = 0.3  # how long a page takes to answer what it shall answer by itself
Deed = Callable[[], None]


class Due(Enum):
    """What comes up: something people do, what the switch is just about to report, a signal that is on its way too long, a
    deadline of the floor."""

    DEED = 0
    REPORT = 1
    SIGNAL = 2
    DEADLINE = 3


class Stage:
    """One floor, one switch, one clock. `after` is called when something has happened, with all its effects."""

    def __init__(self, world: World, now: datetime, ids: IdSource, after: Callable[[Effects], None] | None = None) -> None:
        """Begin at `now`, with what the world has."""
        self.world, self.now, self.ids = world, now, ids
        self.after = after
        self.switch = PlayedSwitch()
        self.journal: list[JournalLine] = []
        self.commands: list[c.SwitchCommand] = []
        self.ahead = timedelta(0)  # of the time that people and telephones live in, by which `_due` is ordered
        self._due: list[tuple[datetime, int, Due, Deed]] = []
        self._made = 0
        self._going = False
        self.dialled: dict[str, str] = {}
        self.callers: dict[str, str | None] = {}
        self.pages_answer = True  # pages pick up what they shall pick up by themselves
        self._dying: Callable[[], World] | None = None

    # -- time ----------------------------------------------------------------------------------------------

    def until(self, moment: datetime) -> None:
        """Let everything happen that is due before this moment, and go there. What a deed leads to at the same moment
        comes after it, not within it."""
        if self._going:
            return
        self._going = True
        try:
            while self._due and self._due[0][0] <= moment - self.ahead:
                at, _, _, deed = heapq.heappop(self._due)
                self.now = max(self.now, at + self.ahead)
                deed()
        finally:
            self._going = False
        self.now = max(self.now, moment)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.until(self.now + timedelta(seconds=seconds))

    def is_quiet(self, seconds: float = 1.0) -> bool:
        """Say whether nothing is due soon."""
        return not self._due or self._due[0][0] > self.now - self.ahead + timedelta(seconds=seconds)

    def set_clock(self, by: timedelta) -> None:
        """The floor's clock is put forward or back; people and telephones notice nothing, deadlines come up by the new time."""
        self._due = [(at - by if kind is Due.DEADLINE else at, made, kind, deed) for at, made, kind, deed in self._due]
        heapq.heapify(self._due)
        self.now, self.ahead = self.now + by, self.ahead + by
        self.until(self.now)

    # -- what people do ------------------------------------------------------------------------------------

    def wish(self, agent: AgentId, intent: AnyIntent) -> Made:
        """An agent asks for something at the desk."""
        made = do(self.world, agent, intent, self.now, self.ids)
        self.carry()
        return made

    def beat(self, agent: AgentId, *, awake: bool) -> None:
        """An agent's page wakes up or falls asleep."""
        self.world.board.beat(agent, self.now, awake=awake)
        machine.agent_freed(self.world, agent, self.now)
        self.carry()

    def device(self, endpoint: str, *, reachable: bool, why: str = "") -> None:
        """A telephone registers or goes away; one that goes away cannot be rung, and its legs fall silent."""
        (self.switch.away.discard if reachable else self.switch.away.add)(endpoint)
        self.hear(s.EndpointState(endpoint, reachable, why))

    def call_in(self, channel: str, dialled: str, caller: str | None) -> None:
        """A customer calls."""
        self.switch.arrive(channel, f"caller/{channel}")
        self.dialled[channel], self.callers[channel] = dialled, caller
        self.hear(s.Arrived(channel, dialled, caller))

    def pick_up(self, channel: str) -> None:
        """Somebody answers a ringing telephone."""
        if channel in self.switch.legs and not self.switch.legs[channel].up:
            self.switch.answer(channel)
            self.hear(s.Up(channel))

    def hang_up(self, channel: str, cause: int = 16) -> None:
        """Somebody puts a receiver down, or refuses with a cause."""
        self.report(self.switch.end(channel, cause))
        self.until(self.now)

    def press(self, channel: str, digit: str) -> None:
        """A customer presses a key."""
        self.hear(s.Digit(channel, digit))

    def hear(self, signal: s.SwitchSignal) -> None:
        """Tell the floor what the switch reports."""
        machine.receive(self.world, signal, self.now, self.ids)
        self.carry()

    def restart(self, world: World) -> None:
        """The floor is killed and begins again: what the switch was just about to report is never heard, and its deadlines
        have died with it."""
        self.unheard()
        self._due = [entry for entry in self._due if entry[2] is not Due.DEADLINE]
        heapq.heapify(self._due)
        known = names_of(world)
        self.world = world
        reconcile(world, self.survey(), known, self.now, self.ids)
        self.carry()

    def unheard(self) -> None:
        """Nobody hears what the switch was just about to report, nor what is on its way."""
        lost = self.now - self.ahead + LOST
        self._due = [
            entry for entry in self._due if not (entry[2] is Due.SIGNAL or (entry[2] is Due.REPORT and entry[0] <= lost))
        ]
        heapq.heapify(self._due)

    def die_between(self, reborn: Callable[[], World]) -> None:
        """Have the floor killed when it has next kept a record, before the switch hears of it."""
        self._dying = reborn

    def survey(self) -> Survey:
        """Return what is alive on the switch."""
        legs = {
            name: LegSeen(leg.up, True, leg.endpoint.startswith("caller/"), self.dialled.get(name, ""), self.callers.get(name))
            for name, leg in self.switch.legs.items()
        }
        legs |= {name: LegSeen(True, True, False) for name in self.switch.snoops}
        endpoints = {card.endpoint: card.endpoint not in self.switch.away for card in self.world.board.cards.values()}
        rooms = {name: tuple(inside) for name, inside in self.switch.rooms.items()}
        return Survey(legs, rooms, frozenset(self.switch.files), endpoints)

    # -- how it goes on ------------------------------------------------------------------------------------

    def carry(self) -> None:
        """Let the switch, the journal and the clock have what the floor has decided."""
        effects = self.world.take_effects()
        self.journal += effects.journal
        if self._dying is not None and effects.commands:
            reborn, self._dying = self._dying, None
            self.restart(reborn())
            return
        self.watch(effects)
        self.send(effects.commands)
        if self.after is not None:
            self.after(effects)
        self.until(self.now)

    def watch(self, effects: Effects) -> None:
        """Have the floor's deadlines come up."""
        for at, name, what in effects.timers:
            self.put(at, lambda n=name, w=what: self.time_up(n, w), Due.DEADLINE)

    def send(self, commands: Sequence[c.SwitchCommand]) -> None:
        """Let the switch carry out commands, in order."""
        self.commands += commands
        for command in commands:
            self.report(self.carry_out(command))
            if isinstance(command, c.Ring):
                self._ring(command)

    def carry_out(self, command: c.SwitchCommand) -> Later:
        """Have one command carried out; return what the switch will report."""
        return self.switch.carry_out(command)

    def time_up(self, name: str, what: str) -> None:
        """A deadline of the floor came up."""
        machine.time_up(self.world, name, what, self.now)
        self.carry()

    def report(self, later: Later) -> None:
        """Have the switch report."""
        for seconds, signal in later:
            self.put(self.now + timedelta(seconds=seconds), lambda heard=signal: self._heard(heard), Due.REPORT)

    def _heard(self, signal: s.SwitchSignal) -> None:
        if isinstance(signal, s.Played):
            self.switch.played(signal.playback)
        self.hear(signal)

    def _ring(self, command: c.Ring) -> None:
        """A telephone rings until its time is over, or is picked up by the page where that is meant."""
        channel = command.channel
        self.put(self.now + timedelta(seconds=command.timeout_s), lambda: self._unanswered(channel))
        call = self.world.calls.get(InteractionId(command.call))
        if call is not None and self.pages_answer and _answers_itself(call, channel):
            self.put(self.now + timedelta(seconds=PICK_UP_S), lambda: self.pick_up(channel))

    def _unanswered(self, channel: str) -> None:
        leg = self.switch.legs.get(channel)
        if leg is not None and not leg.up:
            self.report(self.switch.end(channel, NO_ANSWER))

    def put(self, at: datetime, deed: Deed, kind: Due = Due.DEED) -> None:
        """Have something come up at this moment of the floor's clock as it goes now."""
        self._made += 1
        heapq.heappush(self._due, (at - self.ahead, self._made, kind, deed))


def _answers_itself(call: Call, channel: str) -> bool:
    """Say whether the page answers this leg: own dialling, the same call after a refresh, a supervisor's own wish."""
    own = call.agent is not None and call.agent.channel == channel
    return (own and call.phase in (Phase.DIALLING, Phase.RECONNECTING)) or any(
        monitor.leg.channel == channel for monitor in call.monitors.values()
    )
