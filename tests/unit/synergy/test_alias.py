"""Aliases: stable for one caller of one owner, unrelated for two owners, and never the number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import FirmId, InteractionId
from permanence.synergy.alias import LETTERS, alias_of

KEY = bytes(range(32))
ONE, TWO = FirmId("frm_1"), FirmId("frm_2")
CALL, OTHER = InteractionId("int_1"), InteractionId("int_2")
NUMBERS = st.integers(10**8, 10**14).map(lambda n: f"+{n}")


@given(NUMBERS)
def test_one_caller_of_one_owner_has_one_name_and_another_one_elsewhere(number: str) -> None:
    name = alias_of(KEY, ONE, number, CALL)
    assert name == alias_of(KEY, ONE, number, OTHER)
    assert name != alias_of(KEY, TWO, number, CALL)
    assert name != alias_of(KEY[::-1], ONE, number, CALL)
    assert len(name) == 9
    assert set(name) <= set(LETTERS + "-")


def test_a_withheld_number_is_told_apart_and_never_the_same_twice() -> None:
    first, second = alias_of(KEY, ONE, None, CALL), alias_of(KEY, ONE, None, OTHER)
    assert first.startswith("?")
    assert first != second


def test_a_known_vector_stays_so_that_callers_keep_their_names_over_versions() -> None:
    assert alias_of(KEY, ONE, "+33611223344", CALL) == "4P2G-TQU3"


def test_ten_thousand_callers_of_a_firm_hardly_share_names() -> None:
    names = {alias_of(KEY, ONE, f"+336{n:08}", CALL) for n in range(10_000)}
    assert len(names) >= 9_999
