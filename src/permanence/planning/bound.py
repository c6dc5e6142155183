"""What duty rosters leave a planner free to decide: when each agent can work, and the work around the days that are planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from permanence.kernel.ids import AgentId
from permanence.planning.duty import AbsenceKind, Duties, OwnDay, expand, local_days, shift_of
from permanence.planning.model import Shift
from permanence.planning.working import Window

AROUND = timedelta(days=8)
"""So far before and after the planned days others' work counts: the rest between two days, the hours of a week."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What binds one agent: the only times he can work (None: any), and the shifts he has before and after."""

    available: tuple[Window, ...] | None = None
    already: tuple[Shift, ...] = ()


FREE = Bound()


def bounds(duties: Duties, since: datetime, until: datetime) -> Mapping[AgentId, Bound]:
    """Return what binds each agent who is bound, where the time from `since` to `until` is planned anew.

    What is published in that time, and what was swapped of it, is about to be replaced; absences and days of one's own stay.
    """
    begin, end = since - AROUND, until + AROUND
    away: dict[AgentId, list[Window]] = defaultdict(list)
    for absence in duties.absences:
        if absence.kind is not AbsenceKind.SWAPPED:
            away[absence.agent_id].append((absence.starts, absence.ends))
    for day in duties.days:
        away[day.agent_id] += _off(day)
    around: dict[AgentId, list[Shift]] = defaultdict(list)
    for shift in expand(duties, begin, end):
        if not since <= shift.starts < until:
            around[shift.agent].append(shift)
    return {
        agent: Bound(_between(away[agent], begin, end) if away.get(agent) else None, tuple(around.get(agent, ())))
        for agent in sorted(away.keys() | around.keys())
    }


def in_force(duties: Duties, since: datetime, until: datetime) -> tuple[Shift, ...]:
    """Return the shifts that begin in this time, as they stand."""
    return tuple(shift for shift in expand(duties, since, until) if since <= shift.starts < until)


def _off(day: OwnDay) -> list[Window]:
    """Return the parts of a day of its own in which nothing is worked."""
    zone = ZoneInfo(day.time_zone)
    turns = (shift_of(day.agent_id, turn, day.day, zone) for turn in day.turns)
    return list(_between([(shift.starts, shift.ends) for shift in turns if shift is not None], *local_days(day.day, 1, zone)))


def _between(taken: Iterable[Window], begin: datetime, end: datetime) -> tuple[Window, ...]:
    """Return the time from `begin` to `end` without what is taken."""
    left: list[Window] = []
    for starts, ends in sorted(taken):
        if starts > begin:
            left.append((begin, min(starts, end)))
        begin = max(begin, ends)
        if begin >= end:
            return tuple(left)
    return (*left, (begin, end))
