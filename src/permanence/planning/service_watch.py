"""Looks at what the agents of all firms are doing, again and again, so that a plan can be held against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from permanence.kernel.database import Transactions
from permanence.planning.duty_watch import FRESH, look
from permanence.planning.ports_duty import Presences, WatchStore

LOOK_EVERY = timedelta(seconds=15)
KEPT = timedelta(days=183)
"""What agents did is needed to talk about a month or two and no longer; it is not a file about them."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """The worker's use cases for adherence."""

    database: Transactions
    store: WatchStore
    presences: Presences

    async def look(self, now: datetime) -> None:
        """Write down what changed since the last look."""
        async with self.database.nobody() as c:
            firms = list(await self.store.everyone(c))
        if not firms:
            return
        async with self.database.firms(firms) as c:
            known, looks = await self.store.known(c), await self.store.last_looks(c)
            seen = await self.presences.now(c)
            for firm in firms:
                changes = look(known.get(firm, {}), seen.get(firm, ()), looks.get(firm), now)
                await self.store.note(c, firm, changes)
            await self.store.note_look(c, firms, now - FRESH, now)

    async def forget(self, now: datetime) -> None:
        """Delete what was seen longer ago than it is kept."""
        async with self.database.nobody() as c:
            firms = list(await self.store.everyone(c))
        if firms:
            async with self.database.firms(firms) as c:
                await self.store.forget(c, now - KEPT)
