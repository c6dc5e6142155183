"""What a roster breaks of the working rules, in sentences for the planner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from permanence.firms.model import Language
from permanence.kernel.ids import AgentId
from permanence.planning.bound import FREE, Bound
from permanence.planning.model import PlannedAgent, Shift
from permanence.planning.working import Worker, WorkRules, violations

FRENCH = {
    "overlap": "deux services se chevauchent",
    "rest_too_short": "moins de {rest_h} heures de repos entre deux jours",
    "day_too_long": "plus de {longest_h} heures dans une journée",
    "week_too_long": "plus de {week_h} heures dans la semaine",
    "contract_exceeded": "plus que ses {contract_h} heures par semaine",
    "too_many_days": "plus de {days_a_week} jours dans la semaine",
    "weekly_rest_missing": "pas {weekly_rest_h} heures de repos de suite dans la semaine",
    "not_available": "un service tombe sur une absence ou un jour à part",
    "break_missing": "plus de {break_after_h} heures sans pause",
    "long_break_missing": "pas de pause de {long_break_min} minutes en {long_after_h} heures",
    "break_outside": "une pause est hors de son service",
}
ENGLISH = {
    "overlap": "two shifts overlap",
    "rest_too_short": "less than {rest_h} hours of rest between two days",
    "day_too_long": "more than {longest_h} hours in a day",
    "week_too_long": "more than {week_h} hours in the week",
    "contract_exceeded": "more than the {contract_h} hours a week",
    "too_many_days": "more than {days_a_week} days in the week",
    "weekly_rest_missing": "no {weekly_rest_h} hours of rest in a row in the week",
    "not_available": "a shift falls on an absence or a day of its own",
    "break_missing": "more than {break_after_h} hours without a break",
    "long_break_missing": "no break of {long_break_min} minutes in {long_after_h} hours",
    "break_outside": "a break lies outside its shift",
}
"""Steps of beginnings and lengths, and the shortest shift, bind the solver and not the planner."""


def broken_rules(
    shifts: Sequence[Shift], agents: Mapping[AgentId, PlannedAgent], bound: Mapping[AgentId, Bound], rules: WorkRules, contract_h: float,
    zone: ZoneInfo, language: Language,
) -> dict[AgentId, tuple[str, ...]]:  # fmt: skip
    """Return for each agent whose shifts break a rule what they break."""
    words = FRENCH if language is Language.FR else ENGLISH
    own: dict[AgentId, list[Shift]] = {}
    for shift in shifts:
        own.setdefault(shift.agent, []).append(shift)
    found: dict[AgentId, tuple[str, ...]] = {}
    for agent, theirs in own.items():
        known = bound.get(agent, FREE)
        worker = Worker(agent, agents[agent].queues, contract_h, known.available, already=known.already)
        codes = violations(theirs, worker, rules, zone)
        told = tuple(_told(words[code], rules, contract_h, language) for code in codes if code in words)
        if told:
            found[agent] = told
    return found


def _told(sentence: str, rules: WorkRules, contract_h: float, language: Language) -> str:
    names = ("rest_h", "longest_h", "week_h", "days_a_week", "weekly_rest_h", "break_after_h", "long_break_min", "long_after_h")
    figures = {name: f"{getattr(rules, name):g}" for name in names} | {"contract_h": f"{contract_h:g}"}
    if language is Language.FR:
        figures = {name: figure.replace(".", ",") for name, figure in figures.items()}
    return sentence.format(**figures)
