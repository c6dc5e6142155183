"""What a country lets its numbers cost, as data with dates and sources; the rules themselves are in `rules.py`.

France: the plan of numbers and the prices of the SVA reform (in force since 1 October 2015: a service price beside the ordinary call,
by the minute or by the call, never both); free announcement of at least ten seconds, a beep, `#` to go on at once (order of 10 June
2009); 24 EUR a call, 300 EUR a caller and month, and changes on the first of a month, entered seven days before (recommendations of
the operators' association, AF2M); no surcharge for help with a contract already sold (consumer code, article L. 121-16). Its short
numbers (3xxx, 10xx, 118xxx) have no international form and are not kept here.

Canada: 900 numbers are surcharged by contract with the carrier; the price is announced first and who hangs up then pays nothing. No
federal rule that we know of forbids them for support. The caps are the carrier's to state, so those here are our own caution, and a firm
has them confirmed before it publishes such a number (`sure` is False).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from permanence.kernel.money import MILLION


class Category(StrEnum):
    """What kind of number it is by its digits."""

    FREE = "free"
    ORDINARY = "ordinary"
    SURCHARGED = "surcharged"


class Range(NamedTuple):
    """Numbers that begin so (E.164), their category, and the most that a minute or a call may cost there, tax included."""

    prefix: str
    category: Category
    minute_max: int = 0
    call_max: int = 0


class Profile(NamedTuple):
    """What holds in a country from a day on. Amounts are millionths of the currency; `announcement_s` seconds are free at least,
    `warning_s` before the cut the caller is told. `change_day` of a month is when prices may change, entered `lead_days` before."""

    country: str
    since: date
    source: str
    sure: bool
    zone: str
    currency: str
    vat_permille: int
    ranges: tuple[Range, ...]
    announcement_s: int
    skip_key: str | None
    call_cap: int
    month_cap: int
    warning_s: int
    change_day: int | None
    lead_days: int
    support_surcharge: bool


_CENT = MILLION // 100


def _numbers(prefix: str, endings: str, category: Category, minute_max: int = 0, call_max: int = 0) -> tuple[Range, ...]:
    return tuple(Range(prefix + ending, category, minute_max, call_max) for ending in endings)


FRANCE = Profile(
    "FR", date(2015, 10, 1), "code de la consommation, art. L. 121-16 ; arrêté du 10 juin 2009 ; recommandations AF2M", True,
    "Europe/Paris", "EUR", 200,
    (
        *_numbers("+3380", "012345", Category.FREE),
        *_numbers("+3380", "6789", Category.ORDINARY),
        Range("+3381", Category.SURCHARGED, 6 * _CENT, 15 * _CENT),
        Range("+3382", Category.SURCHARGED, 20 * _CENT, 50 * _CENT),
        Range("+3389", Category.SURCHARGED, 80 * _CENT, 3 * MILLION),
    ),
    announcement_s=10, skip_key="#", call_cap=24 * MILLION, month_cap=300 * MILLION, warning_s=60, change_day=1, lead_days=7,
    support_surcharge=False,
)  # fmt: skip
CANADA = Profile(
    "CA", date(2015, 1, 1), "900 service: carrier's contract", False, "America/Toronto", "CAD", 130,
    (*(Range(f"+1{free}", Category.FREE) for free in ("800", "833", "844", "855", "866", "877", "888")),
     Range("+1900", Category.SURCHARGED, 5 * MILLION, 50 * MILLION)),
    announcement_s=10, skip_key="#", call_cap=50 * MILLION, month_cap=300 * MILLION, warning_s=60, change_day=None, lead_days=0,
    support_surcharge=True,
)  # fmt: skip
PROFILES = (FRANCE, CANADA)
"""Each country's in the order of their days: a change of the law is one more, and the old one stays for the past."""


def profile_of(country: str, day: date) -> Profile | None:
    """Return what holds in a country on a day; None where nothing is known."""
    return next((each for each in reversed(PROFILES) if each.country == country and each.since <= day), None)


def range_of(profile: Profile, number: str) -> Range:
    """Return the range that a number (E.164) is in, the longest that fits; ordinary where it is in none."""
    found = [each for each in profile.ranges if number.startswith(each.prefix)]
    return max(found, key=lambda each: len(each.prefix), default=Range("", Category.ORDINARY))
