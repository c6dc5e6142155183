"""What planning needs of the world: its rows, the firm's queues and agents, and a place for long work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple, ParamSpec, Protocol, TypeVar

from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, QueueId
from permanence.planning.model import PlannedAgent, PlannedQueue
from permanence.planning.outlook import Past
from permanence.planning.played import Found, PlannedDay, PlannedHour, PlayedDay
from permanence.planning.terms import SpecialDay, Terms
from permanence.routing.model import AgentCard, QueueCard

P = ParamSpec("P")
T = TypeVar("T")


class Centre(Protocol):
    """The firm's queues and agents as routing has them."""

    async def queues(self, c: Connection) -> Sequence[PlannedQueue]:
        """Return all queues by name."""
        ...

    async def agents(self, c: Connection) -> Sequence[PlannedAgent]:
        """Return all agents by alias."""
        ...

    async def cards(self, c: Connection) -> tuple[Sequence[QueueCard], Sequence[AgentCard]]:
        """Return queues and agents as the floor has them."""
        ...


class Player(Protocol):
    """Plays days with the production floor."""

    async def day(self, day: PlannedDay, queues: Sequence[QueueCard], agents: Sequence[AgentCard]) -> PlayedDay:
        """Play a day with its people."""
        ...

    async def people(self, hour: PlannedHour, queues: Sequence[QueueCard], agents: Sequence[AgentCard]) -> Found:
        """Look for the people whom an hour takes."""
        ...


class Workshop(Protocol):
    """Where work is done that would hold up everybody else."""

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the work returns; work and arguments travel to another process."""
        ...


class PastSpan(NamedTuple):
    """What is known of a queue's past: its first and last quarter, how many quarters have calls, and how many calls."""

    queue: QueueId
    first: datetime
    last: datetime
    quarters: int
    calls: float


class PlanningStore(Protocol):
    """The rows of planning, within a transaction that the service opens."""

    async def terms(self, c: Connection) -> tuple[Terms, datetime | None]:
        """Return the firm's terms, the usual ones where it has written none, and when its history was last changed."""
        ...

    async def keep_terms(self, c: Connection, firm: FirmId, terms: Terms) -> None:
        """Write the terms."""
        ...

    async def note_history(self, c: Connection, firm: FirmId, now: datetime) -> None:
        """Write down that the history was changed."""
        ...

    async def special_days(self, c: Connection) -> list[SpecialDay]:
        """Return the special days in order."""
        ...

    async def keep_special_day(self, c: Connection, firm: FirmId, day: SpecialDay) -> None:
        """Write a special day."""
        ...

    async def remove_special_day(self, c: Connection, day: date) -> bool:
        """Forget a special day; say whether there was one."""
        ...

    async def spans(self, c: Connection) -> list[PastSpan]:
        """Return what is known of each queue's past."""
        ...

    async def past(self, c: Connection, since: datetime) -> Past:
        """Return the calls of the past from this moment on."""
        ...

    async def replace(
        self, c: Connection, firm: FirmId, queue: QueueId, spans: Sequence[tuple[int, int]], quarters: dict[int, list[float]]
    ) -> None:
        """Write quarters [calls, handled, seconds] by epoch second in the place of all that lie within the spans (first and last
        quarter, both included)."""
        ...
