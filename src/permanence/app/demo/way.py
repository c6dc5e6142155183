"""Which number a caller must ring, and which keys to press, to come to a queue: read from the firm's own flows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from permanence.flows.model import (
    Directory,
    Flow,
    HoursNode,
    LanguageNode,
    MenuNode,
    MessageNode,
    NumberCard,
    QueueNode,
)
from permanence.flows.rules import is_open


class Way(NamedTuple):
    """Ring this number, press these keys, and wait in this queue, spoken to in this language."""

    number: NumberCard
    keys: str
    language: str
    queue: str


def way_to(directory: Directory, queues: frozenset[str], now: datetime) -> Way | None:
    """Return the shortest way into one of these queues that is open now, or None."""
    found = [way for number in directory.numbers.values() for way in _ways(directory, number, now)]
    fitting = [way for way in found if way.queue in queues]
    return min(fitting, key=lambda way: (len(way.keys), way.number.e164), default=None)


def _ways(directory: Directory, number: NumberCard, now: datetime) -> Iterator[Way]:
    flow = directory.flows.get(number.flow)
    if flow is not None:
        yield from _from(directory, number, flow, (flow.start,), "", number.language, now)


def _from(
    directory: Directory,
    number: NumberCard,
    flow: Flow,
    path: tuple[str, ...],
    keys: str,
    language: str,
    now: datetime,
) -> Iterator[Way]:
    """Follow the flow from the end of this path, never through one place twice."""
    nexts: list[tuple[str, str, str]] = []
    match flow.nodes.get(path[-1]):
        case HoursNode(plan=plan, open=opened, closed=closed):
            hours = directory.plans.get(plan)
            nexts.append((opened if hours is None or is_open(hours, now) else closed, keys, language))
        case MessageNode(next=following):
            nexts.append((following, keys, language))
        case LanguageNode(language=spoken, next=following):
            nexts.append((following, keys, spoken))
        case MenuNode(choices=choices):
            nexts += [(place, keys + key, language) for key, place in choices.items()]
        case QueueNode(queue=queue):
            yield Way(number, keys, language, queue)
        case _:
            pass
    for place, pressed, spoken in nexts:
        if place not in path:
            yield from _from(directory, number, flow, (*path, place), pressed, spoken, now)
