"""The observance of the promise as it is told: how many callers were answered in time, where and when not, and why."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from permanence.kernel.ids import InteractionId, QueueId

PROMISE_S = 180  # of a queue that is gone, where no fact says what was promised


class Verdict(StrEnum):
    """What became of the promise to one caller; each caller has one."""

    KEPT = "kept"  # answered in time
    LATE = "late"  # answered after the promised time
    LOST = "lost"  # never answered: left after the promised time, or the platform failed him
    GAVE_UP = "gave_up"  # left before the promised time was over: neither kept nor broken
    CLOSED = "closed"  # heard that the firm is closed
    MENU = "menu"  # was served or left before he waited for anybody
    OPEN = "open"  # not over yet


COUNTED = (Verdict.KEPT, Verdict.LATE, Verdict.LOST)


class Cause(StrEnum):
    """Why somebody waited. The order is that of blame: what need not have been stands before what takes more people."""

    PLATFORM_AWAY = "platform_away"
    FAILED = "failed"  # a telephone, a leg or the switch was lost
    RING_MISSED = "ring_missed"  # an agent was rung and did not answer
    KEPT_FOR_AGENT = "kept_for_agent"
    NO_SKILL = "no_skill"  # nobody of the firm has what the queue asks for
    NOBODY_THERE = "nobody_there"  # nobody with the skills was signed in
    ALL_AWAY = "all_away"  # who has the skills was in a pause or beyond reach
    ALL_BUSY = "all_busy"  # more work than people
    NOT_TOLD = "not_told"  # no fact says why
    RINGING = "ringing"  # the telephone of the agent who answered


class Step(msgspec.Struct, frozen=True):
    """A fact of a call: its wire name, when it happened (seconds since the epoch), and what belongs to it."""

    kind: str
    at: float
    data: dict[str, object]


class CallFacts(msgspec.Struct, frozen=True):
    """A customer's call with those of its facts that tell why he waited, in order."""

    id: InteractionId
    arrived_at: datetime
    outcome: str | None
    ended_by: str | None
    steps: tuple[Step, ...]


class Judged(msgspec.Struct, frozen=True):
    """One caller: what became of the promise, in which queue, after how many seconds, by which cause, and how many
    seconds each cause took. `queue` and `cause` are None where there is none."""

    verdict: Verdict
    queue: QueueId | None = None
    waited_s: float = 0.0
    promised_s: int = PROMISE_S
    cause: Cause | None = None
    seconds: dict[Cause, float] = {}


class QueueName(msgspec.Struct, frozen=True):
    """A queue as it is set up today."""

    id: QueueId
    name: str
    target_s: int


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Callers counted together. `callers` are those to whom the promise was kept or broken, `share` the part of them who
    were answered in time; the seconds are theirs. None: there was nobody."""

    callers: int
    kept: int
    late: int
    lost: int
    gave_up: int
    share: float | None
    mean_s: float | None
    p95_s: float | None
    longest_s: float | None


class QueueTally(Tally, frozen=True, kw_only=True):
    """Callers of a queue. None: who came while the platform was away, and reached none. `name` is None for one that is gone."""

    queue: QueueId | None
    name: str | None
    promised_s: int | None


class DayTally(Tally, frozen=True, kw_only=True):
    """Callers of a local day."""

    day: date


class HourTally(Tally, frozen=True, kw_only=True):
    """Callers who came at a local hour, on all days together."""

    hour: int


class Cell(msgspec.Struct, frozen=True):
    """Callers of one hour of one day; `callers` as in `Tally`."""

    day: date
    hour: int
    callers: int
    kept: int


class CauseLine(msgspec.Struct, frozen=True):
    """A cause: how many promises were broken by it, and how many seconds it took from those callers."""

    cause: Cause
    callers: int
    seconds: float


class WorstWait(msgspec.Struct, frozen=True, kw_only=True):
    """One of the longest waits of those to whom the promise was broken."""

    call: InteractionId
    arrived_at: datetime
    queue: QueueId | None
    name: str | None
    verdict: Verdict
    waited_s: float
    promised_s: int
    cause: Cause | None
    seconds: dict[Cause, float]


class PromiseReport(msgspec.Struct, frozen=True, kw_only=True):
    """How promises were kept from `first_day` to `last_day`, both local days of the firm and both included. `closed`, `menu`
    and `open` are callers to whom nothing was promised, or not yet."""

    first_day: date
    last_day: date
    time_zone: str
    total: Tally
    queues: list[QueueTally]
    days: list[DayTally]
    hours: list[HourTally]
    cells: list[Cell]
    causes: list[CauseLine]
    worst: list[WorstWait]
    closed: int
    menu: int
    open: int
