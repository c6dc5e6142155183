"""History and listening, as the pages ask for them: who may see what is decided here, before anything is read out."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Sequence

import msgspec

from permanence.firms.model import Look
from permanence.firms.ports import FirmStore
from permanence.firms.service_access import Accesses
from permanence.interaction.archive import Kept, Viewer, may_listen
from permanence.interaction.errors import CallNotOver, NotesTooLong, NothingToHear, NotYourRecording
from permanence.interaction.history import (
    NOTES_MAX,
    Amendment,
    CallDetails,
    CallFound,
    CallLine,
    Filters,
    seen_by,
    seen_data,
)
from permanence.interaction.ports import CallStore, Clock, RecordingStore, SealedFiles, Standing
from permanence.interaction.sound import waveform_sides
from permanence.kernel.database import Connection, Transactions
from permanence.kernel.errors import NotAllowed, NotFound
from permanence.kernel.ids import AgentId, FirmId, IdSource, InteractionId, PersonId, RecordingId
from permanence.kernel.page import Cursor, Page

EXPORT_MAX = 50_000
CUSTOMER_CALLS_MAX = 20
CHECK_EVERY_S = 2.0


class History:
    """Calls afterwards."""

    def __init__(
        self,
        database: Transactions,
        calls: CallStore,
        recordings: RecordingStore,
        firms: FirmStore,
        clock: Clock,
        ids: IdSource,
        accesses: Accesses,
        clean: Callable[[str], str] = str,
    ) -> None:
        """Wire the parts; notes that are corrected afterwards are kept as `clean` returns them."""
        self.clean = clean
        self.database, self.calls, self.recordings, self.firms = database, calls, recordings, firms
        self.clock, self.ids, self.accesses = clock, ids, accesses

    async def agent_of(self, firm: FirmId, person: PersonId) -> AgentId | None:
        """Return the agent that a person is, or None."""
        async with self.database.firm(firm) as c:
            return await self.calls.agent_of(c, person)

    async def list(self, viewer: Viewer, filters: Filters, cursor: Cursor) -> Page[CallLine]:
        """Return calls, newest first; agents see their own."""
        own = _own(viewer)
        async with self.database.firm(viewer.firm) as c:
            page = await self.calls.list(c, filters, own, cursor)
            await self._note(c, viewer, Look.LISTED)
        return page.map(lambda line: seen_by(viewer, line))

    async def export(self, viewer: Viewer, filters: Filters) -> Sequence[CallLine]:
        """Return calls for a file; that they left the house is written down."""
        if not viewer.sees_all_calls:
            raise NotAllowed
        async with self.database.firm(viewer.firm) as c:
            lines = await self.calls.export(c, filters, EXPORT_MAX)
            detail: dict[str, object] = {"calls": len(lines)}
            line, now = self.ids.new("aud"), self.clock.now()
            await self.firms.audit(c, viewer.firm, line, now, viewer.person, "calls.exported", None, detail)
            await self._note(c, viewer, Look.EXPORTED)
        return lines

    async def details(self, viewer: Viewer, call: InteractionId) -> CallDetails:
        """Return one call with its ladder and recordings."""
        async with self.database.firm(viewer.firm) as c:
            found = await self._visible(c, viewer, call)
            ladder = await self.calls.ladder(c, call)
            recordings = await self.calls.recordings(c, call)
            hear_own = await self.recordings.agents_hear_own(c)
            await self._note(c, viewer, Look.CALL, call)
        allowed = may_listen(viewer, viewer.firm, found.agents, agents_hear_own=hear_own)
        replace = msgspec.structs.replace
        return CallDetails(
            seen_by(viewer, found.line),
            [replace(rung, data=seen_data(viewer, rung.data)) for rung in ladder],
            [replace(line, may_listen=allowed and line.status == "sealed") for line in recordings],
        )

    async def amend(self, viewer: Viewer, call: InteractionId, change: Amendment) -> CallLine:
        """Correct disposition and notes after the call; what stood there stays readable in the ladder."""
        if change.notes is not None and len(change.notes) > NOTES_MAX:
            raise NotesTooLong(param="notes", length_max=NOTES_MAX)
        if change.notes is not None:
            change = Amendment(change.disposition, self.clean(change.notes))
        async with self.database.firm(viewer.firm) as c:
            found = await self._visible(c, viewer, call)
            if await self.calls.is_open(c, call):
                raise CallNotOver
            amendment, now = self.ids.new("amd"), self.clock.now()
            await self.calls.amend(c, found.line, change, amendment, viewer.person, now, viewer.firm)
            after = await self._visible(c, viewer, call)
        return seen_by(viewer, after.line)

    async def of_customer(self, viewer: Viewer, call: InteractionId) -> Sequence[CallLine]:
        """Return the last calls of the customer of this call: for the agent who has it, and for supervisors."""
        async with self.database.firm(viewer.firm) as c:
            found = await self._visible(c, viewer, call)
            if found.line.customer is None:
                return []
            lines = await self.calls.of_customer(c, found.line.customer, CUSTOMER_CALLS_MAX, call)
            await self._note(c, viewer, Look.CALLER, call)
        return [seen_by(viewer, line) for line in lines]

    async def of_number(self, viewer: Viewer, number: str) -> Sequence[CallLine]:
        """Return the last calls of a number, for those who see numbers anyway."""
        if not viewer.sees_numbers:
            raise NotAllowed
        async with self.database.firm(viewer.firm) as c:
            lines = await self.calls.of_customer(c, number, CUSTOMER_CALLS_MAX, None)
            if lines:  # the log names a call and not the number: it is kept longer than callers' numbers may be
                await self._note(c, viewer, Look.CALLER, lines[0].id)
        return lines

    async def _note(self, c: Connection, viewer: Viewer, what: Look, subject: str = "") -> None:
        await self.accesses.note(c, viewer.firm, viewer.person, what, subject, self.clock.now())

    async def _visible(self, c: Connection, viewer: Viewer, call: InteractionId) -> CallFound:
        own = _own(viewer)
        found = await self.calls.call(c, call)
        if found is None or (own is not None and own not in found.agents):
            raise NotFound
        return found


class Listening:
    """Recordings for ears."""

    def __init__(
        self, database: Transactions, store: RecordingStore, files: SealedFiles, clock: Clock, ids: IdSource, accesses: Accesses
    ) -> None:
        """Wire the parts."""
        self.accesses = accesses
        self.database, self.store, self.files, self.clock, self.ids = database, store, files, clock, ids

    async def find(self, viewer: Viewer, recording: RecordingId) -> Kept:
        """Return a recording that this viewer may hear now."""
        async with self.database.firm(viewer.firm) as c:
            return await self._audible(c, viewer, recording)

    async def waveform(self, viewer: Viewer, recording: RecordingId) -> tuple[Kept, list[float], list[float]]:
        """Return the recording with the peaks of what the customer said and heard."""
        async with self.database.firm(viewer.firm) as c:
            kept = await self._audible(c, viewer, recording)
            packed = await self.store.waveform(c, recording)
        left, right = waveform_sides(packed or b"")
        return kept, left, right

    async def listen(
        self, viewer: Viewer, recording: RecordingId, first: int, last: int, standing: Standing
    ) -> AsyncGenerator[bytes]:
        """Write down who listens, then yield the sound; it stops when the right to it ends."""
        async with self.database.firm(viewer.firm) as c:
            kept = await self._audible(c, viewer, recording)
            now = self.clock.now()
            await self.store.note_listening(c, self.ids.new("lst"), viewer, kept, now, first, last)
            await self.accesses.note(c, kept.firm, viewer.person, Look.HEARD, kept.call, now)
            found = await self.store.firm_key(c, kept.firm, kept.key_id)
        if found is None:
            raise NothingToHear
        return self._sound(viewer, kept, self.files.firm_key(found[1]), first, last, standing)

    async def _sound(
        self, viewer: Viewer, kept: Kept, firm_key: bytes, first: int, last: int, standing: Standing
    ) -> AsyncGenerator[bytes]:
        checked = time.monotonic()
        async for piece in self.files.read(kept, firm_key, first, last):
            if time.monotonic() - checked >= CHECK_EVERY_S:
                today = await standing.still()
                if today is None:
                    raise NotYourRecording
                await self.find(today, kept.id)
                checked = time.monotonic()
            yield piece

    async def agents_hear_own(self, viewer: Viewer) -> bool:
        """Say whether agents may hear their own calls."""
        async with self.database.firm(viewer.firm) as c:
            return await self.store.agents_hear_own(c)

    async def set_terms(self, viewer: Viewer, *, agents_hear_own: bool) -> None:
        """Let agents hear their own calls, or not."""
        if "admin" not in viewer.rights:
            raise NotAllowed
        async with self.database.firm(viewer.firm) as c:
            await self.store.set_terms(c, viewer.firm, agents_hear_own=agents_hear_own)

    async def _audible(self, c: Connection, viewer: Viewer, recording: RecordingId) -> Kept:
        found = await self.store.find(c, recording)
        if found is None:
            raise NotFound
        kept, agents = found
        hear_own = await self.store.agents_hear_own(c)
        if not may_listen(viewer, kept.firm, agents, agents_hear_own=hear_own):
            raise NotYourRecording
        if not kept.is_playable:
            raise NothingToHear
        return kept


def _own(viewer: Viewer) -> AgentId | None:
    """Return the agent to whose calls the viewer is narrowed, None for all calls; refuse everybody else."""
    if viewer.sees_all_calls:
        return None
    if not viewer.sees_own_calls:
        raise NotAllowed
    return viewer.agent
