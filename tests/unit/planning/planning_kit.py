"""Made-up histories for the tests of planning."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from permanence.planning.generate import Line, generate
from permanence.planning.history import History, Quarter, history_of
from permanence.planning.pattern import Marks
from permanence.planning.wallclock import STEP_S, holidays_of

PARIS = ZoneInfo("Europe/Paris")
HOLIDAYS = holidays_of("FR", None, range(2024, 2028))
MARKS = Marks(set(HOLIDAYS), {})
FIRST = date(2025, 11, 24)
LINE = Line("Accueil", 400, 200, week=(1.2, 1.0, 1.0, 1.0, 0.9, 0.4, 0.0), on_holidays=0.2)


@cache
def year(seed: int = 1, days: int = 365, line: Line = LINE) -> History:
    """Return the made-up history of this many days."""
    sums: dict[int, list[float]] = {}
    for call in generate(np.random.default_rng(seed), (line,), FIRST, days, PARIS, HOLIDAYS):
        quarter = sums.setdefault(int(call.at.timestamp()) // STEP_S * STEP_S, [0.0, 0.0, 0.0])
        quarter[0] += 1
        quarter[1] += call.is_answered
        quarter[2] += call.handling_s
    return history_of([Quarter(at, *found) for at, found in sums.items()], PARIS)


def quarter(start: datetime, calls: float, handled: float, handled_s: float) -> Quarter:
    """Return a quarter that begins then."""
    return Quarter(int(start.timestamp()), calls, handled, handled_s)
