"""Routes of access keys: for a firm's direction, signed in by hand. No key makes or revokes another."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from permanence.firms.model import AccessKey, Right, Role, Visitor
from permanence.firms.service_keys import Keys

BY_HAND = {"rights": frozenset({Right.ADMIN}), "by_hand": True}


class KeyForm(msgspec.Struct, forbid_unknown_fields=True):
    """What a key is for, and which role it may use."""

    name: Annotated[str, Meta(min_length=1, max_length=120, pattern=r"\S")]
    role: Role = Role.SUPERVISOR


class KeyAdded(msgspec.Struct, frozen=True):
    """A new key and its secret, shown this once; it goes into the header ``Authorization: Bearer …``."""

    key: AccessKey
    secret: str


@get("/access-keys", opt=BY_HAND)
async def list_keys(visitor: NamedDependency[Visitor], keys: NamedDependency[Keys]) -> list[AccessKey]:
    """Return the firm's keys that are not revoked, the newest first."""
    return list(await keys.list(visitor))


@post("/access-keys", opt={**BY_HAND, "answer_is_secret": True})
async def add_key(
    visitor: NamedDependency[Visitor], keys: NamedDependency[Keys], data: JSONBody[KeyForm], now: NamedDependency[datetime]
) -> KeyAdded:
    """Make a key for a program."""
    return KeyAdded(*await keys.add(visitor, data.name.strip(), data.role, now))


@delete("/access-keys/{id_:str}", opt=BY_HAND)
async def revoke_key(
    visitor: NamedDependency[Visitor], keys: NamedDependency[Keys], id_: FromPath[Annotated[str, Meta(max_length=80)]], now: NamedDependency[datetime]
) -> None:
    """Have a key open nothing any more."""
    await keys.revoke(visitor, id_, now)


router = Router("/", route_handlers=[list_keys, add_key, revoke_key], tags=["firms"])
