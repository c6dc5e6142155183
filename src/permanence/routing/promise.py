"""Whether a queue keeps its promise: what a caller who came now would wait, and when people must be told.

The alarm comes before the promise is broken, while something can still be done: more agents asked to come back, the search
widened, a call back offered.
"""

from __future__ import annotations

import msgspec

AHEAD_S = 60.0  # so long before the promise would be broken people are told
AHEAD_PART = 1 / 3  # and for short promises at this part of them
ROUND_S = 5

KEPT = "kept"
DANGER = "danger"
BROKEN = "broken"
NOBODY = "nobody"


class Outlook(msgspec.Struct, frozen=True):
    """How a queue stands: `alarm` is kept, danger, broken or nobody; `expected_s` is what a caller who came now would wait
    (None: nobody could say), in steps of five seconds; `late` are those who have waited longer than promised."""

    alarm: str
    expected_s: int | None
    late: int


WELL = Outlook(KEPT, None, 0)  # nobody waits


def outlook(target_s: int, expected_s: float | None, waited_s: list[float]) -> Outlook:
    """Judge a queue by its promise, by what a newcomer would wait, and by how long each caller has waited."""
    late = sum(waited > target_s for waited in waited_s)
    rounded = None if expected_s is None else ROUND_S * round(expected_s / ROUND_S)
    return Outlook(_alarm(target_s, expected_s, late, waiting=bool(waited_s)), rounded, late)


def _alarm(target_s: int, expected_s: float | None, late: int, *, waiting: bool) -> str:
    if late:
        return BROKEN
    if expected_s is None:
        return NOBODY if waiting else KEPT
    return DANGER if expected_s > target_s - min(AHEAD_S, AHEAD_PART * target_s) else KEPT
