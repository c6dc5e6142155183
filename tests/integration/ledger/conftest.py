"""An installation with its operator, an owner firm, two that answer, and somebody to decide in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from permanence.adapters.postgres.pool import Database
from permanence.firms.model import RIGHTS, Language, Person, PersonStatus, Role, Visitor
from permanence.firms.service_shelf import Tools
from permanence.firms.store import PostgresFirms
from permanence.kernel.ids import FirmId, PersonId, RandomIds
from permanence.ledger.model import Billing, Parties, Stretch, Transfer
from permanence.ledger.posting import answered
from permanence.ledger.service import Books
from permanence.ledger.service_month import Settlement
from permanence.ledger.store import PostgresLedger
from tests.conftest import MakeFirm

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


class NoFloor:
    """Nobody is told."""

    async def reload(self, firm: FirmId) -> None:
        """Do nothing."""


def pay_later(issued_on: date, rule: str, country: str) -> tuple[date, str]:
    """Thirty days after."""
    return issued_on + timedelta(days=30), f"{rule}{country}"


@dataclass(frozen=True)
class House:
    """The firms, their services, and who may decide."""

    operator: FirmId
    owner: FirmId
    answering: FirmId
    other: FirmId
    books: Books
    settlement: Settlement
    app: Database
    floor: Database

    @property
    def parties(self) -> Parties:
        """Owner, answering firm, operator."""
        return Parties(self.owner, self.answering, self.operator)

    def visitor(self, firm: FirmId, nth: int = 1, role: Role | None = None) -> Visitor:
        """Return a person of a firm: its director, or at the operator one who runs the platform."""
        chosen = role or (Role.OPERATOR if firm == self.operator else Role.DIRECTOR)
        person = Person(PersonId(f"per_{nth:026}"), f"p{nth}@x.fr", f"Person {nth}", (chosen,), Language.FR, PersonStatus.ACTIVE, False)
        return Visitor(firm, person, "sgn", RIGHTS[chosen], NOW + timedelta(days=1))

    def call(
        self, cause: str, *, owner: int = 5_000_000, answering: int = 5_500_000, platform: int = 500_000, from_payout: bool = True,
        seconds: int = 3600, on: date = date(2026, 10, 5), parties: Parties | None = None,
    ) -> list[Transfer]:  # fmt: skip
        """Return the transfers of an answered hour, or of what is said instead."""
        stretch = Stretch(cause, parties or self.parties, from_payout, owner, answering, platform, "EUR", seconds, on)
        return answered(stretch, NOW, self.books.ids)

    async def amounts(self, firm: FirmId) -> dict[str, int]:
        """Return what is on a firm's accounts, by kind."""
        return {str(each.account.kind): each.amount for each in await self.settlement.balances(self.visitor(firm))}

    async def bill_all(self, vat_rate: int = 2000) -> None:
        """Have every firm say how it stands on invoices."""
        for name, firm in (("Plateforme", self.operator), ("Étoile", self.owner), ("Nord", self.answering), ("Zénith", self.other)):
            billing = Billing(name=name, vat_rate=vat_rate, iban="FR7630006000011234567890189", mandate="2026-01-01")
            await self.settlement.keep_billing(self.visitor(firm), billing, NOW)


@pytest.fixture
async def house(database: Database, floor_database: Database, make_firm: MakeFirm) -> House:
    """An installation in a fresh database."""
    firms = [await make_firm(name) for name in ("Plateforme", "Étoile", "Nord", "Zénith")]
    async with floor_database.nobody() as c:
        await c.execute("insert into platform.operator (firm_id) values (%s)", [firms[0]])
    ids = RandomIds()
    return House(
        *firms, Books(floor_database, PostgresLedger(), ids, pay_later),
        Settlement(Tools(database, PostgresFirms(), ids, NoFloor()), PostgresLedger()), database, floor_database,
    )  # fmt: skip
