"""Skills, queues and agents as a firm sets them up: what is kept of each and what may be written."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from permanence.kernel.ids import AgentId, PersonId, PromptId, QueueId, SkillId, TeamId
from permanence.routing.errors import AddressMissing
from permanence.routing.model import Device, Widening

Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*\S[^\x00]*$")]
Alias = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*\S[^\x00]*$")]
Level = Annotated[int, Meta(ge=1, le=10)]
RingSeconds = Annotated[int, Meta(ge=5, le=120)]
WrapUpSeconds = Annotated[int, Meta(ge=0, le=3600)]
AnnounceSeconds = Annotated[int, Meta(ge=15, le=600)]
Priority = Annotated[int, Meta(ge=-100, le=100)]
Music = Annotated[str, Meta(pattern=r"^[a-z0-9_-]{1,80}$")]
Address = Annotated[str, Meta(max_length=200, pattern=r"^(sips?:[A-Za-z0-9@._:;=\-\[\]]{3,190})?$")]
TargetSeconds = Annotated[int, Meta(ge=5, le=7200)]
PreferSeconds = Annotated[int, Meta(ge=0, le=600)]
AfterSeconds = Annotated[int, Meta(ge=1, le=3600)]
Lower = Annotated[int, Meta(ge=0, le=9)]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
Levels = Annotated[dict[SkillId, Level], Meta(max_length=100)]
Teams = Annotated[list[TeamId], Meta(max_length=50)]


class Skill(msgspec.Struct, frozen=True):
    """Something that agents can do and queues ask for."""

    id: SkillId
    name: Name


class Team(msgspec.Struct, frozen=True):
    """Agents who serve together, and whom a queue may name: first these, after a while those too."""

    id: TeamId
    name: Name


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From `after_s` of waiting on, levels may be `lower` by so much, and more `teams` serve."""

    after_s: AfterSeconds
    lower: Lower = 0
    teams: Teams = []


Steps = Annotated[list[Step], Meta(max_length=8)]


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """Where callers wait. `music` None: they hear ringing and are not answered until an agent is.

    `skills` are the levels that an agent needs; `teams` those that serve (none: everybody); `target_s` the promise;
    `prefer_s` how long a caller is kept for the agent who knows him; `steps` how the search widens; `call_back_prompt_id` what
    is said when the promise is in danger, to offer a call back (None: nothing).
    """

    id: QueueId
    name: Name
    skills: Levels = {}
    teams: Teams = []
    target_s: TargetSeconds = 180
    prefer_s: PreferSeconds = 0
    steps: Steps = []
    ring_s: RingSeconds = 20
    wrap_up_s: WrapUpSeconds = 30
    music: Music | None = "default"
    announce_every_s: AnnounceSeconds | None = 45
    record: bool = False
    priority: Priority = 0
    call_back_prompt_id: PromptId | None = None


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """A person who takes calls. `endpoint` is the telephone's name at the switch, or a fixed telephone's address; `country` is
    where the person answers from (None: where the firm is), which agreements may ask for."""

    id: AgentId
    person_id: PersonId
    alias: Alias
    device: Device = Device.BROWSER
    endpoint: str = ""
    skills: Levels = {}
    teams: Teams = []
    country: Country | None = None


def teams_of(thing: Queue | Agent) -> set[TeamId]:
    """Return all teams that a queue or an agent names."""
    steps = thing.steps if isinstance(thing, Queue) else []
    return {*thing.teams, *(team for step in steps for team in step.teams)}


def widenings(steps: list[Step]) -> tuple[Widening, ...]:
    """Return the steps as the floor knows them, in the order in which they come."""
    ordered = sorted(steps, key=lambda step: step.after_s)
    return tuple(Widening(step.after_s, step.lower, tuple(step.teams)) for step in ordered)


def endpoint_of(id_: AgentId, device: Device, address: str) -> str:
    """Return what an agent's `endpoint` is; a telephone at a fixed address must have one."""
    if device is not Device.FIXED:
        return str(id_)
    if not address.startswith(("sip:", "sips:")):
        raise AddressMissing(param="endpoint")
    return address
