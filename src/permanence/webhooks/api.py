"""Routes of webhooks: who is told what, what was sent, and sending it again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from litestar import Response, Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_202_ACCEPTED
from msgspec import Meta

from permanence.firms.model import Right, Visitor
from permanence.kernel.page import Cursor, Page
from permanence.webhooks.catalogue import EVENTS
from permanence.webhooks.model import Delivery, Subscription
from permanence.webhooks.service import Hooks

DIRECT = {"rights": frozenset({Right.ADMIN})}
SECRET = {**DIRECT, "answer_is_secret": True}
Id = Annotated[str, Meta(max_length=80)]


class WebhookForm(msgspec.Struct, forbid_unknown_fields=True):
    """An address, what it is told, and whether it is told nothing for now."""

    address: Annotated[str, Meta(min_length=8, max_length=2000)]
    kinds: Annotated[list[Annotated[str, Meta(max_length=80)]], Meta(min_length=1, max_length=100)]
    label: Annotated[str, Meta(max_length=120)] = ""
    stopped: bool = False


class WebhookAdded(msgspec.Struct, frozen=True):
    """A new webhook, and its secret, shown this once."""

    webhook: Subscription
    secret: str


class WebhookSecret(msgspec.Struct, frozen=True):
    """A new secret, shown this once."""

    secret: str


class EventKind(msgspec.Struct, frozen=True):
    """The name of an event, and what it tells."""

    kind: str
    tells: str


class AgainForm(msgspec.Struct, forbid_unknown_fields=True):
    """What is to be sent again: events of a kind (empty: all) since a moment."""

    since: datetime
    kind: Annotated[str, Meta(max_length=80)] = ""


class AgainTold(msgspec.Struct, frozen=True):
    """How many events are sent again."""

    events: int


@get("/webhook-events", opt=DIRECT, sync_to_thread=False)
def list_kinds() -> list[EventKind]:
    """Return the events that there are."""
    return [EventKind(kind, tells) for kind, tells in EVENTS.items()]


@get("/webhooks", opt=DIRECT)
async def list_webhooks(visitor: NamedDependency[Visitor], hooks: NamedDependency[Hooks]) -> list[Subscription]:
    """Return the firm's webhooks, the oldest first."""
    return list(await hooks.subscriptions(visitor))


@post("/webhooks", opt=SECRET)
async def add_webhook(
    visitor: NamedDependency[Visitor], hooks: NamedDependency[Hooks], data: JSONBody[WebhookForm], now: NamedDependency[datetime]
) -> WebhookAdded:
    """Tell an address these events from now on."""
    return WebhookAdded(*await hooks.add(visitor, data.address, data.label, data.kinds, now))


@put("/webhooks/{id_:str}", opt=DIRECT)
async def put_webhook(
    visitor: NamedDependency[Visitor],
    hooks: NamedDependency[Hooks],
    id_: FromPath[Id],
    data: JSONBody[WebhookForm],
    now: NamedDependency[datetime],
) -> Subscription:
    """Change an address, what it is told, and whether it is told anything."""
    return await hooks.change(visitor, id_, data.address, data.label, data.kinds, data.stopped, now)


@delete("/webhooks/{id_:str}", opt=DIRECT)
async def remove_webhook(
    visitor: NamedDependency[Visitor], hooks: NamedDependency[Hooks], id_: FromPath[Id], now: NamedDependency[datetime]
) -> None:
    """Tell an address nothing more."""
    await hooks.remove(visitor, id_, now)


@post("/webhooks/{id_:str}/secret", opt=SECRET)
async def rotate_secret(
    visitor: NamedDependency[Visitor], hooks: NamedDependency[Hooks], id_: FromPath[Id], now: NamedDependency[datetime]
) -> WebhookSecret:
    """Make another secret; the old one signs beside it for a day."""
    return WebhookSecret(await hooks.rotate(visitor, id_, now))


@post("/webhooks/{id_:str}/test", opt=DIRECT, status_code=HTTP_202_ACCEPTED)
async def test_webhook(
    visitor: NamedDependency[Visitor], hooks: NamedDependency[Hooks], id_: FromPath[Id], now: NamedDependency[datetime]
) -> None:
    """Send an event that tells nothing."""
    await hooks.test(visitor, id_, now)


@post("/webhooks/{id_:str}/again", opt=DIRECT, status_code=HTTP_202_ACCEPTED)
async def again_since(
    visitor: NamedDependency[Visitor],
    hooks: NamedDependency[Hooks],
    id_: FromPath[Id],
    data: JSONBody[AgainForm],
    now: NamedDependency[datetime],
) -> AgainTold:
    """Send kept events again, in order; each has the id that it had."""
    return AgainTold(await hooks.again_since(visitor, id_, data.kind, data.since, now))


@get("/webhook-deliveries", opt=DIRECT)
async def list_deliveries(
    visitor: NamedDependency[Visitor],
    hooks: NamedDependency[Hooks],
    webhook: FromQuery[Id | None] = None,
    status: FromQuery[Literal["waiting", "delivered", "failed"] | None] = None,
    cursor: FromQuery[Annotated[str, Meta(max_length=400)] | None] = None,
    limit: FromQuery[Annotated[int, Meta(ge=1, le=200)]] = 50,
) -> Page[Delivery]:
    """Return what was sent in the last thirty days, the newest first."""
    return await hooks.deliveries(visitor, webhook, status, Cursor.parse(cursor, limit))


@get("/webhook-deliveries/{id_:str}/body", opt=DIRECT, media_type="application/json")
async def get_body(visitor: NamedDependency[Visitor], hooks: NamedDependency[Hooks], id_: FromPath[Id]) -> Response[bytes]:
    """Return what a delivery carries, to the last byte."""
    return Response((await hooks.body(visitor, id_)).encode(), media_type="application/json")


@post("/webhook-deliveries/{id_:str}/again", opt=DIRECT, status_code=HTTP_202_ACCEPTED)
async def send_again(
    visitor: NamedDependency[Visitor], hooks: NamedDependency[Hooks], id_: FromPath[Id], now: NamedDependency[datetime]
) -> None:
    """Send a delivery's event once more, with the id that it had."""
    await hooks.again(visitor, id_, now)


router = Router(
    "/",
    route_handlers=[
        list_kinds, list_webhooks, add_webhook, put_webhook, remove_webhook, rotate_secret, test_webhook, again_since, list_deliveries,
        get_body, send_again,
    ],
    tags=["webhooks"],
)  # fmt: skip
