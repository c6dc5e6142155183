"""Looking after a firm's advertisements: writing them, saying which code a caller gave, and what they brought."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from permanence.adverts.attribution import DAY_MAX, DAY_MIN, is_code, why_not_kept
from permanence.adverts.errors import CodeUnfit, PeriodTooLong, PeriodUnfit, TooManyAdverts, TooManyCalls
from permanence.adverts.figures import report
from permanence.adverts.model import Advert, AdvertReport, CallSeen, Step
from permanence.adverts.ports import AdvertStore, Place
from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import AdvertId

DAYS_MAX = 400
CALLS_MAX = 200_000
AT_ONCE = 5_000  # calls read before other requests have their turn
ADVERTS_MAX = 500
TOKEN_LENGTH = 16
MONTH = timedelta(days=29)


@dataclass(frozen=True, slots=True)
class Adverts:
    """What a firm's people do with its advertisements."""

    tools: Tools
    store: AdvertStore

    async def all(self, visitor: Visitor) -> Sequence[Advert]:
        """Return the firm's advertisements, the newest first."""
        async with self.tools.database.firm(visitor.firm) as c:
            return list(reversed(await self.store.adverts(c)))

    async def add(self, visitor: Visitor, advert: Advert, now: datetime) -> Advert:
        """Write a new advertisement; it gets its id, and the end of the address that counts visits."""
        ids = self.tools.ids
        made = msgspec.structs.replace(advert, id=AdvertId(ids.new("adv")), token=ids.new("adv")[-TOKEN_LENGTH:])
        async with self.tools.database.firm(visitor.firm) as c:
            await self._keep(c, visitor, made, "advert.added", now, new=True)
        return made

    async def change(self, visitor: Visitor, id_: str, advert: Advert, now: datetime) -> Advert:
        """Write one again; its id and its counted address stay. Raise `NotFound`."""
        async with self.tools.database.firm(visitor.firm) as c:
            before = next((each for each in await self.store.adverts(c) if each.id == id_), None)
            if before is None:
                raise NotFound
            made = msgspec.structs.replace(advert, id=before.id, token=before.token)
            await self._keep(c, visitor, made, "advert.changed", now, new=False)
        return made

    async def remove(self, visitor: Visitor, id_: str, now: datetime) -> None:
        """Delete one; its calls belong to none then. Raise `NotFound`."""
        async with self.tools.database.firm(visitor.firm) as c:
            if not await self.store.remove(c, id_):
                raise NotFound
            await self._audit(c, visitor, "advert.removed", id_, now)

    async def give_code(self, visitor: Visitor, call: str, code: str, now: datetime) -> None:
        """Say which code a caller gave, or that there was none; raise `CodeUnfit`, `NotFound`."""
        if code and not is_code(code):
            raise CodeUnfit(param="code")
        async with self.tools.database.firm(visitor.firm) as c:
            if not await self.store.give_code(c, visitor.firm, call, code, visitor.person.id, now):
                raise NotFound

    async def report(self, visitor: Visitor, first: date | None, last: date | None, step: Step, now: datetime) -> AdvertReport:
        """Return what advertisements brought from one local day to another, both included: until today without a last day, and of thirty days
        without a first one."""
        async with self.tools.database.firm(visitor.firm) as c:
            zone = ZoneInfo((await self.tools.firms.firm(c)).time_zone)
            ends = last or max(first or DAY_MIN, now.astimezone(zone).date())
            if not DAY_MIN + MONTH <= ends <= DAY_MAX - timedelta(days=1):
                raise PeriodUnfit(param="to")
            begins = first or ends - MONTH
            if not DAY_MIN <= begins <= ends:
                raise PeriodUnfit(param="from")
            if (ends - begins).days >= DAYS_MAX:
                raise PeriodTooLong(param="from", days_max=DAYS_MAX)
            since, until = _midnight(begins, zone), _midnight(ends + timedelta(days=1), zone)
            calls = await self._calls(c, since, until, zone)
            visits = await self.store.visits(c, since, until)
            adverts = await self.store.adverts(c)
        return await asyncio.to_thread(report, adverts, calls, visits, begins, ends, step)

    async def visit(self, token: str, now: datetime) -> str:
        """Count a visit of an advertisement's address; return the firm's page to which it leads, raise `NotFound`. Nobody has signed in here."""
        async with self.tools.database.nobody() as c:
            address = await self.store.visit(c, token, now)
        if not address:
            raise NotFound
        return address

    async def _calls(self, c: Connection, since: datetime, until: datetime, zone: ZoneInfo) -> list[CallSeen]:
        found: list[CallSeen] = []
        after: Place | None = None
        while len(found) <= CALLS_MAX:
            page, after = await self.store.calls(c, since, until, zone, after, AT_ONCE)
            found += page
            if after is None or len(page) < AT_ONCE:
                return found
        raise TooManyCalls(calls_max=CALLS_MAX)

    async def _keep(self, c: Connection, visitor: Visitor, advert: Advert, action: str, now: datetime, *, new: bool) -> None:
        await self.store.hold(c, visitor.firm)
        others = await self.store.adverts(c)
        if new and len(others) >= ADVERTS_MAX:
            raise TooManyAdverts(most=ADVERTS_MAX)
        reason = why_not_kept(advert, others, await self.store.numbers(c))
        if reason is not None:
            raise reason
        await self.store.keep(c, visitor.firm, advert, now)
        await self._audit(c, visitor, action, advert.id, now)

    async def _audit(self, c: Connection, visitor: Visitor, action: str, subject: str, now: datetime) -> None:
        await self.tools.firms.audit(c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, action, subject)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
