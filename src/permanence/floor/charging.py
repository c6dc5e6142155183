"""What callers pay, as the floor needs it: the tariffs of all numbers, and what each caller has spent this month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from permanence.interaction.events import ChargingEnded
from permanence.interaction.model import Call, Charge
from permanence.kernel.ids import FirmId, NumberId, TariffId
from permanence.tariffs.charging import caller_key, charged_seconds, month_of, plan_of, price_of
from permanence.tariffs.model import Version
from permanence.tariffs.profiles import Profile, profile_of
from permanence.tariffs.rules import in_force, zone_of

Spender = tuple[date, FirmId, str]
"""A month, the firm whose number was called, the caller's key."""


class Charging:
    """Tariffs and months of callers; every method takes the time. A withheld number has no month: its calls are bounded one by one."""

    def __init__(self, key: bytes = b"") -> None:
        """Start with no tariff; `key` is that of the callers' keys."""
        self.key = key
        self.versions: dict[NumberId, tuple[Version, ...]] = {}
        self.spent: dict[Spender, int] = {}
        self._by_id: dict[TariffId, Version] = {}
        self._latest = date.min

    def set_firm(self, firm: FirmId, versions: Iterable[Version]) -> None:
        """Take over a firm's tariffs. Those that are gone are kept for calls that go on by them."""
        self.versions = {id_: each for id_, each in self.versions.items() if each[0].firm != firm}
        for version in versions:
            self._by_id[version.id] = version
            self.versions[version.number_id] = (*self.versions.get(version.number_id, ()), version)

    def version(self, number: NumberId, now: datetime) -> Version | None:
        """Return the surcharged tariff that holds for a number now; None where there is none."""
        versions = self.versions.get(number, ())
        if not versions:
            return None
        found = in_force(versions, now.astimezone(zone_of(versions[0].country, now)).date())
        return found if found is not None and found.tariff.is_surcharged and _profile(found) is not None else None

    def charge(self, version: Version, call: Call, others: Iterable[Call], warning: tuple[str, ...], now: datetime) -> Charge | None:
        """Return how a call is charged; None where the caller has spent what a month allows. What his other calls may still cost counts
        as spent."""
        tariff, profile = version.tariff, _profile(version)
        assert profile is not None, "a version that is asked for has rules"
        caller = caller_key(self.key, call.firm, call.customer)
        spent = 0
        if caller is not None:
            spent = self.spent.get((month_of(now, ZoneInfo(profile.zone)), call.firm, caller), 0)
            going_on = (other.charge for other in others if other.id != call.id and other.firm == call.firm)
            spent += sum(charge.most for charge in going_on if charge is not None and charge.caller == caller)
        plan = plan_of(tariff, profile, spent)
        if plan is None:
            return None
        most = price_of(tariff, profile, plan.longest_s or 0)
        return Charge(
            version.id, caller, tariff.price, tariff.basis, profile.currency, most, now, plan.free_s, profile.skip_key, plan.longest_s,
            plan.warn_s, warning,
        )  # fmt: skip

    def ended(self, firm: FirmId, fact: ChargingEnded) -> None:
        """Count what a call has cost its caller."""
        version = self._by_id.get(fact.tariff)
        profile = _profile(version) if version is not None else None
        if version is None or profile is None or fact.caller is None:
            return
        month = month_of(fact.since, ZoneInfo(profile.zone))
        if month > self._latest:  # the month before is kept, for calls that go on over midnight
            self.spent = {spender: amount for spender, amount in self.spent.items() if spender[0] >= self._latest}
            self._latest = month
        spender = month, firm, fact.caller
        self.spent[spender] = self.spent.get(spender, 0) + price_of(version.tariff, profile, charged_seconds(fact.since, fact.until))


def _profile(version: Version) -> Profile | None:
    return profile_of(version.country, version.starts_on)
