"""Carriers' files as they come: other separators, other words, wrong lines."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from permanence.tariffs.carrier_file import Columns, Reading, Reason, look, plain, read
from permanence.tariffs.errors import FileEmpty, FileUnfit
from tests.unit.tariffs.tariffs_kit import NUMBER

PARIS = ZoneInfo("Europe/Paris")
FRENCH = "Numéro appelé;Date;Heure;Durée (s);Montant TTC;Reversement HT\n0892000010;23/11/2026;13:00:05;90;1,20;0,60\n"
COLUMNS = Columns(number="Numéro appelé", moment="Date", time="Heure", seconds="Durée (s)", price="Montant TTC", payout="Reversement HT")


def taken(text: str, columns: Columns = COLUMNS, encoding: str = "utf-8") -> Reading:
    return read(text.encode(encoding), columns, frozenset({NUMBER}), PARIS, "FR")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_french_file_is_understood_by_its_header(encoding: str) -> None:
    header = look(FRENCH.encode(encoding))
    assert header.proposed == COLUMNS.by_meaning()
    assert header.sample == [["0892000010", "23/11/2026", "13:00:05", "90", "1,20", "0,60"]]
    (line,) = taken(FRENCH, encoding=encoding).taken
    assert (line.number, line.since, line.seconds) == (NUMBER, datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC), 90)
    assert (line.price, line.payout, line.line) == (1_200_000, 600_000, 2)


def test_an_english_file_with_offsets_and_clock_lengths() -> None:
    text = "called number,start time,duration,amount\n+33892000010,2026-11-23T13:00:05+01:00,0:01:30,1.2\n"
    assert look(text.encode()).proposed == {"number": "called number", "moment": "start time", "seconds": "duration", "price": "amount"}
    (line,) = taken(text, Columns(number="called number", moment="start time", seconds="duration", price="amount")).taken
    assert (line.seconds, line.price, line.payout, line.since.hour) == (90, 1_200_000, None, 12)


def test_each_bad_line_is_told_with_its_column_and_reason() -> None:
    rows = [
        "abc;23/11/2026;13:00:05;90;1,20;", "0899999999;23/11/2026;13:00:05;90;1,20;", "0892000010;45/11/2026;13:00:05;90;1,20;",
        "0892000010;23/11/2026;13:00:05;long;1,20;", "0892000010;23/11/2026;13:00:05;90;free;", "0892000010;23/11/2026;13:00:05;90;-1;",
        "0892000010;23/11/2026;13:00:05;90", "", "0892000010;23/11/2026;13:00:05;90;1,20;",
    ]  # fmt: skip
    found = taken(FRENCH.splitlines()[0] + "\n" + "\n".join(rows))
    assert [(each.line, each.column, each.reason, each.shown) for each in found.refused] == [
        (2, "Numéro appelé", Reason.NUMBER, "abc"), (3, "Numéro appelé", Reason.NOT_YOURS, "0899999999"),
        (4, "Date", Reason.MOMENT, "45/11/2026"), (5, "Durée (s)", Reason.SECONDS, "long"), (6, "Montant TTC", Reason.AMOUNT, "free"),
        (7, "Montant TTC", Reason.AMOUNT, "-1"), (8, "", Reason.COLUMNS, "4"),
    ]  # fmt: skip
    assert (found.lines, found.refused_total, len(found.taken)) == (8, 7, 1)


def test_a_line_has_the_same_key_in_every_file_and_two_alike_are_two() -> None:
    twice = taken(FRENCH + FRENCH.splitlines()[1] + "\n")
    again = taken(FRENCH.splitlines()[0] + "\n0892000010;23/11/2026;09:00:00;5;0,1;\n" + FRENCH.splitlines()[1])
    keys = [line.key for line in twice.taken]
    assert len(set(keys)) == 2 and again.taken[1].key == keys[0]


def test_a_file_without_these_columns_and_an_empty_one_are_refused() -> None:
    with pytest.raises(FileUnfit):
        taken("a;b\n1;2\n")
    for body in (b"", b"\n \n"):
        with pytest.raises(FileEmpty):
            look(body)


def test_a_header_is_compared_without_accents_and_signs() -> None:
    assert plain(" Durée (s) ") == "durees"
