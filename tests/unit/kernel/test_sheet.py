"""Files for spreadsheets: figures stay exact, text is never a formula."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.sheet import Amount, head, rows

AT = datetime(2026, 11, 23, 1, 5, tzinfo=timezone(timedelta(hours=1)))


def test_a_file_begins_with_the_mark_and_its_titles_in_the_language() -> None:
    titles = (("Début", "Start"), ("Durée (s)", "Seconds"))
    assert head(titles, french=True) == "\ufeffDébut;Durée (s)\r\n".encode()
    assert head(titles, french=False) == "\ufeffStart,Seconds\r\n".encode()


def test_figures_and_moments_are_read_as_such_and_text_never_as_a_formula() -> None:
    line = [AT, 90, Amount(-1_234_500, 6), Amount(5, 2), "=1+1", None]
    assert rows([line], french=True) == b"2026-11-23 00:05:00;90;-1,2345;0,05;'=1+1;\r\n"
    assert rows([line], french=False) == b"2026-11-23 00:05:00,90,-1.2345,0.05,'=1+1,\r\n"


@given(st.integers(), st.sampled_from([2, 6]))
def test_an_amount_is_exact(units: int, places: int) -> None:
    shown = rows([[Amount(units, places)]], french=False).decode().strip()
    assert Decimal(shown) == Decimal(f"{units}E-{places}")
