"""A month's sums become statements: who earned from whom, cents once a line, tax once a statement, the rest to the cent; by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import CountedIds
from permanence.ledger.closing import (
    Flow,
    Residue,
    Sums,
    cents,
    changes,
    closing_transfers,
    digest,
    findings,
    flow,
    issue,
    sums,
    tax,
)
from permanence.ledger.model import (
    Account,
    Billing,
    Change,
    Finding,
    Kind,
    Line,
    LineKind,
    PaperKind,
    Parties,
    Trouble,
)
from tests.unit.ledger.kit import BILLINGS, NOW, OCTOBER, OPERATOR, OTHER, OWNER, PARTIES, PARTNER, tally

PAYOUT, FEES = (OPERATOR, Kind.PAYOUT), (OPERATOR, Kind.FEES)
MINE, THEIRS = (OWNER, Kind.DUE), (PARTNER, Kind.DUE)
A, F, C = LineKind.ANSWERED, LineKind.FEE, LineKind.CORRECTION
CENT = 10_000


@pytest.mark.parametrize(
    ("debit", "credit", "wanted"),
    [
        (PAYOUT, MINE, Flow(OWNER, OPERATOR, A, 1)),
        (PAYOUT, THEIRS, Flow(PARTNER, OPERATOR, A, 1)),
        (PAYOUT, FEES, None),
        (FEES, PAYOUT, None),
        (MINE, THEIRS, Flow(PARTNER, OWNER, A, 1)),
        (MINE, FEES, Flow(OPERATOR, OWNER, F, 1)),
        (MINE, PAYOUT, Flow(OWNER, OPERATOR, C, -1)),
        (THEIRS, PAYOUT, Flow(PARTNER, OPERATOR, C, -1)),
        (THEIRS, MINE, Flow(PARTNER, OWNER, C, -1)),
        (FEES, MINE, Flow(OPERATOR, OWNER, C, -1)),
        (MINE, (OPERATOR, Kind.BANK), None),
        ((OPERATOR, Kind.BANK), MINE, None),
        ((OPERATOR, Kind.VAT), THEIRS, None),
        (MINE, (OPERATOR, Kind.ROUNDING), None),
        ((OWNER, Kind.PREPAID), (OWNER, Kind.HELD), None),
        ((OWNER, Kind.HELD), FEES, None),
    ],
)
def test_a_sum_is_known_by_its_accounts(debit, credit, wanted) -> None:
    assert flow(tally(debit, credit, 1)) == wanted
    late = flow(tally(debit, credit, 1, correction=True))
    assert late == (None if wanted is None else wanted._replace(kind=C))


@pytest.mark.parametrize(
    ("amount", "wanted"),
    [(0, 0), (4_999, 0), (5_000, 0), (5_001, 1), (15_000, 2), (25_000, 2), (-5_000, 0), (-5_001, -1), (-15_000, -2), (10_000, 1)],
)
def test_half_a_cent_goes_to_the_even_neighbour(amount: int, wanted: int) -> None:
    assert cents(amount) == wanted


def test_tax_is_rounded_once() -> None:
    assert [tax(net, rate) for net, rate in ((1000, 2000), (2, 2500), (6, 2500), (7, 2500), (-6, 2500), (1, 0), (10, 10_000))] == [200, 0, 2, 2, -2, 0, 10]


def test_statements_of_both_ways_to_pay() -> None:
    made = sums(
        [
            tally(MINE, THEIRS, 5_504_999, calls=2, seconds=7000), tally(MINE, FEES, 505_000), tally(PAYOUT, FEES, 7),
            tally(PAYOUT, MINE, 10_005_001), tally(THEIRS, PAYOUT, 1_000_000, correction=True, about="2026-000007"),
            tally(PAYOUT, THEIRS, 3_000_000, correction=True, about="2026-09"), tally(PAYOUT, THEIRS, 9_000_000),
        ],
        BILLINGS,
    )  # fmt: skip
    assert [(each.seller, each.buyer, each.net, each.vat_rate, each.vat, each.total) for each in made.drafts] == [
        (OWNER, OPERATOR, 1001, 2000, 200, 1201),
        (PARTNER, OWNER, 550, 2000, 110, 660),
        (PARTNER, OPERATOR, 1100, 2000, 220, 1320),
        (OPERATOR, OWNER, 50, 2000, 10, 60),
    ]
    assert {each.parties for each in made.drafts} == {PARTIES} and {each.currency for each in made.drafts} == {"EUR"}
    assert made.drafts[1].lines == (Line(kind=A, calls=2, seconds=7000, amount=5_504_999, cents=550),)
    assert made.drafts[3].lines == (Line(kind=F, calls=1, seconds=3600, amount=505_000, cents=50),)
    assert [(each.kind, each.amount, each.cents, each.about) for each in made.drafts[2].lines] == [
        (A, 9_000_000, 900, ""), (C, -1_000_000, -100, "2026-000007"), (C, 3_000_000, 300, "2026-09"),
    ]  # fmt: skip
    # The owner: -4,999 above whole cents of what it earned, less 4,999 and 5,000 that it paid beyond them.
    assert made.residues == (Residue(PARTIES, OWNER, "EUR", -4_999 - 4_999 - 5_000), Residue(PARTIES, PARTNER, "EUR", 4_999))


def test_pairs_and_currencies_are_apart() -> None:
    others = Parties(OWNER, OTHER, OPERATOR)
    made = sums([tally(PAYOUT, MINE, CENT), tally(PAYOUT, MINE, CENT, currency="CHF"), tally(PAYOUT, MINE, CENT, parties=others)], BILLINGS)
    assert [(each.parties, each.currency, each.net) for each in made.drafts] == [(PARTIES, "CHF", 1), (PARTIES, "EUR", 1), (others, "EUR", 1)]
    assert made.residues == ()


def test_what_is_less_than_a_cent_has_no_statement_but_is_booked() -> None:
    made = sums([tally(PAYOUT, MINE, 4_000)], BILLINGS)
    assert made == Sums((), (Residue(PARTIES, OWNER, "EUR", 4_000),))


def test_without_tax() -> None:
    free = {**BILLINGS, OWNER: Billing(name="Étoile", exemption="Art. 293 B")}
    [draft] = sums([tally(PAYOUT, MINE, 1_000_000)], free).drafts
    assert (draft.vat_rate, draft.vat, draft.total) == (0, 0, 100)
    [unknown] = sums([tally(PAYOUT, MINE, 1_000_000)], {}).drafts
    assert (unknown.vat_rate, unknown.vat) == (0, 0)


amounts = st.integers(min_value=1, max_value=10**9)
ways = st.sampled_from([(PAYOUT, MINE), (PAYOUT, THEIRS), (MINE, THEIRS), (MINE, FEES), (THEIRS, MINE), (FEES, MINE), (THEIRS, PAYOUT), (PAYOUT, FEES)])
many = st.lists(st.tuples(ways, amounts, st.sampled_from(["", "2026-09"])), max_size=12)


@given(many, st.randoms(use_true_random=False), st.integers(0, 10_000))
def test_after_closing_an_account_has_what_its_statements_say(rows, chance, rate: int) -> None:
    billings = {firm: msgspec.structs.replace(each, vat_rate=rate) for firm, each in BILLINGS.items()}
    tallies = [tally(debit, credit, amount, correction=bool(about), about=about) for (debit, credit), amount, about in rows]
    made = sums(tallies, billings)
    moved = closing_transfers(made, "mpr_1", OCTOBER, NOW, CountedIds())
    due = dict.fromkeys((OWNER, PARTNER, OPERATOR), 0)
    for each in [*tallies, *moved]:
        for account, sign in ((each.debit, -1), (each.credit, 1)):
            due[account.firm] += sign * each.amount if account.kind is Kind.DUE else 0
    for firm in (OWNER, PARTNER):
        said = sum(each.total for each in made.drafts if each.seller == firm) - sum(each.total for each in made.drafts if each.buyer == firm)
        assert due[firm] == said * CENT
    chance.shuffle(tallies)
    assert sums(tallies, billings) == made
    assert digest(OCTOBER, made) == digest(OCTOBER, sums(tallies, billings))
    keys = [(each.parties, each.part) for each in moved]
    assert len(keys) == len(set(keys)) and all(each.amount > 0 for each in moved)


def test_what_closing_posts() -> None:
    figures = sums([tally(MINE, THEIRS, 5_504_999), tally(PAYOUT, MINE, 10_005_001), tally(MINE, FEES, 1_000_000)], BILLINGS)
    made = closing_transfers(figures, "mpr_1", OCTOBER, NOW, CountedIds())
    rounding, vat = (OPERATOR, Kind.ROUNDING), (OPERATOR, Kind.VAT)
    assert [(each.part, each.debit, each.credit, each.amount) for each in made] == [
        (f"rounding:{OWNER}:EUR", rounding, MINE, 9_998),
        (f"rounding:{PARTNER}:EUR", THEIRS, rounding, 4_999),
        (f"vat_earned:{OWNER}:{OPERATOR}:EUR", vat, MINE, 200 * CENT),
        (f"vat_earned:{PARTNER}:{OWNER}:EUR", vat, THEIRS, 110 * CENT),
        (f"vat_paid:{PARTNER}:{OWNER}:EUR", MINE, vat, 110 * CENT),
        (f"vat_paid:{OPERATOR}:{OWNER}:EUR", MINE, vat, 20 * CENT),
    ]
    assert {(each.cause, each.booked_on, each.posted_at, each.currency, each.parties) for each in made} == {("mpr_1", OCTOBER, NOW, "EUR", PARTIES)}
    assert all(each.id.startswith("trf_") for each in made)
    given_back = sums([tally(THEIRS, PAYOUT, 1_000_000, correction=True)], BILLINGS)
    [back] = closing_transfers(given_back, "mpr_1", OCTOBER, NOW, CountedIds())
    assert (back.debit, back.credit, back.amount) == (THEIRS, vat, 20 * CENT)
    assert closing_transfers(sums([tally(PAYOUT, MINE, 10_000)], {}), "m", OCTOBER, NOW, CountedIds()) == []


def test_figures_have_one_digest() -> None:
    made = sums([tally(PAYOUT, MINE, 10_005_001)], BILLINGS)
    others = [
        digest(OCTOBER, sums([tally(PAYOUT, MINE, 10_005_002)], BILLINGS)), digest(date(2026, 9, 1), made),
        digest(OCTOBER, sums([tally(PAYOUT, MINE, 10_005_001, calls=2)], BILLINGS)), digest(OCTOBER, Sums(made.drafts, ())),
        digest(OCTOBER, sums([tally(PAYOUT, MINE, 10_005_001)], {})), digest(OCTOBER, made),
    ]  # fmt: skip
    assert len(set(others)) == len(others) and all(len(each) == 64 for each in others)


def pay(issued_on: date, rule: str, country: str) -> tuple[date, str]:
    return issued_on + timedelta(days=41), f"{rule} {country}"


def test_a_statement_is_issued() -> None:
    [draft] = sums([tally(PAYOUT, THEIRS, 5_504_999)], BILLINGS).drafts
    made = issue(draft, OCTOBER, BILLINGS, NOW.date(), pay, CountedIds())
    assert (made.kind, made.number, made.month, made.currency, made.corrects, made.mandate) == (PaperKind.INVOICE, "", OCTOBER, "EUR", "", "M1")
    assert [each.firm for each in (made.owner, made.answering, made.seller, made.buyer)] == [OWNER, PARTNER, PARTNER, OPERATOR]
    assert (made.seller.name, made.seller.iban, made.net, made.vat, made.total, made.vat_rate, made.lines) == ("Nord", "FR76", 550, 110, 660, 2000, draft.lines)
    assert (made.issued_on, made.due_on, made.due_why, made.exemption) == (NOW.date(), date(2026, 12, 13), "A FR", "")
    assert made.id.startswith("stm_")


def test_below_zero_it_is_a_credit_note_without_the_minus() -> None:
    rows = [
        tally(THEIRS, PAYOUT, 3_000_000, correction=True, about="2026-000007"),
        tally(THEIRS, PAYOUT, 2_000_000, correction=True, about="2026-000003"), tally(PAYOUT, THEIRS, 1_000_000),
    ]  # fmt: skip
    free = {**BILLINGS, PARTNER: Billing(name="Nord", exemption="Art. 44")}
    for billings, vat, why in ((BILLINGS, 80, ""), (free, 0, "Art. 44")):
        [draft] = sums(rows, billings).drafts
        made = issue(draft, OCTOBER, billings, NOW.date(), pay, CountedIds())
        assert (made.kind, made.net, made.vat, made.total, made.exemption) == (PaperKind.CREDIT_NOTE, 400, vat, 400 + vat, why)
        assert made.corrects == "2026-000003, 2026-000007"
        assert [(line.cents, line.amount) for line in made.lines] == [(-100, -1_000_000), (200, 2_000_000), (300, 3_000_000)]


def test_a_net_of_nothing_is_an_invoice() -> None:
    rows = [tally(PAYOUT, THEIRS, 1_000_000), tally(THEIRS, PAYOUT, 1_000_000, correction=True, about="x")]
    [draft] = sums(rows, BILLINGS).drafts
    made = issue(draft, OCTOBER, BILLINGS, NOW.date(), pay, CountedIds())
    assert (made.kind, made.total, made.corrects) == (PaperKind.INVOICE, 0, "")


def test_what_to_look_at_before_closing() -> None:
    drafts = sums([tally(MINE, THEIRS, 1_000_000), tally(MINE, FEES, 1_000_000), tally(PAYOUT, MINE, 10_000)], BILLINGS).drafts
    names = {OWNER: "Étoile", PARTNER: "Nord", OPERATOR: "Plateforme"}
    assert findings(drafts, BILLINGS, names) == ()
    plain = {firm: Billing(name="x") for firm in (PARTNER, OPERATOR)}
    found = findings(drafts, plain, names)
    assert found == (Finding(Trouble.NO_BILLING, OWNER, "Étoile"), Finding(Trouble.NO_IBAN, PARTNER, "Nord"), Finding(Trouble.NO_MANDATE, PARTNER, "Nord"))
    assert [each.blocks for each in found] == [True, False, False]
    back = sums([tally(THEIRS, PAYOUT, 1_000_000, correction=True)], BILLINGS).drafts
    assert findings(back, BILLINGS, {}) == (Finding(Trouble.NEGATIVE, PARTNER, ""),)
    assert [each.firm for each in findings(back, {PARTNER: BILLINGS[PARTNER]}, {})] == [OPERATOR, PARTNER]
    even = sums([tally(PAYOUT, THEIRS, 1_000_000), tally(THEIRS, PAYOUT, 1_000_000, correction=True, about="x")], BILLINGS).drafts
    assert even[0].net == 0 and findings(even, BILLINGS, {}) == ()
    both = findings(drafts, {}, {})
    assert [each.firm for each in both] == sorted(each.firm for each in both) and len(both) == 3


def test_what_changed_since_the_month_before() -> None:
    before = sums([tally(PAYOUT, MINE, 1_000_000), tally(PAYOUT, THEIRS, 5_000_000)], BILLINGS).drafts
    now = sums([tally(PAYOUT, MINE, 1_500_000), tally(MINE, FEES, 40_000), tally(PAYOUT, MINE, 10_000, currency="CHF")], BILLINGS).drafts
    found = changes(before, now)
    assert found == (Change(PARTNER, "EUR", 500, 0), Change(OWNER, "EUR", 100, 150), Change(OPERATOR, "EUR", 0, 4), Change(OWNER, "CHF", 0, 1))
    assert all(abs(a.now - a.before) >= abs(b.now - b.before) for a, b in pairwise(found))
    assert changes(now, now)[0].before == changes(now, now)[0].now
    steady = changes([msgspec.structs.replace(before[0], net=10**6)], [msgspec.structs.replace(before[0], net=10**6), before[1]])
    assert [(each.firm, each.now - each.before) for each in steady] == [(PARTNER, 500), (OWNER, 0)]
    equal = changes((), [msgspec.structs.replace(draft, net=7) for draft in reversed(before)])
    assert [each.firm for each in equal] == [OWNER, PARTNER]


def test_lines_of_one_kind_add_up() -> None:
    late = replace(tally(PAYOUT, MINE, 30_000, about="kept out"), debit=Account(*PAYOUT))
    [draft] = sums([tally(PAYOUT, MINE, 10_000, calls=3, seconds=5), late], BILLINGS).drafts
    assert draft.lines == (Line(kind=A, calls=4, seconds=3605, amount=40_000, cents=4),)
