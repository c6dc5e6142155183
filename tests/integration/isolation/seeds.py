"""Two firms with a row in every table, made from the catalog alone: what a column may hold is read from its checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from permanence.kernel.ids import CountedIds
from tests.integration.isolation.catalog import Table, foreign_keys, tables, unique_keys

T0 = datetime(2026, 11, 22, tzinfo=UTC)
Values = dict[str, Any]
ForeignKey = tuple[str, list[str], str, list[str]]

PARTNER, SECOND = "frm_00000000000000000000000009", "frm_00000000000000000000000008"
"""The other firm of rows that two firms share, and the third of those that three do."""
STAMPED = ("proposed_by_firm_id", "raised_by_firm_id")
"""Columns that repeat which firm the database had stamped on another row."""
OF_THE_ROW = {
    ("ledger.transfer", "debit_firm_id"): "owner_firm_id",
    ("ledger.transfer", "credit_firm_id"): "answering_firm_id",
    ("ledger.statement", "seller_firm_id"): "owner_firm_id",
    ("ledger.statement", "buyer_firm_id"): "answering_firm_id",
}
"""Columns that name one of the row's own firms."""

SPECIAL: Mapping[tuple[str, str], str] = {
    ("firms.person", "email"): "canary-{n}@x.example",
    ("flows.number", "e164"): "+3319900{n:04}",
    ("flows.brand", "colour"): "#0b5c8a",
    ("flows.number", "trunk"): "carrier",
    ("flows.disposition", "code"): "code_{n}",
    ("firms.firm", "country"): "FR",
    ("flows.number", "country"): "FR",
    ("synergy.listing", "country"): "FR",
    ("synergy.receipt", "digest"): "{n:064}",
    ("synergy.receipt", "nth"): "{n}",
    ("webhooks.outbox", "id"): "{n}",
    ("webhooks.event", "sequence"): "{n}",
    ("webhooks.delivery", "nth"): "{n}",
    ("planning.terms", "currency"): "EUR",
    ("ledger.transfer", "currency"): "XTS",
    ("ledger.balance", "currency"): "EUR",
    ("ledger.statement", "currency"): "EUR",
    ("ledger.statement", "month"): "2026-11-01",
    ("ledger.statement", "total"): "60",
    ("ledger.proposal", "month"): "2026-10-01",
    ("ledger.proposal", "digest"): f"{'0' * 60}{{n:04}}",
    ("adverts.advert", "token"): "canary-token-{n}",
    ("adverts.call_code", "code"): "{n:04}",
    ("tariffs.version", "e164"): "+3319900{n:04}",
    ("tariffs.version", "country"): "FR",
    ("tariffs.version", "basis"): "per_minute",
    ("tariffs.charged", "currency"): "EUR",
    ("tariffs.line", "key"): "{n:040}",
    ("interaction.recording", "spool"): "int_00000000000000000000000001.rec{n}",
}
"""Columns whose form the catalog does not tell in a way that we read."""


@dataclass(slots=True)
class Column:
    """A column: its type, whether it must be filled, the prefix of its ids, the words it allows."""

    name: str
    kind: str
    needed: bool
    prefix: str | None = None
    words: list[str] = field(default_factory=list)
    length: int = 32


