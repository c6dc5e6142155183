"""Paying closed months: what is open, who said that the bank has carried it out, who confirmed, and the books that post it.

`Payments` is what people of the operator do, and what every firm sees of its own statements; `Remitter` is the platform's own hand,
through the floor's door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from permanence.firms.model import Right, Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound, PermanenceError
from permanence.kernel.ids import FirmId, RemittanceId, StatementId
from permanence.ledger.errors import OperatorOnly
from permanence.ledger.model import Named, Statement
from permanence.ledger.payments import (
    Paid,
    Remittance,
    Return,
    paid_of,
    part_of,
    payable,
    payment_transfer,
    standing,
    times_paid,
    under_way,
    why_not_confirmed,
    why_not_returned,
    why_not_told,
)
from permanence.ledger.ports import LedgerStore
from permanence.ledger.ports_payments import PaymentStore
from permanence.ledger.posting import own, reversal
from permanence.ledger.rules import month_of
from permanence.ledger.service import Books


@dataclass(frozen=True, slots=True)
class MonthPaid:
    """A month's payments: what is still open, what was said, and what was paid by statement."""

    open: tuple[Statement, ...]
    remittances: Sequence[Remittance]
    paid: Sequence[Paid]
    statements: Mapping[StatementId, Statement]


@dataclass(frozen=True, slots=True)
class Payments:
    """What people see of payments, and say. `tools.database` is the web's door: it sees the visitor's firm alone."""

    tools: Tools
    ledger: LedgerStore
    store: PaymentStore

    async def paid(self, visitor: Visitor, statements: Sequence[str]) -> Sequence[Paid]:
        """Return the payments of these statements, as far as the visitor's firm sees them; what came back is among them."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.paid(c, None, statements)

    async def month(self, visitor: Visitor, month: date) -> MonthPaid:
        """Return a month's payments; the operator's people alone."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            return await _month(self.store, c, visitor.firm, month_of(month))

    async def tell(
        self, visitor: Visitor, month: date, statements: Sequence[str], executed_on: date, reference: str, now: datetime
    ) -> MonthPaid:
        """Say that the bank has carried out the payment of these statements; another person confirms it."""
        month = month_of(month)
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            await self.store.hold(c, visitor.firm)
            found = await _month(self.store, c, visitor.firm, month)
            chosen = frozenset(StatementId(each) for each in statements)
            _allow(why_not_told(found.open, chosen, executed_on, reference, await self._today(c, now)))
            remittance = Remittance(
                RemittanceId(self.tools.ids.new("rem")), month, executed_on, reference.strip(), tuple(sorted(chosen)),
                sum(each.total for each in found.open if each.id in chosen), _named(visitor, now),
            )  # fmt: skip
            await self.store.tell(c, visitor.firm, remittance)
            await self._audit(c, visitor, "payment.told", remittance.id, now, {"month": month.isoformat(), "cents": remittance.cents})
            return await _month(self.store, c, visitor.firm, month)

    async def confirm(self, visitor: Visitor, id_: str, now: datetime) -> MonthPaid:
        """Confirm what another person said; the books post it within seconds. Raise `SameConfirmer`, `PaymentChanged`."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            await self.store.hold(c, visitor.firm)
            remittance = await self._one(c, visitor.firm, id_)
            found = await _month(self.store, c, visitor.firm, remittance.month)
            _allow(why_not_confirmed(remittance, visitor.person.id, found.open))
            await self.store.confirm(c, visitor.firm, remittance, _named(visitor, now))
            await self._audit(c, visitor, "payment.confirmed", remittance.id, now, {"cents": remittance.cents})
            return await _month(self.store, c, visitor.firm, remittance.month)

    async def tell_return(
        self, visitor: Visitor, id_: str, statement: str, returned_on: date, reason: str, now: datetime
    ) -> MonthPaid:
        """Say that the bank sent the payment of a statement back; the books take it back within seconds, and it is owed again."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            await self.store.hold(c, visitor.firm)
            remittance = await self._one(c, visitor.firm, id_)
            paid = standing(await self.store.paid(c, None, [statement])).get(StatementId(statement))
            paid = paid if paid is not None and paid.remittance == remittance.id else None
            _allow(why_not_returned(paid, returned_on, reason, await self._today(c, now)))
            told = Return(remittance.id, StatementId(statement), returned_on, reason.strip(), _named(visitor, now))
            await self.store.tell_return(c, visitor.firm, told)
            await self._audit(c, visitor, "payment.returned", remittance.id, now, {"statement": statement, "reason": told.reason})
            return await _month(self.store, c, visitor.firm, remittance.month)

    async def _one(self, c: Connection, operator: FirmId, id_: str) -> Remittance:
        found = await self.store.remittances(c, operator, None, id_)
        if not found:
            raise NotFound
        return found[0]

    async def _today(self, c: Connection, now: datetime) -> date:
        """Return the day that it is where the operator is."""
        return now.astimezone(ZoneInfo((await self.tools.firms.firm(c)).time_zone)).date()

    async def _only_operator(self, c: Connection, visitor: Visitor) -> None:
        if Right.PLATFORM not in visitor.rights or await self.ledger.operator(c) != visitor.firm:
            raise OperatorOnly

    async def _audit(
        self, c: Connection, visitor: Visitor, action: str, subject: str, now: datetime, detail: dict[str, object]
    ) -> None:
        await self.tools.firms.audit(c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, action, subject, detail)


