"""Figures and days as people read them, and text reduced to the letters of the paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.adapters.papers import typography
from permanence.firms.model import Language

FR, EN = Language.FR, Language.EN


@pytest.mark.parametrize(
    ("cents", "currency", "french", "english"),
    [
        (123_456_789, "EUR", "1\u202f234\u202f567,89\u00a0€", "€1,234,567.89"),
        (-5, "EUR", "−0,05\u00a0€", "−€0.05"),
        (0, "EUR", "0,00\u00a0€", "€0.00"),
        (99_900, "CHF", "999,00\u00a0CHF", "999.00\u00a0CHF"),
    ],
)
def test_amounts(cents: int, currency: str, french: str, english: str) -> None:
    assert (typography.money(cents, currency, FR), typography.money(cents, currency, EN)) == (french, english)


def test_rates_and_counts() -> None:
    assert [typography.percent(rate, FR) for rate in (2000, 550, 210, 0)] == ["20\u00a0%", "5,5\u00a0%", "2,1\u00a0%", "0\u00a0%"]
    assert typography.percent(850, EN) == "8.5%"
    assert (typography.count(-1234, FR), typography.count(1234, EN)) == ("−1\u202f234", "1,234")


def test_days_and_months() -> None:
    assert typography.day(date(2026, 11, 1), FR) == "1er\u00a0novembre 2026"
    assert typography.day(date(2026, 8, 14), FR) == "14\u00a0août 2026"
    assert typography.day(date(2026, 11, 1), EN) == "1\u00a0November 2026"
    assert (typography.month(date(2026, 2, 1), FR), typography.month(date(2026, 12, 1), EN)) == ("février 2026", "December 2026")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min 00 s"), (400, "6 min 40 s"), (3600, "1 h 00 min 00 s"), (4_444_509, "1\u202f234 h 35 min 09 s"), (-61, "−1 min 01 s")],
)
def test_durations(seconds: int, text: str) -> None:
    assert typography.duration(seconds, FR).replace("\u00a0", " ") == text


@given(st.integers(-(10**15), 10**15))
def test_amounts_in_tables_are_exact(millionths: int) -> None:
    english, french = typography.exact_money(millionths, EN), typography.exact_money(millionths, FR)
    assert Decimal(english) * 1_000_000 == millionths
    assert french == english.replace(".", ",")
    assert len(english.partition(".")[2]) >= 2


def test_text_is_reduced_to_letters_that_are_there() -> None:
    assert typography.shown("Café «\u00a0Ægir\u00a0» & Ωμέγα, Łódź № ☃") == "Café «\u00a0Ægir\u00a0» & Ωμέγα, Łódź № □"
    assert typography.shown("Soleil 🚀\u200d\x07 中") == "Soleil □ □"
    assert typography.shown("  deux\r\nlignes\t") == "deux lignes"
    assert typography.shown("e\u0301") == "é"
    assert len(typography.shown("a b " * 200)) <= 300


def test_a_long_word_may_be_broken() -> None:
    assert typography.shown("x" * 60) == f"{'x' * 28}\u200b{'x' * 28}\u200b{'x' * 4}"
    assert typography.shown("x" * 28) == "x" * 28
