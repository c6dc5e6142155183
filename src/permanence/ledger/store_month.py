"""The rows of months, statements and disputes in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import DisputeId, FirmId
from permanence.kernel.page import Cursor, Page, cut
from permanence.kernel.queries import Queries
from permanence.ledger.errors import AlreadyAnswered, MonthFrozen, SamePerson
from permanence.ledger.model import Billing, Dispute, Month, Named, Parties, Proposal, Statement, Verdict
from permanence.ledger.ports import Known

SQL = Queries.beside(__file__)


class PostgresMonths:
    """The part of `ports.LedgerStore` that is about months, statements and disputes."""

    async def known(self, c: Connection) -> Sequence[Known]:
        """Return all firms, and how they stand on invoices."""
        return [
            Known(row["firm_id"], row["name"], row["country"], msgspec.json.decode(row["document"], type=Billing) if row["document"] else None)
            for row in await _rows(c, "known", {})
        ]

    async def billing(self, c: Connection) -> Billing | None:
        """Return how the transaction's firm stands on invoices."""
        rows = await _rows(c, "billing", {})
        return msgspec.json.decode(rows[0]["document"], type=Billing) if rows else None

    async def keep_billing(self, c: Connection, firm: FirmId, billing: Billing, changed_at: datetime) -> None:
        """Write how a firm stands on invoices."""
        await c.execute(SQL["billing_keep"], {"firm": firm, "document": _json(billing), "changed_at": changed_at})

    async def months(self, c: Connection, operator: FirmId) -> Sequence[Month]:
        """Return the months in which something was posted or proposed, the newest first."""
        return [_month(row) for row in await _rows(c, "months", {"operator": operator})]

    async def propose(self, c: Connection, operator: FirmId, proposal: Proposal, billings: Mapping[FirmId, Billing]) -> None:
        """Write a proposal, and how firms stood on invoices when it was made."""
        values = {"id": proposal.id, "month": proposal.month, "digest": proposal.digest, "billings": _json(billings)}
        await c.execute(SQL["propose"], {**values, "operator": operator, **_named(proposal.proposed)})

    async def proposed_billings(self, c: Connection, proposal: str) -> Mapping[FirmId, Billing]:
        """Return how firms stood on invoices when a month was proposed."""
        rows = await _rows(c, "proposed_billings", {"id": proposal})
        if not rows:
            raise NotFound
        return msgspec.json.decode(rows[0]["billings"], type=dict[FirmId, Billing])

    async def approve(self, c: Connection, operator: FirmId, proposal: Proposal, approved: Named) -> None:
        """Write the consent; raise `SamePerson`, `MonthFrozen`."""
        values = {"operator": operator, "month": proposal.month, "id": proposal.id, "digest": proposal.digest}
        try:
            await c.execute(SQL["approve"], {**values, "proposed_by": proposal.proposed.person, **_named(approved)})
        except psycopg.errors.CheckViolation as error:
            raise SamePerson from error
        except psycopg.errors.UniqueViolation as error:
            raise MonthFrozen(month=f"{proposal.month:%Y-%m}") from error

    async def close(
        self, c: Connection, operator: FirmId, month: date, statements: Iterable[tuple[Parties, Statement]], now: datetime
    ) -> None:
        """Write a month's statements in this order, and that it is closed."""
        rows = [_written(parties, statement) for parties, statement in statements]
        async with c.cursor() as cursor:
            await cursor.executemany(SQL["statement_add"], rows)
        await c.execute(SQL["close"], {"operator": operator, "month": month, "statements": len(rows), "now": now})

    async def statements(self, c: Connection, month: date | None, cursor: Cursor) -> Page[Statement]:
        """Return statements that the transaction's firm sees, the newest month first."""
        after_month, after_id = cursor.after or (None, None)
        values = {"id": None, "month": month, "after_month": after_month, "after_id": after_id, "rows": cursor.limit + 1}
        found = [statement_of(row)[1] for row in await _rows(c, "statements", values)]
        return cut(found, cursor.limit, lambda each: (each.month.isoformat(), each.id))

    async def statement(self, c: Connection, id_: str) -> tuple[Parties, Statement]:
        """Return one; raise `NotFound`."""
        rows = await _rows(c, "statements", {"id": id_, "month": None, "after_month": None, "after_id": None, "rows": 1})
        if not rows:
            raise NotFound
        return statement_of(rows[0])

    async def disputes(self, c: Connection, statement: str | None, id_: str | None = None) -> Sequence[Dispute]:
        """Return disputes that the transaction's firm sees, the newest first."""
        return [_dispute(row) for row in await _rows(c, "disputes", {"statement": statement, "id": id_, "unsettled": False})]

    async def unsettled(self, c: Connection) -> Sequence[Dispute]:
        """Return accepted disputes whose transfers are not reversed yet."""
        return [_dispute(row) for row in await _rows(c, "disputes", {"statement": None, "id": None, "unsettled": True})]

    async def dispute(self, c: Connection, dispute: Dispute) -> None:
        """Write a dispute, in the name of the transaction's firm."""
        values = {"id": dispute.id, "statement": dispute.statement, "call": dispute.call, "reason": dispute.reason}
        await c.execute(SQL["dispute_add"], {**dispute.parties._asdict(), **values, **_named(dispute.raised)})

    async def answer(self, c: Connection, dispute: Dispute, verdict: Verdict, reason: str, answered: Named) -> None:
        """Write the answer; raise `AlreadyAnswered`."""
        values = {"dispute": dispute.id, "raised_by_firm": dispute.firm, "decision": verdict, "reason": reason}
        try:
            await c.execute(SQL["answer_add"], {**dispute.parties._asdict(), **values, **_named(answered)})
        except psycopg.errors.UniqueViolation as error:
            raise AlreadyAnswered from error

    async def settle(self, c: Connection, dispute: DisputeId, parties: Parties, reversed_: int, now: datetime) -> None:
        """Write that a dispute has had its consequence."""
        await c.execute(SQL["settled_add"], {**parties._asdict(), "dispute": dispute, "reversed": reversed_, "now": now})


