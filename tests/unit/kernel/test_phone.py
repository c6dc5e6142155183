"""Numbers are kept in one form, and hidden wherever they might leak."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.phone import NotAPhoneNumber, PhoneNumber, is_ordinary, mask, parse, parse_or_none


@pytest.mark.parametrize(
    ("written", "region"),
    [("06 12 34 56 78", "FR"), ("+33 (0)6 12 34 56 78", "FR"), ("0033612345678", "FR"), ("06.12.34.56.78", "FR"), ("+33612345678", "BE")],
)
def test_every_way_of_writing_a_number_means_the_same(written: str, region: str) -> None:
    assert parse(written, region) == "+33612345678"


@pytest.mark.parametrize("written", ["", "12", "anonymous", "+", "06 12 34 56 78 90 12 34"])
def test_what_is_no_number_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(NotAPhoneNumber) as refusal:
        parse(written, "FR")
    assert refusal.value.message.endswith(".")
    assert parse_or_none(written, "FR") is None


def test_a_withheld_number_is_none() -> None:
    assert parse_or_none(None, "FR") is None
    assert parse_or_none("0612345678", "FR") == "+33612345678"


def test_the_middle_is_hidden_in_logs() -> None:
    assert repr(PhoneNumber("+33612345678")) == "PhoneNumber('+336••••••78')"
    assert mask("123") == "•••"


@given(st.text(max_size=20))
def test_a_mask_never_shows_more_than_six_places(number: str) -> None:
    assert len(mask(number)) == len(number)
    assert sum(a == b for a, b in zip(mask(number), number, strict=True) if b != "•") <= 6


@given(st.text(max_size=24))
def test_nothing_that_a_carrier_writes_breaks_the_parser(text: str) -> None:
    number = parse_or_none(text, "FR")
    assert number is None or (number.startswith("+") and number[1:].isdecimal())


@pytest.mark.parametrize(
    ("number", "ordinary"),
    [
        ("+33612345678", True), ("+33162000001", True), ("+33912345678", True), ("+33639980001", True), ("+33899123456", False),
        ("+33810123456", False), ("+3336157", False), ("+88216123456", False), ("+14155550123", False), ("no number", False),
    ],
)  # fmt: skip
def test_what_may_be_called_though_nobody_chose_it(number: str, ordinary: bool) -> None:
    assert is_ordinary(number, "+33162000100") is ordinary
