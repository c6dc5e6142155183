"""Tables of calls can be read back to the last millionth, are never formulas, and never held whole."""

from __future__ import annotations

import asyncio
import csv
import io
import tracemalloc
import zipfile
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from bench.papers_example import EXAMPLES, calls
from permanence.adapters.papers import tables
from permanence.adapters.papers.words import WORDS
from permanence.firms.model import Language
from permanence.ledger.model import CallLine

FR, EN = Language.FR, Language.EN
STATEMENT = EXAMPLES[0]
SHEET = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
HOSTILE = ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", 'x";"y', "a\nb", "€ é 🚀 & < >", "=cmd|' /C calc'!A0"]


def read(file: bytes, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize(("language", "delimiter", "point"), [(FR, ";", ","), (EN, ",", ".")])
def test_a_file_of_calls_can_be_read_back(language: Language, delimiter: str, point: str) -> None:
    file = b"".join(tables.calls_csv(STATEMENT, calls(500), language))
    word = WORDS[language]
    rows = read(file, delimiter)
    assert file.startswith(b"\xef\xbb\xbf")
    assert len(rows) == 500
    for row, call in zip(rows, calls(500), strict=True):
        assert row[word["call"]] == call.call
        assert row[word["start"]] == call.answered_at.strftime("%Y-%m-%d %H:%M:%S")
        assert int(row[word["seconds"]]) == call.seconds
        assert Decimal(row[word["value"].format(currency="EUR")].replace(point, ".")) * 1_000_000 == call.amount


def test_text_is_never_a_formula_and_amounts_stay_amounts() -> None:
    given = [odd(text, -1_500_000) for text in HOSTILE]
    rows = read(b"".join(tables.calls_csv(STATEMENT, given, FR)), ";")
    for row, text in zip(rows, HOSTILE, strict=True):
        assert row["Conseiller"].removeprefix("'") == text
        assert not row["Conseiller"].startswith(("=", "+", "-", "@", "\t"))
        assert row["Montant (EUR)"] == "-1,50"
        assert row["Numéro appelé"] == "'+33149880012"


def test_no_calls_are_a_file_of_titles() -> None:
    assert len(b"".join(tables.calls_csv(STATEMENT, [], FR)).decode().splitlines()) == 1


async def test_calls_that_are_still_read_give_the_same_file() -> None:
    async def live() -> AsyncIterator[CallLine]:
        for call in calls(1_500):
            await asyncio.sleep(0)
            yield call

    pieces = [piece async for piece in tables.calls_csv_live(STATEMENT, live(), EN)]
    assert b"".join(pieces) == b"".join(tables.calls_csv(STATEMENT, calls(1_500), EN))
    assert len(pieces) > 2


def test_twenty_thousand_calls_come_in_small_pieces() -> None:
    sizes = [len(piece) for piece in tables.calls_csv(STATEMENT, calls(20_000), FR)]
    assert sum(sizes) > 3_000_000
    assert max(sizes) < tables.PIECE_BYTES + 1_000


def test_memory_does_not_grow_with_the_calls() -> None:
    tracemalloc.start()  # slow, hence few calls: their file is many times what may be held
    try:
        size = sum(len(piece) for piece in tables.calls_csv(STATEMENT, calls(8_000), FR))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 20 * tables.PIECE_BYTES
    assert peak < 10 * tables.PIECE_BYTES


def test_a_call_is_asked_for_only_when_it_is_written() -> None:
    asked: list[int] = []

    def slow() -> Iterator[CallLine]:
        for number, call in enumerate(calls(5_000)):
            asked.append(number)
            yield call

    pieces = tables.calls_csv(STATEMENT, slow(), FR)
    assert asked == []
    assert len(next(pieces)) >= tables.PIECE_BYTES
    assert len(asked) < 1_000


def test_a_workbook_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    tables.calls_xlsx(STATEMENT, [odd(text, 1_234_567) for text in HOSTILE], FR, str(path))
    book = zipfile.ZipFile(path)
    assert sheet_names(book) == ["Relevé", "Appels"]
    summary, found = rows_of(book, 1), rows_of(book, 2)
    assert ["Total TTC", Decimal("19949.53")] in summary
    assert ["Fournisseur", STATEMENT.seller.name] in summary
    assert [row[7] for row in found[1:]] == HOSTILE
    assert {row[10] for row in found[1:]} == {Decimal("1.234567")}
    assert not any(b"<f>" in book.read(name) for name in book.namelist())


def test_more_calls_than_a_sheet_holds_go_on_on_the_next(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    tables.calls_xlsx(STATEMENT, calls(25), EN, str(path), sheet_rows=10)
    book = zipfile.ZipFile(path)
    assert sheet_names(book) == ["Statement", "Calls", "Calls 2", "Calls 3"]
    sheets = [rows_of(book, number) for number in (2, 3, 4)]
    assert [len(rows) for rows in sheets] == [11, 11, 6]
    assert [row[0] for rows in sheets for row in rows[1:]] == [call.call for call in calls(25)]
    assert tables.SHEET_ROWS == 1_048_575


def odd(text: str, amount: int) -> CallLine:
    return msgspec.structs.replace(next(calls(1)), agent=text, amount=amount)


def sheet_names(book: zipfile.ZipFile) -> list[str]:
    return [sheet.get("name", "") for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iterfind(".//m:sheet", SHEET)]


def rows_of(book: zipfile.ZipFile, number: int) -> list[list[str | Decimal]]:
    sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    return [[value(each) for each in row.iterfind("m:c", SHEET)] for row in sheet.iterfind(".//m:row", SHEET)]


def value(place: ElementTree.Element) -> str | Decimal:
    """Return what a cell holds: text that stands in it, or a figure."""
    if place.get("t") == "inlineStr":
        return "".join(place.itertext())
    return Decimal(place.findtext("m:v", "", SHEET))
