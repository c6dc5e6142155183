"""Agreements: an owner firm, an answering firm, terms in versions, and who consented to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from permanence.kernel.ids import AgentId, AgreementId, AnsweredId, FirmId, InteractionId, PersonId, VersionId

Money = Annotated[int, Meta(ge=0, le=10**12)]
"""Millionths of the currency."""
Text = Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00]*$")]
Word = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
Zone = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_+/-]+$")]


class Side(StrEnum):
    """Which of the two firms of an agreement."""

    OWNER = "owner"
    ANSWERING = "answering"


class Payer(StrEnum):
    """Out of what an answered call is paid: what the carrier pays out for the number, or the owner firm."""

    PAYOUT = "payout"
    OWNER = "owner"


class Rates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an answered hour is worth to each side, before tax, by the second; and what a call is, however long."""

    owner_per_hour: Money = 0
    answering_per_hour: Money = 0
    platform_per_hour: Money = 0
    owner_per_call: Money = 0
    answering_per_call: Money = 0
    platform_per_call: Money = 0


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other rates on some weekdays (1 is Monday) from one moment of the local day up to another."""

    days: Annotated[tuple[Annotated[int, Meta(ge=1, le=7)], ...], Meta(min_length=1, max_length=7)]
    since: Clock
    until: Clock
    rates: Rates


HOUR = Rates(owner_per_hour=5_000_000, answering_per_hour=5_500_000, platform_per_hour=500_000)
"""The trade's usual split: of an answered hour 5.00 to the owner, 5.50 to who answers, 0.50 to the platform."""


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What two firms agree on. Where bands overlap the first one counts; what they leave out has the `rates`.

    `minimum_s` are charged of every answered call. `at_once`, `a_day` and `budget_a_month` bound what is offered.
    `countries` are those from which agents may answer (none named: all), `services` what may be offered to callers and
    `forbidden` what may not; `shows_history` opens what the owner knows of the caller, always without number and name.
    Below `quality_floor` (a part of 1) the partner is offered no more calls.
    """

    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")] = "EUR"
    payer: Payer = Payer.PAYOUT
    rates: Rates = HOUR
    bands: Annotated[tuple[Band, ...], Meta(max_length=20)] = ()
    zone: Zone = "Europe/Paris"
    minimum_s: Annotated[int, Meta(ge=0, le=3600)] = 0
    at_once: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    a_day: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    budget_a_month: Money | None = None
    countries: Annotated[tuple[Country, ...], Meta(max_length=100)] = ()
    services: Annotated[tuple[Word, ...], Meta(max_length=50)] = ()
    forbidden: Annotated[tuple[Word, ...], Meta(max_length=50)] = ()
    cards: bool = False
    recording: bool = True
    listening: bool = True
    shows_history: bool = False
    quality_floor: Annotated[float, Meta(ge=0, le=1)] | None = None
    notice_days: Annotated[int, Meta(ge=0, le=365)] = 30


class Decision(StrEnum):
    """What becomes of a version."""

    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did something, for which firm, when, and what they said."""

    firm: FirmId
    person: PersonId
    name: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The one answer to a version."""

    decision: Decision
    signed: Signature


@dataclass(frozen=True, slots=True)
class Version:
    """Terms as one side proposed them, to hold from `starts_on` on, and what was answered."""

    id: VersionId
    number: int
    terms: Terms
    starts_on: date
    proposed: Signature
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of an agreement: the last day on which it holds, and who gave notice."""

    last_day: date
    signed: Signature


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two firms and all their versions, in order."""

    id: AgreementId
    owner: FirmId
    answering: FirmId
    owner_name: str
    answering_name: str
    made_at: datetime
    versions: tuple[Version, ...] = ()
    ending: Ending | None = None

    def side_of(self, firm: FirmId) -> Side:
        """Return which side a firm of the two is."""
        return Side.OWNER if firm == self.owner else Side.ANSWERING


class Listing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a firm tells all others: that it answers for others, that it looks for partners; `shown` is whether it is told."""

    name: Word
    country: Country
    answers: bool = False
    seeks: bool = False
    languages: Annotated[tuple[Annotated[str, Meta(pattern=r"^[a-z]{2}$")], ...], Meta(max_length=20)] = ()
    text: Text = ""
    shown: bool = False


class Shown(msgspec.Struct, frozen=True):
    """A firm of the market."""

    firm_id: FirmId
    name: str
    country: str
    answers: bool
    seeks: bool
    languages: tuple[str, ...]
    text: str


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch in which an agent of the answering firm had a caller of the owner: what is rated, paid, and shown to both.

    `caller` is the alias, `dialled` the owner's number, `seq` the line of the call's journal that told it. `seconds` are whole.
    """

    id: AnsweredId
    owner: FirmId
    answering: FirmId
    owner_name: str = ""
    answering_name: str = ""
    interaction: InteractionId
    seq: int
    agreement: AgreementId
    version: VersionId
    dialled: str
    brand: str
    agent: AgentId
    alias: str
    country: str
    caller: str
    arrived_at: datetime
    since: datetime
    until: datetime
    seconds: int
    terms: Terms
    number: int = 1
