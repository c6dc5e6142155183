"""Reads a stretch of a firm's past out of PostgreSQL as something that can be played: calls, agents, the rules of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from permanence.adapters.postgres.pool import Database
from permanence.firms.model import Firm
from permanence.firms.store import PostgresFirms
from permanence.interaction.store_past import load_days, load_past
from permanence.kernel.errors import Invalid, NotFound
from permanence.kernel.ids import FirmId
from permanence.routing.store_floor import load_agents, load_names, load_queues
from permanence.sim.change import Names
from permanence.sim.history_day import NothingToPlay, Trace, trace_of

DAYS_BACK = timedelta(days=62)
SPAN_MAX = timedelta(days=2)


class WhichFirm(Invalid):
    """There are several firms; say which by --firm: {firms}."""

    code = "firm.which"


class NoSuchTime(Invalid):
    """{text} cannot be read; write it as {example}."""

    code = "time.unknown"


class SpanUnfit(Invalid):
    """The stretch must end after it begins, and at most two days later."""

    code = "time.span"


@dataclass(frozen=True, slots=True)
class PastDays:
    """What is known of the past. `database` is the floor's door, which reads the firms it is told to."""

    database: Database

    async def firm(self, wanted: str | None) -> Firm:
        """Return the firm of this id, or the only one there is; raise `WhichFirm` or `NotFound`."""
        async with self.database.nobody() as door:
            roster = [FirmId(firm) for (firm,) in await (await door.execute("select firms.roster()")).fetchall()]
        if wanted is None and len(roster) > 1:
            raise WhichFirm(param="firm", firms="; ".join([f"{firm} {(await self._one(firm)).name}" for firm in roster]))
        found = [firm for firm in roster if wanted in (None, firm)]
        if not found:
            raise NotFound("There is no such firm here; 'permanence firm list' tells which there are.")
        return await self._one(found[0])

    async def _one(self, firm: FirmId) -> Firm:
        async with self.database.firms([firm]) as c:
            return await PostgresFirms().firm(c)

    async def trace(self, firm: FirmId, since: datetime, until: datetime) -> Trace:
        """Return what happened between two moments; raise `NothingToPlay`."""
        async with self.database.firms([firm]) as c:
            past = await load_past(c, since, until)
            agents, queues = await load_agents(c), await load_queues(c)
        if not queues:
            raise NothingToPlay
        return trace_of(past, agents, sorted(queues, key=lambda queue: queue.terms.queue), since, until)

    async def day(self, firm: Firm, day: date) -> Trace:
        """Return a local day of the firm."""
        return await self.trace(firm.id, *bounds(day, ZoneInfo(firm.time_zone)))

    async def names(self, firm: FirmId) -> Names:
        """Return the firm's skills and teams by name."""
        async with self.database.firms([firm]) as c:
            return Names(*await load_names(c))

    async def last_days(self, firm: Firm, now: datetime, limit: int) -> list[tuple[date, int]]:
        """Return the last days with calls in queues, newest first."""
        async with self.database.firms([firm.id]) as c:
            return await load_days(c, firm.time_zone, now - DAYS_BACK, limit)


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a local day begins and when the next one does; a change of the clocks makes it 23 or 25 hours long."""
    try:
        begins, ends = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    except OverflowError as error:
        raise NoSuchTime(param="day", text=str(day), example="2026-11-20") from error
    return begins, ends


def read_day(text: str) -> date:
    """Return a day as typed; raise `NoSuchTime`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NoSuchTime(param="day", text=text, example="2026-11-20") from error


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """Return a moment as typed, local to the firm unless it names its zone; raise `NoSuchTime`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise NoSuchTime(param="from", text=text, example="2026-11-20T09:00") from error
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)


def check_span(since: datetime, until: datetime) -> None:
    """Raise `SpanUnfit` where nothing can be played between two moments."""
    if not timedelta() < until - since <= SPAN_MAX:
        raise SpanUnfit
