"""A queue in danger on the floor: who is called back, how far the search widens, what the journal and the screens say of it."""

from __future__ import annotations

import msgspec
import pytest

from permanence.floor import intents as i
from permanence.floor.batch import decode_call
from permanence.floor.recovery import restore
from permanence.floor.render import queue_row
from permanence.floor.watch import begin_work, end_work, watch_promises
from permanence.floor.world import World
from permanence.interaction.events import CapacityPulled, CapacityReturned, Fact, SearchWidened
from permanence.kernel.ids import AgentId, CountedIds, SkillId
from permanence.routing.model import AgentState, Presence, Widening, Work
from permanence.routing.promise import Pull
from permanence.sim.stage import Stage
from tests.unit.floor.floor_kit import E164, NOW, SmallFirm, small_firm

EASY = SkillId("easy")


def floor(agents: int = 6, steps: tuple[Widening, ...] = ()) -> tuple[Stage, SmallFirm, list[AgentId]]:
    """A firm with so many agents, all ready."""
    ids, world = CountedIds(), World()
    firm = small_firm(ids)
    cards = [firm.card] + [
        msgspec.structs.replace(firm.card, id=AgentId(ids.new("agt")), endpoint=f"PJSIP/a{n}", alias=f"a{n}") for n in range(1, agents)
    ]
    world.set_directory(firm.directory)
    world.board.set_firm(firm.id, cards, [msgspec.structs.replace(firm.queue_card, steps=steps)], NOW)
    stage = Stage(world, NOW, ids)
    for card in cards:
        stage.wish(card.id, i.Ready())
    return stage, firm, [card.id for card in cards]


def work(stage: Stage, agents: list[AgentId], kind: Work) -> list[bool]:
    given = [begin_work(stage.world, agent, kind, stage.now) for agent in agents]
    stage.carry()
    return given


def call(stage: Stage, callers: int) -> None:
    for number in range(callers):
        stage.call_in(f"sw-{stage.now:%M%S}-{number}", E164, None)
        stage.wait(1)


def look(stage: Stage) -> None:
    watch_promises(stage.world, stage.now)
    stage.carry()


def told(stage: Stage, *kinds: type[Fact]) -> list[Fact]:
    return [line.fact for line in stage.journal if isinstance(line.fact, kinds)]


def ringing(stage: Stage, agents: list[AgentId]) -> list[AgentId]:
    return [agent for agent in agents if stage.world.board.presence(agent) is Presence.OFFERED]


def test_only_as_many_are_called_back_as_it_takes() -> None:
    stage, firm, agents = floor()
    work(stage, agents[2:], Work.TEXT)
    call(stage, 3)
    assert ringing(stage, agents) == agents[:2]
    look(stage)  # one waits: (1 + 1) x 180 s / 2 agents = 180 s; with three agents 120 s
    assert ringing(stage, agents) == agents[:3]
    assert told(stage, CapacityPulled) == [
        CapacityPulled(firm.queue, "hold", 0, 180, 180), CapacityPulled(firm.queue, "recall", 1, 180, 180),
    ]  # fmt: skip
    assert queue_row(stage.world, firm.queue).pulls == {"hold": 0, "recall": 1}
    assert firm.queue in stage.world.board.touched_queues


def test_while_callers_need_them_agents_begin_nothing_else_and_afterwards_they_may() -> None:
    stage, firm, agents = floor(3)
    work(stage, agents[2:], Work.OUTBOUND)
    call(stage, 3)
    look(stage)
    assert stage.world.board.is_at_work(agents[2])  # an outbound call is finished
    assert work(stage, agents[:2], Work.PREVIEW) == [False, False]
    stage.wait(4)
    end_work(stage.world, agents[2], stage.now)
    stage.carry()
    look(stage)
    assert told(stage, CapacityReturned) == []
    for agent in agents:
        stage.pick_up(stage.switch.ringing_at(stage.world.board.cards[agent].endpoint) or "")
    look(stage)
    assert told(stage, CapacityReturned) == [CapacityReturned(firm.queue, "hold", 2, 0, 4)]
    assert not stage.world.board.pulls
    assert not stage.world.pulled_in
    assert queue_row(stage.world, firm.queue).pulls == {}
    assert work(stage, agents[:1], Work.PREVIEW) == [True]


def test_what_a_pull_brought_is_told_in_the_call_it_was_for_though_that_is_over() -> None:
    stage, _, agents = floor(2)
    work(stage, agents[1:], Work.TEXT)
    call(stage, 2)
    look(stage)
    for name in [name for name in stage.switch.legs if name.startswith("sw-")]:
        stage.hang_up(name)
    stage.wait(60)
    assert not stage.world.calls
    look(stage)
    lines = [line for line in stage.journal if isinstance(line.fact, CapacityPulled | CapacityReturned)]
    assert [type(line.fact) for line in lines] == [CapacityPulled, CapacityPulled, CapacityReturned, CapacityReturned]
    assert len({line.call for line in lines}) == 1
    numbers = [line.seq for line in stage.journal if line.call == lines[0].call]
    assert numbers == [*range(1, len(numbers) + 1)]


@pytest.mark.parametrize("state", ["offline", "paused", "lent"])
def test_nobody_is_lent_who_is_not_there_or_lent_already(state: str) -> None:
    stage, _, (agent,) = floor(1)
    match state:
        case "offline":
            stage.wish(agent, i.SignOut())
        case "paused":
            stage.wish(agent, i.Pause("lunch"))
        case _:
            work(stage, [agent], Work.TEXT)
    assert work(stage, [agent], Work.PREVIEW) == [False]


def test_the_search_widens_in_due_order_and_only_as_far_as_needed() -> None:
    stage, firm, agents = floor(2, (Widening(600),))
    for agent in agents:
        stage.world.board.take(agent, stage.ids.new("int"), stage.now, offered=False)  # type: ignore[arg-type]
    call(stage, 3)
    look(stage)  # (3 + 1) callers x 180 s for two agents: one and a third are served in 120 s, so three are too many
    board = stage.world.board
    assert [waiting.step for waiting in board.waiting_in(firm.queue)] == [1, 1, 1]
    call(stage, 2)
    board.handling_s[firm.queue] = 40.0
    look(stage)  # (5 + 1) x 40 s / 2 = 120 s: all are served in time
    assert [waiting.step for waiting in board.waiting_in(firm.queue)] == [1, 1, 1, 0, 0]
    assert told(stage, SearchWidened) == [SearchWidened(1)] * 3
    assert board.pulls[firm.queue][Pull.WIDEN].callers == 3


def test_after_a_restart_nobody_is_at_other_work_and_the_danger_is_found_again() -> None:
    stage, firm, agents = floor(2)
    work(stage, agents[1:], Work.OUTBOUND)
    call(stage, 2)
    look(stage)
    world = World()
    world.set_directory(firm.directory)
    world.board.set_firm(firm.id, [*stage.world.board.cards.values()], [*stage.world.board.queues.values()], stage.now)
    calls = [decode_call(msgspec.json.encode(one)) for one in stage.world.calls.values()]
    restore(world, calls, [msgspec.json.decode(msgspec.json.encode(s), type=AgentState) for s in stage.world.board.agents.values()])
    stage.restart(world)
    stage.wait(1)
    assert ringing(stage, agents) == agents
    assert not world.board.pulls
