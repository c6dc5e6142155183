"""Setting up overflow: an owner says when a queue's callers are offered to which partners, an answering firm which of its own
queues receives them; and both read what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.ids import QueueId
from permanence.kernel.page import Cursor, Page
from permanence.synergy.errors import NotYourSide, QueueUnknown
from permanence.synergy.model import Answered, Side
from permanence.synergy.overflow import Overflow
from permanence.synergy.ports import OverflowStore, SynergyStore


@dataclass(frozen=True, slots=True)
class Overflows:
    """What a director sets up so that callers and partners' agents find one another."""

    tools: Tools
    agreements: SynergyStore
    store: OverflowStore

    async def rules(self, visitor: Visitor) -> dict[QueueId, Overflow]:
        """Return the firm's queues that ask partners."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.rules(c)

    async def keep_rule(self, visitor: Visitor, queue: QueueId, rule: Overflow, now: datetime) -> Overflow:
        """Have a queue ask partners so, or none any more where none are named; the floor knows it at once."""
        async with self.tools.database.firm(visitor.firm) as c:
            for nth, chosen in enumerate(rule.partners):
                await self._of_side(c, visitor, chosen.agreement, Side.OWNER, f"partners.{nth}")
            if not await self.store.keep_rule(c, visitor.firm, queue, rule, now):
                raise QueueUnknown(param="queue")
            await self._audit(c, visitor, "overflow.changed", queue, now, {"partners": len(rule.partners)})
        await self.tools.floor.reload(visitor.firm)
        return rule

    async def receptions(self, visitor: Visitor) -> dict[str, QueueId]:
        """Return by agreement the queue that receives the partner's callers."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.receptions(c)

    async def receive(self, visitor: Visitor, agreement: str, queue: QueueId | None, now: datetime) -> None:
        """Receive the callers of an agreement in this queue, or (None) none of them any more."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self._of_side(c, visitor, agreement, Side.ANSWERING, "agreement")
            if not await self.store.receive(c, visitor.firm, agreement, queue, now):
                raise QueueUnknown(param="queue_id")
            await self._audit(c, visitor, "reception.changed", agreement, now, {"queue": queue})
        await self.tools.floor.reload(visitor.firm)

    async def answered(self, visitor: Visitor, agreement: str | None, cursor: Cursor) -> Page[Answered]:
        """Return what partners answered for the firm, and the firm for partners, the newest first."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.answered(c, agreement, cursor)

    async def _of_side(self, c: Connection, visitor: Visitor, agreement: str, side: Side, param: str) -> None:
        if (await self.agreements.agreement(c, agreement)).side_of(visitor.firm) is not side:
            raise NotYourSide(param=param)

    async def _audit(
        self, c: Connection, visitor: Visitor, action: str, subject: str, now: datetime, detail: dict[str, object]
    ) -> None:
        await self.tools.firms.audit(c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, action, subject, detail)
