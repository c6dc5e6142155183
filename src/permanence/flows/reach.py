"""When callers of each number reach which queues: the opening hours of the queues, read from the flows."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from permanence.flows.model import AnyNode, Directory, Flow, HoursNode, OpeningPlan, QueueNode
from permanence.flows.rules import is_open, spans_of, targets
from permanence.kernel.ids import NumberId, QueueId
from permanence.kernel.local_time import clock_change, moment

DAY = timedelta(days=1)


class Reach(NamedTuple):
    """From `starts` to `ends` callers of this number may come into these queues."""

    number: NumberId
    queues: frozenset[QueueId]
    starts: datetime
    ends: datetime


def reaches(directory: Directory, since: datetime, until: datetime) -> tuple[Reach, ...]:
    """Return who reaches what between two moments; times at which a number leads to no queue are left out."""
    edges = sorted({since, until} | {e for plan in directory.plans.values() for e in _edges(plan, since, until)})
    known: dict[tuple[str, frozenset[str]], frozenset[QueueId]] = {}
    found: list[Reach] = []
    for starts, ends in pairwise(edges):
        closed = frozenset(id_ for id_, plan in directory.plans.items() if not is_open(plan, starts))
        for number in sorted(directory.numbers.values(), key=lambda card: card.id):
            flow = directory.flows.get(number.flow)
            if flow is None:
                continue
            key = (flow.id, closed)
            if key not in known:
                known[key] = queues_reached(flow, closed)
            if known[key]:
                found.append(Reach(number.id, known[key], starts, ends))
    return tuple(found)


def queues_reached(flow: Flow, closed: frozenset[str]) -> frozenset[QueueId]:
    """Return the queues to which some choice of a caller leads while these plans are closed; all others are open."""
    seen: set[str] = set()
    found: set[QueueId] = set()
    open_ends = [flow.start]
    while open_ends:
        place = open_ends.pop()
        node = flow.nodes.get(place)
        if place in seen or node is None:
            continue
        seen.add(place)
        if isinstance(node, QueueNode):
            found.add(node.queue)
        open_ends += _following(node, closed)
    return frozenset(found)


def _following(node: AnyNode, closed: frozenset[str]) -> tuple[str, ...]:
    if isinstance(node, HoursNode):
        return (node.closed if node.plan in closed else node.open,)
    return targets(node)


def _edges(plan: OpeningPlan, since: datetime, until: datetime) -> list[datetime]:
    """Return the moments at which a plan may open or close; on days of clock changes, some at which it does not."""
    zone = ZoneInfo(plan.time_zone)
    day, last = since.astimezone(zone).date() - DAY, until.astimezone(zone).date() + DAY
    found: list[datetime] = []
    while day <= last:
        clocks = {"00:00", *(clock for span in spans_of(plan, day) for clock in (span.opens, span.closes))} - {"24:00"}
        found += [moment(day, clock, zone) for clock in clocks]
        if (change := clock_change(day, zone)) is not None:
            found.append(change)
            again = [datetime.combine(day, time.fromisoformat(clock), zone) for clock in clocks]
            found += [wall.replace(fold=1).astimezone(UTC) for wall in again]
        day += DAY
    return [edge for edge in found if since < edge < until]
