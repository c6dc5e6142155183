"""When the breaks of a shift are: as few as the rules allow, where the work misses them least."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from permanence.planning.working import WorkRules

GRID_MIN = 5
STEP = 2  # breaks begin at every second point of the grid
APART = 0.5  # no stretch of work is shorter than this part of the longest one, for breaks in a row are none
NEVER = math.inf


@lru_cache(4096)
def lengths_of(length_min: int, rules: WorkRules) -> tuple[tuple[int, ...], ...]:
    """Return the possible orders of breaks, in minutes, with the fewest that fit a shift of this length; one of them is long
    where the shift asks for it. Raises no error: the rules' breaks fit every length there is."""
    wants_long = length_min >= rules.long_after_h * 60
    for count in range(int(wants_long), 1 + length_min // GRID_MIN):
        orders = [
            tuple(rules.long_break_min if place == long else rules.break_min for place in range(count))
            for long in (range(count) if wants_long else (-1,))
        ]
        even = (0.0,) * (length_min // GRID_MIN)
        fitting = tuple(order for order in orders if _place(order, even, rules) is not None)
        if fitting:
            return fitting
    raise AssertionError("no breaks fit a shift of this length")


def away_min(length_min: int, rules: WorkRules) -> int:
    """Return the minutes of breaks in a shift of this length."""
    return sum(lengths_of(length_min, rules)[0])


def place_breaks(costs: Sequence[float], rules: WorkRules) -> tuple[tuple[int, int], ...]:
    """Return the breaks as minutes after the shift's beginning, from and to, at the least cost; `costs` has what an absence
    costs in each five minutes of the shift. The earlier of equally good ones."""
    placed = [found for order in lengths_of(len(costs) * GRID_MIN, rules) if (found := _place(order, tuple(costs), rules)) is not None]
    best = min(placed, key=lambda found: (found[0], found[1]))
    return best[1]


def _place(order: tuple[int, ...], costs: tuple[float, ...], rules: WorkRules) -> tuple[float, tuple[tuple[int, int], ...]] | None:
    """Return the least cost of breaks in this order, and where they are; None where they cannot keep the rules."""
    whole, stretch = len(costs), int(rules.break_after_h * 60) // GRID_MIN
    least, total = int(stretch * APART), [0.0]
    for cost in costs:
        total.append(total[-1] + cost)
    reached: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for place, minutes in enumerate(order):
        size, following = minutes // GRID_MIN, dict[int, tuple[float, tuple[tuple[int, int], ...]]]()
        latest, earliest = _bounds(order, place, whole, rules)
        for over, (cost, taken) in reached.items():
            for begins in range(over + least, min(over + stretch, latest) + 1):
                if begins % STEP or begins < earliest or begins + size >= whole:
                    continue
                now = cost + total[begins + size] - total[begins]
                if begins + size not in following or now < following[begins + size][0]:
                    following[begins + size] = (now, (*taken, (begins * GRID_MIN, minutes + begins * GRID_MIN)))
        reached = following
    done = [found for over, found in reached.items() if whole - over <= stretch and (not order or whole - over >= least)]
    return min(done) if done else None


def _bounds(order: tuple[int, ...], place: int, whole: int, rules: WorkRules) -> tuple[int, int]:
    """Return the latest and the earliest beginning of this break: the long one parts the work in halves that are not too long."""
    if rules.break_min >= rules.long_break_min or order[place] != rules.long_break_min:
        return whole, 0
    most = int(rules.long_after_h * 60)
    latest = (most + sum(order[:place])) // GRID_MIN
    earliest = whole - (most + sum(order[place:])) // GRID_MIN
    return latest, earliest
