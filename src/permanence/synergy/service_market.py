"""The market's notices: a director publishes capacity or a hole, withdraws it, and reads what other firms have published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import NoticeId
from permanence.synergy.errors import FirmHidden
from permanence.synergy.market import Notice, Published, expired, why_not_published
from permanence.synergy.ports import NoticeStore, SynergyStore

ZONES_APART = timedelta(days=1)
"""No place of the world is further behind UTC: nothing that is still shown somewhere is left out before its own zone is asked."""


@dataclass(frozen=True, slots=True)
class Market:
    """What a director does with notices."""

    tools: Tools
    synergy: SynergyStore
    store: NoticeStore

    async def notices(self, visitor: Visitor, now: datetime) -> Sequence[Published]:
        """Return the firm's own notices, then those of others that are still shown, each the newest first."""
        async with self.tools.database.firm(visitor.firm) as c:
            own = await self.store.own(c)
            others = await self.store.others(c, (now - ZONES_APART).date())
        return [*own, *(each for each in others if not expired(each.notice, now))]

    async def publish(self, visitor: Visitor, notice: Notice, now: datetime) -> Published:
        """Put a notice on the market, in the name by which the firm shows itself."""
        async with self.tools.database.firm(visitor.firm) as c:
            listing = await self.synergy.listing(c)
            if listing is None or not listing.shown:
                raise FirmHidden
            if (reason := why_not_published(notice, len(await self.store.own(c)), now)) is not None:
                raise reason
            published = Published(NoticeId(self.tools.ids.new("ntc")), visitor.firm, listing.name, now, notice)
            await self.store.add(c, published)
            await self._audit(c, visitor, "notice.published", published.id, now, {"kind": str(notice.kind)})
        return published

    async def withdraw(self, visitor: Visitor, id_: NoticeId, now: datetime) -> None:
        """Take one of the firm's own notices from the market; raise `NotFound`."""
        async with self.tools.database.firm(visitor.firm) as c:
            if not await self.store.drop(c, id_):
                raise NotFound
            await self._audit(c, visitor, "notice.withdrawn", id_, now, {})

    async def _audit(
        self, c: Connection, visitor: Visitor, action: str, subject: str, now: datetime, detail: dict[str, object]
    ) -> None:
        await self.tools.firms.audit(c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, action, subject, detail)
