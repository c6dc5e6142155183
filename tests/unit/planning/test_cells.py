"""Cells of exports, one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.planning.cells import EARLIEST, Clock, Unfit, answered, number, plain, seconds
from permanence.planning.headers import meanings
from permanence.planning.refusals import Reason

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), (" 12,5 ", 12.5), ("1 234,5", 1234.5), ("1\u202f234", 1234), (".5", 0.5), ("3.", 3)]
)
def test_numbers(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "1e5", "nan", "inf", "--1", "٣"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(Unfit) as unfit:
        number(text)
    assert unfit.value.reason in (Reason.NUMBER, Reason.NEGATIVE)


@pytest.mark.parametrize(
    ("text", "value"), [("245", 245), ("245,5", 245.5), ("4:05", 245), ("0:04:05", 245), ("01:00:00", 3600), ("90s", 90), ("75:00", 4500)]
)
def test_durations(text: str, value: float) -> None:
    assert seconds(text) == value


@pytest.mark.parametrize(("text", "is_so"), [("Oui", True), ("Décroché", True), ("NO", False), ("abandonné", False), ("non répondu", False)])
def test_yes_and_no(text: str, is_so: bool) -> None:
    assert answered(text) is is_so


@given(st.datetimes(datetime(2000, 1, 2), datetime(2026, 11, 1)))  # noqa: DTZ001 (the wall clock's)
def test_all_ways_to_write_a_moment_are_one(local: datetime) -> None:
    clock = Clock(PARIS, datetime(2026, 11, 22, tzinfo=UTC))
    local = local.replace(second=0, microsecond=0)
    expected = int(local.replace(tzinfo=PARIS).timestamp())
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y %Hh%M", "%d-%m-%Y %H:%M", "%Y/%m/%d %H:%M:%S.000"):
        assert clock.read(local.strftime(form)) == expected
    told = local.replace(tzinfo=UTC)
    assert clock.read(told.isoformat()) == int(told.timestamp())


def test_a_date_alone_is_its_midnight() -> None:
    clock = Clock(PARIS, datetime(2026, 11, 22, tzinfo=UTC))
    assert clock.read("02/03/2026") == int(datetime(2026, 3, 1, 23, tzinfo=UTC).timestamp())


def test_half_days_are_read() -> None:
    clock = Clock(UTC_ZONE, datetime(2026, 11, 22, tzinfo=UTC))
    noon = int(datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp())
    assert clock.read("2026-03-02 12:00 PM") == noon
    assert clock.read("2026-03-02 12:00 am") == noon - 43200
    assert clock.read("2026-03-02 1:30 p.m.") == noon + 5400


UTC_ZONE = ZoneInfo("UTC")


def test_years_long_ago_are_mistakes() -> None:
    clock = Clock(UTC_ZONE, datetime(2026, 11, 22, tzinfo=UTC))
    assert clock.read("01/01/2000 00:00") == EARLIEST
    with pytest.raises(Unfit):
        clock.read("31/12/1999 23:59")


def test_names_are_compared_plainly() -> None:
    assert plain(" File d’Attente (N° 1) ") == "filedattenten1"


def test_headers_are_understood_in_both_languages() -> None:
    assert meanings(["Date de début", "Nom de la file", "Durée de conversation", "Répondu"]) == {
        "moment": 0, "queue": 1, "duration": 2, "answered": 3,
    }  # fmt: skip
    assert meanings(["Interval", "Queue Name", "Calls Offered", "Answered", "Avg. Handle Time"]) == {
        "moment": 0, "queue": 1, "calls": 2, "handled": 3, "mean_handling": 4,
    }  # fmt: skip
    assert meanings(["Date", "Heure", "File"]) == {"moment": 0, "time": 1, "queue": 2}
    assert meanings(["Heure", "File"]) == {"moment": 0, "queue": 1}
