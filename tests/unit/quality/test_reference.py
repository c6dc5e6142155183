"""A reference leads back to its call, and a slip of the pen is noticed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import InteractionId, encode, uuid7_bits
from permanence.quality.reference import LETTERS, reference_of, second_of, span_of, tidied

KEY, T0 = b"k" * 32, datetime(2026, 11, 22, 9, tzinfo=UTC)


def call(ago_s: int = 0, chance: int = 1) -> InteractionId:
    return InteractionId("int_" + encode(uuid7_bits(int((T0.timestamp() - ago_s) * 1000), chance)))


@given(st.integers(0, 380 * 86_400), st.integers(0, (1 << 74) - 1))
def test_the_span_of_a_reference_holds_its_call(ago_s: int, chance: int) -> None:
    one = call(ago_s, chance)
    span = span_of(reference_of(KEY, one).lower().replace("-", " "), T0)
    assert span is not None and span[0] <= one < span[1]
    assert second_of(one) == int(T0.timestamp()) - ago_s


@given(st.integers(0, 1 << 60), st.integers(0, 9), st.sampled_from(LETTERS))
def test_one_wrong_character_is_noticed(chance: int, at: int, other: str) -> None:
    text = tidied(reference_of(KEY, call(0, chance)))
    assert (span_of(text[:at] + other + text[at + 1 :], T0) is None) == (text[at] != other)


@given(st.integers(0, 1 << 60), st.integers(0, 7))
def test_two_that_changed_places_are_noticed(chance: int, at: int) -> None:
    text = tidied(reference_of(KEY, call(0, chance)))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    assert (span_of(swapped, T0) is None) == (swapped != text)


def test_another_key_or_another_call_of_the_second_has_another_reference() -> None:
    assert len({reference_of(KEY, call()), reference_of(b"o" * 32, call()), reference_of(KEY, call(0, 2))}) == 3
    assert span_of("rien", T0) is None and span_of("", T0 + timedelta(days=1)) is None
