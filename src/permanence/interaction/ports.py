"""What the afterlife of calls needs of the world: rows, files, keys, the time.

Stores work within a transaction that the service opens.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from permanence.interaction.archive import Kept, Mark, RecordingNews, SealedSound, Status, Viewer
from permanence.interaction.history import (
    Amendment,
    CallFound,
    CallLine,
    Filters,
    RecordingLine,
    Rung,
)
from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId, RecordingId
from permanence.kernel.page import Cursor, Page


class Clock(Protocol):
    """The time of day."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        ...


class Positions(Protocol):
    """How far a reader of the journal has come."""

    async def read(self, c: Connection) -> int:
        """Return the last position that was worked off; locks it until the end of the transaction."""
        ...

    async def write(self, c: Connection, position: int) -> None:
        """Move on."""
        ...


class CallStore(Protocol):
    """Rows of calls, as history reads and corrects them."""

    async def list(self, c: Connection, filters: Filters, own: AgentId | None, cursor: Cursor) -> Page[CallLine]:
        """Return calls, newest first; `own` narrows them to those on which this agent spoke."""
        ...

    async def export(self, c: Connection, filters: Filters, limit: int) -> Sequence[CallLine]:
        """Return as many calls, newest first."""
        ...

    async def call(self, c: Connection, call: InteractionId) -> CallFound | None:
        """Return one call with the agents who spoke on it."""
        ...

    async def ladder(self, c: Connection, call: InteractionId) -> Sequence[Rung]:
        """Return the steps of a call in order, later corrections included."""
        ...

    async def recordings(self, c: Connection, call: InteractionId) -> Sequence[RecordingLine]:
        """Return what is known of the call's recordings."""
        ...

    async def of_customer(
        self, c: Connection, customer: str, limit: int, but: InteractionId | None
    ) -> Sequence[CallLine]:
        """Return the last calls of one customer, `but` one."""
        ...

    async def is_open(self, c: Connection, call: InteractionId) -> bool:
        """Say whether the floor still holds the call."""
        ...

    async def amend(
        self, c: Connection, line: CallLine, change: Amendment, amendment: str, person: PersonId, now: datetime, firm: FirmId
    ) -> None:
        """Write a correction and what stood there before."""
        ...

    async def agent_of(self, c: Connection, person: PersonId) -> AgentId | None:
        """Return the person's agent, or None."""
        ...


class RecordingStore(Protocol):
    """Rows of recordings, keys, listenings."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, closed ones too."""
        ...

    async def news(self, c: Connection, after: int, limit: int) -> Sequence[RecordingNews]:
        """Return what the journal says of recordings after a position, in order."""
        ...

    async def begin(self, c: Connection, news: RecordingNews, spool: str, recording: RecordingId, purpose: str) -> None:
        """Write a new recording with the end of its time; writing it twice changes nothing."""
        ...

    async def close(
        self, c: Connection, firm: FirmId, spool: str, now: datetime, started_ms: int | None, marks: Iterable[Mark]
    ) -> None:
        """The plain files are whole: the recording waits to be sealed. Repeating it changes nothing."""
        ...

    async def to_seal(self, c: Connection, now: datetime, limit: int) -> Sequence[Kept]:
        """Return recordings that wait to be sealed and are due."""
        ...

    async def sealed(self, c: Connection, recording: Kept, sound: SealedSound) -> bool:
        """Write down that the sealed file is there, with its key; False: somebody else had done so."""
        ...

    async def troubled(self, c: Connection, recording: Kept, trouble: str, try_at: datetime | None) -> None:
        """Write down that sealing did not succeed; without `try_at` it is given up."""
        ...

    async def spools(self, c: Connection, spools: Sequence[str]) -> Mapping[str, tuple[FirmId, Status]]:
        """Return firm and status of recordings by the stems of their plain files."""
        ...

    async def open_calls(self, c: Connection, calls: Sequence[InteractionId]) -> frozenset[str]:
        """Return which of these calls the floor still holds."""
        ...

    async def overdue(self, c: Connection, now: datetime, limit: int) -> Sequence[Kept]:
        """Return recordings whose time is over."""
        ...

    async def erase(self, c: Connection, recording: Kept, now: datetime) -> None:
        """Destroy the key and all that was measured."""
        ...

    async def files(self, c: Connection) -> frozenset[tuple[str, str]]:
        """Return firm and file of every sealed recording."""
        ...

    async def find(self, c: Connection, recording: RecordingId) -> tuple[Kept, frozenset[str]] | None:
        """Return a recording and the agents who spoke on its call."""
        ...

    async def of_call(self, c: Connection, call: InteractionId) -> Sequence[Kept]:
        """Return the recordings of a call, in the order of their ids."""
        ...

    async def waveform(self, c: Connection, recording: RecordingId) -> bytes | None:
        """Return the packed peaks."""
        ...

    async def agents_hear_own(self, c: Connection) -> bool:
        """Say whether the firm lets agents hear their own calls."""
        ...

    async def set_terms(self, c: Connection, firm: FirmId, *, agents_hear_own: bool) -> None:
        """Write whether agents may hear their own calls."""
        ...

    async def note_listening(
        self, c: Connection, listening: str, viewer: Viewer, recording: Kept, now: datetime, first: int, last: int
    ) -> None:
        """Write down who listens, unless the same listening is written down already."""
        ...

    async def firm_key(self, c: Connection, firm: FirmId, key_id: str | None) -> tuple[str, bytes] | None:
        """Return a wrapped key of the firm, the newest without an id."""
        ...

    async def add_firm_key(self, c: Connection, firm: FirmId, key_id: str, wrapped: bytes, now: datetime) -> None:
        """Keep a new key of the firm."""
        ...


class Spool(Protocol):
    """The folder of plain files."""

    async def names(self) -> Sequence[str]:
        """Return the names of all files in it."""
        ...

    async def delete(self, names: Iterable[str]) -> None:
        """Delete files; those that are gone already do not matter."""
        ...


class SealedFiles(Protocol):
    """Sealed files, and the key of the installation."""

    async def seal(self, recording: Kept, key_id: str, firm_key: bytes) -> SealedSound:
        """Seal a recording's plain files into a file of its own and keep it for good; raise `CannotSeal`."""
        ...

    def read(self, recording: Kept, firm_key: bytes, first: int, last: int) -> AsyncGenerator[bytes]:
        """Yield the bytes `first` to `last` of the sound; raise `DamagedRecording`."""
        ...

    async def delete(self, firm: FirmId, file: str) -> None:
        """Delete a sealed file; one that is gone already does not matter."""
        ...

    async def names(self) -> frozenset[tuple[str, str]]:
        """Return firm and name of every sealed file."""
        ...

    def new_firm_key(self) -> bytes:
        """Return a fresh firm key under the installation's key."""
        ...

    def firm_key(self, wrapped: bytes) -> bytes:
        """Return a firm's key; raise `DamagedRecording` where the installation's key is another one."""
        ...


class Standing(Protocol):
    """Whether a listener may still do what was allowed at the beginning."""

    async def still(self) -> Viewer | None:
        """Return the person with today's rights, or None where the sign-in has ended."""
        ...


class AllFirms(Protocol):
    """What the worker needs of the floor's way into the database."""

    def firms(self, firms: Iterable[FirmId]) -> AbstractAsyncContextManager[Connection]:
        """Return a transaction in which the rows of these firms exist."""
        ...

    def nobody(self) -> AbstractAsyncContextManager[Connection]:
        """Return a transaction without a firm."""
        ...
