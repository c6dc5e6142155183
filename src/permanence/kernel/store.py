"""What stores of simple things share: five statements a table, and a database's refusals as sentences.

A table `thing` brings its statements as `thing_list`, `thing_one`, `thing_add`, `thing_change`, `thing_remove`;
the list is sorted by its label and id, and starts after the parameters `after_label` and `after_id`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import psycopg
from psycopg.rows import dict_row

from permanence.kernel.database import Connection
from permanence.kernel.errors import InUse, Invalid, NotFound, Refused
from permanence.kernel.ids import FirmId
from permanence.kernel.page import Cursor, Page, cut
from permanence.kernel.queries import Queries

T = TypeVar("T")
Row = dict[str, Any]


class NameTaken(Refused):
    """This name is already taken."""

    code = "name.taken"


class ReferenceUnknown(Invalid):
    """{what} does not exist."""

    code = "reference.unknown"


_COLUMN = re.compile(r"_firm_id_(?P<column>[a-z_]+)_fkey$")


def told(error: psycopg.IntegrityError, *, removing: bool, taken: Callable[[], Refused] = NameTaken) -> Exception:
    """Return the refusal that a person can act on."""
    match error:
        case psycopg.errors.UniqueViolation():
            return taken()
        case psycopg.errors.ForeignKeyViolation() if removing:
            return InUse(users=error.diag.table_name or "?")
        case psycopg.errors.ForeignKeyViolation():
            found = _COLUMN.search(error.diag.constraint_name or "")
            column = found["column"] if found else "?"
            return ReferenceUnknown(param=column, what=column)
        case psycopg.errors.CheckViolation():
            return Invalid(f"The value breaks the rule '{error.diag.constraint_name}'.")
        case _:
            return error


class TableRows(Generic[T]):
    """Implements `firms.ports.Rows` for one table."""

    def __init__(
        self,
        queries: Queries,
        thing: str,
        read: Callable[[Row], T],
        write: Callable[[T], Mapping[str, Any]],
        label: Callable[[T], tuple[str, str]],
        taken: Callable[[], Refused] = NameTaken,
    ) -> None:
        """Say how a row is read and written, and its sort key: label and id."""
        self._queries, self._thing, self._read, self._write = queries, thing, read, write
        self._label, self._taken = label, taken

    async def list(self, c: Connection, cursor: Cursor) -> Page[T]:
        """Return things by label."""
        label, id_ = cursor.after or (None, None)
        values = {"after_label": label, "after_id": id_, "rows": cursor.limit + 1}
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(self._queries[f"{self._thing}_list"], values)
            found = [self._read(row) for row in await rows.fetchall()]
        return cut(found, cursor.limit, self._label)

    async def one(self, c: Connection, id_: str) -> T:
        """Return one thing; raise `NotFound`."""
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(self._queries[f"{self._thing}_one"], {"id": id_})
            row = await rows.fetchone()
        if row is None:
            raise NotFound
        return self._read(row)

    async def add(self, c: Connection, firm: FirmId, thing: T) -> None:
        """Write a new thing."""
        await self._run(c, "add", {**self._write(thing), "firm": firm})

    async def change(self, c: Connection, firm: FirmId, thing: T) -> None:
        """Write a thing again."""
        await self._run(c, "change", {**self._write(thing), "firm": firm})

    async def remove(self, c: Connection, id_: str) -> None:
        """Delete a thing; raise `InUse` where others need it."""
        await self._run(c, "remove", {"id": id_}, removing=True)

    async def _run(self, c: Connection, verb: str, values: Mapping[str, Any], *, removing: bool = False) -> None:
        try:
            await c.execute(self._queries[f"{self._thing}_{verb}"], values)
        except psycopg.IntegrityError as error:
            raise told(error, removing=removing, taken=self._taken) from error
