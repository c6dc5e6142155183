"""The worker's part in complaints: ties what was told to its call, closes what was answered, and reckons how partners stand.

A telling becomes a complaint in one transaction in which it is taken away: a worker that is killed anywhere begins again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from permanence.firms.ports import FloorDoor
from permanence.interaction.ports import AllFirms
from permanence.kernel.database import Connection
from permanence.kernel.ids import ComplaintId, FirmId, IdSource, InteractionId
from permanence.quality.model import Standing, Stretch, Telling
from permanence.quality.ports import TyingStore
from permanence.quality.reference import reference_of, span_of, tidied
from permanence.quality.rules import WINDOW, has_moved, judged, must_wait, tie

TELLINGS_MAX = 200


@dataclass(frozen=True, slots=True)
class Tying:
    """The worker's use case for complaints; one at a time works on an installation."""

    database: AllFirms
    store: TyingStore
    ids: IdSource
    floor: FloorDoor
    key: bytes = field(repr=False)

    async def catch_up(self, now: datetime) -> int:
        """Tie what was told, close what was answered; return how many there were. Without an operator all waits."""
        firms = await self._firms()
        if not firms:
            return 0
        async with self.database.firms(firms) as c:
            operator = await self.store.operator(c)
            tied = 0
            if operator is not None:
                for telling in await self.store.told(c, TELLINGS_MAX):
                    tied += await self._tie(c, telling, operator, now)
            return tied + await self.store.close_answered(c)

    async def reckon(self, now: datetime) -> list[Standing]:
        """Write how partners stand where that changed; return those of which the floor was told."""
        firms = await self._firms()
        if not firms:
            return []
        async with self.database.firms(firms) as c:
            before = {each.agreement: each for each in await self.store.kept_standings(c)}
            after = [judged(each) for each in await self.store.counts(c, now - WINDOW)]
            for each in after:
                if each != before.get(each.agreement):
                    await self.store.keep_standing(c, each, now)
        moved = [each for each in after if has_moved(before.get(each.agreement), each)]
        for owner in sorted({each.owner for each in moved}):
            await self.floor.reload(owner)
        return moved

    async def _tie(self, c: Connection, telling: Telling, operator: FirmId, now: datetime) -> int:
        found = await self._found(c, telling, now)
        if found is not None and must_wait(telling, await self.store.is_open(c, found[1]), now - telling.told_at):
            return 0
        stretches: Sequence[Stretch] = await self.store.stretches(c, found[1]) if found is not None else ()
        hours = await self.store.hours_of(c, found[0] if found is not None else operator)
        id_ = ComplaintId(self.ids.new("cpl"))
        await self.store.keep(c, telling, tie(id_, telling, found, stretches, operator, hours))
        return 1

    async def _found(self, c: Connection, telling: Telling, now: datetime) -> tuple[FirmId, InteractionId] | None:
        if telling.interaction is not None:
            owner = await self.store.owner_of(c, telling.interaction)
            return (owner, telling.interaction) if owner is not None else None
        span = span_of(telling.reference, now)
        if span is None:
            return None
        calls = await self.store.calls_between(c, *span)
        wanted = tidied(telling.reference)
        return next((each for each in calls if tidied(reference_of(self.key, each[1])) == wanted), None)

    async def _firms(self) -> list[FirmId]:
        async with self.database.nobody() as c:
            return list(await self.store.everyone(c))
