"""What quality needs of the world."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, InteractionId, PersonId
from permanence.kernel.page import Cursor, Page
from permanence.quality.model import Answer, Complaint, Standing, Stretch, Telling, Tied


class ComplaintStore(Protocol):
    """The rows of complaints, as the pages of firms read and answer them."""

    async def tell(self, c: Connection, telling: Telling) -> None:
        """Put a telling where the worker finds it; a repeat changes nothing."""
        ...

    async def list(self, c: Connection, cursor: Cursor) -> Page[Complaint]:
        """Return the firm's complaints and those of what it answered for others, the newest first."""
        ...

    async def one(self, c: Connection, id_: str) -> Complaint:
        """Return one; raise `NotFound`."""
        ...

    async def answer(self, c: Connection, firm: FirmId, id_: str, person: PersonId, answer: Answer) -> bool:
        """Write the answer; False: there is one."""
        ...

    async def hours(self, c: Connection) -> int:
        """Return how many hours the firm gives itself."""
        ...

    async def keep_hours(self, c: Connection, firm: FirmId, hours: int) -> None:
        """Write how many hours the firm gives itself."""
        ...

    async def standings(self, c: Connection) -> Sequence[Standing]:
        """Return how the firm's partners stand with it, and it with them."""
        ...


class TyingStore(Protocol):
    """What the worker makes of tellings. Transactions name all firms."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        ...

    async def operator(self, c: Connection) -> FirmId | None:
        """Return the firm that runs the platform."""
        ...

    async def told(self, c: Connection, limit: int) -> Sequence[Telling]:
        """Return what waits, the oldest first."""
        ...

    async def calls_between(self, c: Connection, since: str, until: str) -> Sequence[tuple[FirmId, InteractionId]]:
        """Return the calls whose ids lie between these, with their owners."""
        ...

    async def owner_of(self, c: Connection, call: InteractionId) -> FirmId | None:
        """Return whose call this is."""
        ...

    async def is_open(self, c: Connection, call: InteractionId) -> bool:
        """Say whether a call goes on, or ended without all its stretches being known yet."""
        ...

    async def stretches(self, c: Connection, call: InteractionId) -> Sequence[Stretch]:
        """Return what partners answered of a call, in order."""
        ...

    async def hours_of(self, c: Connection, firm: FirmId) -> int:
        """Return how many hours a firm gives itself."""
        ...

    async def keep(self, c: Connection, telling: Telling, tied: Tied) -> None:
        """Write a complaint and take its telling away."""
        ...

    async def close_answered(self, c: Connection) -> int:
        """Close the complaints that were answered; return how many."""
        ...

    async def counts(self, c: Connection, since: datetime) -> Sequence[Standing]:
        """Return calls and complaints by agreement since a moment, without bounds."""
        ...

    async def kept_standings(self, c: Connection) -> Sequence[Standing]:
        """Return the standings as they were written last."""
        ...

    async def keep_standing(self, c: Connection, standing: Standing, now: datetime) -> None:
        """Write one."""
        ...
