"""The best lawful week of one person, when it is known what presence at each time is worth: an exact dynamic programme.

Time is cut into slots of the length at which shifts may begin. Going from day to day, the programme keeps for each number of
days worked, hours used, and earliest moment at which the week's long rest would be over, the best worth so far.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Days = tuple[tuple[int, int], ...]
Week = tuple[tuple[int, int], ...]
"""Shifts as first slot and number of slots, in order; at most one for each day."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person's week must keep to, in slots. `rest_over`: the slot from which a week's rest before the first day would be
    complete; `had_rest`: it was had, or will be; `close`: the last slot at which the week's rest may still be complete."""

    days: Days  # first slot and number of slots of each day
    lengths: tuple[int, ...]
    step: int  # slots by which lengths differ
    most: int  # slots in the whole
    most_days: int
    rest: int
    weekly_rest: int
    rest_over: int
    had_rest: bool
    close: int


def best_week(terms: Terms, may: npt.NDArray[np.bool_], worth: dict[int, Array], hours: Array) -> tuple[float, Week]:
    """Return the best week and what it is worth.

    `may[s, l]` says whether a shift of the l-th length may begin at slot s; `worth[l]` has what such a shift is worth for each
    slot; `hours` what the sum of hours is worth, by steps. Ties go to the earlier and shorter shift.
    """
    before = [_start(terms)]
    for first, size in terms.days:
        before.append(_day(terms, first, size, before[-1], may, worth))
    last = terms.days[-1][0] + terms.days[-1][1]
    final = before[-1] + hours[None, None, None, : before[-1].shape[3]]
    final[terms.close - last + 1 :, 0] = -np.inf
    at = int(np.argmax(final))
    found = float(final.flat[at])
    where = tuple(int(part) for part in np.unravel_index(at, final.shape))
    return found, _walk_back(terms, before, where, may, worth)


def _start(terms: Terms) -> Array:
    """Return the worth before the first day: axes are the earliest end of a week's rest, whether one was had, days, hours."""
    ends = max(size for _, size in terms.days) + max(terms.lengths) + terms.weekly_rest
    first = terms.days[0][0]
    state = np.full((ends + 1, 2, terms.most_days + 1, terms.most // terms.step + 1), -np.inf)
    state[min(max(0, terms.rest_over - first), ends), int(terms.had_rest), 0, 0] = 0.0
    return state


def _day(
    terms: Terms, first: int, size: int, before: Array, may: npt.NDArray[np.bool_], worth: dict[int, Array]
) -> Array:
    """Return the worth after a day: free, or with one shift."""
    after = np.full_like(before, -np.inf)
    after[0] = before[: size + 1].max(axis=0)
    after[1 : len(before) - size] = before[size + 1 :]
    reach, spare = np.maximum.accumulate(before, axis=0), terms.weekly_rest - terms.rest
    for slot in range(size):
        allowed = may[first + slot]
        if not allowed.any():
            continue
        state = reach[min(len(before) - 1, slot + spare)].copy()
        state[1] = np.maximum(state[1], reach[min(len(before) - 1, slot), 0])
        for place, length in enumerate(terms.lengths):
            over, used = max(0, slot + length + terms.weekly_rest - size), length // terms.step
            if not allowed[place] or used >= state.shape[2]:
                continue
            target = after[over, :, 1:, used:]
            np.maximum(target, state[:, :-1, : state.shape[2] - used] + worth[length][first + slot], out=target)
    return after


def _walk_back(
    terms: Terms, before: list[Array], where: tuple[int, ...], may: npt.NDArray[np.bool_], worth: dict[int, Array]
) -> Week:
    """Return the shifts that led there: the same sums are made again, so that they agree to the last bit."""
    shifts: list[tuple[int, int]] = []
    for day in range(len(terms.days) - 1, -1, -1):
        (first, size), state, value = terms.days[day], before[day], before[day + 1][where]
        free = _free_before(state, size, where, value)
        if free is not None:
            where = free
            continue
        where, shift = _shift_before(terms, first, size, state, where, value, may, worth)
        shifts.append(shift)
    return tuple(reversed(shifts))


def _free_before(state: Array, size: int, where: tuple[int, ...], value: float) -> tuple[int, ...] | None:
    over, *others = where
    places = range(size + 1) if over == 0 else range(over + size, over + size + 1)
    return next(((place, *others) for place in places if place < len(state) and state[(place, *others)] == value), None)


def _shift_before(
    terms: Terms, first: int, size: int, state: Array, where: tuple[int, ...], value: float,
    may: npt.NDArray[np.bool_], worth: dict[int, Array],
) -> tuple[tuple[int, ...], tuple[int, int]]:  # fmt: skip
    over, rested, days, hours = where
    spare = terms.weekly_rest - terms.rest
    for slot in range(size):
        for place, length in enumerate(terms.lengths):
            used = length // terms.step
            if not may[first + slot, place] or used > hours or max(0, slot + length + terms.weekly_rest - size) != over:
                continue
            for had in (rested, 0):
                latest = min(len(state) - 1, slot + spare if had == rested else slot)
                ends = np.flatnonzero(state[: latest + 1, had, days - 1, hours - used] + worth[length][first + slot] == value)
                if len(ends):
                    return (int(ends[0]), had, days - 1, hours - used), (first + slot, length)
    raise AssertionError("a week's worth that no shift explains")
