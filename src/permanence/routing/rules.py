"""Who gets the next call, and what a waiting caller is told.

Of the agents who are ready and have every skill that the queue needs, the one idle the longest is rung; ties go
to the lower id, so that equal inputs give equal answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from permanence.kernel.ids import AgentId, InteractionId
from permanence.routing.model import AgentCard, AgentState, Offer, Presence, QueueCard, Wait, presence_of

NO_SKILL = "no_agent_has_the_skills"
ALL_BUSY = "every_agent_with_the_skills_is_busy"
NOBODY_IN = "no_agent_with_the_skills_is_signed_in"


def has_skills(card: AgentCard, queue: QueueCard) -> bool:
    """Say whether the agent may take this queue's callers."""
    return card.firm == queue.firm and all(skill in card.skills for skill in queue.skills)


def choose_agent(
    call: InteractionId, queue: QueueCard, agents: Iterable[tuple[AgentCard, AgentState]]
) -> Offer | Wait:
    """Offer the call to the longest-idle able agent, or say why it waits."""
    best: tuple[datetime, AgentId] | None = None
    able = signed_in = False
    for card, agent in agents:
        if not has_skills(card, queue):
            continue
        able = True
        signed_in = signed_in or agent.signed_in
        if presence_of(agent, card) is Presence.READY:
            key = (agent.idle_since or agent.since, agent.id)
            best = key if best is None or key < best else best
    if best is not None:
        return Offer(call, best[1])
    return Wait(call, ALL_BUSY if signed_in else NOBODY_IN if able else NO_SKILL)


def expected_wait_s(position: int, staffed: int, handling_s: float) -> int | None:
    """Return the seconds a caller at this place may expect, or None when nobody is there to say.

    Each of `staffed` agents frees a place every `handling_s` seconds on average (Little's law on a full house).
    """
    if staffed <= 0:
        return None
    return round(position * handling_s / staffed)


def announcement(position: int, wait_s: int | None) -> tuple[str, ...]:
    """Return the media that tell place and wait: minutes are rounded up, and above ten nothing is promised."""
    if position <= 1:
        media: tuple[str, ...] = ("sound:queue-youarenext",)
    else:
        media = ("sound:queue-thereare", f"number:{position - 1}", "sound:queue-callswaiting")
    minutes = -(-wait_s // 60) if wait_s is not None else 0
    if 0 < minutes <= 10:
        media += ("sound:queue-holdtime", f"number:{minutes}", "sound:queue-minutes")
    return (*media, "sound:queue-thankyou")
