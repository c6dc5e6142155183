"""An address tells a few things and then waits; all together are limited too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from permanence.quality.pace import ALL, EACH, SPAN, Pace, neighbourhood

T0 = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_one_address_waits_when_it_told_enough() -> None:
    pace = Pace()
    assert [pace.allows("10.0.0.1", T0) for _ in range(EACH + 1)] == [True] * EACH + [False]
    assert pace.allows("10.0.0.2", T0) and not pace.allows("10.0.0.1", T0 + SPAN - timedelta(seconds=1))
    assert pace.allows("10.0.0.1", T0 + SPAN)


def test_many_addresses_together_wait_too_and_a_household_is_one() -> None:
    pace = Pace()
    assert sum(pace.allows(f"10.0.{n // 250}.{n % 250}", T0) for n in range(ALL + 50)) == ALL
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::2") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("testserver") == "testserver"
