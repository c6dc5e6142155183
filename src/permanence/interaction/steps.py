"""What a flow tells the call machine to do next, and what the machine asks of its surroundings.

The machine does not know menus, opening hours or agents. It says `NeedStep` and receives a `Step`; it says
`JoinQueue` and receives an `OfferMade`.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from permanence.interaction.commands import SwitchCommand
from permanence.interaction.events import Fact
from permanence.interaction.model import Partner, QueueTerms
from permanence.kernel.ids import AgentId, QueueId


class Step(msgspec.Struct, frozen=True, tag=True):
    """One step of a flow; `node` is its place, for the journal and for going on after it."""

    node: str


class Say(Step, frozen=True):
    """Play media, then ask for the next step with ``done``."""

    media: tuple[str, ...]


class Gather(Step, frozen=True):
    """Play media and wait for one key; the next step is asked with the key or with ``timeout``."""

    media: tuple[str, ...]
    timeout_s: float


class EnterQueue(Step, frozen=True):
    """Wait for an agent."""

    terms: QueueTerms


class Finish(Step, frozen=True):
    """Play media, then end the call. `closed` says that the firm was closed."""

    media: tuple[str, ...]
    closed: bool = False


FlowStep = Say | Gather | EnterQueue | Finish


class Need(msgspec.Struct, frozen=True):
    """What the machine needs from flows, routing or presence."""


class NeedStep(Need, frozen=True):
    """The flow shall go on from the call's node with this outcome (``start``, ``done``, a key, ``timeout``)."""

    outcome: str


class JoinQueue(Need, frozen=True):
    """The customer waits since `since`; a lower `rank` goes first among equals of time."""

    terms: QueueTerms
    since: datetime


class LeaveQueue(Need, frozen=True):
    """The customer no longer waits."""

    queue: QueueId


class StepAside(Need, frozen=True):
    """The customer is called back when it is his turn: the place waits, and he does not."""


class AgentTalks(Need, frozen=True):
    """The agent is busy with this call from now on."""

    agent: AgentId


class AgentReleased(Need, frozen=True):
    """The agent is free of this call. `missed` is the reason where an offer failed by the agent's side;
    `wrap_up_s` is the time for notes, 0 for none."""

    agent: AgentId
    wrap_up_s: int = 0
    missed: str | None = None


class NeedAnnouncement(Need, frozen=True):
    """Place and expected wait of this caller are to be spoken now."""


class OfferMade(msgspec.Struct, frozen=True):
    """Routing chose an agent for a waiting call; `why`, how many `others` might have been, and at which step;
    `partner` where he is another firm's."""

    agent: AgentId
    alias: str
    endpoint: str
    why: str = "free_the_longest"
    others: int = 0
    step: int = 0
    partner: Partner | None = None


class Turn:
    """What one signal led to, in order: commands for the switch, facts for the journal, needs for the floor."""

    __slots__ = ("commands", "facts", "needs")

    def __init__(self) -> None:
        """Start with nothing."""
        self.commands: list[SwitchCommand] = []
        self.facts: list[Fact] = []
        self.needs: list[Need] = []


class No(msgspec.Struct, frozen=True):
    """A refusal with its reason; `code` is stable and translated on screens."""

    code: str
    message: str
