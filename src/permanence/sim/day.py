"""A seeded day on a small floor: callers, agents, supervisors and networks do what such people do, and more.

Everything is drawn from one source of chance, so a seed is a day; the floor's promises are held after every step.
`make sim` plays many. What a day counts (calls, outcomes, waits) is returned, so that it can be compared with theory.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from permanence.floor import intents as i
from permanence.floor.world import Effects, World
from permanence.flows.model import Directory, Flow, MenuNode, MessageNode, NumberCard, Prompt, QueueNode
from permanence.interaction.events import CallEnded
from permanence.interaction.model import MonitorMode, QueueTerms
from permanence.kernel.ids import (
    AgentId,
    BrandId,
    CountedIds,
    FirmId,
    FlowId,
    IdSource,
    NumberId,
    PersonId,
    PromptId,
    QueueId,
    SkillId,
)
from permanence.routing.model import AgentCard, Device, QueueCard, Widening
from permanence.sim.invariants import check, ended
from permanence.sim.rough import CALM, RoughStage, Trouble

NUMBER = "+33162000001"
QUEUES = ("sales", "support")
OUTSIDE = ("+33611111111", "+33622222222")


@dataclass(slots=True)
class Report:
    """What came of a day."""

    seed: int
    deeds: int = 0
    outcomes: Counter[str] = field(default_factory=Counter[str])
    refusals: Counter[str] = field(default_factory=Counter[str])


def small_floor(ids: IdSource, now: datetime, agents: int = 4, *, recorded: bool = True, demanding: bool = False) -> World:
    """Return a floor with one firm: a menu, two queues, and agents with both skills, one or a right to supervise. One that is
    `demanding` keeps callers for the agent who knows them, looks wider for who waits, and offers to call back."""
    firm, flow = FirmId(ids.new("frm")), FlowId(ids.new("flw"))
    queues = {
        name: QueueCard(
            QueueTerms(
                QueueId(ids.new("que")), name, "default" if name == "sales" else None, 15, 5 + 10 * at, 30, recorded, at,
                PromptId("back") if demanding else None,
            ),
            firm, {SkillId(name): 1 + demanding * at}, 180 - 90 * demanding * at,
            steps=(Widening(25, lower=1),) * (demanding and name == "support"), prefer_s=15 * demanding * (1 - at),
        )
        for at, name in enumerate(QUEUES)
    }  # fmt: skip
    nodes = {
        "hello": MessageNode("hello", ("hello",), "menu"),
        "menu": MenuNode("menu", ("menu",), {"1": "sales", "2": "support"}, "sales", timeout_s=4.0, tries=2),
        **{name: QueueNode(name, card.terms.queue) for name, card in queues.items()},
    }
    number = NumberCard(
        NumberId(ids.new("num")), firm, NUMBER, BrandId(ids.new("brd")), "Dupont", "", "fr", "FR", flow,
        "quality" if recorded else None,
    )  # fmt: skip
    world = World()
    prompts = {name: Prompt(PromptId(name), f"sound:{name}") for name in ("hello", "menu", "back")}
    terms = {str(card.terms.queue): card.terms for card in queues.values()}
    world.set_directory(Directory(firm, {NUMBER: number}, {flow: Flow(flow, "main", "hello", dict(nodes))}, {}, prompts, terms))
    cards = [_card(firm, n, ids, best=2 if demanding and n == 1 else 1) for n in range(agents)]
    world.board.set_firm(firm, cards, list(queues.values()), now)
    return world


def _card(firm: FirmId, n: int, ids: IdSource, best: int) -> AgentCard:
    skills = {SkillId(name): best for at, name in enumerate(QUEUES) if n % 3 in (at, 2)}
    device = Device.PHONE if n % 4 == 3 else Device.BROWSER
    return AgentCard(
        AgentId(ids.new("agt")), firm, PersonId(ids.new("per")), f"agent{n}", f"PJSIP/agent{n}", device, skills, n % 2 == 0
    )


class Day:
    """A floor and a source of chance."""

    def __init__(self, seed: int, start: datetime, agents: int = 4, trouble: Trouble = CALM) -> None:
        """Set the stage; everybody is off duty."""
        self.report = Report(seed)
        self.chance = Random(seed)
        self.ids = CountedIds()
        self.rough = trouble != CALM
        floor = small_floor(self.ids, start, agents, demanding=self.rough)
        self.stage = RoughStage(floor, start, self.ids, trouble, seed)
        self.stage.after = self._look
        self.agents = list(self.stage.world.board.cards)
        self._callers = 0

    def _look(self, effects: Effects) -> None:
        check(self.stage, effects)

    def play(self, deeds: int) -> Report:
        """Do this many things; then let everybody go home and see that the floor is empty."""
        for _ in range(deeds):
            self.step()
        self.close()
        self.report.outcomes.update(line.fact.outcome for line in self.stage.journal if isinstance(line.fact, CallEnded))
        return self.report

    def step(self) -> None:
        """Let a moment pass, then let somebody do something."""
        self.stage.wait(self.chance.choice((0.0, 0.05, 0.5, 2.0, 5.0, 20.0)))
        deed = self.chance.choices(
            (self.somebody_calls, self.agent_wishes, self.leg_deed, self.network_deed, self.shift_deed, self.floor_dies),
            (10, 40, 30, 4, 15, 2),
        )[0]
        if self.rough:
            self.stage.look_ahead()
            self.trouble()
        deed()
        self.report.deeds += 1

    def trouble(self) -> None:
        """Whatever may go wrong in a moment, each thing by its own chance."""
        stage = self.stage
        if stage.strikes("link"):
            stage.lose_link(stage.chance("link").choice((0.05, 0.5, 3.0, 12.0)))
        if stage.strikes("away"):
            stage.database(away=not stage.world.degraded)
        if stage.strikes("lease"):
            stage.lose_lease()
        if stage.strikes("clock"):
            stage.set_clock(timedelta(seconds=stage.chance("clock").choice((-3600, -30, -1, 1, 30, 3600))))
        if stage.strikes("vanished"):
            self.vanish(stage.chance("vanished"))

    def vanish(self, chance: Random) -> None:
        """An agent is gone without a word: the switch cannot ring the telephone any more, the page is missed some seconds
        later, the telephone later still; and in a while both are back."""
        agent = chance.choice(self.agents)
        endpoint = self.stage.world.board.cards[agent].endpoint
        self.stage.switch.away.add(endpoint)
        back = chance.uniform(5, 200)
        for seconds, deed in (
            (9, lambda: self.stage.beat(agent, awake=False)),
            (20, lambda: self.stage.device(endpoint, reachable=False, why="timeout")),
            (back, lambda: self.stage.device(endpoint, reachable=True)),
            (back + 1, lambda: self.stage.beat(agent, awake=True)),
        ):
            self.stage.put(self.stage.now + timedelta(seconds=seconds), deed)

    def somebody_calls(self) -> None:
        """A customer calls, with or without a number."""
        if len(self.stage.world.calls) >= 6:
            return
        self._callers += 1
        caller = self.chance.choice((*OUTSIDE, None))
        self.stage.call_in(f"pstn-{self._callers}", NUMBER, caller)

    def leg_deed(self) -> None:
        """Something happens at a telephone: answered, put down, refused, lost, a key."""
        names = list(self.stage.switch.legs)
        if not names:
            return
        ringing = [name for name in names if not self.stage.switch.legs[name].up and not name.startswith("pstn")]
        name = self.chance.choice(ringing if ringing and self.chance.random() < 0.8 else names)
        leg = self.stage.switch.legs[name]
        if not leg.up and not name.startswith("pstn"):
            if self.chance.random() < 0.7:
                self.stage.pick_up(name)
            else:
                self.stage.hang_up(name, self.chance.choice((17, 19, 20, 21, 1, 0)))
        elif self.chance.random() < (0.9 if name.startswith("pstn") else 0.6):
            self.stage.press(name, self.chance.choice("123#"))
        else:
            self.stage.hang_up(name, self.chance.choice((16, 16, 16, 0, 31)))

    def network_deed(self) -> None:
        """A device goes away or comes back; the database likewise."""
        if self.chance.random() < 0.1:
            self.stage.database(away=not self.stage.world.degraded)
            return
        endpoint = self.stage.world.board.cards[self.chance.choice(self.agents)].endpoint
        self.stage.device(endpoint, reachable=self.chance.random() < 0.7)

    def floor_dies(self) -> None:
        """The floor is killed and started again from its rows and from what the switch has: now, or just when it has
        written down what it is about to do."""
        if self.chance.random() < 0.5:
            self.stage.restart(self.reborn())
        else:
            self.stage.die_between(self.reborn)

    def reborn(self) -> World:
        """Return the floor as its rows have it."""
        return self.stage.reborn()

    def shift_deed(self) -> None:
        """An agent begins, ends or interrupts the shift, or the page sleeps."""
        agent = self.chance.choice(self.agents)
        card = self.stage.world.board.cards[agent]
        if self.chance.random() < 0.8:
            self.stage.device(card.endpoint, reachable=True)
            self.stage.beat(agent, awake=True)
            self.wish(agent, i.Ready())
        else:
            self.chance.choice((
                lambda: self.stage.beat(agent, awake=False),
                lambda: self.wish(agent, i.Pause("break")),
                lambda: self.wish(agent, i.SignOut()),
                lambda: self.wish(agent, i.SignIn()),
            ))()  # fmt: skip

    def agent_wishes(self) -> None:
        """An agent asks for anything at all, fitting or not."""
        busy = [a for a, state in self.stage.world.board.agents.items() if state.call is not None]
        agent = self.chance.choice(busy if busy and self.chance.random() < 0.8 else self.agents)
        other = self.chance.choice(self.agents)
        queue = self.chance.choice(list(self.stage.world.board.queues))
        target = self.chance.choice(
            (i.Target("agent", other), i.Target("queue", queue), i.Target("number", self.chance.choice(OUTSIDE)))
        )
        intents: tuple[i.AnyIntent, ...] = (
            i.HangUp(), i.Decline(), i.Hold(), i.Resume(), i.Mute(True), i.Mute(False), i.PrivateMoment(True),
            i.PrivateMoment(False), i.Consult(target), i.CancelConsult(), i.Conference(), i.CompleteTransfer(),
            i.Transfer(target), i.Dial(self.chance.choice(OUTSIDE)), i.Qualify("sold", "…", self.chance.random() < 0.5),
            i.ExtendWrapUp(), i.Monitor(other, self.chance.choice(list(MonitorMode))), i.LeaveMonitor(),
            i.SetAgent(other, self.chance.choice(("ready", "paused", "offline"))),
        )  # fmt: skip
        self.wish(agent, self.chance.choice(intents))

    def wish(self, agent: AgentId, intent: i.AnyIntent) -> None:
        """Ask, and count a refusal."""
        made = self.stage.wish(agent, intent)
        if made is not None and not isinstance(made, str):
            self.report.refusals[made.code] += 1

    def close(self) -> None:
        """Trouble ends, everybody puts the receiver down; nothing may be left."""
        self.stage.trouble = CALM
        self.stage.database(away=False)
        self.stage.restore_link()
        self.stage.wait(30)
        for name in list(self.stage.switch.legs):
            self.stage.hang_up(name)
        for agent in self.agents:
            self.wish(agent, i.SignOut())
        self.stage.wait(timedelta(hours=5).total_seconds())  # whoever was to be called back is given up then
        left = [call.id for call in self.stage.world.calls.values()]
        ringing = [leg.name for leg in self.stage.switch.legs.values()]
        assert not left, f"calls that nobody ends: {left}"
        assert not ringing, f"telephones that nobody silences: {ringing}"
        assert not self.stage.world.board.waits, "callers who are said to wait"
        assert not self.stage.switch.files, f"files that nobody closes: {self.stage.switch.files}"
        states = self.stage.world.board.agents.values()
        assert not [s for s in states if s.call or s.wrap_up_call], "agents who are not let go"
        broken = list(ended(self.stage))
        assert not broken, "; ".join(broken)
