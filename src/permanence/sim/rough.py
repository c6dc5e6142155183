"""A floor on which things go wrong: signals late, doubled, overtaken or lost, the database slow or away, the lease lost in
the middle of a decision, the clock put forward or back.

Each kind of fault has chance of its own, made of the seed, so that a seed is the same day with and without another kind.
The record is the production floor's own batches, kept in memory, and a floor that begins again knows nothing else.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from permanence.floor import machine
from permanence.floor.asks import Made
from permanence.floor.batch import Batch, Scribe
from permanence.floor.intents import AnyIntent
from permanence.floor.ports import LegSeen, Survey
from permanence.floor.recovery import names_of, reconcile
from permanence.floor.watch import watch_promises
from permanence.floor.world import Effects, World
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.kernel.ids import AgentId, IdSource
from permanence.sim.played import Later
from permanence.sim.record import Book
from permanence.sim.stage import Due, Stage

OUT_OF_ORDER = 38
MISSED_END_S = 2.0  # until the switch's interface tells of a leg that it does not find (as `switch_port` does)
HAND_OVER_S = 4.0  # how often the fall-back tries to hand a caller over
LATE_S, OVERTAKEN_S, SLOW_S = 1.5, 2.0, 3.0
SURVEY_S = 0.04
REMEMBERED = 24  # things that happened, for who looks at a day that broke


@dataclass(frozen=True, slots=True)
class Trouble:
    """How often (0 to 1) each thing goes wrong: to a signal, to a commit, in a moment of the day."""

    late: float = 0.0  # all that the switch reports comes late, in order
    doubled: float = 0.0  # now, or a while later
    overtaken: float = 0.0  # one leg's signals come after those of others, in their own order
    slow: float = 0.0  # a commit takes up to three seconds; what comes meanwhile waits
    away: float = 0.0  # the database goes, or comes back
    lease: float = 0.0  # another floor has taken over when the next decision is to be kept
    link: float = 0.0  # nothing is heard and nothing said for a while: what is reported meanwhile is lost
    clock: float = 0.0  # the clock is put forward or back
    vanished: float = 0.0  # an agent is gone without a word: page, telephone and legs


CALM = Trouble()
ROUGH = Trouble(
    late=0.02, doubled=0.04, overtaken=0.04, slow=0.04, away=0.02, lease=0.015, link=0.02, clock=0.01, vanished=0.02
)  # fmt: skip


class RoughStage(Stage):
    """A stage with trouble. Without any it is a `Stage` whose floor begins again from its rows."""

    def __init__(self, world: World, now: datetime, ids: IdSource, trouble: Trouble, seed: int) -> None:
        """Begin at `now`; the record has everybody at once."""
        super().__init__(world, now, ids)
        self.trouble = trouble
        self.book, self.scribe = Book(), Scribe()
        self.told: deque[tuple[datetime, object]] = deque(maxlen=REMEMBERED)
        self.linked = True
        self._chances = {name: Random(f"{seed}/{name}") for name in Trouble.__slots__}
        self._kept_by_switch: dict[str, datetime] = {}  # callers whom the fall-back has, since when
        self._free_at: dict[str, datetime] = {}  # by leg: nothing of it is heard sooner
        self._ended: set[str] = set()  # legs whose end was told
        self._stalled_until = self._busy_until = now
        self._under_way: tuple[Batch, Effects] | None = None
        self._loses_lease = False
        self.carry()

    def strikes(self, kind: str) -> bool:
        """Say whether this kind of trouble comes now; one draw of its own chance."""
        return self._chances[kind].random() < getattr(self.trouble, kind)

    def chance(self, kind: str) -> Random:
        """Return the chance of a kind of trouble."""
        return self._chances[kind]

    def is_quiet(self, seconds: float = 1.0) -> bool:
        """Say whether nothing is due soon, nothing is on its way, and the floor and the switch can speak."""
        on_its_way = any(kind is Due.SIGNAL for _, _, kind, _ in self._due) or self._kept_by_switch.keys() & self.switch.legs.keys()
        return self.linked and self._under_way is None and not on_its_way and super().is_quiet(seconds)

    # -- what the floor hears ------------------------------------------------------------------------------

    def hear(self, signal: s.SwitchSignal) -> None:
        """A signal sets out to the floor."""
        if not self.linked:
            if isinstance(signal, s.Arrived):
                self._kept_by_switch[signal.channel] = self.now
                self._hand_over_later(signal)
            return
        leg, at = _leg_of(signal), self.now
        if self.strikes("late"):
            self._stalled_until = max(self._stalled_until, at + timedelta(seconds=self.chance("late").uniform(0, LATE_S)))
        if self.strikes("overtaken"):
            held = at + timedelta(seconds=self.chance("overtaken").uniform(0, OVERTAKEN_S))
            self._free_at[leg] = max(self._free_at.get(leg, at), held)
        at = max(at, self._stalled_until, self._free_at.get(leg, at))
        self._deliver(signal, at)
        if self.strikes("doubled"):
            self._deliver(signal, at + timedelta(seconds=self.chance("doubled").choice((0.0, 0.0, 0.5, 2.0))))

    def _deliver(self, signal: s.SwitchSignal, at: datetime) -> None:
        at = max(at, self._busy_until)
        if at <= self.now:
            self._apply(signal)
        else:
            self.put(at, lambda: self._deliver(signal, self.now), Due.SIGNAL)

    def _apply(self, signal: s.SwitchSignal) -> None:
        match signal:
            case s.Gone(channel=channel) if channel not in self.switch.legs:
                self._ended.add(channel)
            case s.Arrived() | s.Up() | s.Ringing() if signal.channel in self._ended:
                return  # the port knows that this leg has ended
            case _:
                pass
        self.told.append((self.now, signal))
        machine.receive(self.world, signal, self.now, self.ids)
        self.carry()

    def time_up(self, name: str, what: str) -> None:
        """A deadline came up; while a commit is under way it waits."""
        if self._busy_until > self.now:
            self.put(self._busy_until, lambda: self.time_up(name, what), Due.DEADLINE)
            return
        self.told.append((self.now, f"time is up: {what} of {name}"))
        super().time_up(name, what)

    def wish(self, agent: AgentId, intent: AnyIntent) -> Made:
        """An agent asks for something; while a commit is under way the wish waits."""
        self._finish()
        self.told.append((self.now, (agent, intent)))
        return super().wish(agent, intent)

    def beat(self, agent: AgentId, *, awake: bool) -> None:
        """An agent's page wakes up or falls asleep."""
        self._finish()
        if self._busy_until > self.now:
            self.put(self._busy_until, lambda: self.beat(agent, awake=awake))
            return
        self.told.append((self.now, (agent, "page awake" if awake else "page asleep")))
        super().beat(agent, awake=awake)

    def look_ahead(self) -> None:
        """The floor looks whether its promises are in danger."""
        self._finish()
        watch_promises(self.world, self.now)
        self.carry()

    def _finish(self) -> None:
        """Let the commit that is under way end."""
        while self._busy_until > self.now and not self._going:
            self.until(self._busy_until)

    # -- what becomes of a decision ------------------------------------------------------------------------

    def carry(self) -> None:
        """Keep the record of what the floor has decided, then let the switch hear of it."""
        effects = self.world.take_effects()
        batch = self.scribe.write(self.world, effects, _unwritten)
        if self._loses_lease and not batch.is_empty():
            self._note("another floor has the lease: what was just decided was never so")
            self._loses_lease = False
            self.restart(self.reborn())
            return
        self.book.give(batch)
        self.watch(effects)
        if self.world.degraded:
            self.book.put_aside(batch)
        elif self.strikes("slow") and not batch.is_empty():
            self._begin_commit(batch, effects)
            return
        else:
            self.book.keep(batch)
        self._let_out(effects)

    def _begin_commit(self, batch: Batch, effects: Effects) -> None:
        self._under_way = (batch, effects)
        self._busy_until = self.now + timedelta(seconds=self.chance("slow").uniform(0.05, SLOW_S))
        self._note(f"the commit takes until {self._busy_until:%H:%M:%S.%f}")
        self.put(self._busy_until, lambda: self._end_commit(batch, effects))
        if self.after is not None:
            self.after(effects)

    def _end_commit(self, batch: Batch, effects: Effects) -> None:
        if self._under_way is None or self._under_way[0] is not batch:
            return  # the floor that waited for it is dead
        self._under_way = None
        self._busy_until = self.now
        self.book.keep(batch)
        self._let_out(effects, looked_at=True)

    def _let_out(self, effects: Effects, *, looked_at: bool = False) -> None:
        self.journal += effects.journal
        if self._dying is not None and effects.commands:
            reborn, self._dying = self._dying, None
            self._note("the floor dies between the record and the deed")
            self.restart(reborn())
            return
        self.send(effects.commands)
        if self.after is not None and not looked_at:
            self.after(effects)
        self.until(self.now)

    def _note(self, what: str) -> None:
        self.told.append((self.now, what))

    # -- trouble -------------------------------------------------------------------------------------------

    def lose_lease(self) -> None:
        """Another floor has the lease when the next decision is to be kept."""
        self._loses_lease = True

    def lose_link(self, seconds: float) -> None:
        """Floor and switch do not hear each other for so long."""
        if not self.linked:
            return
        self._note(f"no link for {seconds} s")
        self.linked = False
        self.unheard()
        self.put(self.now + timedelta(seconds=seconds), self.restore_link)

    def restore_link(self) -> None:
        """The link is back: the switch is asked what is alive, and the answer takes a moment."""
        if self.linked:
            return
        if self._busy_until > self.now:  # as the engine: asked once what was decided is out
            self.put(self._busy_until, self.restore_link)
            return
        self._note("the link is back")
        self.linked = True
        world, known, survey = self.world, names_of(self.world), self.survey()
        self.put(self.now + timedelta(seconds=SURVEY_S), lambda: self._surveyed(world, survey, known), Due.SIGNAL)

    def _surveyed(self, world: World, survey: Survey, known: frozenset[str]) -> None:
        if self._busy_until > self.now:
            self.put(self._busy_until, lambda: self._surveyed(world, survey, known), Due.SIGNAL)
            return
        if self.world is world and self.linked:
            self._note("the switch has said what is alive")
            reconcile(self.world, survey, known, self.now, self.ids)
            self.carry()

    def database(self, *, away: bool) -> None:
        """The database goes, or comes back and gets what waited on the disk."""
        self._finish()
        if away is not self.world.degraded:
            self._note(f"the database {'goes' if away else 'is back'}")
        if not away:
            self.book.catch_up()
        self.world.degraded = away

    def set_clock(self, by: timedelta) -> None:
        """The clock is put forward or back; a commit that is under way ends first."""
        self._finish()
        self._note(f"the clock goes by {by.total_seconds():+.0f} s")
        self._stalled_until += by
        self._free_at = {leg: at + by for leg, at in self._free_at.items()}
        self._kept_by_switch = {leg: at + by for leg, at in self._kept_by_switch.items()}
        super().set_clock(by)

    def reborn(self) -> World:
        """Return the floor as its rows have it. Whether a commit that was under way reached them is chance."""
        if self._under_way is not None and self.chance("slow").random() < 0.5:
            batch, effects = self._under_way
            self.book.keep(batch)
            self.journal += effects.journal
        self._under_way = None
        self.book.begin_again()
        return self.book.load(self.world, World())

    def restart(self, world: World) -> None:
        """The floor begins again; it has the link, whatever was before."""
        self._note("the floor begins again")
        self.scribe, self._loses_lease = Scribe(), False
        self._busy_until = self.now
        self.linked = True
        super().restart(world)

    # -- what the switch does ------------------------------------------------------------------------------

    def carry_out(self, command: c.SwitchCommand) -> Later:
        """Have a command carried out, or tell what a switch tells that cannot."""
        self.told.append((self.now, command))
        if not self.linked:
            for signal in _refusal(command):  # told by the switch's interface itself, which needs no link for it
                self.put(self.now, lambda told=signal: self._by_itself(told), Due.SIGNAL)
            return []
        missing = self._missing(command)
        if missing is not None:
            return [*((0.0, signal) for signal in _refusal(command, 20)), *missing]
        return super().carry_out(command)

    def _missing(self, command: c.SwitchCommand) -> Later | None:
        """Return what is told of a leg that is not there (any more), None where nothing is missing."""
        there = self.switch.legs.keys() | self.switch.snoops.keys()
        match command:
            case c.Ring(channel=channel) if channel in there:
                return []
            case c.Join(bridge=bridge, channels=channels) if bridge not in self.switch.rooms or not there >= set(channels):
                return []
            case c.Ring() | c.HangUp() | c.MakeBridge() | c.DropBridge() | c.Join() | c.StopPlay():
                return None
            case c.Record(channel=channel) if channel not in self.switch.snoops:
                return []
            case c.Record() | c.StopRecording() | c.MuteRecording() | c.UnmuteRecording():
                return None
            case _:
                return None if command.channel in there else [(MISSED_END_S, s.Gone(command.channel, 0))]

    def _by_itself(self, signal: s.SwitchSignal) -> None:
        if isinstance(signal, s.Played):
            self.switch.played(signal.playback)
        if self.linked:
            self.hear(signal)
        else:
            self._deliver(signal, self.now)

    def survey(self) -> Survey:
        """Return what is alive; whom the fall-back has is not ours yet."""
        seen = super().survey()
        legs = {
            name: LegSeen(leg.up, name not in self._kept_by_switch, leg.inbound, leg.dialled, leg.caller)
            for name, leg in seen.legs.items()
        }
        return Survey(legs, seen.bridges, seen.recordings, seen.endpoints)

    def _hand_over_later(self, signal: s.Arrived) -> None:
        self.put(self.now + timedelta(seconds=HAND_OVER_S), lambda: self._hand_over(signal))

    def _hand_over(self, signal: s.Arrived) -> None:
        since = self._kept_by_switch.get(signal.channel)
        if since is None or signal.channel not in self.switch.legs:
            return
        if not self.linked:
            self._hand_over_later(signal)
            return
        del self._kept_by_switch[signal.channel]
        waited = max(0, round((self.now - since).total_seconds()))
        self.hear(s.Arrived(signal.channel, signal.dialled, signal.caller, signal.trunk, waited))


def _leg_of(signal: s.SwitchSignal) -> str:
    match signal:
        case s.EndpointState(endpoint=endpoint):
            return endpoint
        case s.Played(playback=name) | s.Recorded(name=name):
            return name
        case _:
            return signal.channel


def _refusal(command: c.SwitchCommand, cause: int = OUT_OF_ORDER) -> list[s.SwitchSignal]:
    """Return what is told of a command that came to nothing (as `execute.refusal` does)."""
    match command:
        case c.Ring(channel=channel) if cause == OUT_OF_ORDER:
            return [s.Gone(channel, cause)]
        case c.Snoop(snoop=snoop):
            return [s.Gone(snoop, 0)]
        case c.Play(playback=playback):
            return [s.Played(playback)]
        case c.Record(name=name):
            return [s.Recorded(name, failed=True)]
        case c.StopRecording(name=name):
            return [s.Recorded(name)]
        case _:
            return []


def _unwritten(what: str) -> None:
    raise AssertionError(f"{what} cannot be written down")
