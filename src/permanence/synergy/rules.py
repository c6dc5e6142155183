"""What holds between two firms, and what either may do about it. A day is one of the terms' time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from permanence.kernel.errors import PermanenceError
from permanence.kernel.ids import FirmId
from permanence.synergy.errors import (
    AgreementEnded,
    AlreadyAnswered,
    BandUnfit,
    EndsTooSoon,
    OthersProposal,
    OwnProposal,
    StartsInPast,
    Superseded,
    ZoneUnknown,
)
from permanence.synergy.model import Agreement, Decision, Terms, Version


class Standing(StrEnum):
    """How an agreement stands on a day."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    TO_COME = "to_come"
    IN_FORCE = "in_force"
    ENDING = "ending"
    ENDED = "ended"


def effective_on(version: Version) -> date | None:
    """Return the first day on which a version holds: as proposed, yet never before it was accepted; None if it was not."""
    if version.answer is None or version.answer.decision is not Decision.ACCEPTED:
        return None
    return max(version.starts_on, day_of(version.terms, version.answer.signed.at))


def in_force(agreement: Agreement, day: date) -> Version | None:
    """Return the version that holds on a day. A call keeps the one of the moment at which it began."""
    if agreement.ending is not None and day > agreement.ending.last_day:
        return None
    holding = [(since, version.number, version) for version in agreement.versions if (since := effective_on(version)) is not None and since <= day]
    return max(holding)[2] if holding else None


def open_version(agreement: Agreement) -> Version | None:
    """Return the version that waits for an answer: the newest, where it has none."""
    if agreement.ending is not None or not agreement.versions:
        return None
    last = agreement.versions[-1]
    return last if last.answer is None else None


def standing(agreement: Agreement, day: date) -> Standing:
    """Say how an agreement stands."""
    if agreement.ending is not None:
        return Standing.ENDED if day > agreement.ending.last_day else Standing.ENDING
    if in_force(agreement, day) is not None:
        return Standing.IN_FORCE
    if any(effective_on(version) is not None for version in agreement.versions):
        return Standing.TO_COME
    return Standing.PROPOSED if open_version(agreement) is not None else Standing.REFUSED


def why_not_proposed(agreement: Agreement | None, terms: Terms, starts_on: date, now: datetime) -> PermanenceError | None:
    """Say why terms cannot be proposed to hold from a day on."""
    if agreement is not None and agreement.ending is not None:
        return AgreementEnded()
    if (unfit := why_unfit(terms)) is not None:
        return unfit
    today = day_of(terms, now)
    return StartsInPast(param="starts_on", today=today.isoformat()) if starts_on < today else None


def why_unfit(terms: Terms) -> PermanenceError | None:
    """Say why terms can hold at no time."""
    if zone_of(terms.zone) is None:
        return ZoneUnknown(param="zone", zone=terms.zone)
    unfit = any(band.since >= band.until for band in terms.bands)
    return BandUnfit(param="bands") if unfit else None


def why_not_answered(agreement: Agreement, version: Version, firm: FirmId, decision: Decision) -> PermanenceError | None:
    """Say why a firm cannot answer a version so."""
    if version.answer is not None:
        return AlreadyAnswered()
    if agreement.ending is not None:
        return AgreementEnded()
    if version is not open_version(agreement):
        return Superseded()
    own = version.proposed.firm == firm
    if decision is Decision.WITHDRAWN:
        return None if own else OthersProposal()
    return OwnProposal() if own else None


def why_not_ended(agreement: Agreement, last_day: date, now: datetime) -> PermanenceError | None:
    """Say why an agreement cannot end on a day."""
    if agreement.ending is not None:
        return AgreementEnded()
    earliest = earliest_end(agreement, now)
    return EndsTooSoon(param="last_day", earliest=earliest.isoformat()) if last_day < earliest else None


def earliest_end(agreement: Agreement, now: datetime) -> date:
    """Return the first day that may be the last: by the notice of the terms that hold, or today where none do."""
    today = day_of(agreement.versions[-1].terms, now)
    version = in_force(agreement, today)
    return today + timedelta(days=version.terms.notice_days) if version is not None else today


def day_of(terms: Terms, moment: datetime) -> date:
    """Return the local day of the terms."""
    return moment.astimezone(zone_of(terms.zone)).date()


def zone_of(name: str) -> ZoneInfo | None:
    """Return a time zone, None where it is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
