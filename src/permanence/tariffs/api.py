"""Routes of tariffs: what numbers cost from which day, carriers' files, and a month's estimate beside what was confirmed."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT
from msgspec import Meta

from permanence.firms.model import Right, Visitor
from permanence.kernel.ids import NumberId, TariffId
from permanence.tariffs.carrier_file import Columns, Header, Refusal
from permanence.tariffs.errors import MonthUnreadable
from permanence.tariffs.matching import Pair, Standing, Totals
from permanence.tariffs.model import CarrierFile, MonthTerms, PricedNumber, Tariff, Version
from permanence.tariffs.profiles import profile_of, range_of
from permanence.tariffs.rules import in_force, zone_of
from permanence.tariffs.service import Preview, Tariffs, earliest_of

DIRECT = {"rights": frozenset({Right.ADMIN})}
FILE_MAX = 20 << 20
"""A hundred thousand calls are about ten megabytes."""
Id = Annotated[str, Meta(max_length=80)]
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])\Z")
Column = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]


class TariffForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tariff and the day from which it is to hold."""

    tariff: Tariff
    starts_on: date


class VersionTold(msgspec.Struct, frozen=True):
    """A tariff of a number from a day on; `begun` says that it stays."""

    id: str
    starts_on: date
    begun: bool
    tariff: Tariff


class NumberTold(msgspec.Struct, frozen=True):
    """A number: its category by its digits (None: no rules of its country are known), the most that a minute or a call may cost, what
    holds today, all other tariffs, and the first day for a change of price."""

    id: str
    number: str
    label: str
    country: str
    language: str
    category: str | None
    minute_max: int
    call_max: int
    currency: str
    call_cap: int
    month_cap: int
    sure: bool
    source: str
    earliest: date
    today: VersionTold | None
    others: list[VersionTold]


class PreviewTold(msgspec.Struct, frozen=True):
    """What an allowed tariff means: free seconds, the key that ends the announcement, the longest call and when it is warned, and what
    its first minute and its longest call cost and pay. Seconds are None where nothing is charged or nothing is cut."""

    free_s: int | None
    skip_key: str | None
    longest_s: int | None
    warn_s: int | None
    sure: bool
    currency: str
    first_minute: int
    first_payout: int
    longest_price: int


class FileRead(msgspec.Struct, frozen=True):
    """What came of a file; of the lines that were not taken the first hundred."""

    file: CarrierFile
    refused: list[Refusal]
    refused_total: int


class CallTold(msgspec.Struct, frozen=True):
    """A call as we reckoned it and as the carrier confirms it; what one of both does not know is None. Money is in millionths;
    `difference` is the carrier's amount less ours."""

    standing: Standing
    call: str | None
    since: datetime
    seconds: int | None
    estimated: int | None
    line: int | None
    confirmed_seconds: int | None
    confirmed: int | None
    payout: int | None
    difference: int


@get("/tariffs", opt=DIRECT)
async def list_numbers(
    visitor: NamedDependency[Visitor], tariffs: NamedDependency[Tariffs], now: NamedDependency[datetime]
) -> list[NumberTold]:
    """Return the firm's numbers with their tariffs."""
    return [_number(each, now) for each in await tariffs.numbers(visitor)]


@post("/tariffs/numbers/{number:str}/preview", opt={**DIRECT, "repeatable": True}, status_code=HTTP_200_OK)
async def preview_tariff(
    visitor: NamedDependency[Visitor],
    tariffs: NamedDependency[Tariffs],
    number: FromPath[Id],
    data: JSONBody[TariffForm],
    now: NamedDependency[datetime],
) -> PreviewTold:
    """Return what a tariff would mean, or why it may not be; nothing is written."""
    return _preview(await tariffs.preview(visitor, NumberId(number), data.tariff, data.starts_on, now))


@post("/tariffs/numbers/{number:str}", opt=DIRECT)
async def enter_tariff(
    visitor: NamedDependency[Visitor],
    tariffs: NamedDependency[Tariffs],
    number: FromPath[Id],
    data: JSONBody[TariffForm],
    now: NamedDependency[datetime],
) -> VersionTold:
    """Have a number cost this from a day on."""
    version = await tariffs.enter(visitor, NumberId(number), data.tariff, data.starts_on, now)
    return _version(version, _today(version.country, now))


@delete("/tariffs/{id_:str}", opt=DIRECT, status_code=HTTP_204_NO_CONTENT)
async def drop_tariff(
    visitor: NamedDependency[Visitor], tariffs: NamedDependency[Tariffs], id_: FromPath[Id], now: NamedDependency[datetime]
) -> None:
    """Take back a tariff that has not begun."""
    await tariffs.drop(visitor, TariffId(id_), now)


@get("/tariffs/terms", opt=DIRECT)
async def get_terms(visitor: NamedDependency[Visitor], tariffs: NamedDependency[Tariffs]) -> MonthTerms:
    """Return what an agent's hour costs the firm."""
    return await tariffs.terms(visitor)


@put("/tariffs/terms", opt=DIRECT)
async def put_terms(
    visitor: NamedDependency[Visitor], tariffs: NamedDependency[Tariffs], data: JSONBody[MonthTerms], now: NamedDependency[datetime]
) -> MonthTerms:
    """Say what an agent's hour costs the firm."""
    return await tariffs.keep_terms(visitor, data, now)


