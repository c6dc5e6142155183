"""The rows of the market's notices in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from permanence.kernel.database import Connection
from permanence.kernel.ids import NoticeId
from permanence.kernel.queries import Queries
from permanence.synergy.market import Notice, Published

SQL = Queries.beside(__file__)


class PostgresNotices:
    """Implements `ports.NoticeStore`."""

    async def own(self, c: Connection) -> Sequence[Published]:
        """Return the firm's own, the newest first."""
        return [_published(row) for row in await (await c.execute(SQL["own_notices"])).fetchall()]

    async def others(self, c: Connection, since: date) -> Sequence[Published]:
        """Return those of other firms that are shown on this day or later, the newest first."""
        return [_published(row) for row in await (await c.execute(SQL["others_notices"], {"since": since})).fetchall()]

    async def add(self, c: Connection, published: Published) -> None:
        """Write one of the firm's own."""
        values = {
            "firm": published.firm, "id": published.id, "notice": Jsonb(msgspec.to_builtins(published.notice)),
            "expires_on": published.notice.expires_on, "published_at": published.published_at,
        }  # fmt: skip
        await c.execute(SQL["notice_add"], values)

    async def drop(self, c: Connection, id_: NoticeId) -> bool:
        """Take one of the firm's own away; False: it has none of this id."""
        return (await c.execute(SQL["notice_drop"], {"id": id_})).rowcount == 1


def _published(row: Sequence[Any]) -> Published:
    id_, firm, name, published_at, notice = row
    return Published(id_, firm, name, published_at, msgspec.json.decode(notice, type=Notice))
