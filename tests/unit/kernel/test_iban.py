"""Bank account numbers are read with their spaces, and refused with one wrong figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.iban import IbanUnfit, read_iban, show_iban

FRENCH = "FR1420041010050500013M02606"


@pytest.mark.parametrize("text", ["FR14 2004 1010 0505 0001 3M02 606", "fr1420041010050500013m02606", FRENCH])
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    assert read_iban(text) == FRENCH


@pytest.mark.parametrize("text", ["DE89370400440532013000", "BE68539007547034", "GB29NWBK60161331926819", "MT84MALT011000012345MTLCAST001S", "NO9386011117947"])
def test_numbers_of_other_countries(text: str) -> None:
    assert read_iban(text) == text


@pytest.mark.parametrize("text", ["", "FR", "FR1420041010050500013M0260", "XX1420041010050500013M02606", "FR1420041010050500013M02607", "FR14-2004", "FR14200410100505000１3M0260"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(IbanUnfit) as caught:
        read_iban(text)
    assert text in caught.value.message


@given(st.integers(2, len(FRENCH) - 1), st.sampled_from("0123456789"))
def test_one_wrong_figure_is_noticed(place: int, figure: str) -> None:
    if not FRENCH[place].isdigit() or FRENCH[place] == figure:
        return
    with pytest.raises(IbanUnfit):
        read_iban(FRENCH[:place] + figure + FRENCH[place + 1 :])


def test_people_read_groups_of_four() -> None:
    assert show_iban(FRENCH) == "FR14 2004 1010 0505 0001 3M02 606"
