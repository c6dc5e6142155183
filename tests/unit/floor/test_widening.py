"""A caller whom nobody may take yet: after a while more agents may, and a restart in between forgets nothing."""

from __future__ import annotations

import msgspec

from permanence.floor import asks
from permanence.floor import intents as i
from permanence.floor.asks import explain
from permanence.floor.batch import decode_call
from permanence.floor.machine import watch_widening
from permanence.floor.recovery import restore
from permanence.floor.watch import watch_promises
from permanence.floor.world import World
from permanence.interaction import commands as c
from permanence.interaction.events import CallOffered, SearchWidened, WaitExplained
from permanence.interaction.model import Call
from permanence.interaction.steps import No
from permanence.kernel.ids import AgentId, CountedIds, FirmId, SkillId
from permanence.routing.model import AgentState, Reason, Widening
from permanence.sim.stage import Stage
from tests.unit.floor.floor_kit import E164, NOW, SmallFirm, small_firm

FRENCH = SkillId("french")


def demanding(ids: CountedIds) -> SmallFirm:
    """A firm whose queue asks for more than its agent can, until thirty seconds have passed."""
    firm = small_firm(ids)
    queue = msgspec.structs.replace(firm.queue_card, skills={FRENCH: 5}, steps=(Widening(30, lower=2),))
    card = msgspec.structs.replace(firm.card, skills={FRENCH: 3})
    return SmallFirm(firm.id, firm.agent, firm.queue, firm.directory, card, queue)


def waiting() -> tuple[Stage, SmallFirm, Call]:
    ids, world = CountedIds(), World()
    firm = demanding(ids)
    firm.opens_in(world)
    stage = Stage(world, NOW, ids)
    stage.wish(firm.agent, i.Ready())
    stage.call_in("sw-1", E164, None)
    (call,) = stage.world.calls.values()
    return stage, firm, call


def rings(stage: Stage) -> list[str]:
    return [command.endpoint for command in stage.commands if isinstance(command, c.Ring)]


def test_after_its_time_the_search_widens_and_the_agent_is_rung() -> None:
    stage, firm, _ = waiting()
    stage.wait(29)
    assert rings(stage) == []
    stage.wait(2)
    assert rings(stage) == [firm.card.endpoint]
    facts = [line.fact for line in stage.journal if isinstance(line.fact, SearchWidened | CallOffered)]
    assert facts == [SearchWidened(1), CallOffered(firm.agent, "Ana", "free_the_longest", 0, 1)]


def test_a_restart_in_between_forgets_neither_the_place_nor_the_time() -> None:
    stage, firm, call = waiting()
    stage.wait(20)
    world = World()
    firm.opens_in(world)
    state = msgspec.json.decode(msgspec.json.encode(stage.world.board.agents[firm.agent]), type=AgentState)
    restore(world, [decode_call(msgspec.json.encode(call))], [state])
    stage.restart(world)
    stage.wait(9)
    assert rings(stage) == []
    stage.wait(2)
    assert rings(stage) == [firm.card.endpoint]


def test_a_promise_in_danger_asks_more_agents_before_their_time() -> None:
    stage, firm, call = waiting()
    assert stage.world.board.outlooks == {}
    watch_promises(stage.world, stage.now)
    assert stage.world.board.waits[call.id].step == 1  # nobody of the first step can: there is nothing to wait for
    assert [type(command) for command in stage.world.effects.commands] == [c.Ring, c.MakeBridge]
    assert stage.world.board.outlooks[firm.queue].alarm == "nobody"
    stage.hang_up("sw-1")
    watch_promises(stage.world, stage.now)
    assert stage.world.board.outlooks == {}
    assert firm.queue in stage.world.board.touched_queues


def begun_again(stage: Stage, firm: SmallFirm) -> World:
    """Return a floor of the same rows."""
    world = World()
    firm.opens_in(world)
    calls = [decode_call(msgspec.json.encode(call)) for call in reversed(stage.world.calls.values())]
    restore(world, calls, [])
    return world


def test_a_search_that_was_widened_early_is_as_wide_after_a_restart() -> None:
    stage, firm, call = waiting()
    stage.wish(firm.agent, i.Pause("lunch"))
    watch_promises(stage.world, stage.now)
    assert stage.world.board.waits[call.id].step == 1
    assert begun_again(stage, firm).board.waits == stage.world.board.waits


