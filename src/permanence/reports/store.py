"""Rows of calls with the facts that tell why somebody waited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from permanence.kernel.database import Connection
from permanence.kernel.ids import InteractionId
from permanence.kernel.queries import Queries
from permanence.reports.lateness import KINDS
from permanence.reports.model import CallFacts, QueueName, Step
from permanence.reports.ports import Place

SQL = Queries.beside(__file__)
_STEPS = msgspec.json.Decoder(tuple[tuple[str, float, dict[str, object]], ...])


class PostgresPromises:
    """Implements `ports.PromiseStore`."""

    async def time_zone(self, c: Connection) -> str:
        """Return the name of the firm's time zone."""
        row = await (await c.execute(SQL["time_zone"])).fetchone()
        assert row is not None
        return row[0]

    async def queues(self, c: Connection) -> Sequence[QueueName]:
        """Return the firm's queues with what they promise today."""
        return [QueueName(*row) for row in await (await c.execute(SQL["queues"])).fetchall()]

    async def calls(
        self, c: Connection, since: datetime, until: datetime, after: Place | None, limit: int
    ) -> Sequence[CallFacts]:
        """Return customers' calls that arrived in a stretch of time, oldest first, after a place."""
        after_at, after_id = after or (None, None)
        values = {
            "since": since, "until": until, "after_at": after_at, "after_id": after_id, "rows": limit, "kinds": list(KINDS),
        }  # fmt: skip
        rows = await (await c.execute(SQL["calls"], values)).fetchall()
        return [
            CallFacts(InteractionId(id_), arrived_at, outcome, ended_by, tuple(Step(*step) for step in _STEPS.decode(steps)))
            for id_, arrived_at, outcome, ended_by, steps in rows
        ]
