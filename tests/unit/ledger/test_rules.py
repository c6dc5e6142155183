"""Who may close a month, contest a statement, answer; and where what is late is booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from permanence.kernel.iban import IbanUnfit
from permanence.kernel.ids import CountedIds, DisputeId, PersonId, ProposalId, StatementId
from permanence.ledger.closing import issue, sums
from permanence.ledger.errors import (
    AlreadyAnswered,
    AlreadyDisputed,
    BillingMissing,
    EarlierMonthOpen,
    FiguresChanged,
    MonthFrozen,
    MonthNotOver,
    NotProposed,
    NotYours,
    PayRuleUnknown,
    RateUnfit,
    ReasonMissing,
    SamePerson,
    TooLate,
)
from permanence.ledger.model import (
    Billing,
    Dispute,
    Finding,
    Kind,
    Month,
    Named,
    Preview,
    Proposal,
    Stage,
    Trouble,
    Verdict,
)
from permanence.ledger.rules import (
    disputable_until,
    first_open,
    month_before,
    month_of,
    next_month,
    partner_of,
    shown_to,
    why_not_answered,
    why_not_approved,
    why_not_disputed,
    why_not_proposed,
    why_unfit,
)
from tests.unit.ledger.kit import BILLINGS, NOW, OCTOBER, OPERATOR, OWNER, PARTIES, PARTNER, tally

ANN, BOB = (Named(PersonId(f"per_{n}"), f"P{n}", NOW) for n in (1, 2))
PROPOSAL = Proposal(ProposalId("mpr_1"), OCTOBER, "d1", ANN)
OPEN = Month(OCTOBER, None)
PROPOSED = Month(OCTOBER, PROPOSAL)
APPROVED = Month(OCTOBER, PROPOSAL, BOB)
CLOSED = Month(OCTOBER, PROPOSAL, BOB, NOW, 3)
SEEN = Preview(OCTOBER, (), (), (), "d1", {})
[DRAFT] = sums([tally((OPERATOR, Kind.PAYOUT), (PARTNER, Kind.DUE), 10**7)], BILLINGS).drafts
PAPER = issue(DRAFT, OCTOBER, BILLINGS, NOW.date(), lambda day, *_: (day, ""), CountedIds())


@pytest.mark.parametrize(
    ("day", "first", "after", "before"),
    [
        (date(2026, 10, 31), date(2026, 10, 1), date(2026, 11, 1), date(2026, 9, 1)),
        (date(2026, 12, 1), date(2026, 12, 1), date(2027, 1, 1), date(2026, 11, 1)),
        (date(2027, 1, 15), date(2027, 1, 1), date(2027, 2, 1), date(2026, 12, 1)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1), date(2028, 1, 1)),
    ],
)
def test_months(day: date, first: date, after: date, before: date) -> None:
    assert (month_of(day), next_month(day), month_before(day)) == (first, after, before)


def test_what_is_late_goes_to_the_first_open_month() -> None:
    day = date(2026, 10, 5)
    assert first_open(day, ()) == day
    assert first_open(day, {OCTOBER}) == date(2026, 11, 1)
    assert first_open(day, {OCTOBER, date(2026, 11, 1)}) == date(2026, 12, 1)
    assert first_open(day, {date(2026, 11, 1)}) == day


def test_how_far_a_month_has_come() -> None:
    assert [each.stage for each in (OPEN, PROPOSED, APPROVED, CLOSED)] == [Stage.OPEN, Stage.PROPOSED, Stage.APPROVED, Stage.CLOSED]


def why_proposal(month: Month = OPEN, today: date = date(2026, 11, 1), before=(), preview: Preview = SEEN, seen: str = "d1") -> object:
    found = why_not_proposed(month, today, before, preview, seen)
    return None if found is None else (type(found), found.data)


def test_who_proposes_a_month() -> None:
    assert why_proposal() is why_proposal(PROPOSED) is None
    assert why_proposal(APPROVED) == why_proposal(CLOSED) == (MonthFrozen, {"month": "2026-10"})
    assert why_proposal(today=date(2026, 10, 31)) == (MonthNotOver, {"from_day": "2026-11-01"})
    assert why_proposal(before=(date(2026, 9, 1), date(2026, 8, 1))) == (EarlierMonthOpen, {"month": "2026-08"})
    missing = replace(SEEN, findings=(Finding(Trouble.NO_BILLING, OWNER, ""), Finding(Trouble.NO_BILLING, PARTNER, "Nord"), Finding(Trouble.NO_IBAN, OPERATOR, "P")))
    assert why_proposal(preview=missing) == (BillingMissing, {"firms": f"Nord, {OWNER}"})
    assert why_proposal(preview=replace(SEEN, findings=(Finding(Trouble.NO_IBAN, OPERATOR, "P"),))) is None
    assert why_proposal(seen="d2") == (FiguresChanged, {})


def test_who_approves_a_month() -> None:
    assert why_not_approved(PROPOSED, BOB.person, "d1") is None
    assert isinstance(why_not_approved(PROPOSED, ANN.person, "d1"), SamePerson)
    assert isinstance(why_not_approved(PROPOSED, BOB.person, "d2"), FiguresChanged)
    assert isinstance(why_not_approved(OPEN, BOB.person, "d1"), NotProposed)
    for frozen in (APPROVED, CLOSED):
        found = why_not_approved(frozen, BOB.person, "d1")
        assert isinstance(found, MonthFrozen) and found.data == {"month": "2026-10"}


def dispute(call: str = "", verdict: Verdict | None = None) -> Dispute:
    return Dispute(DisputeId("dsp_1"), PARTIES, StatementId("stm_1"), call, "Why", OWNER, ANN, verdict)


def test_who_contests_a_statement_and_until_when() -> None:
    today = NOW.date()
    assert disputable_until(PAPER) == date(2026, 12, 2)
    for firm in (OWNER, PARTNER):
        assert why_not_disputed(PAPER, "ans_1", firm, "Why", disputable_until(PAPER), ()) is None
    assert isinstance(why_not_disputed(PAPER, "", OPERATOR, "Why", today, ()), NotYours)
    assert isinstance(why_not_disputed(PAPER, "", OWNER, " ", today, ()), ReasonMissing)
    late = why_not_disputed(PAPER, "", OWNER, "Why", disputable_until(PAPER) + timedelta(days=1), ())
    assert isinstance(late, TooLate) and late.data == {"until": "2026-12-02"}


@pytest.mark.parametrize(
    ("asked", "known", "verdict", "already"),
    [
        ("a", "a", None, True), ("a", "a", Verdict.ACCEPTED, True), ("a", "a", Verdict.REJECTED, False),
        ("a", "a", Verdict.WITHDRAWN, False), ("a", "b", None, False), ("a", "", None, True), ("", "b", None, True), ("", "", None, True),
    ],
)  # fmt: skip
def test_nothing_is_contested_twice_at_a_time(asked: str, known: str, verdict: Verdict | None, already: bool) -> None:
    found = why_not_disputed(PAPER, asked, OWNER, "Why", NOW.date(), [dispute(known, verdict)])
    assert isinstance(found, AlreadyDisputed) is already


@pytest.mark.parametrize(
    ("firm", "verdict", "reason", "wanted"),
    [
        (OWNER, Verdict.WITHDRAWN, "", None), (OWNER, Verdict.ACCEPTED, "", NotYours), (OWNER, Verdict.REJECTED, "x", NotYours),
        (PARTNER, Verdict.ACCEPTED, "", None), (PARTNER, Verdict.REJECTED, "x", None), (PARTNER, Verdict.REJECTED, " ", ReasonMissing),
        (PARTNER, Verdict.WITHDRAWN, "", NotYours), (OPERATOR, Verdict.ACCEPTED, "", NotYours), (OPERATOR, Verdict.REJECTED, "x", NotYours),
    ],
)  # fmt: skip
def test_who_answers_how(firm, verdict: Verdict, reason: str, wanted) -> None:
    found = why_not_answered(dispute(), firm, verdict, reason)
    assert found is None if wanted is None else isinstance(found, wanted)
    assert isinstance(why_not_answered(dispute(verdict=Verdict.REJECTED), firm, verdict, reason), AlreadyAnswered)


def test_a_rate_or_a_reason() -> None:
    billing = Billing(name="x", vat_rate=0)
    for rate in (0, 2000, 10_000):
        assert why_unfit(msgspec.structs.replace(billing, vat_rate=rate)) is None
    for rate in (-1, 10_001):
        found = why_unfit(msgspec.structs.replace(billing, vat_rate=rate))
        assert isinstance(found, RateUnfit) and found.param == "vat_rate"
    found = why_unfit(Billing(name="x", exemption=" "))
    assert isinstance(found, RateUnfit) and found.param == "exemption"
    assert why_unfit(Billing(name="x", exemption="Art. 293 B")) is None


def test_an_account_and_a_rule_that_can_be_paid_by() -> None:
    billing = Billing(name="x", vat_rate=0)
    for iban in ("", "FR76 3000 6000 0112 3456 7890 189"):
        assert why_unfit(msgspec.structs.replace(billing, iban=iban)) is None
    found = why_unfit(msgspec.structs.replace(billing, iban="FR76 3000 6000 0112 3456 7890 188"))
    assert isinstance(found, IbanUnfit) and found.param == "iban"
    found = why_unfit(msgspec.structs.replace(billing, pay_rule="E"))
    assert isinstance(found, PayRuleUnknown) and found.param == "pay_rule"


def test_the_partner_is_the_other_firm_of_the_calls() -> None:
    assert PAPER.seller.firm == PARTNER
    assert partner_of(PAPER, OWNER).firm == PARTNER
    assert partner_of(PAPER, PARTNER).firm == OWNER
    assert partner_of(PAPER, OPERATOR).firm == OWNER
    earned_by_owner = msgspec.structs.replace(PAPER, seller=PAPER.owner)
    assert partner_of(earned_by_owner, OPERATOR).firm == PARTNER


def test_a_refusal_says_which_field() -> None:
    found = why_not_disputed(PAPER, "", OWNER, "", NOW.date(), ())
    assert found is not None and found.param == "reason"
    found = why_not_answered(dispute(), PARTNER, Verdict.REJECTED, "")
    assert found is not None and found.param == "reason"


def test_an_account_is_told_to_its_firm_and_to_who_pays_into_it() -> None:
    def with_account(party):
        return msgspec.structs.replace(party, iban=f"of {party.firm}", bic="X")

    names = ("seller", "buyer", "owner", "answering")
    paper = msgspec.structs.replace(PAPER, **{name: with_account(getattr(PAPER, name)) for name in names})
    assert (paper.seller.firm, paper.buyer.firm) == (PARTNER, OPERATOR)
    for reader, told in ((PARTNER, {PARTNER}), (OPERATOR, {OPERATOR, PARTNER}), (OWNER, {OWNER})):
        shown = shown_to(paper, reader)
        assert {party.firm for name in names if (party := getattr(shown, name)).iban} == told
        assert all(bool(getattr(shown, name).iban) is bool(getattr(shown, name).bic) for name in names)
        assert (shown.seller.name, shown.total, shown.lines) == (paper.seller.name, paper.total, paper.lines)
