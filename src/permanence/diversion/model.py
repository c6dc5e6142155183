"""What the watch knows: callers and what became of them, bags of them to compare, subjects, findings, cases, looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import msgspec

from permanence.kernel.ids import CaseId, FirmId


class Measure(StrEnum):
    """What is compared: callers who do not come back, and callers who appear on the partner's own lines for the first time."""

    LOST = "lost"
    SEEN = "seen"


class Kind(StrEnum):
    """Who is looked at."""

    PARTNER = "partner"
    PARTNERS_AGENT = "partners_agent"
    OWN_AGENT = "own_agent"


class Subject(msgspec.Struct, frozen=True, order=True):
    """A partner firm, one of its agents, or an own agent. `id` is the firm's or the agent's; `firm` who employs (the owner itself, or the
    partner)."""

    kind: Kind
    firm: FirmId
    id: str


class Served(msgspec.Struct, frozen=True):
    """One caller in one week: the last of his calls that somebody answered, and what came of it. `earlier` counts his calls of the half
    year before; `seen_at` are the partner firms on whose own lines he appeared for the first time, `known_at` those that had
    spoken with him before."""

    partner: FirmId | None
    agent: str | None
    alias: str
    call: str
    arrived_at: datetime
    earlier: int
    wait_s: float
    is_back: bool
    seen_at: tuple[FirmId, ...] = ()
    known_at: tuple[FirmId, ...] = ()


class Bag(msgspec.Struct, frozen=True, array_like=True):
    """Callers of one week and one stratum: the subject answered `n` of `total`; `hit` of its callers and `hit_all` of all are lost (or
    seen elsewhere)."""

    n: int
    total: int
    hit: int
    hit_all: int


class WeekTally(msgspec.Struct, frozen=True):
    """What one week tells of a subject by one measure; `cases` are up to some calls that were hits."""

    week: date
    subject: Subject
    measure: Measure
    bags: tuple[Bag, ...]
    cases: tuple[str, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """What a subject's weeks come to: callers answered, hits, hits expected if it made no difference who answers, with bounds (95 %) of
    what chance does; evidence and threshold as natural logarithms; since which week the strongest watch has run."""

    subject: Subject
    measure: Measure
    answered: int
    hits: int
    expected: float
    low: float
    high: float
    evidence: float
    threshold: float
    since: date
    until: date

    @property
    def is_alarm(self) -> bool:
        """Whether this is more than the stated rate of false alarms allows to be chance."""
        return self.evidence >= self.threshold


class Decision(StrEnum):
    """A step of the procedure: both may note something, the one it is about answers, the owner does the rest."""

    NOTED = "noted"
    ANSWERED = "answered"
    UNFOUNDED = "unfounded"
    SETTLED = "settled"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Standing(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    ANSWERED = "answered"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Step(msgspec.Struct, frozen=True):
    """Who did what, when, with which words."""

    decision: Decision
    firm: FirmId
    name: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A difference to be explained, seen by both firms (for an own agent they are the same)."""

    id: CaseId
    owner: FirmId
    answering: FirmId
    finding: Finding
    calls: tuple[str, ...]
    opened_at: datetime
    steps: tuple[Step, ...] = ()
