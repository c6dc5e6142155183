"""What viewers see of calls, and what a spreadsheet gets."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.interaction.archive import Viewer
from permanence.interaction.history import (
    CallLine,
    cell,
    digits_of,
    export_row,
    place_of,
    read_place,
    search_pattern,
    seen_by,
    seen_data,
)
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId
from permanence.kernel.page import BadCursor

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
AGENT = Viewer(FirmId("frm_a"), PersonId("per_a"), AgentId("agt_a"), frozenset({"desk"}))
SUPERVISOR = Viewer(FirmId("frm_a"), PersonId("per_b"), None, frozenset({"history", "supervise", "listen"}))


def line(customer: str | None = "+33612345678", notes: str = "") -> CallLine:
    return CallLine(
        id=InteractionId("int_01k00000000000000000000000"), direction="inbound", phase="ended", arrived_at=NOW,
        answered_at=None, ended_at=None, customer=customer, dialled="+33184800001", language="fr", number=None,
        brand=None, queue=None, agent=None, outcome="answered", ended_by=None, cause=16, disposition=None, notes=notes,
        wait_s=1.5, talk_s=None, hold_s=None,
    )  # fmt: skip


def test_numbers_are_whole_for_supervisors_and_masked_for_agents() -> None:
    assert seen_by(SUPERVISOR, line()).customer == "+33612345678"
    assert seen_by(AGENT, line()).customer == "+336••••••78"
    assert seen_by(AGENT, line(None)).customer is None


def test_numbers_are_masked_in_facts_too_wherever_they_stand() -> None:
    data = {"customer": "+33612345678", "label": "+33 6 12 34 56 78", "dialled": "+33184800001", "wait_s": 3}
    assert seen_data(SUPERVISOR, data) == data
    hidden = seen_data(AGENT, data)
    assert "12345" not in str(hidden) and "34 56" not in str(hidden)
    assert hidden["dialled"] == "+33184800001"
    assert seen_data(AGENT, {"label": "Devis", "notes": "rappeler"}) == {"label": "Devis", "notes": "rappeler"}


@given(st.text(max_size=60))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    written = cell(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))
    assert text in written
    output = io.StringIO()
    csv.writer(output).writerow(export_row(line(notes=text)))
    assert next(csv.reader(io.StringIO(output.getvalue(), newline="")))[17] == written


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    assert (cell(-3), cell(1.5), cell(None), cell("+33612345678")) == ("-3", "1.5", "", "'+33612345678")


@pytest.mark.parametrize(
    ("text", "digits"),
    [("06 12 34", "61234"), ("+33612", "+33612"), ("0033612", "33612"), ("bonjour", None), ("12", None), ("1" * 16, None)],
)
def test_a_search_for_digits_finds_the_number_however_it_is_written(text: str, digits: str | None) -> None:
    assert digits_of(text) == digits


def test_signs_of_a_pattern_mean_themselves() -> None:
    assert search_pattern("100%_\\") == "%100\\%\\_\\\\%"


def test_a_place_in_the_list_comes_back_and_foreign_ones_are_refused() -> None:
    assert read_place(place_of(line())) == (NOW, line().id)
    assert read_place(None) == (None, None)
    for place in (("yesterday", line().id), (NOW.isoformat(), "x"), ("2026-11-22T10:30:00", line().id)):
        with pytest.raises(BadCursor):
            read_place(place)
