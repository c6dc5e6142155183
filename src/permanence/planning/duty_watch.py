"""How looks at the agents become a history of what each did.

The floor keeps only where everybody stands now, and since when. Whoever looks at short intervals knows the rest: what
lasts shorter than the interval is missed, all other moments are exact. After a pause of the watcher the time between
is unknown, and said to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from permanence.kernel.ids import AgentId
from permanence.planning.duty_adherence import Doing, Stretch
from permanence.routing.model import Presence

FRESH = timedelta(seconds=60)
"""Looks that are no further apart count as one watching."""

DOING = {
    Presence.READY: Doing.PRESENT,
    Presence.OFFERED: Doing.PRESENT,
    Presence.TALKING: Doing.PRESENT,
    Presence.WRAP_UP: Doing.PRESENT,
    Presence.PAUSED: Doing.PAUSED,
    Presence.UNREACHABLE: Doing.UNREACHABLE,
}
"""What each presence is for duty; who is offline does nothing."""


class Seen(NamedTuple):
    """Where an agent stands, and since when."""

    agent: AgentId
    presence: Presence
    since: datetime


class Changes(NamedTuple):
    """What a look adds to the history: stretches that end, with their ends, and those that begin."""

    ended: list[Stretch]
    begun: list[Stretch]


def look(known: Mapping[AgentId, Stretch], seen: Iterable[Seen], looked: datetime | None, now: datetime) -> Changes:
    """Return what changed since the last look at `looked`; `known` are the stretches that have not ended."""
    fresh = looked is not None and now - looked <= FRESH
    ended: list[Stretch] = []
    begun: list[Stretch] = []
    gone = dict(known)
    for each in sorted(seen):
        doing, old = DOING.get(each.presence), gone.pop(each.agent, None)
        since = min(each.since, now)
        if old is not None and doing is old.doing and (fresh or looked is None or since <= looked):
            continue
        if old is not None:
            over = max(old.starts, min(since, now) if fresh or looked is None else min(since, looked))
            ended.append(Stretch(old.agent, old.doing, old.starts, over))
            since = max(since, over)
        if doing is not None:
            begun.append(Stretch(each.agent, doing, since))
    ended += [Stretch(s.agent, s.doing, s.starts, max(s.starts, looked or now)) for s in gone.values()]
    return Changes(ended, begun)
