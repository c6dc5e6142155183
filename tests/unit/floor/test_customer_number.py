"""The customer's number of a call goes into rows and documents, whatever kind of text the parser gave."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from permanence.floor.machine import arrived
from permanence.floor.render import call_row
from permanence.floor.world import World
from permanence.flows.model import Directory, NumberCard
from permanence.interaction.signals import Arrived
from permanence.kernel.ids import BrandId, CountedIds, FirmId, FlowId, NumberId

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_call_with_a_number_can_be_written_down() -> None:
    world = World()
    firm = FirmId("frm_1")
    number = NumberCard(
        NumberId("num_1"), firm, "+33199001010", BrandId("brd_1"), "Étoile", "Bonjour", "fr", "FR", FlowId("flw_1")
    )
    world.numbers[number.e164] = number
    world.directories[firm] = Directory(firm, {number.e164: number})
    arrived(world, Arrived("leg-1", number.e164, "0639980001"), NOW, CountedIds())
    (call,) = world.take_effects().calls.values()
    assert call.customer == "+33639980001"
    assert msgspec.to_builtins(call_row(call))["customer"] == "+33639980001"
    assert b"+33639980001" in msgspec.json.encode(call)
