"""An offer that was cut short because the floor was away is no fault of the agent, who stays ready and is rung again."""

from __future__ import annotations

from permanence.floor import asks, machine
from permanence.floor import intents as i
from permanence.floor.world import World
from permanence.interaction import signals as s
from permanence.kernel.ids import CountedIds
from permanence.routing.model import Presence
from tests.unit.floor.floor_kit import E164, NOW, small_firm


def test_the_agent_stays_ready_and_the_caller_is_offered_again() -> None:
    ids, world = CountedIds(), World()
    firm = small_firm(ids)
    firm.opens_in(world)
    asks.do(world, firm.agent, i.Ready(), NOW, ids)
    machine.receive(world, s.Arrived("sw-1", E164, None, "carrier"), NOW, ids)
    (call,) = world.calls.values()
    assert call.offer is not None
    first = call.offer.channel
    machine.receive(world, s.Gone(first, 0), NOW, ids)
    assert call.offer is not None
    assert call.offer.channel != first
    assert world.board.presence(firm.agent) is Presence.OFFERED
    # A telephone that says no is the agent's own doing.
    machine.receive(world, s.Gone(call.offer.channel, 21), NOW, ids)
    assert world.board.presence(firm.agent) is Presence.PAUSED
