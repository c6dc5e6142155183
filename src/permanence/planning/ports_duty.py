"""What duty rosters need of the world: their rows, and who serves which queue when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from permanence.firms.model import Language
from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, DutyRequestId, FirmId, PersonId, QueueId, ShiftId
from permanence.planning.duty import Absence, Duties, OwnDay, Pattern
from permanence.planning.duty_adherence import Span, Stretch
from permanence.planning.duty_coverage import Demand
from permanence.planning.duty_requests import Request
from permanence.planning.duty_watch import Changes, Seen
from permanence.planning.model import Shift

Agents = list[AgentId] | None
"""These agents alone, or all of the firm."""


class Colleague(NamedTuple):
    """An agent of the firm, by the name on screens."""

    id: AgentId
    alias: str


class Surroundings(Protocol):
    """What other capabilities know: agents, and what is to be covered."""

    async def agents(self, c: Connection) -> Sequence[Colleague]:
        """Return the firm's agents by alias."""
        ...

    async def agent_of(self, c: Connection, person: PersonId) -> AgentId | None:
        """Return the agent that a person is."""
        ...

    async def demands(
        self, c: Connection, firm: FirmId, since: datetime, until: datetime, wanted: Mapping[QueueId, int]
    ) -> Sequence[Demand]:
        """Return the queues and numbers that callers reach in this time, by kind and name."""
        ...


class DutyStore(Protocol):
    """The rows of duty rosters, within a transaction that the service opens."""

    async def duties(self, c: Connection, since: datetime, until: datetime, agents: Agents = None) -> Duties:
        """Return everything from which the shifts of this time follow, of these agents or of all."""
        ...

    async def patterns(self, c: Connection, agents: Agents) -> Sequence[Pattern]:
        """Return weekly patterns, of these agents or of all."""
        ...

    async def pattern(self, c: Connection, id_: str) -> Pattern:
        """Return one pattern; raise `NotFound`."""
        ...

    async def put_pattern(self, c: Connection, firm: FirmId, pattern: Pattern) -> None:
        """Write a pattern; raise `ReferenceUnknown` for an agent whom the firm has not."""
        ...

    async def remove_pattern(self, c: Connection, id_: str) -> None:
        """Delete a pattern; raise `NotFound`."""
        ...

    async def put_day(self, c: Connection, firm: FirmId, day: OwnDay) -> None:
        """Write a day of its own; what was published for it counts no more."""
        ...

    async def remove_day(self, c: Connection, agent: AgentId, day: date) -> None:
        """Delete a day of its own; raise `NotFound`."""
        ...

    async def publish(
        self, c: Connection, firm: FirmId, agents: Sequence[AgentId], since: datetime, until: datetime
    ) -> None:
        """Make this time published for these agents, with nothing of before left in it."""
        ...

    async def add_shifts(self, c: Connection, firm: FirmId, shifts: Sequence[tuple[ShiftId, Shift]]) -> None:
        """Write single shifts."""
        ...

    async def absences(self, c: Connection, since: datetime, until: datetime, agents: Agents) -> Sequence[Absence]:
        """Return absences that touch a time, of these agents or of all."""
        ...

    async def add_absence(self, c: Connection, firm: FirmId, absence: Absence) -> None:
        """Write an absence."""
        ...

    async def remove_absence(self, c: Connection, id_: str) -> None:
        """Delete an absence; raise `NotFound`."""
        ...

    async def clear_swapped(self, c: Connection, agent: AgentId, since: datetime, until: datetime) -> None:
        """Forget what the agent had given to colleagues in a time: it comes back."""
        ...

    async def wanted(self, c: Connection) -> Mapping[QueueId, int]:
        """Return how many people queues want, where that was said."""
        ...

    async def set_wanted(self, c: Connection, firm: FirmId, queue: QueueId, people: int) -> None:
        """Write how many people a queue wants."""
        ...

    async def requests(
        self, c: Connection, agent: AgentId | None, settled_since: datetime, limit: int
    ) -> Sequence[Request]:
        """Return open requests and those settled since, newest first, of one agent (asking or asked) or of all."""
        ...

    async def request(self, c: Connection, id_: DutyRequestId) -> Request:
        """Return one request and keep it from others until the end; raise `NotFound`."""
        ...

    async def put_request(self, c: Connection, firm: FirmId, request: Request) -> None:
        """Write a request."""
        ...

    async def feed(self, c: Connection, secret_hash: bytes) -> tuple[AgentId, Language] | None:
        """Return whose calendar has this secret, and its language."""
        ...

    async def feed_made(self, c: Connection, agent: AgentId) -> datetime | None:
        """Return since when an agent's calendar has its present address."""
        ...

    async def set_feed(
        self, c: Connection, firm: FirmId, agent: AgentId, secret_hash: bytes, language: Language, now: datetime
    ) -> None:
        """Write a new secret; the old one ends."""
        ...

    async def remove_feed(self, c: Connection, agent: AgentId) -> None:
        """Delete an agent's calendar."""
        ...

    async def stretches(self, c: Connection, since: datetime, until: datetime) -> Sequence[Stretch]:
        """Return what agents were seen doing in a time."""
        ...

    async def watched(self, c: Connection, since: datetime, until: datetime) -> Sequence[Span]:
        """Return when somebody looked, in a time."""
        ...


class Presences(Protocol):
    """Where the floor keeps what agents are doing."""

    async def now(self, c: Connection) -> Mapping[FirmId, Sequence[Seen]]:
        """Return where the agents of the transaction's firms stand."""
        ...


class WatchStore(Protocol):
    """The history of what agents were seen doing, within a transaction of all firms."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all open firms."""
        ...

    async def known(self, c: Connection) -> Mapping[FirmId, Mapping[AgentId, Stretch]]:
        """Return the stretches that have not ended."""
        ...

    async def last_looks(self, c: Connection) -> Mapping[FirmId, datetime]:
        """Return when each firm's agents were looked at last."""
        ...

    async def note(self, c: Connection, firm: FirmId, changes: Changes) -> None:
        """Write what changed."""
        ...

    async def note_look(
        self, c: Connection, firms: Sequence[FirmId], fresh_from: datetime, now: datetime
    ) -> None:
        """Write that somebody looked; a watch whose last look is older than `fresh_from` is over."""
        ...

    async def forget(self, c: Connection, before: datetime) -> None:
        """Delete what was seen before then."""
        ...
