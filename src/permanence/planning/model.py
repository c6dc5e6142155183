"""What plans are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from permanence.kernel.ids import AgentId


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
