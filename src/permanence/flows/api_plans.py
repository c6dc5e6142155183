"""Routes of opening plans."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from permanence.firms.model import Right, Visitor
from permanence.flows.service import FlowsSetup
from permanence.flows.setup import (
    Country,
    Exceptions,
    Name,
    Plan,
    PlanDay,
    Subdivision,
    Week,
    Zone,
)
from permanence.kernel.page import LIMIT, LIMIT_MAX, Cursor, Page

ADMIN = {"rights": frozenset({Right.ADMIN})}
READ = {"rights": frozenset({Right.ADMIN, Right.SUPERVISE, Right.HISTORY, Right.DESK})}

Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX)]
CursorText = FromQuery[str | None]


def given(change: msgspec.Struct) -> dict[str, Any]:
    """Return the fields that a change names."""
    values = ((name, getattr(change, name)) for name in change.__struct_fields__)
    return {name: value for name, value in values if value is not UNSET}


class PlanForm(msgspec.Struct, forbid_unknown_fields=True):
    """A plan to be written."""

    name: Name
    time_zone: Zone
    weekly: Week
    holiday_country: Country | None = None
    holiday_subdivision: Subdivision | None = None
    exceptions: Exceptions = ()


class PlanChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change of a plan; fields left out stay."""

    name: Name | UnsetType = UNSET
    time_zone: Zone | UnsetType = UNSET
    weekly: Week | UnsetType = UNSET
    holiday_country: Country | UnsetType | None = UNSET
    holiday_subdivision: Subdivision | UnsetType | None = UNSET
    exceptions: Exceptions | UnsetType = UNSET


@get("/plans", opt=ADMIN)
async def list_plans(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[Plan]:
    """Return the firm's plans."""
    return await flows.plans.list(visitor, Cursor.parse(cursor, limit))


@get("/plans/{id_:str}", opt=ADMIN)
async def get_plan(
    visitor: NamedDependency[Visitor], flows: NamedDependency[FlowsSetup], id_: FromPath[str]
) -> Plan:
    """Return one plan."""
    return await flows.plans.one(visitor, id_)


@delete("/plans/{id_:str}", opt=ADMIN)
async def remove_plan(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> None:
    """Remove a plan that nothing else needs."""
    await flows.plans.remove(visitor, id_, now)


@post("/plans", opt=ADMIN)
async def add_plan(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    data: JSONBody[PlanForm],
    now: NamedDependency[datetime],
) -> Plan:
    """Add a plan."""
    plan = Plan(id=flows.tools.ids.new("pln"), **msgspec.structs.asdict(data))
    return await flows.plans.add(visitor, plan, now)


@patch("/plans/{id_:str}", opt=ADMIN)
async def change_plan(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    data: JSONBody[PlanChange],
    now: NamedDependency[datetime],
) -> Plan:
    """Change a plan."""
    return await flows.plans.change(
        visitor, id_, lambda plan: msgspec.structs.replace(plan, **given(data)), now
    )


@get("/plans/{id_:str}/days", opt=ADMIN)
async def list_plan_days(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
    first: Annotated[date | None, QueryParameter(name="from")] = None,
    days: Annotated[int, QueryParameter(ge=1, le=400)] = 14,
) -> Page[PlanDay]:
    """Return what a plan gives, day by day."""
    return Page(await flows.plan_days(visitor, id_, first or now.date(), days))


router = Router(
    "/",
    route_handlers=[list_plans, add_plan, get_plan, change_plan, remove_plan, list_plan_days],
    tags=["flows"],
)
