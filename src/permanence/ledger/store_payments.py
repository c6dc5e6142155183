"""The rows of payments in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId
from permanence.kernel.queries import Queries
from permanence.ledger.errors import AlreadyConfirmed, NotPaid, SameConfirmer
from permanence.ledger.model import Named, Parties, Statement
from permanence.ledger.payments import Paid, PaidRow, Remittance, Return
from permanence.ledger.store_month import statement_of

SQL = Queries.beside(__file__, "queries_payments.sql")


class PostgresPayments:
    """Implements `ports_payments.PaymentStore`."""

    async def hold(self, c: Connection, operator: FirmId) -> None:
        """Let nobody else decide about payments until the transaction ends."""
        await c.execute(SQL["hold"], {"operator": operator})

    async def of_month(self, c: Connection, month: date) -> Sequence[tuple[Parties, Statement]]:
        """Return all statements of a month that the transaction's firm sees, in one order."""
        return [statement_of(row) for row in await _rows(c, "of_month", {"month": month})]

    async def paid(self, c: Connection, month: date | None, statements: Sequence[str] = ()) -> Sequence[Paid]:
        """Return the payments of a month's statements, or of these statements, in the order in which they were made."""
        return [Paid(*row.values()) for row in await _rows(c, "paid", {"month": month, "statements": list(statements)})]

    async def remittances(self, c: Connection, operator: FirmId, month: date | None, id_: str | None = None) -> Sequence[Remittance]:
        """Return what was said of a month's payments, the newest first; without a month what is confirmed and not posted, or one."""
        return [_remittance(row) for row in await _rows(c, "remittances", {"operator": operator, "month": month, "id": id_})]

    async def tell(self, c: Connection, operator: FirmId, remittance: Remittance) -> None:
        """Write what a person says."""
        values = {
            "operator": operator, "id": remittance.id, "month": remittance.month, "executed_on": remittance.executed_on,
            "reference": remittance.reference, "statements": list(remittance.statements), "cents": remittance.cents,
        }  # fmt: skip
        await c.execute(SQL["tell"], {**values, **_named(remittance.proposed)})

    async def confirm(self, c: Connection, operator: FirmId, remittance: Remittance, approved: Named) -> None:
        """Write another person's confirmation; raise `SameConfirmer`, `AlreadyConfirmed`."""
        values = {"operator": operator, "id": remittance.id, "proposed_by": remittance.proposed.person}
        try:
            await c.execute(SQL["confirm"], {**values, **_named(approved)})
        except psycopg.errors.CheckViolation as error:
            raise SameConfirmer from error
        except psycopg.errors.UniqueViolation as error:
            raise AlreadyConfirmed from error

    async def posted(self, c: Connection, operator: FirmId, remittance: Remittance, rows: Sequence[PaidRow], now: datetime) -> None:
        """Write that a payment is posted, and its statements paid."""
        await c.execute(SQL["posted"], {"operator": operator, "id": remittance.id, "now": now})
        async with c.cursor() as cursor:
            await cursor.executemany(SQL["paid_add"], [_paid(parties, paid, now) for parties, paid in rows])

    async def tell_return(self, c: Connection, operator: FirmId, told: Return) -> None:
        """Write that a payment came back, as a person says; raise `NotPaid` where that was said already."""
        values = {
            "operator": operator, "remittance": told.remittance, "statement": told.statement, "returned_on": told.returned_on,
            "reason": told.reason,
        }  # fmt: skip
        try:
            await c.execute(SQL["tell_return"], {**values, **_named(told.told)})
        except psycopg.errors.UniqueViolation as error:
            raise NotPaid from error

    async def returns(self, c: Connection, operator: FirmId) -> Sequence[Return]:
        """Return what came back and is not reversed yet."""
        return [
            Return(
                row["remittance_id"], row["statement_id"], row["returned_on"], row["reason"],
                Named(row["told_by"], row["told_name"], row["told_at"]),
            )
            for row in await _rows(c, "returns", {"operator": operator})
        ]  # fmt: skip

    async def returned(self, c: Connection, parties: Parties, paid: Paid, told: Return, now: datetime) -> None:
        """Write that a payment is taken back."""
        values = {"statement": paid.statement, "nth": paid.nth, "returned_on": told.returned_on, "reason": told.reason, "now": now}
        await c.execute(SQL["returned"], {**parties._asdict(), **values})


async def _rows(c: Connection, name: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    async with c.cursor(row_factory=dict_row) as rows:
        await rows.execute(SQL[name], values)
        return await rows.fetchall()


def _named(named: Named) -> dict[str, object]:
    return {"person": named.person, "name": named.name, "at": named.at}


def _paid(parties: Parties, paid: Paid, now: datetime) -> dict[str, object]:
    return {
        **parties._asdict(), "statement": paid.statement, "nth": paid.nth, "remittance": paid.remittance, "cents": paid.cents,
        "paid_on": paid.paid_on, "reference": paid.reference, "now": now,
    }  # fmt: skip


def _remittance(row: dict[str, Any]) -> Remittance:
    approved = Named(row["approved_by"], row["approved_name"], row["approved_at"]) if row["approved_at"] is not None else None
    return Remittance(
        row["id"], row["month"], row["executed_on"], row["reference"], tuple(row["statements"]), row["cents"],
        Named(row["proposed_by"], row["proposed_name"], row["proposed_at"]), approved, row["posted_at"],
    )  # fmt: skip
