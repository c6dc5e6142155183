"""What tariffs need of the world."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from permanence.kernel.database import Connection
from permanence.kernel.ids import CarrierFileId, FirmId, NumberId, PromptId, TariffId
from permanence.tariffs.carrier_file import Columns
from permanence.tariffs.model import (
    CarrierFile,
    CarrierLine,
    ChargedCall,
    Handled,
    MonthTerms,
    PricedNumber,
    Version,
)


class TariffStore(Protocol):
    """The rows of tariffs. Transactions name one firm."""

    async def numbers(self, c: Connection) -> Sequence[PricedNumber]:
        """Return the firm's numbers with all their tariffs, by number."""
        ...

    async def silent(self, c: Connection, prompts: Sequence[PromptId]) -> Sequence[PromptId]:
        """Return those of some messages that have no sound."""
        ...

    async def keep(self, c: Connection, version: Version) -> None:
        """Write a tariff, in place of one of the same number and day; raise `ReferenceUnknown` where a message is not there."""
        ...

    async def drop(self, c: Connection, tariff: TariffId) -> None:
        """Take a tariff away."""
        ...

    async def terms(self, c: Connection) -> MonthTerms:
        """Return what the firm says of its costs."""
        ...

    async def keep_terms(self, c: Connection, firm: FirmId, terms: MonthTerms, now: datetime) -> None:
        """Write what the firm says of its costs."""
        ...

    async def columns(self, c: Connection) -> Columns | None:
        """Return by which columns the last file was read."""
        ...

    async def keep_file(
        self, c: Connection, firm: FirmId, id_: CarrierFileId, name: str, columns: Columns, reading: tuple[int, Sequence[CarrierLine]],
        now: datetime,
    ) -> CarrierFile:
        """Write a file (its lines, those taken) and what it confirms; lines that are there already change nothing."""
        ...

    async def files(self, c: Connection, limit: int) -> Sequence[CarrierFile]:
        """Return the files that were read, the latest first."""
        ...

    async def charged(self, c: Connection, number: NumberId | None, month: date, limit: int) -> Sequence[ChargedCall]:
        """Return the calls of a month that were charged by our reckoning; of one number or of all."""
        ...

    async def confirmed(self, c: Connection, number: str | None, since: datetime, until: datetime, limit: int) -> Sequence[CarrierLine]:
        """Return what carriers confirm of a stretch of time; of one number (E.164) or of all."""
        ...

    async def handled(self, c: Connection, since: datetime, until: datetime) -> Sequence[Handled]:
        """Return by number what agents answered of the calls that came in a stretch of time."""
        ...


class ChargingStore(Protocol):
    """What the worker makes of the journal. Transactions name all firms."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        ...

    async def told(self, c: Connection, after: int, limit: int) -> tuple[Sequence[ChargedCall], int]:
        """Return what the journal tells of charged calls after a position, and the position up to which was looked."""
        ...

    async def keep(self, c: Connection, charged: Sequence[ChargedCall]) -> None:
        """Write charged calls; those that are there already stay."""
        ...
