"""What money paid ahead needs of the world, beside the ledger's own rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId
from permanence.kernel.page import Cursor, Page
from permanence.ledger.model import Transfer
from permanence.ledger.prepaid import Advance, TopUp


class PrepaidStore(Protocol):
    """The rows of what was paid ahead."""

    async def zone(self, c: Connection, firm: FirmId) -> ZoneInfo:
        """Return a firm's time zone."""
        ...

    async def record(self, c: Connection, operator: FirmId, told: TopUp) -> None:
        """Write what a person of the operator says."""
        ...

    async def top_ups(self, c: Connection, operator: FirmId) -> Sequence[TopUp]:
        """Return what was said, the newest first."""
        ...

    async def waiting(self, c: Connection, operator: FirmId) -> Sequence[TopUp]:
        """Return what is not posted yet, the oldest first."""
        ...

    async def posted(self, c: Connection, operator: FirmId, advance: Advance, now: datetime) -> None:
        """Write that it is posted."""
        ...

    async def advances(self, c: Connection, payer: FirmId) -> Sequence[Advance]:
        """Return what a firm has paid ahead, the newest first."""
        ...

    async def over(self, c: Connection, today: date) -> Sequence[FirmId]:
        """Return the firms of which an advance's date is over."""
        ...

    async def movements(self, c: Connection, firm: FirmId, cursor: Cursor) -> Page[Transfer]:
        """Return transfers of a firm's accounts for money paid ahead, the newest first; the cursor has one key."""
        ...

    async def alarm(self, c: Connection) -> int | None:
        """Return below which balance the transaction's firm wants to be warned."""
        ...

    async def keep_alarm(self, c: Connection, firm: FirmId, level: int | None, now: datetime) -> None:
        """Write it, or take it away."""
        ...
