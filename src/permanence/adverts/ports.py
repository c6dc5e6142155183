"""What advertisements need of the world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from permanence.adverts.model import Advert, CallSeen
from permanence.kernel.database import Connection
from permanence.kernel.ids import AdvertId, FirmId, NumberId, PersonId

Place = tuple[datetime, str]
"""When a call arrived, and its id: where a page of calls ends."""


class AdvertStore(Protocol):
    """The rows of advertisements, and what other capabilities' rows tell of calls."""

    async def hold(self, c: Connection, firm: FirmId) -> None:
        """Let nobody else change the firm's advertisements until the transaction ends."""
        ...

    async def adverts(self, c: Connection) -> Sequence[Advert]:
        """Return the firm's advertisements, by birth."""
        ...

    async def numbers(self, c: Connection) -> Sequence[NumberId]:
        """Return the numbers that the firm has."""
        ...

    async def keep(self, c: Connection, firm: FirmId, advert: Advert, now: datetime) -> None:
        """Write an advertisement, new or again."""
        ...

    async def remove(self, c: Connection, id_: str) -> bool:
        """Delete one with its visits; False where there is none."""
        ...

    async def give_code(self, c: Connection, firm: FirmId, call: str, code: str, person: PersonId, now: datetime) -> bool:
        """Write the code that a caller gave, or take it away where it is empty; False where the firm has no such call."""
        ...

    async def calls(
        self, c: Connection, since: datetime, until: datetime, zone: ZoneInfo, after: Place | None, limit: int
    ) -> tuple[Sequence[CallSeen], Place | None]:
        """Return calls to the firm that arrived in a stretch of time, oldest first, after a place; and the place of the last one."""
        ...

    async def visits(self, c: Connection, since: datetime, until: datetime) -> Mapping[AdvertId, int]:
        """Return how many visits each advertisement's page had in a stretch of time."""
        ...

    async def visit(self, c: Connection, token: str, now: datetime) -> str | None:
        """Count a visit, in a transaction without a firm; return the page's address, None where the token leads nowhere."""
        ...