def test_callers_of_one_moment_keep_their_order_over_a_restart_and_a_new_set_up() -> None:
    stage, firm, _ = waiting()
    for n in (2, 3, 4):
        stage.call_in(f"sw-{n}", E164, None)
    second, third = list(stage.world.calls)[1:3]
    stage.world.board.leave(second)
    stage.world.board.join(second, firm.queue_card.terms, NOW, NOW)
    watch_widening(stage.world, stage.world.calls[second])
    order = [waiting.call for waiting in stage.world.board.waiting_in(firm.queue)]
    assert order.index(third) < order.index(second)
    after = begun_again(stage, firm)
    assert [waiting.call for waiting in after.board.waiting_in(firm.queue)] == order
    firm.opens_in(after)
    assert [waiting.call for waiting in after.board.waiting_in(firm.queue)] == order


def test_a_caller_who_left_widens_nothing() -> None:
    stage, _, _ = waiting()
    stage.hang_up("sw-1")
    stage.wait(60)
    assert rings(stage) == []
    assert not stage.world.board.waits


def test_a_customer_is_kept_for_the_agent_who_spoke_with_him_last() -> None:
    ids, world = CountedIds(), World()
    firm = small_firm(ids)
    other = msgspec.structs.replace(firm.card, id=AgentId(ids.new("agt")), endpoint="PJSIP/ben", alias="Ben")
    world.set_directory(firm.directory)
    queue = msgspec.structs.replace(firm.queue_card, prefer_s=15)
    world.board.set_firm(firm.id, [firm.card, other], [queue], NOW)
    stage = Stage(world, NOW, ids)
    stage.wish(firm.agent, i.Ready())
    stage.call_in("sw-1", E164, "+33611111111")
    stage.wait(1)
    stage.pick_up(stage.switch.ringing_at(firm.card.endpoint) or "")
    stage.wait(5)
    stage.wish(other.id, i.Ready())  # free for longer than the first agent will be
    stage.call_in("sw-2", E164, "+33611111111")
    stage.wait(1)
    assert stage.switch.ringing_at(other.endpoint) is None
    world = World()
    world.set_directory(firm.directory)
    world.board.set_firm(firm.id, [firm.card, other], [queue], NOW)
    restore(world, [decode_call(msgspec.json.encode(call)) for call in stage.world.calls.values()], [])
    assert world.board.waits == stage.world.board.waits  # nor does a floor that begins again give him to anybody
    stage.wait(15)
    assert stage.switch.ringing_at(other.endpoint) is not None


def test_why_a_caller_waits_is_told_to_his_firm_alone() -> None:
    stage, firm, call = waiting()
    assert explain(stage.world, firm.id, i.Explain(call.id)) == Reason("no_agent_has_the_skills", 0, 1)
    stage.wait(31)
    told = explain(stage.world, firm.id, i.Explain(call.id))
    assert isinstance(told, Reason)
    assert (told.code, told.others, told.step) == ("every_agent_with_the_skills_is_busy", 1, 1)
    assert isinstance(explain(stage.world, FirmId("frm_other"), i.Explain(call.id)), No)
    stage.hang_up("sw-1")
    assert isinstance(explain(stage.world, firm.id, i.Explain(call.id)), No)
    assert isinstance(asks.do(stage.world, None, i.Ready(), NOW, stage.ids), No)


def test_why_a_caller_waits_is_written_down_when_it_begins_and_when_it_changes() -> None:
    stage, firm, _ = waiting()
    for intent in (i.Pause("lunch"), i.Pause("lunch"), i.SignOut()):
        stage.wish(firm.agent, intent)
        watch_promises(stage.world, stage.now)
        stage.carry()
    facts = [line.fact for line in stage.journal if isinstance(line.fact, WaitExplained)]
    # The promise is in danger, so the search has widened to the one agent, who is away.
    assert facts == [
        WaitExplained("every_agent_with_the_skills_is_away", 0, 180), WaitExplained("no_agent_with_the_skills_is_signed_in", 0, 180),
    ]  # fmt: skip
    assert [line.seq for line in stage.journal] == list(range(1, len(stage.journal) + 1))
