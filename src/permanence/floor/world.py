"""The whole floor in memory: calls in progress, the board, each firm's directory, and what one signal led to."""

from __future__ import annotations

from datetime import datetime

from permanence.floor.charging import Charging
from permanence.floor.partners import Partners
from permanence.flows.model import Directory, NumberCard
from permanence.interaction.commands import SwitchCommand
from permanence.interaction.events import Fact
from permanence.interaction.model import Call, CardTerms
from permanence.kernel.ids import AgentId, FirmId, InteractionId, ProductId, QueueId
from permanence.kernel.phone import parse_or_none
from permanence.routing.board import Board
from permanence.routing.model import AgentState
from permanence.routing.promise import Pull

REMEMBERED = 200_000  # customers whose last agent is known; the longest ago are forgotten first


class JournalLine:
    """One fact of one call, as it is stored: `seq` counts from 1 within the call."""

    __slots__ = ("at", "call", "fact", "firm", "seq")

    def __init__(self, firm: FirmId, call: InteractionId, seq: int, at: datetime, fact: Fact) -> None:
        """Hold the line."""
        self.firm, self.call, self.seq, self.at, self.fact = firm, call, seq, at, fact


class Effects:
    """What a stretch of signals led to: to be committed first, carried out afterwards.

    `calls` are those whose rows must be written, `agents` likewise, `timers` the deadlines to be watched, `firms` those
    whose set-up was read again.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self.commands: list[SwitchCommand] = []
        self.journal: list[JournalLine] = []
        self.calls: dict[InteractionId, Call] = {}
        self.agents: dict[AgentId, AgentState] = {}
        self.timers: list[tuple[datetime, str, str]] = []
        self.firms: set[FirmId] = set()

    def is_empty(self) -> bool:
        """Say whether there is nothing to write and nothing to do."""
        return not (self.commands or self.journal or self.calls or self.agents)


class World:
    """State of the floor. Only `machine.py` and `asks.py` change it."""

    def __init__(self) -> None:
        """Start empty."""
        self.calls: dict[InteractionId, Call] = {}
        self.board = Board()
        self.partners = Partners(self.board)
        self.charging = Charging()
        self.directories: dict[FirmId, Directory] = {}
        self.numbers: dict[str, NumberCard] = {}
        self.customers: dict[str, InteractionId] = {}  # the switch's own names of callers' legs
        self.effects = Effects()
        self.products: dict[FirmId, dict[ProductId, CardTerms]] = {}  # consultations that are paid by card
        self.keypads = 0  # how many keypad processes are there
        self.unknown_numbers = 0
        self.degraded = False  # PostgreSQL is away: nothing is dialled out
        self.pulled_in: dict[tuple[QueueId, Pull], Call] = {}  # in whose journal a pull under way was told
        self._knows: dict[tuple[FirmId, str], AgentId] = {}

    def tell(self, call: Call, fact: Fact, now: datetime) -> None:
        """Write a fact into a call's journal."""
        call.facts += 1
        self.effects.journal.append(JournalLine(call.firm, call.id, call.facts, now, fact))

    def set_directory(self, directory: Directory) -> None:
        """Take over what a firm's callers hear."""
        before = self.directories.get(directory.firm)
        for e164 in before.numbers if before is not None else ():
            self.numbers.pop(e164, None)
        self.directories[directory.firm] = directory
        self.numbers.update(directory.numbers)

    def number(self, dialled: str) -> NumberCard | None:
        """Return the number that a carrier meant, however it wrote it (``0162…``, ``33162…``, ``+33162…``)."""
        for text in (dialled, "+" + dialled.lstrip("+")):
            if text in self.numbers:
                return self.numbers[text]
        parsed = parse_or_none(dialled, "FR")
        return self.numbers.get(parsed) if parsed is not None else None

    def prompt(self, firm: FirmId, id_: str | None) -> str | None:
        """Return what the switch plays for a prompt of a firm."""
        directory = self.directories.get(firm)
        prompt = directory.prompts.get(id_) if directory is not None and id_ is not None else None
        return prompt.media if prompt is not None else None

    def step_aside(self, call: Call, now: datetime) -> None:
        """The caller is called back when it is his turn; that is what the pull under way has brought, if one is. So long his
        patience has lasted."""
        waiting = self.board.step_aside(call.id)
        self.board.patience[waiting.queue].left((now - waiting.since).total_seconds(), gave_up=False)
        pulling = self.board.pulls.get(waiting.queue, {}).get(Pull.CALL_BACK)
        if pulling is not None:
            pulling.callers += 1

    def remember(self, firm: FirmId, customer: str | None, agent: AgentId) -> None:
        """This agent has spoken with this customer last."""
        if customer is None:
            return
        self._knows.pop((firm, customer), None)
        self._knows[firm, customer] = agent
        if len(self._knows) > REMEMBERED:
            del self._knows[next(iter(self._knows))]

    def who_knows(self, firm: FirmId, customer: str | None) -> AgentId | None:
        """Return who spoke with this customer last, as far as is remembered."""
        return self._knows.get((firm, customer)) if customer is not None else None

    def take_effects(self) -> Effects:
        """Return what has gathered since the last time, with the rows of all that was touched."""
        effects, self.effects = self.effects, Effects()
        for agent in self.board.touched:
            if agent in self.board.agents:
                effects.agents[agent] = self.board.agents[agent]
        self.board.touched.clear()
        return effects

    def note_deadlines(self, call: Call) -> None:
        """Have the engine watch the call's deadlines; old entries are recognised when they come up."""
        self.effects.timers += [(at, call.id, name) for name, at in call.deadlines.items()]

    def forget(self, call: Call) -> None:
        """Drop an ended call whose files are closed."""
        self.calls.pop(call.id, None)
        if call.customer_channel is not None:
            self.customers.pop(call.customer_channel, None)

