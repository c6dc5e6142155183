"""Reads a carrier's file of charged calls, whatever its columns are called: a mapping says which one means what, and one is proposed
from the header. A line that cannot be read is told with its number, column and reason; nothing is left out silently. Pure.

Separators (semicolon, comma, tab, bar) are recognised from the header. A line is UTF-8 or, failing that, Windows' Latin. Times without
an offset are local to a zone that is given. Amounts may have a comma or a point.
"""

from __future__ import annotations

import csv
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from permanence.kernel.money import MILLION
from permanence.kernel.phone import parse_or_none
from permanence.tariffs.errors import FileEmpty, FileUnfit
from permanence.tariffs.model import PRICE_MAX, CarrierLine

SEPARATORS = (";", ",", "\t", "|")
REFUSALS_TOLD = 100
SHOWN_MAX = 60
DAY_S = 86_400
FIELDS = ("number", "moment", "time", "seconds", "price", "payout")
WORDS: dict[str, str] = {
    "number": "number numero numeroappele appele numerosva sva called callednumber destination dnis",
    "moment": "moment date datetime dateheure horodatage debut start starttime begin dateappel datedappel calldate timestamp",
    "time": "time heure hour heureappel heuredappel heuredebut",
    "seconds": "seconds secondes duration duree dureesecondes dureeens dureetaxee dureefacturee billsec durees durationseconds",
    "price": "price prix montant montantttc prixttc amount charge caservice pricettc ca prixservice facture",
    "payout": "payout reversement reverse reversementht montantreverse remuneration share paid",
}
"""What carriers call these columns, without accents, capitals and signs."""
FORMS = (
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d %H%M%S",
    "%Y%m%d%H%M%S",
)  # fmt: skip


class Reason(StrEnum):
    """Why a line is not taken."""

    COLUMNS = "columns"
    NUMBER = "number"
    NOT_YOURS = "not_yours"
    MOMENT = "moment"
    SECONDS = "seconds"
    AMOUNT = "amount"


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which column means what, by the names in the header; `time` where it stands beside the date."""

    number: str
    moment: str
    seconds: str
    price: str
    time: str | None = None
    payout: str | None = None

    def by_meaning(self) -> dict[str, str]:
        """Return the columns by meaning, without those that are not there."""
        return {name: column for name in FIELDS if (column := getattr(self, name)) is not None}


class Refusal(msgspec.Struct, frozen=True):
    """A line that was not taken: which, because of which column, why, and what stood there."""

    line: int
    column: str
    reason: Reason
    shown: str = ""


@dataclass(slots=True)
class Reading:
    """What came of a file: lines with data, those taken, the first refusals and the count of all."""

    lines: int = 0
    taken: list[CarrierLine] = field(default_factory=list[CarrierLine])
    refused: list[Refusal] = field(default_factory=list[Refusal])
    refused_total: int = 0


class Header(msgspec.Struct, frozen=True):
    """The columns of a file, what each seems to mean, and its first lines as they are."""

    columns: list[str]
    proposed: dict[str, str]
    sample: list[list[str]]


class _No(Exception):
    def __init__(self, name: str, reason: Reason) -> None:
        super().__init__(name)
        self.name, self.reason = name, reason


def plain(text: str) -> str:
    """Return a header without accents, capitals and signs, to compare it by."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if letter.isascii() and letter.isalnum())


def look(body: bytes, sample: int = 3) -> Header:
    """Return what a file's header says; raise `FileEmpty` where there is none."""
    rows, columns = _rows(body)
    meanings = {word: name for name, words in WORDS.items() for word in words.split()}
    proposed: dict[str, str] = {}
    for column in columns:
        if (name := meanings.get(plain(column))) is not None:
            proposed.setdefault(name, column)
    if "moment" not in proposed and "time" in proposed:
        proposed["moment"] = proposed.pop("time")
    return Header(columns, proposed, [row for _, row in rows[:sample]])


