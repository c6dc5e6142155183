"""Puts together what the demonstration needs of the platform's own services: set-up, history, listening."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from permanence.adapters.argon import Argon2Passwords, SystemSecrets
from permanence.adapters.postgres.pool import Database
from permanence.adapters.recordings.keys import load_key
from permanence.adapters.recordings.sealed import SealedArchive
from permanence.app import web_duty, web_setup
from permanence.app.database import floor_door
from permanence.app.demo import last_month
from permanence.app.demo import state as remembered
from permanence.app.demo.alliance import Alliance
from permanence.app.demo.firms import ETOILE
from permanence.app.demo.seed import QuietFloor, Seeder, firm_id
from permanence.app.demo.state import State
from permanence.app.demo.watch import Watch
from permanence.app.settings import Settings
from permanence.cards.service import Cards
from permanence.firms.model import Right
from permanence.firms.service import People
from permanence.firms.service_access import Accesses
from permanence.firms.service_shelf import Tools
from permanence.firms.store import PostgresFirms
from permanence.firms.store_access import PostgresAccesses
from permanence.flows.service import FlowsSetup
from permanence.interaction.archive import Viewer
from permanence.interaction.service import History, Listening
from permanence.interaction.store_history import PostgresCalls
from permanence.interaction.store_recordings import PostgresRecordings
from permanence.kernel.ids import PersonId, RandomIds
from permanence.ledger.service_month import Settlement
from permanence.planning.service_duty import Duty
from permanence.routing.service import RoutingSetup
from permanence.synergy.service import Synergy
from permanence.synergy.service_overflow import Overflows

Say = Callable[[str], None]


class SystemClock:
    """The time of day."""

    def now(self) -> datetime:
        """Return it, aware, in UTC."""
        return datetime.now(UTC)


async def seed(settings: Settings, database: Database, say: Say) -> State:
    """Have both demonstration firms in the database; return what is remembered of them."""
    ids, firms, floor = RandomIds(), PostgresFirms(), QuietFloor()
    tools = Tools(database, firms, ids, floor)
    setup = {**web_setup.services(settings, tools), **web_duty.services(tools)}
    seeder = Seeder(
        people=People(database, firms, Argon2Passwords(), SystemSecrets(), ids, floor),
        routing=cast(RoutingSetup, setup["routing"]),
        flows=cast(FlowsSetup, setup["flows"]),
        duty=cast(Duty, setup["duty"]),
        alliance=Alliance(
            cast(Synergy, setup["synergy"]), cast(Overflows, setup["overflows"]), cast(RoutingSetup, setup["routing"]),
            cast(Settlement, setup["settlement"]), cast(Cards, setup["cards"]),
        ),
        ids=ids,
        now=datetime.now(UTC),
        state=await asyncio.to_thread(remembered.load, settings),
        say=say,
    )
    state = await seeder.seed()
    await asyncio.to_thread(remembered.save, settings, state)
    async with Database(floor_door(settings), size_max=1) as all_firms:
        await last_month.seed(all_firms, state, datetime.now(UTC))
    return state


def watch_of(settings: Settings, database: Database, state: State, column: int, say: Say) -> Watch:
    """Return what tells calls of the first firm in the terminal, seen with its director's rights."""
    store, clock, ids = PostgresRecordings(), SystemClock(), RandomIds()
    accesses = Accesses(database, PostgresAccesses(), ids)
    archive = SealedArchive(settings.recordings, settings.recordings, load_key(settings.secrets))
    firm = firm_id(ETOILE)
    viewer = Viewer(firm, PersonId(state.directors[firm]), None, frozenset({Right.HISTORY, Right.LISTEN}))
    return Watch(
        History(database, PostgresCalls(), store, PostgresFirms(), clock, ids, accesses),
        Listening(database, store, archive, clock, ids, accesses),
        viewer,
        say,
        column,
    )
