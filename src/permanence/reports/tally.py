"""Counts judged callers by queue, by local hour, by day and by cause."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappush, heappushpop
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from permanence.kernel.cells import cell
from permanence.kernel.ids import QueueId
from permanence.reports.model import (
    COUNTED,
    CallFacts,
    Cause,
    CauseLine,
    Cell,
    DayTally,
    HourTally,
    Judged,
    PromiseReport,
    QueueName,
    QueueTally,
    Tally,
    Verdict,
    WorstWait,
)

WORST = 20
Slot = tuple[date, int, QueueId | None]
Key = TypeVar("Key", bound=Hashable)

EXPORT_HEAD = (
    "day", "hour", "queue", "name", "kept", "late", "lost", "gave_up", "mean_s", "longest_s", *(cause.value for cause in Cause),
)  # fmt: skip


@dataclass(slots=True)
class Pile:
    """Callers counted together, as they come."""

    verdicts: Counter[Verdict] = field(default_factory=Counter[Verdict])
    waits: list[float] = field(default_factory=list[float])
    causes: Counter[Cause] = field(default_factory=Counter[Cause])
    seconds: dict[Cause, float] = field(default_factory=lambda: defaultdict[Cause, float](float))

    def add(self, judged: Judged) -> None:
        """Count one caller."""
        self.verdicts[judged.verdict] += 1
        if judged.verdict in COUNTED:
            self.waits.append(judged.waited_s)
        if judged.cause is not None:
            self.causes[judged.cause] += 1
            for cause, seconds in judged.seconds.items():
                self.seconds[cause] += seconds

    def tally(self) -> dict[str, Any]:
        """Return the fields of a `Tally`."""
        waits, kept = sorted(self.waits), self.verdicts[Verdict.KEPT]
        count = len(waits)
        return {
            "callers": count,
            "kept": kept,
            "late": self.verdicts[Verdict.LATE],
            "lost": self.verdicts[Verdict.LOST],
            "gave_up": self.verdicts[Verdict.GAVE_UP],
            "share": kept / count if count else None,
            "mean_s": round(sum(waits) / count, 1) if count else None,
            # The nearest rank: a wait that was, and 95 of 100 were no longer.
            "p95_s": waits[math.ceil(0.95 * count) - 1] if count else None,
            "longest_s": waits[-1] if count else None,
        }


def together(piles: Iterable[Pile]) -> Pile:
    """Return one pile of all."""
    whole = Pile()
    for pile in piles:
        whole.verdicts.update(pile.verdicts)
        whole.waits += pile.waits
        whole.causes.update(pile.causes)
        for cause, seconds in pile.seconds.items():
            whole.seconds[cause] += seconds
    return whole


class Count:
    """The callers of a period, of one queue or of all."""

    def __init__(self, zone: ZoneInfo, queues: Sequence[QueueName], only: QueueId | None = None) -> None:
        """Start with nobody; `only` leaves out the callers of other queues, and those of none."""
        self.zone, self.only = zone, only
        self.queues = {queue.id: queue for queue in queues}
        self.slots: defaultdict[Slot, Pile] = defaultdict(Pile)
        self._worst: list[tuple[float, str, CallFacts, Judged]] = []

    def add(self, call: CallFacts, judged: Judged) -> None:
        """Count one caller."""
        if self.only is not None and judged.queue != self.only:
            return
        local = call.arrived_at.astimezone(self.zone)
        self.slots[local.date(), local.hour, judged.queue].add(judged)
        if judged.cause is not None:
            entry = (judged.waited_s, call.id, call, judged)  # ids differ, so nothing behind them is ever compared
            if len(self._worst) < WORST:
                heappush(self._worst, entry)
            else:
                heappushpop(self._worst, entry)

    def report(self, first: date, last: date) -> PromiseReport:
        """Return all of it; days without anybody stand there too."""
        whole = together(self.slots.values())
        by_day, by_hour = self._by(lambda slot: slot[0]), self._by(lambda slot: slot[1])
        return PromiseReport(
            first_day=first,
            last_day=last,
            time_zone=self.zone.key,
            total=Tally(**whole.tally()),
            queues=self._queues(),
            days=[DayTally(day=day, **together(by_day[day]).tally()) for day in days_between(first, last)],
            hours=[HourTally(hour=hour, **together(by_hour[hour]).tally()) for hour in range(24)],
            cells=self._cells(),
            causes=[
                CauseLine(cause, whole.causes[cause], round(whole.seconds.get(cause, 0.0), 1))
                for cause in sorted(Cause, key=lambda each: (-whole.causes[each], -whole.seconds.get(each, 0.0)))
                if whole.causes[cause] or whole.seconds.get(cause)
            ],
            worst=[self._worst_wait(call, judged) for _, _, call, judged in sorted(self._worst, key=lambda e: (-e[0], e[1]))],
            closed=whole.verdicts[Verdict.CLOSED],
            menu=whole.verdicts[Verdict.MENU],
            open=whole.verdicts[Verdict.OPEN],
        )

    def _by(self, key: Callable[[Slot], Key]) -> defaultdict[Key, list[Pile]]:
        grouped: defaultdict[Key, list[Pile]] = defaultdict(list)
        for slot, pile in self.slots.items():
            grouped[key(slot)].append(pile)
        return grouped

    def _queues(self) -> list[QueueTally]:
        lines: list[QueueTally] = []
        for queue, piles in self._by(lambda slot: slot[2]).items():
            known = self.queues.get(queue) if queue is not None else None
            name, promised = (known.name, known.target_s) if known is not None else (None, None)
            line = QueueTally(queue=queue, name=name, promised_s=promised, **together(piles).tally())
            lines += [line] if line.callers or line.gave_up else []
        return sorted(lines, key=lambda line: (line.queue is None, line.name or "", line.queue or ""))

    def _cells(self) -> list[Cell]:
        by_hour = self._by(lambda slot: slot[:2])
        cells = [
            Cell(day, hour, sum(len(pile.waits) for pile in piles), sum(pile.verdicts[Verdict.KEPT] for pile in piles))
            for (day, hour), piles in sorted(by_hour.items())
        ]
        return [each for each in cells if each.callers]

    def _worst_wait(self, call: CallFacts, judged: Judged) -> WorstWait:
        known = self.queues.get(judged.queue) if judged.queue is not None else None
        return WorstWait(
            call=call.id,
            arrived_at=call.arrived_at,
            queue=judged.queue,
            name=known.name if known is not None else None,
            verdict=judged.verdict,
            waited_s=judged.waited_s,
            promised_s=judged.promised_s,
            cause=judged.cause,
            seconds=judged.seconds,
        )

    def export(self) -> list[list[str]]:
        """Return a line for each day, hour and queue with callers, in the order of `EXPORT_HEAD`."""
        rows: list[list[str]] = []
        for (day, hour, queue), pile in sorted(self.slots.items(), key=lambda item: (item[0][0], item[0][1], item[0][2] or "")):
            told = pile.tally()
            if not told["callers"] and not told["gave_up"]:
                continue
            known = self.queues.get(queue) if queue is not None else None
            figures = [told[name] for name in ("kept", "late", "lost", "gave_up", "mean_s", "longest_s")]
            values = [day, hour, queue, known.name if known else None, *figures, *(pile.causes[cause] for cause in Cause)]
            rows.append([cell(value) for value in values])
        return rows


def days_between(first: date, last: date) -> list[date]:
    """Return the days of a period, both ends included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def bounds(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a period of local days begins and ends."""
    begins = datetime(first.year, first.month, first.day, tzinfo=zone)
    after = last + timedelta(days=1)
    return begins, datetime(after.year, after.month, after.day, tzinfo=zone)
