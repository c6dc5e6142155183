"""Calls afterwards: what is searched, what a viewer may see of it, and the ladder of one call.

Numbers are masked for viewers without the right wherever they can stand: in the row, in facts, in the label of
a third party.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec

from permanence.interaction.archive import Viewer
from permanence.kernel.cells import cell
from permanence.kernel.ids import AgentId, InteractionId, NumberId, QueueId, is_id
from permanence.kernel.page import BadCursor
from permanence.kernel.phone import mask

NOTES_MAX = 10_000
TEXT_MAX = 80
_NUMBER = re.compile(r"^\+?[0-9][0-9 .()-]{4,}$")


class Filters(msgspec.Struct, frozen=True):
    """Which calls are wanted; None: any."""

    since: datetime | None = None
    until: datetime | None = None
    number: NumberId | None = None
    queue: QueueId | None = None
    agent: AgentId | None = None
    outcome: str | None = None
    direction: str | None = None
    disposition: str | None = None
    text: str | None = None
    customer: str | None = None


class CallLine(msgspec.Struct, frozen=True, kw_only=True):
    """A call in a list. `recording` is its id where there is something to hear."""

    id: InteractionId
    direction: str
    phase: str
    arrived_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    customer: str | None
    dialled: str | None
    language: str
    number: str | None
    brand: str | None
    queue: str | None
    agent: str | None
    outcome: str | None
    ended_by: str | None
    cause: int | None
    disposition: str | None
    notes: str
    wait_s: float | None
    talk_s: float | None
    hold_s: float | None
    recording: str | None = None


class CallFound(msgspec.Struct, frozen=True):
    """A call and the agents who spoke on it."""

    line: CallLine
    agents: frozenset[str]


class Rung(msgspec.Struct, frozen=True):
    """A step of the ladder: `ms` after the call's beginning, a stable kind, and what belongs to it."""

    seq: int
    at: datetime
    ms: int
    kind: str
    data: dict[str, Any]


class RecordingLine(msgspec.Struct, frozen=True):
    """What a call's details say of its recording."""

    id: str
    status: str
    started_at: datetime
    started_ms: int
    duration_ms: int | None
    purpose: str
    retention_until: datetime
    levels: dict[str, Any] | None
    marks: list[Any]
    may_listen: bool


class CallDetails(msgspec.Struct, frozen=True):
    """A call with its ladder and its recordings."""

    call: CallLine
    ladder: list[Rung]
    recordings: list[RecordingLine]


class Amendment(msgspec.Struct, frozen=True):
    """A correction after the call; None leaves as it is, an empty disposition takes it away."""

    disposition: str | None = None
    notes: str | None = None


def place_of(line: CallLine) -> tuple[str, str]:
    """Return a line's place in the list, for cursors."""
    return line.arrived_at.isoformat(), line.id


def read_place(after: tuple[str, ...] | None) -> tuple[datetime | None, str | None]:
    """Return after which time and call a page begins; raise `BadCursor` for a place that we did not write."""
    if after is None:
        return None, None
    try:
        at = datetime.fromisoformat(after[0])
    except ValueError as error:
        raise BadCursor(param="cursor") from error
    if at.tzinfo is None or not is_id(after[1], "int"):
        raise BadCursor(param="cursor")
    return at, after[1]


def seen_by(viewer: Viewer, line: CallLine) -> CallLine:
    """Return the line as this viewer may see it."""
    if viewer.sees_numbers or line.customer is None:
        return line
    return msgspec.structs.replace(line, customer=mask(line.customer))


def seen_data(viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
    """Return a fact's data as this viewer may see it."""
    if viewer.sees_numbers:
        return data
    return {name: _hidden(name, value) for name, value in data.items()}


def _hidden(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name == "customer" or (name == "label" and _NUMBER.match(value)):
        return mask(value)
    return value


def search_pattern(text: str) -> str:
    """Return a LIKE pattern that finds this text anywhere."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def digits_of(text: str) -> str | None:
    """Return the digits to look for in numbers, or None where the text is not part of a number."""
    stripped = re.sub(r"[ .()\-]", "", text)
    if not re.fullmatch(r"\+?[0-9]{3,15}", stripped):
        return None
    return stripped.removeprefix("0") if not stripped.startswith("00") else stripped[2:]


def export_row(line: CallLine) -> list[str]:
    """Return a call as cells, in the order of `EXPORT_HEAD`."""
    return [cell(getattr(line, name)) for name in EXPORT_HEAD]


EXPORT_HEAD = tuple(name for name in CallLine.__struct_fields__ if name != "recording")
