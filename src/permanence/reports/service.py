"""The observance of the promise, put together from the facts of a period's calls, some thousand at a time."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from permanence.firms.model import Visitor
from permanence.kernel.database import Transactions
from permanence.kernel.ids import QueueId
from permanence.reports.errors import DayOutOfRange, PeriodBackwards, PeriodTooLong, TooManyCalls
from permanence.reports.lateness import judge
from permanence.reports.model import PromiseReport
from permanence.reports.ports import Clock, Place, PromiseStore
from permanence.reports.tally import Count, bounds

DAYS_MAX = 92
CALLS_MAX = 200_000
AT_ONCE = 1_000  # calls judged before other requests have their turn
DAY_MIN, DAY_MAX = date(2000, 1, 1), date(2199, 12, 31)
WEEK = timedelta(days=6)


class Promises:
    """How promises were kept."""

    def __init__(self, database: Transactions, store: PromiseStore, clock: Clock) -> None:
        """Wire the parts."""
        self.database, self.store, self.clock = database, store, clock

    async def report(self, visitor: Visitor, first: date | None, last: date | None, queue: QueueId | None) -> PromiseReport:
        """Return the report of some local days, both ends included: until today without a last day, and of seven days
        without a first one."""
        count, begins, ends = await self._count(visitor, first, last, queue)
        return count.report(begins, ends)

    async def export(self, visitor: Visitor, first: date | None, last: date | None, queue: QueueId | None) -> list[list[str]]:
        """Return the same as lines for a file: one for each day, hour and queue."""
        count, _, _ = await self._count(visitor, first, last, queue)
        return count.export()

    async def _count(
        self, visitor: Visitor, first: date | None, last: date | None, queue: QueueId | None
    ) -> tuple[Count, date, date]:
        async with self.database.firm(visitor.firm) as c:
            zone = ZoneInfo(await self.store.time_zone(c))
            today = self.clock.now().astimezone(zone).date()
            if not all(DAY_MIN <= day <= DAY_MAX for day in (first, last) if day is not None):
                raise DayOutOfRange(param="from" if last is None or DAY_MIN <= last <= DAY_MAX else "to")
            ends = last or max(first or today, today)
            begins = first or ends - WEEK
            if ends < begins:
                raise PeriodBackwards(param="to")
            if (ends - begins).days >= DAYS_MAX:
                raise PeriodTooLong(param="from", days_max=DAYS_MAX)
            queues = await self.store.queues(c)
            promises = {each.id: each.target_s for each in queues}
            count, (since, until) = Count(zone, queues, queue), bounds(begins, ends, zone)
            after: Place | None = None
            for _ in range(CALLS_MAX // AT_ONCE):
                calls = await self.store.calls(c, since, until, after, AT_ONCE)
                for call in calls:
                    count.add(call, judge(call, promises))
                if len(calls) < AT_ONCE:
                    return count, begins, ends
                after = calls[-1].arrived_at, calls[-1].id
                await asyncio.sleep(0)
            raise TooManyCalls(calls_max=CALLS_MAX)
