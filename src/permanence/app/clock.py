"""The clock of the processes; everything below them is told the time."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """The time of day."""

    def now(self) -> datetime:
        """Return it, aware, in UTC."""
        return datetime.now(UTC)
