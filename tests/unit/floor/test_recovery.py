"""The floor begins again from its rows and from what the switch has."""

from __future__ import annotations

import pytest

from permanence.floor import intents as i
from permanence.floor.batch import Scribe, decode_call
from permanence.floor.recovery import reconcile
from permanence.floor.render import Gallery
from permanence.floor.store_setup import Setup
from permanence.floor.views import apply
from permanence.floor.world import Effects
from permanence.interaction.model import Phase
from permanence.routing.model import Presence
from permanence.sim.day import NUMBER, OUTSIDE, Day
from permanence.sim.stage import Stage
from tests.unit.floor.floor_kit import START, talking_day


def busy_day(deeds: int = 150, seed: int = 5) -> Day:
    day = Day(seed, START)
    for _ in range(deeds):
        day.step()
    day.stage.wait(2)
    return day


def test_rows_bring_everybody_back_to_the_same_place() -> None:
    day = busy_day()
    world = day.reborn()
    assert world.calls == day.stage.world.calls
    assert world.board.agents == day.stage.world.board.agents
    before = day.stage.world.board
    assert world.board.waits == before.waits
    assert [world.board.waiting_in(queue) for queue in before.queues] == [before.waiting_in(queue) for queue in before.queues]
    assert {c for c in before.waits if world.board.is_held(c)} == {c for c in before.waits if before.is_held(c)}


def test_doing_it_twice_loses_nothing_and_ends_nothing_more() -> None:
    day = busy_day()
    world = day.reborn()
    day.stage.restart(world)
    day.stage.wait(2)
    before = {call.id: call.phase for call in world.calls.values()}
    reconcile(world, day.stage.survey(), frozenset(), day.stage.now, day.ids)
    assert {call.id: call.phase for call in world.calls.values()} == before


def test_a_switch_that_has_lost_everything_ends_every_call() -> None:
    day = busy_day()
    world = day.reborn()
    day.stage.switch.legs.clear()
    day.stage.switch.snoops.clear()
    day.stage.switch.rooms.clear()
    day.stage.switch.files.clear()
    day.stage.restart(world)
    day.stage.wait(60)
    assert not [call for call in world.calls.values() if call.phase is not Phase.ENDED]
    assert not [state for state in world.board.agents.values() if state.call is not None]


def test_a_caller_who_came_while_nobody_listened_is_taken_up() -> None:
    day = Day(1, START)
    day.stage.switch.arrive("pstn-9", "caller/pstn-9")
    day.stage.dialled["pstn-9"], day.stage.callers["pstn-9"] = NUMBER, OUTSIDE[0]
    day.stage.restart(day.reborn())
    assert [call.customer_channel for call in day.stage.world.calls.values()] == ["pstn-9"]


def test_what_belongs_to_nobody_is_closed() -> None:
    day = Day(1, START)
    day.stage.switch.arrive("int_0000000000000000000000000z.leg1")
    day.stage.switch.legs["int_0000000000000000000000000z.leg1"].endpoint = "PJSIP/gone"
    day.stage.switch.rooms["int_0000000000000000000000000z"] = []
    day.stage.restart(day.reborn())
    day.stage.wait(1)
    assert not day.stage.switch.legs
    assert not day.stage.switch.rooms


def test_the_record_and_the_pages_follow_every_step() -> None:
    """Old rows and changes are the new rows; a batch names each thing once and leaves out what is kept already."""
    day = Day(3, START)
    gallery, scribe, firm = Gallery(), Scribe(), next(iter(day.stage.world.directories))
    page = gallery.snapshot(day.stage.world, firm)
    page = {kind: dict(rows) for kind, rows in page.items()}
    kept: dict[str, str] = {}

    def follow(effects: Effects) -> None:
        nonlocal page
        queues, day.stage.world.board.touched_queues = day.stage.world.board.touched_queues, set()
        page = apply(page, gallery.changes(day.stage.world, effects, queues).get(firm, []))
        batch = scribe.write(day.stage.world, effects, pytest.fail)
        kept.update({row.id: row.document for row in batch.open_calls})
        for _, closed in batch.closed:
            kept.pop(closed, None)

    day.stage.after = follow
    for _ in range(200):
        day.chance.choice((day.somebody_calls, day.agent_wishes, day.leg_deed, day.shift_deed))()
        day.stage.wait(1)
    assert page == Gallery().snapshot(day.stage.world, firm)
    assert {name: decode_call(text) for name, text in kept.items()} == day.stage.world.calls


def test_pages_lose_who_was_taken_out_of_the_setup() -> None:
    day = Day(3, START)
    world, gallery = day.stage.world, Gallery()
    firm = next(iter(world.directories))
    seen = gallery.snapshot(world, firm)
    copy = {kind: dict(rows) for kind, rows in seen.items()}
    gone, *kept = [card for card in world.board.cards.values() if card.firm == firm]
    setup = Setup([firm], [], kept, list(world.board.queues.values()))
    setup.apply(world, day.stage.now)
    changes = gallery.changes(world, world.take_effects(), set())
    assert ("agent", gone.id, None) in changes[firm]
    assert seen == copy  # what was handed out is nobody's to change
    assert apply(seen, changes[firm]) == Gallery().snapshot(world, firm)


def test_the_notes_of_who_leaves_the_firm_are_closed() -> None:
    day, agent = talking_day()
    day.stage.wish(agent, i.HangUp())
    day.stage.wait(1)
    world, (firm,) = day.stage.world, day.stage.world.directories
    assert world.board.agents[agent].wrap_up_call is not None
    kept = [card for card in world.board.cards.values() if card.id != agent]
    Setup([firm], [], kept, list(world.board.queues.values())).apply(world, day.stage.now)
    assert not world.calls
    assert agent not in world.board.agents


def test_the_time_for_notes_ends_after_a_restart_too() -> None:
    day, agent = talking_day()
    day.stage.wish(agent, i.HangUp())
    day.stage.restart(day.reborn())
    assert day.stage.world.board.presence(agent) is Presence.WRAP_UP
    day.stage.wait(60)
    assert day.stage.world.board.presence(agent) is Presence.READY


def test_a_notice_is_shown_and_taken_back() -> None:
    day = Day(3, START)
    gallery, firm = Gallery(), next(iter(day.stage.world.directories))
    gallery.snapshot(day.stage.world, firm)
    assert gallery.note("database_away", START)[firm][0][:2] == ("notice", "database_away")
    assert gallery.note("database_away", START) == {}
    assert gallery.note("database_away", None) == {firm: [("notice", "database_away", None)]}


def test_a_stage_is_quiet_when_nothing_is_due() -> None:
    day = Day(3, START)
    assert isinstance(day.stage, Stage)
    assert day.stage.is_quiet()


def test_a_leg_that_left_its_call_while_nobody_could_tell_the_switch_is_closed() -> None:
    """A floor that has begun again knows its agents' legs; one that is given up without a link must not ring on for ever."""
    day, agent = talking_day()
    day.stage.restart(day.reborn())
    (call,) = day.stage.world.calls.values()
    assert call.agent is not None
    leg = call.agent.channel
    day.stage.lose_link(5)
    day.stage.wish(agent, i.Transfer(i.Target("queue", next(iter(day.stage.world.board.queues)))))
    assert leg in day.stage.switch.legs
    day.stage.wait(6)
    assert leg not in day.stage.switch.legs
