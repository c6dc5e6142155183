"""The board: agents, queues, places, and the small steps on them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId, QueueId, SkillId
from permanence.routing.board import Board
from permanence.routing.model import (
    AgentCard,
    Device,
    Offer,
    Presence,
    QueueCard,
    Reason,
    Wait,
    Work,
)
from permanence.routing.promise import Stand
from permanence.routing.roster import WRAP_UP_MAX

FIRM, T0 = FirmId("frm_1"), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ANN, BOB = AgentId("ann"), AgentId("bob")
SALES, GOLD = QueueTerms(QueueId("que_s"), "sales"), QueueTerms(QueueId("que_g"), "gold", priority=5)
ONE, TWO, THREE = InteractionId("int_1"), InteractionId("int_2"), InteractionId("int_3")


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def card(agent: AgentId, device: Device = Device.FIXED, *skills: str) -> AgentCard:
    return AgentCard(agent, FIRM, PersonId("per"), agent, f"PJSIP/{agent}", device, {SkillId(s): 1 for s in skills or ("sales", "gold")})


@pytest.fixture
def board() -> Board:
    made = Board()
    queues = [QueueCard(terms, FIRM, {SkillId(terms.name): 1}) for terms in (SALES, GOLD)]
    made.set_firm(FIRM, [card(ANN), card(BOB, Device.BROWSER)], queues, T0)
    return made


def test_a_caller_is_offered_to_who_is_ready_and_reserved(board: Board) -> None:
    board.ready(ANN, T0)
    assert board.join(ONE, SALES, T0, T0) == Offer(ONE, ANN, Reason("free_the_longest"))
    assert board.presence(ANN) is Presence.OFFERED
    assert isinstance(board.join(TWO, SALES, after(1), after(1)), Wait)
    assert [board.position(c, SALES.queue) for c in (ONE, TWO, THREE)] == [1, 2, None]


def test_a_missed_offer_pauses_with_its_cause_and_ready_forgets_it(board: Board) -> None:
    board.ready(ANN, T0)
    board.join(ONE, SALES, T0, T0)
    board.release(ANN, ONE, 0, "no_answer", after(20))
    assert (board.presence(ANN), board.agents[ANN].missed) == (Presence.PAUSED, "no_answer")
    board.ready(ANN, after(30))
    assert (board.presence(ANN), board.agents[ANN].missed) == (Presence.READY, None)


def test_a_release_of_another_call_changes_nothing(board: Board) -> None:
    board.ready(ANN, T0)
    board.take(ANN, ONE, T0, offered=False)
    board.release(ANN, TWO, 0, None, T0)
    board.release(AgentId("nobody"), ONE, 0, None, T0)
    assert board.presence(ANN) is Presence.TALKING


def test_notes_come_first_and_end_by_time_or_wish(board: Board) -> None:
    board.ready(ANN, T0)
    board.take(ANN, ONE, T0, offered=False)
    board.release(ANN, ONE, 30, None, after(60))
    assert board.presence(ANN) is Presence.WRAP_UP
    board.extend_wrap_up(ANN, 30, after(70))
    assert board.agents[ANN].wrap_up_until == after(120)
    board.extend_wrap_up(ANN, 10_000, after(70))
    assert board.agents[ANN].wrap_up_until == after(60) + WRAP_UP_MAX
    board.pause(ANN, "lunch", after(80))
    assert board.presence(ANN) is Presence.WRAP_UP
    board.end_wrap_up(ANN, after(90))
    assert board.presence(ANN) is Presence.PAUSED
    board.end_wrap_up(ANN, after(91))
    board.extend_wrap_up(ANN, 10, after(91))
    assert board.agents[ANN].wrap_up_until is None


def test_who_is_off_duty_writes_no_notes(board: Board) -> None:
    board.take(ANN, ONE, T0, offered=False)
    board.release(ANN, ONE, 30, None, after(60))
    assert board.presence(ANN) is Presence.OFFLINE
    assert board.agents[ANN].wrap_up_call is None  # nor is the call kept open for them


def test_a_shift(board: Board) -> None:
    board.sign_in(ANN, T0)
    assert (board.presence(ANN), board.agents[ANN].pause) == (Presence.PAUSED, "signed_in")
    board.ready(ANN, after(1))
    board.sign_in(ANN, after(2))
    assert board.presence(ANN) is Presence.READY
    board.take(ANN, ONE, after(3), offered=False)
    board.pause(ANN, "lunch", after(4))
    board.ready(ANN, after(5))
    board.sign_out(ANN, after(6))
    assert board.presence(ANN) is Presence.TALKING
    board.release(ANN, ONE, 0, None, after(7))
    assert board.presence(ANN) is Presence.OFFLINE


def test_a_browser_is_reached_when_its_telephone_is_up_and_its_page_awake(board: Board) -> None:
    board.ready(BOB, T0)
    assert board.presence(BOB) is Presence.UNREACHABLE
    board.device(BOB, after(1), up=True, why="")
    board.beat(BOB, after(2), awake=True)
    assert (board.presence(BOB), board.agents[BOB].since) == (Presence.READY, after(2))
    board.beat(BOB, after(3), awake=True)
    board.beat(BOB, after(4), awake=False)
    assert (board.presence(BOB), board.agents[BOB].why_unreachable) == (Presence.UNREACHABLE, "page_asleep")
    board.device(BOB, after(5), up=False, why="")
    assert board.agents[BOB].why_unreachable == "phone_unreachable"


def expected_s(board: Board, call: InteractionId) -> int:
    found = board.expected_wait(call)
    assert found is not None
    return found.expected_s


def test_the_expected_wait_learns_from_calls_that_ended(board: Board) -> None:
    board.join(ONE, SALES, T0, T0)
    assert board.expected_wait(ONE) is None
    board.ready(ANN, T0)
    assert expected_s(board, ONE) == 180
    board.note_handling(SALES.queue, 80)
    assert expected_s(board, ONE) == 170
    assert board.expected_wait(TWO) is None


def test_a_queue_that_is_gone_stays_while_somebody_waits_in_it(board: Board) -> None:
    board.join(ONE, SALES, T0, T0)
    board.set_firm(FIRM, [card(ANN)], [], after(1))
    assert board.position(ONE, SALES.queue) == 1
    board.leave(ONE)
    board.set_firm(FIRM, [card(ANN)], [], after(2))
    assert SALES.queue not in board.queues
    assert board.serves[ANN] == ()


def test_a_caller_is_told_why_he_waits(board: Board) -> None:
    board.join(ONE, SALES, T0, T0)
    assert board.why_waiting(ONE).code == "no_agent_with_the_skills_is_signed_in"
    board.ready(ANN, T0)
    board.take(ANN, THREE, T0, offered=False)
    board.join(TWO, SALES, after(1), after(1))
    assert board.why_waiting(TWO) == Reason("every_agent_with_the_skills_is_busy", 1, 2, 0, 360)
    board.set_firm(FIRM, [card(ANN, Device.FIXED, "gold")], list(board.queues.values()), after(2))
    assert board.why_waiting(ONE).code == "no_agent_has_the_skills"


def test_a_caller_is_kept_for_who_knows_him_and_then_for_everybody(board: Board) -> None:
    people = [card(ANN), card(BOB)]
    board.set_firm(FIRM, people, [QueueCard(SALES, FIRM, prefer_s=20)], T0)
    board.ready(BOB, T0)
    assert board.join(ONE, SALES, T0, T0, wanted=ANN) == Offer(ONE, BOB, Reason("free_the_longest"))  # ann is not there
    board.ready(ANN, T0)
    board.take(ANN, THREE, T0, offered=False)
    board.release(BOB, ONE, 0, None, T0)
    board.leave(ONE)
    assert isinstance(board.join(TWO, SALES, T0, T0, wanted=ANN), Wait)
    assert board.why_waiting(TWO).code == "kept_for_who_knows_the_customer"
    assert board.next_caller(BOB, after(1)) is None
    assert board.widen(TWO, after(20))
    assert board.next_caller(BOB, after(20)) == Offer(TWO, BOB, Reason("next_in_line"))


def test_others_before_one_count_by_the_agents_who_are_shared(board: Board) -> None:
    board.set_firm(FIRM, [card(ANN), card(BOB, Device.FIXED, "gold")], list(board.queues.values()), T0)
    for agent in (ANN, BOB):
        board.ready(agent, T0)
        board.take(agent, THREE, T0, offered=False)
    for call, terms, since in ((InteractionId("int_4"), GOLD, 0), (ONE, SALES, 10)):
        board.join(call, terms, after(since), after(since))
    assert expected_s(board, ONE) == 270  # one of gold's two agents is ann, sales' only one


def test_why_a_caller_waits_is_news_once_and_again_when_it_changes(board: Board) -> None:
    board.join(ONE, SALES, T0, T0)
    assert board.wait_news() == [(ONE, "no_agent_with_the_skills_is_signed_in", 0, 180)]
    assert board.wait_news() == []
    board.pause(ANN, "lunch", after(1))
    assert board.wait_news() == [(ONE, "every_agent_with_the_skills_is_away", 0, 180)]
    board.ready(ANN, after(2))
    board.take(ANN, THREE, after(2), offered=False)
    assert board.wait_news() == [(ONE, "every_agent_with_the_skills_is_busy", 1, 180)]
    board.release(ANN, THREE, 0, None, after(3))
    board.offer_for(ONE, after(3))
    assert board.wait_news() == []  # a telephone rings for him
    board.leave(ONE)
    board.release(ANN, ONE, 0, "no_answer", after(9))
    board.join(ONE, SALES, after(9), after(9))
    assert board.wait_news() == [(ONE, "every_agent_with_the_skills_is_away", 0, 180)]


def test_how_a_newcomer_would_stand(board: Board) -> None:
    board.ready(ANN, T0)
    board.take(ANN, THREE, T0, offered=False)
    board.join(ONE, SALES, T0, T0)
    board.join(TWO, GOLD, after(1), after(1))  # due before a newcomer of either queue
    assert board.stand(SALES.queue, after(2)) == Stand(180, 2.0, 1, 180.0)
    assert board.stand(GOLD.queue, after(2)) == Stand(180, 1.0, 1, 180.0)  # whose due moment is earlier than that of one
    board.hold(TWO)
    assert board.stand(SALES.queue, after(2)).ahead == 1.0  # for whom a telephone rings has an agent
    assert board.stand(SALES.queue, after(121)).urgent == 1
    board.begin_work(ANN, Work.TEXT, after(122))  # from the end of the call on: callers cannot count on her
    assert board.stand(SALES.queue, after(122)) == Stand(180, 1, 0, 180.0, 1)


def test_looking_ahead_names_the_queues_in_which_somebody_waits(board: Board) -> None:
    assert board.look_ahead(T0) == {}
    board.join(ONE, SALES, T0, T0)
    assert board.look_ahead(after(1)) == {SALES.queue: board.stand(SALES.queue, after(1))}


def test_who_is_lent_is_known_by_the_queue_that_could_want_him_back(board: Board) -> None:
    board.set_firm(FIRM, [card(ANN), card(BOB, Device.FIXED, "gold")], [*board.queues.values()], T0)
    for agent in (ANN, BOB):
        board.ready(agent, T0)
        board.begin_work(agent, Work.TEXT, T0)
    assert (board.lent_of(SALES.queue), board.lent_of(GOLD.queue)) == ([ANN], [ANN, BOB])
    board.end_work(ANN, after(1))
    assert (board.lent_of(SALES.queue), board.lent_of(GOLD.queue)) == ([], [BOB])
    board.set_firm(FIRM, [card(ANN)], [*board.queues.values()], T0)
    assert board.lent_of(GOLD.queue) == []


def test_who_is_rung_for_is_before_nobody_any_more(board: Board) -> None:
    for agent in (ANN, BOB):
        board.ready(agent, T0)
    board.device(BOB, T0, up=True, why="")
    board.beat(BOB, T0, awake=True)
    board.take(BOB, InteractionId("int_9"), T0, offered=False)
    board.join(ONE, SALES, T0, T0)
    assert board.is_held(ONE)
    board.join(TWO, SALES, after(1), after(1))
    assert expected_s(board, TWO) == 90  # one of two agents, not the second one after the first caller


def test_those_who_give_up_before_one_shorten_the_wait(board: Board) -> None:
    board.ready(ANN, T0)
    board.take(ANN, THREE, T0, offered=False)
    for number in range(200):
        call = InteractionId(f"int_{number + 10}")
        board.join(call, SALES, T0, T0)
        board.leave(call, after(60))
    for call in (ONE, TWO):
        board.join(call, SALES, T0, T0)
    assert (expected_s(board, ONE), expected_s(board, TWO) < 300) == (180, True)
