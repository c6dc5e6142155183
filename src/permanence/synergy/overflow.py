"""When an owner's waiting caller is offered to partner firms, to which of them, and in what order. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from permanence.kernel.ids import AgreementId
from permanence.synergy.model import Terms
from permanence.synergy.rating import rates_at

LEASE = timedelta(seconds=30)
"""So long a caller waits at a partner firm before it must be asked anew whether he still may."""
BARRED = timedelta(seconds=60)
"""A partner whose agent refused this caller is not asked for him again so soon."""


class Order(StrEnum):
    """Which partner comes first: the first named, the one that is furthest behind its share, the cheapest at this moment."""

    NAMED = "named"
    SHARE = "share"
    PRICE = "price"


class Chosen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A partner that may be asked, by its agreement; `share` is its part of the calls beside those of the others."""

    agreement: AgreementId
    share: Annotated[int, Meta(ge=1, le=100)] = 1


class Overflow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a queue's callers are offered to partners: `nobody` at once where no agent who could take them is at work, `danger`
    as many as it takes when the promise is in danger, `after_s` all who have waited so long (0: at once, None: not for that
    alone). From one partner to the next `apart_s` seconds go by."""

    order: Order = Order.NAMED
    nobody: bool = True
    danger: bool = True
    after_s: Annotated[int, Meta(ge=0, le=3600)] | None = None
    apart_s: Annotated[int, Meta(ge=0, le=600)] = 0
    partners: Annotated[tuple[Chosen, ...], Meta(max_length=50)] = ()


class Use(NamedTuple):
    """What has been made of an agreement: calls that ring or are up now, calls answered today, millionths spent this month, and
    the best that its quality can be (a part of 1; None: too few calls to tell)."""

    at_once: int = 0
    today: int = 0
    spent: int = 0
    quality: float | None = None


class Candidate(NamedTuple):
    """A partner that may be asked: its terms that hold now, its share, and what it was given today."""

    agreement: AgreementId
    terms: Terms
    share: int
    given: int


def why_now(overflow: Overflow, waited_s: float, at_work: int) -> str | None:
    """Say why partners are asked for a caller now: nobody_in, in_time; None: they are not, yet."""
    if overflow.nobody and not at_work:
        return "nobody_in"
    return "in_time" if overflow.after_s is not None and waited_s >= overflow.after_s else None


def why_not(terms: Terms, use: Use) -> str | None:
    """Say why a partner is offered no more calls for now, by the bounds of its terms; None: it may be offered one."""
    if terms.at_once is not None and use.at_once >= terms.at_once:
        return "calls_at_once"
    if terms.a_day is not None and use.today + use.at_once >= terms.a_day:
        return "calls_of_the_day"
    if terms.budget_a_month is not None and use.spent >= terms.budget_a_month:
        return "budget_of_the_month"
    if terms.quality_floor is not None and use.quality is not None and use.quality < terms.quality_floor:
        return "quality_floor"
    return None


def in_order(order: Order, candidates: Sequence[Candidate], now: datetime) -> list[AgreementId]:
    """Return the partners in the order in which they are asked; those that are alike as they were named."""
    match order:
        case Order.SHARE:
            ranked = sorted(candidates, key=lambda each: (each.given + 1) / each.share)
        case Order.PRICE:
            ranked = sorted(candidates, key=lambda each: price(each.terms, now))
        case _:
            ranked = list(candidates)
    return [each.agreement for each in ranked]


def price(terms: Terms, moment: datetime) -> int:
    """Return what an hour of a partner costs at a moment, in millionths: its own part and the platform's, a call counted as
    three minutes where something is due by the call."""
    rates = rates_at(terms, moment, ZoneInfo(terms.zone))
    hourly = rates.answering_per_hour + rates.platform_per_hour
    return hourly + 20 * (rates.answering_per_call + rates.platform_per_call)
