"""The rows of duty rosters in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psycopg
from psycopg.rows import dict_row

from permanence.firms.model import Language
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import AgentId, DutyRequestId, FirmId, QueueId, ShiftId
from permanence.kernel.queries import Queries
from permanence.kernel.store import told
from permanence.planning.duty import Absence, Duties, OwnDay, Pattern, Published, local_days
from permanence.planning.duty_adherence import Doing, Span, Stretch
from permanence.planning.duty_requests import Request
from permanence.planning.duty_watch import Changes
from permanence.planning.model import Break, Shift
from permanence.planning.ports_duty import Agents

SQL = Queries.beside(__file__, "queries_duty.sql")
PATTERNS_MAX = 20_000
BESIDE = timedelta(days=2)  # a local date lies within so much of its UTC times


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


async def _rows(c: Connection, name: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return await (await c.execute(SQL[name], values)).fetchall()


async def _write(c: Connection, name: str, values: Mapping[str, Any]) -> None:
    try:
        await c.execute(SQL[name], values)
    except psycopg.IntegrityError as error:
        raise told(error, removing=False) from error


async def _remove(c: Connection, name: str, values: Mapping[str, Any]) -> None:
    done = await c.execute(SQL[name], values)
    if done.rowcount == 0:
        raise NotFound


class PostgresDuty:
    """Implements `ports_duty.DutyStore`."""

    async def duties(self, c: Connection, since: datetime, until: datetime, agents: Agents = None) -> Duties:
        """Return everything from which the shifts of this time follow, of these agents or of all."""
        times = {"since": since, "until": until, "agents": agents}
        dates = {"first": (since - BESIDE).date(), "last": (until + BESIDE).date(), "agents": agents}
        return Duties(
            patterns=await self.patterns(c, agents),
            days=[msgspec.json.decode(text, type=OwnDay) for (text,) in await _rows(c, "days", dates)],
            singles=[
                Shift(AgentId(agent), starts, ends, msgspec.json.decode(breaks, type=tuple[Break, ...]))
                for agent, starts, ends, breaks in await _rows(c, "shifts", times)
            ],
            published=[Published(AgentId(agent), starts, ends) for agent, starts, ends in await _rows(c, "published", times)],
            absences=await self.absences(c, since, until, agents),
        )

    async def patterns(self, c: Connection, agents: Agents) -> Sequence[Pattern]:
        """Return weekly patterns, of these agents or of all."""
        found = await _rows(c, "patterns", {"agents": agents, "rows": PATTERNS_MAX})
        return [msgspec.json.decode(text, type=Pattern) for (text,) in found]

    async def pattern(self, c: Connection, id_: str) -> Pattern:
        """Return one pattern; raise `NotFound`."""
        found = await _rows(c, "pattern", {"id": id_})
        if not found:
            raise NotFound
        return msgspec.json.decode(found[0][0], type=Pattern)

    async def put_pattern(self, c: Connection, firm: FirmId, pattern: Pattern) -> None:
        """Write a pattern; raise `ReferenceUnknown` for an agent whom the firm has not."""
        values = {"firm": firm, "id": pattern.id, "agent": pattern.agent_id, "document": _json(pattern)}
        await _write(c, "put_pattern", values)

    async def remove_pattern(self, c: Connection, id_: str) -> None:
        """Delete a pattern; raise `NotFound`."""
        await _remove(c, "remove_pattern", {"id": id_})

    async def put_day(self, c: Connection, firm: FirmId, day: OwnDay) -> None:
        """Write a day of its own; what was published for it counts no more."""
        since, until = local_days(day.day, 1, ZoneInfo(day.time_zone))
        await _write(c, "clear_shifts", {"agents": [day.agent_id], "since": since, "until": until})
        await _write(c, "put_day", {"firm": firm, "agent": day.agent_id, "day": day.day, "document": _json(day)})

    async def remove_day(self, c: Connection, agent: AgentId, day: date) -> None:
        """Delete a day of its own; raise `NotFound`."""
        await _remove(c, "remove_day", {"agent": agent, "day": day})

    async def publish(
        self, c: Connection, firm: FirmId, agents: Sequence[AgentId], since: datetime, until: datetime
    ) -> None:
        """Make this time published for these agents, with nothing of before left in it."""
        values = {"firm": firm, "agents": list(agents), "since": since, "until": until}
        for name in ("clear_shifts", "clear_days", "clear_swapped", "clear_published", "add_published"):
            await _write(c, name, values)

    async def add_shifts(self, c: Connection, firm: FirmId, shifts: Sequence[tuple[ShiftId, Shift]]) -> None:
        """Write single shifts."""
        rows = [
            {"id": id_, "agent": shift.agent, "starts": shift.starts, "ends": shift.ends, "breaks": shift.breaks}
            for id_, shift in shifts
        ]
        await _write(c, "add_shifts", {"firm": firm, "shifts": _json(rows)})

    async def absences(self, c: Connection, since: datetime, until: datetime, agents: Agents) -> Sequence[Absence]:
        """Return absences that touch a time, of these agents or of all."""
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(SQL["absences"], {"since": since, "until": until, "agents": agents})
            return msgspec.convert(await rows.fetchall(), list[Absence])

    async def add_absence(self, c: Connection, firm: FirmId, absence: Absence) -> None:
        """Write an absence."""
        await _write(c, "add_absence", {"firm": firm, **msgspec.structs.asdict(absence)})

    async def remove_absence(self, c: Connection, id_: str) -> None:
        """Delete an absence; raise `NotFound`."""
        await _remove(c, "remove_absence", {"id": id_})

    async def clear_swapped(self, c: Connection, agent: AgentId, since: datetime, until: datetime) -> None:
        """Forget what the agent had given to colleagues in a time: it comes back."""
        await _write(c, "clear_swapped", {"agents": [agent], "since": since, "until": until})

    async def wanted(self, c: Connection) -> Mapping[QueueId, int]:
        """Return how many people queues want, where that was said."""
        return {QueueId(queue): people for queue, people in await _rows(c, "wanted", {})}

    async def set_wanted(self, c: Connection, firm: FirmId, queue: QueueId, people: int) -> None:
        """Write how many people a queue wants."""
        await _write(c, "set_wanted", {"firm": firm, "queue": queue, "people": people})

    async def requests(
        self, c: Connection, agent: AgentId | None, settled_since: datetime, limit: int
    ) -> Sequence[Request]:
        """Return open requests and those settled since, newest first, of one agent (asking or asked) or of all."""
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(SQL["requests"], {"agent": agent, "since": settled_since, "rows": limit})
            return msgspec.convert(await rows.fetchall(), list[Request])

    async def request(self, c: Connection, id_: DutyRequestId) -> Request:
        """Return one request and keep it from others until the end; raise `NotFound`."""
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(SQL["request"], {"id": id_})
            row = await rows.fetchone()
        if row is None:
            raise NotFound
        return msgspec.convert(row, Request)

    async def put_request(self, c: Connection, firm: FirmId, request: Request) -> None:
        """Write a request."""
        await _write(c, "put_request", {"firm": firm, **msgspec.structs.asdict(request)})

    async def feed(self, c: Connection, secret_hash: bytes) -> tuple[AgentId, Language] | None:
        """Return whose calendar has this secret, and its language."""
        found = await _rows(c, "feed", {"hash": secret_hash})
        return (AgentId(found[0][0]), Language(found[0][1])) if found else None

    async def feed_made(self, c: Connection, agent: AgentId) -> datetime | None:
        """Return since when an agent's calendar has its present address."""
        found = await _rows(c, "feed_made", {"agent": agent})
        return found[0][0] if found else None

    async def set_feed(
        self, c: Connection, firm: FirmId, agent: AgentId, secret_hash: bytes, language: Language, now: datetime
    ) -> None:
        """Write a new secret; the old one ends."""
        values = {"firm": firm, "agent": agent, "hash": secret_hash, "language": str(language), "now": now}
        await _write(c, "set_feed", values)

    async def remove_feed(self, c: Connection, agent: AgentId) -> None:
        """Delete an agent's calendar."""
        await c.execute(SQL["remove_feed"], {"agent": agent})

    async def stretches(self, c: Connection, since: datetime, until: datetime) -> Sequence[Stretch]:
        """Return what agents were seen doing in a time."""
        rows = await _rows(c, "stretches", {"since": since, "until": until})
        return [Stretch(AgentId(agent), Doing(doing), starts, ends) for agent, doing, starts, ends in rows]

    async def watched(self, c: Connection, since: datetime, until: datetime) -> Sequence[Span]:
        """Return when somebody looked, in a time."""
        return [(starts, ends) for starts, ends in await _rows(c, "watched", {"since": since, "until": until})]


