"""Wires history, recordings, reports and the live floor into the web process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Router

from permanence.adapters.floorlink.client import FloorLink
from permanence.adapters.http.live import LateQualify, LiveDesk, live
from permanence.adapters.http.visitors import COOKIE, Visitors
from permanence.adapters.postgres.pool import Database
from permanence.adapters.recordings.keys import load_key
from permanence.adapters.recordings.sealed import SealedArchive
from permanence.app.clock import SystemClock
from permanence.app.settings import Settings
from permanence.cards.masking import mask
from permanence.firms.service_access import Accesses
from permanence.firms.store import PostgresFirms
from permanence.firms.store_access import PostgresAccesses
from permanence.interaction import api, api_recordings
from permanence.interaction.archive import Viewer
from permanence.interaction.history import Amendment, CallLine
from permanence.interaction.ports import Standing
from permanence.interaction.service import History, Listening
from permanence.interaction.store_history import PostgresCalls
from permanence.interaction.store_recordings import PostgresRecordings
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import InteractionId, RandomIds, is_id
from permanence.reports import api as reports_api
from permanence.reports.service import Promises
from permanence.reports.store import PostgresPromises


@dataclass(frozen=True, slots=True)
class CookieStanding:
    """Implements `interaction.ports.Standing` by the cookie of the request."""

    secret: str | None
    visitors: Visitors
    history: History

    async def still(self) -> Viewer | None:
        """Return the person with today's rights, or None where the sign-in has ended."""
        visitor = await self.visitors.find(self.secret, datetime.now(UTC))
        if visitor is None:
            return None
        agent = await self.history.agent_of(visitor.firm, visitor.person.id)
        return Viewer(visitor.firm, visitor.person.id, agent, visitor.rights)


class Calls:
    """What the web process needs for calls, live and afterwards."""

    routers = (api.router, api_recordings.router, reports_api.router, Router("/", route_handlers=[live], include_in_schema=False))

    def __init__(self, settings: Settings, database: Database, link: FloorLink) -> None:
        """Wire the parts."""
        clock, ids = SystemClock(), RandomIds()
        store, accesses = PostgresRecordings(), Accesses(database, PostgresAccesses(), ids)
        # The web process opens what is sealed and seals nothing, so it needs to know of no spool.
        archive = SealedArchive(settings.recordings, settings.recordings, load_key(settings.secrets))
        self.link = link
        self.history = History(database, PostgresCalls(), store, PostgresFirms(), clock, ids, accesses, lambda notes: mask(notes).text)
        self.listening = Listening(database, store, archive, clock, ids, accesses)
        self.promises = Promises(database, PostgresPromises(), clock)

    def services(self, visitors: Visitors) -> dict[str, object]:
        """Return what routes ask for, by the name of their parameter."""

        def standing_of(request: Request[Any, Any, Any]) -> Standing:
            return CookieStanding(request.cookies.get(COOKIE), visitors, self.history)

        desk = LiveDesk(self.link, visitors, self.history.agent_of, self._amend, now)
        standings: Callable[[Request[Any, Any, Any]], Standing] = standing_of
        return {
            "history": self.history,
            "listening": self.listening,
            "promises": self.promises,
            "standing_of": standings,
            "live_desk": desk,
        }

    async def _amend(self, late: LateQualify) -> CallLine:
        """Correct a call that the floor no longer holds."""
        if not is_id(late.call, "int"):
            raise NotFound
        visitor = late.visitor
        viewer = Viewer(visitor.firm, visitor.person.id, late.agent, visitor.rights)
        return await self.history.amend(viewer, InteractionId(late.call), Amendment(late.disposition, late.notes))


def now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)
