"""Call backs on the floor: offered when the promise is in danger, kept through a restart, made in the order of the places."""

from __future__ import annotations

import msgspec
import pytest

from permanence.floor import intents as i
from permanence.floor.batch import decode_call, record_of
from permanence.floor.recovery import restore
from permanence.floor.render import call_row, queue_row
from permanence.floor.watch import _offer_call_backs, watch_promises
from permanence.floor.world import World
from permanence.flows.model import Prompt
from permanence.interaction.events import (
    CallBackKept,
    CallBackMissed,
    CallBackOffered,
    CapacityPulled,
    CustomerAnswered,
)
from permanence.interaction.model import Call, CallBack, Phase
from permanence.kernel.ids import CountedIds, PromptId
from permanence.routing.model import AgentState
from permanence.routing.promise import Pull
from permanence.sim.stage import Stage
from tests.unit.floor.floor_kit import E164, NOW, SmallFirm, small_firm

BACK = PromptId("pmt_back")


def opened(world: World, firm: SmallFirm, *, offers: bool = True) -> None:
    terms = msgspec.structs.replace(firm.queue_card.terms, call_back=BACK if offers else None)
    prompts = {BACK: Prompt(BACK, "sound:rappel")}
    world.set_directory(msgspec.structs.replace(firm.directory, prompts=prompts, queues={firm.queue: terms}))
    world.board.set_firm(firm.id, [firm.card], [msgspec.structs.replace(firm.queue_card, terms=terms)], NOW)


def floor(*, offers: bool = True) -> tuple[Stage, SmallFirm]:
    """A firm with one agent, who is on a break."""
    ids, world = CountedIds(), World()
    firm = small_firm(ids)
    opened(world, firm, offers=offers)
    stage = Stage(world, NOW, ids)
    stage.wish(firm.agent, i.Ready())
    stage.wish(firm.agent, i.Pause("break"))
    return stage, firm


def call(stage: Stage, *names: str) -> None:
    for name in names:
        stage.call_in(name, E164, f"+336123456{len(stage.dialled):02d}")
        stage.wait(1)


def look(stage: Stage) -> None:
    watch_promises(stage.world, stage.now)
    stage.carry()


def of(stage: Stage, leg: str) -> Call:
    return next(call for call in stage.world.calls.values() if call.customer == stage.callers[leg])


def told(stage: Stage, kind: type) -> list[str]:
    return [line.call for line in stage.journal if isinstance(line.fact, kind)]


def asks(stage: Stage, leg: str) -> None:
    """The promise is in danger: whoever waits is told; this one presses the key and leaves the line."""
    stage.wait(130)
    look(stage)
    stage.press(leg, "1")
    stage.wait(1)
    if leg in stage.switch.legs:
        stage.hang_up(leg)
    stage.wait(1)


def dialling() -> tuple[Stage, SmallFirm, Call]:
    """It is the turn of the first of two: the agent has picked up, and the customer's telephone rings."""
    stage, firm = floor()
    call(stage, "one", "two")
    asks(stage, "one")
    first = of(stage, "one")
    stage.wish(firm.agent, i.Ready())
    assert stage.world.board.agents[firm.agent].call == first.id
    stage.pick_up(stage.switch.ringing_at(firm.card.endpoint) or "")
    assert first.phase is Phase.DIALLING
    stage.wait(1)
    return stage, firm, first


def test_whoever_waits_is_told_once_when_the_promise_is_in_danger() -> None:
    stage, firm = floor()
    call(stage, "one", "two")
    look(stage)
    assert told(stage, CallBackOffered) == []  # they have just come
    stage.wait(20)  # the place was announced meanwhile
    look(stage)
    assert told(stage, CallBackOffered) == [of(stage, "two").id, of(stage, "one").id]  # who came last has most to win
    look(stage)
    assert len(told(stage, CallBackOffered)) == 2
    assert [line.fact.pull for line in stage.journal if isinstance(line.fact, CapacityPulled)] == ["call_back"]
    assert queue_row(stage.world, firm.queue).pulls == {"call_back": 0}


def test_where_the_queue_offers_none_nobody_is_told() -> None:
    stage, firm = floor(offers=False)
    call(stage, "one")
    stage.wait(130)
    look(stage)
    assert told(stage, CallBackOffered) == []
    assert Pull.CALL_BACK not in stage.world.board.pulls.get(firm.queue, {})


