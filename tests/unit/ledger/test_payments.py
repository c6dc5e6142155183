"""What is open to pay, who may say and confirm that it was paid, and what paying and coming back move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import CountedIds, PersonId, RemittanceId, StatementId
from permanence.ledger.errors import (
    AlreadyConfirmed,
    ExecutedUnfit,
    NothingToPay,
    NotPaid,
    PaymentChanged,
    ReferenceMissing,
    ReturnUnfit,
    SameConfirmer,
)
from permanence.ledger.model import Kind, Named, PaperKind, Party, Statement
from permanence.ledger.payments import (
    Paid,
    Remittance,
    paid_of,
    part_of,
    payable,
    payment_transfer,
    standing,
    times_paid,
    under_way,
    why_not_confirmed,
    why_not_returned,
    why_not_told,
)
from permanence.ledger.posting import reversal
from tests.unit.ledger.kit import NOW, OCTOBER, OPERATOR, OWNER, PARTNER

ONE, TWO = (Named(PersonId(f"per_{n:026}"), f"Person {n}", NOW) for n in (1, 2))
ISSUED, REM = date(2026, 11, 2), RemittanceId("rem_1")
TODAY = ISSUED + timedelta(days=3)


def statement(id_: str, total: int = 600, *, buyer: str = OPERATOR, kind: PaperKind = PaperKind.INVOICE) -> Statement:
    owner, seller, payer = (Party(firm=firm, name=firm[-1]) for firm in (OWNER, PARTNER, buyer))
    return Statement(
        id=StatementId(id_), number=f"2026-{id_}", kind=kind, month=OCTOBER, owner=owner, answering=seller, seller=seller, buyer=payer,
        currency="EUR", lines=(), net=total, vat_rate=0, vat=0, total=total, issued_on=ISSUED, due_on=ISSUED, due_why="rule",
    )  # fmt: skip


def paid(id_: str, nth: int = 1, back: date | None = None) -> Paid:
    return Paid(StatementId(id_), nth, REM, 600, ISSUED, "VIR 1", back)


def said(*ids: str, cents: int = 600, **change: object) -> Remittance:
    return replace(Remittance(REM, OCTOBER, ISSUED, "VIR 1", tuple(map(StatementId, ids)), cents, ONE), **change)


def test_invoices_to_the_payer_are_open_until_they_are_paid() -> None:
    found = [statement("a"), statement("b", buyer=OWNER), statement("c", kind=PaperKind.CREDIT_NOTE), statement("d", 0), statement("e"), statement("f")]
    assert [each.id for each in payable(found, [], (), OPERATOR)] == ["a", "e", "f"]
    assert [each.id for each in payable(found, [paid("a")], {StatementId("e")}, OPERATOR)] == ["f"]
    # What came back is owed again, and what was paid after that is not.
    assert [each.id for each in payable(found, [paid("a", 1, TODAY)], (), OPERATOR)] == ["a", "e", "f"]
    assert [each.id for each in payable(found, [paid("a", 2), paid("a", 1, TODAY)], (), OPERATOR)] == ["e", "f"]


def test_what_is_confirmed_and_not_posted_is_under_way() -> None:
    assert under_way([said("a"), said("b", "c", approved=TWO), said("d", approved=TWO, posted_at=NOW)]) == {"b", "c"}


def test_what_is_said_names_open_statements_a_day_and_a_reference() -> None:
    found = [statement("a"), statement("b")]
    assert why_not_told(found, ["a", "b"], ISSUED, "VIR 1", TODAY) is None
    assert why_not_told(found, ["a"], TODAY, "VIR 1", TODAY) is None
    refused = [
        (why_not_told(found, [], ISSUED, "VIR 1", TODAY), NothingToPay),
        (why_not_told(found, ["a", "z"], ISSUED, "VIR 1", TODAY), PaymentChanged),
        (why_not_told(found, ["a"], ISSUED, "  ", TODAY), ReferenceMissing),
        (why_not_told(found, ["a"], ISSUED - timedelta(days=1), "VIR 1", TODAY), ExecutedUnfit),
        (why_not_told(found, ["a"], TODAY + timedelta(days=1), "VIR 1", TODAY), ExecutedUnfit),
    ]
    assert [type(reason) for reason, _ in refused] == [wanted for _, wanted in refused]


def test_another_person_confirms_what_is_still_open() -> None:
    found = [statement("a"), statement("b", 50)]
    assert why_not_confirmed(said("a", "b", cents=650), TWO.person, found) is None
    refused = [
        (why_not_confirmed(said("a"), ONE.person, found), SameConfirmer),
        (why_not_confirmed(said("a", approved=TWO), TWO.person, found), AlreadyConfirmed),
        (why_not_confirmed(said("a", "z"), TWO.person, found), PaymentChanged),
        (why_not_confirmed(said("a", cents=601), TWO.person, found), PaymentChanged),
    ]
    assert [type(reason) for reason, _ in refused] == [wanted for _, wanted in refused]


def test_what_came_back_was_paid_and_has_a_reason() -> None:
    assert why_not_returned(paid("a"), TODAY, "Compte clos", TODAY) is None
    assert isinstance(why_not_returned(None, TODAY, "Compte clos", TODAY), NotPaid)
    for day, reason, param in ((TODAY, " ", "reason"), (ISSUED - timedelta(days=1), "x", "returned_on"), (TODAY + timedelta(days=1), "x", "returned_on")):
        refused = why_not_returned(paid("a"), day, reason, TODAY)
        assert isinstance(refused, ReturnUnfit) and refused.param == param


def test_a_payment_takes_the_total_from_the_sellers_account_by_bank() -> None:
    made = payment_transfer(statement("stm_1", 660), 2, OPERATOR, NOW, CountedIds())
    assert (made.cause, made.part, made.amount, made.currency) == ("stm_1", "paid_out:2", 6_600_000, "EUR")
    assert (made.debit, made.credit) == ((PARTNER, Kind.DUE), (OPERATOR, Kind.BANK))
    assert paid_of(statement("a", 660), 2, said("a")) == Paid(StatementId("a"), 2, REM, 660, ISSUED, "VIR 1")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=30), st.dictionaries(st.sampled_from("abc"), st.integers(1, 10**9), min_size=3))
def test_whatever_is_paid_and_comes_back_all_is_zero_and_nothing_is_paid_twice(story: list[tuple[str, bool]], totals: dict[str, int]) -> None:
    ids, on, rows, known, parts = CountedIds(), {"due": sum(totals.values()) * 10_000, "bank": 0}, list[Paid](), dict[str, object](), set()
    found = [statement(id_, total) for id_, total in totals.items()]
    for id_, goes in story:
        holds = standing(rows).get(StatementId(id_))
        [one] = [each for each in found if each.id == id_]
        if goes and one in payable(found, rows, (), OPERATOR):
            nth = times_paid(one.id, rows) + 1
            made = payment_transfer(one, nth, OPERATOR, NOW, ids)
            assert (made.cause, made.part) not in parts
            parts.add((made.cause, made.part))
            known[made.cause + made.part] = made
            rows.append(paid_of(one, nth, said(id_)))
        elif not goes and holds is not None:
            made = reversal(known[id_ + part_of(holds.nth)], TODAY, NOW, ids)
            rows[rows.index(holds)] = replace(holds, returned_on=TODAY)
        else:
            continue
        on[made.debit.kind] -= made.amount
        on[made.credit.kind] += made.amount
        assert on["due"] + on["bank"] == sum(totals.values()) * 10_000
        still = sum(each.total for each in payable(found, rows, (), OPERATOR))
        assert on["due"] == still * 10_000 >= 0


def test_a_statement_that_was_never_paid_is_paid_for_the_first_time_next() -> None:
    assert times_paid(StatementId("a"), []) == 0
    assert times_paid(StatementId("a"), [paid("a"), paid("a", 3), paid("b", 7)]) == 3
