"""Three months of callers, played by the production floor on a virtual clock, with its record in a real database.

The floor's decisions are kept by `PostgresRecords` as the engine keeps them, many inputs to a commit; before the floor is killed all
that it decided is in the record, and the next floor reads rows alone. The switch that is only memory writes down by itself who was in a
room with whom: that is the measure's truth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from bench.agree_oracle import Bridged
from permanence.floor import intents as i
from permanence.floor.batch import Batch, Scribe
from permanence.floor.watch import watch_promises
from permanence.floor.world import Effects, World
from permanence.interaction import commands as c
from permanence.kernel.ids import AgentId, IdSource
from permanence.sim.played import Later, PlayedSwitch
from permanence.sim.stage import Stage

INPUTS = 400
"""So many inputs go with one commit, as at most in the engine."""
BUSY, REFUSED = 17, 21
REFUSES, SILENT = 0.06, 0.03
GIVES_UP_S = 90.0
BACK_S = 4.0


class Recorder(PlayedSwitch):
    """A switch that writes down when it rang which telephone, and from when to when it had caller and telephone in one room."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Begin with nothing; `now` is the stage's clock."""
        super().__init__()
        self.now = now
        self.rung: dict[str, tuple[str, datetime]] = {}
        self.together: dict[tuple[str, str], datetime] = {}
        self.bridged: list[Bridged] = []
        self.began: list[tuple[str, str]] = []  # pairs that are new since somebody last looked
        self.came: dict[str, datetime] = {}
        self.left: dict[str, datetime] = {}

    def arrive(self, name: str, endpoint: str = "") -> None:
        """A caller comes."""
        super().arrive(name, endpoint)
        self.came[name] = self.now()

    def carry_out(self, command: c.SwitchCommand) -> Later:
        """Carry out, and look who is together."""
        if isinstance(command, c.Ring) and command.channel not in self.legs:
            self.rung[command.channel] = (command.endpoint, self.now())
        later = super().carry_out(command)
        self._look()
        return later

    def end(self, name: str, cause: int) -> Later:
        """End a leg, and look who is together."""
        if name in self.legs and name in self.came:
            self.left[name] = self.now()
        later = super().end(name, cause)
        self._look()
        return later

    def _look(self) -> None:
        there = {
            (caller, phone)
            for room in self.rooms.values()
            for caller in room
            if caller in self.came
            for phone in room
            if phone in self.rung
        }
        for pair in self.together.keys() - there:
            caller, phone = pair
            endpoint, rung_at = self.rung[phone]
            self.bridged.append(Bridged(caller, endpoint, rung_at, self.together.pop(pair), self.now()))
        for pair in there - self.together.keys():
            self.together[pair] = self.now()
            self.began.append(pair)


