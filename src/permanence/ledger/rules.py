"""Who may close a month, who may contest a statement, and until when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import msgspec

from permanence.kernel.errors import PermanenceError
from permanence.kernel.iban import IbanUnfit, read_iban
from permanence.kernel.ids import FirmId, PersonId
from permanence.ledger.due import RULES
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
from permanence.ledger.model import Billing, Dispute, Month, Party, Preview, Stage, Statement, Verdict

DISPUTE_DAYS = 30
"""For so many days after its issue a statement can be contested; the last one included."""
RATE_MAX = 10_000
FROZEN = (Stage.APPROVED, Stage.CLOSED)


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return month_of(month.replace(day=1) + timedelta(days=31))


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return month_of(month.replace(day=1) - timedelta(days=1))


def first_open(day: date, frozen: Collection[date]) -> date:
    """Return the day on which something of `day` can be booked: itself, or the first one of the next month that is not frozen."""
    while month_of(day) in frozen:
        day = next_month(day)
    return day


def why_not_proposed(month: Month, today: date, open_before: Sequence[date], preview: Preview, seen: str) -> PermanenceError | None:
    """Say why a month cannot be proposed for closing by somebody who has `seen` the figures of a digest. `open_before` are earlier
    months with transfers that are not frozen."""
    if month.stage in FROZEN:
        return MonthFrozen(month=f"{month.month:%Y-%m}")
    if today < next_month(month.month):
        return MonthNotOver(from_day=next_month(month.month).isoformat())
    if open_before:
        return EarlierMonthOpen(month=f"{min(open_before):%Y-%m}")
    blocking = sorted({finding.name or finding.firm for finding in preview.findings if finding.blocks})
    if blocking:
        return BillingMissing(firms=", ".join(blocking))
    return FiguresChanged() if preview.digest != seen else None


def why_not_approved(month: Month, person: PersonId, digest: str) -> PermanenceError | None:
    """Say why a person cannot approve a month whose figures have this digest now."""
    if month.stage in FROZEN:
        return MonthFrozen(month=f"{month.month:%Y-%m}")
    if month.proposal is None:
        return NotProposed()
    if month.proposal.proposed.person == person:
        return SamePerson()
    return FiguresChanged() if month.proposal.digest != digest else None


def partner_of(statement: Statement, firm: FirmId) -> Party:
    """Return the other firm of the calls, for one of the two that reads the statement; for the operator the one that does not earn."""
    owner, answering = statement.owner, statement.answering
    reader = firm if firm in (owner.firm, answering.firm) else statement.seller.firm
    return answering if owner.firm == reader else owner


def shown_to(statement: Statement, firm: FirmId) -> Statement:
    """Return a statement as a firm may read it: an account at a bank is told to the firm itself and to who pays into it, not to the
    third firm of the calls, nor a payer's to the one who is paid."""

    def shown(party: Party) -> Party:
        pays_it = party.firm == statement.seller.firm and firm == statement.buyer.firm
        return party if firm == party.firm or pays_it else msgspec.structs.replace(party, iban="", bic="")

    return msgspec.structs.replace(
        statement, seller=shown(statement.seller), buyer=shown(statement.buyer), owner=shown(statement.owner),
        answering=shown(statement.answering),
    )  # fmt: skip


def disputable_until(statement: Statement) -> date:
    """Return the last day on which a statement can be contested."""
    return statement.issued_on + timedelta(days=DISPUTE_DAYS)


def why_not_disputed(
    statement: Statement, call: str, firm: FirmId, reason: str, today: date, known: Sequence[Dispute]
) -> PermanenceError | None:
    """Say why a firm cannot contest a statement, or a call of it. `known` are the disputes about this statement."""
    if firm not in (statement.owner.firm, statement.answering.firm):
        return NotYours()
    if not reason.strip():
        return ReasonMissing(param="reason")
    if today > disputable_until(statement):
        return TooLate(until=disputable_until(statement).isoformat())
    open_or_accepted = [each for each in known if each.verdict in (None, Verdict.ACCEPTED)]
    return AlreadyDisputed() if any(not each.call or not call or each.call == call for each in open_or_accepted) else None


def why_not_answered(dispute: Dispute, firm: FirmId, verdict: Verdict, reason: str) -> PermanenceError | None:
    """Say why a firm cannot answer a dispute so: who raised it may withdraw it, the other firm of the calls accepts or rejects."""
    if dispute.verdict is not None:
        return AlreadyAnswered()
    if firm not in dispute.parties[:2] or (firm == dispute.firm) != (verdict is Verdict.WITHDRAWN):
        return NotYours()
    return ReasonMissing(param="reason") if verdict is Verdict.REJECTED and not reason.strip() else None


def why_unfit(billing: Billing) -> PermanenceError | None:
    """Say why a firm cannot stand so on invoices. An account and a rule that nobody can pay by would stop the month's closing."""
    if billing.vat_rate is None:
        if not billing.exemption.strip():
            return RateUnfit(param="exemption")
    elif not 0 <= billing.vat_rate <= RATE_MAX:
        return RateUnfit(param="vat_rate")
    if billing.pay_rule not in RULES:
        return PayRuleUnknown(param="pay_rule", rules=", ".join(RULES))
    try:
        read_iban(billing.iban) if billing.iban.strip() else None
    except IbanUnfit:
        return IbanUnfit(param="iban", iban=billing.iban[:40])
    return None