@dataclass(frozen=True, slots=True)
class Remitter:
    """Posts what was confirmed, and takes back what came back; done twice it is done once."""

    books: Books
    store: PaymentStore

    async def post(self, now: datetime) -> int:
        """Post what is confirmed, and what came back; return how many transfers were new. Raise `NoOperator`."""
        operator = await self.books.operator()
        async with self.books.database.firms([operator]) as c:
            waiting = await self.store.remittances(c, operator, None)
            returns = await self.store.returns(c, operator)
        count = 0
        for remittance in reversed(waiting):
            count += await self._remit(operator, remittance, now)
        for told in returns:
            count += await self._take_back(operator, told, now)
        return count

    async def _remit(self, operator: FirmId, remittance: Remittance, now: datetime) -> int:
        async with self.books.database.firms([operator]) as c:
            await self.store.hold(c, operator)
            [again] = await self.store.remittances(c, operator, None, remittance.id)
            if again.posted_at is not None:
                return 0
            known = {each.id: (parties, each) for parties, each in await self.store.of_month(c, remittance.month)}
            before = await self.store.paid(c, remittance.month)
            chosen = [(*known[id_], times_paid(id_, before) + 1) for id_ in remittance.statements]
            made = [payment_transfer(statement, nth, operator, now, self.books.ids) for _, statement, nth in chosen]
            new = await self.books.post_within(c, made)
            assert len(new) == len(made), "a statement's next payment was never posted before"
            rows = [(parties, paid_of(statement, nth, remittance)) for parties, statement, nth in chosen]
            await self.store.posted(c, operator, remittance, rows, now)
        return len(made)

    async def _take_back(self, operator: FirmId, told: Return, now: datetime) -> int:
        async with self.books.database.firms([operator]) as c:
            await self.store.hold(c, operator)
            paid = standing(await self.store.paid(c, None, [told.statement])).get(told.statement)
            if paid is None or paid.remittance != told.remittance:
                return 0
            parties, statement = await self.books.store.statement(c, told.statement)
            posted = await self.books.store.of_cause(c, own(statement.seller.firm, operator), told.statement)
            [transfer] = [each for each in posted if each.part == part_of(paid.nth)]
            back = reversal(transfer, now.date(), now, self.books.ids, note=statement.number)
            await self.books.post_within(c, [back])
            await self.store.returned(c, parties, paid, told, now)
        return 1


async def _month(store: PaymentStore, c: Connection, operator: FirmId, month: date) -> MonthPaid:
    statements = [each for _, each in await store.of_month(c, month)]
    paid, told = await store.paid(c, month), await store.remittances(c, operator, month)
    open_ = payable(statements, paid, under_way(told), operator)
    return MonthPaid(open_, told, paid, {each.id: each for each in statements})


def _named(visitor: Visitor, now: datetime) -> Named:
    return Named(visitor.person.id, visitor.person.name, now)


def _allow(reason: PermanenceError | None) -> None:
    if reason is not None:
        raise reason
