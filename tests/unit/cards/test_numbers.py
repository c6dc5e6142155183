"""Which numbers are cards'."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.cards.numbers import code_length, is_card, network_of, passes_luhn


def digits(text: str) -> list[int]:
    return [int(each) for each in text]


@pytest.mark.parametrize(
    ("number", "network"),
    [
        ("4242424242424242", "visa"), ("4222222222222", "visa"), ("5555555555554444", "mastercard"), ("2223003122003222", "mastercard"),
        ("378282246310005", "amex"), ("30569309025904", "diners"), ("6011111111111117", "discover"), ("3530111333300000", "jcb"),
        ("6200000000000005", "unionpay"), ("6759649826438453", "maestro"),
    ],
)  # fmt: skip
def test_test_numbers_of_every_network_are_cards(number: str, network: str) -> None:
    assert network_of(digits(number)) == network
    assert is_card(digits(number))


@pytest.mark.parametrize("number", ["0612345678", "33612345678", "1234567890123452", "4242424242424241", "424242424242424", "73282932000074"])
def test_other_numbers_are_none(number: str) -> None:
    assert not is_card(digits(number))


@given(st.lists(st.integers(0, 9), min_size=12, max_size=18))
def test_exactly_one_last_digit_checks(first: list[int]) -> None:
    assert sum(passes_luhn([*first, last]) for last in range(10)) == 1


def test_amex_has_the_code_of_four() -> None:
    assert (code_length("amex"), code_length("visa"), code_length(None)) == (4, 3, 3)
    assert network_of([]) is None
    assert not passes_luhn([])
