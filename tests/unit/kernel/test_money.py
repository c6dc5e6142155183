"""Amounts are rounded once, a half to the even neighbour."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.money import CENT, MILLION, cents, millionths


@pytest.mark.parametrize(("exact", "whole"), [(Fraction(1, 2), 0), (Fraction(3, 2), 2), (Fraction(-1, 2), 0), (Fraction(7, 3), 2), (Fraction(8, 3), 3)])
def test_millionths(exact: Fraction, whole: int) -> None:
    assert millionths(exact) == whole


@pytest.mark.parametrize(("amount", "whole"), [(MILLION, 100), (5_000, 0), (15_000, 2), (25_000, 2), (-15_000, -2), (14_999, 1), (10**24 + 5_001, 10**20 + 1)])
def test_cents(amount: int, whole: int) -> None:
    assert cents(amount) == whole


@given(st.integers(-(10**18), 10**18))
def test_a_cent_is_never_half_a_cent_away(amount: int) -> None:
    assert abs(cents(amount) * CENT - amount) <= CENT // 2
    assert cents(-amount) == -cents(amount)
