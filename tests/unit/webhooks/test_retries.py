"""Pauses between tries: they grow, reach about two days, differ by chance, and give an address that asks for time its time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from permanence.webhooks.retries import (
    ASKED_MOST,
    LONGER_AT_MOST,
    PAUSES,
    STOP_AFTER,
    is_dead,
    is_taken,
    next_try,
)

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_only_an_answer_of_the_two_hundreds_takes_an_event() -> None:
    assert [code for code in (100, 199, 200, 204, 299, 300, 301, 302, 400, 404, 410, 500) if is_taken(code)] == [200, 204, 299]
    assert not is_taken(None)


def test_tries_end_after_about_two_days() -> None:
    at, tries = NOW, 1
    while (later := next_try(tries, at, 0.0)) is not None:
        assert later > at
        at, tries = later, tries + 1
    assert tries == len(PAUSES) + 1 == 9
    assert timedelta(hours=45) < at - NOW < timedelta(hours=51)


@given(st.integers(1, len(PAUSES)), st.floats(0, 1))
def test_chance_makes_a_pause_longer_by_a_fifth_at_most(tries: int, chance: float) -> None:
    pause = PAUSES[tries - 1]
    assert pause <= next_try(tries, NOW, chance) - NOW <= pause * (1 + LONGER_AT_MOST)


def test_an_address_may_ask_for_time_up_to_a_day() -> None:
    assert next_try(1, NOW, 0.0, asked_s=90) == NOW + timedelta(seconds=90)
    assert next_try(4, NOW, 0.0, asked_s=90) == NOW + PAUSES[3]
    assert next_try(1, NOW, 0.0, asked_s=10**8) == NOW + ASKED_MOST


def test_an_address_is_dead_after_days() -> None:
    assert not is_dead(NOW, NOW + STOP_AFTER - timedelta(seconds=1))
    assert is_dead(NOW, NOW + STOP_AFTER)
