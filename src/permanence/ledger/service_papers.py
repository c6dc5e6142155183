"""The papers of statements: each as a person's or a machine's file, its calls, and the file by which a firm pays what it owes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime

from permanence.firms.model import Language, Visitor
from permanence.kernel.page import LIMIT_MAX, Cursor
from permanence.ledger.errors import NothingToPay, TooManyCalls
from permanence.ledger.model import CallLine, Kind, Payment, Statement, Transfer
from permanence.ledger.payments import payable
from permanence.ledger.ports import Papers, StretchDetails
from permanence.ledger.service_month import Settlement
from permanence.ledger.service_payments import Payments

SHEET_CALLS_MAX = 200_000
"""A workbook of more takes minutes; the CSV file has no bound."""


@dataclass(frozen=True, slots=True)
class Office:
    """Prints what the visitor's firm may see. `papers` are made in threads, workbooks in a process of their own."""

    settlement: Settlement
    papers: Papers
    payments: Payments
    details: StretchDetails

    async def pdf(self, visitor: Visitor, id_: str, language: Language) -> tuple[Statement, bytes]:
        """Return a statement as a PDF for people."""
        statement = await self.settlement.statement(visitor, id_)
        return statement, await asyncio.to_thread(self.papers.pdf, statement, language)

    async def factur_x(self, visitor: Visitor, id_: str, language: Language) -> tuple[Statement, bytes]:
        """Return a statement as a PDF with the invoice as data inside."""
        statement = await self.settlement.statement(visitor, id_)
        return statement, await asyncio.to_thread(self.papers.factur_x, statement, language)

    async def calls_csv(self, visitor: Visitor, id_: str, language: Language) -> tuple[Statement, AsyncIterator[bytes]]:
        """Return a statement's calls as a CSV file, piece by piece."""
        statement = await self.settlement.statement(visitor, id_)
        return statement, self.papers.calls_csv_live(statement, self._calls(visitor, statement), language)

    async def calls_xlsx(self, visitor: Visitor, id_: str, language: Language) -> tuple[Statement, bytes]:
        """Return a statement's calls as a workbook; raise `TooManyCalls`."""
        statement = await self.settlement.statement(visitor, id_)
        count = sum(line.calls for line in statement.lines)
        if count > SHEET_CALLS_MAX:
            raise TooManyCalls(count=count, most=SHEET_CALLS_MAX)
        calls = [call async for call in self._calls(visitor, statement)]
        return statement, await self.papers.calls_workbook(statement, calls, language)

    async def payment_file(self, visitor: Visitor, month: date, now: datetime) -> bytes:
        """Return the transfers by which the visitor's firm pays all that it owes for a month and has not paid; raise `NothingToPay`."""
        due: list[Statement] = []
        after: str | None = None
        while True:
            page = await self.settlement.statements(visitor, month, Cursor.parse(after, LIMIT_MAX))
            paid = await self.payments.paid(visitor, [each.id for each in page.items])
            due += payable(page.items, paid, (), visitor.firm)
            after = page.next_cursor
            if after is None:
                break
        if not due:
            raise NothingToPay
        payer, first = due[0].buyer, max(min(each.due_on for each in due), now.date())
        payments = [Payment(to=each.seller, cents=each.total, currency=each.currency, reference=reference(each), about=each.number) for each in due]
        message = f"{month:%Y%m}-{payer.firm[-12:]}-{now:%d%H%M%S}"
        return await asyncio.to_thread(self.papers.payment_file, payer, payments, first, message, now)

    async def _calls(self, visitor: Visitor, statement: Statement) -> AsyncIterator[CallLine]:
        """Yield the calls of a statement as they are read."""
        after: str | None = None
        while True:
            page = await self.settlement.statement_transfers(visitor, statement.id, Cursor.parse(after, LIMIT_MAX, 1))
            async with self.settlement.tools.database.firm(visitor.firm) as c:
                known = await self.details.of(c, [transfer.cause for transfer in page.items])
            for transfer in page.items:
                yield _line(statement, transfer, known.get(transfer.cause))
            after = page.next_cursor
            if after is None:
                return


def reference(statement: Statement) -> str:
    """Return what tells a payment from all others: numbers of statements are each seller's own."""
    return f"{statement.number}-{statement.id[-8:]}"


def _line(statement: Statement, transfer: Transfer, known: CallLine | None) -> CallLine:
    """Return a transfer as a line; what is taken back is negative, and what is no call (a correction) has its cause as its name."""
    gives = transfer.credit.firm == statement.seller.firm and transfer.credit.kind in (Kind.DUE, Kind.FEES)
    amount = transfer.amount if gives else -transfer.amount
    if known is None:
        return CallLine(
            call=transfer.cause, answered_at=transfer.posted_at, ended_at=transfer.posted_at, seconds=transfer.seconds,
            owner=statement.owner.name, answering=statement.answering.name, number="", agent="", agreement="", version=0, amount=amount,
        )  # fmt: skip
    return CallLine(
        call=known.call, answered_at=known.answered_at, ended_at=known.ended_at, seconds=known.seconds, owner=known.owner,
        answering=known.answering, number=known.number, agent=known.agent, agreement=known.agreement, version=known.version,
        amount=amount, receipt=known.receipt,
    )  # fmt: skip


