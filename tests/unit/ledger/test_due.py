"""The day of payment: the rules' own days, the legal delay, business days; and interest for being late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.ledger.due import (
    CLAMPED,
    DELAY_DAYS,
    MOVED,
    PERIODIC_DELAY_DAYS,
    PUT_OFF,
    RECOVERY_CENTS,
    RULE,
    RULES,
    is_business_day,
    late_interest,
    pay_date,
    rule_date,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("issued", "by_rule", "paid", "why"),
    [
        ("2026-01-31", "2026-03-15", "2026-03-13", MOVED),
        ("2026-02-28", "2026-04-15", "2026-04-14", CLAMPED),
        ("2026-03-31", "2026-05-15", "2026-05-15", RULE),
        ("2026-04-30", "2026-06-15", "2026-06-12", CLAMPED),
        ("2026-06-30", "2026-08-15", "2026-08-14", CLAMPED),
        ("2026-09-30", "2026-11-15", "2026-11-13", CLAMPED),
        ("2026-10-31", "2026-12-15", "2026-12-15", RULE),
        ("2026-11-30", "2027-01-15", "2027-01-14", CLAMPED),
        ("2026-12-31", "2027-02-15", "2027-02-12", CLAMPED),
    ],
)
def test_a_months_invoice_is_paid_on_the_fifteenth_within_the_delay(issued: str, by_rule: str, paid: str, why: str) -> None:
    assert rule_date(day(issued), "A") == day(by_rule)
    assert pay_date(day(issued), "A", "FR") == (day(paid), why)


@pytest.mark.parametrize(
    ("rule", "issued", "by_rule", "days"),
    [
        ("A", "2026-10-05", "2026-11-15", 41),
        ("A", "2026-10-16", "2026-11-15", 30),
        ("A", "2026-10-31", "2026-12-15", 45),
        ("B", "2026-10-05", "2026-12-15", 71),
        ("B", "2026-10-16", "2026-12-15", 60),
        ("B", "2026-10-31", "2026-12-15", 45),
        ("B", "2026-01-31", "2026-04-15", 74),
        ("C", "2026-10-05", "2026-12-15", 71),
        ("C", "2026-10-16", "2026-12-15", 60),
        ("C", "2026-10-31", "2026-12-15", 45),
        ("D", "2026-10-31", "2026-11-15", 15),
        ("A", "2026-01-31", "2026-03-15", 43),
        ("net_30", "2026-10-31", "2026-11-30", 30),
        ("A", "2025-12-16", "2026-01-15", 30),
        ("A", "2025-12-17", "2026-02-15", 60),
        ("B", "2028-01-30", "2028-03-15", 45),  # 29 February is the month's end
    ],
)
def test_each_reading_of_thirty_days_the_fifteenth(rule: str, issued: str, by_rule: str, days: int) -> None:
    assert rule_date(day(issued), rule) == day(by_rule)
    assert (day(by_rule) - day(issued)).days == days


def test_what_a_rule_gives_beyond_the_legal_delay_is_brought_back() -> None:
    assert pay_date(day("2026-10-05"), "B", "FR") == (day("2026-11-19"), CLAMPED)
    assert pay_date(day("2026-10-05"), "B", "FR", periodic=False) == (day("2026-12-04"), CLAMPED)
    assert pay_date(day("2026-01-31"), "B", "FR", periodic=False) == (day("2026-04-01"), CLAMPED)
    assert pay_date(day("2026-10-16"), "B", "FR", periodic=False) == (day("2026-12-15"), RULE)


def test_holidays_are_those_of_the_country() -> None:
    assert pay_date(day("2026-06-30"), "net_30", "FR") == (day("2026-07-30"), RULE)
    assert pay_date(day("2026-06-14"), "net_30", "FR") == (day("2026-07-13"), MOVED)
    assert pay_date(day("2026-06-14"), "net_30", "BE") == (day("2026-07-14"), RULE)


def test_nothing_is_paid_before_its_invoice() -> None:
    assert pay_date(day("2026-10-15"), "D", "FR") == (day("2026-10-15"), RULE)
    assert pay_date(day("2026-11-15"), "D", "FR") == (day("2026-11-16"), PUT_OFF)
    assert pay_date(day("2026-08-15"), "D", "FR") == (day("2026-08-17"), PUT_OFF)


def test_an_unknown_rule_is_no_rule() -> None:
    with pytest.raises(KeyError):
        pay_date(day("2026-11-15"), "E", "FR")


@given(st.dates(day("2020-01-01"), day("2040-12-31")), st.sampled_from(sorted(RULES)), st.sampled_from(["FR", "BE", "DE", "MA", "XX"]), st.booleans())
def test_a_day_of_payment_is_lawful_and_a_business_day(issued: date, rule: str, country: str, periodic: bool) -> None:
    paid, why = pay_date(issued, rule, country, periodic=periodic)
    latest = issued + timedelta(days=PERIODIC_DELAY_DAYS if periodic else DELAY_DAYS)
    assert issued <= paid <= latest
    assert is_business_day(paid, country)
    if why == RULE:
        assert paid == rule_date(issued, rule)
    elif why == PUT_OFF:
        assert not is_business_day(rule_date(issued, rule), country)
    else:
        skipped = [paid + timedelta(days=n) for n in range(1, (min(rule_date(issued, rule), latest) - paid).days + 1)]
        assert not any(is_business_day(each, country) for each in skipped)
        assert (why == CLAMPED) == (rule_date(issued, rule) > latest)


def test_interest_for_being_late() -> None:
    assert late_interest(1_000_000, 20, 1215) == 6_658
    assert late_interest(1_000_000, 0, 1215) == 0
    assert late_interest(1_000_000, -3, 1215) == 0
    assert late_interest(1_000_000, 365, 1000) == 100_000
    assert late_interest(73, 1, 25_000) == 0  # half a cent goes to the even one
    assert late_interest(219, 1, 25_000) == 2
    assert RECOVERY_CENTS == 4_000
