"""A caller whom the switch kept while the platform was away has waited since then, not since he was taken up."""

from __future__ import annotations

from datetime import timedelta

from permanence.floor import machine
from permanence.floor.world import World
from permanence.interaction import signals as s
from permanence.kernel.ids import CountedIds
from tests.unit.floor.floor_kit import E164, NOW, small_firm


def test_the_time_in_the_fall_back_counts_for_the_place() -> None:
    ids, world = CountedIds(), World()
    firm = small_firm(ids)
    firm.opens_in(world, staffed=False)
    for channel, second, waited in (("sw-1", 0, 0), ("sw-2", 5, 0), ("sw-3", 9, 7)):
        at = NOW + timedelta(seconds=second)
        machine.receive(world, s.Arrived(channel, E164, None, "carrier", waited), at, ids)
    line = [world.calls[w.call].customer_channel for w in world.board.waiting_in(firm.queue)]
    assert line == ["sw-1", "sw-3", "sw-2"]
