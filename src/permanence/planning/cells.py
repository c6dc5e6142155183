"""What stands in one cell of an export: moments, durations, numbers, yes and no, as French and English programs write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from permanence.planning.refusals import Reason

EARLIEST = 946_684_800  # the year 2000
HANDLING_MAX_S = 43_200.0
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})(?::|[hH])(\d{2})?(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([AaPp])\.?[Mm]\.?)?$", re.ASCII)
_LENGTH = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?$", re.ASCII)
_TOLD = re.compile(r"[Zz]$|[+-]\d{2}:?\d{2}$")
_NUMBER = re.compile(r"-?\d+(?:\.\d*)?$|-?\.\d+$", re.ASCII)



def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


YES = _words("oui yes 1 true vrai o y repondu decroche traite answered handled connected pris")
NO = _words("non no 0 false faux n abandonne abandoned perdu lost missed manque noanswer nonrepondu nondecroche raccroche")


class Unfit(Exception):
    """A cell that cannot be used: why, and what stands there."""

    def __init__(self, reason: Reason, shown: str = "", wanted: str = "") -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason, self.shown, self.wanted = reason, shown, wanted


def plain(text: str) -> str:
    """Return a name without accents, case, and what is no letter or digit: ``File d'attente`` is ``filedattente``."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in bare if c.isalnum())


class Clock:
    """Reads moments, local to the zone unless they tell their own offset, as the epoch second of their minute. It remembers
    the days and times of day that it has read: a file has few of them."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        """Take what is after `now` for a mistake."""
        self._zone, self._now = zone, now.timestamp()
        self._days: dict[str, date] = {}
        self._times: dict[str, int] = {}
        self._moments: dict[tuple[date, int], int] = {}
        self._minutes: dict[str, int] = {}

    def read(self, text: str) -> int:
        """Return the epoch second of the minute; raise `Unfit`."""
        if not (len(text) == 19 and text[16] == ":" and text[17:].isdecimal() and text[17] < "6"):
            return self._read(text)
        # The commonest form; of the seconds only the minute is kept.
        found = self._minutes.get(text[:16])
        return self._minutes.setdefault(text[:16], self._read(text)) if found is None else found

    def _read(self, text: str) -> int:
        text = text.strip()
        head, _, tail = text.partition("T" if "T" in text[8:12] else " ")
        found = self._told(text) if _TOLD.search(tail) else self._local(head, tail.strip() or "0:00", text)
        if found > self._now:
            raise Unfit(Reason.FUTURE, text)
        if found < EARLIEST:
            raise Unfit(Reason.LONG_AGO, text)
        return found

    def minute_of_hour(self, moment: int) -> int:
        """Return the minute on the zone's wall clock."""
        return datetime.fromtimestamp(moment, self._zone).minute

    def _told(self, text: str) -> int:
        try:
            return int(datetime.fromisoformat(text).timestamp()) // 60 * 60
        except ValueError:
            raise Unfit(Reason.MOMENT, text) from None

    def _local(self, head: str, tail: str, text: str) -> int:
        try:
            day = self._days.get(head) or self._days.setdefault(head, _day(head))
            minute = self._times[tail] if tail in self._times else self._times.setdefault(tail, _minute(tail))
        except ValueError:
            raise Unfit(Reason.MOMENT, text) from None
        found = self._moments.get((day, minute))
        if found is None:
            local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=self._zone)
            found = self._moments[day, minute] = int(local.timestamp())
        return found


def _day(text: str) -> date:
    if found := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in found.groups())
        return date(year if year >= 100 else 2000 + year, month, day)
    return date.fromisoformat(text.replace("/", "-"))


def _minute(text: str) -> int:
    found = _CLOCK.match(text.partition(" - ")[0].rstrip())  # "08:00 - 08:15" begins at eight
    if found is None:
        raise ValueError
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or int(found[3] or 0) > 59:
        raise ValueError
    return hour * 60 + minute


def number(text: str) -> float:
    """Return a number that is not negative, with a point or a comma; thousands may be set apart by spaces; raise `Unfit`."""
    bare = "".join(text.split()).replace(",", ".")
    if not _NUMBER.match(bare):
        raise Unfit(Reason.NUMBER, text)
    if bare.startswith("-"):
        raise Unfit(Reason.NEGATIVE, text)
    return float(bare)


def seconds(text: str) -> float:
    """Return a duration written as seconds, ``mm:ss`` or ``hh:mm:ss``; raise `Unfit`."""
    if found := _LENGTH.match(text.strip()):
        hours, minutes, rest = (int(part or 0) for part in found.groups())
        length = float(hours * 3600 + minutes * 60 + rest)
    else:
        try:
            length = number(text.strip().removesuffix("s"))
        except Unfit as unfit:
            raise Unfit(Reason.DURATION if unfit.reason is Reason.NUMBER else unfit.reason, text) from None
    if length > HANDLING_MAX_S:
        raise Unfit(Reason.TOO_LONG, text)
    return length


def answered(text: str) -> bool:
    """Return whether a call was answered; raise `Unfit`."""
    word = plain(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unfit(Reason.ANSWERED, text)