async def _rows(c: Connection, name: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    async with c.cursor(row_factory=dict_row) as rows:
        await rows.execute(SQL[name], values)
        return await rows.fetchall()


def _json(value: object) -> Jsonb:
    return Jsonb(value, dumps=msgspec.json.encode)


def _named(named: Named) -> dict[str, object]:
    return {"person": named.person, "name": named.name, "at": named.at}


def _month(row: dict[str, Any]) -> Month:
    proposal = approved = None
    if row["id"] is not None:
        proposed = Named(row["proposed_by"], row["proposed_name"], row["proposed_at"])
        proposal = Proposal(row["id"], row["month"], row["digest"], proposed)
    if row["approved_at"] is not None:
        approved = Named(row["approved_by"], row["approved_name"], row["approved_at"])
    return Month(row["month"], proposal, approved, row["closed_at"], row["statements"])


def _written(parties: Parties, statement: Statement) -> dict[str, object]:
    return {
        **parties._asdict(), "id": statement.id, "seller": statement.seller.firm, "buyer": statement.buyer.firm,
        "month": statement.month, "kind": statement.kind, "currency": statement.currency, "net": statement.net, "vat": statement.vat,
        "total": statement.total, "issued_on": statement.issued_on, "due_on": statement.due_on, "document": _json(statement),
    }  # fmt: skip


def statement_of(row: dict[str, Any]) -> tuple[Parties, Statement]:
    """Return a statement of its row, and its firms; its number is the database's."""
    document = msgspec.json.decode(row["document"], type=Statement)
    return Parties(row["owner"], row["answering"], row["operator"]), msgspec.structs.replace(document, number=row["number"])


def _dispute(row: dict[str, Any]) -> Dispute:
    answered = None
    if row["decision"] is not None:
        answered = Named(row["answered_by"], row["answered_name"], row["answered_at"])
    return Dispute(
        row["id"], Parties(row["owner"], row["answering"], row["operator"]), row["statement_id"], row["call"], row["reason"],
        row["raised_by_firm_id"], Named(row["raised_by"], row["raised_name"], row["raised_at"]),
        Verdict(row["decision"]) if row["decision"] else None, row["answer"] or "", row["answered_by_firm_id"], answered, row["settled_at"],
    )  # fmt: skip
