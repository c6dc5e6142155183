"""The rows of advertisements in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from psycopg.types.json import Jsonb

from permanence.adverts.model import CURRENCY, Advert, CallSeen
from permanence.adverts.ports import Place
from permanence.kernel.database import Connection
from permanence.kernel.ids import AdvertId, FirmId, NumberId, PersonId
from permanence.kernel.queries import Queries

SQL = Queries.beside(__file__)


class PostgresAdverts:
    """Implements `ports.AdvertStore`."""

    async def hold(self, c: Connection, firm: FirmId) -> None:
        """Let nobody else change the firm's advertisements until the transaction ends."""
        await c.execute(SQL["hold"], {"firm": firm})

    async def adverts(self, c: Connection) -> Sequence[Advert]:
        """Return the firm's advertisements, by birth."""
        return [
            msgspec.structs.replace(msgspec.json.decode(document, type=Advert), token=token, address=address)
            for document, token, address in await (await c.execute(SQL["adverts"])).fetchall()
        ]

    async def numbers(self, c: Connection) -> Sequence[NumberId]:
        """Return the numbers that the firm has."""
        return [NumberId(id_) for (id_,) in await (await c.execute(SQL["numbers"])).fetchall()]

    async def keep(self, c: Connection, firm: FirmId, advert: Advert, now: datetime) -> None:
        """Write an advertisement, new or again."""
        document = Jsonb(advert, dumps=msgspec.json.encode)
        values = {"firm": firm, "id": advert.id, "token": advert.token, "address": advert.address, "document": document, "now": now}
        await c.execute(SQL["keep"], values)

    async def remove(self, c: Connection, id_: str) -> bool:
        """Delete one with its visits; False where there is none."""
        return (await c.execute(SQL["remove"], {"id": id_})).rowcount == 1

    async def give_code(self, c: Connection, firm: FirmId, call: str, code: str, person: PersonId, now: datetime) -> bool:
        """Write the code that a caller gave, or take it away where it is empty; False where the firm has no such call."""
        found = await (await c.execute(SQL["call_there"], {"call": call})).fetchone()
        if found is None or not found[0]:
            return False
        if code:
            await c.execute(SQL["code_keep"], {"firm": firm, "call": call, "code": code, "person": person, "now": now})
        else:
            await c.execute(SQL["code_drop"], {"call": call})
        return True

    async def calls(
        self, c: Connection, since: datetime, until: datetime, zone: ZoneInfo, after: Place | None, limit: int
    ) -> tuple[Sequence[CallSeen], Place | None]:
        """Return calls to the firm that arrived in a stretch of time, oldest first, after a place; and the place of the last one."""
        after_at, after_id = after or (None, None)
        values = {"since": since, "until": until, "after_at": after_at, "after_id": after_id, "rows": limit, "currency": CURRENCY}
        rows = await (await c.execute(SQL["calls"], values)).fetchall()
        calls = [CallSeen(arrived_at.astimezone(zone).date(), *told) for _, arrived_at, *told in rows]
        return calls, (rows[-1][1], rows[-1][0]) if rows else None

    async def visits(self, c: Connection, since: datetime, until: datetime) -> Mapping[AdvertId, int]:
        """Return how many visits each advertisement's page had in a stretch of time."""
        rows = await (await c.execute(SQL["visits"], {"since": since, "until": until})).fetchall()
        return {AdvertId(id_): visits for id_, visits in rows}

    async def visit(self, c: Connection, token: str, now: datetime) -> str | None:
        """Count a visit, in a transaction without a firm; return the page's address, None where the token leads nowhere."""
        row = await (await c.execute(SQL["visit"], {"token": token, "now": now})).fetchone()
        return row[0] if row is not None else None
