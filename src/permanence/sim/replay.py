"""Plays a trace with the production floor: real callers at their moments, the agents who were there, the rules of a policy."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from permanence.floor import intents as i
from permanence.floor.watch import watch_promises
from permanence.floor.world import Effects, World
from permanence.flows.model import Directory, Flow, NumberCard, QueueNode
from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.kernel.ids import AgentId, BrandId, CountedIds, FlowId, InteractionId, NumberId, QueueId
from permanence.routing.model import Device, QueueCard
from permanence.sim.history_day import Caller, Drawn, Trace, drawn, rung_s, there_s
from permanence.sim.shop import AFTER_H, LOOK_S, DayReport, Seen, number_of
from permanence.sim.stage import Stage

CUSTOMERS = 10_000  # numbers for callers, of those that are nobody's


@dataclass(slots=True)
class _OnLine:
    """A caller while he is there."""

    caller: Caller
    drawn: Drawn
    place: int
    channel: str
    queued: datetime
    tries: int = 1
    answered: datetime | None = None
    agent: AgentId | None = None


def play(trace: Trace, queues: Sequence[QueueCard] | None = None, seed: int = 1) -> DayReport:
    """Return what comes of the trace under these rules (None: those of the trace). The same arguments give the same report;
    with the same seed two policies meet the same customers."""
    return _Played(trace, trace.queues if queues is None else queues, seed).play()


def build(trace: Trace, queues: Sequence[QueueCard], now: datetime) -> tuple[World, dict[QueueId, str]]:
    """Return a floor with the firm's agents and queues, and the number that leads straight to each queue."""
    ids, world = CountedIds(), World()
    numbers: dict[str, NumberCard] = {}
    flows: dict[str, Flow] = {}
    ways: dict[QueueId, str] = {}
    for place, card in enumerate(queues):
        flow, e164, name = FlowId(ids.new("flw")), number_of(place), card.terms.name
        flows[flow] = Flow(flow, name, "wait", {"wait": QueueNode("wait", card.terms.queue)})
        numbers[e164] = NumberCard(NumberId(ids.new("num")), trace.firm, e164, BrandId(ids.new("brd")), name, "", "fr", "FR", flow)
        ways[card.terms.queue] = e164
    world.set_directory(Directory(trace.firm, numbers, flows, {}, {}, {str(card.terms.queue): card.terms for card in queues}))
    people = [
        msgspec.structs.replace(agent.card, device=Device.FIXED, endpoint=f"PJSIP/{agent.card.id}") for agent in trace.agents
    ]
    world.board.set_firm(trace.firm, people, list(queues), now)
    return world, ways


