"""Planning's beginnings: the calls of the past, special days, terms, and the forecast that follows from them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from permanence.firms.model import Firm, Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import QueueId
from permanence.planning.csv_import import QueueRead, Reading, read_whole
from permanence.planning.errors import DayUnfit, RegionUnknown
from permanence.planning.forecast import Forecast
from permanence.planning.model import PlannedQueue
from permanence.planning.outlook import Calendar, Past, outlook
from permanence.planning.ports import Centre, PastSpan, PlanningStore, Workshop
from permanence.planning.terms import SpecialDay, Terms
from permanence.planning.wallclock import knows_region, midnight, starts_of

FIRST_DAY, LAST_DAY = date(2000, 1, 2), date(2100, 1, 1)
PAST_DAYS_MAX = 1100
"""Three years: what is older says nothing of next week."""
KEPT_MAX = 32
"""Forecasts remembered, so that a planner who moves shifts waits for none."""


class State(NamedTuple):
    """What is known and on which terms."""

    firm: Firm
    queues: Sequence[PlannedQueue]
    spans: Mapping[QueueId, PastSpan]
    terms: Terms
    special_days: Sequence[SpecialDay]

    @property
    def zone(self) -> ZoneInfo:
        """Return the firm's zone."""
        return ZoneInfo(self.firm.time_zone)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast of some days: the beginnings of their quarters, public holidays, and each queue's figures; with the terms and
    the zone on which it is planned."""

    first: date
    days: int
    zone: ZoneInfo
    starts: tuple[datetime, ...]
    holidays: Mapping[date, str]
    queues: tuple[tuple[PlannedQueue, Forecast], ...]
    terms: Terms

    @property
    def told(self) -> dict[QueueId, Forecast]:
        """Return the queues' forecasts by their ids."""
        return {queue.id: each for queue, each in self.queues}


@dataclass(slots=True)
class Planning:
    """What a planner does before there are shifts."""

    tools: Tools
    store: PlanningStore
    centre: Centre
    workshop: Workshop
    _kept: OrderedDict[tuple[object, ...], Mapping[QueueId, Forecast]] = field(default_factory=OrderedDict)

    async def state(self, visitor: Visitor) -> State:
        """Return what is known of the past, the terms and the special days."""
        async with self.tools.database.firm(visitor.firm) as c:
            spans = {span.queue: span for span in await self.store.spans(c)}
            terms, _ = await self.store.terms(c)
            firm, queues = await self.tools.firms.firm(c), await self.centre.queues(c)
            return State(firm, queues, spans, terms.whole(), await self.store.special_days(c))

    async def import_history(self, visitor: Visitor, body: bytes, now: datetime, *, dry_run: bool) -> tuple[Reading, ZoneInfo]:
        """Read a file of the past; where it is no dry run, keep what was taken in the place of the same days' quarters."""
        async with self.tools.database.firm(visitor.firm) as c:
            zone = ZoneInfo((await self.tools.firms.firm(c)).time_zone)
            names = {queue.name: queue.id for queue in await self.centre.queues(c)}
        reading = await self.workshop.do(read_whole, body, names, zone, now)
        if not dry_run and reading.accepted:
            async with self.tools.database.firm(visitor.firm) as c:
                for read in reading.queues:
                    if read.queue is not None:
                        await self.store.replace(c, visitor.firm, read.queue, _spans(read, zone), read.quarters)
                await self.store.note_history(c, visitor.firm, now)
                detail: dict[str, object] = {"lines": reading.lines, "accepted": reading.accepted}
                await self._audit(c, visitor, "planning.history_imported", None, now, detail)
        return reading, zone

    async def keep_terms(self, visitor: Visitor, terms: Terms, now: datetime) -> Terms:
        """Write the terms and return them whole; refuse a region that has no holidays of its own, and rules that cannot be kept."""
        terms = terms.whole()
        async with self.tools.database.firm(visitor.firm) as c:
            firm = await self.tools.firms.firm(c)
            if terms.region is not None and not knows_region(firm.country, terms.region):
                raise RegionUnknown(param="region", region=terms.region)
            await self.store.keep_terms(c, visitor.firm, terms)
            await self._audit(c, visitor, "planning.terms_changed", None, now)
        return terms

    async def keep_special_day(self, visitor: Visitor, day: SpecialDay, now: datetime) -> None:
        """Write a special day."""
        check_day(day.date)
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.keep_special_day(c, visitor.firm, day)
            await self._audit(c, visitor, "planning.special_day_kept", day.date.isoformat(), now)

    async def remove_special_day(self, visitor: Visitor, day: date, now: datetime) -> None:
        """Make a day like others again; raise `NotFound` where it is."""
        async with self.tools.database.firm(visitor.firm) as c:
            if not await self.store.remove_special_day(c, day):
                raise NotFound
            await self._audit(c, visitor, "planning.special_day_removed", day.isoformat(), now)

    async def outlook(self, visitor: Visitor, first: date, days: int, now: datetime) -> Outlook:
        """Tell the days from `first` on."""
        check_day(first)
        async with self.tools.database.firm(visitor.firm) as c:
            firm = await self.tools.firms.firm(c)
            terms, history_at = await self.store.terms(c)
            special = await self.store.special_days(c)
            queues = await self.centre.queues(c)
            zone = ZoneInfo(firm.time_zone)
            calendar = Calendar(
                zone, firm.country, terms.region, str(visitor.person.language), {each.date: each.factor for each in special}
            )
            until = min(first, now.astimezone(zone).date())
            key = (visitor.firm, firm.time_zone, firm.country, terms.region, tuple(special), history_at, first, days, until)
            told = self._kept.get(key)
            since = midnight(until - timedelta(days=PAST_DAYS_MAX), zone) if until > FIRST_DAY + timedelta(PAST_DAYS_MAX) else EPOCH
            past: Past = await self.store.past(c, since) if told is None else {}
        if told is None:
            told = await self.workshop.do(outlook, past, calendar, first, days, until)
            self._keep(key, told)
        starts = tuple(start for n in range(days) for start in starts_of(first + timedelta(days=n), zone))
        holidays = calendar.holidays(first, first + timedelta(days=days))
        shown = tuple((queue, told[queue.id]) for queue in queues if queue.id in told)
        return Outlook(first, days, zone, starts, holidays, shown, terms)

    def _keep(self, key: tuple[object, ...], told: Mapping[QueueId, Forecast]) -> None:
        self._kept[key] = told
        if len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)

    async def _audit(
        self, c: Connection, visitor: Visitor, action: str, subject: str | None, now: datetime, detail: dict[str, object] | None = None
    ) -> None:
        line, me = self.tools.ids.new("aud"), visitor.person.id
        await self.tools.firms.audit(c, visitor.firm, line, now, me, action, subject, detail)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def check_day(day: date) -> None:
    """Refuse a day outside of what calendars and zones can say."""
    if not FIRST_DAY <= day < LAST_DAY:
        raise DayUnfit(param="from")


def _spans(read: QueueRead, zone: ZoneInfo) -> list[tuple[int, int]]:
    """Return the first and the last second of each local day of the file: the file tells such a day whole, so that what an
    earlier one had told of it goes."""
    days = {datetime.fromtimestamp(at, zone).date() for at in read.quarters}
    return [(int(midnight(day, zone).timestamp()), int(midnight(day + timedelta(days=1), zone).timestamp()) - 1) for day in sorted(days)]
