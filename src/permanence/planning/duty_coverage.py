"""Which queues and numbers have somebody on duty, per quarter of an hour of their opening hours, and where the holes are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Literal, NamedTuple

import msgspec

from permanence.kernel.ids import AgentId
from permanence.planning.duty import at_work
from permanence.planning.model import Shift

MINUTE = timedelta(minutes=1)
QUARTER_MIN = 15

Times = tuple[tuple[datetime, datetime], ...]


class Backing(NamedTuple):
    """A partner firm that callers are offered to in a time; `alone`: only where nobody is on duty here."""

    name: str
    starts: datetime
    ends: datetime
    alone: bool


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be covered: a queue or a number, by whom it can be, when it is open, how many people are wanted,
    and which partner firms stand behind it."""

    kind: Literal["queue", "number"]
    id: str
    name: str
    serves: frozenset[AgentId]
    open: Times
    wanted: int = 1
    backing: tuple[Backing, ...] = ()


class Hole(msgspec.Struct, frozen=True):
    """Open, with fewer people on duty than wanted; `partners` are the firms that callers are offered to all that time."""

    kind: str
    id: str
    name: str
    starts: datetime
    ends: datetime
    people: int
    wanted: int
    partners: tuple[str, ...] = ()


class Coverage(msgspec.Struct, frozen=True):
    """The people on duty in each quarter of an hour (the fewest at any minute of it), None while closed; and the holes."""

    kind: str
    id: str
    name: str
    wanted: int
    people: tuple[int | None, ...]
    holes: tuple[Hole, ...]


def cover(demand: Demand, shifts: Iterable[Shift], since: datetime, until: datetime) -> Coverage:
    """Return how a demand is covered. Whoever leaves within a minute does not count for it."""
    minutes = int((until - since) / MINUTE)
    spans = [span for shift in shifts if shift.agent in demand.serves for span in at_work(shift)]
    there, is_open = _count(spans, since, minutes), _count(demand.open, since, minutes)
    people: list[int | None] = []
    for first in range(0, minutes, QUARTER_MIN):
        quarter = range(first, min(first + QUARTER_MIN, minutes))
        people.append(min((there[m] for m in quarter if is_open[m]), default=None))
    return Coverage(
        demand.kind, demand.id, demand.name, demand.wanted, tuple(people), tuple(_holes(demand, people, since, until))
    )


def _count(spans: Iterable[tuple[datetime, datetime]], since: datetime, minutes: int) -> list[int]:
    """Return how many of these times hold each whole minute."""
    steps = [0] * (minutes + 1)
    for starts, ends in spans:
        first = max(0, -((since - starts) // MINUTE))
        last = min(minutes, (ends - since) // MINUTE)
        if first < last:
            steps[first] += 1
            steps[last] -= 1
    return list(accumulate(steps))


def _holes(demand: Demand, people: list[int | None], since: datetime, until: datetime) -> list[Hole]:
    found: list[Hole] = []
    for number, count in enumerate(people):
        if count is None or count >= demand.wanted:
            continue
        starts = since + number * QUARTER_MIN * MINUTE
        ends = min(starts + QUARTER_MIN * MINUTE, until)
        partners = _partners(demand, count, starts, ends)
        if found and (found[-1].ends, found[-1].people, found[-1].partners) == (starts, count, partners):
            found[-1] = msgspec.structs.replace(found[-1], ends=ends)
        else:
            found.append(Hole(demand.kind, demand.id, demand.name, starts, ends, count, demand.wanted, partners))
    return found


def _partners(demand: Demand, people: int, starts: datetime, ends: datetime) -> tuple[str, ...]:
    """Return the partners that stand behind a quarter for the whole of it, each once, in the owner's order."""
    behind = (b.name for b in demand.backing if b.starts <= starts and ends <= b.ends and not (b.alone and people))
    return tuple(dict.fromkeys(behind))
