"""Late and doubled signals at the floor's door: a caller has one call, and a leg of no call does not stay up."""

from __future__ import annotations

from permanence.floor import machine
from permanence.floor.world import World
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.kernel.ids import CountedIds
from tests.unit.floor.floor_kit import E164, NOW, small_firm


def test_a_caller_who_is_told_twice_has_one_call() -> None:
    ids, world = CountedIds(), World()
    small_firm(ids).opens_in(world, staffed=False)
    for _ in range(2):
        machine.receive(world, s.Arrived("sw-1", E164, None, "carrier"), NOW, ids)
    assert len(world.calls) == len(world.board.waits) == 1


def test_a_leg_that_is_answered_when_its_call_is_gone_is_ended() -> None:
    world, leg = World(), "int_0000000000000000000000000z.leg1"
    machine.receive(world, s.Ringing(leg), NOW, CountedIds())
    assert world.take_effects().is_empty()
    machine.receive(world, s.Up(leg), NOW, CountedIds())
    assert world.take_effects().commands == [c.HangUp(leg, leg)]
