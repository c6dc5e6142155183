"""Where the floor's batches are kept: PostgreSQL in one transaction, or a local file while that is away.

The transaction first checks that this floor still holds the lease under its fencing number, so that a floor that
was taken for dead can keep nothing. The backlog is one file, appended and synced; what is in it may be committed
twice without a difference, so a crash between commit and removal loses and doubles nothing.
"""

from __future__ import annotations

import os
import struct
from collections import deque
from pathlib import Path

import msgspec
import psycopg

from permanence.floor.batch import Batch
from permanence.floor.ports import Unsavable
from permanence.kernel.database import Batches
from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import FirmId

KEEP = "select platform.keep(%s, %s, %s::json, %s::json, %s::json, %s::json, %s::json)"
REFUSED = (psycopg.IntegrityError, psycopg.DataError, psycopg.ProgrammingError)
LEASE_LOST = "PL001"  # what `platform.keep` raises where another floor has the lease

_encoder = msgspec.json.Encoder()


def _json(rows: object) -> str:
    return _encoder.encode(rows).decode()


class LeaseLost(Exception):
    """Another floor has taken over; this one must stop at once."""


class PostgresRecords:
    """Commits batches under a fencing number."""

    def __init__(self, database: Batches, fencing: int) -> None:
        """Use this database; `fencing` was given with the lease."""
        self._database, self._fencing = database, fencing

    async def save(self, batch: Batch) -> None:
        """Commit a batch; raise `Unavailable` when the database is away, `LeaseLost` when another floor writes."""
        calls: list[str | None] = [None] * 4
        if batch.calls or batch.open_calls or batch.closed or batch.journal:
            calls = [_json(part) for part in (batch.calls, batch.open_calls, batch.closed, batch.journal)]
        states = _json(batch.agents) if batch.agents else None
        try:
            await self._database.at_once(KEEP, (FirmId(firm) for firm in batch.firms()), [self._fencing, *calls, states])
        except psycopg.Error as error:
            if error.sqlstate == LEASE_LOST:
                raise LeaseLost from None
            if isinstance(error, REFUSED):
                raise Unsavable(str(error)) from error
            raise


class FileBacklog:
    """Batches in one local file, each with its length before it; the file is removed when the last was dropped."""

    def __init__(self, path: Path) -> None:
        """Open what an earlier run left; a torn last batch was never acknowledged and is cut off."""
        self._path = path
        self._waiting: deque[Batch] = deque()
        if path.exists():
            self._waiting.extend(_read(path))
            self._rewrite()

    def append(self, batch: Batch) -> None:
        """Keep a batch; raise `Unavailable` where even the local disk refuses."""
        data = msgspec.msgpack.encode(batch)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._path.open("ab") as file:
                file.write(struct.pack(">I", len(data)) + data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Unavailable("Neither the database nor the local disk takes records.") from error
        finally:
            self._waiting.append(batch)

    def first(self) -> Batch | None:
        """Return the oldest batch, None when there is none."""
        return self._waiting[0] if self._waiting else None

    def drop_first(self) -> None:
        """Forget the oldest batch. The file keeps it until all are gone: committing it again does no harm."""
        self._waiting.popleft()
        if not self._waiting:
            self._path.unlink(missing_ok=True)

    def set_aside(self, batch: Batch) -> None:
        """Keep a batch that the database refuses beside the backlog, for a person to look at; where the local disk
        refuses it too it is lost, which raises `Unavailable`."""
        try:
            with self._path.with_suffix(".refused").open("ab") as file:
                file.write(msgspec.json.encode(batch) + b"\n")
        except OSError as error:
            raise Unavailable("The local disk does not take what the database refused.") from error

    def _rewrite(self) -> None:
        draft = self._path.with_suffix(".draft")
        with draft.open("wb") as file:
            for batch in self._waiting:
                data = msgspec.msgpack.encode(batch)
                file.write(struct.pack(">I", len(data)) + data)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._path)


def _read(path: Path) -> list[Batch]:
    data, place, found = path.read_bytes(), 0, list[Batch]()
    while place + 4 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        if place + 4 + length > len(data):
            break
        found.append(msgspec.msgpack.decode(data[place + 4 : place + 4 + length], type=Batch))
        place += 4 + length
    return found
