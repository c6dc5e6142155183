"""Every table x every command x every context, as each role: what happened must be what isolation promises.

A cell is one statement in a transaction that is rolled back. What must happen follows from the rights granted and
from the context alone: with the right, one's own rows are there; another firm's are not; without a firm nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import psycopg
from psycopg import sql

from tests.integration.isolation.catalog import ONE_FOR_ALL_FIRMS, Table
from tests.integration.isolation.seeds import OF_THE_ROW, Seeder, Values, insert

NO_FIRM, NO_RIGHT, NO_PARENT, TWICE = "PF001", "42501", "23503", "23505"
NOT_SUPPORTED = "0A000"
SETTING = {"permanence_app": "permanence.firm", "permanence_floor": "permanence.firms"}
MALFORMED = ("frm_", "frm_00000000000000000000000001 or true", "per_00000000000000000000000001", "%", "null")
NEVER_SET = object()

Outcome = str
"""``rows:N`` for so many rows of the firm that was aimed at, else the SQLSTATE of the refusal."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One probe and what came of it."""

    role: str
    table: str
    command: str
    context: str
    wanted: tuple[str, ...]
    got: Outcome

    @property
    def holds(self) -> bool:
        """Say whether isolation held."""
        return self.got in self.wanted

    def __str__(self) -> str:
        """Tell it in a line."""
        return f"{self.role} {self.command} {self.table} as {self.context}: wanted {'/'.join(self.wanted)}, got {self.got}"


@dataclass(frozen=True, slots=True)
class Command:
    """A way to reach rows: the rights it needs, and how it is tried on the rows of a firm."""

    name: str
    needs: tuple[str, ...]
    run: Callable[[psycopg.Connection, Seeder, Table, str, str], Outcome]
    own: tuple[str, ...] = ("rows:1",)
    other: tuple[str, ...] = ("rows:0",)


def _t(table: Table) -> sql.Identifier:
    return sql.Identifier(table.schema, table.name)


def _count(c: psycopg.Connection, statement: str, table: Table, firm: str, column: str) -> Outcome:
    parts = {"t": _t(table), "f": sql.Identifier(table.firm), "u": sql.Identifier(column)}
    query = sql.SQL(statement).format(**parts)  # type: ignore[arg-type]
    return f"rows:{len(c.execute(query, [firm]).fetchall())}"


def _select(c: psycopg.Connection, _: Seeder, table: Table, firm: str, column: str) -> Outcome:
    return _count(c, "select {f} from {t} where {f} = %s", table, firm, column)


def _select_all(c: psycopg.Connection, _: Seeder, table: Table, firm: str, column: str) -> Outcome:
    """No condition of ours: the policy alone keeps rows away."""
    rows = c.execute(sql.SQL("select {f} from {t}").format(t=_t(table), f=sql.Identifier(table.firm))).fetchall()
    return f"rows:{sum(row == (firm,) for row in rows)}"


def _lock(c: psycopg.Connection, _: Seeder, table: Table, firm: str, column: str) -> Outcome:
    return _count(c, "select {f} from {t} where {f} = %s for update", table, firm, column)


def _update(c: psycopg.Connection, _: Seeder, table: Table, firm: str, column: str) -> Outcome:
    query = sql.SQL("update {t} set {u} = {u} where {f} = %s").format(
        t=_t(table), f=sql.Identifier(table.firm), u=sql.Identifier(column)
    )
    return f"rows:{c.execute(query, [firm]).rowcount}"


def _returning(c: psycopg.Connection, _: Seeder, table: Table, firm: str, column: str) -> Outcome:
    return _count(c, "update {t} set {u} = {u} where {f} = %s returning {f}", table, firm, column)


def _delete(c: psycopg.Connection, _: Seeder, table: Table, firm: str, column: str) -> Outcome:
    query = sql.SQL("delete from {t} where {f} = %s").format(t=_t(table), f=sql.Identifier(table.firm))
    return f"rows:{c.execute(query, [firm]).rowcount}"


def _insert(c: psycopg.Connection, seeder: Seeder, table: Table, firm: str, column: str) -> Outcome:
    statement, values = insert(table, seeder.fresh(table, firm))
    return f"rows:{c.execute(statement, values).rowcount}"


def _upsert(c: psycopg.Connection, seeder: Seeder, table: Table, firm: str, column: str) -> Outcome:
    statement, values = insert(table, seeder.rows[table.key, firm])
    keys = sql.SQL(", ").join(map(sql.Identifier, _primary_key(seeder, table)))
    tail = sql.SQL(" on conflict ({}) do update set {} = excluded.{}").format(
        keys, sql.Identifier(column), sql.Identifier(column)
    )
    return f"rows:{c.execute(statement + tail, values).rowcount}"


