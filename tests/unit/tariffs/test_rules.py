"""Which tariffs a number may have, and from which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.tariffs.model import Basis, Tariff, Use
from permanence.tariffs.profiles import FRANCE
from permanence.tariffs.rules import before, earliest, in_force, why_not, why_not_from, zone_of
from tests.unit.tariffs.tariffs_kit import CENT, EUR, NOON, NUMBER, minute, once, version

DAY = date(2026, 12, 1)
ORDINARY = Tariff(basis=Basis.ORDINARY)


def code(country: str, number: str, tariff: Tariff) -> str | None:
    no = why_not(country, number, tariff, DAY)
    return no.code if no is not None else None


@pytest.mark.parametrize(
    ("country", "number", "tariff", "wanted"),
    [
        ("FR", NUMBER, minute(80 * CENT), None),
        ("FR", NUMBER, minute(80 * CENT + 1), "tariff.price_max"),
        ("FR", NUMBER, once(3 * EUR), None),
        ("FR", NUMBER, once(3 * EUR + 1), "tariff.price_max"),
        ("FR", "+33826000000", minute(20 * CENT), None),
        ("FR", "+33826000000", minute(21 * CENT), "tariff.price_max"),
        ("FR", "+33810000000", once(15 * CENT), None),
        ("FR", NUMBER, ORDINARY, "tariff.category"),
        ("FR", "+33800000000", Tariff(basis=Basis.FREE), None),
        ("FR", "+33800000000", ORDINARY, "tariff.category"),
        ("FR", "+33806000000", ORDINARY, None),
        ("FR", "+33806000000", minute(), "tariff.category"),
        ("FR", "+33162000100", ORDINARY, None),
        ("FR", NUMBER, minute(use=Use.SUPPORT), "tariff.support"),
        ("FR", "+33806000000", Tariff(use=Use.SUPPORT), None),
        ("FR", NUMBER, minute(announcement=None), "tariff.announcement"),
        ("FR", NUMBER, minute(0), "tariff.price"),
        ("FR", "+33806000000", Tariff(price=5), "tariff.price"),
        ("CA", "+19005551234", minute(2 * EUR, use=Use.SUPPORT), None),
        ("DE", "+499001234567", minute(), "tariff.country"),
        ("DE", "+4930123456", ORDINARY, None),
    ],
)
def test_a_country_says_what_its_numbers_may_cost(country: str, number: str, tariff: Tariff, wanted: str | None) -> None:
    assert code(country, number, tariff) == wanted


def test_a_refusal_of_surcharged_support_names_the_article() -> None:
    assert "L. 121-16" in why_not("FR", NUMBER, minute(use=Use.SUPPORT), DAY).message  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2026, 11, 24), date(2026, 12, 1)),
        (date(2026, 11, 25), date(2027, 1, 1)),
        (date(2026, 12, 25), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2027, 2, 1)),
        (date(2026, 11, 1), date(2026, 12, 1)),
    ],
)
def test_a_change_holds_from_the_first_of_a_month_a_week_later(today: date, wanted: date) -> None:
    assert earliest(FRANCE, today) == wanted
    assert why_not_from("FR", minute(50 * CENT), minute(), wanted, today) is None
    for other in (wanted - timedelta(days=1), wanted + timedelta(days=1)):
        no = why_not_from("FR", minute(50 * CENT), minute(), other, today)
        assert no is not None and no.data["earliest"] == wanted.isoformat()


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_the_next_possible_day_is_a_first_at_least_a_week_and_at_most_seven_weeks_away(today: date) -> None:
    found = earliest(FRANCE, today)
    assert found.day == 1 and 7 <= (found - today).days <= 38


def test_what_a_number_had_before_and_what_changes_no_price_may_begin_today() -> None:
    today = date(2026, 11, 23)
    assert why_not_from("FR", None, minute(), today, today) is None
    assert why_not_from("FR", minute(), minute(use=Use.OTHER), today, today) is None
    assert why_not_from("CA", minute(50 * CENT), minute(), today, today) is None
    assert why_not_from("FR", None, minute(), today - timedelta(days=1), today).code == "tariff.past"  # type: ignore[union-attr]


def test_the_last_begun_holds_and_of_one_day_the_last_entered() -> None:
    first, second = version(minute(50 * CENT), date(2026, 11, 1)), version(minute(), date(2026, 12, 1))
    mended = version(minute(60 * CENT), date(2026, 12, 1), NOON + timedelta(days=1))
    every = (mended, second, first)
    assert in_force(every, date(2026, 10, 31)) is None
    assert in_force(every, date(2026, 11, 30)) is first
    assert in_force(every, date(2026, 12, 1)) is mended
    assert before(every, date(2026, 12, 1)) == first.tariff
    assert before(every, date(2026, 11, 1)) is None


def test_the_clock_is_that_of_the_number() -> None:
    assert (zone_of("FR", NOON).key, zone_of("DE", NOON).key) == ("Europe/Paris", "UTC")
