"""The made-up year: the same for the same seed, and with the habits that it is said to have."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from permanence.planning.generate import csv_lines, generate, shape
from tests.unit.planning.planning_kit import FIRST, HOLIDAYS, LINE, PARIS, year


def calls(seed: int, days: int = 3) -> list[str]:
    return list(csv_lines(generate(np.random.default_rng(seed), (LINE,), FIRST, days, PARIS, HOLIDAYS), PARIS))


def test_a_seed_is_a_year() -> None:
    assert calls(1) == calls(1)
    assert calls(1) != calls(2)


def test_lines_are_in_order_of_time_and_say_their_columns() -> None:
    lines = calls(1)
    assert lines[0] == "date;file;duree_s;repondu\n"
    assert lines[1].startswith("2025-11-24 09:0")
    assert lines[1:] == sorted(lines[1:], key=lambda line: line[:19])
    assert {line.rstrip().split(";")[3] for line in lines[1:]} == {"oui", "non"}


def test_the_day_has_two_peaks_and_opening_hours() -> None:
    parts = shape(LINE)
    assert parts.sum() == pytest.approx(1)
    assert not parts[:36].any()
    assert not parts[72:].any()
    morning, noon, afternoon = parts[43], parts[52], parts[60]
    assert morning > afternoon > noon


def test_weekdays_holidays_and_august_show() -> None:
    history = year()
    totals = history.calls.sum(axis=1)
    assert not totals[history.weekday == 6].any()
    assert totals[history.weekday == 0].mean() > 1.1 * totals[history.weekday == 1].mean()
    holidays = history.places([day for day in HOLIDAYS if day.weekday() < 5])
    assert totals[holidays].mean() < 0.35 * totals[history.weekday < 5].mean()
    august = slice((date(2026, 8, 3) - FIRST).days, (date(2026, 8, 24) - FIRST).days)
    autumn = slice((date(2026, 9, 7) - FIRST).days, (date(2026, 9, 28) - FIRST).days)
    assert totals[august].sum() < 0.85 * totals[autumn].sum()


def test_handling_is_what_the_queue_takes() -> None:
    history = year()
    assert history.handled_s.sum() / history.handled.sum() == pytest.approx(LINE.handling_s, rel=0.02)
    assert history.handled.sum() / history.calls.sum() == pytest.approx(0.95, abs=0.01)


def test_busy_days_differ_more_than_chance() -> None:
    history = year()
    tuesdays = [n for n in range(history.days) if history.weekday[n] == 1]
    totals = history.calls[tuesdays].sum(axis=1)
    steps = np.diff(totals)
    assert steps.var() > 4 * totals.mean()  # two Poisson counts would differ by a variance of twice the mean
