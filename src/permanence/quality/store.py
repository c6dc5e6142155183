"""The rows of complaints in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import AgreementId, FirmId, InteractionId, PersonId
from permanence.kernel.page import Cursor, Page, cut
from permanence.kernel.queries import Queries
from permanence.quality.model import (
    ANSWER_HOURS,
    Answer,
    Complaint,
    Kind,
    Source,
    Standing,
    Stretch,
    Telling,
    Tied,
)
from permanence.quality.rules import best

SQL = Queries.beside(__file__)


class PostgresComplaints:
    """Implements `ports.ComplaintStore`."""

    async def tell(self, c: Connection, telling: Telling) -> None:
        """Put a telling where the worker finds it; a repeat changes nothing."""
        await c.execute(SQL["tell"], _values(telling))

    async def list(self, c: Connection, cursor: Cursor) -> Page[Complaint]:
        """Return complaints of both sides, the newest first."""
        values = {"id": None, "after": cursor.after[0] if cursor.after else None, "rows": cursor.limit + 1}
        rows = await (await c.execute(SQL["complaints"], values)).fetchall()
        return cut([_complaint(row) for row in rows], cursor.limit, lambda each: (each.id,))

    async def one(self, c: Connection, id_: str) -> Complaint:
        """Return one; raise `NotFound`."""
        row = await (await c.execute(SQL["complaints"], {"id": id_, "after": None, "rows": 1})).fetchone()
        if row is None:
            raise NotFound
        return _complaint(row)

    async def answer(self, c: Connection, firm: FirmId, id_: str, person: PersonId, answer: Answer) -> bool:
        """Write the answer; False: there is one."""
        values = {"firm": firm, "id": id_, "person": person, "text": answer.text, "founded": answer.founded, "by": answer.by, "at": answer.at}
        return await (await c.execute(SQL["answer"], values)).fetchone() is not None

    async def hours(self, c: Connection) -> int:
        """Return how many hours the firm gives itself."""
        return await _hours(c, None)

    async def keep_hours(self, c: Connection, firm: FirmId, hours: int) -> None:
        """Write how many hours the firm gives itself."""
        await c.execute(SQL["hours_keep"], {"firm": firm, "hours": hours})

    async def standings(self, c: Connection) -> Sequence[Standing]:
        """Return how partners stand."""
        return await _standings(c)


class PostgresTying:
    """Implements `ports.TyingStore`."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        return [FirmId(firm) for (firm,) in await (await c.execute(SQL["everyone"])).fetchall()]

    async def operator(self, c: Connection) -> FirmId | None:
        """Return the firm that runs the platform."""
        row = await (await c.execute(SQL["operator"])).fetchone()
        return FirmId(row[0]) if row else None

    async def told(self, c: Connection, limit: int) -> Sequence[Telling]:
        """Return what waits, the oldest first."""
        rows = await (await c.execute(SQL["told"], {"rows": limit})).fetchall()
        return [
            Telling(
                once=once, told_at=at, source=Source(source), kind=Kind(kind), text=text, reply_to=reply_to, reference=reference,
                interaction=call, teller=teller,
            )
            for once, at, source, kind, text, reply_to, reference, call, teller in rows
        ]  # fmt: skip

    async def calls_between(self, c: Connection, since: str, until: str) -> Sequence[tuple[FirmId, InteractionId]]:
        """Return the calls whose ids lie between these."""
        rows = await (await c.execute(SQL["calls_between"], {"since": since, "until": until})).fetchall()
        return [(FirmId(firm), InteractionId(call)) for firm, call in rows]

    async def owner_of(self, c: Connection, call: InteractionId) -> FirmId | None:
        """Return whose call this is."""
        row = await (await c.execute(SQL["owner_of"], {"call": call})).fetchone()
        return FirmId(row[0]) if row else None

    async def is_open(self, c: Connection, call: InteractionId) -> bool:
        """Say whether a call goes on, or is not settled yet."""
        row = await (await c.execute(SQL["is_open"], {"call": call})).fetchone()
        return bool(row and row[0])

    async def stretches(self, c: Connection, call: InteractionId) -> Sequence[Stretch]:
        """Return what partners answered of a call, in order."""
        return [Stretch(*row) for row in await (await c.execute(SQL["stretches"], {"call": call})).fetchall()]

    async def hours_of(self, c: Connection, firm: FirmId) -> int:
        """Return how many hours a firm gives itself."""
        return await _hours(c, firm)

    async def keep(self, c: Connection, telling: Telling, tied: Tied) -> None:
        """Write a complaint and take its telling away."""
        values = _values(telling) | {
            "id": tied.id, "owner": tied.owner, "answering": tied.answering, "interaction": tied.interaction, "masked": tied.masked,
            "due_at": tied.due_at, "stretch": tied.stretch and tied.stretch.id, "agreement": tied.stretch and tied.stretch.agreement,
        }  # fmt: skip
        for name in ("complaint_add", "words_add", "told_drop"):
            await c.execute(SQL[name], values)

    async def close_answered(self, c: Connection) -> int:
        """Close the complaints that were answered."""
        return (await c.execute(SQL["close_answered"])).rowcount

    async def counts(self, c: Connection, since: datetime) -> Sequence[Standing]:
        """Return calls and complaints by agreement since a moment."""
        rows = await (await c.execute(SQL["counts"], {"since": since})).fetchall()
        return [
            Standing(owner=owner, answering=answering, agreement=agreement, answered=answered, complained=complained)
            for owner, answering, agreement, answered, complained in rows
        ]

    async def kept_standings(self, c: Connection) -> Sequence[Standing]:
        """Return the standings as they were written last."""
        return await _standings(c)

    async def keep_standing(self, c: Connection, standing: Standing, now: datetime) -> None:
        """Write one."""
        values = {name: getattr(standing, name) for name in standing.__struct_fields__}
        await c.execute(SQL["standing_keep"], values | {"now": now})


async def load_qualities(c: Connection) -> dict[AgreementId, float]:
    """Return for the floor the best that partners' quality can be, by agreement, where there are calls enough to tell."""
    return {each.agreement: quality for each in await _standings(c) if (quality := best(each)) is not None}


async def _hours(c: Connection, firm: FirmId | None) -> int:
    row = await (await c.execute(SQL["hours"], {"firm": firm})).fetchone()
    return int(row[0]) if row else ANSWER_HOURS


async def _standings(c: Connection) -> list[Standing]:
    names = ("owner", "answering", "agreement", "answered", "complained", "low", "high")
    return [Standing(**dict(zip(names, row, strict=True))) for row in await (await c.execute(SQL["standings"])).fetchall()]


def _values(telling: Telling) -> dict[str, Any]:
    return {name: getattr(telling, name) for name in telling.__struct_fields__}


def _complaint(row: Sequence[Any]) -> Complaint:
    *head, text, by, at = row
    (
        id_, owner, answering, source, kind, said, told_at, due_at, closed_at, founded, owner_name, answering_name, agent, caller,
        call, reply_to, reference,
    ) = head  # fmt: skip
    return Complaint(
        id=id_, owner=owner, answering=answering, source=Source(source), kind=Kind(kind), text=said, told_at=told_at, due_at=due_at,
        closed_at=closed_at, founded=founded, owner_name=owner_name, answering_name=answering_name, agent=agent, caller=caller,
        call=call, reply_to=reply_to, reference=reference, answer=Answer(text, bool(founded), by, at) if at is not None else None,
    )  # fmt: skip
