"""What the watch needs of the world."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from permanence.diversion.model import Case, Served, Step, WeekTally
from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, PersonId


class WatchStore(Protocol):
    """The rows of the watch. The worker's transactions name all firms, a director's the one."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        ...

    async def time_zone(self, c: Connection, firm: FirmId) -> str:
        """Return the name of a firm's time zone."""
        ...

    async def last_week(self, c: Connection, owner: FirmId) -> date | None:
        """Return the newest week that was looked at."""
        ...

    async def first_call(self, c: Connection, owner: FirmId) -> datetime | None:
        """Return when the owner's first caller came."""
        ...

    async def partners(self, c: Connection, owner: FirmId) -> Sequence[FirmId]:
        """Return the firms with which an owner has agreements in which they answer."""
        ...

    async def served(
        self, c: Connection, owner: FirmId, since: datetime, until: datetime, partners: Sequence[FirmId], limit: int
    ) -> Sequence[Served]:
        """Return the callers of a week, each with the last of his answered calls, by the call."""
        ...

    async def keep_look(self, c: Connection, owner: FirmId, week: date, now: datetime, callers: int, weeks: Sequence[WeekTally]) -> bool:
        """Write down a week that was looked at; False: somebody had done so."""
        ...

    async def weeks(self, c: Connection, owner: FirmId, since: date) -> Sequence[WeekTally]:
        """Return what weeks told, from `since` on."""
        ...

    async def open(self, c: Connection, case: Case) -> None:
        """Write a new case."""
        ...

    async def cases(self, c: Connection) -> Sequence[Case]:
        """Return the cases of the transaction's firms with their steps, the newest first."""
        ...

    async def case(self, c: Connection, id_: str) -> Case:
        """Return one, locked until the transaction ends; raise `NotFound`."""
        ...

    async def add_step(self, c: Connection, case: Case, step: Step, person: PersonId) -> None:
        """Write the next step, in the name of the transaction's firm."""
        ...

    async def names(self, c: Connection) -> dict[str, str]:
        """Return by id the names that a firm may read: of its partners, its agents and those who answered for it."""
        ...
