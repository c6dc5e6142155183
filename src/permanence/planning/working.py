"""Who can work when, what the law and the firm's rules ask of a shift, and which of it a shift made by hand breaks.

The defaults are those of French law (Code du travail L3131-1: 11 hours between two days; L3132-2: 35 hours in a row each week;
L3132-1: six days; L3121-18: ten hours a day; L3121-20: 48 hours a week; L3121-16: twenty minutes once six hours are reached)
and of the trade: ten minutes after two hours at the screen. A shift belongs whole to the local day and week in which it begins;
hours are hours of presence, breaks included. Beyond the shifts that are told everybody is taken to be at home.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.model import Shift

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class WorkRules:
    """What shifts must keep to: lengths and rests in hours (`_h`), steps and breaks in minutes (`_min`)."""

    start_every_min: int = 30
    length_every_min: int = 60
    shortest_h: float = 4
    longest_h: float = 10
    rest_h: float = 11
    weekly_rest_h: float = 35
    week_h: float = 48
    days_a_week: int = 6
    break_after_h: float = 2
    break_min: int = 10
    long_after_h: float = 6
    long_break_min: int = 20

    def __post_init__(self) -> None:
        """Hold that shifts can be made of them."""
        assert 60 % self.start_every_min == 0 and self.start_every_min % 5 == 0, "shifts begin at equal steps of the hour"
        assert self.length_every_min % self.start_every_min == 0, "lengths are steps of beginnings"
        assert 0 < self.shortest_h <= self.longest_h <= 13 and self.rest_h <= self.weekly_rest_h, "no such day"
        assert self.break_after_h > 0 and self.break_min % 5 == 0 and self.long_break_min % 5 == 0, "no such break"


@dataclass(frozen=True, slots=True)
class Wish:
    """A time at which somebody would rather work, or rather not."""

    starts: datetime
    ends: datetime
    works: bool


@dataclass(frozen=True, slots=True)
class Worker:
    """An agent as a planner sees him. `available` are the only times he can work (None: any), `absent` whole local days
    off, `already` shifts outside what is being planned, which count for rest and weeks."""

    agent: AgentId
    queues: tuple[QueueId, ...]
    hours_a_week: float
    available: tuple[Window, ...] | None = None
    absent: tuple[date, ...] = ()
    wishes: tuple[Wish, ...] = ()
    already: tuple[Shift, ...] = ()


def week_of(day: date) -> date:
    """Return the Monday of the week."""
    return day - timedelta(days=day.weekday())


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when the local day begins."""
    return datetime.combine(day, time(), zone)


def hours_of(shift: Shift) -> float:
    """Return the hours of presence, which a change of the clock does not alter."""
    return (_instant(shift.ends) - _instant(shift.starts)) / HOUR


def violations(shifts: Sequence[Shift], worker: Worker, rules: WorkRules, zone: ZoneInfo) -> tuple[str, ...]:
    """Return what these shifts of one agent break, as sorted codes, each once; nothing where they are lawful.

    Codes: `not_own`, `shift_empty`, `odd_start`, `shift_too_short`, `day_too_long`, `overlap`, `rest_too_short`,
    `week_too_long`, `contract_exceeded`, `too_many_days`, `weekly_rest_missing`, `not_available`, `absent`,
    `break_outside`, `break_missing`, `long_break_missing`. Those of `already` count with them, and are not judged.
    """
    found: set[str] = set()
    for shift in shifts:
        found |= _of_shift(shift, worker, rules, zone)
    known = sorted({*shifts, *worker.already}, key=lambda shift: (_instant(shift.starts), _instant(shift.ends)))
    days: dict[date, float] = {}
    for shift in known:
        day = shift.starts.astimezone(zone).date()
        days[day] = days.get(day, 0.0) + hours_of(shift)
    new = set(shifts)
    for before, after in pairwise(known):
        if before not in new and after not in new:
            continue
        gap = (_instant(after.starts) - _instant(before.ends)) / HOUR
        same = before.starts.astimezone(zone).date() == after.starts.astimezone(zone).date()
        if gap < 0:
            found.add("overlap")
        elif gap < rules.rest_h and not same:
            found.add("rest_too_short")
    own = {shift.starts.astimezone(zone).date() for shift in shifts}
    if any(days[day] > rules.longest_h for day in own):
        found.add("day_too_long")
    for monday in {week_of(day) for day in own}:
        found |= _of_week(monday, known, days, worker, rules, zone)
    return tuple(sorted(found))


