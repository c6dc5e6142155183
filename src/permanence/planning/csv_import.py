"""Reads the calls of the past from the files that people really have, line by line: one line a call, or one line a quarter, half
or whole hour of a queue. What cannot be read is told with its line, column and reason; nothing is left out silently.

Separators (semicolon, comma, tab, bar) and columns are recognised from the header, in French or English. Each line is
UTF-8 or, failing that, Windows' Latin; the mark that Excel puts at the beginning is dropped. Times are local to the firm.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from permanence.kernel.ids import QueueId
from permanence.planning.cells import Clock, Unfit, answered, number, plain, seconds
from permanence.planning.errors import HistoryEmpty, HistoryUnfit
from permanence.planning.headers import counts_calls, meanings
from permanence.planning.refusals import Reason, Refusal
from permanence.planning.wallclock import STEP_S

REFUSALS_TOLD = 100
NAMES_MAX = 500
"""How many names of queues are told; a file with more of them has taken another column for the queue's."""
KNOWN_MAX = 100_000
"""Of so many different cells of a column the meaning is remembered."""
SEPARATORS = (";", ",", "\t", "|")

Row = list[str]


class Rows(Protocol):
    """A CSV reader: rows, and the number of the last line that it took."""

    line_num: int

    def __iter__(self) -> Iterator[Row]:
        """Return itself."""
        ...

    def __next__(self) -> Row:
        """Return the next row; raise `csv.Error` where it cannot be read."""
        ...


@dataclass(slots=True)
class QueueRead:
    """What a file says of one queue; `queue` is None where the firm has none of this name. Moments are epoch seconds."""

    name: str
    queue: QueueId | None
    calls: float = 0.0
    first: int | None = None
    last: int | None = None
    quarters: dict[int, list[float]] = field(default_factory=dict[int, list[float]])

    def add(self, moment: int, calls: float, handled: float, handled_s: float) -> None:
        """Count calls into the quarter of this moment."""
        at = moment - moment % STEP_S
        found = self.quarters.get(at)
        if found is None:
            self.quarters[at] = [calls, handled, handled_s]
        else:
            found[0] += calls
            found[1] += handled
            found[2] += handled_s

    def seen(self, moment: int, calls: float) -> None:
        """Count calls for the summary, which tells of unknown queues too."""
        self.calls += calls
        if self.first is None or moment < self.first:
            self.first = moment
        if self.last is None or moment > self.last:
            self.last = moment


@dataclass(slots=True)
class Reading:
    """What came of a file: lines with data, those taken, the first refusals and the count of all, queues in the order of the
    file. Quarters hold [calls, handled, seconds of handling] by the epoch second of their beginning."""

    lines: int = 0
    accepted: int = 0
    refused: list[Refusal] = field(default_factory=list[Refusal])
    refused_total: int = 0
    queues: list[QueueRead] = field(default_factory=list[QueueRead])

    def refuse(self, refusal: Refusal) -> None:
        """Count a line that was not taken, and keep the first of them."""
        self.refused_total += 1
        if len(self.refused) < REFUSALS_TOLD:
            self.refused.append(refusal)


class _No(Exception):
    """A line is not taken because of this column."""

    def __init__(self, column: str, unfit: Unfit) -> None:
        super().__init__(column)
        self.column, self.unfit = column, unfit


def read(lines: Iterable[bytes], queues: Mapping[str, QueueId], zone: ZoneInfo, now: datetime) -> Reading:
    """Read a file whose queues go by these names; raise `HistoryUnfit` where its header does not say what is needed."""
    texts = _decoded(lines)
    at, header = next(((at, text) for at, text in enumerate(texts, 1) if text.strip()), (0, ""))
    if not header:
        raise HistoryEmpty
    separator, names = _header(header)
    file = _File(names, {plain(name): queue for name, queue in queues.items()}, Clock(zone, now), at)
    return file.read(csv.reader(texts, delimiter=separator))


def read_whole(body: bytes, queues: Mapping[str, QueueId], zone: ZoneInfo, now: datetime) -> Reading:
    """Read a file that is at hand as a whole."""
    return read(_lines_of(body), queues, zone, now)


def _lines_of(body: bytes) -> Iterator[bytes]:
    begin = 0
    while begin < len(body):
        end = body.find(b"\n", begin) + 1 or len(body)
        yield body[begin:end]
        begin = end


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    first = True
    for line in lines:
        if first:
            line, first = line.removeprefix(b"\xef\xbb\xbf"), False
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            yield line.decode("cp1252", errors="replace")


def _header(text: str) -> tuple[str, Row]:
    """Return the separator that makes the most sense of the header, and the columns' names."""
    found = [(separator, next(csv.reader([text], delimiter=separator))) for separator in SEPARATORS]
    separator, names = max(found, key=lambda each: len(meanings(each[1])))
    meant = meanings(names)
    missing = {"moment", "queue"} - meant.keys()
    if missing or not (counts_calls(meant) or "duration" in meant):
        raise HistoryUnfit(columns=", ".join(name.strip() for name in names)[:200])
    return separator, names


