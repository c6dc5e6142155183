"""The rows of the watch in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from permanence.diversion.model import Case, Decision, Finding, Served, Step, WeekTally
from permanence.diversion.watch import WINDOW
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import CaseId, FirmId, PersonId
from permanence.kernel.queries import Queries

SQL = Queries.beside(__file__)


class PostgresWatch:
    """Implements `ports.WatchStore`."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        return [FirmId(firm) for (firm,) in await (await c.execute(SQL["all_firms"])).fetchall()]

    async def time_zone(self, c: Connection, firm: FirmId) -> str:
        """Return the name of a firm's time zone."""
        return str(await _one(c, "time_zone", firm))

    async def last_week(self, c: Connection, owner: FirmId) -> date | None:
        """Return the newest week that was looked at."""
        return await _one(c, "last_week", owner)

    async def first_call(self, c: Connection, owner: FirmId) -> datetime | None:
        """Return when the owner's first caller came."""
        return await _one(c, "first_call", owner)

    async def partners(self, c: Connection, owner: FirmId) -> Sequence[FirmId]:
        """Return the firms with which an owner has agreements in which they answer."""
        return [FirmId(firm) for (firm,) in await (await c.execute(SQL["partners"], {"firm": owner})).fetchall()]

    async def served(
        self, c: Connection, owner: FirmId, since: datetime, until: datetime, partners: Sequence[FirmId], limit: int
    ) -> Sequence[Served]:
        """Return the callers of a week, each with the last of his answered calls, by the call."""
        values = {"owner": owner, "since": since, "until": until, "partners": list(partners), "window": WINDOW, "rows": limit}
        rows = await (await c.execute(SQL["served"], values)).fetchall()
        return [
            Served(partner, agent, alias, call, at, earlier, wait_s, back, tuple(x for x in seen if x not in known), tuple(known))
            for partner, agent, alias, call, at, earlier, wait_s, back, seen, known in rows
        ]

    async def keep_look(self, c: Connection, owner: FirmId, week: date, now: datetime, callers: int, weeks: Sequence[WeekTally]) -> bool:
        """Write down a week that was looked at; False: somebody had done so."""
        values = {"firm": owner, "week": week, "at": now, "callers": callers, "weeks": Jsonb(msgspec.to_builtins(list(weeks)))}
        return await (await c.execute(SQL["look_add"], values)).fetchone() is not None

    async def weeks(self, c: Connection, owner: FirmId, since: date) -> Sequence[WeekTally]:
        """Return what weeks told, from `since` on."""
        rows = await (await c.execute(SQL["weeks"], {"firm": owner, "since": since})).fetchall()
        return [each for (text,) in rows for each in msgspec.json.decode(text, type=list[WeekTally])]

    async def open(self, c: Connection, case: Case) -> None:
        """Write a new case."""
        values = {
            "owner": case.owner, "answering": case.answering, "id": case.id, "finding": Jsonb(msgspec.to_builtins(case.finding)),
            "calls": Jsonb(list(case.calls)), "at": case.opened_at,
        }  # fmt: skip
        await c.execute(SQL["case_add"], values)

    async def cases(self, c: Connection) -> Sequence[Case]:
        """Return the cases of the transaction's firms with their steps, the newest first."""
        return await _cases(c, None)

    async def case(self, c: Connection, id_: str) -> Case:
        """Return one, locked until the transaction ends; raise `NotFound`."""
        await c.execute(SQL["lock"], {"id": id_})
        found = await _cases(c, id_)
        if not found:
            raise NotFound
        return found[0]

    async def add_step(self, c: Connection, case: Case, step: Step, person: PersonId) -> None:
        """Write the next step, in the name of the transaction's firm."""
        values = {
            "owner": case.owner, "answering": case.answering, "case": case.id, "number": len(case.steps) + 1,
            "decision": step.decision, "person": person, "name": step.name, "at": step.at, "text": step.text,
        }  # fmt: skip
        await c.execute(SQL["step_add"], values)

    async def names(self, c: Connection) -> dict[str, str]:
        """Return by id the names that a firm may read: of its partners, its agents and those who answered for it."""
        return dict(await (await c.execute(SQL["names"])).fetchall())


async def _one(c: Connection, name: str, firm: FirmId) -> Any:  # the driver's own: one column of one row
    row = await (await c.execute(SQL[name], {"firm": firm})).fetchone()
    return row[0] if row else None


async def _cases(c: Connection, id_: str | None) -> list[Case]:
    rows = await (await c.execute(SQL["cases"], {"id": id_})).fetchall()
    steps: dict[str, list[Step]] = {}
    for case, decision, firm, name, at, text in await (await c.execute(SQL["steps"], {"ids": [row[2] for row in rows]})).fetchall():
        steps.setdefault(case, []).append(Step(Decision(decision), firm, name, at, text))
    return [
        Case(
            CaseId(case), owner, answering, msgspec.json.decode(finding, type=Finding), msgspec.json.decode(calls, type=tuple[str, ...]),
            opened_at, tuple(steps.get(case, ())),
        )
        for owner, answering, case, finding, calls, opened_at in rows
    ]  # fmt: skip
