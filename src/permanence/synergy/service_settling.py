"""Bringing what partners' agents answered from the journal into rows and into the books: once each, and together.

A stretch, its transfers and the place in the journal are written in one transaction, so a worker that is killed anywhere has done
either all of it or nothing, and begins again where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import structlog

from permanence.interaction.ports import AllFirms, Clock, Positions
from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId
from permanence.ledger.model import Parties, Stretch
from permanence.ledger.service import Books
from permanence.synergy.model import Answered, Payer
from permanence.synergy.ports import SettlingStore
from permanence.synergy.rating import charges

LINES_MAX = 500
log = structlog.get_logger("settling")


@dataclass(frozen=True, slots=True)
class Settler:
    """The worker's use case for stretches; one at a time works on an installation."""

    database: AllFirms
    store: SettlingStore
    positions: Positions
    books: Books
    clock: Clock

    async def catch_up(self) -> int:
        """Take in what the journal tells of stretches, rate and post it; return how many lines were read."""
        firms = await self.firms()
        if not firms:
            return 0
        async with self.database.firms(firms) as c:
            after = await self.positions.read(c)
            told, position = await self.store.told(c, after, LINES_MAX)
            if not told or list(await self.store.everyone(c)) != firms:
                return 0  # nothing new; or a firm was born meanwhile, whose lines were not seen: read again
            new = await self.store.keep(c, told)
            posted = await self._post(c, new)
            await self.positions.write(c, position)
        log.info("stretches_settled", stretches=len(new), transfers=posted)
        return len(told)

    async def firms(self) -> list[FirmId]:
        """Return all firms of the platform, in order."""
        async with self.database.nobody() as c:
            return list(await self.store.everyone(c))

    async def _post(self, c: Connection, answered: Sequence[Answered]) -> int:
        operator = await self.books.operator_within(c)
        return await self.books.post_answered(c, [stretch_of(each, operator) for each in answered], self.clock.now())


def stretch_of(answered: Answered, operator: FirmId) -> Stretch:
    """Return what a stretch is worth by its terms, on the day of the terms' zone on which it ended."""
    terms = answered.terms
    worth = charges(terms, answered.since, answered.seconds)
    return Stretch(
        answered.id, Parties(answered.owner, answered.answering, operator), terms.payer is Payer.PAYOUT, worth.owner, worth.answering,
        worth.platform, terms.currency, answered.seconds, answered.until.astimezone(ZoneInfo(terms.zone)).date(),
    )  # fmt: skip