def _instant(moment: datetime) -> datetime:
    """Return the moment in no zone's arithmetic: two local times differ by what a clock on the wall shows, not by what passed."""
    return moment.astimezone(ZoneInfo("UTC"))


def _of_week(
    monday: date, known: Sequence[Shift], days: dict[date, float], worker: Worker, rules: WorkRules, zone: ZoneInfo
) -> set[str]:
    found: set[str] = set()
    worked = [hours for day, hours in days.items() if week_of(day) == monday]
    if sum(worked) > rules.week_h:
        found.add("week_too_long")
    if sum(worked) > worker.hours_a_week:
        found.add("contract_exceeded")
    if len(worked) > rules.days_a_week:
        found.add("too_many_days")
    rested, free = long_rest(monday, known, rules, zone)
    ends = _instant(midnight(monday + timedelta(days=7), zone)) + rules.rest_h * HOUR
    if not rested and ends - free < rules.weekly_rest_h * HOUR:
        found.add("weekly_rest_missing")
    return found


def long_rest(monday: date, known: Sequence[Shift], rules: WorkRules, zone: ZoneInfo) -> tuple[bool, datetime]:
    """Return whether the week's long rest lies before one of these shifts, which are in order, and since when there is none of
    them. It may begin in the evening before the week and end in the morning after it."""
    free = _instant(midnight(monday, zone)) - rules.rest_h * HOUR
    ends = _instant(midnight(monday + timedelta(days=7), zone)) + rules.rest_h * HOUR
    rested = False
    for shift in known:
        rested = rested or min(_instant(shift.starts), ends) - free >= rules.weekly_rest_h * HOUR
        free = max(free, _instant(shift.ends))
    return rested, free


def _of_shift(shift: Shift, worker: Worker, rules: WorkRules, zone: ZoneInfo) -> set[str]:
    starts, ends = _instant(shift.starts), _instant(shift.ends)
    if ends <= starts:
        return {"shift_empty"}
    found: set[str] = set()
    local = shift.starts.astimezone(zone)
    if shift.agent != worker.agent:
        found.add("not_own")
    if local.minute % rules.start_every_min or local.second or local.microsecond:
        found.add("odd_start")
    if ends - starts < rules.shortest_h * HOUR:
        found.add("shift_too_short")
    if worker.available is not None and not any(w[0] <= shift.starts and shift.ends <= w[1] for w in worker.available):
        found.add("not_available")
    if any(shift.starts < midnight(day + timedelta(days=1), zone) and shift.ends > midnight(day, zone) for day in worker.absent):
        found.add("absent")
    return found | _of_breaks(shift, rules)


def _of_breaks(shift: Shift, rules: WorkRules) -> set[str]:
    """Walk through the shift: no stretch over two hours, twenty minutes before the sixth hour of work is over."""
    found: set[str] = set()
    at, ends = _instant(shift.starts), _instant(shift.ends)
    since_long, rested = timedelta(), False
    work = ends - at - sum((_instant(b.ends) - _instant(b.starts) for b in shift.breaks), timedelta())
    stretch = timedelta()
    for pause in shift.breaks:
        begins, over = _instant(pause.starts), _instant(pause.ends)
        if begins < at or over <= begins or over > ends:
            return {"break_outside"}
        stretch += begins - at
        since_long += begins - at
        if stretch > rules.break_after_h * HOUR:
            found.add("break_missing")
        if since_long > rules.long_after_h * HOUR:
            found.add("long_break_missing")
        if over - begins >= rules.break_min * MINUTE:
            stretch = timedelta()
        if over - begins >= rules.long_break_min * MINUTE:
            since_long, rested = timedelta(), True
        at = over
    if stretch + (ends - at) > rules.break_after_h * HOUR:
        found.add("break_missing")
    if since_long + (ends - at) > rules.long_after_h * HOUR or (work >= rules.long_after_h * HOUR and not rested):
        found.add("long_break_missing")
    return found
