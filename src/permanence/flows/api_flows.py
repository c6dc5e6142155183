"""Routes of flows and prompts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK
from msgspec import UNSET, UnsetType

from permanence.firms.model import Language, Right, Visitor
from permanence.flows.model import AnyNode
from permanence.flows.ports import SoundMade
from permanence.flows.service import FlowsSetup
from permanence.flows.setup import (
    NODES_MAX,
    FlowCard,
    Name,
    NodeId,
    Prompt,
    PromptStatus,
    Text,
)
from permanence.kernel.ids import FlowId, PromptId
from permanence.kernel.page import LIMIT, LIMIT_MAX, Cursor, Page

ADMIN = {"rights": frozenset({Right.ADMIN})}
READ = {"rights": frozenset({Right.ADMIN, Right.SUPERVISE, Right.HISTORY, Right.DESK})}

Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX)]
CursorText = FromQuery[str | None]
Nodes = Annotated[dict[NodeId, AnyNode], msgspec.Meta(min_length=1, max_length=NODES_MAX)]
SOUND_MAX = 20 << 20


def given(change: msgspec.Struct) -> dict[str, Any]:
    """Return the fields that a change names."""
    values = ((name, getattr(change, name)) for name in change.__struct_fields__)
    return {name: value for name, value in values if value is not UNSET}


class FlowForm(msgspec.Struct, forbid_unknown_fields=True):
    """A flow to be written."""

    name: Name
    start: NodeId
    nodes: Nodes


class FlowChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change of a flow; fields left out stay."""

    name: Name | UnsetType = UNSET
    start: NodeId | UnsetType = UNSET
    nodes: Nodes | UnsetType = UNSET


class PromptForm(msgspec.Struct, forbid_unknown_fields=True):
    """A prompt to be written."""

    name: Name
    language: Language = Language.FR
    text: Text = ""


class PromptChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change of a prompt; fields left out stay."""

    name: Name | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    text: Text | UnsetType = UNSET


class FlowDraft(msgspec.Struct, forbid_unknown_fields=True):
    """A flow that is only looked at."""

    start: NodeId
    nodes: Nodes


class Problems(msgspec.Struct):
    """What must be mended before a flow may be published; empty when it is sound."""

    problems: list[str]


class PromptMade(msgspec.Struct):
    """A prompt with its new sound, and remarks on it."""

    id: PromptId
    name: str
    language: Language
    text: str
    status: PromptStatus
    duration_ms: int | None
    remarks: list[str]


@get("/flows", opt=ADMIN)
async def list_flows(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[FlowCard]:
    """Return the firm's flows."""
    return await flows.flows.list(visitor, Cursor.parse(cursor, limit))


@get("/flows/{id_:str}", opt=ADMIN)
async def get_flow(
    visitor: NamedDependency[Visitor], flows: NamedDependency[FlowsSetup], id_: FromPath[str]
) -> FlowCard:
    """Return one flow."""
    return await flows.flows.one(visitor, id_)


@delete("/flows/{id_:str}", opt=ADMIN)
async def remove_flow(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> None:
    """Remove a flow that nothing else needs."""
    await flows.flows.remove(visitor, id_, now)


@post("/flows", opt=ADMIN)
async def add_flow(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    data: JSONBody[FlowForm],
    now: NamedDependency[datetime],
) -> FlowCard:
    """Publish a new flow."""
    flow = FlowCard(id=FlowId(flows.tools.ids.new("flw")), version=1, **msgspec.structs.asdict(data))
    return await flows.flows.add(visitor, flow, now)


@patch("/flows/{id_:str}", opt=ADMIN)
async def change_flow(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    data: JSONBody[FlowChange],
    now: NamedDependency[datetime],
) -> FlowCard:
    """Publish the next version of a flow."""

    def change(flow: FlowCard) -> FlowCard:
        return msgspec.structs.replace(flow, **given(data), version=flow.version + 1)

    return await flows.flows.change(visitor, id_, change, now)


@post("/flows/check", opt=ADMIN, status_code=HTTP_200_OK)
async def check_flow(
    visitor: NamedDependency[Visitor], flows: NamedDependency[FlowsSetup], data: JSONBody[FlowDraft]
) -> Problems:
    """Say what must be mended in a flow, without publishing it."""
    draft = FlowCard(id=FlowId(""), name="?", version=1, start=data.start, nodes=data.nodes)
    return Problems(await flows.flow_problems(visitor, draft))


@get("/prompts", opt=ADMIN)
async def list_prompts(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[Prompt]:
    """Return the firm's prompts."""
    return await flows.prompts.list(visitor, Cursor.parse(cursor, limit))


@get("/prompts/{id_:str}", opt=ADMIN)
async def get_prompt(
    visitor: NamedDependency[Visitor], flows: NamedDependency[FlowsSetup], id_: FromPath[str]
) -> Prompt:
    """Return one prompt."""
    return await flows.prompts.one(visitor, id_)


@delete("/prompts/{id_:str}", opt=ADMIN)
async def remove_prompt(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> None:
    """Remove a prompt that nothing else needs."""
    await flows.prompts.remove(visitor, id_, now)


@post("/prompts", opt=ADMIN)
async def add_prompt(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    data: JSONBody[PromptForm],
    now: NamedDependency[datetime],
) -> Prompt:
    """Add a prompt, still without a sound."""
    prompt = Prompt(id=PromptId(flows.tools.ids.new("pmt")), **msgspec.structs.asdict(data))
    return await flows.prompts.add(visitor, prompt, now)


@patch("/prompts/{id_:str}", opt=ADMIN)
async def change_prompt(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    data: JSONBody[PromptChange],
    now: NamedDependency[datetime],
) -> Prompt:
    """Change a prompt's name, language or text; the sound stays."""
    return await flows.prompts.change(visitor, id_, lambda p: msgspec.structs.replace(p, **given(data)), now)


@put("/prompts/{id_:str}/audio", opt=ADMIN, request_max_body_size=SOUND_MAX)
async def put_sound(
    request: Request[Any, Any, Any],
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> PromptMade:
    """Give a prompt the sound of a WAV or MP3 file."""
    return _made(*await flows.upload(visitor, id_, await request.body(), now))


@post("/prompts/{id_:str}/speak", opt=ADMIN, status_code=HTTP_200_OK)
async def speak_prompt(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> PromptMade:
    """Have a synthetic voice say the prompt's text."""
    return _made(*await flows.speak(visitor, id_, now))


@get("/prompts/{id_:str}/audio", opt=ADMIN, media_type="audio/wav")
async def get_sound(
    visitor: NamedDependency[Visitor], flows: NamedDependency[FlowsSetup], id_: FromPath[str]
) -> Response[bytes]:
    """Return a prompt's sound as it will be played."""
    return Response(await flows.sound(visitor, id_), media_type="audio/wav")


def _made(prompt: Prompt, made: SoundMade) -> PromptMade:
    return PromptMade(**msgspec.structs.asdict(prompt), remarks=list(made.remarks))


router = Router(
    "/",
    route_handlers=[
        list_flows,
        add_flow,
        check_flow,
        get_flow,
        change_flow,
        remove_flow,
        list_prompts,
        add_prompt,
        get_prompt,
        change_prompt,
        remove_prompt,
        put_sound,
        speak_prompt,
        get_sound,
    ],
    tags=["flows"],
)
