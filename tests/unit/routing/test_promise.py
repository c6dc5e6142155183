"""When people are told that a queue's promise is in danger, and that it is broken; what is done then, and how much of it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.routing.promise import (
    BROKEN,
    DANGER,
    KEPT,
    NOBODY,
    OF_AGENTS,
    Outlook,
    Pull,
    Stand,
    agents_short,
    callers_many,
    danger_s,
    is_calm,
    is_over,
    outlook,
    pulls_due,
)


@pytest.mark.parametrize(
    ("target_s", "expected_s", "waited_s", "stands"),
    [
        (180, 0, [], Outlook(KEPT, 0, 0)),
        (180, 119, [60], Outlook(KEPT, 120, 0)),
        (180, 121, [60], Outlook(DANGER, 120, 0)),  # a minute before it would break
        (30, 19, [1], Outlook(KEPT, 20, 0)),
        (30, 21, [1], Outlook(DANGER, 20, 0)),  # a short promise: a third of it before
        (180, 60, [181, 12, 300], Outlook(BROKEN, 60, 2)),
        (180, None, [5], Outlook(NOBODY, None, 0)),
        (180, None, [], Outlook(KEPT, None, 0)),
        (180, None, [200], Outlook(BROKEN, None, 1)),
    ],
)
def test_a_queue_stands_by_its_promise(target_s: int, expected_s: float | None, waited_s: list[float], stands: Outlook) -> None:
    assert outlook(target_s, expected_s, waited_s) == stands


def stand(ahead: float, at_work: int = 4, urgent: int = 0) -> Stand:
    """A queue that promises 180 s: each of its agents serves a caller in 120 s, so that four agents serve two a minute."""
    return Stand(180, ahead, at_work, 120.0, urgent)


ALL = {Pull.HOLD: 2, Pull.RECALL: 1, Pull.WIDEN: 3, Pull.CALL_BACK: 9, Pull.PARTNER: 9}


@pytest.mark.parametrize(
    ("stands", "can", "due"),
    [
        (stand(0.5), ALL, {}),  # 45 s
        (stand(0.6), ALL, {Pull.HOLD: 2}),  # a quarter of the promise
        (stand(3), ALL, {Pull.HOLD: 2}),  # 120 s: a minute before it would break
        (stand(4), ALL, {Pull.HOLD: 2}),  # 150 s, and with two agents more 100 s
        (stand(4), {Pull.HOLD: 0, Pull.RECALL: 3}, {Pull.HOLD: 0, Pull.RECALL: 1}),  # five agents are needed
        (stand(4), {Pull.RECALL: 3}, {Pull.RECALL: 1}),  # a firm that has nothing to hold
        (stand(6), ALL, {Pull.HOLD: 2, Pull.RECALL: 1}),  # seven are needed and found
        (stand(8), ALL, {Pull.HOLD: 2, Pull.RECALL: 1, Pull.WIDEN: 2}),  # nine callers for seven
        (stand(20), ALL, {Pull.HOLD: 2, Pull.RECALL: 1, Pull.WIDEN: 3, Pull.CALL_BACK: 9, Pull.PARTNER: 2}),
        (stand(20), {Pull.WIDEN: 4}, {Pull.WIDEN: 4}),
        (stand(2, at_work=0), {Pull.WIDEN: 9}, {Pull.WIDEN: 3}),  # nobody is there: all of them
        (stand(0, urgent=2), {Pull.HOLD: 1, Pull.RECALL: 3, Pull.WIDEN: 1}, {Pull.RECALL: 2, Pull.WIDEN: 1}),
    ],
)
def test_what_is_done_for_a_queue(stands: Stand, can: dict[Pull, int], due: dict[Pull, int]) -> None:
    assert pulls_due(stands, can) == due


def test_what_was_pulled_goes_back_well_below_the_line_at_which_it_came() -> None:
    assert is_over(stand(0, at_work=6))  # 20 s of 45
    assert not is_over(stand(0, at_work=5))
    assert not is_over(stand(0, at_work=6, urgent=1))
    assert not is_over(stand(0, at_work=0))


STANDS = st.builds(Stand, st.integers(5, 600), st.floats(0, 200), st.integers(0, 60), st.floats(1, 1000), st.integers(0, 5))
CANS = st.dictionaries(st.sampled_from(Pull), st.integers(0, 40))


@given(STANDS, CANS)
def test_no_more_is_pulled_than_there_is_nor_out_of_order(stands: Stand, can: dict[Pull, int]) -> None:
    due = pulls_due(stands, can)
    assert all(0 <= number <= can[pull] for pull, number in due.items())
    assert list(due) == sorted(due, key=list(Pull).index)
    if is_calm(stands):
        assert not due
    asked = [pull for pull in (Pull.WIDEN, Pull.CALL_BACK, Pull.PARTNER) if pull in due]
    for later in asked[1:]:
        earlier = [pull for pull in (Pull.WIDEN, Pull.CALL_BACK) if list(Pull).index(pull) < list(Pull).index(later)]
        assert all(due.get(pull, 0) == can.get(pull, 0) for pull in earlier), "a later pull while an earlier one has more"


@given(STANDS.filter(lambda stands: not stands.urgent), CANS)
def test_one_agent_less_called_back_would_leave_the_promise_in_danger(stands: Stand, can: dict[Pull, int]) -> None:
    due = pulls_due(stands, can)
    gained = sum(number for pull, number in due.items() if pull in OF_AGENTS)
    if due.get(Pull.RECALL):
        fewer = msgspec.structs.replace(stands, at_work=stands.at_work + gained - 1)
        assert fewer.expected_s > danger_s(stands.target_s) - 1e-6
    if due.get(Pull.RECALL, 0) < can.get(Pull.RECALL, 0):
        enough = msgspec.structs.replace(stands, at_work=stands.at_work + gained)
        assert enough.expected_s <= danger_s(stands.target_s) + 1e-6


@given(STANDS, st.floats(1, 600))
def test_agents_short_and_callers_too_many_are_two_words_for_one_thing(stands: Stand, limit_s: float) -> None:
    short, many = agents_short(stands, stands.at_work, limit_s), callers_many(stands, stands.at_work, limit_s)
    assert (short > 0) == (many > 0) or abs(stands.expected_s - limit_s) < 1e-3
