"""The calls behind a statement as tables: CSV that streams, and workbooks. Text is never taken for a formula; amounts are exact."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from permanence.adapters.papers import words
from permanence.adapters.papers.typography import day, exact_money, month
from permanence.firms.model import Language
from permanence.kernel.cells import cell
from permanence.kernel.money import MILLION
from permanence.ledger.model import CallLine, Line, Statement

PIECE_BYTES = 64 * 1024
SHEET_ROWS = 1_048_575  # calls on a sheet; its first row holds the titles
COLUMNS = (
    "call", "start", "end", "seconds", "owner", "answering", "dialled", "agent", "agreement", "version", "value", "receipt",
)  # fmt: skip
_WIDTHS = (34, 19, 19, 9, 28, 28, 16, 24, 34, 8, 14, 34)
_TEXT_LIMIT = 32_767  # what a cell of a workbook can hold


class _Rows:
    """Lines of CSV, gathered into pieces."""

    def __init__(self, statement: Statement, language: Language) -> None:
        self._language = language
        self._lines: list[str] = []
        self._size = 0
        self._writer = csv.writer(self, delimiter=";" if language is Language.FR else ",", lineterminator="\r\n")
        self._writer.writerow(_titles(statement, language))
        self._lines.insert(0, "\ufeff")  # by which spreadsheets know UTF-8

    def write(self, line: str) -> None:
        """Take a line from the writer."""
        self._lines.append(line)
        self._size += len(line)

    def add(self, call: CallLine) -> None:
        """Write a call."""
        self._writer.writerow(
            (
                cell(call.call), _moment(call.answered_at), _moment(call.ended_at), call.seconds, cell(call.owner),
                cell(call.answering), cell(call.number), cell(call.agent), cell(call.agreement), call.version,
                exact_money(call.amount, self._language), cell(call.receipt),
            )
        )  # fmt: skip

    def full(self) -> bool:
        """Say whether there is enough for a piece."""
        return self._size >= PIECE_BYTES

    def piece(self) -> bytes:
        """Return what was gathered, and begin anew."""
        piece = "".join(self._lines).encode()
        self._lines.clear()
        self._size = 0
        return piece


def calls_csv(statement: Statement, calls: Iterable[CallLine], language: Language) -> Iterator[bytes]:
    """Yield a CSV file in pieces of about 64 KB: in French `;` between cells and a decimal comma, in English `,` and a point."""
    rows = _Rows(statement, language)
    for call in calls:
        rows.add(call)
        if rows.full():
            yield rows.piece()
    yield rows.piece()


async def calls_csv_live(statement: Statement, calls: AsyncIterable[CallLine], language: Language) -> AsyncIterator[bytes]:
    """Yield the same file as `calls_csv` from calls that are still being read."""
    rows = _Rows(statement, language)
    async for call in calls:
        rows.add(call)
        if rows.full():
            yield rows.piece()
    yield rows.piece()


def calls_xlsx(
    statement: Statement, calls: Iterable[CallLine], language: Language, path: str, *, sheet_rows: int = SHEET_ROWS
) -> None:
    """Write a workbook: a sheet that sums up the statement, then the calls, `sheet_rows` on a sheet. Rows go to the disk as they come."""
    import xlsxwriter  # in the process that writes one, not in each that could

    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
    book: Any  # the library has no types for half of it
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": statement.number, "created": datetime.combine(statement.issued_on, datetime.min.time())})
        _summary(book, statement, language)
        bold = book.add_format({"bold": True, "bottom": 1})
        exact = book.add_format({"num_format": "#,##0.00####"})
        sheet, row, number = _calls_sheet(book, statement, language, bold, 1), 0, 1
        for call in calls:
            if row == sheet_rows:
                number += 1
                sheet, row = _calls_sheet(book, statement, language, bold, number), 0
            row += 1
            _write_call(sheet, row, call, exact)


def _moment(value: datetime) -> str:
    """Return a moment as spreadsheets read it, in UTC: `2026-11-22 20:15:00`."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")


def _titles(statement: Statement, language: Language) -> list[str]:
    return [words.WORDS[language][name].format(currency=statement.currency) for name in COLUMNS]


def _calls_sheet(book: Any, statement: Statement, language: Language, bold: Any, number: int) -> Any:
    name = words.WORDS[language]["calls"]
    sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
    sheet.freeze_panes(1, 0)
    for column, (title, width) in enumerate(zip(_titles(statement, language), _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    return sheet


def _write_call(sheet: Any, row: int, call: CallLine, exact: Any) -> None:
    """Write a call; text is written as text whatever it begins with."""
    moments = {1: call.answered_at, 2: call.ended_at}
    figures = {3: call.seconds, 9: call.version}
    texts = {0: call.call, 4: call.owner, 5: call.answering, 6: call.number, 7: call.agent, 8: call.agreement, 11: call.receipt}
    for column, text in texts.items():
        sheet.write_string(row, column, text[:_TEXT_LIMIT])
    for column, moment in moments.items():
        sheet.write_datetime(row, column, moment.astimezone(UTC).replace(tzinfo=None))
    for column, figure in figures.items():
        sheet.write_number(row, column, figure)
    sheet.write_number(row, 10, Decimal(call.amount) / MILLION, exact)


def _summary(book: Any, statement: Statement, language: Language) -> None:
    """Write the statement's own sheet; its rows in order, for none is kept in memory."""
    word = words.WORDS[language]
    sheet = book.add_worksheet(word["summary"])
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 4, 18)
    bold, cents = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    head = [
        (word[statement.kind], statement.number),
        (word["month"], month(statement.month, language)),
        (word["seller"], statement.seller.name),
        (word["buyer"], statement.buyer.name),
        (word["issued"], day(statement.issued_on, language)),
        (word["due"], day(statement.due_on, language)),
    ]
    for row, (title, text) in enumerate(head):
        sheet.write_string(row, 0, title, bold)
        sheet.write_string(row, 1, text[:_TEXT_LIMIT])
    top = len(head) + 1
    for column, name in enumerate(("what", "calls", "seconds", "amount")):
        sheet.write_string(top, column, word[name], bold)
    for row, line in enumerate(statement.lines, top + 1):
        _write_line(sheet, row, line, words.line_title(line, statement, language), cents)
    foot = top + 1 + len(statement.lines)
    for row, (name, amount) in enumerate((("net", statement.net), ("vat", statement.vat), ("total", statement.total)), foot):
        sheet.write_string(row, 0, word[name], bold)
        sheet.write_number(row, 3, Decimal(amount) / 100, cents)


def _write_line(sheet: Any, row: int, line: Line, title: str, cents: Any) -> None:
    sheet.write_string(row, 0, (f"{title} – {line.about}" if line.about else title)[:_TEXT_LIMIT])
    sheet.write_number(row, 1, line.calls)
    sheet.write_number(row, 2, line.seconds)
    sheet.write_number(row, 3, Decimal(line.cents) / 100, cents)
