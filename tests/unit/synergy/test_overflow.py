"""When partners are asked, which may be, and in what order."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from permanence.kernel.ids import AgreementId
from permanence.synergy.model import Band, Rates, Terms
from permanence.synergy.overflow import Candidate, Order, Overflow, Use, in_order, price, why_not, why_now

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)  # a Monday, 12:00 in Paris
A, B, C = AgreementId("agr_a"), AgreementId("agr_b"), AgreementId("agr_c")


@pytest.mark.parametrize(
    ("rule", "waited_s", "at_work", "why"),
    [
        ({}, 0, 0, "nobody_in"),
        ({}, 900, 1, None),
        ({"nobody": False}, 900, 0, None),
        ({"after_s": 0}, 0, 5, "in_time"),
        ({"after_s": 20}, 19.9, 5, None),
        ({"after_s": 20}, 20, 5, "in_time"),
        ({"after_s": 20}, 20, 0, "nobody_in"),
    ],
)
def test_why_partners_are_asked_now(rule: dict[str, int], waited_s: float, at_work: int, why: str | None) -> None:
    assert why_now(Overflow(**rule), waited_s, at_work) == why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "use", "why"),
    [
        (Terms(), Use(99, 999, 10**12), None),
        (Terms(at_once=2), Use(1, 0, 0), None),
        (Terms(at_once=2), Use(2, 0, 0), "calls_at_once"),
        (Terms(a_day=3), Use(0, 2, 0), None),
        (Terms(a_day=3), Use(1, 2, 0), "calls_of_the_day"),
        (Terms(budget_a_month=5), Use(0, 0, 4), None),
        (Terms(budget_a_month=5), Use(0, 0, 5), "budget_of_the_month"),
        (Terms(quality_floor=0.98), Use(quality=None), None),
        (Terms(quality_floor=0.98), Use(quality=0.98), None),
        (Terms(quality_floor=0.98), Use(quality=0.979), "quality_floor"),
        (Terms(), Use(quality=0.1), None),
    ],
)
def test_the_bounds_of_the_terms(terms: Terms, use: Use, why: str | None) -> None:
    assert why_not(terms, use) == why


def rated(hourly: int, per_call: int = 0) -> Terms:
    return Terms(rates=Rates(answering_per_hour=hourly, answering_per_call=per_call, platform_per_hour=1))


def test_named_partners_come_as_they_are_named() -> None:
    named = [Candidate(B, rated(9), 1, 5), Candidate(A, rated(1), 1, 0)]
    assert in_order(Order.NAMED, named, NOON) == [B, A]


def test_shares_are_caught_up_with() -> None:
    calls = {A: 0, B: 0, C: 0}
    shares = {A: 3, B: 2, C: 1}
    for _ in range(60):
        partners = [Candidate(each, rated(1), shares[each], calls[each]) for each in (A, B, C)]
        calls[in_order(Order.SHARE, partners, NOON)[0]] += 1
    assert calls == {A: 30, B: 20, C: 10}


def test_the_cheapest_of_this_moment_comes_first() -> None:
    night = Terms(rates=Rates(answering_per_hour=5), bands=(Band((1,), "12:00", "13:00", Rates(answering_per_hour=50)),))
    partners = [Candidate(A, night, 1, 0), Candidate(B, rated(20), 1, 0)]
    assert in_order(Order.PRICE, partners, NOON) == [B, A]
    assert in_order(Order.PRICE, partners, NOON.replace(hour=20)) == [A, B]


def test_a_price_by_the_call_counts_as_twenty_calls_an_hour() -> None:
    assert price(rated(100, 7), NOON) == 100 + 1 + 20 * 7
