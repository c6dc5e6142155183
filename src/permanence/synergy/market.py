"""Notices of the market: capacity that a firm offers, or a hole in its coverage for which it seeks somebody; which may be published, and
until when they are shown."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from permanence.kernel.errors import PermanenceError
from permanence.kernel.ids import FirmId, NoticeId
from permanence.synergy.errors import (
    HoursUnfit,
    NoticesFull,
    OverAlready,
    ShownTooLong,
    WhenUnsaid,
    ZoneUnknown,
)
from permanence.synergy.model import Clock, Country, Money, Text, Word, Zone
from permanence.synergy.rules import zone_of

NOTICES_MAX = 50
"""So many notices one firm may have at a time."""
SHOWN_MAX = timedelta(days=366)
"""So long a notice may be shown: after a year somebody shall look whether it is still true."""

Language = Annotated[str, Meta(pattern=r"^[a-z]{2}$")]


class Kind(StrEnum):
    """What a notice is about: people who can answer for others, or hours in which nobody answers."""

    CAPACITY = "capacity"
    HOLE = "hole"


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hours of some weekdays (1 is Monday); where they do not end after they begin, they end the next morning."""

    days: Annotated[tuple[Annotated[int, Meta(ge=1, le=7)], ...], Meta(min_length=1, max_length=7)]
    since: Clock
    until: Clock


class Once(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From a moment of one local day up to a moment of the same or a later one."""

    first: date
    since: Clock
    last: date
    until: Clock


class Notice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is offered or sought: every week in `windows`, or `once`, by the clocks of `zone`.

    `at_once` people; `skills` in words; `per_hour` is to who answers, of an answered hour, in millionths (None: to be agreed on);
    `countries` are those from which is answered (none: all). The notice is shown up to and with `expires_on`.
    """

    kind: Kind
    windows: Annotated[tuple[Window, ...], Meta(max_length=20)] = ()
    once: Once | None = None
    zone: Zone = "Europe/Paris"
    at_once: Annotated[int, Meta(ge=1, le=10_000)] = 1
    languages: Annotated[tuple[Language, ...], Meta(max_length=20)] = ()
    skills: Annotated[tuple[Word, ...], Meta(max_length=20)] = ()
    countries: Annotated[tuple[Country, ...], Meta(max_length=100)] = ()
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")] = "EUR"
    per_hour: Money | None = None
    note: Text = ""
    expires_on: date


class Published(msgspec.Struct, frozen=True):
    """A notice on the market, by whom and when it was published."""

    id: NoticeId
    firm: FirmId
    firm_name: str
    published_at: datetime
    notice: Notice


def why_not_published(notice: Notice, own: int, now: datetime) -> PermanenceError | None:
    """Say why a firm that has `own` notices already cannot publish another one."""
    zone = zone_of(notice.zone)
    if zone is None:
        return ZoneUnknown(param="zone", zone=notice.zone)
    if (notice.once is None) is (not notice.windows):
        return WhenUnsaid(param="windows")
    if (unfit := _unfit(notice)) is not None:
        return HoursUnfit(param=unfit)
    today = now.astimezone(zone).date()
    if notice.once is not None and notice.once.last < today:
        return OverAlready(param="once", today=today.isoformat())
    if not today <= notice.expires_on <= today + SHOWN_MAX:
        return ShownTooLong(param="expires_on", today=today.isoformat())
    return NoticesFull(most=NOTICES_MAX) if own >= NOTICES_MAX else None


def expired(notice: Notice, now: datetime) -> bool:
    """Say whether a notice is shown no more: its last day is over, or that of the hours themselves; days are of its zone."""
    last = min(notice.expires_on, notice.once.last) if notice.once is not None else notice.expires_on
    return now.astimezone(zone_of(notice.zone)).date() > last


def _unfit(notice: Notice) -> str | None:
    """Return which hours are none: those that last no time, or end before they begin."""
    if any(window.since == window.until or window.since == "24:00" for window in notice.windows):
        return "windows"
    once = notice.once
    return "once" if once is not None and (once.first, once.since) >= (once.last, once.until) else None
