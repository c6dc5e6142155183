"""Money that firms pay ahead: what the operator says came in, what a firm sees of it, and the books that post it and give back what was not used.

`Prepaid` is what people do and see; `Treasurer` is the platform's own hand, through the floor's door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from permanence.firms.model import Right, Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId, TopUpId
from permanence.kernel.page import Cursor, Page
from permanence.ledger.errors import AdvanceUnfit, OperatorOnly
from permanence.ledger.model import Kind, Named, Transfer
from permanence.ledger.ports import LedgerStore
from permanence.ledger.ports_prepaid import PrepaidStore
from permanence.ledger.posting import own
from permanence.ledger.prepaid import (
    AMOUNT_MAX,
    CURRENCY,
    Advance,
    TopUp,
    advance_of,
    is_low,
    lapsed,
    left_of,
    return_transfer,
    top_up_transfer,
    why_not_recorded,
)
from permanence.ledger.service import Books


@dataclass(frozen=True, slots=True)
class PrepaidAccount:
    """What a firm has paid ahead, in millionths: its balance, what is held of it, each advance with what is left, and its alarm."""

    balance: int
    held: int
    level: int | None
    low: bool
    advances: Sequence[tuple[Advance, int]]


@dataclass(frozen=True, slots=True)
class Prepaid:
    """What people see and say. `tools.database` is the web's door: it sees the visitor's firm alone."""

    tools: Tools
    ledger: LedgerStore
    store: PrepaidStore

    async def account(self, visitor: Visitor) -> PrepaidAccount:
        """Return what the visitor's firm has paid ahead."""
        async with self.tools.database.firm(visitor.firm) as c:
            balance, held = await _amounts(self.ledger, c, visitor.firm)
            level = await self.store.alarm(c)
            advances = left_of(await self.store.advances(c, visitor.firm), balance)
        return PrepaidAccount(balance, held, level, is_low(balance, level), advances)

    async def movements(self, visitor: Visitor, cursor: Cursor) -> Page[Transfer]:
        """Return what came and went of it, the newest first; the cursor has one key."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.movements(c, visitor.firm, cursor)

    async def warn_below(self, visitor: Visitor, level: int | None, now: datetime) -> PrepaidAccount:
        """Say below which balance the firm wants to be warned; None: never."""
        if level is not None and not 0 < level <= AMOUNT_MAX:
            raise AdvanceUnfit(param="level")
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.keep_alarm(c, visitor.firm, level, now)
            await self._audit(c, visitor, "prepaid.alarm", None, now, {"level": level})
        return await self.account(visitor)

    async def top_ups(self, visitor: Visitor) -> tuple[Sequence[TopUp], dict[FirmId, str]]:
        """Return what was said to have come in, the newest first, and the names of all firms; the operator's people alone."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            return await self.store.top_ups(c, visitor.firm), {each.firm: each.name for each in await self.ledger.known(c)}

    async def record(
        self, visitor: Visitor, payer: str, amount: int, paid_on: date, until: date | None, reference: str, now: datetime
    ) -> TopUp:
        """Say that a firm has paid ahead; the books post it within seconds. Raise `NotFound` for a firm that there is not."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            if payer not in {each.firm for each in await self.ledger.known(c)}:
                raise NotFound
            today = now.astimezone(await self.store.zone(c, visitor.firm)).date()
            reason = why_not_recorded(amount, paid_on, until, reference, today)
            if reason is not None:
                raise reason
            id_, by = TopUpId(self.tools.ids.new("tup")), Named(visitor.person.id, visitor.person.name, now)
            told = TopUp(id_, FirmId(payer), amount, paid_on, until, reference.strip(), by)
            await self.store.record(c, visitor.firm, told)
            await self._audit(c, visitor, "prepaid.recorded", told.id, now, {"payer": payer, "amount": amount})
        return told

    async def _only_operator(self, c: Connection, visitor: Visitor) -> None:
        if Right.PLATFORM not in visitor.rights or await self.ledger.operator(c) != visitor.firm:
            raise OperatorOnly

    async def _audit(
        self, c: Connection, visitor: Visitor, action: str, subject: str | None, now: datetime, detail: dict[str, object]
    ) -> None:
        await self.tools.firms.audit(c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, action, subject, detail)


@dataclass(frozen=True, slots=True)
class Treasurer:
    """Posts what came in ahead, and makes due again what was not used by its date; done twice it is done once."""

    books: Books
    store: PrepaidStore

    async def post(self, now: datetime) -> int:
        """Do both; return how many transfers were new. Raise `NoOperator`."""
        operator = await self.books.operator()
        async with self.books.database.firms([operator]) as c:
            waiting = await self.store.waiting(c, operator)
            today = now.astimezone(await self.store.zone(c, operator)).date()
            over = await self.store.over(c, today)
        count = 0
        for told in waiting:
            count += await self._post(operator, told, now)
        for firm in over:
            count += await self._give_back(operator, firm, today, now)
        return count

    async def _post(self, operator: FirmId, told: TopUp, now: datetime) -> int:
        async with self.books.database.firms({operator, told.payer}) as c:
            await self.books.store.lock(c, f"prepaid {told.payer}")
            if any(each.id == told.id for each in await self.store.advances(c, told.payer)):
                return 0
            new = await self.books.post_within(c, [top_up_transfer(told, operator, now, self.books.ids)])
            await self.store.posted(c, operator, advance_of(told), now)
        return len(new)

    async def _give_back(self, operator: FirmId, firm: FirmId, today: date, now: datetime) -> int:
        async with self.books.database.firms({operator, firm}) as c:
            await self.books.store.lock(c, f"prepaid {firm}")
            balance, _ = await _amounts(self.books.store, c, firm)
            made = [
                return_transfer(advance, left, await self.books.store.of_cause(c, own(firm, operator), advance.id), operator, now, self.books.ids)
                for advance, left in lapsed(await self.store.advances(c, firm), balance, today)
            ]
            return len(await self.books.post_within(c, made)) if made else 0


async def _amounts(ledger: LedgerStore, c: Connection, firm: FirmId) -> tuple[int, int]:
    """Return a firm's balance paid ahead, and what is held of it."""
    found = {
        each.account.kind: each.amount for each in await ledger.balances(c) if each.account.firm == firm and each.currency == CURRENCY
    }
    return found.get(Kind.PREPAID, 0), found.get(Kind.HELD, 0)
