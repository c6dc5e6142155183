"""How looks become a history: exact while somebody looks, honest about the time when nobody did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import AgentId
from permanence.planning.duty_adherence import Doing, Stretch
from permanence.planning.duty_watch import DOING, Changes, Seen, look
from permanence.routing.model import Presence

ANN, BOB = AgentId("agt_ann"), AgentId("agt_bob")
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def s(seconds: int) -> datetime:
    return NINE + timedelta(seconds=seconds)


WORKS = {ANN: Stretch(ANN, Doing.PRESENT, s(-600))}


def test_who_works_on_changes_nothing_whatever_calls_come() -> None:
    assert look(WORKS, [Seen(ANN, Presence.TALKING, s(-3))], s(-15), NINE) == Changes([], [])


def test_a_pause_begins_at_its_own_moment_not_at_the_look() -> None:
    assert look(WORKS, [Seen(ANN, Presence.PAUSED, s(-7))], s(-15), NINE) == Changes(
        [Stretch(ANN, Doing.PRESENT, s(-600), s(-7))], [Stretch(ANN, Doing.PAUSED, s(-7))]
    )


def test_signing_out_ends_and_signing_in_begins() -> None:
    assert look(WORKS, [Seen(ANN, Presence.OFFLINE, s(-2))], s(-15), NINE) == Changes(
        [Stretch(ANN, Doing.PRESENT, s(-600), s(-2))], []
    )
    assert look({}, [Seen(BOB, Presence.UNREACHABLE, s(-2)), Seen(ANN, Presence.OFFLINE, s(-9))], s(-15), NINE) == Changes(
        [], [Stretch(BOB, Doing.UNREACHABLE, s(-2))]
    )


def test_the_first_look_knows_since_when() -> None:
    assert look({}, [Seen(ANN, Presence.READY, s(-3600))], None, NINE).begun == [Stretch(ANN, Doing.PRESENT, s(-3600))]


def test_after_a_pause_of_the_watcher_what_did_not_change_went_on() -> None:
    assert look(WORKS, [Seen(ANN, Presence.READY, s(-900))], s(-800), NINE) == Changes([], [])


def test_after_a_pause_of_the_watcher_the_time_between_is_unknown() -> None:
    ended = [Stretch(ANN, Doing.PRESENT, s(-600), s(-500))]
    assert look(WORKS, [Seen(ANN, Presence.READY, s(-20))], s(-500), NINE) == Changes(ended, [Stretch(ANN, Doing.PRESENT, s(-20))])
    assert look(WORKS, [Seen(ANN, Presence.OFFLINE, s(-20))], s(-500), NINE) == Changes(ended, [])


def test_an_agent_who_is_none_any_more_ends_with_the_last_look() -> None:
    assert look(WORKS, [], s(-15), NINE).ended == [Stretch(ANN, Doing.PRESENT, s(-600), s(-15))]


@given(st.lists(st.tuples(st.sampled_from(Presence), st.integers(1, 200), st.integers(1, 90)), min_size=1, max_size=20))
def test_stretches_never_overlap_and_the_last_is_what_is_seen(steps: list[tuple[Presence, int, int]]) -> None:
    known: dict[AgentId, Stretch] = {}
    history: list[Stretch] = []
    looked, clock = None, 0
    for presence, changed_after, looked_after in steps:
        since = s(clock + min(changed_after, looked_after))
        clock += looked_after
        changes = look(known, [Seen(ANN, presence, since)], looked, s(clock))
        history += changes.ended
        for each in changes.ended:
            known.pop(each.agent)
        known |= {each.agent: each for each in changes.begun}
        looked = s(clock)
        assert {a: x.doing for a, x in known.items()} == ({ANN: DOING[presence]} if presence in DOING else {})
    for one, other in zip(history, [*history, *known.values()][1:], strict=False):
        assert one.ends is not None and one.starts <= one.ends <= other.starts
