"""What the seconds of an answered call are worth to each side, by the terms that held when it began.

The worth of a call grows with its seconds along an exact line; a charge is the difference of two points of it, each rounded. So
the charges of a call's parts add up to the charge of the whole, however it is cut, and no second is charged twice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

from permanence.kernel.money import millionths
from permanence.synergy.model import Band, Rates, Terms

HOUR_S = 3600
SECOND = timedelta(seconds=1)
SHIFT_S = 1800
"""Clocks are put forward or back on whole half hours of UTC."""


class Charges(NamedTuple):
    """Millionths due to each side; together they are what the payer pays."""

    owner: int
    answering: int
    platform: int

    @property
    def total(self) -> int:
        """Return what the payer pays."""
        return self.owner + self.answering + self.platform


def whole_seconds(since: datetime, until: datetime) -> int:
    """Return the seconds of a stretch as they are rated: a second that has begun and is not over does not count. What is finer
    than a millisecond is left out on both sides, as receipts leave it out."""
    return max(timedelta(0), _whole_ms(until) - _whole_ms(since)) // SECOND


def _whole_ms(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def charges(terms: Terms, answered_at: datetime, until_s: int, since_s: int = 0) -> Charges:
    """Return what the seconds of a call from `since_s` up to `until_s` after its answer are worth, in millionths.

    Half a millionth goes to the even neighbour. A call of no second is worth nothing; what is due by the call and the
    minimum are due with its first second.
    """
    assert 0 <= since_s <= until_s, "a call does not go back"
    before, after = _worth(terms, answered_at, since_s), _worth(terms, answered_at, until_s)
    return Charges(*(millionths(b) - millionths(a) for a, b in zip(before, after, strict=True)))


def _worth(terms: Terms, answered_at: datetime, seconds: int) -> tuple[Fraction, Fraction, Fraction]:
    """Return the exact worth of the first seconds of a call."""
    if seconds <= 0:
        return Fraction(0), Fraction(0), Fraction(0)
    owner, answering, platform = Fraction(0), Fraction(0), Fraction(0)
    first: Rates | None = None
    for rates, part_s in stretches(terms, answered_at, max(seconds, terms.minimum_s)):
        first = first or rates
        owner += Fraction(rates.owner_per_hour * part_s, HOUR_S)
        answering += Fraction(rates.answering_per_hour * part_s, HOUR_S)
        platform += Fraction(rates.platform_per_hour * part_s, HOUR_S)
    assert first is not None
    return owner + first.owner_per_call, answering + first.answering_per_call, platform + first.platform_per_call


def stretches(terms: Terms, answered_at: datetime, seconds: int) -> Iterator[tuple[Rates, int]]:
    """Cut the first seconds of a call where its rates may change; yield the rates and the seconds of each stretch."""
    if not terms.bands:
        yield terms.rates, seconds
        return
    zone, edges = ZoneInfo(terms.zone), sorted({_minute(clock) for band in terms.bands for clock in (band.since, band.until)})
    begun = answered_at.astimezone(UTC)
    nth = 0
    while nth < seconds:  # a second has the rates of the moment at which it begins
        at = begun + timedelta(seconds=nth)
        whole = -((at - _next_edge(at, zone, edges)) // SECOND)
        upto = min(seconds, nth + whole)
        yield rates_at(terms, at, zone), upto - nth
        nth = upto


def rates_at(terms: Terms, moment: datetime, zone: ZoneInfo) -> Rates:
    """Return the rates of a moment: of the first band that it falls in, else those of the terms."""
    local = moment.astimezone(zone)
    minute = local.hour * 60 + local.minute
    return next((band.rates for band in terms.bands if _within(band, local.isoweekday(), minute)), terms.rates)


def _within(band: Band, weekday: int, minute: int) -> bool:
    return weekday in band.days and _minute(band.since) <= minute < _minute(band.until)


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _next_edge(at: datetime, zone: ZoneInfo, edges: list[int]) -> datetime:
    """Return the next moment at which rates may change: an edge of a band or midnight by the local clock, and no later than
    the clocks may be put forward or back."""
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    place = bisect_right(edges, minute)
    target = min(edges[place] if place < len(edges) else 1440, 1440)
    by_clock = at + timedelta(minutes=target - minute) - timedelta(seconds=local.second, microseconds=local.microsecond)
    shift = datetime.fromtimestamp((int(at.timestamp()) // SHIFT_S + 1) * SHIFT_S, UTC)
    return min(by_clock, shift)
