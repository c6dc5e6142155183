"""Planned against actual: who came late, left early, paused longer than planned, or was not there.

Adherence is the time spent in the planned activity at the planned moment, over the planned time (work and breaks). Only
what is over and what somebody watched counts: where the platform did not look, nobody was absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from permanence.kernel.ids import AgentId
from permanence.planning.duty import at_work
from permanence.planning.model import Break, Shift

TOLERANCE = timedelta(minutes=3)
"""Deviations shorter than this are counted, but not named."""

Span = tuple[datetime, datetime]


class Doing(StrEnum):
    """What an agent was seen doing, as far as duty is concerned; not signed in is none of these."""

    PRESENT = "present"  # ready, rung, on a call or at its notes
    PAUSED = "paused"
    UNREACHABLE = "unreachable"  # signed in, but no call would ring


class Stretch(msgspec.Struct, frozen=True):
    """From when to when an agent did this; `ends` None: still."""

    agent: AgentId
    doing: Doing
    starts: datetime
    ends: datetime | None = None


class DeviationKind(StrEnum):
    """How a day differed from its plan."""

    ABSENT = "absent"
    LATE = "late"
    EARLY = "early"
    AWAY = "away"
    LONG_BREAK = "long_break"


class Deviation(msgspec.Struct, frozen=True):
    """A difference: from when to when, and minutes; for long breaks the minutes beyond those planned."""

    kind: DeviationKind
    starts: datetime
    ends: datetime
    minutes: int


class Standing(StrEnum):
    """Where somebody stands at this moment: what is planned and what is seen."""

    OFF = "off"
    TO_COME = "to_come"
    WORKING = "working"
    ON_BREAK = "on_break"
    BREAK_DUE = "break_due"
    PAUSED = "paused"
    MISSING = "missing"
    UNKNOWN = "unknown"
    OVER = "over"


class Adherence(msgspec.Struct, frozen=True):
    """An agent's day. Minutes of what is over and was watched; `percent` is None while there is none of it."""

    agent_id: AgentId
    planned_min: int
    kept_min: int
    percent: float | None
    standing: Standing
    deviations: tuple[Deviation, ...]


def adherence(
    agent: AgentId, shifts: Iterable[Shift], stretches: Iterable[Stretch], watched: Sequence[Span], now: datetime
) -> Adherence:
    """Return how an agent kept to these shifts so far; `stretches` are this agent's, `watched` is when somebody looked."""
    planned = [shift for shift in shifts if shift.agent == agent]
    history = list(stretches)
    seen = [(s.doing, (s.starts, s.ends or now)) for s in history]
    doing = next((s.doing for s in history if s.ends is None), None)
    known = cut(watched, [(datetime.min.replace(tzinfo=now.tzinfo), now)])
    present = [span for doing, span in seen if doing is Doing.PRESENT]
    work = cut([span for shift in planned for span in at_work(shift)], known)
    rest = cut([(b.starts, b.ends) for shift in planned for b in shift.breaks], known)
    whole = length(work) + length(rest)
    kept = length(cut(work, present)) + length(rest) - length(cut(rest, present))
    found = [each for shift in planned for each in _deviations(shift, seen, known)]
    percent = round(100 * kept / whole, 1) if whole else None
    return Adherence(agent, _minutes(whole), _minutes(kept), percent, standing(planned, doing, watched, now), tuple(found))


def standing(shifts: Sequence[Shift], doing: Doing | None, watched: Sequence[Span], now: datetime) -> Standing:
    """Return where an agent who does this (None: is not signed in) stands now."""
    shift = next((shift for shift in shifts if shift.starts <= now < shift.ends), None)
    if shift is None:
        if doing is Doing.PRESENT:
            return Standing.WORKING
        if any(each.starts > now for each in shifts):
            return Standing.TO_COME
        return Standing.OVER if shifts else Standing.OFF
    if not any(starts <= now <= ends for starts, ends in watched):
        return Standing.UNKNOWN
    on_break = any(b.starts <= now < b.ends for b in shift.breaks)
    match doing:
        case Doing.PRESENT:
            return Standing.BREAK_DUE if on_break else Standing.WORKING
        case Doing.PAUSED:
            return Standing.ON_BREAK if on_break else Standing.PAUSED
        case _:
            return Standing.ON_BREAK if on_break else Standing.MISSING


def _deviations(shift: Shift, seen: Sequence[tuple[Doing, Span]], known: Sequence[Span]) -> list[Deviation]:
    """Return what is to be said about one shift."""
    over = cut([(shift.starts, shift.ends)], known)
    if not over:
        return []
    there = merged(cut([span for doing, span in seen if doing is not Doing.UNREACHABLE], over))
    if not there:
        return _named(DeviationKind.ABSENT, over)
    first, last = there[0][0], there[-1][1]
    breaks = [(b.starts, b.ends) for b in shift.breaks]
    gone = minus(over, [*there, *breaks])
    is_over = over[-1][1] == shift.ends
    late = [span for span in gone if span[1] <= first]
    early = [span for span in gone if span[0] >= last and is_over]
    found = [*_named(DeviationKind.LATE, late), *_named(DeviationKind.EARLY, early)]
    for span in gone:
        if span not in late and span not in early:
            found += _named(DeviationKind.AWAY, [span])
    return sorted([*found, *_long_break(shift.breaks, seen, over)], key=lambda d: (d.starts, d.kind))


def _long_break(breaks: Sequence[Break], seen: Sequence[tuple[Doing, Span]], over: Sequence[Span]) -> list[Deviation]:
    """Return by how much the pauses of a shift were longer than all its breaks; a break taken later is none too long."""
    paused = merged(cut([span for doing, span in seen if doing is Doing.PAUSED], over))
    more = length(paused) - sum((b.ends - b.starts for b in breaks), timedelta())
    if more < TOLERANCE:
        return []
    longest = max(paused, key=lambda span: (span[1] - span[0], span[0]))
    return [Deviation(DeviationKind.LONG_BREAK, *longest, _minutes(more))]


def _named(kind: DeviationKind, spans: Sequence[Span]) -> list[Deviation]:
    if not spans or length(spans) < TOLERANCE:
        return []
    return [Deviation(kind, spans[0][0], spans[-1][1], _minutes(length(spans)))]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return these times in order, those that touch put together, empty ones left out."""
    found: list[Span] = []
    for starts, ends in sorted(span for span in spans if span[0] < span[1]):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((starts, ends))
    return found


def cut(spans: Iterable[Span], within: Iterable[Span]) -> list[Span]:
    """Return what these times have in common with others."""
    frames = merged(within)
    return [
        (max(a, c), min(b, d)) for a, b in merged(spans) for c, d in frames if max(a, c) < min(b, d)
    ]  # fmt: skip


def minus(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return these times without others."""
    left = merged(spans)
    for starts, ends in merged(others):
        left = [
            part for a, b in left for part in ((a, min(b, starts)), (max(a, ends), b)) if part[0] < part[1]
        ]
    return left


def length(spans: Iterable[Span]) -> timedelta:
    """Return how long these times are together."""
    return sum((ends - starts for starts, ends in spans), timedelta())


def _minutes(time: timedelta) -> int:
    return int(time.total_seconds() // 60)
