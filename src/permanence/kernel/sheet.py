"""Lines of a CSV file for spreadsheets, in French or in English: text is never taken for a formula, amounts are exact figures."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from permanence.kernel.cells import cell

MARK = "\ufeff"  # by which spreadsheets know UTF-8


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as a figure: how many units, and how many decimal places a unit has (6: millionths, 2: cents)."""

    units: int
    places: int


@dataclass(frozen=True, slots=True)
class _Into:
    """What a writer of CSV writes to: a list of lines."""

    lines: list[str]

    def write(self, line: str) -> None:
        """Take a line from the writer."""
        self.lines.append(line)


def head(titles: Iterable[tuple[str, str]], *, french: bool) -> bytes:
    """Return the beginning of a file: the mark and the line of titles, each given in French and in English."""
    return (MARK + _line([cell(title[0 if french else 1]) for title in titles], french=french)).encode()


def rows(values: Iterable[Sequence[object]], *, french: bool) -> bytes:
    """Return lines: in French `;` between cells and a decimal comma, in English `,` and a point; moments in UTC."""
    return "".join(_line([_shown(each, french=french) for each in line], french=french) for line in values).encode()


def _line(cells: Sequence[str], *, french: bool) -> str:
    lines: list[str] = []
    csv.writer(_Into(lines), delimiter=";" if french else ",", lineterminator="\r\n").writerow(cells)
    return "".join(lines)


def _shown(value: object, *, french: bool) -> str:
    if isinstance(value, Amount):
        whole, part = divmod(abs(value.units), 10**value.places)
        decimals = f"{part:0{value.places}d}".rstrip("0").ljust(2, "0")
        return f"{'-' if value.units < 0 else ''}{whole}{',' if french else '.'}{decimals}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")
    return cell(value)
