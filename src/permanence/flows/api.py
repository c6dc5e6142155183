"""Routes of brands, numbers and dispositions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from permanence.firms.model import Language, Right, Visitor
from permanence.flows.service import FlowsSetup
from permanence.flows.setup import (
    Brand,
    Code,
    Colour,
    Country,
    Disposition,
    Label,
    Name,
    Number,
    Place,
    Purpose,
    Trunk,
    Written,
)
from permanence.kernel.ids import BrandId, FlowId, NumberId, PromptId
from permanence.kernel.page import LIMIT, LIMIT_MAX, Cursor, Page
from permanence.kernel.phone import parse

ADMIN = {"rights": frozenset({Right.ADMIN})}
READ = {"rights": frozenset({Right.ADMIN, Right.SUPERVISE, Right.HISTORY, Right.DESK})}

Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX)]
CursorText = FromQuery[str | None]


def given(change: msgspec.Struct) -> dict[str, Any]:
    """Return the fields that a change names."""
    values = ((name, getattr(change, name)) for name in change.__struct_fields__)
    return {name: value for name, value in values if value is not UNSET}


class BrandForm(msgspec.Struct, forbid_unknown_fields=True):
    """A brand to be written."""

    name: Name
    greeting: Label = ""
    colour: Colour = "#0b5c8a"
    language: Language = Language.FR


class BrandChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change of a brand; fields left out stay."""

    name: Name | UnsetType = UNSET
    greeting: Label | UnsetType = UNSET
    colour: Colour | UnsetType = UNSET
    language: Language | UnsetType = UNSET


class NumberForm(msgspec.Struct, forbid_unknown_fields=True):
    """A number to be written."""

    e164: Written
    brand_id: BrandId
    flow_id: FlowId
    label: Label = ""
    language: Language = Language.FR
    country: Country = "FR"
    recording_purpose: Purpose | None = None
    notice_prompt_id: PromptId | None = None
    whisper_prompt_id: PromptId | None = None
    trunk: Trunk = "carrier"


class NumberChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change of a number; fields left out stay."""

    e164: Written | UnsetType = UNSET
    brand_id: BrandId | UnsetType = UNSET
    flow_id: FlowId | UnsetType = UNSET
    label: Label | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    country: Country | UnsetType = UNSET
    recording_purpose: Purpose | UnsetType | None = UNSET
    notice_prompt_id: PromptId | UnsetType | None = UNSET
    whisper_prompt_id: PromptId | UnsetType | None = UNSET
    trunk: Trunk | UnsetType = UNSET


class DispositionForm(msgspec.Struct, forbid_unknown_fields=True):
    """A disposition to be written."""

    code: Code
    label_fr: Name
    label_en: Name
    position: Place = 0


class DispositionChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change of a disposition; fields left out stay."""

    label_fr: Name | UnsetType = UNSET
    label_en: Name | UnsetType = UNSET
    position: Place | UnsetType = UNSET


