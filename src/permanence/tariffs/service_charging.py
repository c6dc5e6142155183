"""Bringing charged calls from the journal into rows: once each. Rows and the place in the journal are written in one transaction, so
a worker that is killed anywhere has done either all of it or nothing, and begins again where it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from permanence.interaction.ports import AllFirms, Positions
from permanence.tariffs.ports import ChargingStore

LINES_MAX = 500


@dataclass(frozen=True, slots=True)
class Charger:
    """The worker's use case for charged calls; one at a time works on an installation."""

    database: AllFirms
    store: ChargingStore
    positions: Positions

    async def catch_up(self) -> int:
        """Take in what the journal tells of charged calls; return how many were read."""
        async with self.database.nobody() as c:
            firms = list(await self.store.everyone(c))
        if not firms:
            return 0
        async with self.database.firms(firms) as c:
            after = await self.positions.read(c)
            charged, position = await self.store.told(c, after, LINES_MAX)
            if position == after or list(await self.store.everyone(c)) != firms:
                return 0  # nothing new; or a firm was born meanwhile, whose lines were not seen: read again
            await self.store.keep(c, charged)
            await self.positions.write(c, position)
        return len(charged)
