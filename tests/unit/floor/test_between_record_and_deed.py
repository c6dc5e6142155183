"""A floor that is killed when it has written down what it is about to do, and before the switch hears of it, does it after all."""

from __future__ import annotations

import pytest

from permanence.floor import intents as i
from permanence.interaction.model import Phase
from permanence.kernel.ids import AgentId
from permanence.sim.day import NUMBER, OUTSIDE, Day
from permanence.sim.invariants import check
from tests.unit.floor.floor_kit import START, talking_day


def test_a_caller_who_was_to_be_answered_is_answered() -> None:
    day = Day(3, START)
    day.stage.die_between(day.reborn)
    day.stage.call_in("pstn-1", NUMBER, None)
    day.stage.wait(3)
    check(day.stage)
    assert day.stage.switch.legs["pstn-1"].up


@pytest.mark.parametrize(
    "deeds",
    [
        (i.PrivateMoment(True),), (i.PrivateMoment(True), i.PrivateMoment(False)), (i.Mute(True),),
        (i.Mute(True), i.Mute(False)), (i.Hold(),), (i.Hold(), i.Resume()), (i.HangUp(),),
    ],
    ids=lambda deeds: " then ".join(type(deed).__name__ for deed in deeds),
)  # fmt: skip
def test_what_the_agent_wished_is_so(deeds: tuple[i.AnyIntent, ...]) -> None:
    day, agent = talking_day()
    *before, last = deeds
    for deed in before:
        day.stage.wish(agent, deed)
    day.stage.die_between(day.reborn)
    day.stage.wish(agent, last)
    day.stage.wait(5)
    check(day.stage)


def test_the_next_agent_is_heard_and_recorded() -> None:
    """Silence that the agent before had asked for ends with the agent's part in the call."""
    day, agent = talking_day()
    (call,) = day.stage.world.calls.values()
    day.stage.wish(agent, i.Mute(True))
    day.stage.wish(agent, i.PrivateMoment(True))
    day.stage.wish(agent, i.Transfer(i.Target("queue", next(iter(day.stage.world.board.queues)))))
    assert not call.muted
    assert not call.private
    day.stage.wait(2)
    check(day.stage)


def test_an_agent_who_had_fallen_silent_is_silent_after_a_refresh() -> None:
    day, agent = talking_day()
    (call,) = day.stage.world.calls.values()
    endpoint = day.stage.world.board.cards[agent].endpoint
    day.stage.wish(agent, i.Mute(True))
    day.stage.device(endpoint, reachable=False, why="removed")
    day.stage.device(endpoint, reachable=True)
    day.stage.wait(3)
    assert call.phase is Phase.TALKING
    assert call.agent is not None
    assert day.stage.switch.legs[call.agent.channel].muted
    check(day.stage)


def consulting() -> tuple[Day, AgentId]:
    """A day on which the agent also speaks with somebody outside."""
    day, agent = talking_day()
    day.stage.wish(agent, i.Consult(i.Target("number", OUTSIDE[0])))
    day.stage.wait(1)
    (call,) = day.stage.world.calls.values()
    assert call.consult is not None
    day.stage.pick_up(call.consult.leg.channel)
    day.stage.wait(1)
    return day, agent


def test_a_leg_that_was_to_leave_a_call_that_goes_on_leaves_it() -> None:
    day, agent = consulting()
    day.stage.die_between(day.reborn)
    day.stage.wish(agent, i.CancelConsult())
    day.stage.wait(3)
    check(day.stage)


def test_who_is_given_the_call_is_heard_and_recorded() -> None:
    day, agent = consulting()
    (call,) = day.stage.world.calls.values()
    day.stage.wish(agent, i.PrivateMoment(True))
    day.stage.wish(agent, i.CompleteTransfer())
    day.stage.wait(2)
    assert call.phase is Phase.TALKING
    assert not call.private
    check(day.stage)
