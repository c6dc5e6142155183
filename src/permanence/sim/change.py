"""A change of the rules as a small file, for trying it on a past day. Queues, skills and teams go by their names.

    [[queue]]
    name = "Devis"
    target_s = 60
    teams = ["Devis"]
    steps = [{ after_s = 30, lower = 2, teams = ["Renfort"] }]

What is not named stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from permanence.kernel.errors import Invalid
from permanence.kernel.ids import SkillId, TeamId
from permanence.routing.model import QueueCard
from permanence.routing.policy import Rule, rule_of_card, ruled
from permanence.routing.setup import AfterSeconds, Level, Lower, PreferSeconds, Priority, Step, TargetSeconds

LESS = re.compile(r"^(?P<count>[0-9]{1,5}) agents?(?: of (?P<team>.+))?$")


class ChangeUnfit(Invalid):
    """The change cannot be made: {reason}"""

    code = "change.unfit"


@dataclass(frozen=True, slots=True)
class Names:
    """The firm's skills and teams by name."""

    skills: Mapping[str, SkillId]
    teams: Mapping[str, TeamId]


class StepChange(msgspec.Struct, forbid_unknown_fields=True):
    """A step of widening, with teams by name."""

    after_s: AfterSeconds
    lower: Lower = 0
    teams: list[str] = []


class QueueChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall be otherwise in a queue; what is left out stays."""

    name: str
    target_s: TargetSeconds | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    prefer_s: PreferSeconds | UnsetType = UNSET
    skills: dict[str, Level] | UnsetType = UNSET
    teams: list[str] | UnsetType = UNSET
    steps: list[StepChange] | UnsetType = UNSET


class _File(msgspec.Struct, forbid_unknown_fields=True):
    queue: list[QueueChange]


def read_change(text: str, queues: Sequence[QueueCard], names: Names) -> list[QueueCard]:
    """Return the queues with the change; raise `ChangeUnfit` with the place where it is wrong."""
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
    except tomllib.TOMLDecodeError as error:
        raise ChangeUnfit(reason=f"the file is no TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise ChangeUnfit(reason=f"{error}.") from error
    by_name = {card.terms.name: card for card in queues}
    return ruled(queues, [_rule(change, by_name, names) for change in file.queue])


def _rule(change: QueueChange, by_name: Mapping[str, QueueCard], names: Names) -> Rule:
    if change.name not in by_name:
        raise ChangeUnfit(reason=f"there is no queue {change.name}; there are: {', '.join(sorted(by_name))}.")
    values: dict[str, Any] = {"target_s": change.target_s, "priority": change.priority, "prefer_s": change.prefer_s}
    if change.skills is not UNSET:
        values["skills"] = {_known(skill, names.skills, "skill"): level for skill, level in change.skills.items()}
    if change.teams is not UNSET:
        values["teams"] = [_known(team, names.teams, "team") for team in change.teams]
    if change.steps is not UNSET:
        values["steps"] = [
            Step(step.after_s, step.lower, [TeamId(_known(team, names.teams, "team")) for team in step.teams]) for step in change.steps
        ]
    given = {name: value for name, value in values.items() if value is not UNSET}
    return msgspec.structs.replace(rule_of_card(by_name[change.name]), **given)


def _known(name: str, those: Mapping[str, str], kind: str) -> str:
    if name not in those:
        raise ChangeUnfit(reason=f"there is no {kind} {name}; there are: {', '.join(sorted(those)) or 'none'}.")
    return those[name]


def read_less(text: str, names: Names) -> tuple[int, TeamId | None]:
    """Return how many agents shall be left out, and of which team; raise `ChangeUnfit`."""
    found = LESS.match(text.strip())
    if found is None:
        raise ChangeUnfit(reason=f"{text!r} is not understood; write “2 agents” or “1 agents of Devis”.")
    team = found["team"]
    return int(found["count"]), None if team is None else TeamId(_known(team.strip(), names.teams, "team"))
