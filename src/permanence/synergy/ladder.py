"""The ladder of a call as receipts bind it: the lines of its journal up to the end of the call, each in canonical form.

The end is the line `interaction.call_ended`; what is written later (files, notes) is not bound. A line is its number, time, kind
and data. Data hold fractions of seconds, which receipts themselves do not: they are written as RFC 8785 writes numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

import msgspec

from permanence.interaction.events import CallEnded, RecordingStarted, wire_name
from permanence.synergy.receipt import EXACT, canonical, instant, joined

ENDED = wire_name(CallEnded)
RECORDED = wire_name(RecordingStarted)
SMALLEST, LARGEST = 1e-6, 1e21
"""Numbers between these are written without an exponent."""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A line of a call's journal; `data` is what JSON gives."""

    seq: int
    at: datetime
    kind: str
    data: object


def ladder(lines: Iterable[JournalLine]) -> str:
    """Return the digest of a call's lines, in the order of their numbers."""
    return joined(line_of(each) for each in sorted(lines, key=lambda line: line.seq))


def line_of(line: JournalLine) -> bytes:
    """Return a line in canonical form, without a line feed."""
    return canonical({"seq": line.seq, "at": instant(line.at), "kind": line.kind, "data": _plain(line.data)})


def recordings(lines: Iterable[JournalLine]) -> Sequence[str]:
    """Return the names of the recordings that these lines begin, in order."""
    begun = (msgspec.convert(line.data, RecordingStarted) for line in lines if line.kind == RECORDED)
    return [fact.recording for fact in begun]


def number(value: float) -> str:
    """Return a number as RFC 8785 (section 3.2.2.3) writes it: the fewest digits that read back as the same, no fraction where
    there is none, an exponent only for what is very large or very small."""
    if value == int(value) and abs(value) <= EXACT:
        return str(int(value))
    if SMALLEST <= abs(value) < LARGEST:
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    digits, _, exponent = repr(value).partition("e")
    return f"{digits.removesuffix('.0')}e{int(exponent):+d}"


def _plain(value: object) -> object:
    """Return the value with its fractions written out."""
    if isinstance(value, float):
        return msgspec.Raw(number(value).encode())
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in cast("list[object]", value)]
    return value
