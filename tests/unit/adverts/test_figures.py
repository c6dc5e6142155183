"""What advertisements brought and cost: by hand, and sums that add up whatever happened."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from permanence.adverts.figures import EXPORT_HEAD, Pile, cost_within, export, figures, report, starts
from permanence.adverts.model import Cost, Step
from tests.unit.adverts.kit import FIRST, LAST, ONE, TWO, advert, call

EURO = 1_000_000
DAY = timedelta(days=1)


def cost(amount: int, first: date = FIRST, last: date = LAST) -> Cost:
    return Cost(first_day=first, last_day=last, amount=amount)


def test_a_cost_falls_evenly_on_its_days() -> None:
    one = cost(14 * EURO)
    assert cost_within(one, FIRST, LAST) == cost_within(one, FIRST - DAY, LAST + DAY) == 14 * EURO
    assert cost_within(one, FIRST, FIRST) == cost_within(one, LAST, LAST + DAY) == EURO
    assert cost_within(one, FIRST + DAY, FIRST + 3 * DAY) == 3 * EURO
    assert cost_within(one, LAST + DAY, LAST + 9 * DAY) == cost_within(one, FIRST - 9 * DAY, FIRST - DAY) == 0
    assert [cost_within(cost(10, FIRST, FIRST + 2 * DAY), FIRST + n * DAY, FIRST + n * DAY) for n in range(3)] == [3, 3, 4]


@given(st.integers(1, 10**12), st.integers(0, 90), st.lists(st.integers(-20, 120), max_size=6))
def test_the_days_parts_of_a_cost_add_up_to_it(amount: int, days: int, cuts: list[int]) -> None:
    one = cost(amount, FIRST, FIRST + days * DAY)
    edges = [-20, *sorted(set(cuts) - {-20, 120}), 120]
    parts = [cost_within(one, FIRST + a * DAY, FIRST + (b - 1) * DAY) for a, b in pairwise(edges)]
    assert sum(parts) == amount and min(parts) >= 0


def test_figures_by_hand_and_no_ratio_of_four_calls() -> None:
    pile = Pile()
    for each in (call(), call(new=False), call(outcome="abandoned", talk_s=0, earned=0), call(outcome=None, earned=0)):
        pile.add(each)
    few = figures(pile, 7, 3 * EURO)
    assert (few.calls, few.new_callers, few.answered, few.missed, few.seconds, few.visits) == (4, 3, 2, {"abandoned": 1}, 180, 7)
    assert (few.earned, few.cost, few.gain) == (500_000, 3 * EURO, -2_500_000)
    assert (few.cost_per_call, few.cost_per_new_caller, few.ratio) == (None, None, None)
    pile.add(call(earned=5_500_000))
    five = figures(pile, 0, 3 * EURO)
    assert (five.cost_per_call, five.cost_per_new_caller, five.ratio, five.gain) == (600_000, None, 2.0, 3 * EURO)
    pile.add(call(earned=0))
    assert figures(pile, 0, 3 * EURO).cost_per_new_caller == 600_000
    # Without a cost there is nothing to compare with.
    assert (figures(pile, 0, 0).cost_per_call, figures(pile, 0, 0).ratio) == (None, None)


def test_columns_begin_with_their_day_their_monday_or_their_month() -> None:
    sunday = date(2026, 11, 15)
    assert [starts(sunday, step) for step in Step] == [sunday, date(2026, 11, 9), date(2026, 11, 1)]


def test_a_report_tells_each_advertisement_and_what_belongs_to_none() -> None:
    press = advert(numbers=(ONE,), costs=(cost(28 * EURO),))
    radio = advert("adv_2", "Radio", LAST + DAY, None)
    old = advert("adv_3", "Ancienne", FIRST - 30 * DAY, FIRST - 20 * DAY)
    calls = [call(), call(FIRST + DAY), call(FIRST + 7 * DAY, TWO, earned=0)]
    told = report([press, radio, old], calls, {"adv_1": 3}, FIRST, FIRST + 7 * DAY, Step.WEEK)
    assert [(line.name, line.id, line.figures.calls) for line in told.lines] == [("Journal", "adv_1", 2), ("", None, 1)]
    assert (told.lines[0].figures.cost, told.lines[0].figures.visits, told.total.cost) == (16 * EURO, 3, 16 * EURO)
    assert [(column.first_day, column.calls) for column in told.columns] == [(FIRST, {"adv_1": 2}), (FIRST + 7 * DAY, {"": 1})]
    assert [line.name for line in report([press, radio, old], [], {"adv_3": 1}, LAST, LAST + DAY, Step.DAY).lines] == ["Ancienne", "Journal", "Radio"]
    rows = export(told)
    assert all(len(row) == len(EXPORT_HEAD) for row in rows)
    assert dict(zip(EXPORT_HEAD, rows[0], strict=True)) == {
        "advert": "adv_1", "name": "Journal", "calls": "2", "new_callers": "2", "answered": "2", "missed": "0", "seconds": "120",
        "visits": "3", "earned": "0.5", "cost": "16.0", "gain": "-15.5", "cost_per_call": "", "cost_per_new_caller": "", "ratio": "",
    }  # fmt: skip


CALLS = st.builds(
    call, st.integers(-3, 20).map(lambda n: FIRST + n * DAY), st.sampled_from([None, ONE, TWO]), st.sampled_from(["", "111", "222"]), new=st.booleans(),
    outcome=st.sampled_from([None, "answered", "abandoned", "closed"]), talk_s=st.integers(0, 600).map(float), earned=st.integers(-(10**7), 10**7),
)  # fmt: skip


@given(st.lists(CALLS, max_size=25), st.sampled_from(Step))
def test_lines_and_columns_add_up_to_all_calls(calls: list, step: Step) -> None:
    adverts = [advert(numbers=(ONE,), costs=(cost(10**7),)), advert("adv_2", "Radio", code="111", last=None), advert("adv_3", "Web", numbers=(TWO,))]
    told = report(adverts, calls, {}, FIRST - 3 * DAY, FIRST + 20 * DAY, step)
    of = [line.figures for line in told.lines]
    assert sum(each.calls for each in of) == told.total.calls == len(calls)
    assert sum(sum(column.calls.values()) for column in told.columns) == len(calls)
    assert sum(each.earned for each in of) == told.total.earned == sum(each.earned for each in calls)
    assert sum(each.gain for each in of) == told.total.gain
    open_ = sum(each.outcome is None for each in calls)
    assert told.total.answered + sum(told.total.missed.values()) + open_ == len(calls)
    assert all(each.ratio is None and each.cost_per_call is None for each in of if each.calls < 5)
    assert told == report(adverts[::-1], calls[::-1], {}, FIRST - 3 * DAY, FIRST + 20 * DAY, step)
