"""Routes of skills and teams: what agents are able to do, and with whom they serve."""

from __future__ import annotations

from datetime import datetime

import msgspec
from litestar import Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from permanence.firms.model import Visitor
from permanence.kernel.ids import SkillId, TeamId
from permanence.kernel.page import LIMIT, Cursor, Page
from permanence.routing.api import ADMIN, READ, CursorText, Limit
from permanence.routing.service import RoutingSetup
from permanence.routing.setup import Name, Skill, Team


class SkillForm(msgspec.Struct, forbid_unknown_fields=True):
    """A skill to be written."""

    name: Name


class TeamForm(msgspec.Struct, forbid_unknown_fields=True):
    """A team to be written."""

    name: Name


@get("/skills", opt=READ)
async def list_skills(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[Skill]:
    """Return the firm's skills by name."""
    return await routing.skills.list(visitor, Cursor.parse(cursor, limit))


@post("/skills", opt=ADMIN)
async def add_skill(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    data: JSONBody[SkillForm],
    now: NamedDependency[datetime],
) -> Skill:
    """Add a skill."""
    return await routing.skills.add(
        visitor, Skill(SkillId(routing.tools.ids.new("skl")), data.name.strip()), now
    )


@get("/skills/{id_:str}", opt=READ)
async def get_skill(
    visitor: NamedDependency[Visitor], routing: NamedDependency[RoutingSetup], id_: FromPath[str]
) -> Skill:
    """Return one skill."""
    return await routing.skills.one(visitor, id_)


@patch("/skills/{id_:str}", opt=ADMIN)
async def change_skill(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    id_: FromPath[str],
    data: JSONBody[SkillForm],
    now: NamedDependency[datetime],
) -> Skill:
    """Change a skill's name."""
    name = data.name.strip()
    return await routing.skills.change(
        visitor, id_, lambda skill: msgspec.structs.replace(skill, name=name), now
    )


@delete("/skills/{id_:str}", opt=ADMIN)
async def remove_skill(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> None:
    """Remove a skill that nobody has and no queue needs."""
    await routing.skills.remove(visitor, id_, now)


@get("/teams", opt=READ)
async def list_teams(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[Team]:
    """Return the firm's teams by name."""
    return await routing.teams.list(visitor, Cursor.parse(cursor, limit))


@post("/teams", opt=ADMIN)
async def add_team(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    data: JSONBody[TeamForm],
    now: NamedDependency[datetime],
) -> Team:
    """Add a team."""
    return await routing.teams.add(visitor, Team(TeamId(routing.tools.ids.new("tem")), data.name.strip()), now)


@get("/teams/{id_:str}", opt=READ)
async def get_team(
    visitor: NamedDependency[Visitor], routing: NamedDependency[RoutingSetup], id_: FromPath[str]
) -> Team:
    """Return one team."""
    return await routing.teams.one(visitor, id_)


@patch("/teams/{id_:str}", opt=ADMIN)
async def change_team(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    id_: FromPath[str],
    data: JSONBody[TeamForm],
    now: NamedDependency[datetime],
) -> Team:
    """Change a team's name."""
    name = data.name.strip()
    return await routing.teams.change(visitor, id_, lambda team: msgspec.structs.replace(team, name=name), now)


@delete("/teams/{id_:str}", opt=ADMIN)
async def remove_team(
    visitor: NamedDependency[Visitor],
    routing: NamedDependency[RoutingSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> None:
    """Remove a team in which nobody is and which no queue names."""
    await routing.teams.remove(visitor, id_, now)


router = Router(
    "/",
    route_handlers=[
        list_skills, add_skill, get_skill, change_skill, remove_skill,
        list_teams, add_team, get_team, change_team, remove_team,
    ],
    tags=["routing"],
)  # fmt: skip
