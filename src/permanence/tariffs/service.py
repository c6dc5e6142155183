"""What directors do with tariffs: enter them, read carriers' files, compare what was estimated with what was confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import CarrierFileId, NumberId, TariffId
from permanence.tariffs import carrier_file
from permanence.tariffs.carrier_file import Columns, Header, Reading
from permanence.tariffs.charging import Plan, payout_of, plan_of, price_of
from permanence.tariffs.errors import MessageSilent, MonthTooFull, TariffBegun
from permanence.tariffs.matching import Pair, Totals, pairs, totals
from permanence.tariffs.model import (
    CarrierFile,
    CarrierLine,
    ChargedCall,
    MonthTerms,
    PricedNumber,
    Tariff,
    Version,
)
from permanence.tariffs.ports import TariffStore
from permanence.tariffs.profiles import profile_of
from permanence.tariffs.rules import before, earliest, why_not, why_not_from, zone_of

CALLS_MAX = 20_000
FILES_TOLD = 20
NAME_MAX = 200
MESSAGES = ("announcement", "warning", "capped")
BESIDE = timedelta(minutes=2)
"""Lines so close to a month's edge are looked at too: the carrier's clock and ours differ."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an allowed tariff means: how a call goes, what its first minute and its longest one cost and pay, in millionths."""

    plan: Plan | None
    skip_key: str | None
    sure: bool
    currency: str
    first_minute: int
    first_payout: int
    longest_price: int


