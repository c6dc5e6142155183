"""What a call costs its caller, how long it may last, when he is warned, and what the carrier pays out. Pure.

A minute's price is charged by the begun second, and only after the announcement: what is free is free. A price by the call is due once,
as soon as charging begins. Sums are exact and rounded once, to the millionth, a half to the even one.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

from permanence.kernel.ids import FirmId
from permanence.kernel.money import millionths
from permanence.tariffs.model import Basis, Tariff
from permanence.tariffs.profiles import Profile

SHORTEST_S = 60
"""Whom the month's cap leaves less than this is not charged at all: he hears why, and the call ends."""
SECOND = timedelta(seconds=1)


class Plan(NamedTuple):
    """What a caller is told and charged: `free_s` at least before charging begins, cut after `longest_s` charged seconds (None: never),
    warned after `warn_s` of them."""

    free_s: int
    longest_s: int | None
    warn_s: int | None


def plan_of(tariff: Tariff, profile: Profile, spent: int) -> Plan | None:
    """Return how a call by a surcharged tariff goes, for a caller who has spent so much this month (millionths); None: the month's cap
    lets him nothing more."""
    left = min(profile.call_cap, profile.month_cap - spent)
    if tariff.basis is Basis.PER_CALL:
        if tariff.price > left:
            return None
        return Plan(profile.announcement_s, tariff.longest_s, warning_at(tariff.longest_s, profile))
    affordable = left * 60 // tariff.price if left > 0 else 0
    longest = min(affordable, tariff.longest_s or affordable)
    if longest < SHORTEST_S:
        return None
    return Plan(profile.announcement_s, longest, warning_at(longest, profile))


def warning_at(longest_s: int | None, profile: Profile) -> int | None:
    """Return after how many charged seconds a caller is warned: a minute before the cut, or half-way of a short call."""
    return None if longest_s is None else longest_s - min(profile.warning_s, longest_s // 2)


def charged_seconds(since: datetime, until: datetime) -> int:
    """Return the seconds that are charged: those begun."""
    return max(0, -((since - until) // SECOND))


def price_of(tariff: Tariff, profile: Profile, seconds: int) -> int:
    """Return what a call with so many charged seconds costs the caller, tax included, in millionths; never above the cap of a call."""
    if not tariff.is_surcharged:
        return 0
    if tariff.basis is Basis.PER_CALL:
        return tariff.price
    return min(profile.call_cap, millionths(Fraction(tariff.price * seconds, 60)))


def payout_of(tariff: Tariff, profile: Profile, price: int) -> int:
    """Return what the carrier pays out of a price, before tax, in millionths: its part of the price net of value-added tax."""
    net = Fraction(price * 1000, 1000 + profile.vat_permille)
    return millionths(net * tariff.payout_permille / 1000)


def month_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the first day of the month in which a moment falls, by the local clock."""
    return moment.astimezone(zone).date().replace(day=1)


def caller_key(secret: bytes, firm: FirmId, caller: str | None) -> str | None:
    """Return the name under which a caller's month is counted, from which nobody finds the number; None where it is withheld."""
    if caller is None:
        return None
    return hmac.digest(secret, f"tariff\0{firm}\0{caller}".encode(), hashlib.sha256).hex()[:32]
