"""The switch in memory: who hears what, what ends with what, and what it complains of; and that promises do break."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.interaction.model import Phase
from permanence.routing.model import Presence
from permanence.sim.day import NUMBER, Day
from permanence.sim.invariants import always, at_rest, check
from permanence.sim.played import PlayedSwitch
from permanence.sim.stage import Stage

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def switch() -> PlayedSwitch:
    made = PlayedSwitch()
    for name in ("ann", "zoe", "eve"):
        made.arrive(name, f"PJSIP/{name}")
        made.answer(name)
    made.carry_out(c.MakeBridge("x", "room"))
    made.carry_out(c.Join("x", "room", ("ann", "zoe")))
    return made


def test_who_shares_a_room_hears_the_others_unless_they_are_muted(switch: PlayedSwitch) -> None:
    assert (switch.hears("ann"), switch.hears("eve")) == ("voices zoe", "silence")
    switch.carry_out(c.Mute("x", "zoe"))
    assert switch.hears("ann") == "silence"
    switch.carry_out(c.Unmute("x", "zoe"))
    switch.carry_out(c.Leave("x", "room", "ann"))
    assert switch.hears("zoe") == "silence"


def test_a_message_comes_before_music_and_music_before_ringing(switch: PlayedSwitch) -> None:
    switch.carry_out(c.StartTone("x", "zoe"))
    assert switch.hears("zoe") == "ringing"
    switch.carry_out(c.StartMusic("x", "zoe", "default"))
    assert switch.hears("zoe") == "music"
    assert switch.carry_out(c.Play("x", "zoe", "p1", ("a", "b"), "fr")) == [(4.0, s.Played("p1"))]
    assert switch.hears("zoe") == "message a b"
    assert switch.carry_out(c.StopPlay("x", "p1")) == [(0.0, s.Played("p1"))]
    assert switch.carry_out(c.StopPlay("x", "p1")) == []


def test_a_whisper_reaches_the_agent_alone(switch: PlayedSwitch) -> None:
    switch.carry_out(c.MakeBridge("x", "aside"))
    switch.carry_out(c.Snoop("x", "ann", "ear", "both", "out"))
    switch.carry_out(c.Join("x", "aside", ("ear", "eve")))
    assert switch.hears("eve") == "voices ann zoe"
    assert switch.hears("ann") == "voices eve zoe"
    assert switch.hears("zoe") == "voices ann"


def test_what_listens_and_what_is_written_ends_with_the_leg(switch: PlayedSwitch) -> None:
    switch.carry_out(c.Snoop("x", "zoe", "ear", "in", "none"))
    switch.carry_out(c.Record("x", "ear", "file"))
    told = [signal for _, signal in switch.end("zoe", 16)]
    assert told == [s.Gone("zoe", 16), s.Gone("ear", 16), s.Recorded("file")]
    assert switch.end("zoe", 16) == []


@pytest.mark.parametrize("command", [c.Answer("x", "nobody"), c.Join("x", "nowhere", ("ann",)), c.Join("x", "room", ("nobody",)),
                                     c.StartMusic("x", "nobody", "default"), c.Play("x", "nobody", "p", ("a",), "fr"), c.Ring("x", "ann", "PJSIP/ann", "", "", 5)])  # fmt: skip
def test_a_command_for_what_is_not_there_is_a_complaint(switch: PlayedSwitch, command: c.SwitchCommand) -> None:
    switch.carry_out(command)
    assert len(switch.complaints) == 1


def test_a_telephone_that_is_away_is_told_at_once_and_a_caller_may_be_given_back(switch: PlayedSwitch) -> None:
    switch.away.add("PJSIP/bob")
    assert switch.carry_out(c.Ring("x", "leg", "PJSIP/bob", "", "", 5)) == [(0.05, s.Gone("leg", 20))]
    switch.carry_out(c.LeaveToDialplan("x", "zoe"))
    assert "zoe" not in switch.legs


# -- a promise that cannot break promises nothing ------------------------------------------------------------------------


def waiting_caller() -> Day:
    day = Day(1, START)
    day.stage.call_in("pstn-1", NUMBER, None)
    day.stage.wait(2.5)
    day.stage.press("pstn-1", "1")
    day.stage.wait(5)
    assert [call.phase for call in day.stage.world.calls.values()] == [Phase.QUEUED]
    return day


def broken(stage: Stage) -> str:
    return "; ".join([*always(stage.world), *at_rest(stage)])


def test_a_caller_lost_from_the_list_is_noticed() -> None:
    day = waiting_caller()
    for call in list(day.stage.world.board.waits):
        day.stage.world.board.leave(call)
    assert "waits and is on the lists []" in broken(day.stage)
    with pytest.raises(AssertionError, match="waits and is on the lists"):
        check(day.stage)


def test_a_caller_who_hears_nothing_is_noticed() -> None:
    day = waiting_caller()
    day.stage.switch.carry_out(c.StopMusic("x", "pstn-1"))
    assert "hears nothing" in broken(day.stage)


def test_a_caller_left_behind_while_somebody_is_free_is_noticed() -> None:
    day = waiting_caller()
    state = day.stage.world.board.agents[day.agents[0]]
    state.signed_in = state.device_up = state.beating = True
    assert day.stage.world.board.presence(day.agents[0]) is Presence.READY
    assert "waits while" in broken(day.stage)


def test_an_agent_in_two_places_and_a_call_that_is_over_are_noticed() -> None:
    day = waiting_caller()
    call = next(iter(day.stage.world.calls.values()))
    day.stage.world.board.agents[day.agents[0]].call = call.id
    call.phase = Phase.ENDED
    told = broken(day.stage)
    for part in ("but has a place in None", "does not wait", "belongs to nobody"):
        assert part in told


def test_a_telephone_or_room_that_nobody_owns_is_noticed() -> None:
    day = waiting_caller()
    day.stage.switch.arrive("stray", "PJSIP/stray")
    day.stage.switch.rooms["int_gone"] = []
    del day.stage.switch.legs["pstn-1"]
    told = broken(day.stage)
    for part in ("stray (PJSIP/stray) is still connected", "the room int_gone", "counts on pstn-1"):
        assert part in told
