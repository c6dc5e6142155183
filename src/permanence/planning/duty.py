"""Who works when: weekly patterns, published rosters, days of their own and absences become shifts.

Patterns are silent on public holidays, on days of their own, and where a roster was published: what was said last for a
day counts alone. Absences are cut out of everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from permanence.kernel.ids import AbsenceId, AgentId
from permanence.kernel.local_time import moment
from permanence.kernel.public_holidays import holiday_name
from permanence.planning.model import Break, Shift

Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Zone = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_+\-]{1,30}(/[A-Za-z0-9_+\-]{1,30}){0,2}$")]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
Region = Annotated[str, Meta(pattern=r"^[A-Za-z0-9 ._-]{1,40}$")]
Weekdays = Annotated[list[Annotated[int, Meta(ge=0, le=6)]], Meta(min_length=1, max_length=7)]
EveryWeeks = Annotated[int, Meta(ge=1, le=26)]
Note = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$")]
DAY = timedelta(days=1)


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From one clock time to another, ``HH:MM``; an end that is not later is on the next day."""

    starts: Clock
    ends: Clock


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A local day's work with its breaks; what is earlier than `starts` is after midnight."""

    starts: Clock
    ends: Clock
    breaks: Annotated[tuple[Hours, ...], Meta(max_length=12)] = ()


Turns = Annotated[tuple[Turn, ...], Meta(max_length=6)]


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """Work that comes back: on these weekdays (Monday is 0) of every so many weeks, counted from the week of `first`.

    `country` and `region` are those of the site whose public holidays are off, unless `on_holidays`.
    """

    id: str
    agent_id: AgentId
    weekdays: Weekdays
    turn: Turn
    time_zone: Zone
    first: date
    last: date | None = None
    every_weeks: EveryWeeks = 1
    country: Country | None = None
    region: Region | None = None
    on_holidays: bool = False


class OwnDay(msgspec.Struct, frozen=True, kw_only=True):
    """A date on which an agent works these hours (none: not at all), whatever else is planned."""

    agent_id: AgentId
    day: date
    time_zone: Zone
    turns: Turns = ()
    label: Note = ""


class Published(msgspec.Struct, frozen=True):
    """A time for which an agent's roster was published: patterns are silent, single shifts count."""

    agent_id: AgentId
    starts: datetime
    ends: datetime


class AbsenceKind(StrEnum):
    """Why somebody is not on duty. `SWAPPED`: a colleague took it over."""

    LEAVE = "leave"
    SICKNESS = "sickness"
    TRAINING = "training"
    MEETING = "meeting"
    OTHER = "other"
    SWAPPED = "swapped"


class Absence(msgspec.Struct, frozen=True, kw_only=True):
    """A time when an agent is not on duty."""

    id: AbsenceId
    agent_id: AgentId
    kind: AbsenceKind
    starts: datetime
    ends: datetime
    note: Note = ""


class Duties(msgspec.Struct, frozen=True, kw_only=True):
    """Everything from which shifts follow. `singles` are published shifts, and those taken over from colleagues."""

    patterns: Sequence[Pattern] = ()
    days: Sequence[OwnDay] = ()
    singles: Sequence[Shift] = ()
    published: Sequence[Published] = ()
    absences: Sequence[Absence] = ()


