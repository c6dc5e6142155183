"""What trying a draft on past days came to, in the form in which it is kept with the draft."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from permanence.kernel.ids import QueueId
from permanence.routing.policy import Change, Outcome
from permanence.sim.history_day import Trace, happened
from permanence.sim.shop import DayReport
from permanence.sim.summary import DayFigures, Figures, figures_by, mean_of

STEP_S = 900  # of the line over the day
SHOWN = ("late", "gave_up", "mean_wait_s", "wait_90_s")
Line = list[tuple[int, float | None, float | None]]


class Pair(NamedTuple):
    """A day that was tried: what was, and the plays by the rules in force and by the draft's."""

    trace: Trace
    before: DayReport
    after: DayReport


def outcomes(pairs: Sequence[Pair]) -> list[Outcome]:
    """Return what came of the days: all queues together first, then each in which anybody waited, by name.

    Figures are means over the days; the promises are those in force, also for a draft that changes them.
    """
    names: dict[QueueId, str] = {card.terms.queue: card.terms.name for pair in pairs for card in pair.trace.queues}
    days = [_figures(pair) for pair in pairs]
    found = [_outcome(None, "", [(real.whole, before.whole, after.whole) for real, before, after in days])]
    for queue in sorted(names, key=lambda queue: (names[queue].lower(), queue)):
        those = [(real.queues[queue], before.queues[queue], after.queues[queue]) for real, before, after in days if queue in real.queues]
        those = [three for three in those if three[0].calls]
        if those:
            found.append(_outcome(queue, names[queue], those))
    return found


def _figures(pair: Pair) -> tuple[DayFigures, DayFigures, DayFigures]:
    targets: dict[str, int] = {card.terms.queue: card.target_s for card in pair.trace.queues}
    real, before, after = (figures_by(report, targets) for report in (happened(pair.trace), pair.before, pair.after))
    return real, before, after


def _outcome(queue: QueueId | None, name: str, days: Sequence[tuple[Figures, Figures, Figures]]) -> Outcome:
    def three(figure: str) -> tuple[float, float, float]:
        means = [sum(getattr(day[place], figure) for day in days) / len(days) for place in range(3)]
        return means[0], means[1], means[2]

    def change(figure: str) -> Change:
        mean = mean_of([getattr(after, figure) - getattr(before, figure) for _, before, after in days])
        return Change(mean.mean, mean.half_width if isfinite(mean.half_width) else None)

    late, gave_up, mean_wait, wait_90 = (three(figure) for figure in SHOWN)
    calls = int(sum(day[0].calls for day in days))
    return Outcome(queue, name, calls, late, gave_up, mean_wait, wait_90, change("late"), change("mean_wait_s"))


def line_of(pair: Pair) -> Line:
    """Return the mean wait of those who came in each quarter of an hour, by the rules in force and by the draft's; from
    the first quarter in which anybody came to the last."""
    before, after = _by_step(pair.before), _by_step(pair.after)
    steps = before.keys() | after.keys()
    if not steps:
        return []
    return [(step * STEP_S, before.get(step), after.get(step)) for step in range(min(steps), max(steps) + 1)]


def _by_step(report: DayReport) -> dict[int, float]:
    waits: dict[int, list[float]] = {}
    for seen in report.seen:
        waits.setdefault(int(seen.at_s // STEP_S), []).append(seen.waited_s)
    return {step: round(sum(those) / len(those), 1) for step, those in waits.items()}
