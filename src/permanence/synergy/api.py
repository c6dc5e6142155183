"""Routes of agreements and of the market of firms. Both firms of an agreement see the same, each from its side."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from permanence.firms.model import Right, Visitor
from permanence.kernel.ids import FirmId
from permanence.synergy.model import (
    Agreement,
    Decision,
    Listing,
    Shown,
    Side,
    Signature,
    Terms,
    Text,
    Version,
)
from permanence.synergy.rating import charges
from permanence.synergy.rules import (
    Standing,
    day_of,
    earliest_end,
    effective_on,
    in_force,
    open_version,
    standing,
    why_unfit,
)
from permanence.synergy.service import Synergy

DIRECT = {"rights": frozenset({Right.ADMIN})}
ASKED = {**DIRECT, "repeatable": True}

Moment = Annotated[datetime, Meta(tz=True)]
Seconds = Annotated[int, Meta(ge=0, le=86_400)]


class Proposal(msgspec.Struct, forbid_unknown_fields=True):
    """Terms, the first day on which they shall hold, and a word to the other side."""

    terms: Terms
    starts_on: date
    note: Text = ""


class NewAgreement(msgspec.Struct, forbid_unknown_fields=True):
    """A proposal to a firm of the market; `side` is what the proposing firm will be."""

    partner_id: FirmId
    side: Side
    terms: Terms
    starts_on: date
    note: Text = ""


class AnswerForm(msgspec.Struct, forbid_unknown_fields=True):
    """What is answered to a version."""

    decision: Decision
    note: Text = ""


class EndForm(msgspec.Struct, forbid_unknown_fields=True):
    """Notice: the last day on which the agreement holds (None: as soon as may be)."""

    last_day: date | None = None
    note: Text = ""


class RatingForm(msgspec.Struct, forbid_unknown_fields=True):
    """A call to be rated by terms: when it was answered, and for how long."""

    terms: Terms
    answered_at: Moment
    seconds: Seconds


class Rated(msgspec.Struct, frozen=True):
    """What a call is worth to each side, in millionths of the currency."""

    owner: int
    answering: int
    platform: int
    total: int


class Signed(msgspec.Struct, frozen=True):
    """Who did it: their name, for which side, when, with which words."""

    name: str
    side: Side
    at: datetime
    note: str


class VersionTold(msgspec.Struct, frozen=True):
    """Terms that were proposed, what was answered, and from which day on they hold (None: they do not)."""

    id: str
    number: int
    terms: Terms
    starts_on: date
    proposed: Signed
    decision: Decision | None
    answered: Signed | None
    effective_on: date | None


class AgreementTold(msgspec.Struct, frozen=True):
    """An agreement, seen from one side. `in_force` and `open` are versions by their id; `earliest_end` is the first day that may be its last."""

    id: str
    side: Side
    owner_name: str
    answering_name: str
    made_at: datetime
    standing: Standing
    in_force: str | None
    open: str | None
    versions: list[VersionTold]
    last_day: date | None
    ended: Signed | None
    earliest_end: date


@get("/synergy/market", opt=DIRECT)
async def get_market(visitor: NamedDependency[Visitor], synergy: NamedDependency[Synergy]) -> list[Shown]:
    """Return the other firms of the platform that show themselves."""
    return await synergy.market(visitor)


@get("/synergy/listing", opt=DIRECT)
async def get_listing(visitor: NamedDependency[Visitor], synergy: NamedDependency[Synergy]) -> Listing:
    """Return what the firm tells the others."""
    return await synergy.listing(visitor)


@put("/synergy/listing", opt=DIRECT)
async def put_listing(
    visitor: NamedDependency[Visitor], synergy: NamedDependency[Synergy], data: JSONBody[Listing], now: NamedDependency[datetime]
) -> Listing:
    """Write what the firm tells the others, and whether it shows itself."""
    return await synergy.keep_listing(visitor, data, now)


@get("/agreements", opt=DIRECT)
async def list_agreements(
    visitor: NamedDependency[Visitor], synergy: NamedDependency[Synergy], now: NamedDependency[datetime]
) -> list[AgreementTold]:
    """Return the firm's agreements, the newest first."""
    return [_told(agreement, visitor, now) for agreement in await synergy.agreements(visitor)]


