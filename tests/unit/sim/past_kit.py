"""What tests of past days share: a scenario's day with its journal, as the database would tell it."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from permanence.floor.world import Effects
from permanence.interaction.events import wire_name
from permanence.interaction.past import Past, Told, read_past
from permanence.sim.history_day import Trace, trace_of
from permanence.sim.scenario import read
from permanence.sim.shop import OPENS, DayReport, Shop


class KeptShop(Shop):
    """A day that keeps its journal."""

    def play(self) -> DayReport:
        self.told: list[Told] = []
        return super().play()

    def _look(self, effects: Effects) -> None:
        for line in effects.journal:
            self.told.append(Told(line.call, line.at, wire_name(type(line.fact)), msgspec.to_builtins(line.fact)))
        super()._look(effects)


def kept_day(text: str, seed: int = 1) -> tuple[KeptShop, DayReport, Past]:
    """Play a scenario; return the shop, what came of it, and its past as the journal tells it."""
    shop = KeptShop(read(text), seed)
    report = shop.play()
    return shop, report, read_past(shop.told)


def trace(shop: KeptShop, past: Past, since: datetime = OPENS, until: datetime | None = None) -> Trace:
    """Return a stretch of the day as something that can be played."""
    board = shop.stage.world.board
    until = until or OPENS + timedelta(hours=shop.scenario.hours)
    return trace_of(past, list(board.cards.values()), list(board.queues.values()), since, until)
