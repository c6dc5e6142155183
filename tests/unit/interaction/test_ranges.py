"""Range headers as players send them, and as they should not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.interaction.ranges import Unsatisfiable, chosen_bytes


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("bytes=0-", (0, 999)), ("bytes=0-0", (0, 0)), ("bytes=10-19", (10, 19)), ("bytes=990-5000", (990, 999)),
        ("bytes=-1", (999, 999)), ("bytes=-5000", (0, 999)), (" bytes=1-2 ", (1, 2)),
        (None, None), ("", None), ("bytes=", None), ("bytes=-", None), ("bytes=5-4", None), ("bytes=0-1,5-6", None),
        ("items=0-1", None), ("bytes=a-b", None),
    ],
)  # fmt: skip
def test_a_range_is_cut_to_what_there_is_and_nonsense_ignored(header: str | None, chosen: tuple[int, int] | None) -> None:
    assert chosen_bytes(header, 1000) == chosen


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=-0"])
def test_a_range_beyond_the_end_cannot_be_had(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        chosen_bytes(header, 1000)


@given(st.text(max_size=30), st.integers(0, 5000))
def test_no_header_leads_outside(header: str, size: int) -> None:
    try:
        chosen = chosen_bytes(header, size)
    except Unsatisfiable:
        return
    assert chosen is None or 0 <= chosen[0] <= chosen[1] < size
