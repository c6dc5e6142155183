"""What the journal tells of a wait: who was rung, who answered, when the agent was free, who gave up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from permanence.interaction import events as f
from permanence.interaction.model import EndedBy, Outcome
from permanence.interaction.past import Past, Told, read_past
from permanence.kernel.ids import AgentId, InteractionId, QueueId

T0 = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CALL, ANNE, BEN = InteractionId("int_1"), AgentId("agt_anne"), AgentId("agt_ben")
SALES, HELP = QueueId("que_sales"), QueueId("que_help")


def past(*steps: tuple[float, f.Fact], call: InteractionId = CALL) -> Past:
    return read_past(Told(call, at(s), f.wire_name(type(fact)), msgspec.to_builtins(fact)) for s, fact in steps)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def ended(by: EndedBy = EndedBy.CUSTOMER) -> f.CallEnded:
    return f.CallEnded(Outcome.ANSWERED, by, 16)


def test_a_missed_ring_and_an_answer() -> None:
    (visit,) = past(
        (0, f.CallArrived("+33199001010", "+33639981234")),
        (5, f.CallQueued(SALES, "Sales")),
        (5, f.CallOffered(ANNE, "Anne")),
        (25, f.OfferFailed(ANNE, "no_answer")),
        (25, f.CallOffered(BEN, "Ben", "next_in_line")),
        (28, f.AgentAnswered(BEN, "Ben", 23.0)),
        (40, f.CallHeld()),
        (100, ended()),
    ).visits
    assert [(ring.agent, ring.at, ring.ended_at, ring.answered, ring.why) for ring in visit.rings] == [
        (ANNE, at(5), at(25), False, "free_the_longest"), (BEN, at(25), at(28), True, "next_in_line"),
    ]  # fmt: skip
    assert (visit.agent, visit.queued_at, visit.answered_at, visit.freed_at, visit.gave_up) == (BEN, at(5), at(28), at(100), False)
    assert visit.customer == "+33639981234"


def test_who_puts_the_receiver_down_while_waiting_has_given_up_and_who_is_cut_off_has_not() -> None:
    for by, gave_up in ((EndedBy.CUSTOMER, True), (EndedBy.PLATFORM, False)):
        (visit,) = past((0, f.CallQueued(SALES, "Sales")), (3, f.CallOffered(ANNE, "Anne")), (9, ended(by))).visits
        assert (visit.left_at, visit.gave_up, visit.ended_at, visit.rings[0].ended_at) == (at(9), gave_up, at(9), at(9))


def test_a_transfer_into_another_queue_is_a_wait_of_its_own() -> None:
    first, second = past(
        (0, f.CallQueued(SALES, "Sales")),
        (0, f.CallOffered(ANNE, "Anne")),
        (2, f.AgentAnswered(ANNE, "Anne", 2.0)),
        (60, f.CallTransferred("Help", True)),
        (60, f.CallQueued(HELP, "Help")),
        (90, ended()),
    ).visits
    assert (first.freed_at, second.queue, second.queued_at, second.gave_up) == (at(60), HELP, at(60), True)


def test_what_is_still_going_on_has_no_end() -> None:
    (visit,) = past((0, f.CallQueued(SALES, "Sales")), (1, f.CallOffered(ANNE, "Anne"))).visits
    assert (visit.ended_at, visit.rings[0].ended_at, visit.freed_at) == (None, None, None)


def test_calls_that_agents_make_are_their_own_work_and_pieces_without_a_wait_say_nothing() -> None:
    made = past((0, f.CallPlaced(ANNE, "+33639981234")), (50, ended()))
    assert (made.visits, made.placed[0].agent, made.placed[0].ended_at) == ([], ANNE, at(50))
    assert past((0, f.CallOffered(ANNE, "Anne")), (1, f.AgentAnswered(ANNE, "Anne", 1.0)), (2, ended())).visits == []


def test_waits_come_in_the_order_in_which_they_began() -> None:
    lines = [
        Told(InteractionId(f"int_{place}"), at(10 - place), "interaction.call_queued", {"queue": SALES, "name": "Sales"})
        for place in range(3)
    ]
    assert [visit.call for visit in read_past(lines).visits] == ["int_2", "int_1", "int_0"]