class Seeder:
    """Makes rows that every constraint accepts."""

    def __init__(self, c: psycopg.Connection) -> None:
        """Read the catalog."""
        self.c = c
        self.ids, self._numbers = CountedIds(), count(1)
        found = tables(c)
        self.foreign: dict[str, list[ForeignKey]] = {table.full: [] for table in found}
        for full, name, columns, target, aims in foreign_keys(c):
            if full in self.foreign:
                self.foreign[full].append((name, columns, target, aims))
        self.unique: dict[str, list[tuple[str, list[str]]]] = {table.full: [] for table in found}
        for full, name, columns in unique_keys(c):
            if full in self.unique:
                self.unique[full].append((name, columns))
        self.tables = _in_order(found, self.foreign)
        self.columns = {table.full: _columns(c, table) for table in self.tables}
        self.references = {table.key: _references(table, self.foreign[table.full], found) for table in self.tables}
        self.rows: dict[tuple[str, str], Values] = {}

    def seed(self, firm: str) -> None:
        """Write one row of this firm into every table; into one that two firms share, one for each side."""
        with self.c.transaction():
            self.c.execute("select set_config('permanence.firm', %s, true)", [firm])  # some columns are stamped with it
            for table in self.tables:
                row = self.fresh(table, firm)
                self.rows[table.key, firm] = row
                statement, values = insert(table, row)
                self.c.execute(statement, values)
                for other in (PARTNER, SECOND) if table.full == "firms.firm" else ():
                    statement, values = insert(table, {**row, "id": other})
                    self.c.execute(statement + sql.SQL(" on conflict do nothing"), values)
            # A seeded transfer brings balances and sums with it; each table has its one seeded row and no more.
            self.c.execute("delete from ledger.balance where currency = 'XTS'")
            self.c.execute("delete from ledger.tally where currency = 'XTS'")

    def fresh(self, table: Table, firm: str) -> Values:
        """Return a new row of this firm; what it points to is the firm's seeded rows."""
        row: Values = {}
        number = next(self._numbers)
        others = iter((PARTNER, SECOND))
        for column in self.columns[table.full]:
            if column.name in table.firms:
                row[column.name] = firm if column.name == table.firm else next(others)
            elif column.name in STAMPED and column.needed:
                row[column.name] = firm
            elif (same := OF_THE_ROW.get((table.full, column.name))) is not None:
                row[column.name] = row[same]
            elif (target := self.references[table.key].get(column.name)) is not None:
                row[column.name] = self.rows[target[0], firm][target[1]]
            elif column.needed:
                row[column.name] = self._value(table, column, number)
        return row

    def _value(self, table: Table, column: Column, number: int) -> object:
        if special := SPECIAL.get((table.full, column.name)):
            return special.format(n=number)
        if column.prefix is not None:
            return self.ids.new(column.prefix)
        if column.words:
            return [column.words[0]] if column.kind == "text[]" else column.words[0]
        match column.kind:
            case "text":
                return f"canary {number}"
            case "text[]":
                return [f"canary {number}"]
            case "integer" | "bigint" | "smallint":
                return 30
            case "boolean":
                return False
            case "double precision":
                return 1.0
            case "timestamp with time zone":
                return T0
            case "date":
                return T0.date()
                return T0.date() + timedelta(days=number)
            case "jsonb":
                return Jsonb({"canary": number})
            case "bytea":
                return number.to_bytes(column.length, "big")
            case _:
                raise AssertionError(f"{table.full}.{column.name}: teach seeds.py to make a value of {column.kind}")


def insert(table: Table, row: Values) -> tuple[sql.Composed, list[Any]]:
    """Return the statement that writes a row."""
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    holes = sql.SQL(", ").join([sql.Placeholder()] * len(row))
    return (
        sql.SQL("insert into {} ({}) values ({})").format(sql.Identifier(table.schema, table.name), names, holes),
        list(row.values()),
    )


def _columns(c: psycopg.Connection, table: Table) -> list[Column]:
    rows = c.execute(
        "select attname, format_type(atttypid, atttypmod), attnotnull and attidentity = '' and not atthasdef"
        " from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum",
        [table.full],
    ).fetchall()
    columns = {name: Column(name, kind, needed) for name, kind, needed in rows}
    for (check,) in c.execute(
        "select pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and conrelid = %s::regclass",
        [table.full],
    ).fetchall():
        if found := re.search(r"platform\.is_id\((\w+), '(\w+)'", check):
            columns[found[1]].prefix = found[2]
        elif found := re.search(r"\(?(\w+) (?:= ANY|<@) \(?ARRAY\[(.*?)\]", check):
            columns[found[1]].words = re.findall(r"'([^']+)'", found[2])
        elif found := re.search(r"length\((\w+)\) = (\d+)", check):
            columns[found[1]].length = int(found[2])
    return list(columns.values())


def _references(table: Table, foreign: list[ForeignKey], all_tables: list[Table]) -> dict[str, tuple[str, str]]:
    """Return for each column that points to another row: that table, seen from the same side, and its column."""
    keys = {each.full: Table(each.schema, each.name, table.side if table.side in each.shared else each.side).key for each in all_tables}
    return {
        column: (keys[target], aim)
        for _, columns, target, aims in foreign
        for column, aim in zip(columns, aims, strict=True)
        if column not in table.firms and column not in STAMPED
    }


def _in_order(unordered: list[Table], foreign: dict[str, list[ForeignKey]]) -> list[Table]:
    """Return tables with those that others point to first."""
    ordered: list[Table] = []
    left = list(unordered)
    while left:
        done = {table.full for table in ordered}
        ready = [t for t in left if all(to in done or to == t.full for _, _, to, _ in foreign[t.full])]
        assert ready, f"tables point to one another in a circle: {[t.full for t in left]}"
        ordered += ready
        left = [t for t in left if t not in ready]
    return ordered