@post("/tariffs/files/look", opt={**DIRECT, "repeatable": True}, status_code=HTTP_200_OK, request_max_body_size=FILE_MAX)
async def look_at_file(
    request: Request[Any, Any, Any], visitor: NamedDependency[Visitor], tariffs: NamedDependency[Tariffs]
) -> Header:
    """Return the columns of a carrier's CSV file (the body), and what each seems to mean; nothing is written."""
    return await tariffs.look_at_file(visitor, await request.body())


@post("/tariffs/files", opt={**DIRECT, "repeatable": True}, status_code=HTTP_200_OK, request_max_body_size=FILE_MAX)
async def read_file(
    request: Request[Any, Any, Any],
    visitor: NamedDependency[Visitor],
    tariffs: NamedDependency[Tariffs],
    now: NamedDependency[datetime],
    number: FromQuery[Column],
    moment: FromQuery[Column],
    seconds: FromQuery[Column],
    price: FromQuery[Column],
    time: FromQuery[Column | None] = None,
    payout: FromQuery[Column | None] = None,
    name: FromQuery[Name] = "",
) -> FileRead:
    """Take in a carrier's CSV file (the body) by its columns; lines that are known already change nothing."""
    columns = Columns(number=number, moment=moment, seconds=seconds, price=price, time=time or None, payout=payout or None)
    file, reading = await tariffs.read_file(visitor, name, columns, await request.body(), now)
    return FileRead(file, reading.refused, reading.refused_total)


@get("/tariffs/files", opt=DIRECT)
async def list_files(visitor: NamedDependency[Visitor], tariffs: NamedDependency[Tariffs]) -> list[CarrierFile]:
    """Return the carriers' files that were read, the latest first."""
    return list(await tariffs.files(visitor))


@get("/tariffs/months/{month:str}", opt=DIRECT)
async def get_month(
    visitor: NamedDependency[Visitor], tariffs: NamedDependency[Tariffs], month: FromPath[Id], now: NamedDependency[datetime]
) -> list[Totals]:
    """Return what each number brought in a month: estimated, confirmed, and how much of the cost of answering it bears."""
    return await tariffs.month(visitor, _month(month), now)


@get("/tariffs/months/{month:str}/numbers/{number:str}", opt=DIRECT)
async def list_calls(
    visitor: NamedDependency[Visitor],
    tariffs: NamedDependency[Tariffs],
    month: FromPath[Id],
    number: FromPath[Id],
    now: NamedDependency[datetime],
) -> list[CallTold]:
    """Return a number's calls of a month, ours beside the carrier's."""
    found = await tariffs.calls(visitor, NumberId(number), _month(month), now)
    return [_call(each) for each in found]


def _month(text: str) -> date:
    if _MONTH.match(text) is None:
        raise MonthUnreadable(param="month")
    return date.fromisoformat(f"{text}-01")


def _today(country: str, now: datetime) -> date:
    return now.astimezone(zone_of(country, now)).date()


def _number(each: PricedNumber, now: datetime) -> NumberTold:
    today = _today(each.country, now)
    profile, holds = profile_of(each.country, today), in_force(each.versions, today)
    own = range_of(profile, each.number) if profile is not None else None
    return NumberTold(
        each.id, each.number, each.label, each.country, each.language, own.category.value if own is not None else None,
        own.minute_max if own is not None else 0, own.call_max if own is not None else 0,
        profile.currency if profile is not None else "EUR", profile.call_cap if profile is not None else 0,
        profile.month_cap if profile is not None else 0, profile is not None and profile.sure,
        profile.source if profile is not None else "", earliest_of(each, now),
        _version(holds, today) if holds is not None else None,
        [_version(version, today) for version in reversed(each.versions) if version is not holds],
    )  # fmt: skip


def _version(version: Version, today: date) -> VersionTold:
    return VersionTold(version.id, version.starts_on, version.starts_on <= today, version.tariff)


def _preview(each: Preview) -> PreviewTold:
    plan = each.plan
    return PreviewTold(
        plan.free_s if plan is not None else None, each.skip_key, plan.longest_s if plan is not None else None,
        plan.warn_s if plan is not None else None, each.sure, each.currency, each.first_minute, each.first_payout, each.longest_price,
    )  # fmt: skip


def _call(pair: Pair) -> CallTold:
    ours, theirs = pair.ours, pair.theirs
    return CallTold(
        pair.standing, ours.call if ours is not None else None, pair.since, ours.seconds if ours is not None else None,
        ours.price if ours is not None else None, theirs.line if theirs is not None else None,
        theirs.seconds if theirs is not None else None, theirs.price if theirs is not None else None,
        theirs.payout if theirs is not None else None, pair.difference,
    )  # fmt: skip


router = Router(
    "/",
    route_handlers=[
        list_numbers, preview_tariff, enter_tariff, drop_tariff, get_terms, put_terms, look_at_file, read_file, list_files, get_month,
        list_calls,
    ],
    tags=["tariffs"],
)  # fmt: skip
