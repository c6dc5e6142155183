"""Where the money of a consultation goes, and that a refund brings it back."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from permanence.cards import posting
from permanence.cards.consultation import CENT, Consultation, Price, State, Unit
from permanence.cards.model import Paid
from permanence.kernel.ids import AgentId, ConsultationId, CountedIds, FirmId, InteractionId, ProductId
from permanence.ledger.model import Account, Kind, Transfer

NOW, DAY = datetime(2026, 11, 22, 23, 30, tzinfo=UTC), date(2026, 11, 23)
OWNER, HELPER, OPERATOR = FirmId("frm_owner"), FirmId("frm_helper"), FirmId("frm_operator")
PRICE = Price(unit=Unit.MINUTE, amount=2_500_000, most_s=1800)


def paid(share: int = 0, answering: FirmId | None = None, charged: int = 0) -> Paid:
    told = Consultation(id=ConsultationId("con_1"), price=PRICE, state=State.CAPTURED, held=charged, charged=charged, seconds=90)
    return Paid(
        firm=OWNER, call=InteractionId("int_1"), agent=AgentId("agt_1"), product=ProductId("pdt_1"), name="Avis", share=share,
        answering=answering, asked_at=NOW, consultation=told,
    )  # fmt: skip


def balances(transfers: list[Transfer]) -> dict[Account, int]:
    found: Counter[Account] = Counter()
    for transfer in transfers:
        found[transfer.debit] -= transfer.amount
        found[transfer.credit] += transfer.amount
    return {account: amount for account, amount in found.items() if amount}


def test_a_charge_is_the_owners_and_the_partner_has_the_agreed_share() -> None:
    made = posting.charged(paid(4000, HELPER), 3_750_000, OPERATOR, DAY, NOW, CountedIds())
    assert balances(made) == {
        Account(OPERATOR, Kind.BANK): -3_750_000, Account(OWNER, Kind.DUE): 2_250_000, Account(HELPER, Kind.DUE): 1_500_000
    }  # fmt: skip
    assert [(each.part, each.booked_on, each.seconds) for each in made] == [("card", DAY, 90), ("card_share", DAY, 0)]
    assert HELPER not in made[0].parties  # what the caller paid is no business of the partner's


def test_own_agents_have_no_share_and_nothing_moves_nothing() -> None:
    assert len(posting.charged(paid(4000), CENT, OPERATOR, DAY, NOW, CountedIds())) == 1
    assert posting.charged(paid(4000, HELPER), 0, OPERATOR, DAY, NOW, CountedIds()) == []


@given(st.integers(1, 10**5), st.integers(0, 10_000), st.data())
def test_what_stays_after_a_refund_is_what_a_smaller_charge_would_have_been(cents: int, share: int, data: st.DataObject) -> None:
    back = data.draw(st.integers(1, cents))
    whole = paid(share, HELPER, cents * CENT)
    ids = CountedIds()
    made = posting.charged(whole, cents * CENT, OPERATOR, DAY, NOW, ids) + posting.refunded(whole, back * CENT, OPERATOR, DAY, NOW, ids)
    less = posting.charged(whole, (cents - back) * CENT, OPERATOR, DAY, NOW, ids)
    assert balances(made) == balances(less)
    assert len({(each.cause, each.part) for each in made}) == len(made)
    assert not [each for each in made if each.amount % CENT]


def test_a_share_is_whole_cents_for_the_owner() -> None:
    assert posting.share_of(10_000, 5_000) == 0
    assert posting.share_of(30_000, 5_000) == 10_000
