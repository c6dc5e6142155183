"""Figures: a name, a value, a target and a verdict; kept as JSON in `bench/results`, printed one a line."""

from __future__ import annotations

import json
import math
import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench import machine

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the outcome. `target` is a comparison such as ``>= 0.6``; `spread` is low and high of the repeats."""

    name: str
    value: float
    unit: str
    target: str
    spread: tuple[float, float] | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the value meets the target."""
        if not self.target:
            return True
        sign, bound = self.target.split()
        return {
            ">=": self.value >= float(bound), "<=": self.value <= float(bound),
            "<": self.value < float(bound), "=": self.value == float(bound),
        }[sign]  # fmt: skip

    def line(self) -> str:
        """`name value unit target verdict`."""
        verdict = "holds" if self.holds else "MISSED"
        return f"{self.name} {self.value:g} {self.unit} {self.target or '-'} {verdict if self.target else 'told'}"


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that its own script has judged: what its line says after the name."""

    name: str
    words: str
    holds: bool

    def line(self) -> str:
        """The line as it was told."""
        return f"{self.name} {self.words}"


@dataclass(slots=True)
class Outcome:
    """What one measure gave: its figures, and the details and remarks that explain them."""

    name: str
    figures: list[Figure | Told] = field(default_factory=list)
    details: dict[str, object] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    quick: bool = False

    @property
    def holds(self) -> bool:
        """Whether every figure holds."""
        return bool(self.figures) and all(figure.holds for figure in self.figures)

    def say(self, remark: str) -> None:
        """Print a remark and keep it for the report."""
        print(f"  {remark}", flush=True)
        self.remarks.append(remark)

    def save(self, folder: Path = RESULTS) -> Path:
        """Keep it; a quick run never replaces a full one."""
        folder.mkdir(parents=True, exist_ok=True)
        data = {
            "name": self.name, "date": machine.today(), "machine": machine.describe(), "revision": _revision(),
            "quick": self.quick, "undisturbed": machine.undisturbed(), "figures": [asdict(figure) | {"holds": figure.holds} for figure in self.figures],
            "details": self.details, "remarks": self.remarks,
        }  # fmt: skip
        path = folder / f"{self.name}.json"
        if self.quick and path.exists() and not json.loads(path.read_text())["quick"]:
            return path
        path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
        return path


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which this part of all values lies (nearest rank); infinity where there are none."""
    if not values:
        return float("inf")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * part / 100) - 1)]


def is_quick() -> bool:
    """Whether a smaller version was asked for."""
    return os.environ.get("QUICK", "") not in ("", "0")


def _revision() -> str:
    words = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    return done.stdout.strip() or "unknown"
