"""Notices of the market: what may be published, and until when it is shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.synergy.market import (
    NOTICES_MAX,
    SHOWN_MAX,
    Kind,
    Notice,
    Once,
    Window,
    expired,
    why_not_published,
)

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""Half past midnight in Paris, and still the day before elsewhere."""
TODAY = date(2026, 11, 23)
NIGHTS = Window((1, 2, 3, 4, 5), "22:00", "06:00")


def notice(**change: object) -> Notice:
    return msgspec.structs.replace(Notice(kind=Kind.CAPACITY, windows=(NIGHTS,), expires_on=TODAY), **change)


def once(since: str, until: str, first: date = TODAY, last: date = TODAY) -> Notice:
    return notice(kind=Kind.HOLE, windows=(), once=Once(first, since, last, until), expires_on=TODAY + timedelta(days=9))


def test_hours_of_every_week_or_once_may_be_published_and_nights_end_the_next_morning() -> None:
    for fit in (notice(), once("12:00", "14:00"), once("22:00", "06:00", last=TODAY + timedelta(days=1)), notice(expires_on=TODAY + SHOWN_MAX)):
        assert why_not_published(fit, NOTICES_MAX - 1, NOW) is None


@pytest.mark.parametrize(
    ("unfit", "own", "code", "param"),
    [
        (notice(windows=()), 0, "market.when", "windows"),
        (notice(once=Once(TODAY, "12:00", TODAY, "14:00")), 0, "market.when", "windows"),
        (notice(windows=(NIGHTS, Window((6,), "12:00", "12:00"))), 0, "market.hours", "windows"),
        (notice(windows=(Window((6,), "24:00", "06:00"),)), 0, "market.hours", "windows"),
        (once("14:00", "12:00"), 0, "market.hours", "once"),
        (once("12:00", "14:00", last=TODAY - timedelta(days=1)), 0, "market.hours", "once"),
        (once("12:00", "14:00", TODAY - timedelta(days=1), TODAY - timedelta(days=1)), 0, "market.over", "once"),
        (notice(expires_on=TODAY - timedelta(days=1)), 0, "market.expires", "expires_on"),
        (notice(expires_on=TODAY + SHOWN_MAX + timedelta(days=1)), 0, "market.expires", "expires_on"),
        (notice(zone="Europe/Nulle"), 0, "agreement.zone", "zone"),
        (notice(), NOTICES_MAX, "market.full", None),
    ],
)
def test_what_may_not_be_published_is_told(unfit: Notice, own: int, code: str, param: str | None) -> None:
    reason = why_not_published(unfit, own, NOW)
    assert reason is not None
    assert (reason.code, reason.param) == (code, param)


def test_a_notice_expires_when_its_day_is_over_where_it_holds() -> None:
    end_of_day = datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert [expired(notice(), end_of_day - timedelta(minutes=1)), expired(notice(), end_of_day)] == [False, True]
    assert not expired(notice(zone="America/Montreal"), end_of_day)
    assert expired(once("12:00", "14:00"), end_of_day), "the hours are over, though the notice was to be shown for longer"


@given(st.integers(-3, 400), st.integers(0, 400), st.sampled_from(["Europe/Paris", "Pacific/Kiritimati", "America/Montreal"]))
@settings(max_examples=60, deadline=None)
def test_what_may_be_published_is_shown_and_expires_by_its_last_day(shown_days: int, later_days: int, zone: str) -> None:
    made = notice(zone=zone, expires_on=TODAY + timedelta(days=shown_days))
    if why_not_published(made, 0, NOW) is None:
        assert not expired(made, NOW)
        assert expired(made, NOW + SHOWN_MAX + timedelta(days=2))
        assert not expired(made, NOW + timedelta(days=later_days)) or later_days >= shown_days