def read(body: bytes, columns: Columns, numbers: frozenset[str], zone: ZoneInfo, country: str) -> Reading:
    """Read a file by its columns; `numbers` (E.164) are those of the firm, `zone` is that of times without an offset, `country` that
    of numbers written without it. Raise `FileUnfit` where a column is not there."""
    rows, names = _rows(body)
    wanted = columns.by_meaning()
    if not set(wanted.values()) <= set(names):
        raise FileUnfit(columns=", ".join(names)[:200])
    at = {name: names.index(column) for name, column in wanted.items()}
    found, seen = Reading(), Counter[str]()
    for line, row in rows:
        found.lines += 1
        try:
            if len(row) != len(names):
                raise _No("", Reason.COLUMNS)
            found.taken.append(_line(row, line, at, country, zone, numbers, seen))
        except _No as no:
            found.refused_total += 1
            if len(found.refused) < REFUSALS_TOLD:
                shown = row[at[no.name]].strip()[:SHOWN_MAX] if no.name in at else str(len(row))
                found.refused.append(Refusal(line, wanted.get(no.name, ""), no.reason, shown))
    return found


def _line(
    row: Sequence[str], line: int, at: Mapping[str, int], country: str, zone: ZoneInfo, numbers: frozenset[str], seen: Counter[str]
) -> CarrierLine:
    number = parse_or_none(row[at["number"]].strip(), country)
    if number is None:
        raise _No("number", Reason.NUMBER)
    if number not in numbers:
        raise _No("number", Reason.NOT_YOURS)
    text = row[at["moment"]].strip()
    since = _moment(f"{text} {row[at['time']].strip()}" if "time" in at else text, zone)
    seconds = _seconds(row[at["seconds"]].strip())
    price = _amount(row[at["price"]], "price")
    payout = _amount(row[at["payout"]], "payout") if "payout" in at and row[at["payout"]].strip() else None
    said = f"{number}|{since.isoformat()}|{seconds}|{price}|{payout}"
    seen[said] += 1
    key = hashlib.sha256(f"{said}|{seen[said]}".encode()).hexdigest()[:40]
    return CarrierLine(key, line, str(number), since, seconds, price, payout)


def _rows(body: bytes) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Return the rows with the number of their line, and the header's columns."""
    try:
        text = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="replace")
    lines = text.replace("\0", "").splitlines()
    head = next((nth for nth, each in enumerate(lines) if each.strip()), None)
    if head is None:
        raise FileEmpty
    separator = max(SEPARATORS, key=lines[head].count)
    columns = [each.strip() for each in next(csv.reader([lines[head]], delimiter=separator))]
    rows = [
        (nth, next(csv.reader([each], delimiter=separator))) for nth, each in enumerate(lines[head + 1 :], head + 2) if each.strip()
    ]
    return rows, columns


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = next((each for form in FORMS if (each := _by(text, form)) is not None), None)
    if found is None or not 2000 <= found.year < 2100:
        raise _No("moment", Reason.MOMENT)
    return (found if found.tzinfo is not None else found.replace(tzinfo=zone)).astimezone(UTC)


def _by(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is put on by who asks
    except ValueError:
        return None


def _seconds(text: str) -> int:
    parts = text.split(":")
    try:
        found = 0
        for part in parts:
            found = found * 60 + int(part)
    except ValueError:
        raise _No("seconds", Reason.SECONDS) from None
    if not 0 <= found <= DAY_S or len(parts) > 3:
        raise _No("seconds", Reason.SECONDS)
    return found


def _amount(text: str, name: str) -> int:
    bare = "".join(text.split()).replace("€", "").replace(",", ".")
    try:
        found = Decimal(bare) * MILLION
    except InvalidOperation:
        raise _No(name, Reason.AMOUNT) from None
    if not found.is_finite() or not 0 <= found <= PRICE_MAX:
        raise _No(name, Reason.AMOUNT)
    return round(found)
