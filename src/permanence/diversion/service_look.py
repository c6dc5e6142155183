"""The worker's look: each week of each owner once, when its last caller has had his time to come back.

A week's counts and the cases that follow from them are written in one transaction, so that a worker killed anywhere has done
either all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from permanence.diversion.model import Case, Finding, Measure, Standing, Subject, WeekTally
from permanence.diversion.ports import WatchStore
from permanence.diversion.rules import standing
from permanence.diversion.watch import BET_WEEKS, CASES_MAX, alarms, findings, tally, week_of
from permanence.interaction.ports import AllFirms
from permanence.kernel.database import Connection
from permanence.kernel.ids import CaseId, FirmId, IdSource

LOOK_EVERY = timedelta(hours=1)
CALLERS_MAX = 200_000
log = structlog.get_logger("diversion")


@dataclass(frozen=True, slots=True)
class Looker:
    """Looks at weeks that are over; one at a time works on an installation."""

    database: AllFirms
    store: WatchStore
    ids: IdSource

    async def look(self, now: datetime) -> None:
        """Look at every week of every owner that is due."""
        async with self.database.nobody() as c:
            firms = list(await self.store.everyone(c))
        for owner in firms:
            while await self._next(firms, owner, now):
                pass

    async def _next(self, firms: Sequence[FirmId], owner: FirmId, now: datetime) -> bool:
        """Look at the owner's next week; False where none is due."""
        async with self.database.firms(firms) as c:
            zone = ZoneInfo(await self.store.time_zone(c, owner))
            week = await self._due(c, owner, zone, now)
            if week is None:
                return False
            partners = await self.store.partners(c, owner)
            since, until = (_midnight(day, zone) for day in (week, week + timedelta(weeks=1)))
            served = await self.store.served(c, owner, since, until, partners, CALLERS_MAX)
            told = tally(week, served, owner, partners, zone)
            if not await self.store.keep_look(c, owner, week, now, len(served), told):
                return False
            opened = await self._open(c, owner, week, now)
        log.info("week_looked_at", owner=owner, week=week.isoformat(), callers=len(served), cases=opened)
        return True

    async def _due(self, c: Connection, owner: FirmId, zone: ZoneInfo, now: datetime) -> date | None:
        newest = week_of(now, zone)
        last = await self.store.last_week(c, owner)
        if last is not None:
            return last + timedelta(weeks=1) if last < newest else None
        first = await self.store.first_call(c, owner)
        if first is None:
            return None
        day = first.astimezone(zone).date()
        week = max(day - timedelta(days=day.weekday()), newest - timedelta(weeks=BET_WEEKS))
        return week if week <= newest else None

    async def _open(self, c: Connection, owner: FirmId, week: date, now: datetime) -> int:
        weeks = await self.store.weeks(c, owner, week - timedelta(weeks=2 * BET_WEEKS))
        cases = [case for case in await self.store.cases(c) if case.owner == owner]
        fresh = unjudged(weeks, cases)
        found = alarms(findings(fresh, min((each.week for each in weeks), default=week)))
        for each in found:
            calls = examples(fresh, each)
            await self.store.open(c, Case(CaseId(self.ids.new("cas")), owner, each.subject.firm, each, calls, now))
        return len(found)


def unjudged(weeks: Sequence[WeekTally], cases: Sequence[Case]) -> list[WeekTally]:
    """Return the weeks that no case has spoken of: nothing of a subject while one is open, nothing older after one is closed."""
    until: dict[tuple[Measure, Subject], date] = {}
    for case in cases:
        key = case.finding.measure, case.finding.subject
        told = case.finding.until if standing(case) is Standing.CLOSED else date.max
        until[key] = max(told, until.get(key, told))
    return [each for each in weeks if each.week > until.get((each.measure, each.subject), date.min)]


def examples(weeks: Sequence[WeekTally], finding: Finding) -> tuple[str, ...]:
    """Return the newest calls that a finding rests on, not more than one looks at."""
    mine = [each for each in weeks if (each.measure, each.subject) == (finding.measure, finding.subject) and each.week >= finding.since]
    calls = [call for each in sorted(mine, key=lambda each: each.week, reverse=True) for call in each.cases]
    return tuple(calls[:CASES_MAX])


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
