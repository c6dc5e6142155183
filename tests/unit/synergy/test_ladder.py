"""Lines of a journal in canonical form: numbers as RFC 8785 writes them, and nothing beyond the end that is given."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.interaction.events import CallEnded, RecordingStarted, wire_name
from permanence.synergy.ladder import ENDED, RECORDED, JournalLine, ladder, line_of, number, recordings
from permanence.synergy.receipt import joined

AT = datetime(2026, 11, 22, 9, 0, 0, 123999, tzinfo=UTC)
LINE = JournalLine(7, AT, "interaction.agent_answered", {"waited_s": 8.0, "alias": "Noémie\u202f\"", "parts": [0.25, True, None, {"b": 1, "a": -0.0}]})


def test_a_line_is_written_in_one_way_alone() -> None:
    assert line_of(LINE).decode() == (
        '{"at":"2026-11-22T09:00:00.123Z","data":{"alias":"Noémie\u202f\\"","parts":[0.25,true,null,{"a":0,"b":1}],"waited_s":8},'
        '"kind":"interaction.agent_answered","seq":7}'
    )
    elsewhere = JournalLine(7, AT.astimezone(timezone(timedelta(hours=5))), LINE.kind, json.loads(json.dumps(LINE.data)))
    assert line_of(elsewhere) == line_of(LINE)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # the samples of RFC 8785, appendix B, that are finite
        (0.0, "0"), (-0.0, "0"), (5e-324, "5e-324"), (-5e-324, "-5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"), (-9007199254740992.0, "-9007199254740992"), (295147905179352830000.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"), (1e23, "1e+23"), (1.0000000000000001e23, "1.0000000000000001e+23"),
        (999999999999999700000.0, "999999999999999700000"), (999999999999999900000.0, "999999999999999900000"), (1e21, "1e+21"),
        (9.999999999999997e-7, "9.999999999999997e-7"), (0.000001, "0.000001"), (333333333.3333332, "333333333.3333332"),
        (333333333.33333325, "333333333.33333325"), (-0.0000033333333333333333, "-0.0000033333333333333333"),
        (1424953923781206.2, "1424953923781206.2"),
    ],
)  # fmt: skip
def test_numbers_are_those_of_the_standard(value: float, text: str) -> None:
    assert number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself(value: float) -> None:
    assert float(number(value)) == value


def test_the_digest_is_over_lines_in_the_order_of_their_numbers() -> None:
    second = JournalLine(8, AT, ENDED, {"by": "customer"})
    assert ladder([second, LINE]) == ladder([LINE, second]) == joined([line_of(LINE), line_of(second)])
    assert ladder([LINE]) != ladder([LINE, second])


def test_recordings_are_told_in_the_order_in_which_they_began() -> None:
    lines = [JournalLine(seq, AT, RECORDED, {"recording": f"int_1.rec{seq}", "purpose": "p"}) for seq in (2, 10)]
    assert recordings([LINE, *lines]) == ["int_1.rec2", "int_1.rec10"]
    assert (ENDED, RECORDED) == (wire_name(CallEnded), wire_name(RecordingStarted)) == ("interaction.call_ended", "interaction.recording_started")
