"""Which call is which line, what differs, and what a month brought."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import NumberId
from permanence.tariffs.matching import Standing, cost_of, financed, pairs, totals
from permanence.tariffs.model import Handled
from tests.unit.tariffs.tariffs_kit import CENT, EUR, call, line

MONTH = date(2026, 11, 1)
NUMBER = NumberId("num_1")


def standings(ours: list, theirs: list) -> list[tuple[str | None, str | None, Standing]]:
    return [(p.ours and p.ours.call, p.theirs and p.theirs.key, p.standing) for p in pairs(ours, theirs)]


def test_the_same_call_is_found_although_clocks_and_lengths_differ_a_little() -> None:
    assert standings([call(1)], [line(1, after_s=95, seconds=70)]) == [("int_1", "key1", Standing.SAME)]
    assert [each[2] for each in standings([call(1)], [line(1, after_s=121)])] == [Standing.OURS, Standing.CARRIERS]
    assert [each[2] for each in standings([call(1)], [line(1, seconds=121)])] == [Standing.OURS, Standing.CARRIERS]


def test_of_several_that_might_be_the_closest_is_the_one_and_each_is_taken_once() -> None:
    found = standings([call(1), call(2, after_s=30)], [line(1, after_s=29), line(2, after_s=1), line(3, after_s=600)])
    assert found == [("int_1", "key2", Standing.SAME), ("int_2", "key1", Standing.SAME), (None, "key3", Standing.CARRIERS)]


def test_a_cent_is_a_difference_and_less_is_rounding() -> None:
    (pair,) = pairs([call(1, price=800_000)], [line(1, price=790_001)])
    assert (pair.standing, pair.difference) == (Standing.SAME, -9_999)
    (pair,) = pairs([call(1, price=800_000)], [line(1, price=790_000)])
    assert (pair.standing, pair.difference) == (Standing.DIFFERS, -10_000)


@given(st.lists(st.integers(0, 900), max_size=12), st.lists(st.integers(0, 900), max_size=12))
def test_nothing_is_lost_nor_counted_twice(ours: list[int], theirs: list[int]) -> None:
    calls, lines = [call(n, at) for n, at in enumerate(ours)], [line(n, at) for n, at in enumerate(theirs)]
    found = pairs(calls, lines)
    assert sorted(p.ours.call for p in found if p.ours) == sorted(each.call for each in calls)
    assert sorted(p.theirs.key for p in found if p.theirs) == sorted(each.key for each in lines)
    assert sum(p.difference for p in found) == sum(each.price for each in lines) - sum(each.price for each in calls)
    assert found == pairs(calls[::-1], lines[::-1])


def test_a_month_in_figures() -> None:
    joined = pairs([call(1), call(2, after_s=600, payout=35 * CENT)], [line(1, payout=39 * CENT), line(2, after_s=600, price=70 * CENT, payout=34 * CENT)])
    found = totals(NUMBER, MONTH, "EUR", joined, Handled(NUMBER, 2, 1800), 24 * EUR)
    assert (found.estimated, found.confirmed, found.estimated_payout, found.confirmed_payout) == (160 * CENT, 150 * CENT, 75 * CENT, 73 * CENT)
    assert (found.same, found.differs, found.cost, found.financed_permille) == (1, 1, 12 * EUR, 61)  # 0.73 of 12 EUR


def test_where_the_file_says_no_payout_our_estimate_counts() -> None:
    found = totals(NUMBER, MONTH, "EUR", pairs([call(1)], [line(1)]), Handled(NUMBER, 1, 360), 20 * EUR)
    assert (found.confirmed_payout, found.financed_permille) == (None, 200)
    bare = totals(NUMBER, MONTH, "EUR", pairs([call(1)], []), None, 20 * EUR)
    assert (bare.cost, bare.financed_permille, bare.ours) == (0, None, 1)


def test_costs_and_shares() -> None:
    assert cost_of(5400, 20 * EUR) == 30 * EUR
    assert (financed(9 * EUR, 30 * EUR), financed(5, 0), financed(60, 30)) == (300, None, 2000)
