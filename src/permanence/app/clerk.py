"""The worker's part in the books: settles what partners answered, closes months that two people approved, posts what was paid, looks whether
all adds up."""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.reader import JournalReader
from permanence.app.clock import SystemClock
from permanence.interaction.ports import Clock
from permanence.kernel.ids import RandomIds
from permanence.ledger.due import pay_date
from permanence.ledger.errors import FiguresChanged, NoOperator
from permanence.ledger.service import Books
from permanence.ledger.service_payments import Remitter
from permanence.ledger.service_prepaid import Treasurer
from permanence.ledger.store import PostgresLedger
from permanence.ledger.store_payments import PostgresPayments
from permanence.ledger.store_prepaid import PostgresPrepaid
from permanence.synergy.service_settling import Settler
from permanence.synergy.store_overflow import PostgresSettling

log = structlog.get_logger("clerk")


@dataclass(slots=True)
class Clerk:
    """Keeps the books of an installation. While no firm runs it nothing is settled, and nothing is lost: the journal waits."""

    settler: Settler
    books: Books
    remitter: Remitter
    treasurer: Treasurer
    clock: Clock
    _told: set[str] = field(default_factory=set[str])

    async def settle(self) -> int:
        """Rate and post what the journal tells; return how many lines were read."""
        try:
            return await self.settler.catch_up()
        except NoOperator as error:
            self._tell_once("nobody_settles", error.message)
            return 0

    async def close(self) -> None:
        """Write the statements of approved months, take back what accepted disputes are about, and post what was paid by bank, and
        what was paid ahead or not used by its date."""
        try:
            for month in await self.books.close_approved(self.clock.now()):
                log.info("month_closed", month=month.isoformat())
            await self.books.settle_disputes([await self.books.operator()], self.clock.now())
            await self.remitter.post(self.clock.now())
            await self.treasurer.post(self.clock.now())
        except NoOperator:
            pass  # told by `settle`
        except FiguresChanged as error:
            self._tell_once("month_not_closed", error.message)

    async def check(self) -> None:
        """Compare balances with sums, and everything with zero; what differs is an error that somebody must see."""
        try:
            differences = await self.books.check()
        except NoOperator:
            return  # told by `settle`
        for each in differences:
            log.critical("books_differ", what=each.what, firm=each.firm, account=each.kind, expected=each.expected, kept=each.kept)

    def _tell_once(self, what: str, why: str) -> None:
        if what not in self._told:
            self._told.add(what)
            log.warning(what, why=why)


def clerk_of(database: Database) -> Clerk:
    """Return the clerk of an installation; `database` is the floor's door."""
    ids, clock = RandomIds(), SystemClock()
    books = Books(database, PostgresLedger(), ids, pay_date)
    settler = Settler(database, PostgresSettling(ids), JournalReader("settling"), books, clock)
    return Clerk(settler, books, Remitter(books, PostgresPayments()), Treasurer(books, PostgresPrepaid()), clock)