class PostgresWatch:
    """Implements `ports_duty.WatchStore`; its connections see all firms."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all open firms."""
        return [FirmId(firm) for (firm,) in await _rows(c, "everyone", {})]

    async def known(self, c: Connection) -> Mapping[FirmId, Mapping[AgentId, Stretch]]:
        """Return the stretches that have not ended."""
        found: dict[FirmId, dict[AgentId, Stretch]] = {}
        for firm, agent, doing, starts in await _rows(c, "open_stretches", {}):
            found.setdefault(FirmId(firm), {})[AgentId(agent)] = Stretch(AgentId(agent), Doing(doing), starts)
        return found

    async def last_looks(self, c: Connection) -> Mapping[FirmId, datetime]:
        """Return when each firm's agents were looked at last."""
        return {FirmId(firm): at for firm, at in await _rows(c, "last_looks", {})}

    async def note(self, c: Connection, firm: FirmId, changes: Changes) -> None:
        """Write what changed."""
        for each in changes.ended:
            values = {"firm": firm, "agent": each.agent, "starts": each.starts, "ends": each.ends}
            await c.execute(SQL["end_stretch"], values)
        for each in changes.begun:
            values = {"firm": firm, "agent": each.agent, "starts": each.starts, "doing": str(each.doing)}
            await c.execute(SQL["begin_stretch"], values)

    async def note_look(
        self, c: Connection, firms: Sequence[FirmId], fresh_from: datetime, now: datetime
    ) -> None:
        """Write that somebody looked; a watch whose last look is older than `fresh_from` is over."""
        await c.execute(SQL["lengthen_watch"], {"fresh_from": fresh_from, "now": now})
        await c.execute(SQL["begin_watch"], {"firms": list(firms), "now": now})

    async def forget(self, c: Connection, before: datetime) -> None:
        """Delete what was seen before then."""
        await c.execute(SQL["forget_stretches"], {"before": before})
        await c.execute(SQL["forget_watches"], {"before": before})
