"""Routes of queues and agents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from permanence.firms.model import Right, Visitor
from permanence.kernel.ids import PersonId, PromptId, QueueId, SkillId, TeamId
from permanence.kernel.page import LIMIT, LIMIT_MAX, Cursor, Page
from permanence.routing.model import Device
from permanence.routing.service import RoutingSetup
from permanence.routing.setup import (
    Address,
    Agent,
    Alias,
    AnnounceSeconds,
    Country,
    Levels,
    Music,
    Name,
    PreferSeconds,
    Priority,
    Queue,
    RingSeconds,
    Steps,
    TargetSeconds,
    Teams,
    WrapUpSeconds,
    endpoint_of,
)

ADMIN = {"rights": frozenset({Right.ADMIN})}
READ = {"rights": frozenset({Right.ADMIN, Right.SUPERVISE, Right.HISTORY, Right.DESK})}

Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX)]
CursorText = FromQuery[str | None]
Changes = dict[str, Any]


class QueueForm(msgspec.Struct, forbid_unknown_fields=True):
    """A queue to be written."""

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


class QueueChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change of a queue; fields left out stay."""

    name: Name | UnsetType = UNSET
    skills: Levels | UnsetType = UNSET
    teams: Teams | UnsetType = UNSET
    target_s: TargetSeconds | UnsetType = UNSET
    prefer_s: PreferSeconds | UnsetType = UNSET
    steps: Steps | UnsetType = UNSET
    ring_s: RingSeconds | UnsetType = UNSET
    wrap_up_s: WrapUpSeconds | UnsetType = UNSET
    music: Music | UnsetType | None = UNSET
    announce_every_s: AnnounceSeconds | UnsetType | None = UNSET
    record: bool | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    call_back_prompt_id: PromptId | UnsetType | None = UNSET


class AgentForm(msgspec.Struct, forbid_unknown_fields=True):
    """An agent to be written; `endpoint` is needed for a fixed telephone alone."""

    person_id: PersonId
    alias: Alias
    device: Device = Device.BROWSER
    endpoint: Address = ""
    skills: Levels = {}
    teams: Teams = []
    country: Country | None = None


class AgentChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change of an agent; fields left out stay."""

    alias: Alias | UnsetType = UNSET
    device: Device | UnsetType = UNSET
    endpoint: Annotated[str, msgspec.Meta(max_length=200)] | UnsetType = UNSET
    skills: Levels | UnsetType = UNSET
    teams: Teams | UnsetType = UNSET
    country: Country | UnsetType | None = UNSET


class AgentAdded(msgspec.Struct):
    """The new agent; a SIP phone signs in as `user` with `password`, which is shown this once."""

    id: str
    person_id: str
    alias: str
    device: Device
    endpoint: str
    skills: dict[SkillId, int]
    teams: list[TeamId]
    country: str | None
    user: str | None
    password: str | None


class TelephoneSecret(msgspec.Struct):
    """What a SIP phone signs in with, shown this once."""

    user: str
    password: str


def _given(change: msgspec.Struct) -> Changes:
    values = ((name, getattr(change, name)) for name in change.__struct_fields__)
    return {name: value for name, value in values if value is not UNSET}


@get("/queues", opt=READ)
async def list_queues(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[Queue]:
    """Return the firm's queues by name."""
    return await routing.queues.list(visitor, Cursor.parse(cursor, limit))


@post("/queues", opt=ADMIN)
async def add_queue(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    data: JSONBody[QueueForm],
    now: NamedDependency[datetime],
) -> Queue:
    """Add a queue."""
    queue = Queue(id=QueueId(routing.tools.ids.new("que")), **msgspec.structs.asdict(data))
    return await routing.queues.add(visitor, queue, now)


@get("/queues/{id_:str}", opt=READ)
async def get_queue(
    visitor: NamedDependency[Visitor], routing: NamedDependency[RoutingSetup], id_: FromPath[str]
) -> Queue:
    """Return one queue."""
    return await routing.queues.one(visitor, id_)


@patch("/queues/{id_:str}", opt=ADMIN)
async def change_queue(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    id_: FromPath[str],
    data: JSONBody[QueueChange],
    now: NamedDependency[datetime],
) -> Queue:
    """Change a queue; callers who wait already keep its old terms."""
    return await routing.queues.change(
        visitor, id_, lambda queue: msgspec.structs.replace(queue, **_given(data)), now
    )


@delete("/queues/{id_:str}", opt=ADMIN)
async def remove_queue(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> None:
    """Remove a queue that no flow leads to."""
    await routing.queues.remove(visitor, id_, now)


@get("/agents", opt=READ)
async def list_agents(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[Agent]:
    """Return the firm's agents by alias."""
    return await routing.agents.list(visitor, Cursor.parse(cursor, limit))


@post("/agents", opt={**ADMIN, "answer_is_secret": True})
async def add_agent(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    data: JSONBody[AgentForm],
    now: NamedDependency[datetime],
) -> AgentAdded:
    """Make a person an agent."""
    id_ = routing.new_agent_id()
    endpoint = endpoint_of(id_, data.device, data.endpoint)
    agent = Agent(
        id=id_,
        person_id=data.person_id,
        alias=data.alias.strip(),
        device=data.device,
        endpoint=endpoint,
        skills=data.skills,
        teams=data.teams,
        country=data.country,
    )
    telephone = await routing.add_agent(visitor, agent, now)
    shown = (telephone.user, telephone.password) if data.device is Device.PHONE else (None, None)
    return AgentAdded(**msgspec.structs.asdict(agent), user=shown[0], password=shown[1])


@get("/agents/{id_:str}", opt=READ)
async def get_agent(
    visitor: NamedDependency[Visitor], routing: NamedDependency[RoutingSetup], id_: FromPath[str]
) -> Agent:
    """Return one agent."""
    return await routing.agents.one(visitor, id_)


@patch("/agents/{id_:str}", opt=ADMIN)
async def change_agent(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    id_: FromPath[str],
    data: JSONBody[AgentChange],
    now: NamedDependency[datetime],
) -> Agent:
    """Change an agent."""

    def change(agent: Agent) -> Agent:
        changed = msgspec.structs.replace(agent, **_given(data))
        return msgspec.structs.replace(
            changed, endpoint=endpoint_of(agent.id, changed.device, changed.endpoint)
        )

    return await routing.agents.change(visitor, id_, change, now)


@delete("/agents/{id_:str}", opt=ADMIN)
async def remove_agent(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> None:
    """A person is no agent any more; the person stays."""
    await routing.agents.remove(visitor, id_, now)


@post("/agents/{id_:str}/secret", opt={**ADMIN, "answer_is_secret": True})
async def renew_secret(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> TelephoneSecret:
    """Give an agent's telephone a new secret."""
    telephone = await routing.renew_secret(visitor, id_, now)
    return TelephoneSecret(telephone.user, telephone.password)


router = Router(
    "/",
    route_handlers=[
        list_queues, add_queue, get_queue, change_queue, remove_queue,
        list_agents, add_agent, get_agent, change_agent, remove_agent, renew_secret,
    ],
    tags=["routing"],
)  # fmt: skip
