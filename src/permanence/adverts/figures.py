"""What advertisements brought and cost in a period: sums that add up, and ratios only where there are calls enough for them.

A cost is spread evenly over its days, to the millionth: the days' parts add up to it, whatever stretch of them is asked for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from permanence.adverts.attribution import attribute
from permanence.adverts.model import (
    CURRENCY,
    Advert,
    AdvertLine,
    AdvertReport,
    CallSeen,
    Column,
    Cost,
    Figures,
    Step,
)
from permanence.kernel.cells import cell
from permanence.kernel.ids import AdvertId

CALLS_MIN = 5
"""Below so many calls (for the cost of a new caller: new callers) a ratio says more of chance than of the advertisement."""
ANSWERED = "answered"
GOING_ON = "open"
NOT_MISSED = (ANSWERED, GOING_ON)
MILLION = 1_000_000
EXPORT_HEAD = (
    "advert", "name", "calls", "new_callers", "answered", "missed", "seconds", "visits", "earned", "cost", "gain", "cost_per_call",
    "cost_per_new_caller", "ratio",
)  # fmt: skip


@dataclass(slots=True)
class Pile:
    """Calls counted together, as they come."""

    outcomes: Counter[str] = field(default_factory=Counter[str])
    new: int = 0
    seconds: float = 0.0
    earned: int = 0

    def add(self, call: CallSeen) -> None:
        """Count one call."""
        self.outcomes[call.outcome or GOING_ON] += 1
        self.new += call.new
        self.seconds += call.talk_s
        self.earned += call.earned

    def merge(self, other: Pile) -> None:
        """Count what another pile has."""
        self.outcomes.update(other.outcomes)
        self.new, self.seconds, self.earned = self.new + other.new, self.seconds + other.seconds, self.earned + other.earned


def cost_within(cost: Cost, first: date, last: date) -> int:
    """Return the part of a cost, in millionths, that falls on the days from first to last, both included."""
    days = (cost.last_day - cost.first_day).days + 1
    begin = min(max((first - cost.first_day).days, 0), days)
    end = min(max((last - cost.first_day).days + 1, begin), days)
    return cost.amount * end // days - cost.amount * begin // days


def figures(pile: Pile, visits: int, cost: int) -> Figures:
    """Return what a pile of calls comes to, with its visits and what was paid for it, in millionths."""
    calls, enough = pile.outcomes.total(), pile.outcomes.total() >= CALLS_MIN
    return Figures(
        calls=calls,
        new_callers=pile.new,
        answered=pile.outcomes[ANSWERED],
        missed={outcome: count for outcome, count in sorted(pile.outcomes.items()) if outcome not in NOT_MISSED},
        seconds=round(pile.seconds),
        visits=visits,
        earned=pile.earned,
        cost=cost,
        gain=pile.earned - cost,
        cost_per_call=round(cost / calls) if enough and cost else None,
        cost_per_new_caller=round(cost / pile.new) if pile.new >= CALLS_MIN and cost else None,
        ratio=round(pile.earned / cost, 3) if enough and cost else None,
    )


def starts(day: date, step: Step) -> date:
    """Return the first day of the column in which a day stands: itself, its Monday, or the first of its month."""
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            return day - timedelta(days=day.weekday())
        case Step.MONTH:
            return day.replace(day=1)


def report(
    adverts: Sequence[Advert], calls: Iterable[CallSeen], visits: Mapping[AdvertId, int], first: date, last: date, step: Step
) -> AdvertReport:
    """Return what these advertisements brought and cost from a first to a last day. Advertisements that did not run, cost or bring anything then are
    left out; calls of none stand in the last line. Lines are in the order of calls, then of names."""
    piles, columns = defaultdict[AdvertId | None, Pile](Pile), defaultdict[date, Counter[str]](Counter)
    by_ways: dict[tuple[object, ...], Advert | None] = {}
    for call in calls:
        ways = call.day, call.number, call.code
        if ways not in by_ways:
            by_ways[ways] = attribute(call, adverts)
        found = by_ways[ways]
        piles[found.id if found is not None else None].add(call)
        columns[starts(call.day, step)][found.id if found is not None else ""] += 1
    lines: list[AdvertLine] = []
    whole = Pile()
    for advert in adverts:
        pile, seen = piles[advert.id], visits.get(advert.id, 0)
        cost = sum(cost_within(each, first, last) for each in advert.costs)
        ran = advert.first_day <= last and (advert.last_day is None or advert.last_day >= first)
        if ran or pile.outcomes or seen or cost:
            lines.append(AdvertLine(id=advert.id, name=advert.name, figures=figures(pile, seen, cost)))
    lines.sort(key=lambda line: (-line.figures.calls, line.name.lower(), line.id or ""))
    if piles[None].outcomes:
        lines.append(AdvertLine(id=None, name="", figures=figures(piles[None], 0, 0)))
    for pile in piles.values():
        whole.merge(pile)
    total = figures(whole, sum(line.figures.visits for line in lines), sum(line.figures.cost for line in lines))
    begins = sorted({starts(first + timedelta(days=n), step) for n in range((last - first).days + 1)})
    return AdvertReport(
        first_day=first, last_day=last, step=step, currency=CURRENCY, total=total, lines=lines,
        columns=[Column(first_day=day, calls=dict(sorted(columns[day].items()))) for day in begins],
    )  # fmt: skip


def export(told: AdvertReport) -> list[list[str]]:
    """Return a line for each advertisement, in the order of `EXPORT_HEAD`; money in euros."""
    return [[cell(value) for value in (line.id, line.name, *_values(line.figures))] for line in told.lines]


def _values(of: Figures) -> tuple[object, ...]:
    per_call, per_new = of.cost_per_call, of.cost_per_new_caller
    return (
        of.calls, of.new_callers, of.answered, sum(of.missed.values()), of.seconds, of.visits, of.earned / MILLION, of.cost / MILLION,
        of.gain / MILLION, per_call / MILLION if per_call is not None else None, per_new / MILLION if per_new is not None else None, of.ratio,
    )  # fmt: skip
