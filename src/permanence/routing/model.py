"""Agents, queues and who waits, as the floor knows them.

An agent's presence is not stored but derived (`presence_of`): what the agent wants, what the device can do and
what the agent is busy with decide it, so that it can never contradict them.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import (
    AgentId,
    AgreementId,
    FirmId,
    InteractionId,
    PersonId,
    QueueId,
    SkillId,
    TeamId,
)


class Presence(StrEnum):
    """What an agent is doing, in the field's words."""

    OFFLINE = "offline"
    READY = "ready"
    OFFERED = "offered"
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    UNREACHABLE = "unreachable"


class Device(StrEnum):
    """What the agent telephones with."""

    BROWSER = "browser"
    PHONE = "phone"
    FIXED = "fixed"  # a telephone at a fixed address that does not register; always taken for reachable


class Work(StrEnum):
    """What an agent does beside callers, and can be left for them: calls of a campaign, which are finished first; reading
    a customer's record before calling; texts, whose authors can wait."""

    OUTBOUND = "outbound"
    PREVIEW = "preview"
    TEXT = "text"


class AgentCard(msgspec.Struct, frozen=True):
    """An agent as the firm set it up; `endpoint` is the switch's name for the device, as ``PJSIP/agt_…``."""

    id: AgentId
    firm: FirmId
    person: PersonId
    alias: str
    endpoint: str
    device: Device = Device.BROWSER
    skills: dict[SkillId, int] = {}
    supervises: bool = False
    teams: tuple[TeamId, ...] = ()
    country: str = ""  # from which the agent answers


class Widening(msgspec.Struct, frozen=True):
    """From `after_s` seconds of waiting on, more agents may take the call: those whose levels are `lower` by so much, and
    those of more `teams`."""

    after_s: int
    lower: int = 0
    teams: tuple[TeamId, ...] = ()


class QueueCard(msgspec.Struct, frozen=True):
    """A queue: its terms for callers, and whom it takes.

    `skills` are the levels that an agent needs, `teams` the teams that serve it (none named: everybody), `steps` how that
    widens while a caller waits. `target_s` is the promise: seconds until the answer. `prefer_s` is how long a caller is
    kept for the agent who spoke with him last.
    """

    terms: QueueTerms
    firm: FirmId
    skills: dict[SkillId, int] = {}
    target_s: int = 180
    teams: tuple[TeamId, ...] = ()
    steps: tuple[Widening, ...] = ()
    prefer_s: int = 0


class Reception(msgspec.Struct, frozen=True):
    """How a firm receives the callers of another, by an agreement: as if they had come to this queue of its own, and only by
    agents who answer from one of these `countries` (none named: from anywhere)."""

    agreement: AgreementId
    firm: FirmId
    queue: QueueId
    countries: tuple[str, ...] = ()


class AgentState(msgspec.Struct):
    """What the floor remembers of an agent. `pause` None means: wants calls. `missed` is the cause shown after a missed
    offer, `work` what keeps the agent from callers once he is free."""

    id: AgentId
    firm: FirmId
    since: datetime
    signed_in: bool = False
    pause: str | None = None
    device_up: bool = False
    beating: bool = False
    call: InteractionId | None = None
    offered: bool = False
    wrap_up_until: datetime | None = None
    wrap_up_call: InteractionId | None = None
    idle_since: datetime | None = None
    missed: str | None = None
    why_unreachable: str = ""
    work: Work | None = None


class Waiting(msgspec.Struct, frozen=True):
    """A caller's place: since when, by when an agent should answer (which is the order), how far the search has widened,
    the agent who is waited for, if one is, and the how-manieth to join any queue, which decides where the moment does not.
    `aside` says that the caller is not on the line: he is called back when it is his turn."""

    call: InteractionId
    queue: QueueId
    since: datetime
    due: datetime
    step: int = 0
    wanted: AgentId | None = None
    nth: int = 0
    aside: bool = False


class Offer(msgspec.Struct, frozen=True):
    """A decision: ring this agent for this call, and why this one; by which `agreement` where he is another firm's."""

    call: InteractionId
    agent: AgentId
    reason: Reason
    agreement: AgreementId | None = None


class Wait(msgspec.Struct, frozen=True):
    """A decision: nobody now. Why is computed when somebody asks (`Board.why_waiting`)."""

    call: InteractionId


class Reason(msgspec.Struct, frozen=True):
    """Why a caller got this agent, or still waits: a code that screens have a sentence for in each language, and the
    figures in that sentence. `others` are those who might have come first: agents for an offer, busy agents for a wait."""

    code: str
    others: int = 0
    place: int | None = None
    step: int = 0
    free_in_s: int | None = None


def presence_of(agent: AgentState, card: AgentCard) -> Presence:
    """Return what the agent is doing."""
    if agent.call is not None:
        return Presence.OFFERED if agent.offered else Presence.TALKING
    if not agent.signed_in:
        return Presence.OFFLINE
    if agent.wrap_up_until is not None:
        return Presence.WRAP_UP
    if not is_reachable(agent, card):
        return Presence.UNREACHABLE
    return Presence.READY if agent.pause is None and agent.work is None else Presence.PAUSED


def is_reachable(agent: AgentState, card: AgentCard) -> bool:
    """Say whether an offer would ring somewhere: the device answers and, for a browser, its page is awake."""
    match card.device:
        case Device.FIXED:
            return True
        case Device.PHONE:
            return agent.device_up
        case Device.BROWSER:
            return agent.device_up and agent.beating
