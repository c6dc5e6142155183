"""What payments need of the world, beside the ledger's own rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId
from permanence.ledger.model import Named, Parties, Statement
from permanence.ledger.payments import Paid, PaidRow, Remittance, Return


class PaymentStore(Protocol):
    """The rows of what was paid and what came back."""

    async def hold(self, c: Connection, operator: FirmId) -> None:
        """Let nobody else decide about payments until the transaction ends."""
        ...

    async def of_month(self, c: Connection, month: date) -> Sequence[tuple[Parties, Statement]]:
        """Return all statements of a month that the transaction's firm sees, in one order."""
        ...

    async def paid(self, c: Connection, month: date | None, statements: Sequence[str] = ()) -> Sequence[Paid]:
        """Return the payments of a month's statements, or of these statements, in the order in which they were made."""
        ...

    async def remittances(self, c: Connection, operator: FirmId, month: date | None, id_: str | None = None) -> Sequence[Remittance]:
        """Return what was said of a month's payments, the newest first; without a month what is confirmed and not posted, or one."""
        ...

    async def tell(self, c: Connection, operator: FirmId, remittance: Remittance) -> None:
        """Write what a person says."""
        ...

    async def confirm(self, c: Connection, operator: FirmId, remittance: Remittance, approved: Named) -> None:
        """Write another person's confirmation; raise `SameConfirmer`, `AlreadyConfirmed`."""
        ...

    async def posted(self, c: Connection, operator: FirmId, remittance: Remittance, rows: Sequence[PaidRow], now: datetime) -> None:
        """Write that a payment is posted, and its statements paid."""
        ...

    async def tell_return(self, c: Connection, operator: FirmId, told: Return) -> None:
        """Write that a payment came back, as a person says; raise `NotPaid` where that was said already."""
        ...

    async def returns(self, c: Connection, operator: FirmId) -> Sequence[Return]:
        """Return what came back and is not reversed yet."""
        ...

    async def returned(self, c: Connection, parties: Parties, paid: Paid, told: Return, now: datetime) -> None:
        """Write that a payment is taken back."""
        ...
