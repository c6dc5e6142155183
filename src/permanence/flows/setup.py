"""Numbers, brands, opening plans, flows, prompts and dispositions as a firm sets them up, and what may be written."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
import msgspec
from msgspec import Meta

from permanence.firms.model import Language
from permanence.flows.model import AnyNode, DayException, MenuNode, Span
from permanence.kernel.ids import BrandId, FlowId, NumberId, PromptId

TEXT = r"^[^\x00]*\S[^\x00]*$"
Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=TEXT)]
Text = Annotated[str, Meta(max_length=3000, pattern=r"^[^\x00]*$")]
Label = Annotated[str, Meta(max_length=120, pattern=r"^[^\x00]*$")]
Colour = Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}$")]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
Subdivision = Annotated[str, Meta(pattern=r"^[A-Za-z0-9 ._-]{1,40}$")]
Purpose = Annotated[str, Meta(min_length=3, max_length=200, pattern=TEXT)]
Trunk = Annotated[str, Meta(pattern=r"^[a-z0-9_-]{1,40}$")]
Zone = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_+\-]{1,30}(/[A-Za-z0-9_+\-]{1,30}){0,2}$")]
Written = Annotated[str, Meta(min_length=3, max_length=40, pattern=r"^[0-9+ ().\-]+$")]
Code = Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,40}$")]
Place = Annotated[int, Meta(ge=0, le=999)]
Week = Annotated[tuple[tuple[Span, ...], ...], Meta(min_length=7, max_length=7)]
Exceptions = Annotated[tuple[DayException, ...], Meta(max_length=400)]
NodeId = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]+$")]

SPANS_MAX = 6
NODES_MAX = 200
PROMPTS_MAX = 20
_CLOCK = re.compile(r"^([01][0-9]|2[0-3]):[0-5][0-9]$")


class PromptStatus(StrEnum):
    """Whether a prompt can be played."""

    EMPTY = "empty"
    READY = "ready"
    FAILED = "failed"


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """Something spoken; `text` is what it says."""

    id: PromptId
    name: Name
    language: Language
    text: Text = ""
    status: PromptStatus = PromptStatus.EMPTY
    duration_ms: int | None = None


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    """Under which name and with which sentence calls are answered."""

    id: BrandId
    name: Name
    greeting: Label = ""
    colour: Colour = "#0b5c8a"
    language: Language = Language.FR


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """When a firm is open: the week, public holidays, exceptions."""

    id: str
    name: Name
    time_zone: Zone
    weekly: Week
    holiday_country: Country | None = None
    holiday_subdivision: Subdivision | None = None
    exceptions: Exceptions = ()


class FlowCard(msgspec.Struct, frozen=True, kw_only=True):
    """A flow; every change makes a new version."""

    id: FlowId
    name: Name
    version: int
    start: NodeId
    nodes: dict[str, AnyNode]


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A telephone number; without `recording_purpose` its calls are never recorded. `whisper_prompt_id` is what a partner's agent hears
    before the caller: the brand and the language."""

    id: NumberId
    e164: str
    label: Label = ""
    brand_id: BrandId
    flow_id: FlowId
    language: Language = Language.FR
    country: Country = "FR"
    recording_purpose: Purpose | None = None
    notice_prompt_id: PromptId | None = None
    whisper_prompt_id: PromptId | None = None
    trunk: Trunk = "carrier"


class Disposition(msgspec.Struct, frozen=True, kw_only=True):
    """How an agent may say that a call ended."""

    code: Code
    label_fr: Name
    label_en: Name
    position: Place = 0


class PlanDay(msgspec.Struct, frozen=True):
    """What a plan gives on one day, and why."""

    day: date
    spans: tuple[Span, ...]
    holiday: str | None
    label: str


def plan_problem(plan: Plan) -> str | None:
    """Return what is wrong with a plan, or None."""
    try:
        ZoneInfo(plan.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"there is no time zone '{plan.time_zone}'"
    for spans in (*plan.weekly, *(each.spans for each in plan.exceptions)):
        if problem := _spans_problem(spans):
            return problem
    days = [each.day for each in plan.exceptions]
    if len(set(days)) < len(days):
        return "a day has two exceptions"
    if any("\x00" in each.label or len(each.label) > 120 for each in plan.exceptions):
        return "the name of an exception is too long"
    return _holiday_problem(plan.holiday_country, plan.holiday_subdivision)


def _spans_problem(spans: tuple[Span, ...]) -> str | None:
    if len(spans) > SPANS_MAX:
        return f"a day has at most {SPANS_MAX} openings"
    before = ""
    for span in spans:
        if not _CLOCK.match(span.opens) or not (_CLOCK.match(span.closes) or span.closes == "24:00"):
            return f"'{span.opens}-{span.closes}' is not a pair of times such as 09:00-12:30"
        if span.closes <= span.opens:
            return f"'{span.opens}-{span.closes}' closes before it opens"
        if span.opens < before:
            return f"'{span.opens}-{span.closes}' begins before the opening before it ends"
        before = span.closes
    return None


def _holiday_problem(country: str | None, subdivision: str | None) -> str | None:
    known = holidays.list_supported_countries(include_aliases=True)
    if country is None:
        return None if subdivision is None else "a region needs its country"
    if country not in known:
        return f"the holidays of '{country}' are not known"
    if subdivision is not None and subdivision not in known[country]:
        return f"'{country}' has no region '{subdivision}' with holidays of its own"
    return None


def limit_problems(nodes: dict[str, AnyNode]) -> list[str]:
    """Return where a flow goes beyond what a caller can bear."""
    if len(nodes) > NODES_MAX:
        return [f"A flow has at most {NODES_MAX} steps."]
    found = [f"The step '{key}' calls itself '{node.id}'." for key, node in nodes.items() if node.id != key]
    for node in nodes.values():
        found += [
            f"'{node.id}' plays too much." for _ in (0,) if len(getattr(node, "prompts", ())) > PROMPTS_MAX
        ]
        if isinstance(node, MenuNode):
            found += _menu_problems(node)
    return found


def _menu_problems(menu: MenuNode) -> list[str]:
    found: list[str] = []
    if not 1 <= menu.timeout_s <= 60:
        found.append(f"'{menu.id}' waits for a key between 1 and 60 seconds.")
    if not 1 <= menu.tries <= 10:
        found.append(f"'{menu.id}' lets the caller try between 1 and 10 times.")
    found += [
        f"'{menu.id}' has a key '{key}' that telephones have not." for key in menu.choices if not _is_key(key)
    ]
    return found


def _is_key(key: str) -> bool:
    return len(key) == 1 and key in "0123456789*#"
