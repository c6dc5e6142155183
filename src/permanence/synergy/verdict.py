"""What the verification of a receipt file found: each fault with its place, or what is proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from permanence.synergy.receipt import Receipt
from permanence.synergy.receipt_file import MonthHead

SHOWN = 200
"""So many findings are told; of the others only how many there are."""

Part = Literal["file", "head", "pricing", "day", "proof", "receipt"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault. `part` and `name` say of what (a receipt by its number, a day by its date), `line` in which line of the file,
    from 1, and `also` in which other line it may lie; `field` in which field; `expected` and `found` what should stand there."""

    code: str
    part: Part
    name: str = ""
    field: str = ""
    expected: str = ""
    found: str = ""
    line: int = 1
    also: int = 0


@dataclass(frozen=True, slots=True)
class Proven:
    """What was looked at: how many receipts, on how many days, how many of them were charged again from the agreement's
    terms; the key's fingerprint, and whether it is the one that the reader trusts."""

    receipts: int
    days: int
    charged: int
    key: str
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings (`more` are not told) and what was looked at; `proven` is None where the file cannot be read at all."""

    findings: tuple[Finding, ...]
    more: int = 0
    proven: Proven | None = None
    receipt: Receipt | None = None
    head: MonthHead | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings and self.proven is not None


class Findings:
    """Findings as they come, the first of them kept."""

    def __init__(self) -> None:
        """Begin with none."""
        self.kept: list[Finding] = []
        self.count = 0

    def add(self, *found: Finding) -> None:
        """Keep these while there is room; count all."""
        self.count += len(found)
        self.kept += found[: max(0, SHOWN - len(self.kept))]

    @property
    def more(self) -> int:
        """Return how many are not kept."""
        return self.count - len(self.kept)
