"""The rows of tariffs in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import psycopg
from psycopg.types.json import Jsonb

from permanence.kernel.database import Connection
from permanence.kernel.ids import CarrierFileId, FirmId, NumberId, PromptId, TariffId
from permanence.kernel.queries import Queries
from permanence.kernel.store import told
from permanence.tariffs.carrier_file import Columns
from permanence.tariffs.model import (
    Basis,
    CarrierFile,
    CarrierLine,
    ChargedCall,
    Handled,
    MonthTerms,
    PricedNumber,
    Tariff,
    Use,
    Version,
)

SQL = Queries.beside(__file__)


class PostgresTariffs:
    """Implements `ports.TariffStore`."""

    async def numbers(self, c: Connection) -> Sequence[PricedNumber]:
        """Return the firm's numbers with all their tariffs, by number."""
        versions = await load_versions(c)
        rows = await (await c.execute(SQL["numbers"])).fetchall()
        return [PricedNumber(*row, versions=tuple(each for each in versions if each.number_id == row[0])) for row in rows]

    async def silent(self, c: Connection, prompts: Sequence[PromptId]) -> Sequence[PromptId]:
        """Return those of some messages that have no sound."""
        return [id_ for (id_,) in await (await c.execute(SQL["silent"], {"prompts": list(prompts)})).fetchall()]

    async def keep(self, c: Connection, version: Version) -> None:
        """Write a tariff; of several of one number and day the last holds."""
        values: dict[str, Any] = {name: getattr(version, name) for name in version.__struct_fields__ if name != "tariff"}
        values |= {name: getattr(version.tariff, name) for name in version.tariff.__struct_fields__}
        try:
            await c.execute(SQL["version_add"], values)
        except psycopg.IntegrityError as error:
            raise told(error, removing=False) from error

    async def drop(self, c: Connection, tariff: TariffId) -> None:
        """Take a tariff away."""
        await c.execute(SQL["version_drop"], {"id": tariff})

    async def terms(self, c: Connection) -> MonthTerms:
        """Return what the firm says of its costs."""
        row = await (await c.execute(SQL["terms"])).fetchone()
        return MonthTerms(row[0]) if row is not None else MonthTerms()

    async def keep_terms(self, c: Connection, firm: FirmId, terms: MonthTerms, now: datetime) -> None:
        """Write what the firm says of its costs."""
        await c.execute(SQL["terms_keep"], {"firm": firm, "hour_cost": terms.hour_cost, "changed_at": now})

    async def columns(self, c: Connection) -> Columns | None:
        """Return by which columns the last file was read."""
        row = await (await c.execute(SQL["columns"])).fetchone()
        return msgspec.json.decode(row[0], type=Columns) if row is not None else None

    async def keep_file(
        self, c: Connection, firm: FirmId, id_: CarrierFileId, name: str, columns: Columns, reading: tuple[int, Sequence[CarrierLine]],
        now: datetime,
    ) -> CarrierFile:
        """Write a file (its lines, those taken) and what it confirms; lines that are there already change nothing."""
        lines, taken = reading
        keys = {"firm": firm, "keys": [line.key for line in taken]}
        new = {key for (key,) in await (await c.execute(SQL["lines_new"], keys)).fetchall()}
        file = CarrierFile(id_, name, now, lines, len(taken), len(new))
        values = {each: getattr(file, each) for each in file.__struct_fields__}
        await c.execute(SQL["file_add"], {**values, "firm": firm, "columns": Jsonb(msgspec.to_builtins(columns))})
        rows = [
            {**{each: getattr(line, each) for each in line.__struct_fields__}, "firm": firm, "file": id_}
            for line in taken
            if line.key in new
        ]
        async with c.cursor() as cursor:
            await cursor.executemany(SQL["line_add"], rows)
        return file

    async def files(self, c: Connection, limit: int) -> Sequence[CarrierFile]:
        """Return the files that were read, the latest first."""
        return [CarrierFile(*row) for row in await (await c.execute(SQL["files"], {"rows": limit})).fetchall()]

    async def charged(self, c: Connection, number: NumberId | None, month: date, limit: int) -> Sequence[ChargedCall]:
        """Return the calls of a month that were charged by our reckoning; of one number or of all."""
        rows = await c.execute(SQL["charged"], {"month": month, "number": number, "rows": limit})
        return [ChargedCall(*row) for row in await rows.fetchall()]

    async def confirmed(self, c: Connection, number: str | None, since: datetime, until: datetime, limit: int) -> Sequence[CarrierLine]:
        """Return what carriers confirm of a stretch of time; of one number (E.164) or of all."""
        values = {"number": number, "since": since, "until": until, "rows": limit}
        return [CarrierLine(*row) for row in await (await c.execute(SQL["confirmed"], values)).fetchall()]

    async def handled(self, c: Connection, since: datetime, until: datetime) -> Sequence[Handled]:
        """Return by number what agents answered of the calls that came in a stretch of time."""
        rows = await (await c.execute(SQL["handled"], {"since": since, "until": until})).fetchall()
        return [Handled(NumberId(number), calls, seconds) for number, calls, seconds in rows]


async def load_versions(c: Connection) -> list[Version]:
    """Return all tariffs of the transaction's firms, in the order in which they begin."""
    return [_version(row) for row in await (await c.execute(SQL["versions"])).fetchall()]


def _version(row: Sequence[Any]) -> Version:
    (
        firm, id_, number_id, number, country, starts_on, use, basis, price, payout_permille, announcement, warning, capped, longest_s,
        entered_at, entered_by,
    ) = row  # fmt: skip
    tariff = Tariff(
        use=Use(use), basis=Basis(basis), price=price, payout_permille=payout_permille, announcement=announcement, warning=warning,
        capped=capped, longest_s=longest_s,
    )  # fmt: skip
    return Version(id_, firm, number_id, number, country, starts_on, tariff, entered_at, entered_by)