def _merge(c: psycopg.Connection, seeder: Seeder, table: Table, firm: str, column: str) -> Outcome:
    row = seeder.rows[table.key, firm]
    keys = _primary_key(seeder, table)
    query = sql.SQL(
        "merge into {t} using (select 1) as one on {on} when matched then update set {u} = t.{u}"
        " when not matched then insert ({names}) values ({holes})"
    ).format(
        t=sql.SQL("{} as t").format(_t(table)),
        on=sql.SQL(" and ").join(sql.SQL("t.{} = %s").format(sql.Identifier(key)) for key in keys),
        u=sql.Identifier(column),
        names=sql.SQL(", ").join(map(sql.Identifier, row)),
        holes=sql.SQL(", ").join([sql.Placeholder()] * len(row)),
    )
    return f"rows:{c.execute(query, [*(row[key] for key in keys), *row.values()]).rowcount}"


def _copy_out(c: psycopg.Connection, _: Seeder, table: Table, firm: str, column: str) -> Outcome:
    query = sql.SQL("copy {} ({}) to stdout").format(_t(table), sql.Identifier(table.firm))
    found = 0
    with c.cursor() as cursor, cursor.copy(query) as copy:
        for line in copy:
            found += bytes(line).strip() == firm.encode()
    return f"rows:{found}"


def _copy_in(c: psycopg.Connection, seeder: Seeder, table: Table, firm: str, column: str) -> Outcome:
    row = seeder.fresh(table, firm)
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    with c.cursor() as cursor:
        with cursor.copy(sql.SQL("copy {} ({}) from stdin").format(_t(table), names)) as copy:
            copy.write_row(tuple(row.values()))
        return f"rows:{cursor.rowcount}"


ROWS_OR_NEEDED = ("rows:1", NO_PARENT)
"""A row of ours that others of ours need cannot be deleted; the refusal shows that it was reached."""
NEW_OR_TWICE = ("rows:1", TWICE)
"""Where all of a key points to other rows, a second row of the same firm meets the first."""

COMMANDS = (
    Command("select", ("SELECT",), _select),
    Command("select all", ("SELECT",), _select_all),
    Command("select for update", ("SELECT", "UPDATE"), _lock),
    Command("copy out", ("SELECT",), _copy_out),
    Command("insert", ("INSERT",), _insert, NEW_OR_TWICE, (NO_RIGHT,)),
    Command("copy in", ("INSERT",), _copy_in, (NOT_SUPPORTED,), (NOT_SUPPORTED,)),
    Command("update", ("SELECT", "UPDATE"), _update),
    Command("update returning", ("SELECT", "UPDATE"), _returning),
    Command("delete", ("SELECT", "DELETE"), _delete, ROWS_OR_NEEDED),
    Command("upsert", ("SELECT", "INSERT", "UPDATE"), _upsert, ("rows:1",), (NO_RIGHT,)),
    Command("merge", ("SELECT", "INSERT", "UPDATE"), _merge, ("rows:1",), (NO_RIGHT,)),
)


