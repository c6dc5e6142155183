"""Firms, a moment and sums for the tests of the ledger's rules."""

from __future__ import annotations

from datetime import UTC, date, datetime

from permanence.kernel.ids import CountedIds, FirmId
from permanence.ledger.model import Account, Billing, Kind, Parties, Stretch, Tally, Transfer
from permanence.ledger.posting import answered

OWNER, PARTNER, OPERATOR, OTHER = (FirmId(f"frm_{n:026}") for n in range(1, 5))
PARTIES = Parties(OWNER, PARTNER, OPERATOR)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
OCTOBER, DAY = date(2026, 10, 1), date(2026, 10, 5)
BILLINGS = {
    firm: Billing(name=name, vat_rate=2000, iban="FR76", mandate="M1", country=country)
    for firm, name, country in ((OWNER, "Étoile", "FR"), (PARTNER, "Nord", "BE"), (OPERATOR, "Plateforme", "FR"), (OTHER, "Zénith", "FR"))
}


def call(cause: str = "ans_1", *, from_payout: bool = True, owner: int = 5_000_000, answering: int = 5_500_000, platform: int = 500_000) -> list[Transfer]:
    """Return the transfers of an answered hour."""
    return answered(Stretch(cause, PARTIES, from_payout, owner, answering, platform, "EUR", 3600, DAY), NOW, CountedIds())


def tally(
    debit: tuple[FirmId, Kind], credit: tuple[FirmId, Kind], amount: int, *, calls: int = 1, seconds: int = 3600,
    correction: bool = False, about: str = "", parties: Parties = PARTIES, currency: str = "EUR",
) -> Tally:  # fmt: skip
    """Return a sum."""
    return Tally(parties, Account(*debit), Account(*credit), currency, correction, about, calls, seconds, amount)