@post("/agreements", opt=DIRECT)
async def make_agreement(
    visitor: NamedDependency[Visitor], synergy: NamedDependency[Synergy], data: JSONBody[NewAgreement], now: NamedDependency[datetime]
) -> AgreementTold:
    """Propose an agreement."""
    made = await synergy.make(visitor, data.partner_id, data.side, data.terms, data.starts_on, data.note, now)
    return _told(made, visitor, now)


@get("/agreements/{id_:str}", opt=DIRECT)
async def get_agreement(
    visitor: NamedDependency[Visitor], synergy: NamedDependency[Synergy], id_: FromPath[str], now: NamedDependency[datetime]
) -> AgreementTold:
    """Return one agreement."""
    return _told(await synergy.one(visitor, id_), visitor, now)


@post("/agreements/{id_:str}/versions", opt=DIRECT)
async def propose_terms(
    visitor: NamedDependency[Visitor],
    synergy: NamedDependency[Synergy],
    id_: FromPath[str],
    data: JSONBody[Proposal],
    now: NamedDependency[datetime],
) -> AgreementTold:
    """Propose other terms."""
    return _told(await synergy.propose(visitor, id_, data.terms, data.starts_on, data.note, now), visitor, now)


@post("/agreements/{id_:str}/versions/{version:str}/answer", opt=DIRECT, status_code=HTTP_200_OK)
async def answer_terms(
    visitor: NamedDependency[Visitor],
    synergy: NamedDependency[Synergy],
    id_: FromPath[str],
    version: FromPath[str],
    data: JSONBody[AnswerForm],
    now: NamedDependency[datetime],
) -> AgreementTold:
    """Accept, refuse or withdraw a version."""
    return _told(await synergy.answer(visitor, id_, version, data.decision, data.note, now), visitor, now)


@post("/agreements/{id_:str}/ending", opt=DIRECT, status_code=HTTP_200_OK)
async def end_agreement(
    visitor: NamedDependency[Visitor],
    synergy: NamedDependency[Synergy],
    id_: FromPath[str],
    data: JSONBody[EndForm],
    now: NamedDependency[datetime],
) -> AgreementTold:
    """Give notice."""
    return _told(await synergy.end(visitor, id_, data.last_day, data.note, now), visitor, now)


@post("/agreements/rating", opt=ASKED, status_code=HTTP_200_OK)
async def rate_call(data: JSONBody[RatingForm]) -> Rated:
    """Return what an answered call would be worth by these terms."""
    if (unfit := why_unfit(data.terms)) is not None:
        raise unfit
    worth = charges(data.terms, data.answered_at, data.seconds)
    return Rated(worth.owner, worth.answering, worth.platform, worth.total)


def _told(agreement: Agreement, visitor: Visitor, now: datetime) -> AgreementTold:
    today = day_of(agreement.versions[-1].terms, now)
    holds, waits = in_force(agreement, today), open_version(agreement)
    ending = agreement.ending
    return AgreementTold(
        agreement.id, agreement.side_of(visitor.firm), agreement.owner_name, agreement.answering_name, agreement.made_at,
        standing(agreement, today), holds.id if holds is not None else None, waits.id if waits is not None else None,
        [_version(agreement, version) for version in agreement.versions],
        ending.last_day if ending is not None else None, _signed(agreement, ending.signed) if ending is not None else None,
        earliest_end(agreement, now),
    )  # fmt: skip


def _version(agreement: Agreement, version: Version) -> VersionTold:
    answer = version.answer
    return VersionTold(
        version.id, version.number, version.terms, version.starts_on, _signed(agreement, version.proposed),
        answer.decision if answer is not None else None, _signed(agreement, answer.signed) if answer is not None else None,
        effective_on(version),
    )  # fmt: skip


def _signed(agreement: Agreement, signed: Signature) -> Signed:
    return Signed(signed.name, agreement.side_of(signed.firm), signed.at, signed.note)


router = Router(
    "/",
    route_handlers=[
        get_market, get_listing, put_listing, list_agreements, make_agreement, get_agreement, propose_terms, answer_terms, end_agreement,
        rate_call,
    ],
    tags=["synergy"],
)  # fmt: skip
