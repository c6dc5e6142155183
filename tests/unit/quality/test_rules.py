"""To whom a complaint belongs, what a partner reads of it, and when one stands badly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import AgreementId, AnsweredId, ComplaintId, FirmId, InteractionId
from permanence.quality.model import Kind, Source, Standing, Stretch, Telling
from permanence.quality.rules import best, bounds, has_moved, judged, masked, must_wait, tie

T0 = datetime(2026, 11, 22, 9, tzinfo=UTC)
OWNER, FIRST, LAST, OPERATOR = (FirmId(name) for name in ("owner", "first", "last", "operator"))
CALL = (OWNER, InteractionId("int_1"))
STRETCHES = [Stretch(AnsweredId(f"ans_{firm}"), firm, AgreementId(f"agr_{firm}")) for firm in (FIRST, LAST)]


def telling(teller: FirmId | None = None) -> Telling:
    source = Source.AGENT if teller else Source.WEB
    return Telling(once="x" * 8, told_at=T0, source=source, kind=Kind.RUDE, text="Rappelez le 06 12 34 56 78.", teller=teller)


@pytest.mark.parametrize(
    ("teller", "found", "owner", "answering"),
    [
        (None, CALL, OWNER, LAST), (OWNER, CALL, OWNER, LAST), (FIRST, CALL, OWNER, FIRST), (None, None, OPERATOR, OPERATOR),
        (FirmId("stranger"), CALL, OPERATOR, OPERATOR),
    ],
)  # fmt: skip
def test_a_complaint_belongs_to_the_calls_owner_and_to_who_answered(teller, found, owner, answering) -> None:
    tied = tie(ComplaintId("cpl_1"), telling(teller), found, STRETCHES if found else [], OPERATOR, 48)
    assert (tied.owner, tied.answering, tied.due_at) == (owner, answering, T0 + timedelta(hours=48))
    assert (tied.interaction is None) == (owner == OPERATOR)
    assert tied.masked == "Rappelez le …."


def test_without_partners_the_owner_answered_itself() -> None:
    assert tie(ComplaintId("cpl_1"), telling(), CALL, [], OPERATOR, 1).answering == OWNER
    assert masked("commande 12345, 3 fois") == "commande 12345, 3 fois"


def test_a_telling_waits_for_a_call_that_goes_on_but_not_for_ever() -> None:
    waits = [must_wait(telling(teller), True, timedelta(seconds=s)) for teller in (None, OWNER) for s in (39, 41, 3599, 3601)]
    assert waits == [True, False, False, False, True, True, True, False]
    assert not must_wait(telling(OWNER), False, timedelta(0))


@given(st.integers(1, 10_000), st.data())
def test_the_bounds_hold_the_part_and_close_with_calls(answered: int, data: st.DataObject) -> None:
    complained = data.draw(st.integers(0, answered))
    low, high = bounds(answered, complained)
    assert 0 <= low <= 1 - complained / answered + 1e-9 and 1 - complained / answered <= high + 1e-9 <= 1 + 1e-9
    wider = bounds(answered * 4, complained * 4)
    assert wider[1] - wider[0] < high - low


def test_wilsons_example_and_too_few_calls_say_nothing() -> None:
    assert bounds(100, 10) == pytest.approx((0.8256, 0.9448), abs=1e-4)
    def stand(answered: int, complained: int) -> Standing:
        return judged(Standing(owner=OWNER, answering=LAST, agreement=AgreementId("agr_1"), answered=answered, complained=complained))
    assert best(stand(3, 1)) is None and best(stand(49, 49)) is None
    assert (best(stand(50, 10)) or 1) < 0.9
    assert [has_moved(old, new) for old, new in ((None, stand(3, 1)), (None, stand(60, 1)), (stand(60, 1), stand(60, 2)), (stand(9000, 1), stand(9001, 1)))] == [False, True, True, False]
