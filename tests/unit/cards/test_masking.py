"""Card numbers do not stay in texts; everything else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.cards.masking import mask
from permanence.cards.numbers import passes_luhn


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("carte 4242424242424242 ok", "carte •••• 4242 ok"),
        ("5555 5555 5555 4444", "•••• 4444"),
        ("5555-5555-5555-4444.", "•••• 4444."),
        ("4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2 exp 12/30", "•••• 4242 exp 12/30"),
        ("tel 0612345678 4242 4242 4242 4242", "tel 0612345678 •••• 4242"),
        ("3782\u00a0822463\u202f10005", "•••• 0005"),
        ("4242424242424242 5555555555554444", "•••• 4242 •••• 4444"),
        ("4242 4242 4242 4242 06 12 34 56 78", "•••• 4242 06 12 34 56 78"),
    ],
)
def test_a_card_is_masked_however_it_is_written(text: str, kept: str) -> None:
    assert mask(text).text == kept
    assert mask(text).found == kept.count("••••")


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78", "0033 6 12 34 56 78", "+33 1 62 00 00 00 puis 06 12 34 56 78", "1 234 567,89 €", "SIRET 732 829 320 00074",
        "4242 4242 4242 4241", "rappeler le 22.11.2026 à 14 h 30", "", "dossier 20261122000123456789012345",
    ],
)  # fmt: skip
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == (text, 0)


@given(st.lists(st.integers(0, 9), min_size=14, max_size=14), st.sampled_from(["", " ", "-", "."]), st.text(alphabet="abc é,;\n", max_size=9))
def test_no_visa_number_survives_and_the_rest_does(middle: list[int], apart: str, around: str) -> None:
    number = [4, *middle]
    number.append(next(last for last in range(10) if passes_luhn([*number, last])))
    masked = mask(f"{around}/{apart.join(map(str, number))}/{around}")
    assert masked == (f"{around}/•••• {''.join(map(str, number[-4:]))}/{around}", 1)


@given(st.text(max_size=80))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text).text
    assert mask(once) == (once, 0)
