"""How many people of each kind, where people can do several queues: a start by formula, then days that are played.

What a day brings is asked of `play`, which plays it with the production floor (`permanence.sim.shop`); the same days are
played with every choice, so that choices differ by their people alone. Who is asked, and how the answer is used, is decided
here. A day is kept when no queue has more late callers than promised.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from permanence.planning.requirement import Aim, Interval, needed

Sizes = tuple[int, ...]
Play = Callable[[Sizes, int], float]
"""The share of late callers of the queue that fared worst, with so many people of each kind, on the day of this number."""

SURE = 0.3  # days that were chosen on flatter: of a choice that just breaks the promise, at most this part may slip through
STEPS = 200  # of the search


@dataclass(frozen=True, slots=True)
class Crew:
    """People of a kind: the queues they can do, for how many hours each of them is there, and how many there are at most.
    `covers` is the part of the whole time in which they are there."""

    queues: tuple[str, ...]
    hours: float
    most: int = 1_000
    covers: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """People of each kind, their hours, and of the days played those on which the promise was broken (of how many)."""

    sizes: Sizes
    hours: float
    broken: int
    days: int
    plays: int
    kept: bool


def start(streams: Mapping[str, Interval], crews: Sequence[Crew], aim: Aim, step_s: float) -> Sizes:
    """Return where to begin: each queue sized for itself, less what those of several queues save by standing in for each other.

    Queues that lend people to one another come near to one queue with the work of all. How near is taken from the part of
    the people who can do several: half of them is thought to give nearly all of the gain (Wallace and Whitt, "A staffing
    algorithm for call centers with skill-based routing", 2005, found that two skills each suffice).
    """
    alone = {queue: needed(stream, aim, step_s) for queue, stream in streams.items()}
    whole = [place for place, crew in enumerate(crews) if crew.covers >= 1]
    wide = [place for place in whole if len(crews[place].queues) > 1]
    sizes, total = [0] * len(crews), sum(alone.values())
    if wide and total:
        pooled = needed(_merged(list(streams.values())), aim, step_s)
        shared = min(sum(crews[place].most for place in wide), math.ceil(total / 2))
        saved = round((total - pooled) * min(1.0, 2 * shared / total))
        for turn in range(shared):
            place = min((p for p in wide if sizes[p] < crews[p].most), key=lambda p: (sizes[p], p))
            sizes[place] += 1
            helped = max(crews[place].queues, key=lambda queue: (alone.get(queue, 0), queue))
            alone[helped] = max(0, alone.get(helped, 0) - 1 - (turn < saved))
    for queue, left in alone.items():
        able = [place for place in whole if queue in crews[place].queues]
        if able:
            narrow = min(able, key=lambda p: (len(crews[p].queues), p))
            sizes[narrow] = min(crews[narrow].most, sizes[narrow] + left)
    return tuple(sizes)


def _merged(streams: Sequence[Interval]) -> Interval:
    """Return the stream of all queues together; that one has a busy day says nothing of the others."""
    calls = sum(part.calls for part in streams)
    if not calls:
        return Interval(0, 1)
    handling = sum(part.calls * part.handling_s for part in streams) / calls
    return Interval(calls, handling, math.sqrt(sum((part.calls * part.spread) ** 2 for part in streams)) / calls)


def allowed(days: int, risk: float) -> int:
    """Return how many of the days may break the promise: so few that a choice which breaks it on the part `risk` of all days
    would pass with a chance of at most `SURE`; none where there are too few days to say so."""
    chance, total = (1 - risk) ** days, 0.0
    for broken in range(days + 1):
        total += chance
        if total > SURE:
            return max(0, broken - 1)
        chance *= (days - broken) / (broken + 1) * risk / (1 - risk)
    return days


class _Days:
    """The days that were played, and what is known of those that were not."""

    def __init__(self, play: Play, days: Sequence[int], aim: Aim) -> None:
        self._play, self._days, self._late = play, tuple(days), aim.late
        self.spare = allowed(len(days), aim.risk)
        self._known: dict[tuple[Sizes, int], float] = {}
        self._failed: list[Sizes] = []
        self._hard: dict[int, float] = dict.fromkeys(days, 0.0)  # how late each day was when it was played last

    @property
    def plays(self) -> int:
        return len(self._known)

    def late(self, sizes: Sizes, day: int) -> float:
        """Return the share of late callers, as played."""
        if (sizes, day) not in self._known:
            self._known[sizes, day] = self._hard[day] = self._play(sizes, day)
        return self._known[sizes, day]

    def hardest(self) -> list[int]:
        """Return the days, those first that were the latest."""
        return sorted(self._days, key=lambda day: (-self._hard[day], day))

    def keeps(self, sizes: Sizes, *, all_played: bool = False) -> bool:
        """Say whether few enough days break the promise: the hard ones are played first, so that a bad choice is soon known.
        A day that was kept with fewer people is taken to be kept with more, unless all are to be played."""
        broken = 0
        for day in self.hardest():
            if not (all_played or (sizes, day) in self._known) and self._kept_with_fewer(sizes, day):
                continue
            broken += self.late(sizes, day) > self._late
            if broken > self.spare:
                self._failed.append(sizes)
                return False
        return True

    def may_keep(self, sizes: Sizes) -> bool:
        """Say whether it is worth asking: what is known of as many or more people does not speak against it."""
        return not any(all(a >= b for a, b in zip(other, sizes, strict=True)) for other in self._failed)

    def broken(self, sizes: Sizes) -> int:
        """Return how many days break the promise, all of them played."""
        return sum(self.late(sizes, day) > self._late for day in self._days)

    def _kept_with_fewer(self, sizes: Sizes, day: int) -> bool:
        return any(
            other_day == day and late <= self._late and all(a <= b for a, b in zip(other, sizes, strict=True))
            for (other, other_day), late in self._known.items()
        )

    def deciding(self) -> list[int]:
        """Return the days that decide: those around the last one that may still break the promise."""
        return self.hardest()[: self.spare + 2]

    def worst(self, sizes: Sizes, days: Sequence[int]) -> float:
        """Return how late these days are; choices are compared by the same days."""
        return sum(self.late(sizes, day) for day in days)

    def best(self, sizes: Sizes, more: Sequence[Sizes], crews: Sequence[Crew]) -> Sizes:
        """Return which of the larger choices helps most an hour."""
        days, now = self.deciding(), _hours(sizes, crews)
        before = self.worst(sizes, days)
        return min(more, key=lambda other: ((self.worst(other, days) - before) / (_hours(other, crews) - now), other))


def search(begin: Sizes, crews: Sequence[Crew], play: Play, days: Sequence[int], aim: Aim) -> Found:
    """Return people of each kind who keep the promise on enough of these days, in the fewest hours that a local search finds:
    people are added where they help most an hour, then taken away and exchanged while the promise stands. Not always the
    fewest there are. `kept` is False where the crews are too small for the promise."""
    known, sizes = _Days(play, days, aim), begin
    for _ in range(STEPS):
        if known.keeps(sizes):
            break
        more = _neighbours(sizes, crews, 1)
        if not more:
            break
        sizes = known.best(sizes, more, crews)
    while (better := _cheaper(sizes, crews, known)) is not None:
        sizes = better
    while not known.keeps(sizes, all_played=True) and (more := _neighbours(sizes, crews, 1)):
        sizes = known.best(sizes, more, crews)  # one day with more people was worse, which is rare
    broken = known.broken(sizes)
    return Found(sizes, _hours(sizes, crews), broken, len(days), known.plays, broken <= known.spare)


def _cheaper(sizes: Sizes, crews: Sequence[Crew], known: _Days) -> Sizes | None:
    """Return a choice of fewer hours that keeps the promise: one person fewer, a short presence for a long one, or one person
    for two."""
    fewer = _neighbours(sizes, crews, -1)
    exchanged = [other for less in fewer for other in _neighbours(less, crews, 1)]
    exchanged += [other for less in fewer for least in _neighbours(less, crews, -1) for other in _neighbours(least, crews, 1)]
    now = _hours(sizes, crews)
    tried = sorted({*fewer, *exchanged}, key=lambda other: (_hours(other, crews), other))
    return next((other for other in tried if _hours(other, crews) < now - 1e-9 and known.may_keep(other) and known.keeps(other)), None)


def _neighbours(sizes: Sizes, crews: Sequence[Crew], step: int) -> list[Sizes]:
    """Return the choices with one person more or fewer."""
    return [
        (*sizes[:place], size + step, *sizes[place + 1 :])
        for place, (size, crew) in enumerate(zip(sizes, crews, strict=True))
        if 0 <= size + step <= crew.most
    ]


def _hours(sizes: Sizes, crews: Sequence[Crew]) -> float:
    return sum(size * crew.hours for size, crew in zip(sizes, crews, strict=True))
