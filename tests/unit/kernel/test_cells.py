"""Cells of files for spreadsheets."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.cells import cell


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\0"))


def test_figures_stay_figures_and_nothing_is_empty() -> None:
    assert (cell(-3), cell(1.5), cell(None)) == ("-3", "1.5", "")
    assert cell(datetime(2026, 11, 22, 10, 30, tzinfo=UTC)) == "2026-11-22T10:30:00+00:00"
