"""A caller whom the switch kept while the platform was away has waited since then, not since he was taken up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from permanence.floor import machine
from permanence.floor.world import World
from permanence.flows.model import Directory, Flow, NumberCard, QueueNode
from permanence.interaction import signals as s
from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import BrandId, CountedIds, FirmId, FlowId, NumberId, QueueId
from permanence.routing.model import QueueCard

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def test_the_time_in_the_fall_back_counts_for_the_place() -> None:
    ids = CountedIds()
    firm, flow, queue = FirmId(ids.new("frm")), FlowId(ids.new("flw")), QueueId(ids.new("que"))
    number = NumberCard(
        NumberId(ids.new("num")), firm, "+33162000100", BrandId(ids.new("brd")), "Essai", "", "fr", "FR", flow
    )
    terms = QueueTerms(queue, "Essai")
    flows = {flow: Flow(flow, "Essai", "wait", {"wait": QueueNode("wait", queue)})}
    world = World()
    world.set_directory(Directory(firm, {number.e164: number}, flows, {}, {}, {queue: terms}))
    world.board.set_firm(firm, [], [QueueCard(terms, firm, ())], NOW)
    for channel, second, waited in (("sw-1", 0, 0), ("sw-2", 5, 0), ("sw-3", 9, 7)):
        at = NOW + timedelta(seconds=second)
        machine.receive(world, s.Arrived(channel, number.e164, None, "carrier", waited), at, ids)
    line = [world.calls[w.call].customer_channel for w in world.board.waiting[queue]]
    assert line == ["sw-1", "sw-3", "sw-2"]
