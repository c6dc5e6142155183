"""Keeping the books: posting what happened, and closing the months that two people have agreed on.

This is the platform's own side: it works through the floor's door, in a transaction that names the firms, and only its processes
have that. What people see and decide is in `service_month`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from permanence.kernel.database import Connection, Transactions
from permanence.kernel.ids import FirmId, IdSource, TransferId
from permanence.kernel.page import LIMIT_MAX, Cursor
from permanence.ledger.closing import PayDate, closing_transfers, digest, issue, sums
from permanence.ledger.errors import FiguresChanged, MonthFrozen, NoOperator
from permanence.ledger.model import Account, Difference, Dispute, Month, Parties, Stage, Stretch, Transfer
from permanence.ledger.ports import LedgerStore
from permanence.ledger.posting import answered, capture, hold, late, own, release, reversal
from permanence.ledger.rules import first_open, month_of


@dataclass(frozen=True, slots=True)
class Books:
    """The platform's own hand in the ledger. `database` is the floor's door."""

    database: Transactions
    store: LedgerStore
    ids: IdSource
    pay_date: PayDate

    async def operator(self) -> FirmId:
        """Return the firm that runs the installation; raise `NoOperator`."""
        async with self.database.nobody() as c:
            return await self._operator(c)

    async def post(self, transfers: Sequence[Transfer]) -> frozenset[TransferId]:
        """Post transfers of one operator, all or none; return which were new. What belongs to a frozen month is booked on the first
        open one, as a correction. Posting again is harmless; raise `PostedOtherwise` where it is not the same."""
        if not transfers:
            return frozenset()
        try:
            return await self.store.post(self.database, transfers)
        except MonthFrozen:
            operator = transfers[0].parties.operator
            async with self.database.firms([operator]) as c:
                frozen = await self.store.frozen(c, operator)
            return await self.store.post(self.database, [_open(transfer, frozen) for transfer in transfers])

    async def post_all(self, batches: Iterator[Sequence[Transfer]]) -> int:
        """Post a long run of transfers by the batch, each in a transaction of its own; return how many were new. While one is written
        the next is being made, in a thread. Broken off it can be begun again from the start."""
        new = 0
        batch = await asyncio.to_thread(next, batches, None)
        while batch is not None:
            posted, batch = await asyncio.gather(self.post(batch), asyncio.to_thread(next, batches, None))
            new += len(posted)
        return new

    async def post_within(self, c: Connection, transfers: Sequence[Transfer]) -> frozenset[TransferId]:
        """The same within a transaction that names all firms of the transfers: for what must be kept together with its money."""
        frozen: frozenset[date] = frozenset()
        if transfers:
            frozen = await self.store.frozen(c, transfers[0].parties.operator)
        return await self.store.add(c, [_open(transfer, frozen) for transfer in transfers])

    async def post_answered(self, c: Connection, stretches: Sequence[Stretch], now: datetime) -> int:
        """Post what stretches of calls are worth, within a transaction that names all their firms; return how many transfers were
        new. The parties' operator is the installation's; raise `NoOperator`."""
        made = [transfer for stretch in stretches for transfer in answered(stretch, now, self.ids)]
        return len(await self.post_within(c, made)) if made else 0

    async def reverse(self, parties: Parties, id_: str, note: str, now: datetime) -> Transfer:
        """Take a transfer back, on the first open day from now on; raise `AlreadyReversed`."""
        async with self.database.firms(parties) as c:
            made = reversal(await self.store.transfer(c, parties, id_), await self._day(c, parties.operator, now), now, self.ids, note=note)
            await self.store.add(c, [made])
        return made

    async def hold(self, firm: FirmId, cause: str, amount: int, currency: str, now: datetime) -> Transfer:
        """Keep an amount of what a firm has paid ahead for something under way; raise `NotEnough`. Again it is the same hold."""
        made = hold(firm, await self.operator(), cause, amount, currency, now, self.ids)
        if await self.post([made]):
            return made
        async with self.database.firms(made.parties) as c:
            return next(each for each in await self.store.of_cause(c, made.parties, cause) if each.part == made.part)

    async def capture(self, firm: FirmId, cause: str, part: str, to: Account, amount: int, now: datetime) -> Transfer:
        """Take an amount out of a hold for an account; the same part again is the same taking. Raise `HoldTooSmall`."""
        parties = own(firm, await self.operator())
        async with self.database.firms(parties) as c:
            await self.store.lock(c, cause)
            known = await self.store.of_cause(c, parties, cause)
            before = next((transfer for transfer in known if transfer.part == part), None)
            # What was taken before is put back for the sum, so that the same question has the same answer.
            made = capture([each for each in known if each is not before], part, to, amount, now, self.ids)
            await self.store.add(c, [made])
        return before or made

    async def release(self, firm: FirmId, cause: str, now: datetime) -> Transfer | None:
        """Give back the rest of a hold; None where nothing is left."""
        parties = own(firm, await self.operator())
        async with self.database.firms(parties) as c:
            await self.store.lock(c, cause)
            made = release(await self.store.of_cause(c, parties, cause), now, self.ids)
            if made is not None:
                await self.store.add(c, [made])
        return made

    async def close_approved(self, now: datetime) -> list[date]:
        """Write the statements of every month that is approved and not closed, the earliest first; return these months. Done twice it
        is done once."""
        operator = await self.operator()
        async with self.database.firms([operator]) as c:
            months = await self.store.months(c, operator)
        due = sorted(month.month for month in months if month.stage is Stage.APPROVED)
        return [month for month in due if await self._close(operator, month, now)]

    async def settle_disputes(self, firms: Sequence[FirmId], now: datetime) -> int:
        """Take back what accepted disputes of these firms are about, each as a whole; return how many transfers."""
        if not firms:
            return 0
        async with self.database.firms(firms) as c:
            disputes = await self.store.unsettled(c)
        return sum([await self._settle(dispute, now) for dispute in disputes])

    async def check(self, counted: date | None = None) -> Sequence[Difference]:
        """Return what does not add up: balances against the sums of transfers, and all accounts together, which are zero. With a month
        its transfers are counted again, one by one."""
        operator = await self.operator()
        async with self.database.firms([operator]) as c:
            return await self.store.check(c, counted)

    async def _close(self, operator: FirmId, month: date, now: datetime) -> bool:
        """Close a month with the figures that were approved; they are made again of its sums, which cannot have changed."""
        async with self.database.firms([operator]) as c:
            await self.store.lock_month(c, operator, month)
            found = await _month(self.store, c, operator, month)
            if found.stage is not Stage.APPROVED or found.proposal is None:
                return False
            billings = await self.store.proposed_billings(c, found.proposal.id)
            figures = sums(await self.store.tallies(c, operator, month), billings)
            if digest(month, figures) != found.proposal.digest:
                raise FiguresChanged
            statements = [
                (draft.parties, issue(draft, month, billings, now.date(), self.pay_date, self.ids)) for draft in figures.drafts
            ]
            await self.store.add(c, closing_transfers(figures, found.proposal.id, month, now, self.ids))
            await self.store.close(c, operator, month, statements, now)
        return True

    async def _settle(self, dispute: Dispute, now: datetime) -> int:
        async with self.database.firms(dispute.parties) as c:
            await self.store.lock(c, dispute.id)
            [again] = await self.store.disputes(c, None, dispute.id)
            if again.settled_at is not None:
                return 0
            _, statement = await self.store.statement(c, dispute.statement)
            day = await self._day(c, dispute.parties.operator, now)
            after: str | None = None
            count = 0
            while True:
                cursor = Cursor.parse(after, LIMIT_MAX, 1)
                page = await self.store.of_statement(c, statement, dispute.parties.operator, dispute.call, cursor)
                taken = await self.store.reversed(c, dispute.parties, [transfer.id for transfer in page.items])
                made = [
                    reversal(transfer, day, now, self.ids, note=statement.number, cause=dispute.id, part=transfer.id)
                    for transfer in page.items
                    if transfer.reverses is None and transfer.id not in taken
                ]
                count += len(await self.store.add(c, made)) if made else 0
                after = page.next_cursor
                if after is None:
                    break
            await self.store.settle(c, dispute.id, dispute.parties, count, now)
        return count

    async def _day(self, c: Connection, operator: FirmId, now: datetime) -> date:
        """Return the day on which something of now is booked."""
        return first_open(now.date(), await self.store.frozen(c, operator))

    async def operator_within(self, c: Connection) -> FirmId:
        """Return the firm that runs the installation, within a transaction; raise `NoOperator`."""
        return await self._operator(c)

    async def _operator(self, c: Connection) -> FirmId:
        found = await self.store.operator(c)
        if found is None:
            raise NoOperator
        return found


def _open(transfer: Transfer, frozen: frozenset[date]) -> Transfer:
    """Return a transfer that can be posted: itself, or as a correction in the first open month."""
    day = first_open(transfer.booked_on, frozen)
    return transfer if day == transfer.booked_on else late(transfer, day)


async def _month(store: LedgerStore, c: Connection, operator: FirmId, month: date) -> Month:
    return next((each for each in await store.months(c, operator) if each.month == month), Month(month_of(month), None))