class _File:
    """One file being read."""

    def __init__(self, names: Row, queues: Mapping[str, QueueId], clock: Clock, header: int) -> None:
        self._names, self._at, self._ids, self._clock = [name.strip() for name in names], meanings(names), queues, clock
        self._header = header
        self._queues: dict[str, QueueRead] = {}
        self._spellings: dict[str, QueueRead] = {}
        self._counted: dict[tuple[str, int], tuple[int, float, float, float]] = {}
        self._minutes: set[int] = set()
        self._known: dict[str, dict[str, float]] = {meaning: {} for meaning in self._at}
        self.reading = Reading()

    def read(self, rows: Rows) -> Reading:
        """Read all lines after the header."""
        while True:
            try:
                self._rows(rows)
                break
            except csv.Error:  # the rest can be read all the same
                self.reading.lines += 1
                self.reading.refuse(Refusal(self._header + rows.line_num, "", Reason.UNREADABLE))
        self._spread()
        self.reading.queues = list(self._queues.values())
        return self.reading

    def _rows(self, rows: Rows) -> None:
        take = self._count if counts_calls(self._at) else self._call
        reading, width = self.reading, len(self._names)
        for row in rows:
            if not any(row):
                continue  # an empty line, as exports have them at their end
            reading.lines += 1
            try:
                if len(row) != width:
                    raise _No("", Unfit(Reason.COLUMNS, str(len(row)), str(width)))
                take(row, self._header + rows.line_num)
                reading.accepted += 1
            except _No as no:
                unfit = no.unfit
                reading.refuse(Refusal(self._header + rows.line_num, no.column, unfit.reason, unfit.shown, unfit.wanted))

    def _call(self, row: Row, line: int) -> None:
        """Take a line that is one call."""
        del line
        at = self._at
        moment = self._moment(row)
        queue = self._queue(row)
        text = row[at["duration"]]
        is_answered = self._cell(row, "answered", answered) if "answered" in at else None
        length = 0.0 if is_answered is False and not text.strip() else self._cell(row, "duration", seconds)
        if "notes" in at and row[at["notes"]].strip():
            length += self._cell(row, "notes", seconds)
        taken = length > 0 if is_answered is None else is_answered
        queue.seen(moment, 1)
        if queue.queue is None:
            raise _No(self._names[at["queue"]], Unfit(Reason.QUEUE_UNKNOWN, queue.name))
        queue.add(moment, 1.0, float(taken), length if taken else 0.0)

    def _count(self, row: Row, line: int) -> None:
        """Take a line that is a count of calls from a moment on; how long it lasts is known at the end."""
        at = self._at
        moment = self._moment(row)
        minute = self._clock.minute_of_hour(moment)
        if minute % 15:
            raise _No(self._names[at["moment"]], Unfit(Reason.QUARTER, row[at["moment"]]))
        queue = self._queue(row)
        calls = self._cell(row, "calls", number)
        handled = self._cell(row, "handled", number) if "handled" in at else calls
        if handled > calls:
            raise _No(self._names[at["handled"]], Unfit(Reason.MORE_HANDLED, row[at["handled"]]))
        blank = not row[at["mean_handling"]].strip() and not handled
        mean = 0.0 if blank else self._cell(row, "mean_handling", seconds)
        before = self._counted.setdefault((plain(queue.name), moment), (line, calls, handled, handled * mean))
        if before[0] != line:
            raise _No(self._names[at["moment"]], Unfit(Reason.TWICE, str(before[0])))
        self._minutes.add(minute)
        queue.seen(moment, calls)
        if queue.queue is None:
            raise _No(self._names[at["queue"]], Unfit(Reason.QUEUE_UNKNOWN, queue.name))

    def _moment(self, row: Row) -> int:
        at = self._at
        text = row[at["moment"]]
        if "time" in at:
            text = f"{text.strip()} {row[at['time']].strip()}"
        try:
            return self._clock.read(text)
        except Unfit as unfit:
            raise _No(self._names[at["moment"]], unfit) from None

    def _queue(self, row: Row) -> QueueRead:
        name = row[self._at["queue"]]
        found = self._spellings.get(name)
        if found is None:
            bare = " ".join(name.split())
            if not bare:
                raise _No(self._names[self._at["queue"]], Unfit(Reason.QUEUE_MISSING))
            found = self._queues.get(plain(bare))
            if found is None:
                found = QueueRead(bare, self._ids.get(plain(bare)))
                if found.queue is None and len(self._queues) >= NAMES_MAX:
                    raise _No(self._names[self._at["queue"]], Unfit(Reason.QUEUE_UNKNOWN, bare))
                self._queues[plain(bare)] = found
            self._spellings[name] = found
        return found

    def _cell(self, row: Row, meaning: str, parse: Callable[[str], float]) -> float:
        """Parse a cell; what was parsed before is remembered, since a file repeats itself."""
        text, known = row[self._at[meaning]], self._known[meaning]
        found = known.get(text)
        if found is None:
            try:
                found = parse(text)
            except Unfit as unfit:
                raise _No(self._names[self._at[meaning]], unfit) from None
            if len(known) < KNOWN_MAX:
                known[text] = found
        return found

    def _spread(self) -> None:
        """Lay counts over their quarters: of an hour unless some begin at the half, of a half hour unless some at a quarter."""
        quarters = 1 if {15, 45} & self._minutes else 2 if 30 in self._minutes else 4
        for (name, moment), (_, *counts) in self._counted.items():
            if self._queues[name].queue is None:
                continue
            calls, handled, handled_s = (count / quarters for count in counts)
            for n in range(quarters):
                self._queues[name].add(moment + n * STEP_S, calls, handled, handled_s)
