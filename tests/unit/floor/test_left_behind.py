"""A floor that dies between the record of a call's end and the hang-up finds the caller again, and does not serve him twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from permanence.floor import asks, machine
from permanence.floor import intents as i
from permanence.floor.batch import Scribe, decode_call
from permanence.floor.ports import LegSeen, Survey
from permanence.floor.recovery import names_of, reconcile, restore
from permanence.floor.world import World
from permanence.flows.model import Directory, Flow, NumberCard, QueueNode
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import AgentId, BrandId, CountedIds, FirmId, FlowId, NumberId, PersonId, QueueId
from permanence.routing.model import AgentCard, Device, QueueCard

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
IDS = CountedIds()
FIRM, FLOW, QUEUE = FirmId(IDS.new("frm")), FlowId(IDS.new("flw")), QueueId(IDS.new("que"))
AGENT = AgentId(IDS.new("agt"))
NUMBER = NumberCard(
    NumberId(IDS.new("num")), FIRM, "+33162000100", BrandId(IDS.new("brd")), "Essai", "", "fr", "FR", FLOW
)
TERMS = QueueTerms(QUEUE, "Essai", wrap_up_s=0)


def fresh() -> World:
    world = World()
    flows = {FLOW: Flow(FLOW, "Essai", "wait", {"wait": QueueNode("wait", QUEUE)})}
    world.set_directory(Directory(FIRM, {NUMBER.e164: NUMBER}, flows, {}, {}, {QUEUE: TERMS}))
    card = AgentCard(AGENT, FIRM, PersonId("per_1"), "Ana", "PJSIP/ana", Device.FIXED, {}, False)
    world.board.set_firm(FIRM, [card], [QueueCard(TERMS, FIRM, ())], NOW)
    return world


def hung_up_by_the_agent(world: World) -> list[str]:
    """Play a call to its end by the agent; the documents that the record then holds."""
    scribe, kept = Scribe(), dict[str, str]()
    asks.do(world, AGENT, i.Ready(), NOW, IDS)
    machine.receive(world, s.Arrived("sw-1", NUMBER.e164, None, "carrier"), NOW, IDS)
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
    legs = {"sw-1": LegSeen(up=True, ours=True, inbound=True, dialled=NUMBER.e164)}
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
    machine.receive(world, s.Arrived("sw-1", NUMBER.e164, None, "carrier"), NOW, IDS)
    known = names_of(world)
    survey = Survey(
        {"sw-1": LegSeen(up=True, ours=True, inbound=True, dialled=NUMBER.e164)}, {}, frozenset(), {}
    )
    machine.receive(world, s.Gone("sw-1", 16), NOW, IDS)
    reconcile(world, survey, known, NOW, IDS)
    assert not world.calls
