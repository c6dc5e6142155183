"""The rows of overflow in PostgreSQL, and what the journal tells of stretches that partners' agents had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import psycopg
from psycopg.types.json import Jsonb

from permanence.interaction.events import PartnerServed
from permanence.kernel.database import Connection
from permanence.kernel.ids import AnsweredId, FirmId, IdSource, QueueId
from permanence.kernel.page import BadCursor, Cursor, Page, cut
from permanence.kernel.queries import Queries
from permanence.ledger.model import CallLine
from permanence.synergy.model import Answered, Terms
from permanence.synergy.overflow import Overflow
from permanence.synergy.rating import whole_seconds

SQL = Queries.beside(__file__)


class PostgresOverflow:
    """Implements `ports.OverflowStore`."""

    async def rules(self, c: Connection) -> dict[QueueId, Overflow]:
        """Return when the firm's queues ask partners."""
        rows = await (await c.execute(SQL["rules"])).fetchall()
        return {queue: msgspec.json.decode(rule, type=Overflow) for queue, rule in rows}

    async def keep_rule(self, c: Connection, firm: FirmId, queue: QueueId, rule: Overflow, changed_at: datetime) -> bool:
        """Write one, or take it away where it names no partner; False: the firm has no such queue."""
        if not rule.partners:
            await c.execute(SQL["rule_drop"], {"queue": queue})
            return True
        values = {"firm": firm, "queue": queue, "rule": Jsonb(msgspec.to_builtins(rule)), "changed_at": changed_at}
        return await _kept(c, "rule_keep", values)

    async def receptions(self, c: Connection) -> dict[str, QueueId]:
        """Return by agreement the queue that receives."""
        return dict(await (await c.execute(SQL["own_receptions"])).fetchall())

    async def receive(self, c: Connection, firm: FirmId, agreement: str, queue: QueueId | None, changed_at: datetime) -> bool:
        """Write the queue of an agreement, or take it away; False: the firm has no such queue."""
        if queue is None:
            await c.execute(SQL["reception_drop"], {"agreement": agreement})
            return True
        values = {"firm": firm, "agreement": agreement, "queue": queue, "changed_at": changed_at}
        return await _kept(c, "reception_keep", values)

    async def answered(self, c: Connection, agreement: str | None, cursor: Cursor) -> Page[Answered]:
        """Return what was answered, the newest first; of one agreement or of all."""
        after_at, after_id = _place(cursor)
        values = {"agreement": agreement, "after_at": after_at, "after_id": after_id, "rows": cursor.limit + 1}
        rows = await (await c.execute(SQL["answered"], values)).fetchall()
        return cut([answered_of(row) for row in rows], cursor.limit, lambda each: (each.since.isoformat(), each.id))


class PostgresSettling:
    """Implements `ports.SettlingStore`."""

    def __init__(self, ids: IdSource) -> None:
        """Take new ids from there."""
        self._ids = ids

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        return [FirmId(firm) for (firm,) in await (await c.execute(SQL["all_firms"])).fetchall()]

    async def told(self, c: Connection, after: int, limit: int) -> tuple[Sequence[Answered], int]:
        """Return what the journal tells of partners' stretches after a position, and the position up to which was looked."""
        rows = await (await c.execute(SQL["told"], {"after": after, "rows": limit})).fetchall()
        return [self._of_journal(row) for row in rows], rows[-1][0] if rows else after

    async def keep(self, c: Connection, answered: Sequence[Answered]) -> Sequence[Answered]:
        """Write stretches; return those that were not there before."""
        new: list[Answered] = []
        for each in answered:
            values = {name: getattr(each, name) for name in each.__struct_fields__}
            if await (await c.execute(SQL["answered_add"], values)).fetchone() is not None:
                new.append(each)
        return new

    def _of_journal(self, row: Sequence[Any]) -> Answered:
        _, owner, interaction, seq, data, dialled, brand, arrived_at, owner_name, terms, number = row
        fact = msgspec.json.decode(data, type=PartnerServed)
        return Answered(
            id=AnsweredId(self._ids.new("ans")), owner=owner, answering=fact.firm, owner_name=owner_name, answering_name=fact.name,
            interaction=interaction, seq=seq, agreement=fact.agreement, version=fact.version, dialled=dialled, brand=brand,
            agent=fact.agent, alias=fact.alias, country=fact.country, caller=fact.caller, arrived_at=arrived_at, since=fact.since,
            until=fact.until, seconds=whole_seconds(fact.since, fact.until), terms=msgspec.json.decode(terms, type=Terms),
            number=number,
        )  # fmt: skip


class PostgresStretches:
    """Implements `ledger.ports.StretchDetails`."""

    async def of(self, c: Connection, causes: Sequence[str]) -> Mapping[str, CallLine]:
        """Return by id what is known of stretches."""
        rows = await (await c.execute(SQL["stretches"], {"ids": list(causes)})).fetchall()
        return {
            id_: CallLine(
                call=id_, answered_at=since, ended_at=until, seconds=seconds, owner=owner, answering=answering, number=dialled,
                agent=alias, agreement=agreement, version=number, amount=0, receipt=receipt,
            )
            for id_, since, until, seconds, owner, answering, dialled, alias, agreement, number, receipt in rows
        }  # fmt: skip


async def _kept(c: Connection, name: str, values: dict[str, Any]) -> bool:
    try:
        await c.execute(SQL[name], values)
    except psycopg.errors.ForeignKeyViolation:
        return False
    return True


def _place(cursor: Cursor) -> tuple[datetime | None, str | None]:
    if cursor.after is None:
        return None, None
    try:
        return datetime.fromisoformat(cursor.after[0]), cursor.after[1]
    except ValueError as error:
        raise BadCursor(param="cursor") from error


def answered_of(row: Sequence[Any]) -> Answered:
    """Return the stretch of a row, with the terms by which it is rated."""
    (
        id_, owner, answering, owner_name, answering_name, interaction, seq, agreement, version, dialled, brand, agent, alias, country,
        caller, arrived_at, since, until, seconds, terms, number,
    ) = row  # fmt: skip
    return Answered(
        id=id_, owner=owner, answering=answering, owner_name=owner_name, answering_name=answering_name, interaction=interaction,
        seq=seq, agreement=agreement, version=version, dialled=dialled, brand=brand, agent=agent, alias=alias, country=country,
        caller=caller, arrived_at=arrived_at, since=since, until=until, seconds=seconds,
        terms=msgspec.json.decode(terms, type=Terms), number=number,
    )  # fmt: skip
