"""Whether a tariff is allowed for a number, from which day it may hold, and which one holds on a day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from permanence.kernel.errors import PermanenceError
from permanence.kernel.money import MILLION
from permanence.tariffs.errors import (
    AnnouncementMissing,
    CategoryUnfit,
    CountryUnknown,
    NotTheDay,
    PriceMissing,
    PriceTooHigh,
    SupportSurcharged,
    TariffInPast,
)
from permanence.tariffs.model import Basis, Tariff, Use, Version
from permanence.tariffs.profiles import Category, Profile, profile_of, range_of

UTC_ZONE = "UTC"
BASES = {
    Category.FREE: frozenset({Basis.FREE}),
    Category.ORDINARY: frozenset({Basis.ORDINARY}),
    Category.SURCHARGED: frozenset({Basis.PER_MINUTE, Basis.PER_CALL}),
}


def zone_of(country: str, now: datetime) -> ZoneInfo:
    """Return the time zone by which a country's tariffs change and its months are counted; UTC where nothing is known of it."""
    profile = profile_of(country, now.date())
    return ZoneInfo(profile.zone if profile is not None else UTC_ZONE)


def why_not(country: str, number: str, tariff: Tariff, day: date) -> PermanenceError | None:
    """Say why a number (E.164) may not have a tariff on a day, by the rules of its country; None: it may."""
    if tariff.is_surcharged is not (tariff.price > 0):
        return PriceMissing(param="price")
    profile = profile_of(country, day)
    if profile is None:
        return CountryUnknown(param="basis", country=country) if tariff.is_surcharged else None
    found = range_of(profile, number)
    if tariff.is_surcharged and tariff.use is Use.SUPPORT and not profile.support_surcharge:
        return SupportSurcharged(param="use", source=profile.source.partition(";")[0].strip())
    if tariff.basis not in BASES[found.category]:
        return CategoryUnfit(param="basis", number=number)
    most = found.minute_max if tariff.basis is Basis.PER_MINUTE else found.call_max
    if tariff.price > most:
        return PriceTooHigh(param="price", most=f"{most / MILLION:.2f}", currency=profile.currency)
    if tariff.is_surcharged and tariff.announcement is None:
        return AnnouncementMissing(param="announcement")
    return None


def earliest(profile: Profile | None, today: date) -> date:
    """Return the first day from which a change entered today may hold."""
    if profile is None or profile.change_day is None:
        return today
    day = today + timedelta(days=profile.lead_days)
    if day.day <= profile.change_day:
        return day.replace(day=profile.change_day)
    return (day.replace(day=1) + timedelta(days=32)).replace(day=profile.change_day)


def why_not_from(country: str, before: Tariff | None, tariff: Tariff, starts_on: date, today: date) -> PermanenceError | None:
    """Say why a tariff entered today may not hold from a day, in place of the one `before`; None: it may. What a number had before
    it came here, and what changes no price, may be entered for any day from today on."""
    if starts_on < today:
        return TariffInPast(param="starts_on", today=today.isoformat())
    if before is None or (before.basis, before.price) == (tariff.basis, tariff.price):
        return None
    profile = profile_of(country, starts_on)
    soonest = earliest(profile, today)
    on_the_day = profile is None or profile.change_day is None or starts_on.day == profile.change_day
    if starts_on >= soonest and on_the_day:
        return None
    return NotTheDay(param="starts_on", days=profile.lead_days if profile is not None else 0, earliest=soonest.isoformat())


def in_force(versions: Sequence[Version], day: date) -> Version | None:
    """Return the tariff that holds on a day: the last to begin, of those of one day the last entered; None: the number has none yet."""
    begun = [each for each in versions if each.starts_on <= day]
    return max(begun, key=lambda each: (each.starts_on, each.entered_at, each.id), default=None)


def before(versions: Sequence[Version], day: date) -> Tariff | None:
    """Return the tariff in whose place another that begins on this day comes."""
    found = in_force([each for each in versions if each.starts_on != day], day)
    return found.tariff if found is not None else None
