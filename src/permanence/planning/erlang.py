"""Waiting lines by formula: Erlang C (nobody gives up) and Erlang A (callers have exponential patience).

Rates are per second. Both are solved as birth-and-death chains, which is exact up to a cut tail (Garnett, Mandelbaum and
Reiman, "Designing a call center with impatient customers", 2002, has the closed forms). What they leave out (days that
differ, several skills, breaks) the simulator has.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

TAIL = 1e-12  # states less likely than this are cut off


@dataclass(frozen=True, slots=True)
class Line:
    """A queue in the long run. `wait_s` is over all callers, those who gave up included; `quick` is the part of all
    callers that were answered within the asked seconds."""

    waits: float
    wait_s: float
    quick: float
    gives_up: float
    occupancy: float


class Overload(ValueError):
    """More work comes than the agents can do, and nobody gives up: the line grows for ever."""


def erlang_c(calls_per_s: float, handling_s: float, agents: int, within_s: float = 20.0) -> Line:
    """Return the line of callers who never give up; raise `Overload` where it has no end."""
    if calls_per_s * handling_s >= agents:
        raise Overload("The agents cannot do this work.")
    return _line(calls_per_s, handling_s, agents, 0.0, within_s)


def erlang_a(calls_per_s: float, handling_s: float, agents: int, patience_s: float, within_s: float = 20.0) -> Line:
    """Return the line of callers whose patience is exponential with this mean."""
    return _line(calls_per_s, handling_s, agents, 1 / patience_s, within_s)


def _line(rate: float, handling_s: float, agents: int, leave: float, within_s: float) -> Line:
    ends = 1 / handling_s
    free, line = _states(rate, ends, agents, leave)
    waits, queue = sum(line), sum(k * p for k, p in enumerate(line))
    gives_up = leave * queue / rate if rate else 0.0
    busy = sum(k * p for k, p in enumerate(free)) + agents * waits
    quick = sum(free) + _served_within(line, ends * agents, leave, within_s)
    return Line(waits, queue / rate if rate else 0.0, quick, gives_up, busy / agents if agents else 0.0)


def _states(rate: float, ends: float, agents: int, leave: float) -> tuple[list[float], list[float]]:
    """Return the probabilities of 0 to agents-1 busy with no line, and of all busy with 0, 1, 2... in line."""
    weights = [1.0]
    for busy in range(1, agents):
        weights.append(weights[-1] * rate / (busy * ends))
    queue = [weights[-1] * rate / (agents * ends)] if agents else [1.0]
    if not agents:
        weights = []
    total = sum(weights) + queue[0]
    while True:
        down = agents * ends + len(queue) * leave
        following = queue[-1] * rate / down
        queue.append(following)
        total += following
        if following < TAIL * total and rate < down:
            break
        if total > 1e200:  # very large: begin again with smaller numbers
            weights, queue, total = ([w / 1e200 for w in weights], [q / 1e200 for q in queue], total / 1e200)
    return [w / total for w in weights], [q / total for q in queue]


def _served_within(line: list[float], ends: float, leave: float, within_s: float) -> float:
    """Return the part of callers who find everybody busy and are served within the seconds (by uniformisation).

    Who finds k in line is served after k+1 ends; those before him leave too, and so may he. The chain jumps at a fixed
    pace; the number of jumps in the time is Poisson.
    """
    if within_s <= 0 or ends <= 0:
        return 0.0
    pace = ends + leave * (len(line) + 1)
    jumps = pace * within_s
    here, by_now, served, told = list(line), 0.0, 0.0, 0.0
    for n in range(int(jumps + 12 * math.sqrt(jumps) + 30)):
        chance = math.exp(n * math.log(jumps) - jumps - math.lgamma(n + 1))
        served += chance * by_now
        told += chance
        following = [0.0] * len(here)
        for k, part in enumerate(here):
            step = ends + k * leave
            following[k] += part * (1 - (step + leave) / pace)
            if k:
                following[k - 1] += part * step / pace
            else:
                by_now += part * ends / pace
        here = following
    return served + max(0.0, 1 - told) * by_now
