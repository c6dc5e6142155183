"""Who is kept from other work for a queue in danger, and who is called back from it first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId, QueueId, SkillId
from permanence.routing import pulls
from permanence.routing.board import Board
from permanence.routing.model import AgentCard, Device, Presence, QueueCard, Widening, Work
from permanence.routing.promise import Pull, Pulling

FIRM, T0 = FirmId("frm_1"), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ANN, BEN, CAT, DAN = (AgentId(name) for name in ("ann", "ben", "cat", "dan"))
SALES, HELP = QueueTerms(QueueId("que_s"), "sales"), QueueTerms(QueueId("que_h"), "help")
ONE, TWO = InteractionId("int_1"), InteractionId("int_2")


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


@pytest.fixture
def board() -> Board:
    """Ann, Ben and Cat serve sales, Dan help; all are ready."""
    made = Board()
    queues = [QueueCard(terms, FIRM, {SkillId(terms.name): 1}, steps=(Widening(60, lower=1),)) for terms in (SALES, HELP)]
    skills = {ANN: "sales", BEN: "sales", CAT: "sales", DAN: "help"}
    cards = [AgentCard(a, FIRM, PersonId("per"), a, f"PJSIP/{a}", Device.FIXED, {SkillId(s): 1}) for a, s in skills.items()]
    made.set_firm(FIRM, cards, queues, T0)
    for agent in skills:
        made.ready(agent, T0)
    return made


def test_other_work_keeps_callers_away_until_it_ends(board: Board) -> None:
    for agent in (ANN, BEN, CAT):
        board.begin_work(agent, Work.TEXT, T0)
    assert board.presence(ANN) is Presence.PAUSED
    board.join(ONE, SALES, T0, T0)
    assert board.presence(ANN) is Presence.PAUSED
    board.end_work(ANN, after(5))
    assert (board.presence(ANN), board.agents[ANN].since) == (Presence.READY, after(5))
    found = board.next_caller(ANN, after(5))
    assert found is not None
    assert found.call == ONE


def test_work_given_during_a_call_begins_at_its_end(board: Board) -> None:
    board.take(ANN, ONE, T0, offered=False)
    board.begin_work(ANN, Work.PREVIEW, after(3))
    assert (board.presence(ANN), board.is_at_work(ANN), board.agents[ANN].since) == (Presence.TALKING, False, T0)
    board.release(ANN, ONE, 0, None, after(9))
    assert board.is_at_work(ANN)
    assert pulls.about_to(board, SALES.queue) == []


@pytest.mark.parametrize("leave", [Board.ready, Board.sign_out])
def test_ready_and_the_end_of_the_shift_end_other_work(board: Board, leave: object) -> None:
    board.begin_work(ANN, Work.TEXT, T0)
    leave(board, ANN, after(1))  # type: ignore[operator]
    assert board.agents[ANN].work is None


def test_who_pauses_during_other_work_cannot_be_called_back(board: Board) -> None:
    board.begin_work(ANN, Work.TEXT, T0)
    board.pause(ANN, "lunch", after(1))
    assert not board.is_at_work(ANN)
    assert pulls.could_come(board, SALES.queue) == []


def test_previews_come_back_before_texts_and_calls_are_finished(board: Board) -> None:
    board.begin_work(ANN, Work.TEXT, T0)
    board.begin_work(BEN, Work.OUTBOUND, T0)
    board.begin_work(CAT, Work.PREVIEW, after(9))
    board.begin_work(DAN, Work.TEXT, T0)
    assert pulls.could_come(board, SALES.queue) == [CAT, ANN]
    assert pulls.could_come(board, HELP.queue) == [DAN]


def test_only_who_has_not_begun_is_kept_from_it(board: Board) -> None:
    board.take(ANN, ONE, T0, offered=False)
    board.begin_work(ANN, Work.OUTBOUND, T0)
    board.begin_work(BEN, Work.OUTBOUND, T0)
    assert pulls.about_to(board, SALES.queue) == [ANN]


def test_a_firm_without_other_work_has_nothing_to_hold(board: Board) -> None:
    for agent in (ANN, BEN, CAT):
        board.pause(agent, "lunch", T0)
    board.join(ONE, SALES, T0, T0)
    assert pulls.can_bring(board, SALES.queue) == {Pull.RECALL: 0, Pull.WIDEN: 1}
    board.lends.add(FIRM)
    assert pulls.can_bring(board, SALES.queue) == {Pull.RECALL: 0, Pull.WIDEN: 1, Pull.HOLD: 0}


def test_the_search_widens_for_whom_it_can_in_the_order_in_which_they_are_due(board: Board) -> None:
    for agent in (ANN, BEN, CAT):
        board.pause(agent, "lunch", T0)
    board.join(TWO, SALES, after(1), after(1))
    board.join(ONE, SALES, after(2), after(2))
    assert [waiting.call for waiting in pulls.narrow(board, SALES.queue)] == [TWO, ONE]
    board.hasten(TWO)
    assert [waiting.call for waiting in pulls.narrow(board, SALES.queue)] == [ONE]


def test_an_agent_is_needed_by_the_queues_that_hold_and_that_he_serves(board: Board) -> None:
    board.pulls[SALES.queue] = {Pull.HOLD: Pulling(T0, 90)}
    board.pulls[HELP.queue] = {Pull.WIDEN: Pulling(T0, 90)}
    assert pulls.needed_by(board, ANN) == [SALES.queue]
    assert pulls.needed_by(board, DAN) == []
