"""Wishes of people that are refused, each with a stable code and a sentence; and those that ladders do not show."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from permanence.floor import intents as i
from permanence.floor.asks import NOTES_MAX, do
from permanence.floor.world import World
from permanence.interaction.model import MonitorMode, Phase
from permanence.interaction.steps import No
from permanence.kernel.ids import AgentId, CountedIds
from permanence.routing.model import Presence
from permanence.sim.day import NUMBER, OUTSIDE, small_floor
from permanence.sim.stage import Stage

T0 = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Floor:
    """A small floor with everybody off duty; agents 0 and 2 supervise, 3 has a desk telephone."""

    def __init__(self) -> None:
        ids = CountedIds()
        self.stage = Stage(small_floor(ids, T0), T0, ids)
        self.agents = list(self.stage.world.board.cards)
        self.world: World = self.stage.world

    def ready(self, *who: int) -> None:
        for n in who:
            self.stage.device(self.world.board.cards[self.agents[n]].endpoint, reachable=True)
            self.stage.beat(self.agents[n], awake=True)
            assert self.wish(n, i.Ready()) is None

    def wish(self, n: int, intent: i.AnyIntent) -> str | None:
        """Ask; return the code of a refusal, or what was made."""
        made = self.stage.wish(self.agents[n], intent)
        if isinstance(made, No):
            assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", made.code)
            assert made.message.endswith(".")
            return made.code
        return made

    def talk(self, n: int = 0) -> None:
        """Let agent n talk with a customer."""
        self.ready(n)
        self.stage.call_in("pstn-1", NUMBER, OUTSIDE[0])
        self.stage.wait(2.5)
        self.stage.press("pstn-1", "1" if n % 3 != 1 else "2")
        ringing = self.stage.switch.ringing_at(self.world.board.cards[self.agents[n]].endpoint)
        assert ringing is not None
        self.stage.pick_up(ringing)
        assert self.presence(n) is Presence.TALKING

    def presence(self, n: int) -> Presence:
        return self.world.board.presence(self.agents[n])

    def target(self, n: int) -> i.Target:
        return i.Target("agent", self.agents[n])


@pytest.fixture
def floor() -> Floor:
    return Floor()


def test_who_has_no_telephone_here_is_told_so(floor: Floor) -> None:
    for nobody in (None, AgentId("agt_x")):
        made = do(floor.world, nobody, i.Ready(), T0, CountedIds())
        assert isinstance(made, No)
        assert made.code == "agent.none"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (i.Ready(), "agent.unreachable"), (i.Pause(""), "pause.reason"), (i.Pause("x" * 41), "pause.reason"), (i.Hold(), "call.none"),
        (i.Dial(OUTSIDE[0]), "agent.unreachable"), (i.Qualify("sold"), "call.none"), (i.LeaveMonitor(), "call.none"),
    ],
)  # fmt: skip
def test_an_agent_off_duty_is_refused_with_a_reason(floor: Floor, wish: i.AnyIntent, code: str) -> None:
    assert floor.wish(0, wish) == code


def test_an_agent_on_a_call_is_refused_with_a_reason(floor: Floor) -> None:
    floor.talk()
    for wish, code in (
        (i.Dial(OUTSIDE[0]), "agent.busy"),
        (i.Decline(), "call.none"),
        (i.Qualify("sold", "x" * (NOTES_MAX + 1)), "notes.too_long"),
        (i.Consult(floor.target(0)), "not_found"),
        (i.Consult(i.Target("agent", "agt_x")), "not_found"),
        (i.Consult(floor.target(2)), "target.busy"),
        (i.Consult(i.Target("number", "12")), "phone.invalid"),
        (i.Consult(i.Target("moon", "x")), "target.kind"),
        (i.Transfer(i.Target("queue", "que_x")), "not_found"),
    ):
        assert floor.wish(0, wish) == code


def test_a_paused_colleague_without_telephone_is_not_called(floor: Floor) -> None:
    floor.talk()
    floor.ready(2)
    floor.wish(2, i.Pause("lunch"))
    floor.stage.beat(floor.agents[2], awake=False)
    assert floor.wish(0, i.Consult(floor.target(2))) in ("target.busy", "target.unreachable")


def test_without_a_number_of_the_firm_nobody_is_called(floor: Floor) -> None:
    floor.ready(0)
    floor.world.numbers.clear()
    assert floor.wish(0, i.Dial(OUTSIDE[0])) == "dial.no_number"


def test_a_waiting_caller_comes_before_a_dial_that_ends_notes(floor: Floor) -> None:
    floor.talk()
    floor.wish(0, i.HangUp())
    assert floor.presence(0) is Presence.WRAP_UP
    floor.stage.call_in("pstn-2", NUMBER, OUTSIDE[1])
    floor.stage.wait(2.5)
    floor.stage.press("pstn-2", "1")
    assert floor.wish(0, i.Dial(OUTSIDE[0])) == "agent.busy"
    assert floor.presence(0) is Presence.OFFERED


def test_dialling_ends_the_notes(floor: Floor) -> None:
    floor.talk()
    floor.wish(0, i.HangUp())
    made = floor.wish(0, i.Dial(OUTSIDE[0]))
    assert made is not None
    assert made.startswith("int_")


def test_who_is_rung_may_only_decline(floor: Floor) -> None:
    floor.ready(0)
    floor.stage.call_in("pstn-1", NUMBER, None)
    floor.stage.wait(2.5)
    floor.stage.press("pstn-1", "1")
    assert floor.wish(0, i.Hold()) == "call.none"
    assert floor.wish(0, i.HangUp()) is None
    assert floor.presence(0) is Presence.PAUSED


def test_a_consulted_colleague_may_only_hang_up(floor: Floor) -> None:
    floor.talk()
    floor.ready(2)
    assert floor.wish(0, i.Consult(floor.target(2))) is None
    assert floor.wish(2, i.Hold()) == "call.not_yours"
    assert floor.wish(2, i.HangUp()) is None
    assert floor.presence(2) is Presence.READY


def test_filing_with_done_hangs_up_and_ends_the_notes(floor: Floor) -> None:
    floor.talk()
    assert floor.wish(0, i.Qualify("sold", "two boxes")) is None
    assert floor.presence(0) is Presence.TALKING
    assert floor.wish(0, i.Qualify("sold", "two boxes", done=True)) is None
    assert floor.presence(0) is Presence.READY


def test_signing_out_in_notes_ends_them(floor: Floor) -> None:
    floor.talk()
    floor.wish(0, i.HangUp())
    assert floor.wish(0, i.SignOut()) is None
    assert floor.presence(0) is Presence.OFFLINE
    floor.stage.wait(60)
    assert not [call for call in floor.world.calls.values() if call.phase is not Phase.ENDED]


def test_supervision_needs_the_right_and_somebody_who_talks(floor: Floor) -> None:
    floor.ready(1, 2)
    listen = MonitorMode.LISTEN
    assert floor.wish(1, i.Monitor(floor.agents[0], listen)) == "not_allowed"
    assert floor.wish(2, i.Monitor(floor.agents[0], listen)) == "monitor.no_conversation"
    assert floor.wish(2, i.Monitor(floor.agents[2], listen)) == "not_found"
    assert floor.wish(2, i.Monitor(AgentId("agt_x"), listen)) == "not_found"


def test_a_supervisor_without_telephone_or_on_a_call_cannot_listen(floor: Floor) -> None:
    floor.talk(0)
    assert floor.wish(2, i.Monitor(floor.agents[0], MonitorMode.LISTEN)) == "agent.unreachable"
    floor.ready(2)
    floor.wish(2, i.Dial(OUTSIDE[1]))
    assert floor.wish(2, i.Monitor(floor.agents[0], MonitorMode.LISTEN)) == "agent.busy"
    assert floor.wish(0, i.Monitor(floor.agents[2], MonitorMode.LISTEN)) == "agent.busy"


def test_a_listening_supervisor_has_no_call_of_his_own(floor: Floor) -> None:
    floor.talk(0)
    floor.ready(2)
    assert floor.wish(2, i.Monitor(floor.agents[0], MonitorMode.LISTEN)) is None
    assert floor.wish(2, i.Hold()) == "call.none"
    assert floor.wish(2, i.Monitor(floor.agents[0], MonitorMode.BARGE)) is None
    assert floor.wish(2, i.LeaveMonitor()) is None


def test_a_supervisor_sets_only_known_states_of_his_own_people(floor: Floor) -> None:
    assert floor.wish(1, i.SetAgent(floor.agents[0], "ready")) == "not_allowed"
    assert floor.wish(0, i.SetAgent(AgentId("agt_x"), "ready")) == "not_found"
    assert floor.wish(0, i.SetAgent(floor.agents[1], "asleep")) == "invalid"
    assert floor.wish(0, i.SetAgent(floor.agents[1], "ready")) == "agent.unreachable"
    assert floor.wish(0, i.SetAgent(floor.agents[1], "paused")) is None
    assert floor.wish(0, i.SetAgent(floor.agents[1], "offline")) is None