class _Played:
    """One playing of a trace."""

    def __init__(self, trace: Trace, queues: Sequence[QueueCard], seed: int) -> None:
        self.trace, self.report = trace, DayReport(seed)
        first_s = min(0.0, min(caller.at_s for caller in trace.callers))
        self.closes = trace.opens + timedelta(seconds=trace.length_s)
        world, self.ways = build(trace, queues, trace.opens + timedelta(seconds=first_s))
        self.stage = Stage(world, self._moment(first_s), CountedIds(), self._look)
        self.terms = {card.terms.queue: card.terms for card in queues}
        self.drawn, self.rung_s = drawn(trace, seed), rung_s(trace)
        self.knows = any(card.prefer_s for card in queues)
        self._made = 0
        self._by_channel: dict[str, _OnLine] = {}
        self._by_call: dict[InteractionId, _OnLine] = {}
        self._gave_up: dict[int, list[int]] = {}
        for place, caller in enumerate(trace.callers):
            if caller.again_of is not None:
                self._gave_up.setdefault(caller.again_of, []).append(place)

    def play(self) -> DayReport:
        """Let the stretch pass, and serve who still waits at its end."""
        for agent in self.trace.agents:
            for since_s, until_s in agent.spans:
                self._at(since_s, lambda a=agent.card.id: self._wish(a, i.Ready()))
                if until_s < self.trace.length_s:
                    self._at(until_s, lambda a=agent.card.id: self._wish(a, i.Pause("away")))
        for place, caller in enumerate(self.trace.callers):
            if caller.again_of is None:
                self._at(caller.at_s, lambda p=place: self._call(p, 1))
        self._watch()
        self.stage.until(self.closes + timedelta(hours=AFTER_H))
        self.report.there_s = there_s(self.trace)
        self.report.seen.sort(key=lambda seen: (seen.at_s, seen.queue, seen.waited_s))
        return self.report

    def _moment(self, seconds: float) -> datetime:
        return self.trace.opens + timedelta(seconds=seconds)

    def _at(self, seconds: float, deed: Callable[[], None]) -> None:
        self.stage.put(self._moment(seconds), deed)

    def _watch(self) -> None:
        """Look ahead as the engine does, and count who waits."""
        watch_promises(self.stage.world, self.stage.now)
        self.stage.carry()
        if self.stage.now >= self.trace.opens:
            self.report.waiting.append(((self.stage.now - self.trace.opens).total_seconds(), len(self.stage.world.board.waits)))
        if self.stage.now < self.closes or self.stage.world.board.waits:
            self.stage.put(self.stage.now + timedelta(seconds=LOOK_S), self._watch)

    def _wish(self, agent: AgentId, intent: i.AnyIntent) -> None:
        self.stage.wish(agent, intent)

    # -- callers -------------------------------------------------------------------------------------------

    def _call(self, place: int, tries: int) -> None:
        caller, now = self.trace.callers[place], self.stage.now
        if caller.queue not in self.ways:
            return
        self._made += 1
        line = _OnLine(caller, self.drawn[place], place, f"pstn-{self._made}", now, tries)
        self._by_channel[line.channel] = line
        if math.isfinite(line.drawn.patience_s):
            self.stage.put(now + timedelta(seconds=line.drawn.patience_s), lambda: self._impatient(line))
        number = f"+336399{80_000 + caller.customer % CUSTOMERS:05d}" if self.knows and caller.customer is not None else None
        self.stage.call_in(line.channel, self.ways[caller.queue], number)

    def _impatient(self, line: _OnLine) -> None:
        if line.answered is not None or line.channel not in self.stage.switch.legs:
            return
        self._count(line, answered=False)
        self.stage.hang_up(line.channel)
        for later in self._gave_up.get(line.place, ()) if line.tries == 1 else ():
            self.stage.put(self.stage.now + timedelta(seconds=self.trace.callers[later].again_s), lambda p=later: self._call(p, 1))
        if line.drawn.again_s is not None:
            again = self.stage.now + timedelta(seconds=line.drawn.again_s)
            if again < self.closes:
                self.stage.put(again, lambda: self._call(line.place, line.tries + 1))

    def _count(self, line: _OnLine, *, answered: bool) -> None:
        if line.caller.at_s < 0:
            return
        came_s = (line.queued - self.trace.opens).total_seconds()
        waited_s = (self.stage.now - line.queued).total_seconds()
        handling_s = line.drawn.handling_s if answered else 0.0
        self.report.seen.append(Seen(line.caller.queue, came_s, waited_s, answered, handling_s))

    # -- what the floor did --------------------------------------------------------------------------------

    def _look(self, effects: Effects) -> None:
        for entry in effects.journal:
            match entry.fact:
                case f.CallQueued():
                    call = self.stage.world.calls.get(entry.call)
                    line = self._by_channel.get(call.customer_channel or "") if call is not None else None
                    if line is not None:
                        self._by_call[entry.call] = line
                case f.AgentAnswered(agent=agent):
                    self._talk(entry.call, agent)
                case f.CallEnded():
                    self._over(entry.call)
                case _:
                    pass
        for command in effects.commands:
            if isinstance(command, c.Ring):
                self._rings(command)
        self.stage.journal.clear()
        self.stage.commands.clear()

    def _rings(self, command: c.Ring) -> None:
        line = self._by_call.get(InteractionId(command.call))
        seconds = self.rung_s if line is None or line.caller.rung_s is None else line.caller.rung_s
        channel = command.channel
        self.stage.put(self.stage.now + timedelta(seconds=seconds), lambda: self.stage.pick_up(channel))

    def _talk(self, call: InteractionId, agent: AgentId) -> None:
        line = self._by_call.get(call)
        if line is None:
            return
        line.answered, line.agent = self.stage.now, agent
        self._count(line, answered=True)
        self.stage.put(self.stage.now + timedelta(seconds=line.drawn.handling_s), lambda: self._done(line))

    def _done(self, line: _OnLine) -> None:
        if line.channel in self.stage.switch.legs:
            self.stage.hang_up(line.channel)

    def _over(self, call: InteractionId) -> None:
        """The talk is over: the notes take as long as they took after this call."""
        line = self._by_call.pop(call, None)
        if line is None:
            return
        self._by_channel.pop(line.channel, None)
        if line.agent is None:
            return
        allowed_s = self.terms[line.caller.queue].wrap_up_s
        notes_s = min(allowed_s, line.caller.notes_s if line.caller.notes_s is not None else allowed_s)
        if line.caller.at_s >= 0:
            self.report.busy_s += line.drawn.handling_s + notes_s
        if notes_s < allowed_s:
            agent = line.agent
            self.stage.put(self.stage.now + timedelta(seconds=notes_s), lambda: self._notes_done(agent, call))

    def _notes_done(self, agent: AgentId, call: InteractionId) -> None:
        state = self.stage.world.board.agents[agent]
        if state.wrap_up_call == call and state.pause is None:
            self._wish(agent, i.Ready())
