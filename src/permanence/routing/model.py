"""Agents, queues and who waits, as the floor knows them.

An agent's presence is not stored but derived (`presence_of`): what the agent wants, what the device can do and
what the agent is busy with decide it, so that it can never contradict them.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId, QueueId, SkillId


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


class QueueCard(msgspec.Struct, frozen=True):
    """A queue: its terms for callers and the skills an agent needs for it."""

    terms: QueueTerms
    firm: FirmId
    skills: tuple[SkillId, ...] = ()


class AgentState(msgspec.Struct):
    """What the floor remembers of an agent. `pause` None means: wants calls. `missed` is the cause shown after a missed offer."""

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


class Waiting(msgspec.Struct, frozen=True, order=True):
    """A caller's place: higher priority first, then who waits longest, then the id."""

    rank: int  # minus the priority
    since: datetime
    call: InteractionId
    queue: QueueId


class Offer(msgspec.Struct, frozen=True):
    """A decision: ring this agent for this call."""

    call: InteractionId
    agent: AgentId


class Wait(msgspec.Struct, frozen=True):
    """A decision: nobody now, and why."""

    call: InteractionId
    reason: str


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
    return Presence.READY if agent.pause is None else Presence.PAUSED


def is_reachable(agent: AgentState, card: AgentCard) -> bool:
    """Say whether an offer would ring somewhere: the device answers and, for a browser, its page is awake."""
    match card.device:
        case Device.FIXED:
            return True
        case Device.PHONE:
            return agent.device_up
        case Device.BROWSER:
            return agent.device_up and agent.beating
