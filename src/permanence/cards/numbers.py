"""What makes a number a card's: its network, its length and its check digit (ISO/IEC 7812-1, Luhn).

Digits are read one by one and never copied together, so that whoever holds them can wipe the only place where they stand.
"""

from __future__ import annotations

from collections.abc import Sequence

LENGTHS: dict[str, tuple[int, ...]] = {
    "visa": (13, 16, 19),
    "mastercard": (16,),
    "amex": (15,),
    "diners": (14,),
    "discover": (16, 19),
    "jcb": (16, 19),
    "unionpay": (16, 17, 18, 19),
    "maestro": (16, 17, 18, 19),
}
SHORTEST, LONGEST = 13, 19
FIRST = 4  # digits that tell the network


def network_of(digits: Sequence[int]) -> str | None:
    """Return the network that a number's first four digits (values 0 to 9) belong to, None for none that is known."""
    if len(digits) < FIRST:
        return None
    one, two = digits[0], digits[0] * 10 + digits[1]
    four = two * 100 + digits[2] * 10 + digits[3]
    if one == 4:
        return "visa"
    if 51 <= two <= 55 or 2221 <= four <= 2720:
        return "mastercard"
    if two in (34, 37):
        return "amex"
    if two in (36, 38, 39) or 3000 <= four <= 3059:
        return "diners"
    if four == 6011 or two == 65 or 6440 <= four <= 6499:
        return "discover"
    if 3528 <= four <= 3589:
        return "jcb"
    if two == 62:
        return "unionpay"
    return "maestro" if two == 50 or 56 <= two <= 69 else None


def passes_luhn(digits: Sequence[int]) -> bool:
    """Say whether the last digit checks the others."""
    total = 0
    for place in range(len(digits)):
        value = digits[len(digits) - 1 - place]
        doubled = value * 2 if place % 2 else value
        total += doubled - 9 if doubled > 9 else doubled
    return bool(digits) and total % 10 == 0


def is_card(digits: Sequence[int]) -> bool:
    """Say whether these digits (values 0 to 9) can be a card's number."""
    network = network_of(digits)
    return network is not None and len(digits) in LENGTHS[network] and passes_luhn(digits)


def code_length(network: str | None) -> int:
    """Return how many digits the security code of a network's cards has."""
    return 4 if network == "amex" else 3