class Months(Stage):
    """The floor under callers. `save` keeps a batch and may return before it is kept; `reborn` waits until all is kept and returns the
    floor that the rows tell of."""

    def __init__(self, world: World, now: datetime, ids: IdSource, seed: int, save: Callable[[Batch], None], reborn: Callable[[], World]) -> None:
        """Begin."""
        super().__init__(world, now, ids)
        self.switch: Recorder = Recorder(lambda: self.now)
        self.chance, self.save, self.reborn = Random(seed), save, reborn
        self.scribe, self.merged, self.inputs = Scribe(), Effects(), 0
        self.agent_of: dict[str, AgentId] = {}
        self.kills = 0
        self.commits = 0
        self._watching = False

    def open(self, agents: Sequence[AgentId]) -> None:
        """Have agents come to work."""
        for agent in agents:
            self.agent_of[self.world.board.cards[agent].endpoint] = agent
            self.wish(agent, i.Ready())

    # -- the record ----------------------------------------------------------------------------------------

    def carry(self) -> None:
        """Gather what goes into the next commit; let the switch hear of it. Before a kill the commit comes first."""
        effects = self.world.take_effects()
        self.merged.calls |= effects.calls
        self.merged.agents |= effects.agents
        self.merged.journal += effects.journal
        self.inputs += 1
        if self._dying is not None and effects.commands:
            reborn, self._dying = self._dying, None
            self.restart(reborn())
            return
        if self.inputs >= INPUTS:
            self.flush()
        self.watch(effects)
        self.send(effects.commands)
        if self.world.board.waits:
            self._watch_soon()
        self._look()
        self.until(self.now)

    def flush(self) -> None:
        """Give what has gathered to the record."""
        merged, self.merged, self.inputs = self.merged, Effects(), 0
        batch = self.scribe.write(self.world, merged, _unwritten)
        if not batch.is_empty():
            self.save(batch)
            self.commits += 1
        self.commands.clear()

    def kill(self) -> None:
        """The floor dies between two inputs, and another begins."""
        self.kills += 1
        self.restart(self._again())

    def kill_at_next_deed(self) -> None:
        """The floor dies when it has next kept a decision and before the switch hears of it."""
        self.die_between(self._counted)

    def _counted(self) -> World:
        self.kills += 1
        return self._again()

    def _again(self) -> World:
        self.flush()
        self.scribe = Scribe()
        return self.reborn()

    # -- people --------------------------------------------------------------------------------------------

    def caller(self, channel: str, dialled: str, number: str) -> None:
        """A caller comes, and gives up where nobody answers."""
        self.put(self.now + timedelta(seconds=self.chance.expovariate(1 / GIVES_UP_S) + 5), lambda: self._give_up(channel))
        self.call_in(channel, dialled, number)

    def send(self, commands: Sequence[c.SwitchCommand]) -> None:
        """Carry out; whoever is rung picks up, refuses or lets it ring."""
        super().send(commands)
        for command in commands:
            if isinstance(command, c.Ring):
                self._rung(command.channel, command.endpoint)

    def _rung(self, channel: str, endpoint: str) -> None:
        drawn, after = self.chance.random(), timedelta(seconds=self.chance.uniform(0.5, 9))
        agent = self.agent_of[endpoint]
        if drawn < REFUSES:
            self.put(self.now + after, lambda: self._refuse(channel))
            self.put(self.now + after + timedelta(seconds=BACK_S), lambda: self._ready(agent))
        elif drawn < REFUSES + SILENT:
            self.put(self.now + timedelta(seconds=60), lambda: self._ready(agent))
        else:
            self.put(self.now + after, lambda: self.pick_up(channel))

    def _refuse(self, channel: str) -> None:
        leg = self.switch.legs.get(channel)
        if leg is not None and not leg.up:
            self.hang_up(channel, REFUSED)

    def _ready(self, agent: AgentId) -> None:
        self.wish(agent, i.Ready())  # says no where he is ready or busy already

    def _look(self) -> None:
        """Somebody is put through: it lasts a while, and one of the two ends it."""
        began, self.switch.began = self.switch.began, []
        for pair in began:
            seconds = self.chance.uniform(0, 1.2) if self.chance.random() < 0.04 else self.chance.lognormvariate(math.log(75), 0.9)
            end = pair[0] if self.chance.random() < 0.6 else pair[1]
            self.put(self.now + timedelta(seconds=min(seconds, 2400)), lambda end=end: self.hang_up(end))

    def _give_up(self, channel: str) -> None:
        if channel in self.switch.legs and not any(pair[0] == channel for pair in self.switch.together):
            self.hang_up(channel)

    def _watch_soon(self) -> None:
        if not self._watching:
            self._watching = True
            self.put(self.now + timedelta(seconds=1), self._watch)

    def _watch(self) -> None:
        """Look at promises each second while anybody waits, as the engine does always; where nobody waits there is nothing to do."""
        self._watching = False
        watch_promises(self.world, self.now)
        self.carry()


def _unwritten(what: str) -> None:
    raise AssertionError(f"{what} cannot be written down")
