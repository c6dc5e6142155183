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


def loss(load: float, agents: int) -> float:
    """Return the part of callers who find everybody busy where nobody may wait (Erlang B), by its usual recursion."""
    blocked = 1.0
    for busy in range(1, agents + 1):
        blocked = load * blocked / (busy + load * blocked)
    return blocked


def longer_c(calls_per_s: float, handling_s: float, agents: int, within_s: float) -> float:
    """Return the part of endlessly patient callers who wait longer than this in the long run; 1 where there is too much work."""
    load = calls_per_s * handling_s
    if load >= agents:
        return 1.0
    blocked = loss(load, agents)
    waits = blocked / (1 - load / agents * (1 - blocked))
    return waits * math.exp(-(agents - load) * within_s / handling_s)


def longer_a(calls_per_s: float, handling_s: float, agents: int, patience_s: float, within_s: float) -> float:
    """Return the part of all callers who wait longer than this, answered in the end or not, where patience is exponential.

    With J(t), the integral from t of exp(rate x patience x (1 - exp(-x/patience)) - agents x / handling), the wait that a
    caller of endless patience would have is longer than t with probability rate J(t) / (1/B + rate J(0)), B being the loss
    of one agent fewer (Zeltyn and Mandelbaum, "Call centers with impatient customers", 2005, for M/M/n+G). J is an
    incomplete gamma function, summed here as its series of positive terms, in logarithms.
    """
    if calls_per_s <= 0:
        return 0.0
    stays = math.exp(-within_s / patience_s)
    if agents <= 0:
        return stays
    drawn, ends = calls_per_s * patience_s, agents * patience_s / handling_s
    later = drawn * (1 - stays) - ends * within_s / patience_s + _log_series(ends, drawn * stays)
    whole = _log_series(ends, drawn)
    scale = max(whole, later, 0.0)  # the largest of the three, so that nothing overflows
    free = math.exp(-scale) / loss(calls_per_s * handling_s, agents - 1) / drawn
    return min(1.0, math.exp(later - scale) / (free + math.exp(whole - scale))) * stays


def _log_series(start: float, value: float) -> float:
    """Return the logarithm of the sum of value**m / (start (start + 1) ... (start + m)) over m from 0."""
    term = total = 1 / start
    scaled, step = 0.0, start
    while term > TAIL * total or value > step:
        step += 1
        term *= value / step
        total += term
        if total > 1e200:
            term, total, scaled = term * 1e-200, total * 1e-200, scaled + 200 * math.log(10)
    return math.log(total) + scaled


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
