"""What synergy needs of the world."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from permanence.kernel.database import Connection
from permanence.kernel.ids import AgreementId, FirmId
from permanence.synergy.model import Agreement, Answer, Ending, Listing, Shown, Version


class SynergyStore(Protocol):
    """The rows of synergy. Agreements are seen by their two firms; what a firm writes is stamped with it by the database."""

    async def market(self, c: Connection) -> Sequence[Shown]:
        """Return the firms that show themselves, by name."""
        ...

    async def listing(self, c: Connection) -> Listing | None:
        """Return what the firm tells others, if it has written anything."""
        ...

    async def keep_listing(self, c: Connection, firm: FirmId, listing: Listing, changed_at: datetime) -> None:
        """Write what the firm tells others."""
        ...

    async def agreements(self, c: Connection) -> Sequence[Agreement]:
        """Return the firm's agreements, the newest first, with all that was proposed and answered."""
        ...

    async def agreement(self, c: Connection, id_: str, *, lock: bool = False) -> Agreement:
        """Return one; raise `NotFound`. With `lock` nobody else changes it until the transaction ends."""
        ...

    async def add(self, c: Connection, agreement: Agreement) -> None:
        """Write the frame of an agreement."""
        ...

    async def propose(self, c: Connection, agreement: Agreement, version: Version) -> None:
        """Write a version, in the name of the transaction's firm."""
        ...

    async def answer(self, c: Connection, agreement: Agreement, version: Version, answer: Answer) -> None:
        """Write the answer to a version, in the name of the transaction's firm."""
        ...

    async def end(self, c: Connection, agreement: AgreementId, parties: tuple[FirmId, FirmId], ending: Ending) -> None:
        """Write the end of an agreement, in the name of the transaction's firm."""
        ...
