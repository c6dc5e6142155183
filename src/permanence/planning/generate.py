"""A year of calls of a centre that does not exist, for demonstrations and for checking forecasts against a known truth.

Each day's mean is a product: the queue's own size, a slow trend, the weekday, the season, public holidays, school holidays,
storms (a day or two of many calls), and the day's busyness, which no plan can know (a gamma variable that remembers the day
before, after Avramidis, Deslauriers and L'Ecuyer 2004). Within the day calls follow two peaks; handling is lognormal (Brown
et al., "Statistical analysis of a telephone call center", 2005).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from permanence.planning.wallclock import SLOTS, STEP_S, Floats, slot_of, starts_of

BUSYNESS, MEMORY = 0.1, 0.4
"""How much days differ that are alike in the plan, and how much of a day's busyness is left on the next."""
HANDLING_SPREAD = 0.8
ANSWERED = 0.95
STORMS_A_YEAR, STORM = 4.0, 1.9
AFTER_HOLIDAY, BRIDGE = 1.2, 0.75
SEASON = (1.05, 1.02, 1.03, 1.0, 0.95, 1.02, 0.9, 0.75, 1.1, 1.05, 1.05, 1.0)
"""By month: a quiet August, a full September."""
SCHOOL_HOLIDAYS = (((12, 20), (1, 4)), ((2, 14), (3, 1)), ((4, 11), (4, 26)), ((10, 17), (11, 2)))
"""About those of French schools, first and last day; the summer is in the season."""
SCHOOL = 0.88


class Call(NamedTuple):
    """A call: when it came (UTC), for which queue, the seconds of talk and notes, and whether somebody answered."""

    at: datetime
    queue: str
    handling_s: int
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A queue's habits: calls on an ordinary Tuesday, seconds of handling, its weekdays as parts of a Tuesday, opening hours,
    the height of the afternoon's peak beside the morning's, what a holiday leaves, growth in a year."""

    name: str
    a_day: float
    handling_s: float
    week: tuple[float, ...] = (1.22, 1.0, 0.96, 0.97, 0.93, 0.0, 0.0)
    opens: float = 9.0
    closes: float = 18.0
    afternoon: float = 0.8
    on_holidays: float = 0.0
    growth: float = 0.06
    weather: float = 1.0


@dataclass(slots=True)
class _Mood:
    """What days share: the busyness of the day before, and storms in progress."""

    busy: float = 0.0
    storms: dict[date, float] = field(default_factory=dict[date, float])


def generate(
    chance: np.random.Generator, lines: tuple[Line, ...], first: date, days: int, zone: ZoneInfo, holidays: Mapping[date, str]
) -> Iterator[Call]:
    """Return the calls of these days in the order in which they came; the same chance gives the same calls."""
    mood = _Mood()
    for n in range(days):
        day = first + timedelta(days=n)
        _weather(chance, mood, day)
        calls: list[Call] = []
        for line in lines:
            mean = _mean(line, day, n, holidays) * (1 + (mood.storms.get(day, 1.0) - 1) * line.weather) * (1 + mood.busy)
            calls += _calls(chance, line, day, mean, zone)
        yield from sorted(calls)


def _weather(chance: np.random.Generator, mood: _Mood, day: date) -> None:
    fresh = chance.gamma(1 / BUSYNESS**2, BUSYNESS**2) - 1
    mood.busy = MEMORY * mood.busy + math.sqrt(1 - MEMORY**2) * fresh
    if chance.random() < STORMS_A_YEAR / 365:
        mood.storms[day] = STORM
        mood.storms[day + timedelta(days=1)] = 1 + (STORM - 1) / 2


def _mean(line: Line, day: date, n: int, holidays: Mapping[date, str]) -> float:
    """Return how many calls a planner who knew the year would expect on this day."""
    month = day.month - 1 + (day.day - 15) / 30.5
    low = math.floor(month)
    season = SEASON[low % 12] * (1 - (month - low)) + SEASON[(low + 1) % 12] * (month - low)
    mean = line.a_day * line.week[day.weekday()] * season * math.exp(line.growth * n / 365)
    if _in_school_holidays(day):
        mean *= SCHOOL
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    if day in holidays:
        return mean * line.on_holidays
    if (day.weekday() == 4 and before in holidays) or (day.weekday() == 0 and after in holidays):
        return mean * BRIDGE
    return mean * AFTER_HOLIDAY if before in holidays else mean


def _in_school_holidays(day: date) -> bool:
    here = (day.month, day.day)
    return any(
        first <= here <= last if first <= last else here >= first or here <= last for first, last in SCHOOL_HOLIDAYS
    )


def shape(line: Line) -> Floats:
    """Return the part of the day's calls in each wall-clock quarter: a peak in the middle of the morning, a dip at noon, a
    second peak in the afternoon; the sum is one."""
    hour = (np.arange(SLOTS) + 0.5) / 4
    length = line.closes - line.opens
    morning = np.exp(-(((hour - line.opens - 0.2 * length) / (0.12 * length)) ** 2) / 2)
    afternoon = np.exp(-(((hour - line.opens - 0.68 * length) / (0.16 * length)) ** 2) / 2)
    weight = (0.15 + morning + line.afternoon * afternoon) * ((hour > line.opens) & (hour < line.closes))
    return weight / weight.sum()


def _calls(chance: np.random.Generator, line: Line, day: date, mean: float, zone: ZoneInfo) -> list[Call]:
    parts = shape(line)
    starts = starts_of(day, zone)
    rates = np.array([mean * parts[slot_of(start, zone)] for start in starts])
    counts = chance.poisson(rates)
    log_sd = math.sqrt(math.log(1 + HANDLING_SPREAD**2))
    found: list[Call] = []
    for start, count in zip(starts, counts, strict=True):
        seconds = chance.integers(0, STEP_S, int(count))
        talks = line.handling_s * np.exp(log_sd * chance.standard_normal(int(count)) - log_sd**2 / 2)
        answered = chance.random(int(count)) < ANSWERED
        for second, talk, is_answered in zip(seconds, talks, answered, strict=True):
            at = start + timedelta(seconds=int(second))
            found.append(Call(at, line.name, round(talk) if is_answered else 0, bool(is_answered)))
    return found


def csv_lines(calls: Iterator[Call], zone: ZoneInfo) -> Iterator[str]:
    """Return the calls as lines of a CSV as French exports have it: local time, semicolons, a header."""
    yield "date;file;duree_s;repondu\n"
    for call in calls:
        local = call.at.astimezone(zone).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
        yield f"{local};{call.queue};{call.handling_s};{'oui' if call.is_answered else 'non'}\n"
