"""What reports need of the world: rows of calls with their facts, the set-up, the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from permanence.kernel.database import Connection
from permanence.kernel.ids import InteractionId
from permanence.reports.model import CallFacts, QueueName

Place = tuple[datetime, InteractionId]


class Clock(Protocol):
    """The time of day."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        ...


class PromiseStore(Protocol):
    """Rows, within a transaction that the service opens."""

    async def time_zone(self, c: Connection) -> str:
        """Return the name of the firm's time zone."""
        ...

    async def queues(self, c: Connection) -> Sequence[QueueName]:
        """Return the firm's queues with what they promise today."""
        ...

    async def calls(
        self, c: Connection, since: datetime, until: datetime, after: Place | None, limit: int
    ) -> Sequence[CallFacts]:
        """Return customers' calls that arrived in a stretch of time, oldest first, after a place."""
        ...
