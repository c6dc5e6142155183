"""Callers who wait at a partner firm too: one place at home, one telephone at a time."""

from __future__ import annotations

from permanence.kernel.ids import AgreementId, CountedIds, InteractionId
from permanence.routing.board import Board
from permanence.routing.doors import Doors
from permanence.routing.model import Offer, Reception, Wait
from tests.unit.floor.floor_kit import NOW, SmallFirm, small_firm

BY = AgreementId("agr_1")
FIRST, SECOND = InteractionId("int_1"), InteractionId("int_2")


def two_firms() -> tuple[Board, SmallFirm, SmallFirm]:
    ids, board = CountedIds(), Board()
    owner, helper = small_firm(ids), small_firm(ids, "+33162000200")
    board.set_firm(owner.id, [], [owner.queue_card], NOW)
    board.set_firm(helper.id, [helper.card], [helper.queue_card], NOW)
    board.set_receptions(helper.id, [Reception(BY, helper.id, helper.queue)])
    assert isinstance(board, Doors)
    return board, owner, helper


def test_a_door_opens_once_and_the_partners_agent_is_found_through_it() -> None:
    board, owner, helper = two_firms()
    board.ready(helper.agent, NOW)
    assert isinstance(board.join(FIRST, owner.queue_card.terms, NOW, NOW), Wait)
    assert board.open_door(FIRST, BY)
    assert not board.open_door(FIRST, BY)
    assert not board.open_door(FIRST, AgreementId("agr_unknown"))
    offer = board.offer_for(FIRST, NOW)
    assert isinstance(offer, Offer)
    assert (offer.agent, offer.agreement) == (helper.agent, BY)
    assert board.is_held(FIRST)
    assert isinstance(board.offer_for(FIRST, NOW), Wait)  # one telephone at a time


def test_who_refuses_lets_the_caller_go_back_to_every_line() -> None:
    board, owner, helper = two_firms()
    board.ready(helper.agent, NOW)
    board.join(FIRST, owner.queue_card.terms, NOW, NOW)
    board.open_door(FIRST, BY)
    board.offer_for(FIRST, NOW)
    board.release(helper.agent, FIRST, 0, None, NOW)
    assert not board.is_held(FIRST)
    offer = board.next_caller(helper.agent, NOW)
    assert offer is not None
    assert offer.agreement == BY


def test_guests_and_own_callers_come_by_their_promise() -> None:
    board, owner, helper = two_firms()
    board.join(FIRST, owner.queue_card.terms, NOW, NOW)
    board.open_door(FIRST, BY)
    board.join(SECOND, helper.queue_card.terms, NOW, NOW)
    board.ready(helper.agent, NOW)
    offer = board.next_caller(helper.agent, NOW)
    assert offer is not None
    assert (offer.call, offer.agreement) == (FIRST, BY)
    assert [waiting.call for waiting in board.waiting_in(helper.queue)] == [SECOND]
    assert [waiting.call for waiting in board.waiting_in(owner.queue)] == [FIRST]
    assert board.position(FIRST, owner.queue) == 1
    wait = board.expected_wait(SECOND)
    assert wait is not None


def test_a_new_set_up_keeps_who_waits_and_a_reception_that_goes_takes_its_callers_along() -> None:
    board, owner, helper = two_firms()
    board.join(FIRST, owner.queue_card.terms, NOW, NOW)
    board.open_door(FIRST, BY)
    board.set_firm(helper.id, [helper.card], [helper.queue_card], NOW)
    board.ready(helper.agent, NOW)
    assert isinstance(board.offer_for(FIRST, NOW), Offer)
    board.release(helper.agent, FIRST, 0, None, NOW)
    board.set_receptions(helper.id, [])
    assert board.doors == {}
    assert isinstance(board.offer_for(FIRST, NOW), Wait)


def test_a_reception_whose_queue_is_gone_receives_nobody_and_harms_nobody() -> None:
    board, owner, helper = two_firms()
    board.set_firm(helper.id, [helper.card], [], NOW)
    board.ready(helper.agent, NOW)
    board.join(FIRST, owner.queue_card.terms, NOW, NOW)
    assert board.open_door(FIRST, BY)
    assert isinstance(board.offer_for(FIRST, NOW), Wait)
    board.leave(FIRST, NOW)
    assert board.doors == {}
