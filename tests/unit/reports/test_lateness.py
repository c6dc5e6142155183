"""What became of the promise to one caller, and whose fault that was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.interaction import events as f
from permanence.kernel.ids import QueueId
from permanence.reports.lateness import WHY, cause_of, judge
from permanence.reports.model import Cause, Judged, Verdict
from permanence.routing import rules
from tests.unit.reports.report_kit import (
    ANN,
    ANSWERS,
    ARRIVES,
    BUSY,
    ENDED,
    LOST,
    MISSED,
    QUEUED,
    RUNG,
    SALES,
    call,
    why,
)


def told(judged: Judged) -> tuple[Verdict, float, Cause | None, dict[Cause, float]]:
    return judged.verdict, judged.waited_s, judged.cause, judged.seconds


def test_a_caller_who_is_rung_for_at_once_waits_for_the_ring_alone() -> None:
    judged = judge(call((0, ARRIVES), (5, QUEUED), (5, RUNG), (9, ANSWERS), (60, ENDED)), {})
    assert told(judged) == (Verdict.KEPT, 4, None, {Cause.RINGING: 4})
    assert (judged.queue, judged.promised_s) == (SALES, 180)


def test_more_work_than_people() -> None:
    judged = judge(call((0, QUEUED), (0, BUSY), (200, RUNG), (205, ANSWERS), (300, ENDED)), {})
    assert told(judged) == (Verdict.LATE, 205, Cause.ALL_BUSY, {Cause.ALL_BUSY: 200, Cause.RINGING: 5})


def test_a_missed_ring_is_blamed_where_the_promise_would_have_been_kept_without_it() -> None:
    facts = (0, QUEUED), (0, BUSY), (150, RUNG), (170, MISSED), (185, RUNG), (190, ANSWERS), (300, ENDED)
    judged = judge(call(*facts), {})
    expected = {Cause.ALL_BUSY: 165, Cause.RING_MISSED: 20, Cause.RINGING: 5}
    assert told(judged) == (Verdict.LATE, 190, Cause.RING_MISSED, expected)


def test_a_missed_ring_is_not_blamed_where_it_changed_nothing() -> None:
    facts = (0, QUEUED), (0, BUSY), (300, RUNG), (320, MISSED), (350, RUNG), (355, ANSWERS), (400, ENDED)
    assert judge(call(*facts), {}).cause is Cause.ALL_BUSY


def test_a_telephone_that_is_lost_while_it_rings_is_no_missed_ring() -> None:
    facts = (0, QUEUED), (0, BUSY), (170, RUNG), (185, f.OfferFailed(ANN, "unreachable")), (185, RUNG), (190, ANSWERS)
    assert judge(call(*facts), {}).cause is Cause.FAILED


def test_what_nobody_had_told_yet_is_what_is_told_first() -> None:
    facts = (0, QUEUED), (0, RUNG), (10, MISSED), (11, why("every_agent_with_the_skills_is_away")), (100, RUNG), (104, ANSWERS)
    judged = judge(call(*facts), {})
    assert judged.seconds == {Cause.RING_MISSED: 10, Cause.ALL_AWAY: 90, Cause.RINGING: 4}


ASKED = (0, QUEUED), (0, BUSY), (80, f.CallBackOffered()), (90, f.CallBackKept(90.0)), (400, RUNG)


def test_who_asked_to_be_called_back_waited_on_the_line_alone() -> None:
    reached = (405, f.CallPlaced(ANN, "+33612345678")), (412, f.CustomerAnswered()), (500, ENDED)
    assert told(judge(call(*ASKED, *reached), {})) == (Verdict.KEPT, 90, None, {Cause.ALL_BUSY: 90})
    assert judge(call(*ASKED), {}).verdict is Verdict.OPEN


@pytest.mark.parametrize(("outcome", "verdict"), [("no_answer", Verdict.GAVE_UP), ("busy", Verdict.GAVE_UP), ("abandoned", Verdict.LOST)])
def test_who_is_not_there_when_called_back_gave_up_and_who_is_never_called_is_lost(outcome: str, verdict: Verdict) -> None:
    over = (500, f.CallBackMissed(outcome)), (500, f.CallEnded(outcome, "platform", 16))
    assert judge(call(*ASKED, *over, ended_by="platform"), {}).verdict is verdict


def test_the_time_in_the_switch_is_the_platforms() -> None:
    facts = (0, f.CallArrived("+33162000001", None, 170)), (1, QUEUED), (1, BUSY), (20, RUNG), (25, ANSWERS)
    judged = judge(call(*facts), {})
    assert told(judged) == (Verdict.LATE, 194, Cause.PLATFORM_AWAY, {Cause.PLATFORM_AWAY: 170, Cause.ALL_BUSY: 19, Cause.RINGING: 5})


def test_who_came_and_went_while_the_platform_was_away_is_lost() -> None:
    judged = judge(call((0, ARRIVES), (0, f.CallbackOwed(35)), (0, ENDED), outcome="abandoned"), {})
    assert told(judged) == (Verdict.LOST, 35, Cause.PLATFORM_AWAY, {Cause.PLATFORM_AWAY: 35})
    assert judged.queue is None


def test_who_loses_the_agent_waits_again_and_is_judged_by_the_longer_wait() -> None:
    facts = [
        (0, QUEUED), (0, BUSY), (50, RUNG), (52, ANSWERS), (100, LOST), (140, QUEUED), (140, BUSY), (330, RUNG), (335, ANSWERS),
    ]  # fmt: skip
    judged = judge(call(*facts), {})
    assert told(judged) == (Verdict.LATE, 235, Cause.ALL_BUSY, {Cause.FAILED: 40, Cause.ALL_BUSY: 190, Cause.RINGING: 5})


def test_an_agent_who_comes_back_ends_the_wait() -> None:
    facts = (0, QUEUED), (0, RUNG), (5, ANSWERS), (100, LOST), (130, f.AgentReturned(ANN)), (400, ENDED)
    assert told(judge(call(*facts), {})) == (Verdict.KEPT, 30, None, {Cause.FAILED: 30})


def test_the_ring_of_an_earlier_wait_counts_in_that_one_alone() -> None:
    facts = (0, QUEUED), (0, RUNG), (9, ANSWERS), (60, QUEUED), (60, MISSED), (200, ENDED)
    judged = judge(call(*facts), {})
    assert (judged.waited_s, judged.seconds) == (140, {Cause.NOT_TOLD: 140})


@pytest.mark.parametrize(("left_s", "verdict"), [(179, Verdict.GAVE_UP), (181, Verdict.LOST)])
def test_who_leaves_early_gave_up_and_who_leaves_late_is_lost(left_s: int, verdict: Verdict) -> None:
    judged = judge(call((0, QUEUED), (0, BUSY), (left_s, ENDED), outcome="abandoned"), {})
    assert (judged.verdict, judged.cause) == (verdict, Cause.ALL_BUSY if verdict is Verdict.LOST else None)


def test_whom_the_switch_drops_is_lost_by_a_failure_however_early() -> None:
    judged = judge(call((0, QUEUED), (0, BUSY), (20, ENDED), outcome="abandoned", ended_by="switch"), {})
    assert (judged.verdict, judged.cause) == (Verdict.LOST, Cause.FAILED)


def test_the_promise_is_that_of_the_fact_then_that_of_today() -> None:
    facts = (0, QUEUED), (60, RUNG), (65, ANSWERS)
    assert judge(call(*facts), {SALES: 30}).verdict is Verdict.LATE
    assert judge(call(*facts), {QueueId("que_x"): 30}).promised_s == 180
    early = why("every_agent_with_the_skills_is_busy", 90)
    assert judge(call((0, QUEUED), (0, early), (60, RUNG), (65, ANSWERS)), {SALES: 30}).verdict is Verdict.KEPT


@pytest.mark.parametrize(
    ("outcome", "verdict"), [("closed", Verdict.CLOSED), ("left_in_menu", Verdict.MENU), ("self_served", Verdict.MENU), (None, Verdict.OPEN)]
)
def test_who_waited_for_nobody_was_promised_nothing(outcome: str | None, verdict: Verdict) -> None:
    assert judge(call((0, ARRIVES), (20, ENDED), outcome=outcome), {}) == Judged(verdict)


def test_who_still_waits_is_not_judged_yet() -> None:
    assert judge(call((0, QUEUED), (0, BUSY), outcome=None), {}).verdict is Verdict.OPEN


def test_every_reason_of_routing_is_a_cause() -> None:
    reasons = {rules.ALL_BUSY, rules.ALL_AWAY, rules.NOBODY_IN, rules.NO_SKILL, rules.KEPT}
    assert set(WHY) == reasons


FACTS = st.sampled_from([QUEUED, BUSY, why("no_agent_has_the_skills"), RUNG, MISSED, ANSWERS, LOST, f.AgentReturned(ANN)])


@given(facts=st.lists(st.tuples(st.floats(0, 400), FACTS), max_size=12), end=st.floats(0, 400))
def test_every_second_of_a_wait_has_one_cause(facts: list[tuple[float, f.Fact]], end: float) -> None:
    at, course = 0.0, list[tuple[float, f.Fact]]()
    for after, fact in facts:
        at += after
        course.append((at, fact))
    judged = judge(call(*course, (at + end, ENDED)), {})
    assert sum(judged.seconds.values()) == pytest.approx(judged.waited_s, abs=0.02)
    assert all(seconds > 0 for seconds in judged.seconds.values())
    assert judged.waited_s <= at + end + 0.01
    assert (judged.cause is not None) == (judged.verdict in (Verdict.LATE, Verdict.LOST))


@given(seconds=st.dictionaries(st.sampled_from(Cause), st.floats(0.1, 1000), min_size=1), promised=st.integers(1, 600))
def test_the_cause_is_one_that_took_time(seconds: dict[Cause, float], promised: int) -> None:
    assert cause_of(seconds, sum(seconds.values()), promised) in seconds
