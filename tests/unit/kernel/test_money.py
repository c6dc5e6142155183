"""Amounts are rounded once, a half to the even neighbour."""

from __future__ import annotations

from fractions import Fraction

import pytest

from permanence.kernel.money import millionths


@pytest.mark.parametrize(("exact", "whole"), [(Fraction(1, 2), 0), (Fraction(3, 2), 2), (Fraction(-1, 2), 0), (Fraction(7, 3), 2), (Fraction(8, 3), 3)])
def test_millionths(exact: Fraction, whole: int) -> None:
    assert millionths(exact) == whole
