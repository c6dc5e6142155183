"""What the worker does beside recordings, accounts and receipts: charged calls, cards, complaints, diverted callers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from permanence.adapters.floorlink.once import Bell
from permanence.adapters.key_file import load_secret
from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.reader import JournalReader
from permanence.app.clock import SystemClock
from permanence.app.keypad import payments_of
from permanence.app.settings import Settings
from permanence.cards.service_charging import Cashier
from permanence.cards.store import PostgresCashing
from permanence.diversion.service_look import LOOK_EVERY, Looker
from permanence.diversion.store import PostgresWatch
from permanence.kernel.ids import RandomIds
from permanence.ledger.errors import NoOperator
from permanence.ledger.service import Books
from permanence.quality.service_tying import Tying
from permanence.quality.store import PostgresTying
from permanence.tariffs.service_charging import Charger
from permanence.tariffs.store_charging import PostgresCharging

RECKON_EVERY = timedelta(minutes=1)

log = structlog.get_logger("worker")


@dataclass(frozen=True, slots=True)
class Beside:
    """More for the worker: what is done at every turn, which returns how much was done, and what is done at times; each is told
    the time."""

    turns: tuple[Callable[[datetime], Awaitable[int]], ...] = ()
    at_times: tuple[tuple[str, timedelta, Callable[[datetime], Awaitable[None]]], ...] = ()


def beside_of(settings: Settings, database: Database, books: Books) -> Beside:
    """Return what the worker of this installation does beside."""
    charger = Charger(database, PostgresCharging(), JournalReader("tariffs"))
    cashier = Cashier(
        database, PostgresCashing(), JournalReader("cards"), books, payments_of(settings), SystemClock(), RandomIds()
    )
    tying = Tying(database, PostgresTying(), RandomIds(), Bell(settings.floor_socket), load_secret(settings.secrets, "references.key", 32))

    looker = Looker(database, PostgresWatch(), RandomIds())

    async def charge(_: datetime) -> int:
        return await charger.catch_up()

    async def cash(_: datetime) -> int:
        """While no firm runs the installation the journal waits, as the clerk says."""
        try:
            return await cashier.turn()
        except NoOperator:
            return 0

    async def reckon(now: datetime) -> None:
        """The log says of which partners the floor was told."""
        for each in await tying.reckon(now):
            log.info("partner_stands", agreement=each.agreement, answered=each.answered, complained=each.complained, high=round(each.high, 4))

    return Beside((charge, cash, tying.catch_up), (("reckon", RECKON_EVERY, reckon), ("compare", LOOK_EVERY, looker.look)))
