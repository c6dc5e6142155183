"""`permanence planning-demo`: last year's calls of the first demonstration firm, made up, as a CSV file to import."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from permanence.app.demo.firms import ETOILE, NIGHT
from permanence.planning.generate import Call, Line, csv_lines, generate
from permanence.planning.wallclock import holidays_of

ZONE = ZoneInfo("Europe/Paris")
LINES = (
    Line("Rendez-vous", 130, 210, growth=0.08),
    Line("Devis", 40, 380, week=(1.1, 1.05, 1.0, 1.0, 0.85, 0.0, 0.0), afternoon=1.1, weather=0.3),
    Line("English", 18, 260, week=(1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0), weather=0.5),
)
OWN = {queue.name for queue in ETOILE.queues} - {NIGHT}  # at night a partner answers: nobody plans for it here
assert {line.name for line in LINES} == OWN, "the demonstration's queues go by other names"


def write(file: Path, seed: int, days: int, size: float) -> int:
    """Write so many days until yesterday, with so many times the usual calls; return how many calls there are."""
    count = 0

    def counted(calls: Iterator[Call]) -> Iterator[Call]:
        nonlocal count
        for call in calls:
            count += 1
            yield call

    first = today() - timedelta(days=days)
    holidays = holidays_of("FR", None, range(first.year - 1, first.year + 6))
    lines = tuple(replace(line, a_day=line.a_day * size) for line in LINES)
    calls = generate(np.random.default_rng(seed), lines, first, days, ZONE, holidays)
    with file.open("w", encoding="utf-8", newline="") as out:
        out.writelines(csv_lines(counted(calls), ZONE))
    return count


def today() -> date:
    """Return the day that it is in the demonstration firm's zone."""
    return datetime.now(UTC).astimezone(ZONE).date()
