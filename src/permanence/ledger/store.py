"""The rows of the ledger in PostgreSQL: transfers, balances, sums. What people do with them is in `store_month`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from permanence.kernel.database import Connection, DatabaseAway, Transactions
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId, TransferId
from permanence.kernel.page import Cursor, Page, cut
from permanence.kernel.queries import Queries
from permanence.ledger.errors import AlreadyReversed, MonthFrozen, NotEnough, PostedOtherwise
from permanence.ledger.model import Account, Balance, Difference, Kind, Parties, Statement, Tally, Transfer
from permanence.ledger.ports import Search
from permanence.ledger.posting import same
from permanence.ledger.store_month import PostgresMonths

SQL = Queries.beside(__file__)
BATCH = 30_000
"""So many transfers go in one statement."""
TRIES = 8
PAUSE_S = 0.01
FROZEN, NO_MIRROR = "PL001", "PL002"


class PostgresLedger(PostgresMonths):
    """Implements `ports.LedgerStore`."""

    async def operator(self, c: Connection) -> FirmId | None:
        """Return the firm that runs the installation."""
        return (await _rows(c, "operator", {}))[0]["firm"]

    async def post(self, database: Transactions, transfers: Sequence[Transfer]) -> frozenset[TransferId]:
        """Add transfers in one transaction; again where another's got in its way."""
        firms = {firm for transfer in transfers for firm in transfer.parties}
        for left in reversed(range(TRIES)):
            try:
                async with database.firms(firms) as c:
                    return await self.add(c, transfers)
            except DatabaseAway as error:
                # Two that wait for each other, or a snapshot that is too old: nothing was written, so we may ask again.
                if not isinstance(error.__cause__, psycopg.errors.TransactionRollback) or not left:
                    raise
                await asyncio.sleep(PAUSE_S * (TRIES - left))
        raise AssertionError("the last try returns or raises")

    async def add(self, c: Connection, transfers: Sequence[Transfer]) -> frozenset[TransferId]:
        """Add transfers; return which were new."""
        new: set[TransferId] = set()
        for start in range(0, len(transfers), BATCH):
            new |= await self._add(c, transfers[start : start + BATCH])
        return frozenset(new)

    async def _add(self, c: Connection, transfers: Sequence[Transfer]) -> set[TransferId]:
        try:
            [row] = await _rows(c, "add", _columns(transfers))
        except psycopg.Error as error:
            raise _told(error) from error
        if row["added"] == len(transfers):
            return {transfer.id for transfer in transfers}
        new: set[TransferId] = set(row["new"] or ())
        await self._same(c, [transfer for transfer in transfers if transfer.id not in new])
        return new

    async def _same(self, c: Connection, transfers: Sequence[Transfer]) -> None:
        """Make sure that what was posted before is what is posted again."""
        keys = [(*transfer.parties, transfer.cause, transfer.part) for transfer in transfers]
        names = ("owners", "answerings", "operators", "causes", "parts")
        rows = await _rows(c, "posted", dict(zip(names, map(list, zip(*keys, strict=True)), strict=True)))
        known = {(transfer.parties, transfer.cause, transfer.part): transfer for transfer in map(transfer_of, rows)}
        for transfer in transfers:
            if not same(known[transfer.parties, transfer.cause, transfer.part], transfer):
                raise PostedOtherwise(cause=transfer.cause, part=transfer.part)

    async def frozen(self, c: Connection, operator: FirmId) -> frozenset[date]:
        """Return the months that take no transfers any more."""
        return frozenset(row["month"] for row in await _rows(c, "frozen", {"operator": operator}))

    async def lock(self, c: Connection, cause: str) -> None:
        """Let nobody else decide about a cause until the transaction ends."""
        await c.execute(SQL["lock"], {"cause": cause})

    async def lock_month(self, c: Connection, operator: FirmId, month: date) -> None:
        """Let nobody post into a month until the transaction ends."""
        await c.execute(SQL["lock_month"], {"operator": operator, "month": month})

    async def transfer(self, c: Connection, parties: Parties, id_: str) -> Transfer:
        """Return one; raise `NotFound`."""
        rows = await _rows(c, "transfer", {**parties._asdict(), "id": id_})
        if not rows:
            raise NotFound
        return transfer_of(rows[0])

    async def reversed(self, c: Connection, parties: Parties, ids: Sequence[TransferId]) -> frozenset[TransferId]:
        """Return which of these transfers have been reversed."""
        return frozenset(row["reverses"] for row in await _rows(c, "reversed", {**parties._asdict(), "ids": list(ids)}))

    async def of_cause(self, c: Connection, parties: Parties, cause: str) -> Sequence[Transfer]:
        """Return all transfers of a cause."""
        return [transfer_of(row) for row in await _rows(c, "of_cause", {**parties._asdict(), "cause": cause})]

    async def of_statement(self, c: Connection, statement: Statement, operator: FirmId, call: str, cursor: Cursor) -> Page[Transfer]:
        """Return the transfers that a statement adds up, by birth."""
        values = {
            "owner": statement.owner.firm, "answering": statement.answering.firm, "operator": operator, "month": statement.month,
            "currency": statement.currency, "seller": statement.seller.firm, "buyer": statement.buyer.firm, "call": call,
        }  # fmt: skip
        return await self._page(c, "of_statement", values, cursor)

    async def transfers(self, c: Connection, search: Search, cursor: Cursor) -> Page[Transfer]:
        """Return transfers that the transaction's firm sees, the newest first."""
        values = {"month": search.month, "owner": search.owner, "answering": search.answering, "cause": search.cause}
        return await self._page(c, "transfers", values, cursor)

    async def _page(self, c: Connection, name: str, values: dict[str, Any], cursor: Cursor) -> Page[Transfer]:
        after = cursor.after[-1] if cursor.after else None
        rows = await _rows(c, name, {**values, "after": after, "rows": cursor.limit + 1})
        return cut([transfer_of(row) for row in rows], cursor.limit, lambda transfer: (transfer.id,))

    async def balances(self, c: Connection) -> Sequence[Balance]:
        """Return the accounts of the transaction's firm."""
        return [
            Balance(Account(row["firm_id"], Kind(row["kind"])), row["currency"], row["debits"], row["credits"])
            for row in await _rows(c, "balances", {})
        ]

    async def tallies(self, c: Connection, operator: FirmId, month: date) -> Sequence[Tally]:
        """Return a month's sums."""
        rows = await _rows(c, "tallies", {"operator": operator, "month": month})
        return [
            Tally(*_accounts(row), row["currency"], row["correction"], row["about"], row["calls"], row["seconds"], row["amount"])
            for row in rows
        ]

    async def check(self, c: Connection, counted: date | None) -> Sequence[Difference]:
        """Return what does not add up."""
        return [Difference(**row) for row in await _rows(c, "check", {"counted": counted})]


