"""A day of a scenario, played by the production floor: callers with patience, agents with their own pace.

Each caller and each agent has chance of his own, made of the day's seed and his number, so that two policies meet the
same customers on the same day, however differently they treat them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from permanence.floor import intents as i
from permanence.floor.watch import watch_promises
from permanence.floor.world import Effects, World
from permanence.flows.model import Directory, Flow, NumberCard, QueueNode
from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import (
    AgentId,
    BrandId,
    CountedIds,
    FirmId,
    FlowId,
    InteractionId,
    NumberId,
    PersonId,
    QueueId,
    SkillId,
    TeamId,
)
from permanence.routing.model import AgentCard, Device, QueueCard, Widening
from permanence.sim.beside import Beside, Done
from permanence.sim.scenario import QueueScene, Scenario, TeamScene
from permanence.sim.stage import Stage

OPENS = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RING_S = 20
LOOK_S = 10.0
AFTER_H = 2  # who still waits when the doors close is served


@dataclass(slots=True)
class Seen:
    """A caller: when he came, how long he waited (until the answer, or until he gave up), what became of him."""

    queue: str
    at_s: float
    waited_s: float
    answered: bool
    handling_s: float = 0.0


@dataclass(slots=True)
class DayReport:
    """What came of a day. `busy_s` and `there_s` are the agents' seconds of calls and of presence, `beside` what came of
    their other work."""

    seed: int
    seen: list[Seen] = field(default_factory=list[Seen])
    busy_s: float = 0.0
    there_s: float = 0.0
    waiting: list[tuple[float, int]] = field(default_factory=list[tuple[float, int]])
    beside: Done = field(default_factory=Done)


@dataclass(slots=True)
class Customer:
    """One who calls, and maybe calls again."""

    queue: QueueScene
    number: int
    chance: Random
    channel: str = ""
    came: datetime = OPENS
    queued: datetime | None = None
    answered: datetime | None = None
    patience_s: float = math.inf
    handling_s: float = 0.0
    tries: int = 0


def build(scenario: Scenario, ids: CountedIds) -> tuple[World, dict[str, QueueId], dict[AgentId, TeamScene]]:
    """Return a floor with one firm: a number straight to each queue, and the teams' agents."""
    firm = FirmId(ids.new("frm"))
    world, cards = World(), list[AgentCard]()
    queues: dict[str, QueueId] = {}
    queue_cards: list[QueueCard] = []
    numbers: dict[str, NumberCard] = {}
    flows: dict[str, Flow] = {}
    for at, scene in enumerate(scenario.queue):
        queue = queues[scene.name] = QueueId(ids.new("que"))
        terms = QueueTerms(queue, scene.name, "default", RING_S, scene.wrap_up_s, None, priority=scene.priority)
        skills = {SkillId(scene.name): 1} if scene.skills is None else {SkillId(s): level for s, level in scene.skills.items()}
        steps = tuple(Widening(step.after_s, step.lower, tuple(map(TeamId, step.teams))) for step in scene.steps)
        queue_cards.append(QueueCard(terms, firm, skills, scene.target_s, tuple(map(TeamId, scene.teams)), steps))
        flow, e164 = FlowId(ids.new("flw")), number_of(at)
        flows[flow] = Flow(flow, scene.name, "wait", {"wait": QueueNode("wait", queue)})
        numbers[e164] = NumberCard(NumberId(ids.new("num")), firm, e164, BrandId(ids.new("brd")), scene.name, "", "fr", "FR", flow)
    world.set_directory(Directory(firm, numbers, flows, {}, {}, {str(q.terms.queue): q.terms for q in queue_cards}))
    people: dict[AgentId, TeamScene] = {}
    for team in scenario.team:
        for _ in range(team.agents):
            agent = AgentId(ids.new("agt"))
            skills = {SkillId(skill): level for skill, level in team.skills.items()}
            cards.append(
                AgentCard(agent, firm, PersonId(ids.new("per")), agent, f"PJSIP/{agent}", Device.FIXED, skills, teams=(TeamId(team.name),))
            )
            people[agent] = team
    world.board.set_firm(firm, cards, queue_cards, OPENS)
    return world, queues, people


def number_of(place: int) -> str:
    """Return the number of the queue at this place of the scenario."""
    return f"+331620{place:05d}"


