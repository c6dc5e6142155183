"""Routes of the firm itself, its people and its audit; all for the firm's direction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from zoneinfo import available_timezones

import msgspec
from litestar import Router, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, Meta, UnsetType

from permanence.firms.errors import UnknownTimeZone
from permanence.firms.model import (
    AuditLine,
    Firm,
    Language,
    Person,
    PersonStatus,
    Right,
    Role,
    Visitor,
)
from permanence.firms.service import People
from permanence.kernel.ids import PersonId
from permanence.kernel.page import LIMIT, LIMIT_MAX, Cursor, Page

ADMIN = {"rights": frozenset({Right.ADMIN})}
ZONES = available_timezones()

Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"\S")]
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=r"^[^@\s\x00]{1,64}@[^@\s\x00]{1,190}$")]
Roles = Annotated[list[Role], Meta(min_length=1, max_length=5)]
Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX)]
CursorText = FromQuery[str | None]


class NewPerson(msgspec.Struct, forbid_unknown_fields=True):
    """Somebody new. Without a password one is made and answered once."""

    name: Name
    email: Email
    roles: Roles
    language: Language = Language.FR
    password: Annotated[str, Meta(max_length=1000)] | None = None


class PersonAdded(msgspec.Struct):
    """The new person; `password` is set where it was made for them, and shown this once."""

    id: PersonId
    name: str
    email: str
    roles: tuple[Role, ...]
    language: Language
    status: PersonStatus
    must_change_password: bool
    password: str | None


class PersonChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change; fields left out stay."""

    name: Name | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    roles: Roles | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    status: PersonStatus | UnsetType = UNSET


class MadePassword(msgspec.Struct):
    """A password that was made, shown this once."""

    password: str


class FirmChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall change; fields left out stay."""

    name: Name | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")] | UnsetType = UNSET
    time_zone: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    recording_days: Annotated[int, Meta(ge=1, le=1830)] | UnsetType = UNSET


def given(change: msgspec.Struct) -> dict[str, object]:
    """Return the fields that a change names."""
    values = ((name, getattr(change, name)) for name in change.__struct_fields__)
    return {name: value for name, value in values if value is not UNSET}


def _ordered(roles: list[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)


@get("/people", opt=ADMIN)
async def list_people(
    visitor: NamedDependency[Visitor],
    people: NamedDependency[People],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[Person]:
    """Return the firm's people by name."""
    return await people.list(visitor, Cursor.parse(cursor, limit))


@post("/people", opt={**ADMIN, "answer_is_secret": True})
async def add_person(
    visitor: NamedDependency[Visitor],
    people: NamedDependency[People],
    data: JSONBody[NewPerson],
    now: NamedDependency[datetime],
) -> PersonAdded:
    """Add somebody to the firm."""
    person = Person(
        id=PersonId(people.ids.new("per")),
        email=data.email.lower(),
        name=data.name.strip(),
        roles=_ordered(data.roles),
        language=data.language,
        status=PersonStatus.ACTIVE,
        must_change_password=data.password is None,
    )
    made = await people.add(visitor, person, data.password, now)
    return PersonAdded(**{name: getattr(person, name) for name in Person.__slots__}, password=made)


@get("/people/{person:str}", opt=ADMIN)
async def get_person(
    visitor: NamedDependency[Visitor], people: NamedDependency[People], person: FromPath[str]
) -> Person:
    """Return one of the firm's people."""
    return await people.person(visitor, PersonId(person))


@patch("/people/{person:str}", opt=ADMIN)
async def change_person(
    visitor: NamedDependency[Visitor],
    people: NamedDependency[People],
    person: FromPath[str],
    data: JSONBody[PersonChange],
    now: NamedDependency[datetime],
) -> Person:
    """Change somebody; to be disabled signs them out everywhere."""
    changes = given(data)
    if data.email is not UNSET:
        changes["email"] = data.email.lower()
    if data.roles is not UNSET:
        changes["roles"] = _ordered(data.roles)
    changed = replace(await people.person(visitor, PersonId(person)), **changes)  # type: ignore[arg-type]
    await people.change(visitor, changed, now)
    return changed


@post("/people/{person:str}/password", opt={**ADMIN, "answer_is_secret": True})
async def reset_password(
    visitor: NamedDependency[Visitor],
    people: NamedDependency[People],
    person: FromPath[str],
    now: NamedDependency[datetime],
) -> MadePassword:
    """Give somebody a new password, to be changed at the next sign-in."""
    return MadePassword(await people.reset_password(visitor, PersonId(person), now))


@get("/firm", opt=ADMIN)
async def get_firm(visitor: NamedDependency[Visitor], people: NamedDependency[People]) -> Firm:
    """Return the firm."""
    return await people.firm(visitor.firm)


@patch("/firm", opt=ADMIN)
async def change_firm(
    visitor: NamedDependency[Visitor],
    people: NamedDependency[People],
    data: JSONBody[FirmChange],
    now: NamedDependency[datetime],
) -> Firm:
    """Change the firm."""
    if data.time_zone is not UNSET and data.time_zone not in ZONES:
        raise UnknownTimeZone(param="time_zone")
    changed = replace(await people.firm(visitor.firm), **given(data))  # type: ignore[arg-type]
    await people.change_firm(visitor, changed, now)
    return changed


@get("/audit", opt=ADMIN)
async def list_audit(
    visitor: NamedDependency[Visitor],
    people: NamedDependency[People],
    cursor: CursorText = None,
    limit: Limit = LIMIT,
) -> Page[AuditLine]:
    """Return what was done in the firm, newest first."""
    return await people.audit_lines(visitor, Cursor.parse(cursor, limit))


router = Router(
    "/",
    route_handlers=[
        list_people,
        add_person,
        get_person,
        change_person,
        reset_password,
        get_firm,
        change_firm,
        list_audit,
    ],
    tags=["firm"],
)
