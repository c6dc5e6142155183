"""Trouble: each kind by its own chance, what it does to signals, commits and clocks, and that the promises notice it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from permanence.floor import intents as i
from permanence.floor.batch import Batch, Scribe
from permanence.floor.world import Effects
from permanence.interaction import signals as s
from permanence.interaction.events import CallEnded, CallOffered
from permanence.interaction.model import Phase
from permanence.sim.day import NUMBER, Day
from permanence.sim.invariants import check, decided, ended, recorded, reloaded
from permanence.sim.record import Book, Rows
from permanence.sim.rough import CALM, ROUGH, Trouble

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def waiting_day(trouble: Trouble = CALM, callers: int = 1) -> Day:
    """A day on which callers wait for sales, one after the other, and nobody is there."""
    day = Day(1, START, trouble=trouble)
    for n in range(1, callers + 1):
        day.stage.call_in(f"pstn-{n}", NUMBER, None)
        day.stage.wait(2.5)
        day.stage.press(f"pstn-{n}", "1")
        day.stage.wait(2.5)
    return day


def ready(day: Day, n: int = 0) -> None:
    agent = day.agents[n]
    day.stage.device(day.stage.world.board.cards[agent].endpoint, reachable=True)
    day.stage.beat(agent, awake=True)
    day.stage.wish(agent, i.Ready())


def heard(day: Day) -> list[object]:
    return [what for _, what in day.stage.told if isinstance(what, s.Signal)]


def test_a_kind_of_trouble_does_not_change_the_chance_of_another() -> None:
    one, both = Day(5, START, trouble=Trouble(late=0.5)), Day(5, START, trouble=Trouble(late=0.5, doubled=0.5))
    for _ in range(20):
        both.stage.strikes("doubled")
    assert [one.stage.strikes("late") for _ in range(50)] == [both.stage.strikes("late") for _ in range(50)]


def test_a_doubled_signal_is_heard_twice_and_a_late_one_later() -> None:
    doubled = Day(1, START, trouble=Trouble(doubled=1.0))
    doubled.stage.device("PJSIP/agent0", reachable=True)
    doubled.stage.wait(3)
    assert heard(doubled) == [s.EndpointState("PJSIP/agent0", True)] * 2
    late = Day(1, START, trouble=Trouble(late=1.0))
    late.stage.device("PJSIP/agent0", reachable=True)
    assert heard(late) == []
    late.stage.wait(3)
    assert heard(late) == [s.EndpointState("PJSIP/agent0", True)]


def test_signals_of_one_leg_stay_in_order_when_others_overtake_them() -> None:
    day = Day(3, START, trouble=Trouble(overtaken=0.5))
    for n in range(20):
        day.stage.device(f"PJSIP/agent{n % 2}", reachable=n % 4 < 2)
    day.stage.wait(5)
    told = [what for what in heard(day) if isinstance(what, s.EndpointState)]
    for name in ("PJSIP/agent0", "PJSIP/agent1"):
        assert [what.reachable for what in told if what.endpoint == name] == [True, False] * 5
    assert [what.endpoint for what in told] != ["PJSIP/agent0", "PJSIP/agent1"] * 10


def test_while_a_commit_is_slow_nothing_is_done_and_what_comes_waits() -> None:
    day = Day(1, START, trouble=Trouble(slow=1.0))
    day.stage.call_in("pstn-1", NUMBER, None)
    day.stage.device("PJSIP/agent0", reachable=True)
    assert not day.stage.is_quiet()
    assert not day.stage.switch.legs["pstn-1"].up
    assert len(heard(day)) == 0  # the first commit, of everybody's state, is not over
    day.stage.wait(12)
    assert len(heard(day)) >= 2
    assert day.stage.switch.legs["pstn-1"].up


def test_what_is_reported_without_a_link_is_lost_and_found_when_it_is_back() -> None:
    day = waiting_day(callers=2)
    day.stage.lose_link(3)
    day.stage.hang_up("pstn-1")
    day.stage.call_in("pstn-3", NUMBER, None)
    assert len(day.stage.world.calls) == 2
    assert not day.stage.is_quiet()
    day.stage.wait(30)  # who was missed is told to hang up, and given up after a while
    calls = {call.customer_channel: call for call in day.stage.world.calls.values()}
    assert set(calls) == {"pstn-2", "pstn-3"}
    assert calls["pstn-3"].kept_s == 4
    check(day.stage)


def test_a_decision_without_the_lease_was_never_so() -> None:
    day = waiting_day()
    (call,) = day.stage.world.calls
    day.stage.lose_lease()
    before = len(day.stage.journal)
    day.stage.press("pstn-1", "1")  # nothing is decided: the lease is not missed
    ready(day)
    rings = [line.fact for line in day.stage.journal[before:] if isinstance(line.fact, CallOffered)]
    assert len(rings) == 1
    assert "was never so" in " ".join(str(what) for _, what in day.stage.told)
    assert list(day.stage.world.calls) == [call]
    check(day.stage)


def test_a_floor_that_dies_without_the_database_has_what_was_on_its_disk() -> None:
    day = waiting_day()
    day.stage.database(away=True)
    day.stage.hang_up("pstn-1")
    assert day.stage.book.kept.open_calls
    day.stage.restart(day.stage.reborn())
    assert not day.stage.world.calls
    assert not day.stage.world.degraded
    day.stage.database(away=True)
    day.stage.database(away=False)
    assert day.stage.book.kept == day.stage.book.given


@pytest.mark.parametrize("by", [-3600, 3600])
def test_a_clock_that_is_set_moves_deadlines_and_not_people(by: int) -> None:
    day = waiting_day()
    (call,) = day.stage.world.calls.values()
    due = call.deadlines["announce"]
    day.stage.set_clock(timedelta(seconds=by))
    assert day.stage.now.hour == (7 if by < 0 else 9)
    assert (call.announced > 0) is (by > 0)
    assert (call.deadlines["announce"] == due) is (by < 0)
    day.close()
    (row,) = day.stage.book.kept.calls.values()
    assert row.wait_s is not None
    assert row.wait_s >= 0


def test_an_agent_who_vanishes_is_missed_and_comes_back() -> None:
    day = Day(1, START)
    ready(day)
    day.agents = day.agents[:1]
    day.vanish(day.chance)
    assert day.stage.world.board.agents[day.agents[0]].beating
    day.stage.wait(300)
    assert day.stage.world.board.agents[day.agents[0]].beating
    assert [what for what in heard(day) if isinstance(what, s.EndpointState) and what.why == "timeout"]


# -- a promise that cannot break promises nothing ------------------------------------------------------------------------


def test_a_caller_who_is_passed_over_is_noticed() -> None:
    day = waiting_day(callers=2)
    world, (first, second) = day.stage.world, day.stage.world.calls.values()
    assert first.queued_at is not None
    assert second.queued_at is not None
    ready(day)
    (line,) = [line for line in day.stage.journal if isinstance(line.fact, CallOffered)]
    assert line.call == first.id
    told = Effects()
    told.journal.append(line)
    world.board.hold(first.id)
    assert list(decided(world, told)) == []
    first.queued_at, second.queued_at = second.queued_at, first.queued_at
    with pytest.raises(AssertionError, match="not in the order"):
        check(day.stage)
    assert "had come before" in "; ".join(decided(world, told))


def test_a_caller_who_is_served_twice_is_noticed() -> None:
    day = waiting_day(callers=2)
    first, second = day.stage.world.calls.values()
    second.customer_channel = first.customer_channel
    with pytest.raises(AssertionError, match="pstn-1 has two calls"):
        check(day.stage)


def test_a_row_that_is_not_written_and_one_that_is_not_read_are_noticed() -> None:
    day = waiting_day()
    (call,) = day.stage.world.calls.values()
    call.notes = "said in passing"
    assert "is not what the floor has in mind" in "; ".join(recorded(day.stage))
    assert "other calls or agents" in "; ".join(reloaded(day.stage))
    call.notes = ""
    assert not [*recorded(day.stage), *reloaded(day.stage)]
    call.phase = Phase.FLOW
    day.stage.world.board.leave(call.id)
    assert "a floor that begins has" in "; ".join(reloaded(day.stage))
    del day.stage.world.calls[call.id]
    assert "kept as an open call" in "; ".join(recorded(day.stage))


def test_a_call_that_ends_twice_or_never_is_noticed() -> None:
    day = waiting_day(callers=2)
    day.stage.hang_up("pstn-1")
    told = "; ".join(ended(day.stage))
    assert "ended 0 times" in told
    (line,) = [line for line in day.stage.journal if isinstance(line.fact, CallEnded)]
    day.stage.journal.append(line)
    told = "; ".join(ended(day.stage))
    assert "with a hole" in told
    assert "ended 2 times" in told


def test_a_batch_that_is_kept_twice_changes_nothing() -> None:
    day = waiting_day()
    day.stage.world.effects.calls.update(day.stage.world.calls)
    batch = Scribe().write(day.stage.world, day.stage.world.take_effects(), pytest.fail)
    book = Book()
    for _ in range(2):
        book.keep(batch)
    assert book.kept.open_calls.keys() == day.stage.world.calls.keys()
    book.give(Batch(closed=[(row.firm, row.id) for row in batch.open_calls]))
    book.begin_again()
    assert book.given == book.kept != Rows()


def test_days_with_and_without_trouble_begin_the_same() -> None:
    assert ROUGH != CALM
    assert all(0 < getattr(ROUGH, kind) < 0.1 for kind in Trouble.__slots__)
