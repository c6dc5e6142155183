"""Which call of ours is which line of the carrier's file, and what differs: by number, moment and length. Pure.

Two are the same call where they began within two minutes of one another and their lengths differ by a minute at most; of several that
might be, the closest first, each once. So a clock that goes wrong shifts nothing, and a call that only one of both knows stands alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import msgspec

from permanence.kernel.ids import InteractionId, NumberId
from permanence.tariffs.model import CarrierLine, ChargedCall, Handled

APART = timedelta(minutes=2)
LONGER_S = 60
CENT = 10_000
HOUR_S = 3600


class Standing(StrEnum):
    """How our estimate and the carrier's file stand to one another for a call: the same to the cent, another amount, only ours, only
    the carrier's."""

    SAME = "same"
    DIFFERS = "differs"
    OURS = "ours"
    CARRIERS = "carriers"


class Pair(NamedTuple):
    """A call of ours, the line that confirms it, or one of both."""

    ours: ChargedCall | None
    theirs: CarrierLine | None

    @property
    def standing(self) -> Standing:
        """How they stand to one another."""
        if self.ours is None:
            return Standing.CARRIERS
        if self.theirs is None:
            return Standing.OURS
        return Standing.SAME if abs(self.ours.price - self.theirs.price) < CENT else Standing.DIFFERS

    @property
    def since(self) -> datetime:
        """When the call began: by our clock, where we know it."""
        if self.ours is not None:
            return self.ours.since
        assert self.theirs is not None, "a pair is of one at least"
        return self.theirs.since

    @property
    def difference(self) -> int:
        """The carrier's amount less ours, in millionths."""
        confirmed = self.theirs.price if self.theirs is not None else 0
        return confirmed - (self.ours.price if self.ours is not None else 0)


class Totals(msgspec.Struct, frozen=True):
    """A number's month: calls and amounts (millionths) as estimated and as confirmed; what is `paid` out by the estimate and by the
    file; how many calls of each standing; what agents cost, and how much of that the payout bears, in thousandths (None: no cost is
    known, or nobody answered)."""

    number_id: NumberId
    month: date
    currency: str
    calls: int
    seconds: int
    estimated: int
    estimated_payout: int
    confirmed_calls: int
    confirmed: int
    confirmed_payout: int | None
    same: int
    differs: int
    ours: int
    carriers: int
    answered: int
    answered_s: int
    cost: int
    financed_permille: int | None


def pairs(ours: Sequence[ChargedCall], theirs: Sequence[CarrierLine]) -> list[Pair]:
    """Return all calls of one number, joined where they are the same, by moment."""
    by_time = sorted(theirs, key=lambda line: (line.since, line.key))
    moments = [line.since for line in by_time]
    close: list[tuple[float, InteractionId, str, ChargedCall, CarrierLine]] = []
    for call in ours:
        for line in by_time[bisect_left(moments, call.since - APART) : bisect_right(moments, call.since + APART)]:
            longer = abs(call.seconds - line.seconds)
            if longer <= LONGER_S:
                close.append((abs((call.since - line.since).total_seconds()) + longer, call.call, line.key, call, line))
    found: list[Pair] = []
    taken: set[str] = set()
    for _, id_, key, call, line in sorted(close, key=lambda each: each[:3]):
        if id_ not in taken and key not in taken:
            taken |= {id_, key}
            found.append(Pair(call, line))
    found += [Pair(call, None) for call in ours if call.call not in taken]
    found += [Pair(None, line) for line in theirs if line.key not in taken]
    return sorted(found, key=_place)


def _place(pair: Pair) -> tuple[datetime, bool, str]:
    key = pair.theirs.key if pair.theirs is not None else ""
    return pair.since, pair.ours is None, pair.ours.call if pair.ours is not None else key


def totals(number: NumberId, month: date, currency: str, found: Iterable[Pair], handled: Handled | None, hour_cost: int) -> Totals:
    """Return the sums of a number's month. What is paid out is the file's where it says so for every line, else our estimate."""
    found = list(found)
    ours = [pair.ours for pair in found if pair.ours is not None]
    theirs = [pair.theirs for pair in found if pair.theirs is not None]
    estimated_payout = sum(call.payout for call in ours)
    said = [line.payout for line in theirs if line.payout is not None]
    confirmed_payout = sum(said) if theirs and len(said) == len(theirs) else None
    standings = [pair.standing for pair in found]
    answered_s = handled.seconds if handled is not None else 0
    cost = cost_of(answered_s, hour_cost)
    paid = confirmed_payout if confirmed_payout is not None else estimated_payout
    return Totals(
        number, month, currency, len(ours), sum(call.seconds for call in ours), sum(call.price for call in ours), estimated_payout,
        len(theirs), sum(line.price for line in theirs), confirmed_payout,
        standings.count(Standing.SAME), standings.count(Standing.DIFFERS), standings.count(Standing.OURS),
        standings.count(Standing.CARRIERS), handled.calls if handled is not None else 0, answered_s, cost, financed(paid, cost),
    )  # fmt: skip


def cost_of(answered_s: int, hour_cost: int) -> int:
    """Return what agents cost for so many answered seconds, in millionths."""
    return round(answered_s * hour_cost / HOUR_S)


def financed(payout: int, cost: int) -> int | None:
    """Return which part of a cost a payout bears, in thousandths; above 1000 where it earns more than it costs."""
    return round(1000 * payout / cost) if cost > 0 else None
