"""France's numbers by their digits, and what each may cost."""

from __future__ import annotations

from datetime import date

import pytest

from permanence.tariffs.profiles import CANADA, FRANCE, PROFILES, Category, profile_of, range_of

CENT = 10_000


@pytest.mark.parametrize(
    ("number", "category", "minute", "once"),
    [
        ("+33800000000", Category.FREE, 0, 0),
        ("+33805123456", Category.FREE, 0, 0),
        ("+33806123456", Category.ORDINARY, 0, 0),
        ("+33809123456", Category.ORDINARY, 0, 0),
        ("+33810123456", Category.SURCHARGED, 6, 15),
        ("+33826123456", Category.SURCHARGED, 20, 50),
        ("+33892123456", Category.SURCHARGED, 80, 300),
        ("+33162000100", Category.ORDINARY, 0, 0),
        ("+33612345678", Category.ORDINARY, 0, 0),
    ],
)
def test_the_digits_of_a_french_number_say_what_it_may_cost(number: str, category: Category, minute: int, once: int) -> None:
    found = range_of(FRANCE, number)
    assert (found.category, found.minute_max // CENT, found.call_max // CENT) == (category, minute, once)


def test_canadian_900_numbers_are_surcharged_and_support_may_be() -> None:
    assert range_of(CANADA, "+19005551234").category is Category.SURCHARGED
    assert range_of(CANADA, "+18005551234").category is Category.FREE
    assert range_of(CANADA, "+15145551234").category is Category.ORDINARY
    assert CANADA.support_surcharge and not CANADA.sure


def test_nothing_is_known_of_a_country_before_its_first_day_nor_of_others() -> None:
    assert profile_of("FR", date(2015, 9, 30)) is None
    assert profile_of("FR", date(2015, 10, 1)) is FRANCE
    assert profile_of("BE", date(2026, 1, 1)) is None
    assert all(each.source for each in PROFILES)
