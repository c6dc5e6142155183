"""What days come to: figures of a day, means over days with their error, and differences of two policies on the same days."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from permanence.sim.scenario import Scenario
from permanence.sim.shop import DayReport, Seen

# Student's t at 97.5 %, by degrees of freedom (any table of it); beyond the last the normal distribution is near enough.
T_975 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
         2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042)  # fmt: skip
QUICK_S = 20.0


class Figures(msgspec.Struct, frozen=True):
    """A queue's day, or the whole day: parts are of all callers, waits in seconds."""

    calls: float
    answered: float
    gave_up: float
    late: float  # waited longer than promised, answered or not
    within_20_s: float
    mean_wait_s: float
    wait_90_s: float
    longest_wait_s: float


class DayFigures(msgspec.Struct, frozen=True):
    """A whole day, each of its queues, and how busy the agents were."""

    whole: Figures
    queues: dict[str, Figures]
    occupancy: float


class Mean(msgspec.Struct, frozen=True):
    """A mean over days, and the half width of its 95 % interval."""

    mean: float
    half_width: float


def _figures(seen: Sequence[Seen], target_s: dict[str, int]) -> Figures:
    count = len(seen)
    if not count:
        return Figures(0, 0, 0, 0, 0, 0, 0, 0)
    waits = sorted(one.waited_s for one in seen)
    return Figures(
        count,
        sum(one.answered for one in seen) / count,
        sum(not one.answered for one in seen) / count,
        sum(one.waited_s > target_s[one.queue] for one in seen) / count,
        sum(one.answered and one.waited_s <= QUICK_S for one in seen) / count,
        sum(waits) / count,
        waits[min(count - 1, math.ceil(0.9 * count) - 1)],
        waits[-1],
    )


def figures_of(report: DayReport, scenario: Scenario) -> DayFigures:
    """Return the figures of a day."""
    return figures_by(report, {queue.name: queue.target_s for queue in scenario.queue})


def figures_by(report: DayReport, targets: dict[str, int]) -> DayFigures:
    """Return the figures of a day by these promises, in seconds, of each queue."""
    by_queue = {name: [one for one in report.seen if one.queue == name] for name in targets}
    return DayFigures(
        _figures(report.seen, targets),
        {name: _figures(seen, targets) for name, seen in by_queue.items()},
        report.busy_s / report.there_s if report.there_s else 0.0,
    )


def mean_of(values: Sequence[float]) -> Mean:
    """Return the mean of independent days with its 95 % interval; one day has none."""
    count = len(values)
    mean = sum(values) / count
    if count < 2:
        return Mean(mean, math.inf)
    variance = sum((value - mean) ** 2 for value in values) / (count - 1)
    t = T_975[count - 2] if count - 2 < len(T_975) else 1.96
    return Mean(mean, t * math.sqrt(variance / count))


def differences(first: Sequence[DayFigures], second: Sequence[DayFigures]) -> dict[str, Mean]:
    """Return by how much the second policy differs from the first, day by day over the same days."""
    names = [*Figures.__struct_fields__]
    pairs = list(zip(first, second, strict=True))
    found = {name: mean_of([getattr(b.whole, name) - getattr(a.whole, name) for a, b in pairs]) for name in names}
    found["occupancy"] = mean_of([b.occupancy - a.occupancy for a, b in pairs])
    return found
