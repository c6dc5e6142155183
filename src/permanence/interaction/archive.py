"""Recordings after the call: what is known of each, how long it is kept, and who may listen to it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from permanence.interaction.events import RecordingEnded, RecordingStarted
from permanence.interaction.sound import Level
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId, RecordingId

_FILE = re.compile(r"^(?P<spool>int_[0-9a-hjkmnp-tv-z]{26}\.rec[0-9]+)-(?P<side>in|out)\.wav$")
SIDES = ("in", "out")
TRIES_MAX = 12
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)


class Status(StrEnum):
    """How far a recording is on its way."""

    OPEN = "open"  # the call goes on
    CLOSED = "closed"  # the plain files are whole and wait to be sealed
    SEALED = "sealed"
    FAILED = "failed"  # nothing could be kept
    ERASED = "erased"  # its time was over: key and file are destroyed


class Mark(msgspec.Struct, frozen=True):
    """A stretch without sound, and why: ``hold`` or ``private``."""

    kind: str
    from_ms: int
    to_ms: int


class Kept(msgspec.Struct, frozen=True):
    """A recording as the store knows it."""

    firm: FirmId
    id: RecordingId
    call: InteractionId
    spool: str
    status: Status
    started_at: datetime
    retention_until: datetime
    duration_ms: int | None = None
    size: int | None = None
    file: str | None = None
    key_id: str | None = None
    wrapped_key: bytes | None = None
    marks: list[Mark] = []
    tries: int = 0

    @property
    def is_playable(self) -> bool:
        """Say whether there is something to hear."""
        return self.status is Status.SEALED and self.wrapped_key is not None and self.file is not None


class RecordingNews(msgspec.Struct, frozen=True):
    """A line of the journal about a recording."""

    position: int
    firm: FirmId
    call: InteractionId
    at: datetime
    fact: RecordingStarted | RecordingEnded


class SealedSound(msgspec.Struct, frozen=True):
    """What sealing yields: the file, its key under the firm's, and what was measured on the way."""

    file: str
    key_id: str
    wrapped_key: bytes
    size: int
    duration_ms: int
    left: Level
    right: Level
    waveform: bytes


class Viewer(msgspec.Struct, frozen=True):
    """Who asks: a signed-in person of one firm, with rights, and as which agent."""

    firm: FirmId
    person: PersonId
    agent: AgentId | None = None
    rights: frozenset[str] = frozenset()

    @property
    def sees_all_calls(self) -> bool:
        """Say whether all calls of the firm are open to this person."""
        return "history" in self.rights

    @property
    def sees_numbers(self) -> bool:
        """Say whether customers' numbers are shown whole."""
        return "history" in self.rights

    @property
    def sees_own_calls(self) -> bool:
        """Say whether this person's own calls are open."""
        return "desk" in self.rights and self.agent is not None


def may_listen(viewer: Viewer, firm: FirmId, agents: frozenset[str], *, agents_hear_own: bool) -> bool:
    """Say whether a recording of this firm, on whose call these agents spoke, may be heard by the viewer."""
    if viewer.firm != firm:
        return False
    if "listen" in viewer.rights:
        return True
    return agents_hear_own and viewer.sees_own_calls and viewer.agent in agents


def keep_until(started_at: datetime, days: int) -> datetime:
    """Return when a recording's time is over; fixed at its birth."""
    return started_at + timedelta(days=days)


def next_try(now: datetime, tries: int) -> datetime | None:
    """Return when to try sealing again after so many tries, or None: give up."""
    if tries >= TRIES_MAX:
        return None
    return now + min(FIRST_PAUSE * 2 ** min(tries, 20), LONGEST_PAUSE)


def spool_of(file_name: str) -> tuple[str, str] | None:
    """Return the recording's name and the side of a plain file, or None for files that are not ours."""
    found = _FILE.match(file_name)
    return (found["spool"], found["side"]) if found else None


def call_of_spool(spool: str) -> InteractionId:
    """Return the call of a recording's name."""
    return InteractionId(spool.partition(".")[0])


class Fate(StrEnum):
    """What happens to a plain file that is found."""

    LEAVE = "leave"
    DELETE = "delete"
    CLOSE = "close"  # its call is over and nobody said so: seal what there is
    DOUBT = "doubt"  # nobody knows it (yet)


def fate_of(status: Status | None, *, call_is_open: bool) -> Fate:
    """Decide what to do with a plain file by what the record says of it.

    A file without a row may be younger than the record (the floor writes after the fact, and keeps what happened
    to itself while the database is away), so it is deleted only after a while of doubt.
    """
    match status:
        case Status.OPEN:
            return Fate.LEAVE if call_is_open else Fate.CLOSE
        case Status.CLOSED:
            return Fate.LEAVE
        case Status.SEALED | Status.FAILED | Status.ERASED:
            return Fate.DELETE
        case None:
            return Fate.LEAVE if call_is_open else Fate.DOUBT
