"""What one stretch of signals leaves in the record: rows of calls and agents, open calls as documents, journal lines.

A batch is plain data. It is committed in one transaction, or kept in the local backlog while the database is
away and committed later; either way it may be applied twice without a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime

import msgspec

from permanence.floor.world import Effects, World
from permanence.interaction.events import wire_name
from permanence.interaction.model import Call, seconds_between
from permanence.routing.model import AgentState


class CallRecord(msgspec.Struct, frozen=True):
    """The row of a call that reports and history read. Seconds are counted from the journal's own times."""

    firm: str
    id: str
    direction: str
    number: str | None
    brand: str | None
    queue: str | None
    agent: str | None
    customer: str | None
    dialled: str
    language: str
    phase: str
    arrived_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    ended_by: str | None
    cause: int | None
    disposition: str | None
    notes: str
    wait_s: float | None
    talk_s: float | None
    hold_s: float | None


class OpenCall(msgspec.Struct, frozen=True):
    """The whole state of a call in progress."""

    firm: str
    id: str
    document: str


class AgentRecord(msgspec.Struct, frozen=True):
    """The whole state of an agent."""

    firm: str
    id: str
    document: str


class JournalRecord(msgspec.Struct, frozen=True):
    """One fact."""

    firm: str
    call: str
    seq: int
    at: datetime
    kind: str
    data: str


class Batch(msgspec.Struct, frozen=True):
    """Everything that one commit keeps."""

    calls: list[CallRecord] = []
    open_calls: list[OpenCall] = []
    closed: list[tuple[str, str]] = []
    agents: list[AgentRecord] = []
    journal: list[JournalRecord] = []

    def is_empty(self) -> bool:
        """Say whether there is nothing to keep."""
        return not (self.calls or self.open_calls or self.closed or self.agents or self.journal)

    def firms(self) -> set[str]:
        """Return the firms whose rows are in it."""
        rows = (*self.calls, *self.open_calls, *self.agents, *self.journal)
        return {row.firm for row in rows} | {firm for firm, _ in self.closed}


    def of(self, firm: str) -> Batch:
        """Return this firm's part."""
        return Batch(
            [row for row in self.calls if row.firm == firm],
            [row for row in self.open_calls if row.firm == firm],
            [row for row in self.closed if row[0] == firm],
            [row for row in self.agents if row.firm == firm],
            [row for row in self.journal if row.firm == firm],
        )


class Scribe:
    """Turns effects into batches and leaves out what the record has already."""

    def __init__(self) -> None:
        """Start knowing nothing of the record: the first row of each thing is always written."""
        self._rows: dict[str, CallRecord] = {}
        self._documents: dict[str, bytes] = {}

    def write(self, world: World, effects: Effects, failed: Callable[[str], None]) -> Batch:
        """Return the batch of these effects. What cannot be written is named to `failed`, inside its exception, and
        left out: the rows of all others are kept."""
        batch = Batch([], [], [], [], [])
        for call in effects.calls.values():
            with _told(failed, call.id):
                self._call(world, call, batch)
        for state in effects.agents.values():
            with _told(failed, state.id):
                self._agent(state, batch)
        for line in effects.journal:
            with _told(failed, line.call):
                kind, data = wire_name(type(line.fact)), _encode(line.fact).decode()
                batch.journal.append(JournalRecord(line.firm, line.call, line.seq, line.at, kind, data))
        return batch

    def _agent(self, state: AgentState, batch: Batch) -> None:
        document = _encode(state)
        if self._documents.get(state.id) != document:
            batch.agents.append(AgentRecord(state.firm, state.id, document.decode()))
            self._documents[state.id] = document

    def _call(self, world: World, call: Call, batch: Batch) -> None:
        row = record_of(call)
        if self._rows.get(call.id) != row:
            self._rows[call.id] = row
            batch.calls.append(row)
        if call.id not in world.calls:
            batch.closed.append((call.firm, call.id))
            self._rows.pop(call.id, None)
            self._documents.pop(call.id, None)
            return
        document = _encode(call)
        if self._documents.get(call.id) != document:
            self._documents[call.id] = document
            batch.open_calls.append(OpenCall(call.firm, call.id, document.decode()))


@contextmanager
def _told(failed: Callable[[str], None], what: str) -> Generator[None]:
    try:
        yield
    except Exception:  # noqa: BLE001 - told by `failed`; one thing's fault must not cost the others their record
        failed(what)


def record_of(call: Call) -> CallRecord:
    """Return the call's row."""
    queue = call.terms.queue if call.terms is not None else None
    wait_s, talk_s, hold_s = call.wait_s, None, None
    if wait_s is None and call.answered_at is None and call.ended_at is not None and call.waits_since is not None:
        wait_s = seconds_between(call.waits_since, call.ended_at)
    if call.ended_at is not None and call.answered_at is not None:
        talk_s, hold_s = seconds_between(call.answered_at, call.ended_at), call.hold_s
    agent = call.last_agent or (call.agent.agent if call.agent is not None else None)
    return CallRecord(
        call.firm, call.id, call.direction, call.number, call.brand, queue, agent, call.customer, call.dialled,
        call.language, call.phase, call.arrived_at, call.answered_at, call.ended_at, call.outcome, call.ended_by,
        call.cause, call.disposition, call.notes, wait_s, talk_s, hold_s,
    )  # fmt: skip


def decode_call(document: str | bytes) -> Call:
    """Return the call that a document holds."""
    return msgspec.json.decode(document, type=Call)


_ENCODER = msgspec.json.Encoder()


def _encode(value: object) -> bytes:
    return _ENCODER.encode(value)
