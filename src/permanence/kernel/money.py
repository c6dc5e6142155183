"""Money: integers in millionths of a currency unit, and the one way in which they are rounded."""

from __future__ import annotations

from fractions import Fraction

MILLION = 1_000_000


def millionths(amount: Fraction) -> int:
    """Return an exact amount in millionths as a whole number of them; a half goes to the even neighbour."""
    return round(amount)
