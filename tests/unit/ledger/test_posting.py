"""What an answered stretch, a mistake, and money paid ahead become as transfers; amounts by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from permanence.kernel.ids import CountedIds
from permanence.ledger.errors import AlreadyReversed, AmountUnfit, HoldTooSmall, HoldUnknown
from permanence.ledger.model import Account, Balance, Kind, Parties
from permanence.ledger.posting import (
    capture,
    held,
    hold,
    late,
    own,
    paid_in,
    paid_out,
    release,
    reversal,
    same,
)
from tests.unit.ledger.kit import DAY, NOW, OPERATOR, OWNER, PARTIES, PARTNER, call

DUE, FEES = Kind.DUE, Kind.FEES
IDS = CountedIds(1000)


def told(transfers: list) -> list[tuple]:
    return [(each.part, *each.debit, *each.credit, each.amount) for each in transfers]


def test_out_of_the_payout_each_side_gets_its_share() -> None:
    made = call()
    assert told(made) == [
        ("owner", OPERATOR, Kind.PAYOUT, OWNER, DUE, 5_000_000),
        ("answering", OPERATOR, Kind.PAYOUT, PARTNER, DUE, 5_500_000),
        ("fee", OPERATOR, Kind.PAYOUT, OPERATOR, FEES, 500_000),
    ]
    assert {(each.cause, each.parties, each.currency, each.calls, each.seconds, each.booked_on, each.posted_at) for each in made} == {
        ("ans_1", PARTIES, "EUR", 1, 3600, DAY, NOW)
    }
    assert len({each.id for each in made}) == 3 and made[0].id.startswith("trf_")


def test_where_the_owner_pays_its_own_share_is_no_transfer() -> None:
    assert told(call(from_payout=False)) == [("answering", OWNER, DUE, PARTNER, DUE, 5_500_000), ("fee", OWNER, DUE, OPERATOR, FEES, 500_000)]


def test_what_is_worth_nothing_moves_nothing() -> None:
    assert call(owner=0, answering=0, platform=0) == []
    assert told(call(owner=0, answering=1, platform=0)) == [("answering", OPERATOR, Kind.PAYOUT, PARTNER, DUE, 1)]


def test_a_reversal_mirrors_and_is_not_reversed() -> None:
    [first, *_] = call()
    back = reversal(replace(first, late_from=DAY - timedelta(days=9)), date(2026, 11, 2), NOW, IDS, note="wrong")
    assert (back.debit, back.credit, back.amount, back.calls, back.seconds) == (first.credit, first.debit, first.amount, 1, 3600)
    assert (back.cause, back.part, back.reverses, back.note, back.late_from) == (first.id, "reversal", first.id, "wrong", None)
    assert (back.booked_on, back.posted_at, back.id[:4], back.id != first.id) == (date(2026, 11, 2), NOW, "trf_", True)
    named = reversal(first, DAY, NOW, IDS, cause="dsp_1", part="p")
    assert (named.cause, named.part, named.note) == ("dsp_1", "p", "")
    with pytest.raises(AlreadyReversed):
        reversal(back, DAY, NOW, IDS)


def test_what_is_late_is_a_correction_of_its_own_month() -> None:
    [first, *_] = call()
    moved = late(first, date(2026, 11, 1))
    assert (moved.booked_on, moved.late_from, moved.note) == (date(2026, 11, 1), DAY, "2026-10")
    assert replace(moved, booked_on=DAY, late_from=None, note="") == first
    assert late(replace(first, note="said"), DAY).note == "said"


def test_money_comes_and_goes_by_bank() -> None:
    came = paid_in(OWNER, OPERATOR, "pay_1", 700, "EUR", Kind.PREPAID, NOW, IDS)
    assert came.id.startswith("trf_")
    assert (came.parties, came.cause, came.currency, came.booked_on, came.posted_at) == (Parties(OWNER, OWNER, OPERATOR), "pay_1", "EUR", NOW.date(), NOW)
    assert told([came]) == [("paid_in", OPERATOR, Kind.BANK, OWNER, Kind.PREPAID, 700)]
    assert told([paid_out(OWNER, OPERATOR, "pay_2", 1, "EUR", DUE, NOW, IDS)]) == [("paid_out", OWNER, DUE, OPERATOR, Kind.BANK, 1)]
    for amount in (0, -1):
        with pytest.raises(AmountUnfit) as refused:
            paid_in(OWNER, OPERATOR, "pay_1", amount, "EUR", DUE, NOW, IDS)
        assert refused.value.param == "amount"
    assert own(OWNER, OPERATOR) == (OWNER, OWNER, OPERATOR)


def test_a_hold_is_taken_in_parts_and_the_rest_given_back() -> None:
    first = hold(OWNER, OPERATOR, "call_1", 800, "EUR", NOW, IDS)
    assert told([first]) == [("hold", OWNER, Kind.PREPAID, OWNER, Kind.HELD, 800)]
    fees = Account(OPERATOR, FEES)
    taken = capture([first], "one", fees, 300, NOW, IDS)
    assert told([taken]) == [("one", OWNER, Kind.HELD, OPERATOR, FEES, 300)]
    assert (taken.cause, taken.parties, taken.currency) == ("call_1", first.parties, "EUR")
    assert held([first, taken]) == 500
    with pytest.raises(HoldTooSmall) as refused:
        capture([taken, first], "two", fees, 501, NOW, IDS)
    assert refused.value.data == {"left": 500}
    rest = release([taken, first], NOW, IDS)
    assert rest is not None
    assert told([rest]) == [("release", OWNER, Kind.HELD, OWNER, Kind.PREPAID, 500)]
    assert held([first, taken, rest]) == 0
    assert release([first, taken, rest], NOW, IDS) is None
    assert told([capture([first], "all", fees, 800, NOW, IDS)])[0][-1] == 800
    with pytest.raises(HoldUnknown):
        release([taken], NOW, IDS)
    with pytest.raises(HoldUnknown):
        capture([], "one", fees, 1, NOW, IDS)
    with pytest.raises(AmountUnfit):
        capture([first], "one", fees, 0, NOW, IDS)


def test_the_same_money_is_told_from_other_money() -> None:
    [first, second, _] = call()
    assert same(first, replace(first, id=second.id, note="x", booked_on=NOW.date()))
    changed = ({"debit": second.credit}, {"credit": second.credit}, {"amount": 1}, {"currency": "CHF"})
    assert not any(same(first, replace(first, **change)) for change in changed)


def test_a_balance_is_what_came_less_what_went() -> None:
    assert Balance(Account(OWNER, DUE), "EUR", 3, 10).amount == 7
