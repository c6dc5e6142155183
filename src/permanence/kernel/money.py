"""Money: integers in millionths of a currency unit, and the one way in which they are rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

MILLION = 1_000_000
CENT = 10_000


def millionths(amount: Fraction) -> int:
    """Return an exact amount in millionths as a whole number of them; a half goes to the even neighbour."""
    return round(amount)


def cents(amount: int) -> int:
    """Return an amount in millionths as whole cents; a half cent goes to the even neighbour."""
    return int((Decimal(amount) / CENT).quantize(Decimal(1), ROUND_HALF_EVEN))
