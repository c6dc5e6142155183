"""Public holidays: a country's, a region's, and those that nobody knows."""

from __future__ import annotations

from datetime import date

from permanence.kernel.public_holidays import holiday_name


def test_a_country_and_a_region_have_their_holidays() -> None:
    assert holiday_name("FR", None, date(2026, 12, 25)) == "Noël"
    assert holiday_name("FR", None, date(2026, 12, 26)) is None
    assert holiday_name("FR", "57", date(2026, 12, 26)) is not None


def test_what_the_library_does_not_know_is_no_holiday() -> None:
    assert holiday_name(None, None, date(2026, 12, 25)) is None
    assert holiday_name("ZZ", None, date(2026, 12, 25)) is None
    assert holiday_name("FR", "Atlantis", date(2026, 12, 25)) == "Noël"
