"""Skills, queues and agents as a firm sets them up: what is kept of each and what may be written."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from permanence.kernel.ids import AgentId, PersonId, QueueId, SkillId
from permanence.routing.errors import AddressMissing
from permanence.routing.model import Device

Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*\S[^\x00]*$")]
Alias = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*\S[^\x00]*$")]
Level = Annotated[int, Meta(ge=1, le=10)]
RingSeconds = Annotated[int, Meta(ge=5, le=120)]
WrapUpSeconds = Annotated[int, Meta(ge=0, le=3600)]
AnnounceSeconds = Annotated[int, Meta(ge=15, le=600)]
Priority = Annotated[int, Meta(ge=-100, le=100)]
Music = Annotated[str, Meta(pattern=r"^[a-z0-9_-]{1,80}$")]
Address = Annotated[str, Meta(max_length=200, pattern=r"^(sips?:[A-Za-z0-9@._:;=\-\[\]]{3,190})?$")]
Skills = Annotated[list[SkillId], Meta(max_length=100)]


class Skill(msgspec.Struct, frozen=True):
    """Something that agents can do and queues ask for."""

    id: SkillId
    name: Name


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """Where callers wait. `music` None: they hear ringing and are not answered until an agent is."""

    id: QueueId
    name: Name
    skills: Skills = []
    ring_s: RingSeconds = 20
    wrap_up_s: WrapUpSeconds = 30
    music: Music | None = "default"
    announce_every_s: AnnounceSeconds | None = 45
    record: bool = False
    priority: Priority = 0


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """A person who takes calls. `endpoint` is the telephone's name at the switch, or a fixed telephone's address."""

    id: AgentId
    person_id: PersonId
    alias: Alias
    device: Device = Device.BROWSER
    endpoint: str = ""
    skills: dict[SkillId, Level] = {}


def endpoint_of(id_: AgentId, device: Device, address: str) -> str:
    """Return what an agent's `endpoint` is; a telephone at a fixed address must have one."""
    if device is not Device.FIXED:
        return str(id_)
    if not address.startswith(("sip:", "sips:")):
        raise AddressMissing(param="endpoint")
    return address
