"""An offer that was cut short because the floor was away is no fault of the agent, who stays ready and is rung again."""

from __future__ import annotations

from datetime import UTC, datetime

from permanence.floor import asks, machine
from permanence.floor import intents as i
from permanence.floor.world import World
from permanence.flows.model import Directory, Flow, NumberCard, QueueNode
from permanence.interaction import signals as s
from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import AgentId, BrandId, CountedIds, FirmId, FlowId, NumberId, PersonId, QueueId
from permanence.routing.model import AgentCard, Device, Presence, QueueCard

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def test_the_agent_stays_ready_and_the_caller_is_offered_again() -> None:
    ids = CountedIds()
    firm, flow, queue = FirmId(ids.new("frm")), FlowId(ids.new("flw")), QueueId(ids.new("que"))
    agent = AgentId(ids.new("agt"))
    number = NumberCard(
        NumberId(ids.new("num")), firm, "+33162000100", BrandId(ids.new("brd")), "Essai", "", "fr", "FR", flow
    )
    terms = QueueTerms(queue, "Essai")
    flows = {flow: Flow(flow, "Essai", "wait", {"wait": QueueNode("wait", queue)})}
    world = World()
    world.set_directory(Directory(firm, {number.e164: number}, flows, {}, {}, {queue: terms}))
    card = AgentCard(agent, firm, PersonId("per_1"), "Ana", "PJSIP/ana", Device.FIXED, {}, False)
    world.board.set_firm(firm, [card], [QueueCard(terms, firm, ())], NOW)
    asks.do(world, agent, i.Ready(), NOW, ids)
    machine.receive(world, s.Arrived("sw-1", number.e164, None, "carrier"), NOW, ids)
    (call,) = world.calls.values()
    assert call.offer is not None
    first = call.offer.channel
    machine.receive(world, s.Gone(first, 0), NOW, ids)
    assert call.offer is not None
    assert call.offer.channel != first
    assert world.board.presence(agent) is Presence.OFFERED
    # A telephone that says no is the agent's own doing.
    machine.receive(world, s.Gone(call.offer.channel, 21), NOW, ids)
    assert world.board.presence(agent) is Presence.PAUSED