def _primary_key(seeder: Seeder, table: Table) -> list[str]:
    return next(columns for name, columns in seeder.unique[table.full] if name.endswith("_pkey"))


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role may do with a table, and a column that it may write again."""

    held: frozenset[str]
    column: str

    def cover(self, needs: tuple[str, ...]) -> bool:
        """Say whether these needs are met."""
        return self.held.issuperset(needs)


def rights_of(c: psycopg.Connection, role: str, table: Table) -> Rights:
    """Ask the catalog."""
    row = c.execute(
        "select array(select r from unnest(array['SELECT', 'INSERT', 'UPDATE']) as r"
        " where has_any_column_privilege(%(role)s, %(table)s, r)),"
        " has_table_privilege(%(role)s, %(table)s, 'DELETE'),"
        " array(select attname::text from pg_attribute where attrelid = %(table)s::regclass and attnum > 0"
        " and not attisdropped and has_column_privilege(%(role)s, attrelid, attnum, 'UPDATE'))",
        {"role": role, "table": table.full},
    ).fetchone()
    assert row is not None
    held, deletes, columns = row
    column = table.firm if table.firm in columns or not columns else columns[0]
    return Rights(frozenset([*held, *(["DELETE"] if deletes else [])]), column)


class Prober:
    """Tries commands as one role. With `acting` the connection is an administrator's that takes the role on."""

    def __init__(self, seeder: Seeder, role: str, c: psycopg.Connection, *, acting: bool = False) -> None:
        """Use this connection, which is of the role or may take it on."""
        self.seeder, self.role, self.c, self.acting = seeder, role, c, acting

    def attempt(self, setting: object, work: Callable[[], Outcome]) -> Outcome:
        """Do something with this setting in a transaction that leaves nothing."""
        try:
            with self.c.transaction(force_rollback=True):
                opening = f"set local role {self.role};" if self.acting else ""
                if setting is not NEVER_SET:
                    opening += f"set local {SETTING[self.role]} = '{setting}'"
                if opening:
                    self.c.execute(opening.encode())
                return work()
        except psycopg.Error as error:
            return error.sqlstate or type(error).__name__

    def table(self, table: Table, own: str, other: str, contexts: tuple[str, ...] = ()) -> Iterator[Cell]:
        """Try everything on one table."""
        rights = rights_of(self.seeder.c, self.role, table)
        for command in COMMANDS:
            allowed = rights.cover(command.needs)
            for context, setting, aim, wanted in _contexts(command, own, other):
                if not contexts or context in contexts:
                    want = wanted if allowed else _refused(wanted)
                    got = self.attempt(setting, partial(command.run, self.c, self.seeder, table, aim, rights.column))
                    yield Cell(self.role, table.full, command.name, context, want, got)
        if not contexts or "other" in contexts:
            yield self._move(table, own, other)
            yield from self._parents(table, own, other, rights.cover(("INSERT",)))
            yield from self._keys(table, own, other)

    def never_set(self, table: Table, own: str, fresh: psycopg.Connection) -> Iterator[Cell]:
        """Try everything on a connection on which no firm was ever named."""
        prober = Prober(self.seeder, self.role, fresh)
        rights = rights_of(self.seeder.c, self.role, table)
        for command in COMMANDS:
            allowed = rights.cover(command.needs)
            wanted = (NO_FIRM, NOT_SUPPORTED) if command.name == "copy in" else (NO_FIRM,)
            got = prober.attempt(NEVER_SET, partial(command.run, fresh, self.seeder, table, own, rights.column))
            yield Cell(self.role, table.full, command.name, "none", wanted if allowed else _refused(wanted), got)

    def _move(self, table: Table, own: str, other: str) -> Cell:
        """One's own row may not be given to another firm."""
        query = sql.SQL("update {t} set {f} = %s where {f} = %s").format(t=_t(table), f=sql.Identifier(table.firm))
        got = self.attempt(own, lambda: f"rows:{self.c.execute(query, [other, own]).rowcount}")
        return Cell(self.role, table.full, "update to other firm", "other", (NO_RIGHT,), got)

    def _parents(self, table: Table, own: str, other: str, allowed: bool) -> Iterator[Cell]:
        """Another firm's row is no parent, and cannot be told from one that does not exist."""
        pointing = self.seeder.references[table.key]
        plain = {column.name for column in self.seeder.columns[table.full] if column.kind in ("date", "integer")}
        control = self.attempt(own, lambda: self._insert(table, own, {}))
        for name, columns, _, _ in self.seeder.foreign[table.full]:
            for column in [each for each in columns if each in pointing and each not in plain]:
                target, aim = pointing[column]
                theirs = self.seeder.rows[target, other][aim]
                for value in (theirs, f"{theirs[:-4]}zzzz"):
                    got = self.attempt(own, lambda v=value, n=column: self._insert(table, own, {n: v}))
                    # Where any second row of our own meets the first, it does so before its parent is looked for.
                    wanted = (NO_PARENT, *((TWICE,) if control == TWICE else ())) if allowed else (NO_RIGHT,)
                    yield Cell(self.role, table.full, f"foreign key {name}", "other", wanted, got)

    def _keys(self, table: Table, own: str, other: str) -> Iterator[Cell]:
        """Another firm's unique values are as free for us as new ones: nothing tells that they are taken there."""
        control = self.attempt(own, lambda: self._insert(table, own, {}))
        for name, columns in self.seeder.unique[table.full]:
            pointing = self.seeder.references[table.key]
            theirs = {
                column: self.seeder.rows[table.key, other][column]
                for column in columns
                if column not in table.firms and column in self.seeder.rows[table.key, other] and column not in pointing
                and (table.full, column) not in OF_THE_ROW
            }
            if name not in ONE_FOR_ALL_FIRMS and theirs:
                got = self.attempt(own, lambda v=theirs: self._insert(table, own, v))
                yield Cell(self.role, table.full, f"unique {name}", "other", (control,), got)

    def _insert(self, table: Table, firm: str, changed: Values) -> Outcome:
        statement, values = insert(table, self.seeder.fresh(table, firm) | changed)
        return f"rows:{self.c.execute(statement, values).rowcount}"


def _refused(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Without the right the refusal comes first; copying in is refused for row security's sake even before that."""
    return (NO_RIGHT, NOT_SUPPORTED) if NOT_SUPPORTED in wanted else (NO_RIGHT,)


def _contexts(command: Command, own: str, other: str) -> Iterator[tuple[str, object, str, tuple[str, ...]]]:
    nobody = (NO_FIRM, NOT_SUPPORTED) if command.name == "copy in" else (NO_FIRM,)
    yield "own", own, own, command.own
    yield "other", own, other, command.other
    yield "empty", "", own, nobody
    for text in MALFORMED:
        yield "malformed", text, own, nobody
