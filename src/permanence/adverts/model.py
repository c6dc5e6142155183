"""Advertisements and what came of them. Money is whole millionths of the euro; days are those of the firm's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from permanence.kernel.ids import AdvertId, NumberId

CURRENCY = "EUR"
"""In which costs are kept and earnings are counted; what calls earned in another one is left out."""


class Medium(StrEnum):
    """Where an advertisement is seen or heard."""

    PRESS = "press"
    RADIO = "radio"
    TELEVISION = "television"
    WEB_SEARCH = "web_search"
    SOCIAL = "social"
    DIRECTORY = "directory"
    FLYER = "flyer"
    OTHER = "other"


class Step(StrEnum):
    """How long a column of the chart is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Cost(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was paid for some days, both included: it is spread over them evenly."""

    first_day: date
    last_day: date
    amount: int


class Advert(msgspec.Struct, frozen=True, kw_only=True):
    """An advertisement. In its period (without an end where `last_day` is none) a call belongs to it that gave its `code` (empty: none), or
    came to one of its `numbers`. `address` is a page of the firm to which its counted address leads, `token` the end of that."""

    id: AdvertId
    name: str
    medium: Medium
    first_day: date
    last_day: date | None
    costs: tuple[Cost, ...] = ()
    numbers: tuple[NumberId, ...] = ()
    code: str = ""
    address: str = ""
    token: str = ""

    def covers(self, day: date) -> bool:
        """Say whether it runs on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class CallSeen:
    """A call to the firm: its local day, number and code; whether the caller never called before; what became of it (none: it goes on); seconds
    talked, and millionths that partners' answering earned the owner, negative where the owner paid."""

    day: date
    number: NumberId | None
    code: str
    new: bool
    outcome: str | None
    talk_s: float
    earned: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an advertisement in a period. `missed` counts calls that nobody answered, by what became of them. `gain` is earned less
    cost. Costs a call, costs a new caller and `ratio` (earned for one euro of cost) are None where too few calls would make them chance."""

    calls: int
    new_callers: int
    answered: int
    missed: dict[str, int]
    seconds: int
    visits: int
    earned: int
    cost: int
    gain: int
    cost_per_call: int | None
    cost_per_new_caller: int | None
    ratio: float | None


class AdvertLine(msgspec.Struct, frozen=True, kw_only=True):
    """An advertisement's figures; without an id those of calls that belong to none."""

    id: AdvertId | None
    name: str
    figures: Figures


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """Calls by advertisement that arrived in the days from `first_day` on; calls of none under an empty id."""

    first_day: date
    calls: dict[str, int]


class AdvertReport(msgspec.Struct, frozen=True, kw_only=True):
    """What advertisements brought from one local day to another, both included."""

    first_day: date
    last_day: date
    step: Step
    currency: str
    total: Figures
    lines: list[AdvertLine]
    columns: list[Column]
