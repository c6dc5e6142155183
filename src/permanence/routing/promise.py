"""Whether a queue keeps its promise: what a caller who came now would wait, when people must be told, and what is done.

The alarm comes before the promise is broken, while something can still be done. That is a *pull*: capacity that is spent on
something else comes to the callers, in a fixed order and only as far as it takes. Other work that could begin is not given
any more, agents are called back from what can wait, the search widens, a call back is offered, partners are asked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from permanence.kernel.ids import AgentId

AHEAD_S = 60.0  # so long before the promise would be broken people are told
AHEAD_PART = 1 / 3  # and for short promises at this part of them
HOLD_PART = 1 / 4  # of the promise: from here on other work is not begun, which costs nothing but its delay
EASED_PART = 1 / 2  # and of that, where it may begin again
ROUND_S = 5

KEPT = "kept"
DANGER = "danger"
BROKEN = "broken"
NOBODY = "nobody"


class Pull(StrEnum):
    """What can be done for a queue in danger, in the order in which it is done: agents begin no other work; they are
    called back from what can wait; the search widens; a call back is offered; partners are asked."""

    HOLD = "hold"
    RECALL = "recall"
    WIDEN = "widen"
    CALL_BACK = "call_back"
    PARTNER = "partner"


OF_AGENTS = frozenset((Pull.HOLD, Pull.RECALL))  # their number is of agents; of the others, of callers


class Stand(msgspec.Struct, frozen=True):
    """What is known of a queue: its promise, how many callers a newcomer would have before him, how many agents are
    there for them, how long one keeps an agent, and how many have waited until the promise is in danger already."""

    target_s: int
    ahead: float
    at_work: int
    handling_s: float
    urgent: int = 0

    @property
    def expected_s(self) -> float:
        """What a newcomer would wait; infinite where nobody is there."""
        return (self.ahead + 1) * self.handling_s / self.at_work if self.at_work else math.inf


class Pulling(msgspec.Struct):
    """A pull under way: since when, what a newcomer would have waited then, and whom it has brought."""

    since: datetime
    expected_s: int | None
    agents: set[AgentId] = msgspec.field(default_factory=set[AgentId])
    callers: int = 0


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
    return DANGER if expected_s > danger_s(target_s) else KEPT


def danger_s(target_s: int) -> float:
    """Return what a newcomer may be expected to wait at most before the promise is in danger."""
    return target_s - min(AHEAD_S, AHEAD_PART * target_s)


def pulls_due(stand: Stand, can: Mapping[Pull, int]) -> dict[Pull, int]:
    """Return which pulls are due, in their order, each with how many agents (or callers) it takes; `can` is how many it
    could have. Holding takes all it can have, since nobody is disturbed; each other only what those before it leave."""
    due: dict[Pull, int] = {}
    if Pull.HOLD in can and stand.expected_s > hold_s(stand.target_s):
        due[Pull.HOLD] = can[Pull.HOLD]
    limit = danger_s(stand.target_s)
    there = stand.at_work + due.get(Pull.HOLD, 0)
    back = min(max(agents_short(stand, there, limit), stand.urgent), can.get(Pull.RECALL, 0))
    if back:
        due[Pull.RECALL] = back
    left = max(callers_many(stand, there + back, limit), stand.urgent)
    for pull in (Pull.WIDEN, Pull.CALL_BACK, Pull.PARTNER):
        number = min(left, can.get(pull, 0))
        if number:
            due[pull] = number
            left -= number
    return due


def is_calm(stand: Stand) -> bool:
    """Say whether nothing has to be done, so that nobody need look what could be."""
    return not stand.urgent and stand.expected_s <= hold_s(stand.target_s)


def is_over(stand: Stand) -> bool:
    """Say whether what was pulled may go back: not just below the line at which it came, lest it come and go."""
    return not stand.urgent and stand.expected_s <= EASED_PART * hold_s(stand.target_s)


def hold_s(target_s: int) -> float:
    """Return what a newcomer may be expected to wait before other work is no longer begun."""
    return HOLD_PART * target_s


def agents_short(stand: Stand, there: int, limit_s: float) -> int:
    """Return how many agents it takes beside those who are there until a newcomer waits no longer than this."""
    return max(0, math.ceil((stand.ahead + 1) * stand.handling_s / limit_s - 1e-9) - there)


def callers_many(stand: Stand, there: int, limit_s: float) -> int:
    """Return how many callers others must take from so many agents until a newcomer waits no longer than this."""
    return max(0, math.ceil(stand.ahead + 1 - there * limit_s / stand.handling_s - 1e-9))
