"""What a plan is worth: who is there for which queue in each quarter, how many callers would wait too long, hours and cost.

People with several queues go where most are missing, those with the fewest queues first; who is to spare then goes where most
are asked for. How many callers wait too long is asked of `requirement` at a few loads around the true one and drawn straight
between them, so that a planner who moves a shift has the answer at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np

from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.forecast import Forecast
from permanence.planning.model import Shift
from permanence.planning.requirement import Aim, Interval, chance_late, needed
from permanence.planning.wallclock import STEP_S, Floats
from permanence.planning.working import hours_of

SPREAD_MAX = 2.0
LOAD_STEP, HANDLING_STEP = 1.05, 1.1
"""Loads and handling times are asked for on grids with these ratios."""
FEW_CALLS = 0.5
"""A quarter with fewer expected calls cannot be the worst one: in most weeks nobody calls in it."""

Required = Mapping[QueueId, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class QueueJudged:
    """A queue by quarter: people required and planned (parts of one where breaks are), and the part of callers who wait longer
    than promised."""

    queue: QueueId
    required: tuple[int, ...]
    planned: tuple[float, ...]
    late: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan's worth. `late_mean` is over all expected callers, `late_worst` that of the worst quarter with some; `hours` are of
    presence, breaks included, `cost` is in millionths."""

    queues: tuple[QueueJudged, ...]
    late_mean: float
    late_worst: float
    hours: float
    cost: int


def interval_of(told: Forecast, n: int) -> Interval:
    """Return what is expected of a quarter, to a hundredth of a call and a second, so that equal quarters are asked for once."""
    spread = min(SPREAD_MAX, round(math.hypot(told.spread, told.rough), 3))
    return Interval(round(float(told.mean[n]), 2), max(1.0, round(float(told.handling_s[n]))), spread)


def required(told: Mapping[QueueId, Forecast], aim: Aim, shrinkage: float) -> dict[QueueId, tuple[int, ...]]:
    """Return how many people must be on duty in each quarter, of whom the part `shrinkage` is not there for calls."""
    return {
        queue: tuple(math.ceil(needed(interval_of(each, n), aim, STEP_S) / (1 - shrinkage) - 1e-9) for n in range(len(each.mean)))
        for queue, each in told.items()
    }


def judge(
    told: Mapping[QueueId, Forecast], need: Required, starts: Sequence[datetime], shifts: Sequence[Shift],
    serves: Mapping[AgentId, tuple[QueueId, ...]], aim: Aim, shrinkage: float, cost_per_hour: int,
) -> Judged:  # fmt: skip
    """Judge shifts of agents who serve these queues."""
    planned = _divided(need, _present(starts, shifts, serves, tuple(need)), len(starts))
    queues: list[QueueJudged] = []
    calls = late_calls = worst = 0.0
    for queue, each in told.items():
        late = tuple(_late(interval_of(each, n), float(planned[queue][n]) * (1 - shrinkage), aim) for n in range(len(starts)))
        queues.append(QueueJudged(queue, need[queue], tuple(float(p) for p in planned[queue].round(2)), late))
        calls += float(each.mean.sum())
        late_calls += float((each.mean * np.array(late)).sum())
        worst = max([worst, *(part for part, mean in zip(late, each.mean, strict=True) if mean >= FEW_CALLS)])
    hours = sum(map(hours_of, shifts))
    return Judged(tuple(queues), late_calls / calls if calls else 0.0, worst, hours, round(hours * cost_per_hour))


def _present(
    starts: Sequence[datetime], shifts: Sequence[Shift], serves: Mapping[AgentId, tuple[QueueId, ...]], asked: tuple[QueueId, ...]
) -> dict[tuple[QueueId, ...], Floats]:
    """Return the people there in each quarter, by the queues that they serve of those asked for."""
    edges = np.array([start.timestamp() for start in starts])
    found: dict[tuple[QueueId, ...], Floats] = {}
    for shift in shifts:
        group = tuple(queue for queue in asked if queue in serves.get(shift.agent, ()))
        if group:
            there = _part(edges, shift.starts, shift.ends)
            for pause in shift.breaks:
                there = there - _part(edges, pause.starts, pause.ends)
            found[group] = found.get(group, np.zeros(len(edges))) + np.maximum(there, 0.0)
    return found


def _part(edges: Floats, starts: datetime, ends: datetime) -> Floats:
    """Return which part of each quarter lies between two moments."""
    return np.clip(np.minimum(edges + STEP_S, ends.timestamp()) - np.maximum(edges, starts.timestamp()), 0.0, STEP_S) / STEP_S


def _divided(need: Required, present: Mapping[tuple[QueueId, ...], Floats], quarters: int) -> dict[QueueId, Floats]:
    """Divide people among their queues, quarter by quarter."""
    planned = {queue: np.zeros(quarters) for queue in need}
    asked = {queue: np.array(figures, dtype=np.float64) for queue, figures in need.items()}
    for group in sorted(present, key=lambda queues: (len(queues), queues)):
        left = present[group].copy()
        # Each round fills the greatest want of the group's queues, so as many rounds as queues fill all there are.
        for _ in group:
            wants = np.array([np.maximum(asked[queue] - planned[queue], 0.0) for queue in group])
            greatest = wants.argmax(axis=0)
            for place, queue in enumerate(group):
                given = np.where(greatest == place, np.minimum(left, wants[place]), 0.0)
                planned[queue] += given
                left = left - given
        most = np.array([asked[queue] for queue in group]).argmax(axis=0)
        for place, queue in enumerate(group):
            planned[queue] += np.where(most == place, left, 0.0)
    return planned


def _late(interval: Interval, agents: float, aim: Aim) -> float:
    """Return the part of callers who wait too long; between two numbers of agents, and two loads, it is drawn straight."""
    if interval.calls <= 0:
        return 0.0
    load = math.log(interval.calls * interval.handling_s / STEP_S, LOAD_STEP)
    handling = round(math.log(interval.handling_s, HANDLING_STEP))
    low, few = math.floor(load), math.floor(agents + 1e-9)
    up, more = load - low, max(0.0, agents - few)
    found = 0.0
    for at, share in ((low, 1 - up), (low + 1, up)):
        for people, part in ((few, 1 - more), (few + 1, more)):
            if share * part > 1e-9:
                found += share * part * _late_at(at, handling, interval.spread, people, aim)
    return round(found, 5)


@lru_cache(65_536)
def _late_at(load: int, handling: int, spread: float, agents: int, aim: Aim) -> float:
    handling_s = HANDLING_STEP**handling
    return chance_late(Interval(LOAD_STEP**load * STEP_S / handling_s, handling_s, spread), agents, aim, STEP_S)
