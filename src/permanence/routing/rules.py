"""Who may take what, in which order callers come, and what a waiting caller is told.

The order itself is kept by `matching`; here is what it is made of. A caller's place is the moment by which an agent
should have answered (`due_at`), so a queue with a shorter promise comes sooner and nobody is passed over for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from permanence.kernel.ids import AgreementId, QueueId, SkillId, TeamId
from permanence.routing.matching import Sort
from permanence.routing.model import AgentCard, QueueCard, Reception

NO_SKILL = "no_agent_has_the_skills"
ALL_BUSY = "every_agent_with_the_skills_is_busy"
ALL_AWAY = "every_agent_with_the_skills_is_away"
NOBODY_IN = "no_agent_with_the_skills_is_signed_in"
FREE = "free_the_longest"
WANTED = "knows_the_customer"
NEXT = "next_in_line"
KEPT = "kept_for_who_knows_the_customer"

PRIORITY_S = 30.0  # each point of priority counts as so much waiting
EMERGENCY = 10  # from this priority on, before everything that is less
EMERGENCY_S = 86_400.0 * 365
MINUTES_MAX = 10  # above that no wait is told
# What others do better comes to an agent as if it had waited so much less.
NOT_THE_BEST_S = 20.0


class Ability(NamedTuple):
    """What decides which callers an agent may take; agents with the same are alike for the matcher."""

    skills: tuple[tuple[SkillId, int], ...]
    teams: tuple[TeamId, ...]
    country: str = ""


class LineName(NamedTuple):
    """A queue's line at a step of widening."""

    queue: QueueId
    step: int


class GuestLine(NamedTuple):
    """The line of those whom a firm receives by an agreement."""

    agreement: AgreementId


def ability_of(card: AgentCard) -> Ability:
    """Return what the agent can."""
    return Ability(tuple(sorted(card.skills.items())), tuple(sorted(card.teams)), card.country)


def due_at(queue: QueueCard, since: datetime) -> datetime:
    """Return the moment by which a caller who waits since then should have an agent; an emergency comes before all."""
    priority = queue.terms.priority
    earlier = EMERGENCY_S * (priority - EMERGENCY + 1) if priority >= EMERGENCY else PRIORITY_S * priority
    return since + timedelta(seconds=queue.target_s - earlier)


def step_at(queue: QueueCard, since: datetime, now: datetime) -> int:
    """Return how far the search for a caller who waits since then has widened; 0 is not at all."""
    waited_s = (now - since).total_seconds()
    return sum(step.after_s <= waited_s for step in queue.steps)


def next_step_at(queue: QueueCard, since: datetime, step: int) -> datetime | None:
    """Return when the search widens next."""
    return since + timedelta(seconds=queue.steps[step].after_s) if step < len(queue.steps) else None


def may_serve(ability: Ability, queue: QueueCard, step: int) -> bool:
    """Say whether such an agent may take a caller of this queue at this step of widening."""
    widened = queue.steps[:step]
    lower = max((each.lower for each in widened), default=0)
    levels = dict(ability.skills)
    for skill, needed in queue.skills.items():
        if levels.get(skill, 0) < max(1, needed - lower):
            return False
    if not queue.teams:
        return True
    teams = {*queue.teams, *(team for each in widened for team in each.teams)}
    return not teams.isdisjoint(ability.teams)


def handicap_s(ability: Ability, queue: QueueCard) -> float:
    """Return by how much this queue's callers come later to such an agent: not at all for what the agent does best."""
    if not queue.skills:
        return 0.0
    levels = dict(ability.skills)
    best = max(levels.values())
    return 0.0 if all(levels.get(skill, 0) == best for skill in queue.skills) else NOT_THE_BEST_S


def lines_of(queues: Iterable[QueueCard]) -> list[LineName]:
    """Return the lines of these queues: one for each step of widening."""
    return [LineName(queue.terms.queue, step) for queue in queues for step in range(len(queue.steps) + 1)]


def may_receive(ability: Ability, queue: QueueCard, reception: Reception) -> bool:
    """Say whether such an agent may take a caller whom the firm receives so."""
    permitted = not reception.countries or ability.country in reception.countries
    return permitted and may_serve(ability, queue, 0)


def sort_of(ability: Ability, queues: Sequence[QueueCard], receptions: Sequence[Reception] = ()) -> Sort:
    """Return the profile of agents who can this."""
    serves: list[tuple[LineName | GuestLine, float]] = [
        (LineName(queue.terms.queue, step), handicap_s(ability, queue))
        for queue in queues
        for step in range(len(queue.steps) + 1)
        if may_serve(ability, queue, step)
    ]
    by_queue = {queue.terms.queue: queue for queue in queues}
    for reception in receptions:
        queue = by_queue.get(reception.queue)
        if queue is not None and may_receive(ability, queue, reception):
            serves.append((GuestLine(reception.agreement), handicap_s(ability, queue)))
    return Sort(ability, serves)


def told_minutes(within_s: int) -> int | None:
    """Return within how many whole minutes a caller is told that he will be answered; None: more than ten, where nothing is
    promised. Never one: it would be nearly over when it has been said."""
    minutes = max(2, -(-within_s // 60))
    return minutes if minutes <= MINUTES_MAX else None


def announcement(position: int, minutes: int | None) -> tuple[str, ...]:
    """Return the media that tell place and wait: "less than … minutes", in words that the switch has in each language."""
    if position <= 1:
        media: tuple[str, ...] = ("sound:queue-youarenext",)
    else:
        media = ("sound:queue-thereare", f"number:{position - 1}", "sound:queue-callswaiting")
    if minutes is not None:
        media += ("sound:queue-holdtime", "sound:queue-less-than", f"number:{minutes}", "sound:queue-minutes")
    return (*media, "sound:queue-thankyou")
