"""Rosters: which shifts of which people cover what is required, lawfully, fairly, and with their breaks.

Week after week a set cover of whole personal weeks is solved (`cover`), whose columns are made as they are needed, each the
best lawful week at the prices of the moment (`weeks`): column generation after Dantzig and Wolfe. The relaxed cover gives a
bound, so that the roster can say how far from the best it may be. A shift that the rules forbid is never made, and too few
people is an answer: what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.breaks import GRID_MIN, place_breaks
from permanence.planning.model import Break, Shift
from permanence.planning.quarters import Quarters
from permanence.planning.roster_week import plan_week
from permanence.planning.working import Wish, Worker, WorkRules, hours_of, violations, week_of

__all__ = ["Roster", "Wish", "WorkRules", "Worker", "missing", "solve", "violations"]


@dataclass(frozen=True, slots=True)
class Roster:
    """What was found. `short` has the people missing in each quarter asked for (parts of one where breaks are), `hours` the
    presence. No roster is better by more than `gap`, as a part of the work asked for: the distance to the relaxed cover's bound."""

    shifts: tuple[Shift, ...]
    short: dict[QueueId, tuple[float, ...]]
    hours: float
    gap: float


def solve(
    starts: Sequence[datetime], required: Mapping[QueueId, Sequence[int]], workers: Sequence[Worker], rules: WorkRules,
    zone: ZoneInfo, limit_s: float = 60.0,
) -> Roster:  # fmt: skip
    """Return a roster for these quarters of an hour (aware, in order), of each of which the people required are told.

    Shifts lie within the first and the last quarter; quarters that are left out in between ask for nobody. `limit_s` bounds
    the solver; whoever calls off work (shrinkage) is to be allowed for in `required`.
    """
    quarters = Quarters(tuple(moment.astimezone(UTC) for moment in starts), {q: tuple(need) for q, need in required.items()})
    people = sorted(workers, key=lambda worker: worker.agent)
    if not starts:
        return Roster((), {queue: () for queue in required}, 0.0, 0.0)
    mondays = sorted({week_of(moment.astimezone(zone).date()) for moment in starts})
    made: dict[AgentId, tuple[Shift, ...]] = {worker.agent: () for worker in people}
    away = asked = 0.0
    for monday in mondays:
        found, week_away, week_asked = plan_week(monday, quarters, people, made, rules, zone, limit_s / len(mondays))
        away, asked = away + week_away, asked + week_asked
        for agent, shifts in found.items():
            made[agent] = (*made[agent], *shifts)
    bare = tuple(shift for worker in people for shift in made[worker.agent])
    shifts = _lawful(_with_breaks(bare, people, quarters, rules), people, rules, zone)
    return Roster(shifts, missing(shifts, people, starts, required), sum(map(hours_of, shifts)), away / asked if asked else 0.0)


def _lawful(shifts: Sequence[Shift], workers: Sequence[Worker], rules: WorkRules, zone: ZoneInfo) -> tuple[Shift, ...]:
    """Return the shifts without those that others, already made for later, forbid: the weeks are planned forwards only."""
    kept: list[Shift] = []
    for worker in workers:
        own: list[Shift] = []
        for shift in shifts:
            if shift.agent == worker.agent and not violations([*own, shift], worker, rules, zone):
                own.append(shift)
        kept += own
    return tuple(kept)


def missing(
    shifts: Sequence[Shift], workers: Sequence[Worker], starts: Sequence[datetime], required: Mapping[QueueId, Sequence[int]]
) -> dict[QueueId, tuple[float, ...]]:
    """Return the people that each queue misses in each quarter with these shifts and their breaks, everybody doing what helps
    most among the queues he can do. Shifts that the workers have already count with them."""
    quarters = Quarters(tuple(moment.astimezone(UTC) for moment in starts), {q: tuple(need) for q, need in required.items()})
    known = {shift for worker in workers for shift in worker.already} | set(shifts)
    return quarters.missing(sorted(known, key=lambda shift: (shift.agent, shift.starts)), workers)


def _with_breaks(bare: Sequence[Shift], workers: Sequence[Worker], quarters: Quarters, rules: WorkRules) -> tuple[Shift, ...]:
    """Place breaks shift by shift, each where most people are to spare once those before have theirs."""
    able = {worker.agent: worker.queues for worker in workers}
    tight = quarters.tightness([*bare, *(shift for worker in workers for shift in worker.already)], workers)
    placed: list[Shift] = []
    for shift in bare:
        begins = shift.starts.astimezone(UTC)
        count = int((shift.ends.astimezone(UTC) - begins) / timedelta(minutes=GRID_MIN))
        moments = [begins + step * timedelta(minutes=GRID_MIN) for step in range(count)]
        cost = [tight.cost(moment, able[shift.agent]) for moment in moments]
        taken = place_breaks(cost, rules)
        breaks = tuple(Break(begins + timedelta(minutes=a), begins + timedelta(minutes=b)) for a, b in taken)
        for away in breaks:
            tight.leave(away, able[shift.agent])
        placed.append(Shift(shift.agent, shift.starts, shift.ends, breaks))
    return tuple(placed)
