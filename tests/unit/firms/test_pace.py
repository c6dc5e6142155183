"""How fast a key may be used: so much at once, then so much a second, and the wait that is told is enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from permanence.firms.pace import A_SECOND, AT_ONCE, Bucket

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_so_many_at_once_and_then_a_wait() -> None:
    bucket = Bucket(NOW)
    assert [bucket.take(NOW) for _ in range(AT_ONCE + 1)] == [0] * AT_ONCE + [1]
    assert bucket.take(NOW + timedelta(seconds=1)) == 0


@given(st.lists(st.floats(0, 0.2), min_size=1, max_size=400))
def test_never_more_than_what_filled_again(pauses: list[float]) -> None:
    bucket, at, let_in = Bucket(NOW), NOW, 0
    for pause in pauses:
        at += timedelta(seconds=pause)
        let_in += bucket.take(at) == 0
    assert let_in <= AT_ONCE + (at - NOW).total_seconds() * A_SECOND + 1


def test_a_clock_that_goes_back_gives_nothing() -> None:
    bucket = Bucket(NOW)
    for _ in range(AT_ONCE):
        bucket.take(NOW)
    assert bucket.take(NOW - timedelta(hours=1)) == 1
