"""The day on which a statement is paid, by the rule that two firms agreed on and within the legal delay, and what being late costs.

The rules are those of French practice (« à 30 jours le 15 ») with their four readings; the legal delays and the lump sum are those
of articles L. 441-10 and D. 441-5 of the French commercial code.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from permanence.kernel.public_holidays import holiday_name

DEFAULT_RULE = "A"
PERIODIC_DELAY_DAYS = 45  # an invoice that gathers a month's deliveries
DELAY_DAYS = 60
RECOVERY_CENTS = 4_000  # the lump sum for recovery, for each invoice paid late
YEAR_DAYS = 365
TEN_THOUSAND = 10_000

RULE, MOVED, CLAMPED, PUT_OFF = "rule", "moved", "clamped", "put_off"
"""Why a day is the day of payment: the rule's own; the last business day before it; the last business day within the legal delay;
the first business day after, since the one before came earlier than the invoice itself."""

_MONTH_END, _FIFTEENTH = "month_end", "fifteenth"
RULES: dict[str, tuple[int | str, ...]] = {
    "A": (30, _FIFTEENTH),
    "B": (30, _MONTH_END, _FIFTEENTH),
    "C": (_MONTH_END, 30, _FIFTEENTH),
    "D": (_FIFTEENTH,),
    "net_30": (30,),
}
"""Each rule as steps from the day of the invoice: a number of days, to the month's end, to the first 15th on or after."""


def pay_date(issued_on: date, rule: str, country: str, *, periodic: bool = True) -> tuple[date, str]:
    """Return the day of payment of an invoice, and why it is this one: `rule`, `moved`, `clamped` or `put_off`.

    The day is a business day of `country`, never before the invoice nor later than the legal delay (45 days for a `periodic`
    invoice, 60 for others). An unknown rule is a `KeyError`: `RULES` has them all.
    """
    wanted = rule_date(issued_on, rule)
    latest = issued_on + timedelta(days=PERIODIC_DELAY_DAYS if periodic else DELAY_DAYS)
    day = _business_day(min(wanted, latest), country, -1)
    if day < issued_on:
        return _business_day(issued_on, country, 1), PUT_OFF
    if wanted > latest:
        return day, CLAMPED
    return day, RULE if day == wanted else MOVED


def rule_date(issued_on: date, rule: str) -> date:
    """Return the day that the rule alone gives, whether it is lawful and a business day or not."""
    day = issued_on
    for step in RULES[rule]:
        if isinstance(step, int):
            day += timedelta(days=step)
        elif step == _MONTH_END:
            day = day.replace(day=monthrange(day.year, day.month)[1])
        else:
            day = _fifteenth(day)
    return day


def is_business_day(day: date, country: str) -> bool:
    """Say whether banks work on this day: neither a Saturday or Sunday nor a public holiday of the country."""
    return day.weekday() < 5 and holiday_name(country, None, day) is None


def late_interest(cents: int, days: int, rate: int) -> int:
    """Return the interest in cents on an amount paid `days` late, at `rate` per ten thousand and year; a half goes to the even cent.

    Simple interest on 365 days a year; the lump sum `RECOVERY_CENTS` is due besides.
    """
    return round(Fraction(cents * max(days, 0) * rate, TEN_THOUSAND * YEAR_DAYS))


def _fifteenth(day: date) -> date:
    """Return the first 15th of a month on this day or after it."""
    if day.day <= 15:
        return day.replace(day=15)
    return (day.replace(day=28) + timedelta(days=4)).replace(day=15)


def _business_day(day: date, country: str, step: int) -> date:
    """Return the nearest business day in a direction, the day itself where it is one."""
    while not is_business_day(day, country):
        day += timedelta(days=step)
    return day