@dataclass(frozen=True, slots=True)
class Tariffs:
    """The tariffs of a firm's numbers, and what came of them."""

    tools: Tools
    store: TariffStore

    async def numbers(self, visitor: Visitor) -> Sequence[PricedNumber]:
        """Return the firm's numbers with all their tariffs."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.numbers(c)

    async def preview(self, visitor: Visitor, number: NumberId, tariff: Tariff, starts_on: date, now: datetime) -> Preview:
        """Return what a tariff would mean; raise what speaks against it."""
        async with self.tools.database.firm(visitor.firm) as c:
            found = await self._number(c, number)
            _check(found, tariff, starts_on, now)
            await self._check_heard(c, tariff)
        return preview_of(found.country, tariff, starts_on)

    async def enter(self, visitor: Visitor, number: NumberId, tariff: Tariff, starts_on: date, now: datetime) -> Version:
        """Have a number cost this from a day on; raise what speaks against it. The floor knows it at once."""
        async with self.tools.database.firm(visitor.firm) as c:
            found = await self._number(c, number)
            _check(found, tariff, starts_on, now)
            await self._check_heard(c, tariff)
            version = Version(
                TariffId(self.tools.ids.new("tar")), visitor.firm, number, found.number, found.country, starts_on, tariff, now,
                visitor.person.id,
            )  # fmt: skip
            await self.store.keep(c, version)
            detail: dict[str, object] = {"number": found.number, "starts_on": starts_on.isoformat(), "price": tariff.price, "basis": tariff.basis}
            await self._audit(c, visitor, "tariff.entered", version.id, now, detail)
        await self.tools.floor.reload(visitor.firm)
        return version

    async def drop(self, visitor: Visitor, tariff: TariffId, now: datetime) -> None:
        """Take back a tariff that has not begun."""
        async with self.tools.database.firm(visitor.firm) as c:
            numbers = await self.store.numbers(c)
            version = next((each for number in numbers for each in number.versions if each.id == tariff), None)
            if version is None:
                raise NotFound
            if version.starts_on <= now.astimezone(zone_of(version.country, now)).date():
                raise TariffBegun
            await self.store.drop(c, tariff)
            await self._audit(c, visitor, "tariff.taken_back", tariff, now, {"number": version.number})
        await self.tools.floor.reload(visitor.firm)

    async def terms(self, visitor: Visitor) -> MonthTerms:
        """Return what the firm says of its costs."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.terms(c)

    async def keep_terms(self, visitor: Visitor, terms: MonthTerms, now: datetime) -> MonthTerms:
        """Write what an agent's hour costs."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.keep_terms(c, visitor.firm, terms, now)
            await self._audit(c, visitor, "tariff.hour_cost", None, now, {"hour_cost": terms.hour_cost})
        return terms

    async def look_at_file(self, visitor: Visitor, body: bytes) -> Header:
        """Return a file's columns and which meaning each seems to have: as in the last file where its columns are there."""
        header = carrier_file.look(body)
        async with self.tools.database.firm(visitor.firm) as c:
            last = await self.store.columns(c)
        remembered = last.by_meaning() if last is not None else {}
        fits = remembered and set(remembered.values()) <= set(header.columns)
        return Header(header.columns, remembered if fits else header.proposed, header.sample)

    async def read_file(self, visitor: Visitor, name: str, columns: Columns, body: bytes, now: datetime) -> tuple[CarrierFile, Reading]:
        """Take in a carrier's file; what is known already changes nothing."""
        async with self.tools.database.firm(visitor.firm) as c:
            firm = await self.tools.firms.firm(c)
            numbers = frozenset(each.number for each in await self.store.numbers(c))
            reading = carrier_file.read(body, columns, numbers, ZoneInfo(firm.time_zone), firm.country)
            name = name.replace("\0", "")[:NAME_MAX]
            id_ = CarrierFileId(self.tools.ids.new("cfl"))
            file = await self.store.keep_file(c, visitor.firm, id_, name, columns, (reading.lines, reading.taken), now)
            await self._audit(c, visitor, "carrier_file.read", id_, now, {"lines": reading.lines, "added": file.added})
        return file, reading

    async def files(self, visitor: Visitor) -> Sequence[CarrierFile]:
        """Return the files that were read, the latest first."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.files(c, FILES_TOLD)

    async def month(self, visitor: Visitor, month: date, now: datetime) -> list[Totals]:
        """Return the sums of a month, for each number of which something is known."""
        async with self.tools.database.firm(visitor.firm) as c:
            found: list[Totals] = []
            hour_cost = (await self.store.terms(c)).hour_cost
            for number in await self.store.numbers(c):
                joined, since, until = await self._month(c, number, month, now)
                if not joined:
                    continue
                handled = {each.number_id: each for each in await self.store.handled(c, since, until)}
                profile = profile_of(number.country, month)
                currency = profile.currency if profile is not None else "EUR"
                found.append(totals(number.id, month, currency, joined, handled.get(number.id), hour_cost))
        return found

    async def calls(self, visitor: Visitor, number: NumberId, month: date, now: datetime) -> list[Pair]:
        """Return a number's calls of a month, ours beside the carrier's."""
        async with self.tools.database.firm(visitor.firm) as c:
            return (await self._month(c, await self._number(c, number), month, now))[0]

    async def _month(
        self, c: Connection, number: PricedNumber, month: date, now: datetime
    ) -> tuple[list[Pair], datetime, datetime]:
        """Return a number's calls of a month, joined with the lines that confirm them, and the month's beginning and end."""
        zone = zone_of(number.country, now)
        since = datetime.combine(month, time(), zone)
        until = datetime.combine((month + timedelta(days=32)).replace(day=1), time(), zone)
        ours = await self.store.charged(c, number.id, month, CALLS_MAX + 1)
        theirs = await self.store.confirmed(c, number.number, since - BESIDE, until + BESIDE, CALLS_MAX + 1)
        if max(len(ours), len(theirs)) > CALLS_MAX:
            raise MonthTooFull(most=CALLS_MAX)
        return of_month(ours, theirs, since, until), since, until

    async def _check_heard(self, c: Connection, tariff: Tariff) -> None:
        """Raise what speaks against the messages that callers are to hear."""
        said = {name: prompt for name in MESSAGES if (prompt := getattr(tariff, name)) is not None}
        silent = await self.store.silent(c, list(said.values()))
        for name, prompt in said.items():
            if prompt in silent:
                raise MessageSilent(param=name)

    async def _number(self, c: Connection, number: NumberId) -> PricedNumber:
        found = next((each for each in await self.store.numbers(c) if each.id == number), None)
        if found is None:
            raise NotFound
        return found

    async def _audit(
        self, c: Connection, visitor: Visitor, action: str, subject: str | None, now: datetime, detail: dict[str, object]
    ) -> None:
        await self.tools.firms.audit(c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, action, subject, detail)


def of_month(ours: Sequence[ChargedCall], theirs: Sequence[CarrierLine], since: datetime, until: datetime) -> list[Pair]:
    """Return a month's calls joined; lines beside the month count only where they confirm a call of it."""
    joined = pairs(ours, theirs)
    return [each for each in joined if each.ours is not None or (each.theirs is not None and since <= each.theirs.since < until)]


def preview_of(country: str, tariff: Tariff, day: date) -> Preview:
    """Return what an allowed tariff means."""
    profile = profile_of(country, day)
    if profile is None or not tariff.is_surcharged:
        return Preview(None, None, profile is not None and profile.sure, profile.currency if profile else "EUR", 0, 0, 0)
    plan = plan_of(tariff, profile, 0)
    longest = plan.longest_s if plan is not None and plan.longest_s is not None else 60
    first = price_of(tariff, profile, 60)
    return Preview(
        plan, profile.skip_key, profile.sure, profile.currency, first, payout_of(tariff, profile, first),
        price_of(tariff, profile, longest),
    )  # fmt: skip


def earliest_of(number: PricedNumber, now: datetime) -> date:
    """Return the first day from which a change of a number's price may hold; today for its first tariff."""
    today = now.astimezone(zone_of(number.country, now)).date()
    return earliest(profile_of(number.country, today), today) if number.versions else today


def _check(number: PricedNumber, tariff: Tariff, starts_on: date, now: datetime) -> None:
    """Raise what speaks against a tariff of a number from a day on."""
    today = now.astimezone(zone_of(number.country, now)).date()
    no = why_not(number.country, number.number, tariff, starts_on)
    no = no or why_not_from(number.country, before(number.versions, starts_on), tariff, starts_on, today)
    if no is not None:
        raise no
