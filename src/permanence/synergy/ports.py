"""What synergy needs of the world."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from permanence.kernel.database import Connection
from permanence.kernel.ids import AgreementId, FirmId, NoticeId, QueueId
from permanence.kernel.page import Cursor, Page
from permanence.synergy.market import Published
from permanence.synergy.model import Agreement, Answer, Answered, Ending, Listing, Shown, Version
from permanence.synergy.overflow import Overflow


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


class OverflowStore(Protocol):
    """The rows of overflow: when queues ask partners, which queues receive, and what was answered."""

    async def rules(self, c: Connection) -> dict[QueueId, Overflow]:
        """Return when the firm's queues ask partners."""
        ...

    async def keep_rule(self, c: Connection, firm: FirmId, queue: QueueId, rule: Overflow, changed_at: datetime) -> bool:
        """Write one, or take it away where it names no partner; False: the firm has no such queue."""
        ...

    async def receptions(self, c: Connection) -> dict[str, QueueId]:
        """Return by agreement the queue that receives."""
        ...

    async def receive(self, c: Connection, firm: FirmId, agreement: str, queue: QueueId | None, changed_at: datetime) -> bool:
        """Write the queue of an agreement, or take it away; False: the firm has no such queue."""
        ...

    async def answered(self, c: Connection, agreement: str | None, cursor: Cursor) -> Page[Answered]:
        """Return what was answered, the newest first; of one agreement or of all."""
        ...


class NoticeStore(Protocol):
    """The rows of the market's notices. A firm writes its own; others' are seen between firms that both show themselves."""

    async def own(self, c: Connection) -> Sequence[Published]:
        """Return the firm's own, the newest first, those that have expired too."""
        ...

    async def others(self, c: Connection, since: date) -> Sequence[Published]:
        """Return those of other firms that are shown on this day or later, the newest first; none where the firm is not shown itself."""
        ...

    async def add(self, c: Connection, published: Published) -> None:
        """Write one of the firm's own."""
        ...

    async def drop(self, c: Connection, id_: NoticeId) -> bool:
        """Take one of the firm's own away; False: it has none of this id."""
        ...


class SettlingStore(Protocol):
    """What the worker makes of the journal. Transactions name all firms."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        ...

    async def told(self, c: Connection, after: int, limit: int) -> tuple[Sequence[Answered], int]:
        """Return what the journal tells of partners' stretches after a position, without ids, and the position up to which was
        looked."""
        ...

    async def keep(self, c: Connection, answered: Sequence[Answered]) -> Sequence[Answered]:
        """Write stretches; return those that were not there before."""
        ...
