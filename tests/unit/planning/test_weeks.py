"""The best week of one person, against every week there is."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.planning.weeks import Terms, Week, best_week

DAYS, LENGTHS = ((0, 8), (8, 8), (16, 8)), (2, 4)


def lawful(week: Week, terms: Terms) -> bool:
    """Judge a week by its words: hours, days, rest between shifts, and one long rest."""
    if sum(length for _, length in week) > terms.most or len(week) > terms.most_days:
        return False
    ends = [terms.rest_over - terms.weekly_rest, *(first + length for first, length in week)]
    starts = [*(first for first, _ in week), terms.close]
    gaps = [start - end for start, end in zip(starts, ends, strict=True)]
    return all(gap >= terms.rest for gap in gaps[:-1]) and (terms.had_rest or max(gaps) >= terms.weekly_rest)


@given(st.integers(0, 2**32 - 1), st.sampled_from((0, 4, 6, 10)), st.integers(0, 3), st.sampled_from((3, 5)), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_lawful_week_is_worth_more(seed: int, most: int, most_days: int, rest: int, had: bool) -> None:
    chance = np.random.default_rng(seed)
    terms = Terms(DAYS, LENGTHS, 2, most, most_days, rest, 9, int(chance.integers(-3, 8)), had, 27)
    may = chance.random((28, 2)) < 0.7
    may[24:] = False
    worth = {length: chance.normal(size=28).round(2) for length in LENGTHS}
    hours = chance.normal(size=most // 2 + 1).round(2)

    def value(week: Week) -> float:
        return sum(float(worth[length][first]) for first, length in week) + float(hours[sum(length for _, length in week) // 2])

    choices = [[None, *((slot, length) for slot in range(first, first + size) for place, length in enumerate(LENGTHS) if may[slot, place])]
               for first, size in DAYS]  # fmt: skip
    weeks = [tuple(shift for shift in each if shift is not None) for each in product(*choices)]
    values = [value(week) for week in weeks if lawful(week, terms)]
    if not values:
        return  # a rest that no week leaves time for
    found, week = best_week(terms, may, worth, hours)
    assert lawful(week, terms)
    assert found == pytest.approx(value(week))
    assert found == pytest.approx(max(values))
