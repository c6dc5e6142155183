"""What a director does with webhooks: says who is told what, tries an address, reads what was sent and has it sent again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.page import Cursor, Page
from permanence.webhooks.catalogue import EVENTS, TEST, Happened
from permanence.webhooks.errors import AddressUnfit, KindUnknown, TooManySubscriptions, TooMuchAgain
from permanence.webhooks.model import Delivery, Subscription
from permanence.webhooks.ports import Chance, HookStore, Post, Seals
from permanence.webhooks.signing import shown

SUBSCRIPTIONS_MOST = 20
AGAIN_MOST = 1000
BOTH_SIGN = timedelta(hours=24)
"""So long the old secret signs beside the new one."""


def seal_name(subscription: str) -> str:
    """Return the name under which a subscription's secret is sealed."""
    return f"webhook/{subscription}"


@dataclass(frozen=True, slots=True)
class Hooks:
    """A firm's webhooks."""

    tools: Tools
    store: HookStore
    post: Post
    seals: Seals
    chance: Chance

    async def subscriptions(self, visitor: Visitor) -> Sequence[Subscription]:
        """Return the firm's subscriptions, the oldest first."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.subscriptions(c)

    async def add(
        self, visitor: Visitor, address: str, label: str, kinds: Sequence[str], now: datetime
    ) -> tuple[Subscription, str]:
        """Tell an address these events from now on; return it with its secret, which nobody is shown again."""
        await self._check(address, kinds)
        made = Subscription(
            self.tools.ids.new("whk"), address, label, tuple(sorted(set(kinds))), None, None, None, None, None, None, now
        )
        secret = shown(self.chance.secret())
        async with self.tools.database.firm(visitor.firm) as c:
            if len(await self.store.subscriptions(c)) >= SUBSCRIPTIONS_MOST:
                raise TooManySubscriptions(most=SUBSCRIPTIONS_MOST)
            await self.store.add(c, visitor.firm, made, self.seals.seal(visitor.firm, seal_name(made.id), secret))
            await self._note(c, visitor, "webhook.added", made.id, now, {"address": address})
        return made, secret

    async def change(
        self, visitor: Visitor, id_: str, address: str, label: str, kinds: Sequence[str], is_stopped: bool, now: datetime
    ) -> Subscription:
        """Change an address, what it is told, and whether it is told anything."""
        await self._check(address, kinds)
        async with self.tools.database.firm(visitor.firm) as c:
            before = await self.store.subscription(c, id_)
            changed = msgspec.structs.replace(
                before, address=address, label=label, kinds=tuple(sorted(set(kinds))),
                stopped=(before.stopped or "by_hand") if is_stopped else None,
                stopped_at=(before.stopped_at or now) if is_stopped else None,
            )  # fmt: skip
            await self.store.change(c, changed)
            await self._note(c, visitor, "webhook.changed", id_, now, {"address": address, "stopped": is_stopped})
            return await self.store.subscription(c, id_)

    async def rotate(self, visitor: Visitor, id_: str, now: datetime) -> str:
        """Return another secret for a subscription; the old one signs beside it for a day."""
        secret = shown(self.chance.secret())
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.subscription(c, id_)
            await self.store.rotate(c, id_, self.seals.seal(visitor.firm, seal_name(id_), secret), now + BOTH_SIGN)
            await self._note(c, visitor, "webhook.secret", id_, now)
        return secret

    async def remove(self, visitor: Visitor, id_: str, now: datetime) -> None:
        """Tell an address nothing more, and forget what it was told."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.subscription(c, id_)
            await self.store.remove(c, id_)
            await self._note(c, visitor, "webhook.removed", id_, now)

    async def test(self, visitor: Visitor, id_: str, now: datetime) -> None:
        """Send an event that tells nothing, to see whether it arrives."""
        happened = Happened(visitor.firm, TEST, now.isoformat(), {"subscription_id": id_})
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.subscription(c, id_)
            event = self.tools.ids.new("evt")
            await self.store.tell(c, visitor.firm, event, happened, now)
            await self.store.send_again(c, visitor.firm, self.tools.ids.new("dlv"), id_, event, now)

    async def deliveries(self, visitor: Visitor, subscription: str | None, status: str | None, cursor: Cursor) -> Page[Delivery]:
        """Return what was sent, the newest first."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.deliveries(c, subscription, status, cursor)

    async def body(self, visitor: Visitor, delivery: str) -> str:
        """Return what a delivery carries."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.body(c, (await self.store.delivery(c, delivery)).event_id)

    async def again(self, visitor: Visitor, delivery: str, now: datetime) -> None:
        """Send once more what was sent, with the same id."""
        async with self.tools.database.firm(visitor.firm) as c:
            found = await self.store.delivery(c, delivery)
            await self.store.send_again(c, visitor.firm, self.tools.ids.new("dlv"), found.subscription_id, found.event_id, now)
            await self._note(c, visitor, "webhook.again", found.subscription_id, now, {"events": 1})

    async def again_since(self, visitor: Visitor, id_: str, kind: str, since: datetime, now: datetime) -> int:
        """Send an address once more all kept events of a kind (all kinds: '') since a moment, in order; return how many."""
        if kind and kind not in EVENTS:
            raise KindUnknown(param="kind", kind=kind)
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.subscription(c, id_)
            events = await self.store.since(c, kind, since, AGAIN_MOST + 1)
            if len(events) > AGAIN_MOST:
                raise TooMuchAgain(param="since", most=AGAIN_MOST)
            for event in events:
                await self.store.send_again(c, visitor.firm, self.tools.ids.new("dlv"), id_, event, now)
            await self._note(c, visitor, "webhook.again", id_, now, {"events": len(events)})
        return len(events)

    async def _check(self, address: str, kinds: Sequence[str]) -> None:
        for kind in kinds:
            if kind not in EVENTS:
                raise KindUnknown(param="kinds", kind=kind)
        if not await self.post.is_fit(address):
            raise AddressUnfit(param="address")

    async def _note(
        self, c: Connection, visitor: Visitor, action: str, subject: str, now: datetime, detail: dict[str, object] | None = None
    ) -> None:
        await self.tools.firms.audit(c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, action, subject, detail)
