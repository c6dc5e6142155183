"""What plans are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from permanence.kernel.ids import AgentId, QueueId


@dataclass(frozen=True, slots=True)
class Break:
    """A time within a shift when its agent takes nothing, by the working rules or by wish."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """One agent's presence from one moment to another, aware, with its breaks inside and in order."""

    agent: AgentId
    starts: datetime
    ends: datetime
    breaks: tuple[Break, ...] = ()


class PlannedQueue(NamedTuple):
    """A queue by its name."""

    id: QueueId
    name: str


class PlannedAgent(NamedTuple):
    """An agent, and the queues that the agent serves without widening."""

    id: AgentId
    alias: str
    queues: tuple[QueueId, ...]
