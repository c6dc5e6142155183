"""Issues receipts of what was answered, and signs each day when it is over: the worker's use cases.

What is still to be done stands in rows, so every step may be cut anywhere and done again. A receipt and its place in the chain
of its pair are one transaction, a signed day and all places in it are another.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog

from permanence.interaction.ports import AllFirms
from permanence.kernel.ids import FirmId, IdSource, ReceiptId
from permanence.synergy.day_root import day_digest, sign_day, tree_of
from permanence.synergy.issuing import (
    Awaiting,
    may_follow,
    next_to_sign,
    places,
    receipt_of,
    why_unfit,
)
from permanence.synergy.ladder import ladder, recordings
from permanence.synergy.ports_receipts import IssuingStore, Signer, Sounds
from permanence.synergy.receipt import ZEROS, Named

ISSUE_MAX = 200
RECENT = timedelta(hours=2)
"""What began within it is looked at each time; what is older now and then, a span after the other."""
SPAN = timedelta(days=7)
SWEEP_EVERY = timedelta(hours=1)

log = structlog.get_logger("receipts")


class Issuer:
    """Makes receipts and signed days; one at a time works on an installation."""

    def __init__(self, database: AllFirms, store: IssuingStore, sounds: Sounds, signer: Signer, ids: IdSource, name: str) -> None:
        """Wire the parts. `name` is what the installation calls itself on the first day that it signs, and from then on."""
        self.database, self.store, self.sounds = database, store, sounds
        self.signer, self.ids, self.name = signer, ids, name
        self._sweep_at = datetime.min.replace(tzinfo=UTC)
        self._swept_to: datetime | None = None
        self._unfit: set[str] = set()

    async def issue(self, now: datetime) -> int:
        """Make receipts of what waits for one; return how many were made."""
        firms = await self._everyone()
        if not firms:
            return 0
        return await self._issue_between(firms, now - RECENT, now, now) or await self._sweep(firms, now)

    async def _sweep(self, firms: list[FirmId], now: datetime) -> int:
        """Look at the next older span, until all are done: calls that went on for long, days on which nobody worked."""
        if now < self._sweep_at:
            return 0
        until = self._swept_to or now
        if made := await self._issue_between(firms, until - SPAN, until, now):
            return made  # there may be more in it
        self._swept_to = until - SPAN
        async with self.database.firms(firms) as c:
            oldest = await self.store.oldest(c)
        if oldest is None or oldest >= self._swept_to:
            self._swept_to, self._sweep_at = None, now + SWEEP_EVERY
        return 0

    async def _issue_between(self, firms: list[FirmId], since: datetime, until: datetime, now: datetime) -> int:
        async with self.database.firms(firms) as c:
            found = await self.store.awaiting(c, since, until, sorted(self._unfit), ISSUE_MAX)
        made = 0
        for waiting in found:
            made += await self._issue(waiting, now)
        return made

    async def _issue(self, waiting: Awaiting, now: datetime) -> bool:
        stretch = waiting.answered
        async with self.database.firms([stretch.owner]) as c:
            lines = await self.store.lines(c, waiting)
        late = waiting.is_late(now)
        sounds = await self.sounds.of_call(stretch.owner, stretch.interaction, recordings(lines), late=late)
        if sounds is None:
            return False
        async with self.database.firms([stretch.owner, stretch.answering]) as c:
            await self.store.hold_days(c, alone=False)
            chain = await self.store.hold_chain(c, stretch.owner, stretch.answering)
            last = await self.store.last_root(c)
            if not may_follow(waiting, chain, last.date() if last is not None else None, now):
                return False
            receipt = receipt_of(waiting, chain, ReceiptId(self.ids.new("rcp")), ladder(lines), sounds, now)
            if why := why_unfit(receipt):
                self._unfit.add(stretch.id)  # until the next start; the others are not to wait for it
                log.error("receipt_unfit", stretch=stretch.id, call=stretch.interaction, why=why)
                return False
            made = await self.store.keep(c, receipt, now)
        if made:
            log.info("receipt_issued", receipt=receipt.id, nth=receipt.nth, call=receipt.interaction)
        return made

    async def sign_days(self, now: datetime) -> int:
        """Sign every day that is over since the last one that was signed; return how many."""
        signed = 0
        while await self._sign_next(now):
            signed += 1
        return signed

    async def _sign_next(self, now: datetime) -> bool:
        firms = await self._everyone()
        if not firms:
            return False
        async with self.database.firms(firms) as c:
            await self.store.hold_days(c, alone=True)
            if list(await self.store.everyone(c)) != firms:
                return False  # a firm was born meanwhile: its receipts would be left out; look again later
            last = await self.store.last_root(c)
            day = next_to_sign(last.date() if last else None, await self.store.first_day(c), now)
            if day is None:
                return False
            leaves = await self.store.leaves(c, day)
            digests = [leaf.digest for leaf in leaves]
            # The first day makes the installation's id; every other one repeats what the day before said.
            installation = last.installation if last else Named(self.ids.new("ins"), self.name)
            previous = day_digest(last) if last else ZEROS
            root = sign_day(installation, day, digests, previous, self.signer.public_key, self.signer.sign)
            await self.store.keep_day(c, root, self.signer.public_key, places(leaves, tree_of(digests)))
        log.info("day_signed", day=root.day, receipts=root.count)
        return True

    async def _everyone(self) -> list[FirmId]:
        async with self.database.nobody() as c:
            return list(await self.store.everyone(c))
