"""Routes of the visitor's own desk: who they are, what they may do, the telephone of their browser."""

from __future__ import annotations

from typing import Annotated, Any, Protocol, runtime_checkable

import msgspec
from litestar import Request, Router, get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from permanence.firms.model import Firm, Language, Person, Right, Visitor
from permanence.firms.service import People
from permanence.routing.model import Device
from permanence.routing.service import RoutingSetup


@runtime_checkable
class Softphones(Protocol):
    """Knows where a browser's telephone signs in, seen from this browser."""

    def account(self, host: str, secure: bool, user: str, password: str) -> SoftphoneAccount:
        """Return all that the browser needs."""
        ...


class SoftphoneAccount(msgspec.Struct):
    """Where and as whom a browser's telephone signs in."""

    url: str
    uri: str
    user: str
    password: str


class MyAgent(msgspec.Struct):
    """The agent that the visitor is."""

    id: str
    alias: str
    supervises: bool
    device: Device


class Me(msgspec.Struct):
    """The visitor: person, firm, rights, and the desk's telephone."""

    person: Person
    firm: Firm
    firms: list[Firm]
    roles: list[str]
    rights: list[str]
    agent: MyAgent | None
    softphone: SoftphoneAccount | None
    demonstration: bool


class MyChange(msgspec.Struct, forbid_unknown_fields=True):
    """What people may change of themselves."""

    name: (
        Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00]*\S[^\x00]*$")]
        | UnsetType
    ) = UNSET
    language: Language | UnsetType = UNSET


async def _me(
    request: Request[Any, Any, Any], person: Person, visitor: Visitor, people: People, routing: RoutingSetup,
    softphones: Softphones, demonstration: bool,
) -> Me:  # fmt: skip
    firm = await people.firm(visitor.firm)
    own = await routing.own_agent(visitor)
    agent = softphone = None
    if own is not None:
        supervises = Right.SUPERVISE in visitor.rights
        agent = MyAgent(own[0].id, own[0].alias, supervises, own[0].device)
        if own[1] is not None:
            host, secure = request.headers.get("host", ""), request.url.scheme == "https"
            softphone = softphones.account(host, secure, own[1].user, own[1].password)
    return Me(
        person,
        firm,
        [firm],
        [str(r) for r in person.roles],
        sorted(visitor.rights),
        agent,
        softphone,
        demonstration,
    )


@get("/me", opt={"rights": frozenset(), "before_change": True})
async def get_me(
    request: Request[Any, Any, Any],
    visitor: NamedDependency[Visitor],
    people: NamedDependency[People],
    routing: NamedDependency[RoutingSetup],
    softphones: NamedDependency[Softphones],
    demonstration: NamedDependency[bool],
) -> Me:
    """Return who is signed in, what they may do, and their telephone."""
    return await _me(request, visitor.person, visitor, people, routing, softphones, demonstration)


@patch("/me", opt={"rights": frozenset()})
async def change_me(
    request: Request[Any, Any, Any],
    data: JSONBody[MyChange],
    visitor: NamedDependency[Visitor],
    people: NamedDependency[People],
    routing: NamedDependency[RoutingSetup],
    softphones: NamedDependency[Softphones],
    demonstration: NamedDependency[bool],
) -> Me:
    """Change one's own name or language."""
    name = visitor.person.name if data.name is UNSET else data.name.strip()
    language = visitor.person.language if data.language is UNSET else data.language
    person = await people.change_oneself(visitor, name, language)
    return await _me(request, person, visitor, people, routing, softphones, demonstration)


router = Router("/", route_handlers=[get_me, change_me], tags=["me"])
