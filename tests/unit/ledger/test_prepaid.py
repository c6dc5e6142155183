"""Money paid ahead: what ends first is used first, what was not used by its date comes back once, and nothing falls below zero."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import CountedIds, PersonId, TopUpId
from permanence.ledger.errors import AdvanceUnfit, ReferenceMissing
from permanence.ledger.model import Kind, Named
from permanence.ledger.prepaid import (
    AMOUNT_MAX,
    Advance,
    TopUp,
    advance_of,
    is_low,
    lapsed,
    left_of,
    return_transfer,
    top_up_transfer,
    why_not_recorded,
)
from tests.unit.ledger.kit import NOW, OPERATOR, OWNER

TODAY = NOW.date()
DAY = timedelta(days=1)
IDS = CountedIds()


def advance(id_: str, amount: int, until: date | None = None) -> Advance:
    return Advance(TopUpId(id_), OWNER, amount, TODAY - 30 * DAY, until, "VIR 1")


def test_what_ends_first_is_used_first() -> None:
    late, soon, never = advance("a", 100, TODAY + 9 * DAY), advance("b", 50, TODAY), advance("c", 30)
    assert left_of([never, late, soon], 180) == [(soon, 50), (late, 100), (never, 30)]
    assert left_of([never, late, soon], 110) == [(soon, 0), (late, 80), (never, 30)]
    assert left_of([never, late, soon], 0) == [(soon, 0), (late, 0), (never, 0)]


def test_an_advance_may_be_used_until_the_end_of_its_day() -> None:
    found = [advance("a", 100, TODAY), advance("b", 50)]
    assert lapsed(found, 120, TODAY) == []
    assert lapsed(found, 120, TODAY + DAY) == [(found[0], 70)]
    assert lapsed(found, 50, TODAY + DAY) == []


def test_what_is_said_to_be_paid_ahead_fits() -> None:
    assert why_not_recorded(1, TODAY, None, "VIR", TODAY) is None
    assert why_not_recorded(AMOUNT_MAX, TODAY - DAY, TODAY, "VIR", TODAY) is None
    assert isinstance(why_not_recorded(1, TODAY, None, " ", TODAY), ReferenceMissing)
    refused = [
        why_not_recorded(0, TODAY, None, "VIR", TODAY), why_not_recorded(AMOUNT_MAX + 1, TODAY, None, "VIR", TODAY),
        why_not_recorded(1, TODAY + DAY, None, "VIR", TODAY), why_not_recorded(1, TODAY - DAY, TODAY - DAY, "VIR", TODAY),
    ]  # fmt: skip
    assert [isinstance(each, AdvanceUnfit) and each.param for each in refused] == ["amount", "amount", "paid_on", "until"]


def test_a_balance_is_low_below_its_level() -> None:
    assert [is_low(99, 100), is_low(100, 100), is_low(0, None)] == [True, False, False]


def test_what_comes_in_is_ahead_and_what_was_not_used_is_due_again() -> None:
    told = TopUp(TopUpId("tup_1"), OWNER, 700, TODAY, TODAY, "VIR 1", Named(PersonId("per_1"), "Ann", NOW))
    came = top_up_transfer(told, OPERATOR, NOW, IDS)
    assert (came.cause, came.part, came.debit, came.credit, came.amount, came.note) == (
        "tup_1", "paid_in", (OPERATOR, Kind.BANK), (OWNER, Kind.PREPAID), 700, "VIR 1",
    )  # fmt: skip
    first = return_transfer(advance_of(told), 30, [came], OPERATOR, NOW, IDS)
    assert (first.cause, first.part, first.debit, first.credit, first.amount) == ("tup_1", "returned:1", (OWNER, Kind.PREPAID), (OWNER, Kind.DUE), 30)
    assert return_transfer(advance_of(told), 5, [came, first], OPERATOR, NOW, IDS).part == "returned:2"


STORY = st.lists(st.tuples(st.sampled_from(["pay", "hold", "release", "take", "wait"]), st.integers(1, 100), st.none() | st.integers(0, 9)), max_size=40)


@given(STORY)
def test_whatever_happens_what_is_left_is_the_balance_and_what_lapsed_comes_back_once(story: list) -> None:
    today, on = TODAY, {Kind.BANK: 0, Kind.PREPAID: 0, Kind.HELD: 0, Kind.DUE: 0, Kind.FEES: 0}
    advances: list[Advance] = []
    posted: dict[str, list] = {}

    def move(giver: Kind, taker: Kind, amount: int) -> None:
        on[giver] -= amount
        on[taker] += amount

    for what, amount, days in story:
        if what == "pay":
            advances.append(advance(f"t{len(advances):02}", amount, None if days is None else today + days * DAY))
            move(Kind.BANK, Kind.PREPAID, amount)
        elif what == "hold":
            move(Kind.PREPAID, Kind.HELD, min(amount, on[Kind.PREPAID]))
        elif what == "release":
            move(Kind.HELD, Kind.PREPAID, min(amount, on[Kind.HELD]))
        elif what == "take":
            move(Kind.HELD, Kind.FEES, min(amount, on[Kind.HELD]))
        else:
            today += (days or 0) * DAY
        for each, left in lapsed(advances, on[Kind.PREPAID], today):
            made = return_transfer(each, left, posted.setdefault(each.id, []), OPERATOR, NOW, IDS)
            assert made.part not in {one.part for one in posted[each.id]}
            posted[each.id].append(made)
            move(made.debit.kind, made.credit.kind, made.amount)
        assert lapsed(advances, on[Kind.PREPAID], today) == []
        assert sum(left for _, left in left_of(advances, on[Kind.PREPAID])) == on[Kind.PREPAID] >= 0
        assert sum(on.values()) == 0
    assert all(sum(one.amount for one in made) <= next(each.amount for each in advances if each.id == id_) for id_, made in posted.items())
