"""A caller's number, once parsed, must be text that every record of the call can hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from permanence.floor import machine
from permanence.floor.batch import Scribe, decode_call
from permanence.floor.world import World
from permanence.flows.model import Directory, EndNode, Flow, MessageNode, NumberCard, Prompt
from permanence.interaction import signals as s
from permanence.kernel.ids import BrandId, CountedIds, FirmId, FlowId, NumberId, PromptId

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def test_a_call_with_a_known_caller_is_kept_and_read_again() -> None:
    ids = CountedIds()
    firm, flow = FirmId(ids.new("frm")), FlowId(ids.new("flw"))
    number = NumberCard(
        NumberId(ids.new("num")), firm, "+33162000100", BrandId(ids.new("brd")), "Essai", "", "fr", "FR", flow
    )
    world = World()
    prompt = Prompt(PromptId(ids.new("pmt")), "sound:hello")
    nodes = {"hello": MessageNode("hello", (prompt.id,), "end"), "end": EndNode("end")}
    flows = {flow: Flow(flow, "Essai", "hello", nodes)}
    world.set_directory(Directory(firm, {number.e164: number}, flows, {}, {prompt.id: prompt}))
    machine.receive(world, s.Arrived("1.1", "+33162000100", "0612345678", "carrier", 0), NOW, ids)
    batch = Scribe().write(world, world.take_effects(), pytest.fail)
    assert [row.customer for row in batch.calls] == ["+33612345678"]
    assert [decode_call(row.document).customer for row in batch.open_calls] == ["+33612345678"]
