"""On which terms a firm plans, and the days it knows to be special: what is kept of each and what may be written."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from permanence.kernel.money import MILLION
from permanence.planning.errors import RulesUnfit
from permanence.planning.requirement import Aim
from permanence.planning.working import WorkRules

Seconds = Annotated[int, Meta(ge=0, le=3600)]
Part = Annotated[float, Meta(gt=0.0, lt=1.0)]
Shrinkage = Annotated[float, Meta(ge=0.0, le=0.8)]
Patience = Annotated[float, Meta(ge=1.0, le=86_400.0)]
Money = Annotated[int, Meta(ge=0, le=1_000_000 * MILLION)]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
Region = Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{1,10}$")]
Factor = Annotated[float, Meta(ge=0.0, le=10.0)]
Day = date
HOURS_A_WEEK = 35.0
"""What everybody works where the rules say nothing else: the legal week (Code du travail L3121-27)."""
RULES: dict[str, tuple[float, float]] = {
    "start_every_min": (5, 60), "length_every_min": (15, 240), "shortest_h": (1, 13), "longest_h": (1, 13), "rest_h": (8, 24),
    "weekly_rest_h": (8, 72), "week_h": (1, 60), "days_a_week": (1, 7), "break_after_h": (1, 13), "break_min": (5, 60),
    "long_after_h": (1, 13), "long_break_min": (5, 120), "hours_a_week": (1, 60),
}  # fmt: skip
"""Within what each rule may be; those of `WorkRules`, and the hours that everybody works in a week."""
Rules = Annotated[dict[str, int | float], Meta(max_length=40)]
Note = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the firm aims at: at most the part `late` of callers waits longer than `within_s`, on all but the part `risk` of days.

    `patience_s` is callers' mean patience (None: nobody gives up); `shrinkage` the part of presence that is not there for
    calls beyond planned breaks (illness, meetings, training); `cost_per_hour` of presence in millionths of the currency;
    `region` the firm's region for public holidays, as the `holidays` library names it; `rules` those of `WorkRules`, and `hours_a_week`.
    """

    within_s: Seconds = 180
    late: Part = 0.05
    patience_s: Patience | None = None
    shrinkage: Shrinkage = 0.1
    risk: Part = 0.1
    cost_per_hour: Money = 22 * MILLION
    currency: Currency = "EUR"
    region: Region | None = None
    rules: Rules = {}

    def aim(self) -> Aim:
        """Return the aim as the requirement reads it."""
        return Aim(self.within_s, self.late, self.patience_s, self.risk)

    def hours_a_week(self) -> float:
        """Return the hours that everybody works in a week."""
        return float(self.rules.get("hours_a_week", HOURS_A_WEEK))

    def work_rules(self) -> WorkRules:
        """Return the rules for shifts; raise `RulesUnfit` where they contradict themselves or each other."""
        for name, value in self.rules.items():
            low, high = RULES.get(name, (1, 0))
            if not low <= value <= high:
                raise RulesUnfit(param="rules", reason=name)
        kinds = {field.name: field.type for field in fields(WorkRules)}
        given = {name: value for name, value in self.rules.items() if name in kinds}
        if any(kinds[name] == "int" and value != int(value) for name, value in given.items()):
            raise RulesUnfit(param="rules", reason=", ".join(name for name in given if kinds[name] == "int"))
        try:
            return WorkRules(**{name: int(value) if kinds[name] == "int" else value for name, value in given.items()})  # type: ignore[arg-type]
        except AssertionError as error:
            raise RulesUnfit(param="rules", reason=str(error)) from error

    def whole(self) -> Terms:
        """Return the same terms with every rule named."""
        rules: dict[str, int | float] = {**asdict(self.work_rules()), "hours_a_week": self.hours_a_week()}
        return msgspec.structs.replace(self, rules=rules)


class SpecialDay(msgspec.Struct, frozen=True):
    """A day on which `factor` times the usual calls are expected, and why."""

    date: Day
    factor: Factor
    note: Note = ""
