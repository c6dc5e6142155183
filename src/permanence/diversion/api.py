"""Routes of the watch: what weeks come to, and cases with the steps of their procedure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from permanence.diversion.model import Case, Decision, Finding, Kind, Measure, Standing, Step
from permanence.diversion.rules import allowed, standing
from permanence.diversion.service import Watch
from permanence.diversion.watch import PER_MONTH, WINDOW
from permanence.firms.model import Look, Looked, Right, Visitor
from permanence.firms.service_access import Accesses
from permanence.kernel.page import LIMIT, LIMIT_MAX, Cursor, Page

DIRECT = {"rights": frozenset({Right.ADMIN})}
Who = FromQuery[Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]]
Limit = FromQuery[Annotated[int, Meta(ge=1, le=LIMIT_MAX)]]
Id = Annotated[str, Meta(max_length=80, pattern=r"^[^\x00]*$")]


class FindingTold(msgspec.Struct, frozen=True):
    """A subject by its name: callers answered, hits, hits expected with bounds of chance (95 %); `evidence` is the part, from 0 to 1, of
    what an alarm takes."""

    kind: Kind
    measure: Measure
    name: str
    firm: str
    answered: int
    hits: int
    expected: float
    low: float
    high: float
    evidence: float
    is_alarm: bool
    since: date
    until: date


class WatchTold(msgspec.Struct, frozen=True):
    """What the owner's weeks come to, and by which rule: false alarms a month in the mean at most, days in which callers come back."""

    until: date | None
    alarms_per_month: float
    window_days: int
    open_cases: int
    findings: list[FindingTold]


class CaseTold(msgspec.Struct, frozen=True):
    """A case as one of its sides sees it; `calls` are calls of the owner, or stretches that both firms know."""

    id: str
    is_owner: bool
    owner: str
    standing: Standing
    finding: FindingTold
    calls: list[str]
    opened_at: datetime
    steps: list[Step]
    allowed: list[Decision]


class StepForm(msgspec.Struct, forbid_unknown_fields=True):
    """A step and its reason."""

    decision: Decision
    text: Annotated[str, Meta(max_length=4000, pattern=r"^[^\x00]*$")]


class LookTold(msgspec.Struct, frozen=True):
    """A look at callers of the firm. `subject` is the call, the receipt or the month; empty for lists."""

    id: str
    at: datetime
    firm: str
    person: str
    is_own: bool
    what: Look
    subject: str


@get("/watch/accesses", opt=DIRECT)
async def list_accesses(
    visitor: NamedDependency[Visitor],
    accesses: NamedDependency[Accesses],
    who: Who = "",
    day: FromQuery[date | None] = None,
    cursor: FromQuery[Annotated[str, Meta(max_length=400)] | None] = None,
    limit: Limit = LIMIT,
) -> Page[LookTold]:
    """Return who looked at the firm's callers, the newest first: `who` is a part of a person's or a firm's name, `day` one of the firm's."""
    page = await accesses.looks(visitor, who.strip(), day, Cursor.parse(cursor, limit))
    return page.map(_looked)


@get("/watch", opt=DIRECT)
async def show(visitor: NamedDependency[Visitor], watch: NamedDependency[Watch]) -> WatchTold:
    """Return what the watch over the firm's callers finds, the most striking first."""
    seen = await watch.seen(visitor)
    cases, _ = await watch.cases(visitor)
    count = sum(standing(case) is not Standing.CLOSED for case in cases)
    found = [_finding(each, seen.names) for each in seen.findings]
    return WatchTold(seen.until, PER_MONTH, WINDOW.days, count, found)


@get("/watch/cases", opt=DIRECT)
async def list_cases(visitor: NamedDependency[Visitor], watch: NamedDependency[Watch]) -> list[CaseTold]:
    """Return the cases in which the firm is a side, the newest first."""
    cases, names = await watch.cases(visitor)
    return [_case(each, visitor, names) for each in cases]


@post("/watch/cases/{case:str}/steps", opt=DIRECT)
async def take_step(
    visitor: NamedDependency[Visitor], watch: NamedDependency[Watch], now: NamedDependency[datetime], case: FromPath[Id], data: JSONBody[StepForm]
) -> CaseTold:
    """Explain, or decide; suspending takes the partner out of all queues' rules, ending gives notice too."""
    done = await watch.step(visitor, case, data.decision, data.text, now)
    _, names = await watch.cases(visitor)
    return _case(done, visitor, names)


def _looked(each: Looked) -> LookTold:
    return LookTold(each.id, each.at, each.firm_name, each.person_name, each.is_own, each.what, each.subject)


def _finding(each: Finding, names: dict[str, str]) -> FindingTold:
    who = each.subject
    part = round(min(1.0, max(0.0, each.evidence) / each.threshold), 3)
    return FindingTold(
        who.kind, each.measure, names.get(who.id, ""), names.get(who.firm, ""), each.answered, each.hits, round(each.expected, 1),
        round(each.low, 1), round(each.high, 1), part, each.is_alarm, each.since, each.until,
    )  # fmt: skip


def _case(case: Case, visitor: Visitor, names: dict[str, str]) -> CaseTold:
    return CaseTold(
        case.id, case.owner == visitor.firm, names.get(case.owner, ""), standing(case), _finding(case.finding, names), list(case.calls),
        case.opened_at, list(case.steps), allowed(case, visitor.firm),
    )  # fmt: skip


router = Router("/", route_handlers=[show, list_cases, list_accesses, take_step], tags=["diversion"])
