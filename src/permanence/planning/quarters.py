"""What is asked for in each quarter of an hour, who is there, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from permanence.kernel.ids import QueueId
from permanence.planning.cover import Need, shortage
from permanence.planning.model import Break, Shift
from permanence.planning.working import Worker

Array = npt.NDArray[np.float64]
QUARTER = timedelta(minutes=15)
NOBODY = 0.25  # what an absence costs where the queue has its people exactly, against a full one where somebody is missing


@dataclass(frozen=True, slots=True)
class Quarters:
    """People asked for: the quarters' beginnings in UTC, in order, and for each queue as many figures."""

    starts: tuple[datetime, ...]
    required: Mapping[QueueId, Sequence[int]]

    @property
    def queues(self) -> tuple[QueueId, ...]:
        """The queues, in order."""
        return tuple(sorted(self.required))

    def table(self) -> Array:
        """Return what is asked for, by queue and quarter."""
        return np.array([[float(need) for need in self.required[queue]] for queue in self.queues]).reshape(len(self.queues), len(self.starts))

    def places(self, served: Iterable[QueueId]) -> tuple[int, ...]:
        """Return the places of these queues, of those that ask for anybody."""
        return tuple(place for place, queue in enumerate(self.queues) if queue in set(served))

    def presence(self, starts: datetime, ends: datetime) -> Array:
        """Return which part of each quarter lies between the two moments."""
        edges = np.array([moment.timestamp() for moment in self.starts])
        length = QUARTER.total_seconds()
        return np.clip(np.minimum(ends.timestamp(), edges + length) - np.maximum(starts.timestamp(), edges), 0.0, length) / length

    def staffed(self, shifts: Iterable[Shift], workers: Sequence[Worker]) -> dict[tuple[int, ...], Array]:
        """Return the people who are there, by the queues that they can do; breaks are taken off."""
        able = {worker.agent: self.places(worker.queues) for worker in workers}
        there: dict[tuple[int, ...], Array] = {}
        for shift in shifts:
            group = able.get(shift.agent, ())
            if group:
                now = self.presence(shift.starts, shift.ends) - sum((self.presence(b.starts, b.ends) for b in shift.breaks), np.zeros(len(self.starts)))
                there[group] = there[group] + now if group in there else now
        return there

    def missing(self, shifts: Iterable[Shift], workers: Sequence[Worker]) -> dict[QueueId, tuple[float, ...]]:
        """Return the people missing, by queue and quarter, rounded to hundredths."""
        there = self.staffed(shifts, workers)
        fixed = np.array(list(there.values())).reshape(len(there), len(self.starts))
        short = shortage(Need(self.table(), tuple(there), fixed))
        return {queue: tuple(round(float(part), 2) + 0.0 for part in short[place]) for place, queue in enumerate(self.queues)}

    def tightness(self, shifts: Sequence[Shift], workers: Sequence[Worker]) -> Tightness:
        """Return how tight each quarter is, to place breaks by."""
        return Tightness(self, self.staffed(shifts, workers))


class Tightness:
    """People asked for against people there, of each group of queues that can help one another; absences make it tighter."""

    def __init__(self, quarters: Quarters, there: dict[tuple[int, ...], Array]) -> None:
        """Begin with everybody at work."""
        self._quarters, self._there = quarters, there
        self._at = {moment: place for place, moment in enumerate(quarters.starts)}
        self._table = quarters.table()

    def cost(self, moment: datetime, queues: Sequence[QueueId]) -> float:
        """Return what an absence of somebody with these queues costs then: more where fewer are there for what is asked."""
        place = self._at.get(_quarter_of(moment))
        group = self._quarters.places(queues)
        if place is None or not group:
            return 0.0
        asked = float(self._table[list(group), place].sum())
        if asked <= 0:
            return 0.0
        there = sum(float(people[place]) for served, people in self._there.items() if set(served) & set(group))
        spare = (there - asked) / asked
        return 1.0 - spare if spare < 0 else NOBODY / (NOBODY + spare)

    def leave(self, away: Break, queues: Sequence[QueueId]) -> None:
        """Take somebody's break off."""
        group = self._quarters.places(queues)
        if group:
            self._there[group] = self._there[group] - self._quarters.presence(away.starts, away.ends)


def _quarter_of(moment: datetime) -> datetime:
    utc = moment.astimezone(UTC)
    return utc.replace(minute=utc.minute // 15 * 15, second=0, microsecond=0)
