"""Rows of recordings, of firms' keys and of who listened, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from permanence.interaction.archive import Kept, Mark, RecordingNews, SealedSound, Status, Viewer
from permanence.interaction.events import RecordingEnded, RecordingStarted, wire_name
from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, InteractionId, RecordingId
from permanence.kernel.queries import Queries

SQL = Queries.beside(__file__)
_STARTED = wire_name(RecordingStarted)


class PostgresRecordings:
    """Implements `ports.RecordingStore`."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, closed ones too."""
        return [FirmId(firm) for (firm,) in await (await c.execute(SQL["everyone"])).fetchall()]

    async def news(self, c: Connection, after: int, limit: int) -> Sequence[RecordingNews]:
        """Return what the journal says of recordings after a position, in order."""
        rows = await (await c.execute(SQL["news"], {"after": after, "rows": limit})).fetchall()
        return [_news(row) for row in rows]

    async def begin(self, c: Connection, news: RecordingNews, spool: str, recording: RecordingId, purpose: str) -> None:
        """Write a new recording with the end of its time; writing it twice changes nothing."""
        values = {"firm": news.firm, "id": recording, "call": news.call, "at": news.at, "purpose": purpose}
        await c.execute(SQL["begin"], values | {"spool": spool})

    async def close(
        self, c: Connection, firm: FirmId, spool: str, now: datetime, started_ms: int | None, marks: Iterable[Mark]
    ) -> None:
        """The plain files are whole: the recording waits to be sealed. Repeating it changes nothing."""
        values = {"firm": firm, "spool": spool, "now": now, "started_ms": started_ms}
        await c.execute(SQL["close"], values | {"marks": _json(list(marks))})

    async def to_seal(self, c: Connection, now: datetime, limit: int) -> Sequence[Kept]:
        """Return recordings that wait to be sealed and are due."""
        rows = await (await c.execute(SQL["kept_to_seal"], {"now": now, "rows": limit})).fetchall()
        return [_kept(row) for row in rows]

    async def sealed(self, c: Connection, recording: Kept, sound: SealedSound) -> bool:
        """Write down that the sealed file is there, with its key; False: somebody else had done so."""
        values: dict[str, Any] = {"firm": recording.firm, "id": recording.id, "file": sound.file}
        values |= {"key_id": sound.key_id, "wrapped_key": sound.wrapped_key, "size": sound.size}
        values |= {"duration_ms": sound.duration_ms, "waveform": sound.waveform}
        values |= {"levels": _json({"in": sound.left, "out": sound.right})}
        return (await c.execute(SQL["sealed"], values)).rowcount == 1

    async def troubled(self, c: Connection, recording: Kept, trouble: str, try_at: datetime | None) -> None:
        """Write down that sealing did not succeed; without `try_at` it is given up."""
        values = {"firm": recording.firm, "id": recording.id, "trouble": trouble, "try_at": try_at}
        await c.execute(SQL["troubled"], values)

    async def spools(self, c: Connection, spools: Sequence[str]) -> Mapping[str, tuple[FirmId, Status]]:
        """Return firm and status of recordings by the stems of their plain files."""
        rows = await (await c.execute(SQL["spools"], {"spools": list(spools)})).fetchall()
        return {spool: (FirmId(firm), Status(status)) for spool, firm, status in rows}

    async def open_calls(self, c: Connection, calls: Sequence[InteractionId]) -> frozenset[str]:
        """Return which of these calls the floor still holds."""
        rows = await (await c.execute(SQL["open_calls"], {"calls": list(calls)})).fetchall()
        return frozenset(call for (call,) in rows)

    async def overdue(self, c: Connection, now: datetime, limit: int) -> Sequence[Kept]:
        """Return recordings whose time is over."""
        rows = await (await c.execute(SQL["overdue"], {"now": now, "rows": limit})).fetchall()
        return [_kept(row) for row in rows]

    async def erase(self, c: Connection, recording: Kept, now: datetime) -> None:
        """Destroy the key and all that was measured."""
        await c.execute(SQL["erase"], {"firm": recording.firm, "id": recording.id, "now": now})

    async def files(self, c: Connection) -> frozenset[tuple[str, str]]:
        """Return firm and file of every sealed recording."""
        return frozenset((firm, file) for firm, file in await (await c.execute(SQL["sealed_files"])).fetchall())

    async def find(self, c: Connection, recording: RecordingId) -> tuple[Kept, frozenset[str]] | None:
        """Return a recording and the agents who spoke on its call."""
        row = await (await c.execute(SQL["kept"], {"id": recording})).fetchone()
        return (_kept(row[:-1]), frozenset(row[-1])) if row else None

    async def of_call(self, c: Connection, call: InteractionId) -> Sequence[Kept]:
        """Return the recordings of a call, in the order of their ids."""
        return [_kept(row) for row in await (await c.execute(SQL["kept_of_call"], {"call": call})).fetchall()]

    async def waveform(self, c: Connection, recording: RecordingId) -> bytes | None:
        """Return the packed peaks."""
        row = await (await c.execute(SQL["waveform"], {"id": recording})).fetchone()
        return bytes(row[0]) if row and row[0] is not None else None

    async def agents_hear_own(self, c: Connection) -> bool:
        """Say whether the firm lets agents hear their own calls."""
        row = await (await c.execute(SQL["agents_hear_own"])).fetchone()
        return bool(row and row[0])

    async def set_terms(self, c: Connection, firm: FirmId, *, agents_hear_own: bool) -> None:
        """Write whether agents may hear their own calls."""
        await c.execute(SQL["set_terms"], {"firm": firm, "agents_hear_own": agents_hear_own})

    async def note_listening(
        self, c: Connection, listening: str, viewer: Viewer, recording: Kept, now: datetime, first: int, last: int
    ) -> None:
        """Write down who listens, unless the same listening is written down already."""
        values = {"firm": recording.firm, "id": listening, "person": viewer.person, "call": recording.call}
        values |= {"recording": recording.id, "now": now, "first": first, "last": last}
        await c.execute(SQL["note_listening"], values)

    async def firm_key(self, c: Connection, firm: FirmId, key_id: str | None) -> tuple[str, bytes] | None:
        """Return a wrapped key of the firm, the newest without an id."""
        row = await (await c.execute(SQL["firm_key"], {"firm": firm, "id": key_id})).fetchone()
        return (str(row[0]), bytes(row[1])) if row else None

    async def add_firm_key(self, c: Connection, firm: FirmId, key_id: str, wrapped: bytes, now: datetime) -> None:
        """Keep a new key of the firm."""
        await c.execute(SQL["add_firm_key"], {"firm": firm, "id": key_id, "wrapped": wrapped, "now": now})


def _news(row: Sequence[Any]) -> RecordingNews:
    position, firm, call, at, kind, data = row
    fact = msgspec.convert(data, RecordingStarted if kind == _STARTED else RecordingEnded)
    return RecordingNews(position, firm, call, at, fact)


def _kept(row: Sequence[Any]) -> Kept:
    firm, id_, call, spool, status, started_at, until, duration, size, file, key_id, wrapped, marks, tries = row
    return Kept(
        firm, id_, call, spool, Status(status), started_at, until, duration, size, file, key_id,
        bytes(wrapped) if wrapped is not None else None, msgspec.convert(marks, list[Mark]), tries,
    )  # fmt: skip


def _json(value: object) -> Jsonb:
    return Jsonb(msgspec.to_builtins(value))
