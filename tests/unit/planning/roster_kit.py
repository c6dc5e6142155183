"""Weeks to be planned, in tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.shifts import Worker

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 23, tzinfo=PARIS)
A, B = QueueId("que_a"), QueueId("que_b")


def quarters(days: float = 1, begins: datetime = MONDAY) -> list[datetime]:
    """Return the quarters of so many days."""
    first = begins.astimezone(UTC)
    return [first + timedelta(minutes=15 * n) for n in range(round(days * 96))]


def asked(starts: list[datetime], people: int, opens: float = 9, closes: float = 17) -> list[int]:
    """Return so many people between local hours."""
    local = [moment.astimezone(PARIS) for moment in starts]
    return [people if opens <= moment.hour + moment.minute / 60 < closes else 0 for moment in local]


def people(count: int, *queues: QueueId, hours: float = 35) -> list[Worker]:
    """Return workers who can do these queues."""
    return [Worker(AgentId(f"agt_{n:02d}_{''.join(queues)}"), queues, hours) for n in range(count)]
