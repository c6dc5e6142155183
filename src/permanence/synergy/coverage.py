"""When partner firms stand behind a queue: which of those that its overflow names have an agreement in force, and from when until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from permanence.synergy.model import Agreement
from permanence.synergy.overflow import Overflow
from permanence.synergy.rules import day_of, in_force

DAY = timedelta(days=1)


class Standby(NamedTuple):
    """A partner that a queue's callers are offered to between two moments; `alone`: only where nobody at home is at work."""

    name: str
    starts: datetime
    ends: datetime
    alone: bool


def standbys(overflow: Overflow, agreements: Iterable[Agreement], since: datetime, until: datetime) -> list[Standby]:
    """Return who stands behind a queue in a time, in the owner's order and then by time; times are in UTC and within it.

    An agreement holds by whole days of its terms' zone, which have 23 or 25 hours where the clocks change. Whether the partner
    has people at work is for it to know; how many calls it takes at once bounds it at the moment of the call.
    """
    if not (overflow.nobody or overflow.danger or overflow.after_s is not None):
        return []
    alone = not overflow.danger and overflow.after_s is None
    known = {agreement.id: agreement for agreement in agreements if agreement.versions}
    chosen = [known[each.agreement] for each in overflow.partners if each.agreement in known]
    return [
        Standby(agreement.answering_name, starts, ends, alone)
        for agreement in chosen
        for starts, ends in _holding(agreement, since, until)
    ]


def _holding(agreement: Agreement, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Return the stretches of a time in which an agreement is in force; days that follow one another are one stretch."""
    terms = agreement.versions[-1].terms
    zone, day, found = ZoneInfo(terms.zone), day_of(terms, since), list[tuple[datetime, datetime]]()
    while since < until and (begins := datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)) < until:
        day += DAY
        over = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        if in_force(agreement, day - DAY) is None:
            continue
        starts, ends = max(begins, since), min(over, until)
        if found and found[-1][1] == starts:
            starts = found.pop()[0]
        found.append((starts, ends))
    return found
