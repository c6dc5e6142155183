"""What a call costs, when it is cut, what is paid out: by hand, and in general."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import FirmId
from permanence.tariffs.charging import (
    SHORTEST_S,
    caller_key,
    charged_seconds,
    month_of,
    payout_of,
    plan_of,
    price_of,
)
from permanence.tariffs.model import Basis, Tariff
from permanence.tariffs.profiles import FRANCE
from tests.unit.tariffs.tariffs_kit import CENT, EUR, NOON, minute, once

prices = st.integers(min_value=1, max_value=80 * CENT)
seconds = st.integers(min_value=0, max_value=1800)


@pytest.mark.parametrize(
    ("tariff", "charged", "price"),
    [
        (minute(80 * CENT), 0, 0),
        (minute(80 * CENT), 1, 13_333),
        (minute(80 * CENT), 90, 1_200_000),
        (minute(80 * CENT), 1800, 24 * EUR),
        (minute(80 * CENT), 2000, 24 * EUR),
        (minute(20 * CENT), 61, 203_333),
        (once(3 * EUR), 0, 3 * EUR),
        (once(3 * EUR), 4000, 3 * EUR),
        (Tariff(basis=Basis.FREE), 600, 0),
    ],
)
def test_the_price_of_a_call(tariff: Tariff, charged: int, price: int) -> None:
    assert price_of(tariff, FRANCE, charged) == price


def test_the_payout_is_the_carriers_part_of_the_price_net_of_tax() -> None:
    assert payout_of(minute(80 * CENT, payout_permille=600), FRANCE, 80 * CENT) == 400_000  # 0.80 / 1.2 = 0.666…, of which 60 %
    assert payout_of(once(3 * EUR, payout_permille=1000), FRANCE, 3 * EUR) == 2_500_000
    assert payout_of(minute(), FRANCE, 80 * CENT) == 0


@pytest.mark.parametrize(
    ("tariff", "spent", "longest", "warned"),
    [
        (minute(80 * CENT), 0, 1800, 1740),
        (minute(80 * CENT), 290 * EUR, 750, 690),
        (minute(80 * CENT), 299 * EUR + 20 * CENT, 60, 30),
        (minute(80 * CENT, longest_s=600), 0, 600, 540),
        (minute(80 * CENT, longest_s=80), 0, 80, 40),
        (once(), 0, None, None),
        (once(longest_s=900), 297 * EUR, 900, 840),
    ],
)
def test_a_call_is_cut_by_its_cap_by_the_month_and_by_the_firms_own_wish(
    tariff: Tariff, spent: int, longest: int | None, warned: int | None
) -> None:
    plan = plan_of(tariff, FRANCE, spent)
    assert plan is not None and (plan.free_s, plan.longest_s, plan.warn_s) == (10, longest, warned)


@pytest.mark.parametrize(("tariff", "spent"), [(minute(), 300 * EUR), (minute(), 299 * EUR + 21 * CENT), (once(), 297 * EUR + 1), (minute(), 400 * EUR)])
def test_whom_the_month_lets_nothing_more_is_not_charged(tariff: Tariff, spent: int) -> None:
    assert plan_of(tariff, FRANCE, spent) is None


@given(prices, st.lists(seconds, min_size=1, max_size=6))
def test_the_price_is_the_sum_of_its_stretches_but_for_rounding(price: int, parts: list[int]) -> None:
    tariff, whole = minute(price), sum(parts)
    if price * whole <= FRANCE.call_cap * 60:
        assert abs(price_of(tariff, FRANCE, whole) - sum(price_of(tariff, FRANCE, part) for part in parts)) <= len(parts)


@given(prices, st.integers(min_value=0, max_value=310 * EUR))
def test_nobody_pays_more_than_the_caps_and_the_warning_comes_before_the_cut(price: int, spent: int) -> None:
    tariff = minute(price)
    plan = plan_of(tariff, FRANCE, spent)
    if plan is None:
        assert price * SHORTEST_S > (300 * EUR - spent) * 60
        return
    assert plan.longest_s is not None and plan.warn_s is not None
    paid = price_of(tariff, FRANCE, plan.longest_s)
    assert paid <= FRANCE.call_cap and spent + paid <= FRANCE.month_cap
    assert 0 < plan.warn_s < plan.longest_s and plan.longest_s - plan.warn_s <= 60


def test_begun_seconds_are_charged_and_a_clock_put_back_charges_nothing() -> None:
    assert charged_seconds(NOON, NOON + timedelta(seconds=59, microseconds=1)) == 60
    assert charged_seconds(NOON, NOON + timedelta(seconds=59)) == 59
    assert charged_seconds(NOON, NOON - timedelta(seconds=3)) == 0


def test_a_month_begins_at_the_numbers_midnight() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert month_of(datetime(2026, 11, 30, 22, 59, tzinfo=UTC), paris) == date(2026, 11, 1)
    assert month_of(datetime(2026, 11, 30, 23, 0, tzinfo=UTC), paris) == date(2026, 12, 1)


def test_a_callers_key_hides_the_number_and_differs_between_firms() -> None:
    one, other = FirmId("frm_1"), FirmId("frm_2")
    assert caller_key(b"key", one, None) is None
    assert caller_key(b"key", one, "+33611223344") == caller_key(b"key", one, "+33611223344") != caller_key(b"key", other, "+33611223344")
    assert "611223344" not in str(caller_key(b"key", one, "+33611223344"))
