"""An agent who is freed by what becomes of a call serves whoever came first, not that call again."""

from __future__ import annotations

from permanence.floor import intents as i
from permanence.floor.world import World
from permanence.interaction.events import CallOffered
from permanence.kernel.ids import CountedIds
from permanence.sim.stage import Stage
from tests.unit.floor.floor_kit import E164, NOW, small_firm


def test_who_hands_a_call_to_the_queue_is_rung_for_the_caller_before_it() -> None:
    ids, world = CountedIds(), World()
    firm = small_firm(ids, wrap_up_s=0)
    firm.opens_in(world)
    stage = Stage(world, NOW, ids)
    stage.wish(firm.agent, i.Ready())
    stage.call_in("first", E164, "+33612345601")
    stage.wait(1)
    ringing = stage.switch.ringing_at("PJSIP/ana")
    assert ringing is not None
    stage.pick_up(ringing)
    stage.wait(2)
    stage.call_in("second", E164, "+33612345602")
    stage.wait(1)
    stage.wish(firm.agent, i.Transfer(i.Target("queue", firm.queue)))
    stage.wait(1)
    offers = [world.calls[line.call].customer for line in stage.journal if isinstance(line.fact, CallOffered)]
    assert offers == ["+33612345601", "+33612345602"]