def local_days(first: date, days: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when so many local days begin and end."""
    return moment(first, "00:00", zone), moment(first + days * DAY, "00:00", zone)


def is_on(pattern: Pattern, day: date) -> bool:
    """Say whether a pattern works on this local date."""
    if day < pattern.first or (pattern.last is not None and day > pattern.last) or day.weekday() not in pattern.weekdays:
        return False
    weeks = ((day - timedelta(days=day.weekday())) - (pattern.first - timedelta(days=pattern.first.weekday()))).days // 7
    if weeks % pattern.every_weeks:
        return False
    return pattern.on_holidays or holiday_name(pattern.country, pattern.region, day) is None


def shift_of(agent: AgentId, turn: Turn, day: date, zone: ZoneInfo) -> Shift | None:
    """Return the shift of a local day, None where a change of clocks leaves nothing of it."""

    def at(clock: str, *, end: bool) -> datetime:
        next_day = clock < turn.starts or (end and clock == turn.starts)
        return moment(day + DAY if next_day else day, clock, zone)

    starts, ends = at(turn.starts, end=False), at(turn.ends, end=True)
    if ends <= starts:
        return None
    breaks = [Break(at(b.starts, end=False), at(b.ends, end=True)) for b in turn.breaks]
    return Shift(agent, starts, ends, tidy_breaks(breaks, starts, ends))


def tidy_breaks(breaks: Iterable[Break], starts: datetime, ends: datetime) -> tuple[Break, ...]:
    """Return breaks in order, cut to the shift, those that touch put together."""
    found: list[Break] = []
    for each in sorted(breaks, key=lambda b: (b.starts, b.ends)):
        cut = Break(max(each.starts, starts), min(each.ends, ends))
        if cut.ends <= cut.starts:
            continue
        if found and cut.starts <= found[-1].ends:
            found[-1] = Break(found[-1].starts, max(found[-1].ends, cut.ends))
        else:
            found.append(cut)
    return tuple(found)


def expand(duties: Duties, since: datetime, until: datetime) -> tuple[Shift, ...]:
    """Return the shifts that touch the time from `since` to `until`, whole, by agent and start, never overlapping."""
    planned: dict[AgentId, list[Shift]] = defaultdict(list)
    own = {(each.agent_id, each.day): each for each in duties.days}
    for each in duties.days:
        zone = ZoneInfo(each.time_zone)
        found = (shift_of(each.agent_id, turn, each.day, zone) for turn in each.turns)
        planned[each.agent_id] += [shift for shift in found if shift is not None]
    for single in duties.singles:
        planned[single.agent].append(single)
    for pattern in duties.patterns:
        planned[pattern.agent_id] += _of_pattern(pattern, own, duties.published, since, until)
    away: dict[AgentId, list[Absence]] = defaultdict(list)
    for absence in duties.absences:
        away[absence.agent_id].append(absence)
    return tuple(
        shift
        for agent in sorted(planned)
        for shift in without(joined(planned[agent]), away[agent])
        if shift.starts < until and shift.ends > since
    )


def _of_pattern(
    pattern: Pattern, own: dict[tuple[AgentId, date], OwnDay], published: Iterable[Published], since: datetime, until: datetime
) -> list[Shift]:
    zone, found = ZoneInfo(pattern.time_zone), list[Shift]()
    silent = [each for each in published if each.agent_id == pattern.agent_id]
    day, last = since.astimezone(zone).date() - DAY, until.astimezone(zone).date()
    while day <= last:
        shift = shift_of(pattern.agent_id, pattern.turn, day, zone) if is_on(pattern, day) else None
        spoken_for = (pattern.agent_id, day) in own
        if shift is not None and not spoken_for and not any(p.starts <= shift.starts < p.ends for p in silent):
            found.append(shift)
        day += DAY
    return found


def joined(shifts: Iterable[Shift]) -> list[Shift]:
    """Return one agent's shifts in order, those that overlap put together; a break is one only where all agree."""
    found: list[Shift] = []
    for shift in sorted(shifts, key=lambda s: (s.starts, s.ends)):
        if not found or shift.starts >= found[-1].ends:
            found.append(shift)
            continue
        one = found[-1]
        kept = [b for first, other in ((one, shift), (shift, one)) for b in _outside(first.breaks, other)]
        both = [
            Break(max(a.starts, b.starts), min(a.ends, b.ends)) for a in one.breaks for b in shift.breaks
            if a.starts < b.ends and b.starts < a.ends
        ]  # fmt: skip
        ends = max(one.ends, shift.ends)
        found[-1] = Shift(one.agent, one.starts, ends, tidy_breaks([*kept, *both], one.starts, ends))
    return found


def _outside(breaks: Iterable[Break], shift: Shift) -> list[Break]:
    """Return the parts of breaks during which the other shift does not work."""
    parts: list[Break] = []
    for each in breaks:
        parts += [Break(each.starts, min(each.ends, shift.starts)), Break(max(each.starts, shift.ends), each.ends)]
    return [part for part in parts if part.starts < part.ends]


def without(shifts: Iterable[Shift], absences: Iterable[Absence]) -> list[Shift]:
    """Return what is left of an agent's shifts beside the absences."""
    left = list(shifts)
    for absence in absences:
        left = [part for shift in left for part in _cut(shift, absence.starts, absence.ends)]
    return left


def _cut(shift: Shift, starts: datetime, ends: datetime) -> list[Shift]:
    if ends <= shift.starts or starts >= shift.ends:
        return [shift]
    parts = [(shift.starts, min(shift.ends, starts)), (max(shift.starts, ends), shift.ends)]
    return [Shift(shift.agent, a, b, tidy_breaks(shift.breaks, a, b)) for a, b in parts if a < b]


def at_work(shift: Shift) -> list[tuple[datetime, datetime]]:
    """Return the times of a shift between its breaks."""
    edges = [shift.starts, *(edge for b in shift.breaks for edge in (b.starts, b.ends)), shift.ends]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(starts, ends) for starts, ends in pairs if starts < ends]
