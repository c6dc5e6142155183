"""What can be checked of one line or one receipt by itself: form, times, seconds, sums, and the charge by the terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from permanence.synergy.merkle import leaf, root_of
from permanence.synergy.model import Terms
from permanence.synergy.rating import charges, whole_seconds
from permanence.synergy.receipt import Pricing, Receipt, canonical, digest, moment
from permanence.synergy.verdict import Finding, Part

T = TypeVar("T")

LONGEST_S = 7 * 86_400
"""A stretch that is said to be longer is not charged again: nobody talks for a week, and a forged file could keep one busy."""


def read(kind: type[T], raw: bytes, part: Part, line: int = 1, name: str = "") -> tuple[T | None, list[Finding]]:
    """Return a line's value, and what is wrong with its form. A value with a wrong form is still a value, where it can be
    read; only the bytes of its canonical form and a line feed are right."""
    try:
        value = msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        said, _, path = str(error).partition(" - at `$")
        return None, [Finding("file.field", part, name, path.strip("`."), found=said, line=line)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:  # RecursionError: brackets without end
        return None, [Finding("file.json", part, name, found=str(error), line=line)]
    right = canonical(value) + b"\n"
    if raw == right:
        return value, []
    at = next((at for at, (one, other) in enumerate(zip(raw, right, strict=False)) if one != other), min(len(raw), len(right)))
    return value, [Finding("file.form", part, name, found=str(at + 1), line=line)]


def times(receipt: Receipt) -> dict[str, datetime] | None:
    """Return a receipt's times in the order in which they come; None where one of them is no time."""
    names = ("arrived_at", "answered_at", "ended_at", "issued_at")
    try:
        return {name: moment(getattr(receipt, name)) for name in names}
    except ValueError:
        return None


def check_alone(receipt: Receipt, line: int = 1) -> Iterator[Finding]:
    """Yield what contradicts itself within a receipt: times out of order, seconds and sums that do not come out."""
    name, at = str(receipt.nth), times(receipt)
    if at is None:
        yield Finding("receipt.times", "receipt", name, "answered_at", line=line)
    else:
        for (before, earlier), (after, later) in pairwise(at.items()):
            if later < earlier:
                yield Finding("receipt.times", "receipt", name, after, getattr(receipt, before), getattr(receipt, after), line)
        seconds = whole_seconds(at["answered_at"], at["ended_at"])
        if seconds != receipt.seconds:
            yield Finding("receipt.seconds", "receipt", name, "seconds", str(seconds), str(receipt.seconds), line)
    parts = receipt.charges
    total = parts.owner + parts.answering + parts.platform
    if total != parts.total:
        yield Finding("receipt.total", "receipt", name, "charges.total", str(total), str(parts.total), line)


def check_day(receipt: Receipt, day: str, line: int = 1) -> Iterator[Finding]:
    """Yield what is wrong where the receipt was issued on another day of UTC than the one under whose root it stands."""
    if not receipt.issued_at.startswith(f"{day}T"):
        yield Finding("receipt.day", "receipt", str(receipt.nth), "issued_at", day, receipt.issued_at, line)


def check_proof(digests: list[str], index: int, proof: tuple[str, ...], size: int, root: str, day: str, line: int = 1) -> Iterator[Finding]:
    """Yield what is wrong where these receipts are not under the day's root; of no receipt there is nothing to prove."""
    if not digests:
        if index or proof:
            yield Finding("proof.place", "proof", day, "index" if index else "proof", "0", str(index or len(proof)), line)
        return
    if index + len(digests) > size:
        yield Finding("proof.place", "proof", day, "index", f"< {size}", str(index + len(digests) - 1), line)
        return
    leaves = [leaf(bytes.fromhex(each)) for each in digests]
    found = root_of(leaves, index, size, [bytes.fromhex(step) for step in proof])
    if found is None or found.hex() != root:
        yield Finding("proof.root", "proof", day, "proof", root, found.hex() if found else "", line)


class PriceList:
    """The terms that came with a file, by their digest, and which of them its receipts name."""

    def __init__(self, pricing: tuple[Pricing, ...]) -> None:
        """Take these."""
        self._terms: dict[str, Terms] = {}
        self._named: set[str] = set()
        self.findings: list[Finding] = []
        for at, each in enumerate(pricing):
            if fault := why_unfit(each):
                self.findings.append(Finding("pricing.unfit", "pricing", str(at + 1), fault))
            else:
                self._terms[digest(each)] = each.terms()

    def check(self, receipt: Receipt, line: int = 1) -> list[Finding] | None:
        """Charge a call again; return what differs, None where its terms are not there."""
        asked = receipt.agreement.pricing
        terms = self._terms.get(asked) if asked is not None else None
        if terms is None or asked is None:
            return None
        self._named.add(asked)
        name, at = str(receipt.nth), times(receipt)
        if at is None or receipt.seconds > LONGEST_S:
            return None
        pairs = [("currency", terms.currency, receipt.currency), ("payer", terms.payer, receipt.payer)]
        due = charges(terms, at["answered_at"], receipt.seconds)
        pairs += [(f"charges.{side}", str(getattr(due, side)), str(getattr(receipt.charges, side))) for side in due._fields]
        return [
            Finding("receipt.charges", "receipt", name, field, expected, found, line) for field, expected, found in pairs if expected != found
        ]

    def strays(self) -> list[Finding]:
        """Return the terms that no receipt names: they are not those of the agreement."""
        return [Finding("pricing.stray", "pricing", found=each) for each in self._terms if each not in self._named]


def why_unfit(pricing: Pricing) -> str:
    """Return which field no call can be charged by; nothing where all are good."""
    try:
        ZoneInfo(pricing.zone)
    except (ZoneInfoNotFoundError, ValueError):  # ValueError: a name that leads out of the list of zones
        return "zone"
    return "" if all(band.since < band.until for band in pricing.bands) else "bands"
