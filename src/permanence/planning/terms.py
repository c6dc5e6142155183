"""On which terms a firm plans, and the days it knows to be special: what is kept of each and what may be written."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

MILLION = 1_000_000

Seconds = Annotated[int, Meta(ge=0, le=3600)]
Part = Annotated[float, Meta(gt=0.0, lt=1.0)]
Shrinkage = Annotated[float, Meta(ge=0.0, le=0.8)]
Patience = Annotated[float, Meta(ge=1.0, le=86_400.0)]
Money = Annotated[int, Meta(ge=0, le=1_000_000 * MILLION)]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
Region = Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{1,10}$")]
Factor = Annotated[float, Meta(ge=0.0, le=10.0)]
Day = date
Note = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the firm aims at: at most the part `late` of callers waits longer than `within_s`, on all but the part `risk` of days.

    `patience_s` is callers' mean patience (None: nobody gives up); `shrinkage` the part of presence that is not there for
    calls beyond planned breaks (illness, meetings, training); `cost_per_hour` of presence in millionths of the currency;
    `region` the firm's region for public holidays, as the `holidays` library names it; `rules` those of `WorkRules`.
    """

    within_s: Seconds = 180
    late: Part = 0.05
    patience_s: Patience | None = None
    shrinkage: Shrinkage = 0.1
    risk: Part = 0.1
    cost_per_hour: Money = 22 * MILLION
    currency: Currency = "EUR"
    region: Region | None = None
    rules: dict[str, float] = {}


class SpecialDay(msgspec.Struct, frozen=True):
    """A day on which `factor` times the usual calls are expected, and why."""

    date: Day
    factor: Factor
    note: Note = ""
