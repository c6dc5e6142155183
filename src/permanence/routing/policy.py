"""A firm's rules of distribution as one document: what decides who gets whom, of every queue together.

A draft is made from what is in force (its ground), edited, tried on past days, and published: the queues' rows are
written in one transaction. Rules that were changed in the settings meanwhile are the changed ground; a draft is then
brought onto it first, so that nobody's change is undone unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from permanence.kernel.ids import PolicyId, QueueId
from permanence.routing.model import QueueCard
from permanence.routing.setup import (
    Levels,
    PreferSeconds,
    Priority,
    Queue,
    Steps,
    TargetSeconds,
    Teams,
    widenings,
)

NOTE_MAX = 500
RULES_MAX = 500
DAYS_MAX = 10
Note = Annotated[str, Meta(max_length=NOTE_MAX, pattern=r"^[^\x00]*$")]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a queue's distribution is decided by; the fields are those of the queue."""

    queue: QueueId
    target_s: TargetSeconds
    priority: Priority
    prefer_s: PreferSeconds
    skills: Levels
    teams: Teams
    steps: Steps


Rules = Annotated[list[Rule], Meta(max_length=RULES_MAX)]
Status = Literal["draft", "published", "former"]
TrialState = Literal["waiting", "playing", "done", "failed"]


class Change(msgspec.Struct, frozen=True):
    """By how much the new rules differ from those in force, over the days that were tried: `half_width` is half of the 95 %
    interval, None with a single day."""

    mean: float
    half_width: float | None


class Outcome(msgspec.Struct, frozen=True):
    """What came of the days for one queue, or for all: with what really happened, the rules in force, the draft. Parts are
    0 to 1, waits in seconds; `late` waited longer than the promise in force."""

    queue: QueueId | None
    name: str
    calls: int
    late: tuple[float, float, float]
    gave_up: tuple[float, float, float]
    mean_wait_s: tuple[float, float, float]
    wait_90_s: tuple[float, float, float]
    late_change: Change
    mean_wait_change: Change


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """A draft is tried on past days. `done` of `of` plays are over; `trouble` is the code of what went wrong.

    `line` is the day in quarters of an hour, of the first of the days: the mean wait of those who came then under the rules
    in force and under the draft, None where nobody came.
    """

    id: str
    days: list[date]
    rules: list[Rule]
    asked_at: datetime
    state: TrialState = "waiting"
    done: int = 0
    of: int = 0
    trouble: str | None = None
    agents: int = 0
    outcomes: list[Outcome] = []
    line: list[tuple[int, float | None, float | None]] = []


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the rules. `ground` is what was in force when the draft was begun."""

    id: PolicyId
    status: Status
    rules: list[Rule]
    ground: list[Rule]
    note: str
    made_at: datetime
    made_by: str | None
    published_at: datetime | None = None
    published_by: str | None = None
    trial: Trial | None = None


def rule_of(queue: Queue) -> Rule:
    """Return what of a queue is a rule of distribution."""
    fields: dict[str, Any] = {name: getattr(queue, name) for name in _FIELDS}
    return Rule(queue=queue.id, **fields)


_FIELDS = tuple(name for name in Rule.__struct_fields__ if name != "queue")


def rules_of(queues: Iterable[Queue]) -> list[Rule]:
    """Return the rules that are in force, in the order of the queues' ids."""
    return sorted((_plain(rule_of(queue)) for queue in queues), key=lambda rule: rule.queue)


def with_rule(queue: Queue, rule: Rule) -> Queue:
    """Return the queue with this rule in force."""
    return msgspec.structs.replace(queue, **{name: getattr(rule, name) for name in _FIELDS})


def ruled(cards: Iterable[QueueCard], rules: Iterable[Rule]) -> list[QueueCard]:
    """Return the floor's queues with these rules; a queue without a rule stays as it is."""
    by_queue = {rule.queue: rule for rule in rules}
    return [_ruled(card, by_queue[card.terms.queue]) if card.terms.queue in by_queue else card for card in cards]


def _ruled(card: QueueCard, rule: Rule) -> QueueCard:
    return msgspec.structs.replace(
        card,
        terms=msgspec.structs.replace(card.terms, priority=rule.priority),
        skills=dict(rule.skills),
        target_s=rule.target_s,
        teams=tuple(rule.teams),
        steps=widenings(rule.steps),
        prefer_s=rule.prefer_s,
    )


def rule_of_card(card: QueueCard) -> Rule:
    """Return what of a queue, as the floor knows it, is a rule of distribution."""
    steps = [{"after_s": step.after_s, "lower": step.lower, "teams": list(step.teams)} for step in card.steps]
    return msgspec.convert(
        {
            "queue": card.terms.queue, "target_s": card.target_s, "priority": card.terms.priority, "prefer_s": card.prefer_s,
            "skills": card.skills, "teams": list(card.teams), "steps": steps,
        },
        Rule,
    )  # fmt: skip


def _plain(rule: Rule) -> Rule:
    """Return the rule so that equal rules are equal: teams in order, steps in the order in which they come."""
    steps = sorted((msgspec.structs.replace(step, teams=sorted(step.teams)) for step in rule.steps), key=lambda step: step.after_s)
    return msgspec.structs.replace(rule, teams=sorted(rule.teams), steps=steps)


def tidy(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules in the form in which they are compared and kept; of two for one queue the last one counts."""
    return sorted({rule.queue: _plain(rule) for rule in rules}.values(), key=lambda rule: rule.queue)


def rebased(rules: Sequence[Rule], ground: Sequence[Rule], now: Sequence[Rule]) -> list[Rule]:
    """Return a draft on changed ground: what the draft changed of each queue stays changed, all else is as it is now.

    Queues that are gone leave the draft, new ones come into it.
    """
    wanted = {rule.queue: rule for rule in rules}
    before = {rule.queue: rule for rule in ground}
    found: list[Rule] = []
    for rule in now:
        mine, old = wanted.get(rule.queue), before.get(rule.queue)
        if mine is None or old is None:
            found.append(rule)
            continue
        changed = {name: getattr(mine, name) for name in _FIELDS if getattr(mine, name) != getattr(old, name)}
        found.append(msgspec.structs.replace(rule, **changed))
    return found


def changed_queues(rules: Sequence[Rule], ground: Sequence[Rule]) -> set[QueueId]:
    """Return the queues whose rules differ."""
    before = {rule.queue: rule for rule in ground}
    after = {rule.queue: rule for rule in rules}
    return {queue for queue in before.keys() | after.keys() if before.get(queue) != after.get(queue)}