def _told(error: psycopg.Error) -> Exception:
    """Return the refusal that a person can act on."""
    name = error.diag.constraint_name or ""
    if error.sqlstate == FROZEN:
        return MonthFrozen(month=error.diag.message_primary)
    if error.sqlstate == NO_MIRROR or name == "transfer_reversed_once":
        return AlreadyReversed()
    return NotEnough() if name == "balance_not_below_zero" else error


def _columns(transfers: Sequence[Transfer]) -> dict[str, object]:
    """Return transfers as a few long texts: what many have in common goes once, and lists of numbers as text are the quickest way
    into the server that row security leaves open."""
    shapes: dict[tuple[object, ...], int] = {}
    numbers = [
        shapes.setdefault(
            (t.parties, t.part, t.debit, t.credit, t.currency, t.calls, t.booked_on, t.posted_at, t.reverses, t.late_from, t.note),
            len(shapes) + 1,
        )
        for t in transfers
    ]
    assert not any("\x1f" in t.cause for t in transfers), "a cause is an id"
    return {
        "given": len(transfers),
        "ids": "\x1f".join([t.id for t in transfers]),
        "causes": "\x1f".join([t.cause for t in transfers]),
        "shapes": ",".join(map(str, numbers)),
        "amounts": ",".join([str(t.amount) for t in transfers]),
        "seconds": ",".join([str(t.seconds) for t in transfers]),
        "shape": Jsonb([_shape(*shape) for shape in shapes], dumps=msgspec.json.encode),
    }


def _shape(
    parties: Any, part: Any, debit: Any, credit: Any, currency: Any, calls: Any, booked_on: Any, posted_at: Any, reverses: Any,
    late_from: Any, note: Any,
) -> dict[str, object]:  # fmt: skip
    return {
        "owner": parties.owner, "answering": parties.answering, "operator": parties.operator, "part": part, "debit_firm": debit.firm,
        "debit_kind": debit.kind, "credit_firm": credit.firm, "credit_kind": credit.kind, "currency": currency, "calls": calls,
        "booked_on": booked_on, "posted_at": posted_at, "reverses": reverses, "late_from": late_from, "note": note,
    }  # fmt: skip


async def _rows(c: Connection, name: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    async with c.cursor(row_factory=dict_row) as rows:
        await rows.execute(SQL[name], values)
        return await rows.fetchall()


def _accounts(row: dict[str, Any]) -> tuple[Parties, Account, Account]:
    return (
        Parties(row["owner"], row["answering"], row["operator"]),
        Account(row["debit_firm_id"], Kind(row["debit_kind"])),
        Account(row["credit_firm_id"], Kind(row["credit_kind"])),
    )


def transfer_of(row: dict[str, Any]) -> Transfer:
    parties, debit, credit = _accounts(row)
    return Transfer(
        row["id"], parties, row["cause"], row["part"], debit, credit, row["amount"], row["currency"], row["booked_on"], row["posted_at"],
        row["reverses"], row["note"], row["calls"], row["seconds"], row["late_from"],
    )  # fmt: skip
