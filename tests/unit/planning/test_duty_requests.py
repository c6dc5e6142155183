"""Asking for leave and offering swaps: whose turn it is, who may decide, what changes hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from permanence.kernel.ids import AbsenceId, AgentId, DutyRequestId, PersonId
from permanence.planning.duty import Absence, AbsenceKind
from permanence.planning.duty_requests import (
    Actor,
    Deed,
    Handover,
    Request,
    RequestKind,
    RequestState,
    first_state,
    handovers,
    step,
)
from permanence.planning.errors_duty import (
    ColleagueBusy,
    DutyPast,
    NotYourTurn,
    ReasonMissing,
    RequestSettled,
    ShiftGone,
    SwapIncomplete,
)
from permanence.planning.model import Shift

ANN, BOB, EVE = AgentId("agt_ann"), AgentId("agt_bob"), AgentId("agt_eve")
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINE, YOURS = Shift(ANN, NOW + 24 * HOUR, NOW + 32 * HOUR), Shift(BOB, NOW + 48 * HOUR, NOW + 56 * HOUR)


def actor(agent: AgentId | None = None, *, supervises: bool = False) -> Actor:
    return Actor(PersonId(f"per_{agent}"), agent, supervises)


BOSS = actor(supervises=True)


def request(kind: RequestKind = RequestKind.SWAP, **changes: object) -> Request:
    swap = kind is RequestKind.SWAP
    known = {
        "id": DutyRequestId("drq_1"), "kind": kind, "agent_id": ANN, "colleague_id": BOB if swap else None,
        "starts": MINE.starts, "ends": MINE.ends, "asked_at": NOW,
        "state": RequestState.ASKED if swap else RequestState.OPEN,
    }  # fmt: skip
    return Request(**(known | changes))  # type: ignore[arg-type]


def test_a_swap_is_accepted_then_approved_and_keeps_who_and_when() -> None:
    accepted = step(request(), Deed.ACCEPT, actor(BOB), "", NOW + HOUR)
    assert (accepted.state, accepted.answered_at) == (RequestState.OPEN, NOW + HOUR)
    approved = step(accepted, Deed.APPROVE, BOSS, "D'accord.", NOW + 2 * HOUR)
    assert approved.state is RequestState.APPROVED
    assert (approved.decided_at, approved.decided_by, approved.reason) == (NOW + 2 * HOUR, BOSS.person, "D'accord.")


def test_a_leave_waits_for_the_supervisor_alone() -> None:
    assert first_state(RequestKind.LEAVE, ANN, None) is RequestState.OPEN
    assert first_state(RequestKind.SWAP, ANN, BOB) is RequestState.ASKED
    assert step(request(RequestKind.LEAVE), Deed.APPROVE, BOSS, "", NOW).state is RequestState.APPROVED


@pytest.mark.parametrize(("kind", "colleague"), [(RequestKind.LEAVE, BOB), (RequestKind.SWAP, None), (RequestKind.SWAP, ANN)])
def test_a_request_names_the_right_people(kind: RequestKind, colleague: AgentId | None) -> None:
    with pytest.raises(SwapIncomplete):
        first_state(kind, ANN, colleague)


def test_the_colleague_may_decline_and_the_asker_withdraw() -> None:
    declined = step(request(), Deed.DECLINE, actor(BOB), "Je garde mes enfants.", NOW)
    assert (declined.state, declined.reason) == (RequestState.DECLINED, "Je garde mes enfants.")
    assert step(request(), Deed.WITHDRAW, actor(ANN), "", NOW).state is RequestState.WITHDRAWN
    assert step(request(state=RequestState.OPEN), Deed.WITHDRAW, actor(ANN), "", NOW).state is RequestState.WITHDRAWN


def test_a_refusal_says_why() -> None:
    leave = request(RequestKind.LEAVE)
    with pytest.raises(ReasonMissing):
        step(leave, Deed.REFUSE, BOSS, "  ", NOW)
    assert step(leave, Deed.REFUSE, BOSS, "Trois absents déjà.", NOW).state is RequestState.REFUSED


@pytest.mark.parametrize(
    ("state", "deed", "who"),
    [
        (RequestState.ASKED, Deed.ACCEPT, actor(EVE)), (RequestState.ASKED, Deed.ACCEPT, actor(ANN)),
        (RequestState.ASKED, Deed.APPROVE, BOSS), (RequestState.OPEN, Deed.APPROVE, actor(BOB)),
        (RequestState.OPEN, Deed.ACCEPT, actor(BOB)), (RequestState.OPEN, Deed.WITHDRAW, actor(BOB)),
        (RequestState.OPEN, Deed.APPROVE, actor(ANN, supervises=True)), (RequestState.ASKED, Deed.WITHDRAW, BOSS),
    ],
)  # fmt: skip
def test_nobody_acts_out_of_turn_or_decides_for_oneself(state: RequestState, deed: Deed, who: Actor) -> None:
    with pytest.raises(NotYourTurn):
        step(request(state=state), deed, who, "x", NOW)


@pytest.mark.parametrize("state", [RequestState.APPROVED, RequestState.REFUSED, RequestState.DECLINED, RequestState.WITHDRAWN])
@pytest.mark.parametrize("deed", list(Deed))
def test_what_is_settled_stays(state: RequestState, deed: Deed) -> None:
    with pytest.raises(RequestSettled):
        step(request(state=state), deed, actor(ANN, supervises=True), "x", NOW)


def test_a_shift_is_given_or_two_change_hands() -> None:
    assert handovers(request(), [MINE, YOURS], [], NOW) == (Handover(ANN, BOB, MINE),)
    both = request(back_starts=YOURS.starts, back_ends=YOURS.ends)
    assert handovers(both, [MINE, YOURS], [], NOW) == (Handover(ANN, BOB, MINE), Handover(BOB, ANN, YOURS))
    assert handovers(request(RequestKind.LEAVE), [MINE], [], NOW) == ()


def test_shifts_of_the_same_hours_can_change_hands() -> None:
    same = msgspec.structs.replace(request(), back_starts=MINE.starts, back_ends=MINE.ends)
    assert len(handovers(same, [MINE, Shift(BOB, MINE.starts, MINE.ends)], [], NOW)) == 2


def test_a_shift_that_changed_meanwhile_or_began_is_not_swapped() -> None:
    with pytest.raises(ShiftGone):
        handovers(request(), [Shift(ANN, MINE.starts, MINE.ends + HOUR)], [], NOW)
    with pytest.raises(DutyPast):
        handovers(request(), [MINE], [], MINE.starts)


def test_who_is_on_duty_or_away_takes_nothing_but_gets_back_what_was_given() -> None:
    with pytest.raises(ColleagueBusy):
        handovers(request(), [MINE, Shift(BOB, MINE.ends - HOUR, MINE.ends + HOUR)], [], NOW)

    def away(kind: AbsenceKind) -> list[Absence]:
        return [Absence(id=AbsenceId("abs_1"), agent_id=BOB, kind=kind, starts=MINE.starts, ends=MINE.ends)]

    with pytest.raises(ColleagueBusy):
        handovers(request(), [MINE], away(AbsenceKind.TRAINING), NOW)
    assert handovers(request(), [MINE], away(AbsenceKind.SWAPPED), NOW)