@pytest.mark.parametrize("caller", [None, "+33899123456", "+88216123456", "+14155550123"])
def test_a_number_that_could_cost_is_not_called_back(caller: str | None) -> None:
    stage, _ = floor()
    stage.call_in("one", E164, caller)
    stage.wait(130)
    look(stage)
    assert told(stage, CallBackOffered) == []


def test_a_number_is_called_back_once() -> None:
    stage, _ = floor()
    call(stage, "one")
    asks(stage, "one")
    stage.call_in("again", E164, stage.callers["one"])
    stage.wait(130)
    look(stage)
    assert len(told(stage, CallBackOffered)) == 1


def test_no_more_are_asked_than_it_takes_and_those_who_agreed_count() -> None:
    stage, firm = floor()
    call(stage, "one", "two", "three")
    stage.wait(130)
    for _ in range(3):
        _offer_call_backs(stage.world, firm.queue, 1, stage.now)
        stage.carry()
    assert told(stage, CallBackOffered) == [of(stage, "three").id]
    stage.press("three", "1")
    stage.wait(10)
    _offer_call_backs(stage.world, firm.queue, 1, stage.now)
    _offer_call_backs(stage.world, firm.queue, 2, stage.now)
    assert told(stage, CallBackOffered) == [of(stage, "three").id]
    stage.carry()
    assert told(stage, CallBackOffered) == [of(stage, "three").id, of(stage, "two").id]


def test_who_left_the_line_keeps_the_place_and_is_not_late() -> None:
    stage, firm = floor()
    call(stage, "one", "two")
    asks(stage, "one")
    assert told(stage, CallBackKept) == [of(stage, "one").id]
    assert queue_row(stage.world, firm.queue).waiting == [of(stage, "one").id, of(stage, "two").id]
    assert queue_row(stage.world, firm.queue).pulls == {"call_back": 1}
    assert call_row(of(stage, "one")).call_back == "kept"
    stage.hang_up("two")
    stage.wait(600)
    look(stage)
    row = queue_row(stage.world, firm.queue)
    assert (row.waiting, row.late, row.alarm) == ([of(stage, "one").id], 0, "kept")


def test_when_it_is_his_turn_he_is_called_before_those_behind_him() -> None:
    stage, _, first = dialling()
    stage.pick_up(first.customer_channel or "")
    assert (first.phase, first.call_back) == (Phase.TALKING, None)  # on the line again
    assert told(stage, CustomerAnswered) == [first.id]
    assert stage.switch.hears(first.customer_channel or "") != "silence"


def test_who_is_not_reached_is_told_as_owed_and_the_next_has_the_agent() -> None:
    stage, firm, first = dialling()
    stage.hang_up(first.customer_channel or "", 17)
    assert told(stage, CallBackMissed) == [first.id]
    assert record_of(first).wait_s == first.wait_s  # the time on the line, not that of the place
    assert stage.world.board.agents[firm.agent].call == of(stage, "two").id


def test_a_floor_that_begins_again_knows_who_is_to_be_called() -> None:
    stage, firm = floor()
    call(stage, "one")
    asks(stage, "one")
    old, new = stage.world, World()
    opened(new, firm)
    calls = [decode_call(msgspec.json.encode(each)) for each in old.calls.values()]
    states = [msgspec.json.decode(msgspec.json.encode(state), type=AgentState) for state in old.board.agents.values()]
    restore(new, calls, states)
    assert new.board.waits == old.board.waits
    stage.restart(new)
    first = of(stage, "one")
    assert (first.phase, first.call_back) == (Phase.QUEUED, CallBack.KEPT)
    stage.wish(firm.agent, i.Ready())
    assert stage.world.board.agents[firm.agent].call == first.id


def test_a_floor_that_dies_during_the_good_bye_lets_him_go() -> None:
    stage, firm = floor()
    call(stage, "one")
    stage.wait(130)
    look(stage)
    stage.press("one", "1")
    new = World()
    opened(new, firm)
    restore(new, [decode_call(msgspec.json.encode(each)) for each in stage.world.calls.values()], [])
    stage.restart(new)
    stage.wait(2)
    assert "one" not in stage.switch.legs
    assert of(stage, "one").customer_channel is None
