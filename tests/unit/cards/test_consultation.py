"""What a consultation costs, and the order of its steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.cards import consultation as steps
from permanence.cards.consultation import CENT, Consultation, Price, State, Unit, to_charge, to_hold, worth
from permanence.cards.errors import ConsultationOutOfOrder
from permanence.kernel.ids import ConsultationId

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = Price(unit=Unit.MINUTE, amount=2_500_000, most_s=1800)
PACKET = Price(unit=Unit.PACKET, amount=15_000_000, most_s=600)


@pytest.mark.parametrize(
    ("price", "seconds", "expected"),
    [
        (MINUTE, 60, 2_500_000), (MINUTE, 1, 40_000), (MINUTE, 0, 0), (MINUTE, 90, 3_750_000), (MINUTE, 9999, 75_000_000),
        (PACKET, 1, 15_000_000), (PACKET, 600, 15_000_000), (PACKET, 0, 0),
    ],
)  # fmt: skip
def test_what_seconds_are_worth(price: Price, seconds: int, expected: int) -> None:
    assert worth(price, seconds) == expected


@given(st.sampled_from(Unit), st.integers(CENT, 10**9), st.integers(60, 14_400), st.integers(0, 20_000), st.integers(0, 20_000))
def test_charges_are_whole_cents_grow_and_stay_within_the_hold(unit: Unit, amount: int, most: int, one: int, other: int) -> None:
    price = Price(unit=unit, amount=amount, most_s=most)
    less, more = sorted((one, other))
    assert worth(price, less) <= worth(price, more) <= to_hold(price)
    assert worth(price, more) % CENT == 0


def begun() -> Consultation:
    made = Consultation(id=ConsultationId("con_1"), price=MINUTE)
    return steps.begin(steps.authorise(steps.accept(made), "pi_1", to_hold(MINUTE)), NOON)


def test_the_whole_way_from_the_price_to_the_refund() -> None:
    used = steps.end(begun(), NOON + timedelta(seconds=61, milliseconds=900))
    assert (used.seconds, to_charge(used)) == (61, 2_540_000)
    taken = steps.captured(used, to_charge(used))
    assert steps.captured(taken, 1) == taken  # said twice
    given_back = steps.refunded(taken, 1_000_000)
    assert (given_back.state, given_back.charged, given_back.refunded) == (State.REFUNDED, 2_540_000, 1_000_000)


def test_what_was_not_used_is_given_back() -> None:
    used = steps.end(begun(), NOON)
    assert to_charge(used) == 0
    assert steps.voided(used).state is State.VOIDED


def test_a_consultation_does_not_cost_more_than_its_hold() -> None:
    assert steps.end(begun(), NOON + timedelta(hours=9)).seconds == MINUTE.most_s


def test_steps_that_do_not_follow_are_refused() -> None:
    made = Consultation(id=ConsultationId("con_1"), price=PACKET)
    assert steps.fail(made, "no_keys").why == "no_keys"
    for misstep in (
        lambda: steps.begin(made, NOON),
        lambda: steps.captured(begun(), 1),
        lambda: steps.accept(steps.fail(made, "gone")),
        lambda: steps.refunded(steps.captured(steps.end(begun(), NOON), 5), 6),
    ):
        with pytest.raises(ConsultationOutOfOrder):
            misstep()
