"""Routes of the operator's settlement run: a month is looked at, proposed by one person, approved by another, and then frozen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from permanence.firms.model import Right, Visitor
from permanence.ledger.api import month_of
from permanence.ledger.model import Difference, Draft, Line, Month, Named, Preview
from permanence.ledger.service_month import Settlement

OPERATING = {"rights": frozenset({Right.PLATFORM})}
Text = Annotated[str, Meta(max_length=40)]


class Signed(msgspec.Struct, frozen=True):
    """Who did something, and when; `own` says that it was the visitor, who cannot approve then."""

    name: str
    at: datetime
    own: bool


class MonthTold(msgspec.Struct, frozen=True):
    """A month: open, proposed, approved (frozen), closed; with who did it and how many statements it has."""

    month: date
    stage: str
    proposed: Signed | None
    approved: Signed | None
    closed_at: datetime | None
    statements: int


class DraftTold(msgspec.Struct, frozen=True):
    """A statement that is to come."""

    owner: str
    answering: str
    seller: str
    buyer: str
    currency: str
    lines: tuple[Line, ...]
    net: int
    vat: int
    total: int


class ChangeTold(msgspec.Struct, frozen=True):
    """What a firm earns beside the month before, net, in cents."""

    firm: str
    currency: str
    before: int
    now: int


class FindingTold(msgspec.Struct, frozen=True):
    """Something to look at before closing; `blocks` says that the month has to wait for it."""

    trouble: str
    firm: str
    blocks: bool


class PreviewTold(msgspec.Struct, frozen=True):
    """What closing a month would bring. `digest` stands for the figures, and goes with the proposal."""

    month: MonthTold
    drafts: list[DraftTold]
    changes: list[ChangeTold]
    findings: list[FindingTold]
    digest: str


class ProposalForm(msgspec.Struct, forbid_unknown_fields=True):
    """The digest of the figures that were seen."""

    digest: Annotated[str, Meta(max_length=64)]


class DifferenceTold(msgspec.Struct, frozen=True):
    """Something that does not add up."""

    what: str
    firm: str | None
    kind: str | None
    currency: str
    expected: int
    kept: int


@get("/months", opt=OPERATING)
async def list_months(visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement]) -> list[MonthTold]:
    """Return the months of the platform, the newest first."""
    return [_told(month, visitor) for month in await settlement.months(visitor)]


@get("/months/{month:str}", opt=OPERATING)
async def preview_month(visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement], month: FromPath[Text]) -> PreviewTold:
    """Return what closing a month would bring; nothing is written."""
    wanted = month_of(month)
    months = {each.month: each for each in await settlement.months(visitor)}
    return _preview(await settlement.preview(visitor, wanted), months.get(wanted, Month(wanted, None)), visitor)


@post("/months/{month:str}/proposal", opt=OPERATING, status_code=HTTP_200_OK)
async def propose_month(
    visitor: NamedDependency[Visitor],
    settlement: NamedDependency[Settlement],
    month: FromPath[Text],
    data: JSONBody[ProposalForm],
    now: NamedDependency[datetime],
) -> MonthTold:
    """Propose to close a month with the figures that were seen."""
    return _told(await settlement.propose(visitor, month_of(month), data.digest, now), visitor)


@post("/months/{month:str}/approval", opt=OPERATING, status_code=HTTP_200_OK)
async def approve_month(
    visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement], month: FromPath[Text], now: NamedDependency[datetime]
) -> MonthTold:
    """Approve what another person proposed; the month is frozen, and its statements are written within seconds."""
    return _told(await settlement.approve(visitor, month_of(month), now), visitor)


@get("/ledger/check", opt=OPERATING)
async def check_books(
    visitor: NamedDependency[Visitor], settlement: NamedDependency[Settlement], month: FromQuery[date | None] = None
) -> list[DifferenceTold]:
    """Return what does not add up; with a month its transfers are counted one by one. Nothing is right."""
    return [_difference(each) for each in await settlement.check(visitor, month)]


def _told(month: Month, visitor: Visitor) -> MonthTold:
    proposed = month.proposal.proposed if month.proposal is not None else None
    return MonthTold(
        month.month, month.stage, signed(proposed, visitor), signed(month.approved, visitor), month.closed_at, month.statements
    )  # fmt: skip


def signed(named: Named | None, visitor: Visitor) -> Signed | None:
    """Return who did something, as the visitor sees it; None where nobody has."""
    return Signed(named.name, named.at, named.person == visitor.person.id) if named is not None else None


def _preview(preview: Preview, month: Month, visitor: Visitor) -> PreviewTold:
    names = preview.names
    return PreviewTold(
        _told(month, visitor),
        [_draft(draft, preview) for draft in preview.drafts],
        [ChangeTold(names.get(each.firm, each.firm), each.currency, each.before, each.now) for each in preview.changes],
        [FindingTold(each.trouble, each.name, each.blocks) for each in preview.findings],
        preview.digest,
    )


def _draft(draft: Draft, preview: Preview) -> DraftTold:
    name = preview.names
    return DraftTold(
        name[draft.parties.owner], name[draft.parties.answering], name[draft.seller], name[draft.buyer], draft.currency, draft.lines,
        draft.net, draft.vat, draft.total,
    )  # fmt: skip


def _difference(each: Difference) -> DifferenceTold:
    return DifferenceTold(each.what, each.firm, each.kind, each.currency, each.expected, each.kept)


router = Router("/", route_handlers=[list_months, preview_month, propose_month, approve_month, check_books], tags=["ledger"])
