"""The firm of a ladder, read from the lines above its first time: number, hours, menu, queues, agents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from permanence.floor.world import World
from permanence.flows.model import (
    AnyNode,
    Directory,
    EndNode,
    Flow,
    HoursNode,
    MenuNode,
    MessageNode,
    NumberCard,
    OpeningPlan,
    Prompt,
    QueueNode,
    Span,
)
from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import (
    AgentId,
    BrandId,
    CountedIds,
    FirmId,
    FlowId,
    NumberId,
    PersonId,
    PromptId,
    QueueId,
    SkillId,
)
from permanence.routing.model import AgentCard, Device, QueueCard

WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
PARIS = ZoneInfo("Europe/Paris")
PROMPTS = ("welcome", "menu", "wrong", "closed", "goodbye", "notice")


@dataclass
class Setting:
    """Who is who on this stage."""

    firm: FirmId
    zone: ZoneInfo = PARIS
    day: date = date(2026, 11, 23)
    number: str = "+33162000001"
    agents: dict[str, AgentCard] = field(default_factory=dict[str, AgentCard])
    queues: dict[str, QueueCard] = field(default_factory=dict[str, QueueCard])
    nodes: dict[str, AnyNode] = field(default_factory=dict[str, AnyNode])
    plans: dict[str, OpeningPlan] = field(default_factory=dict[str, OpeningPlan])
    purpose: str | None = None

    def at(self, clock: str) -> datetime:
        """Return a local time of the ladder's day."""
        return datetime.combine(self.day, time.fromisoformat(clock), self.zone)


def read(lines: list[str], ids: CountedIds) -> Setting:
    """Read a setting: `what: value` lines in any order; queues before the agents and menus that name them."""
    setting = Setting(FirmId(ids.new("frm")))
    for line in lines:
        word, _, value = (part.strip() for part in line.partition(":"))
        kind, _, name = word.partition(" ")
        match kind:
            case "queue":
                _queue(setting, name, value, ids)
            case "agent":
                _agent(setting, name, value, ids)
            case "day":
                setting.day = date.fromisoformat(value)
            case "zone":
                setting.zone = ZoneInfo(value)
            case "open":
                _hours(setting, value)
            case "menu":
                _menu(setting, value)
            case "recorded":
                setting.purpose = value
            case _:
                raise ValueError(f"nobody knows what '{line}' means")
    return setting


def build(setting: Setting, now: datetime) -> World:
    """Return a floor that serves this firm."""
    world = World()
    flow = FlowId("flw_ladder")
    first = "hours" if setting.plans else "welcome"
    last = "menu" if "menu" in setting.nodes else _queue_node(setting, next(iter(setting.queues)))
    setting.nodes["welcome"] = MessageNode("welcome", ("welcome",), last)
    card = NumberCard(
        NumberId("num_ladder"), setting.firm, setting.number, BrandId("brd_ladder"), "Dupont", "Dupont, bonjour", "fr",
        "FR", flow, setting.purpose, "notice" if setting.purpose else None,
    )  # fmt: skip
    world.set_directory(
        Directory(
            setting.firm,
            {card.e164: card},
            {flow: Flow(flow, "main", first, setting.nodes)},
            setting.plans,
            {name: Prompt(PromptId(name), name) for name in PROMPTS},
            {str(queue.terms.queue): queue.terms for queue in setting.queues.values()},
        )
    )
    world.board.set_firm(setting.firm, list(setting.agents.values()), list(setting.queues.values()), now)
    return world


def _number(text: str, pattern: str, otherwise: int) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else otherwise


def _queue(setting: Setting, name: str, value: str, ids: CountedIds) -> None:
    every = _number(value, r"place told every (\d+) s", 0)
    terms = QueueTerms(
        QueueId(ids.new("que")), name, None if "rings instead of music" in value else "default",
        _number(value, r"rings (\d+) s", 20), _number(value, r"notes (\d+) s", 30), every or None,
        setting.purpose is not None, _number(value, r"priority (-?\d+)", 0),
    )  # fmt: skip
    setting.queues[name] = QueueCard(terms, setting.firm, {SkillId(f"skl_{name}"): 1}, _number(value, r"promise (\d+) s", 180))


def _agent(setting: Setting, name: str, value: str, ids: CountedIds) -> None:
    words = [word.strip() for word in value.split(",")]
    agent = AgentId(ids.new("agt"))
    device = Device.PHONE if "desk telephone" in words else Device.BROWSER
    skills = {SkillId(f"skl_{word}"): 1 for word in words if word in setting.queues}
    setting.agents[name] = AgentCard(
        agent, setting.firm, PersonId(ids.new("per")), name, f"PJSIP/{name}", device, skills, "supervisor" in words
    )


def _hours(setting: Setting, value: str) -> None:
    """Read `Mon-Fri 09:00-12:00 14:00-18:00, holidays FR, except 2026-11-24 10:00-12:00`."""
    weekly: list[tuple[Span, ...]] = [()] * 7
    holidays: str | None = None
    for part in (part.strip() for part in value.split(",")):
        days, *spans = part.split()
        if days == "holidays":
            holidays = spans[0]
            continue
        first, _, last = days.partition("-")
        hours = tuple(Span(*span.split("-")) for span in spans)
        for index in range(WEEK.index(first), WEEK.index(last or first) + 1):
            weekly[index] = hours
    setting.plans["hours"] = OpeningPlan("hours", str(setting.zone), tuple(weekly), holidays)
    setting.nodes["hours"] = HoursNode("hours", "hours", "welcome", "closed")
    setting.nodes["closed"] = EndNode("closed", ("closed",), closed=True)


def _menu(setting: Setting, value: str) -> None:
    """Read `1 sales, 2 support, otherwise sales`."""
    choices: dict[str, str] = {}
    labels: dict[str, str] = {}
    otherwise = ""
    for part in (part.strip() for part in value.split(",")):
        key, _, name = part.partition(" ")
        place = _queue_node(setting, name) if name in setting.queues else _goodbye(setting)
        if key == "otherwise":
            otherwise = place
        else:
            choices[key], labels[key] = place, name
    setting.nodes["menu"] = MenuNode("menu", ("menu",), choices, otherwise, ("wrong",), labels=labels)


def _queue_node(setting: Setting, name: str) -> str:
    place = f"to {name}"
    setting.nodes[place] = QueueNode(place, setting.queues[name].terms.queue)
    return place


def _goodbye(setting: Setting) -> str:
    setting.nodes["goodbye"] = EndNode("goodbye", ("goodbye",))
    return "goodbye"