class Shop:
    """One day."""

    stage_kind: type[Stage] = Stage

    def __init__(self, scenario: Scenario, seed: int, change: Callable[[World], None] | None = None) -> None:
        """Set the stage; `change` may alter the floor before the doors open."""
        self.scenario, self.seed = scenario, seed
        world, self.queues, self.people = build(scenario, CountedIds())
        if change is not None:
            change(world)
        self.stage = self.stage_kind(world, OPENS, CountedIds(), self._look)
        self.report = DayReport(seed)
        self.closes = OPENS + timedelta(hours=scenario.hours)
        self.counts_from = OPENS + timedelta(hours=scenario.warm_up_h)
        self._beside = Beside(self.stage, scenario, seed, OPENS, self.counts_from, self.closes)
        self.report.beside = self._beside.done
        self._customers: dict[str, Customer] = {}
        self._by_call: dict[InteractionId, Customer] = {}
        self._made = 0
        self._pace = {agent: self._draw(f"{agent}/pace", team.speed_cv) for agent, team in self.people.items()}
        self._agent_chance = {agent: Random(f"{seed}/{agent}/rings") for agent in self.people}
        self._busy_since: dict[AgentId, datetime] = {}

    def play(self) -> DayReport:
        """Let the day pass, and serve who still waits when the doors close."""
        for agent, team in self.people.items():
            self._shift(agent, team)
        self._beside.open(self.people)
        busy = self._draw("day", self.scenario.swing)
        for place, scene in enumerate(self.scenario.queue):
            day = busy * self._draw(f"{scene.name}/day", scene.swing)
            self._next_arrival(place, scene, Random(f"{self.seed}/{scene.name}/arrivals"), day, 0.0, 0)
        self._watch()
        self.stage.until(self.closes + timedelta(hours=AFTER_H))
        return self.report

    def _watch(self) -> None:
        """Look ahead as the engine does, and count who waits."""
        self.look_ahead()
        self.stage.carry()
        self._beside.retry()
        self.report.waiting.append(((self.stage.now - OPENS).total_seconds(), len(self.stage.world.board.waits)))
        if self.stage.now < self.closes or self.stage.world.board.waits:
            self.stage.put(self.stage.now + timedelta(seconds=LOOK_S), self._watch)

    def look_ahead(self) -> None:
        """Do what queues in danger need; somebody may play a day on which nothing is done."""
        watch_promises(self.stage.world, self.stage.now)

    # -- chance --------------------------------------------------------------------------------------------

    def _draw(self, purpose: str, cv: float) -> float:
        """Return a factor around 1 (gamma with this coefficient of variation) for one purpose of the day."""
        return Random(f"{self.seed}/{purpose}").gammavariate(1 / cv**2, cv**2) if cv > 0 else 1.0

    def _handling(self, scene: QueueScene, chance: Random) -> float:
        if scene.handling_cv is None:
            return chance.expovariate(1 / scene.handling_s)
        sigma2 = math.log(1 + scene.handling_cv**2)
        return chance.lognormvariate(math.log(scene.handling_s) - sigma2 / 2, math.sqrt(sigma2))

    # -- customers -----------------------------------------------------------------------------------------

    def _next_arrival(self, place: int, scene: QueueScene, chance: Random, day: float, at_s: float, number: int) -> None:
        """Put down the next caller of this queue: a Poisson stream whose rate changes by the hour (by thinning)."""
        most = max(scene.per_hour) * day
        while most > 0:
            at_s += chance.expovariate(most / self.scenario.step_s)
            if at_s >= self.scenario.hours * 3600:
                return
            step = min(int(at_s // self.scenario.step_s), len(scene.per_hour) - 1)
            if chance.random() * most < scene.per_hour[step] * day:
                break
        else:
            return
        customer = Customer(scene, number, Random(f"{self.seed}/{scene.name}/{number}"))
        customer.handling_s = self._handling(scene, customer.chance)
        if scene.patience_s is not None:
            customer.patience_s = customer.chance.expovariate(1 / scene.patience_s)

        def come() -> None:
            self._next_arrival(place, scene, chance, day, at_s, number + 1)
            self._call(place, customer)

        self.stage.put(OPENS + timedelta(seconds=at_s), come)

    def _call(self, place: int, customer: Customer) -> None:
        self._made += 1
        customer.tries += 1
        customer.channel, customer.came = f"pstn-{self._made}", self.stage.now
        customer.queued = customer.answered = None
        self._customers[customer.channel] = customer
        channel = customer.channel
        if math.isfinite(customer.patience_s):
            self.stage.put(self.stage.now + timedelta(seconds=customer.patience_s), lambda: self._impatient(place, customer, channel))
        self.stage.call_in(channel, number_of(place), None)

    def _impatient(self, place: int, customer: Customer, channel: str) -> None:
        if customer.channel != channel or customer.answered is not None or channel not in self.stage.switch.legs:
            return
        self._count(customer, answered=False)
        self.stage.hang_up(channel)
        if customer.queue.retry and customer.chance.random() < customer.queue.retry:
            wait = customer.chance.expovariate(1 / customer.queue.retry_after_s)
            self.stage.put(self.stage.now + timedelta(seconds=wait), lambda: self._call(place, customer))

    def _count(self, customer: Customer, *, answered: bool) -> None:
        if customer.came < self.counts_from or customer.came >= self.closes:
            return
        waited = (self.stage.now - (customer.queued or customer.came)).total_seconds()
        at = (customer.came - OPENS).total_seconds()
        self.report.seen.append(Seen(customer.queue.name, at, waited, answered, customer.handling_s if answered else 0.0))

    # -- agents --------------------------------------------------------------------------------------------

    def _shift(self, agent: AgentId, team: TeamScene) -> None:
        begins = OPENS + timedelta(hours=team.starts_h)
        ends = self.closes if team.ends_h is None else OPENS + timedelta(hours=team.ends_h)
        self.stage.put(begins, lambda: self._wish(agent, i.Ready()))
        if team.ends_h is not None:
            self.stage.put(ends, lambda: self._wish(agent, i.SignOut()))
        counted = max(0.0, (min(ends, self.closes) - max(begins, self.counts_from)).total_seconds())
        self.report.there_s += counted
        if team.break_every_s is not None:
            first = begins + timedelta(seconds=Random(f"{self.seed}/{agent}/break").uniform(0, team.break_every_s))
            self._break(agent, team, first, ends)

    def _break(self, agent: AgentId, team: TeamScene, at: datetime, ends: datetime) -> None:
        if at >= ends or team.break_every_s is None:
            return
        self.report.there_s -= team.break_s
        back = at + timedelta(seconds=team.break_s)
        self.stage.put(at, lambda: self._wish(agent, i.Pause("break")))
        self.stage.put(back, lambda: self._wish(agent, i.Ready()))
        self._break(agent, team, back + timedelta(seconds=team.break_every_s), ends)

    def _wish(self, agent: AgentId, intent: i.AnyIntent) -> None:
        if self.stage.now < self.closes or not isinstance(intent, i.Ready):
            self.stage.wish(agent, intent)

    def _rings(self, command: c.Ring) -> None:
        agent = self.stage.world.board.by_endpoint.get(command.endpoint)
        if agent is None:
            return
        team, channel = self.people[agent], command.channel
        if team.misses and self._agent_chance[agent].random() < team.misses:
            back = self.stage.now + timedelta(seconds=command.timeout_s + team.back_after_s)
            self.stage.put(back, lambda: self._wish(agent, i.Ready()))
            return
        self.stage.put(self.stage.now + timedelta(seconds=team.answers_after_s), lambda: self.stage.pick_up(channel))

    # -- what the floor did --------------------------------------------------------------------------------

    def _look(self, effects: Effects) -> None:
        for line in effects.journal:
            match line.fact:
                case f.CallQueued():
                    call = self.stage.world.calls.get(line.call)
                    customer = self._customers.get(call.customer_channel or "") if call is not None else None
                    if customer is not None and customer.queued is None:
                        customer.queued = line.at
                        self._by_call[line.call] = customer
                case f.AgentAnswered(agent=agent):
                    self._talk(line.call, agent, line.at)
                case f.CallEnded():
                    self._by_call.pop(line.call, None)
                case _:
                    pass
        self._beside.look(effects.agents)
        for command in effects.commands:
            if isinstance(command, c.Ring):
                self._rings(command)
        self.stage.journal.clear()
        self.stage.commands.clear()

    def _talk(self, call: InteractionId, agent: AgentId, at: datetime) -> None:
        customer = self._by_call.get(call)
        if customer is None:
            return
        customer.answered = at
        self._count(customer, answered=True)
        handling = customer.handling_s * self._pace[agent]
        if customer.came >= self.counts_from:
            self.report.busy_s += handling + customer.queue.wrap_up_s
        channel = customer.channel
        self.stage.put(at + timedelta(seconds=handling), lambda: self._done(channel))

    def _done(self, channel: str) -> None:
        self._customers.pop(channel, None)
        if channel in self.stage.switch.legs:
            self.stage.hang_up(channel)