@get("/brands", opt=READ)
async def list_brands(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[Brand]:
    """Return the firm's brands."""
    return await flows.brands.list(visitor, Cursor.parse(cursor, limit))


@get("/brands/{id_:str}", opt=READ)
async def get_brand(
    visitor: NamedDependency[Visitor], flows: NamedDependency[FlowsSetup], id_: FromPath[str]
) -> Brand:
    """Return one brand."""
    return await flows.brands.one(visitor, id_)


@delete("/brands/{id_:str}", opt=ADMIN)
async def remove_brand(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> None:
    """Remove a brand that nothing else needs."""
    await flows.brands.remove(visitor, id_, now)


@post("/brands", opt=ADMIN)
async def add_brand(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    data: JSONBody[BrandForm],
    now: NamedDependency[datetime],
) -> Brand:
    """Add a brand."""
    brand = Brand(id=BrandId(flows.tools.ids.new("brd")), **msgspec.structs.asdict(data))
    return await flows.brands.add(visitor, brand, now)


@patch("/brands/{id_:str}", opt=ADMIN)
async def change_brand(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    data: JSONBody[BrandChange],
    now: NamedDependency[datetime],
) -> Brand:
    """Change a brand."""
    return await flows.brands.change(
        visitor, id_, lambda brand: msgspec.structs.replace(brand, **given(data)), now
    )


@get("/numbers", opt=ADMIN)
async def list_numbers(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[Number]:
    """Return the firm's numbers."""
    return await flows.numbers.list(visitor, Cursor.parse(cursor, limit))


@get("/numbers/{id_:str}", opt=ADMIN)
async def get_number(
    visitor: NamedDependency[Visitor], flows: NamedDependency[FlowsSetup], id_: FromPath[str]
) -> Number:
    """Return one number."""
    return await flows.numbers.one(visitor, id_)


@delete("/numbers/{id_:str}", opt=ADMIN)
async def remove_number(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> None:
    """Remove a number that nothing else needs."""
    await flows.numbers.remove(visitor, id_, now)


@post("/numbers", opt=ADMIN)
async def add_number(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    data: JSONBody[NumberForm],
    now: NamedDependency[datetime],
) -> Number:
    """Add a number, written as people write it in its country."""
    number = Number(id=NumberId(flows.tools.ids.new("num")), **msgspec.structs.asdict(data))
    number = msgspec.structs.replace(number, e164=str(parse(number.e164, number.country)))
    return await flows.numbers.add(visitor, number, now)


@patch("/numbers/{id_:str}", opt=ADMIN)
async def change_number(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    data: JSONBody[NumberChange],
    now: NamedDependency[datetime],
) -> Number:
    """Change a number."""

    def change(number: Number) -> Number:
        changed = msgspec.structs.replace(number, **given(data))
        return msgspec.structs.replace(changed, e164=str(parse(changed.e164, changed.country)))

    return await flows.numbers.change(visitor, id_, change, now)


@get("/dispositions", opt=READ)
async def list_dispositions(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[Disposition]:
    """Return the firm's dispositions."""
    return await flows.dispositions.list(visitor, Cursor.parse(cursor, limit))


@get("/dispositions/{id_:str}", opt=READ)
async def get_disposition(
    visitor: NamedDependency[Visitor], flows: NamedDependency[FlowsSetup], id_: FromPath[str]
) -> Disposition:
    """Return one disposition."""
    return await flows.dispositions.one(visitor, id_)


@delete("/dispositions/{id_:str}", opt=ADMIN)
async def remove_disposition(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    now: NamedDependency[datetime],
) -> None:
    """Remove a disposition that nothing else needs."""
    await flows.dispositions.remove(visitor, id_, now)


@post("/dispositions", opt=ADMIN)
async def add_disposition(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    data: JSONBody[DispositionForm],
    now: NamedDependency[datetime],
) -> Disposition:
    """Add a disposition."""
    return await flows.dispositions.add(visitor, Disposition(**msgspec.structs.asdict(data)), now)


@patch("/dispositions/{id_:str}", opt=ADMIN)
async def change_disposition(
    visitor: NamedDependency[Visitor],
    flows: NamedDependency[FlowsSetup],
    id_: FromPath[str],
    data: JSONBody[DispositionChange],
    now: NamedDependency[datetime],
) -> Disposition:
    """Change a disposition."""
    return await flows.dispositions.change(
        visitor, id_, lambda d: msgspec.structs.replace(d, **given(data)), now
    )


router = Router(
    "/",
    route_handlers=[
        list_brands,
        add_brand,
        get_brand,
        change_brand,
        remove_brand,
        list_numbers,
        add_number,
        get_number,
        change_number,
        remove_number,
        list_dispositions,
        add_disposition,
        get_disposition,
        change_disposition,
        remove_disposition,
    ],
    tags=["flows"],
)
