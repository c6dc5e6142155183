"""A floor that dies between the record of a call's end and the hang-up finds the caller again, and does not serve him twice."""

from __future__ import annotations

import pytest

from permanence.floor import asks, machine
from permanence.floor import intents as i
from permanence.floor.batch import Scribe, decode_call
from permanence.floor.ports import LegSeen, Survey
from permanence.floor.recovery import names_of, reconcile, restore
from permanence.floor.world import World
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.kernel.ids import CountedIds
from tests.unit.floor.floor_kit import E164, NOW, small_firm

IDS = CountedIds()
FIRM = small_firm(IDS, wrap_up_s=0)


def fresh() -> World:
    world = World()
    FIRM.opens_in(world)
    return world


def hung_up_by_the_agent(world: World) -> list[str]:
    """Play a call to its end by the agent; the documents that the record then holds."""
    scribe, kept = Scribe(), dict[str, str]()
    asks.do(world, FIRM.agent, i.Ready(), NOW, IDS)
    machine.receive(world, s.Arrived("sw-1", E164, None, "carrier"), NOW, IDS)
    (call,) = world.calls.values()
    assert call.offer is not None
    leg = call.offer.channel
    for signal in (s.Up(leg), s.Gone(leg, 16)):
        machine.receive(world, signal, NOW, IDS)
    batch = scribe.write(world, world.take_effects(), pytest.fail)
    kept |= {row.id: row.document for row in batch.open_calls}
    for _, over in batch.closed:
        kept.pop(over, None)
    return list(kept.values())


def test_the_caller_who_is_still_there_is_sent_off_and_the_call_closed() -> None:
    documents = hung_up_by_the_agent(fresh())
    after = fresh()
    restore(after, [decode_call(document) for document in documents], [])
    (call,) = after.calls.values()
    legs = {"sw-1": LegSeen(up=True, ours=True, inbound=True, dialled=E164)}
    reconcile(after, Survey(legs, {}, frozenset(), {}), names_of(after), NOW, IDS)
    assert c.HangUp(call.id, "sw-1") in after.take_effects().commands
    assert list(after.calls) == [call.id]
    machine.receive(after, s.Gone("sw-1", 16), NOW, IDS)
    assert not after.calls


def test_a_caller_who_left_meanwhile_closes_the_call() -> None:
    documents = hung_up_by_the_agent(fresh())
    after = fresh()
    restore(after, [decode_call(document) for document in documents], [])
    reconcile(after, Survey({}, {}, frozenset(), {}), names_of(after), NOW, IDS)
    assert not after.calls


def test_a_caller_who_hangs_up_while_the_switch_is_asked_is_not_taken_up_again() -> None:
    world = fresh()
    machine.receive(world, s.Arrived("sw-1", E164, None, "carrier"), NOW, IDS)
    known = names_of(world)
    survey = Survey(
        {"sw-1": LegSeen(up=True, ours=True, inbound=True, dialled=E164)}, {}, frozenset(), {}
    )
    machine.receive(world, s.Gone("sw-1", 16), NOW, IDS)
    reconcile(world, survey, known, NOW, IDS)
    assert not world.calls
