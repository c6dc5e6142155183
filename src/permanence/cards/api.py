"""Routes of paid consultations: what is sold by card, what was paid, refunds, and alarms of card numbers in notes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from permanence.cards.consultation import CENT, Price, State
from permanence.cards.model import Alarm, Paid, Product, ProductForm
from permanence.cards.service import Cards
from permanence.firms.model import Right, Visitor
from permanence.kernel.page import Cursor, Page

DIRECT = {"rights": frozenset({Right.ADMIN})}
Id = Annotated[str, Meta(max_length=80)]


class ConsultationTold(msgspec.Struct, frozen=True):
    """A consultation that was asked for. Money is in millionths; of the card there are its network and its last four digits."""

    id: str
    call: str
    agent: str
    name: str
    price: Price
    by_partner: bool
    state: State
    why: str
    asked_at: datetime
    seconds: int
    charged: int
    refunded: int
    refund_asked: int
    network: str
    last_four: str


class RefundForm(msgspec.Struct, forbid_unknown_fields=True):
    """How much is given back, in millionths that are whole cents."""

    amount: Annotated[int, Meta(ge=CENT, le=10**13, multiple_of=CENT)]


@get("/card-products", opt=DIRECT)
async def list_products(visitor: NamedDependency[Visitor], cards: NamedDependency[Cards]) -> list[Product]:
    """Return what callers may pay for by card."""
    return list(await cards.products(visitor))


@post("/card-products", opt=DIRECT)
async def make_product(
    visitor: NamedDependency[Visitor], cards: NamedDependency[Cards], data: JSONBody[ProductForm], now: NamedDependency[datetime]
) -> Product:
    """Sell a consultation by card."""
    return await cards.keep_product(visitor, None, data, now)


@put("/card-products/{id_:str}", opt=DIRECT)
async def put_product(
    visitor: NamedDependency[Visitor], cards: NamedDependency[Cards], id_: FromPath[Id], data: JSONBody[ProductForm],
    now: NamedDependency[datetime],
) -> Product:  # fmt: skip
    """Change it, or sell it again; what was begun keeps the price that was announced."""
    return await cards.keep_product(visitor, id_, data, now)


@delete("/card-products/{id_:str}", opt=DIRECT)
async def drop_product(
    visitor: NamedDependency[Visitor], cards: NamedDependency[Cards], id_: FromPath[Id], now: NamedDependency[datetime]
) -> None:
    """Sell it no more."""
    await cards.retire_product(visitor, id_, now)


@get("/consultations", opt=DIRECT)
async def list_consultations(
    visitor: NamedDependency[Visitor],
    cards: NamedDependency[Cards],
    cursor: FromQuery[Annotated[str, Meta(max_length=400)] | None] = None,
    limit: FromQuery[Annotated[int, Meta(ge=1, le=200)]] = 50,
) -> Page[ConsultationTold]:
    """Return what callers were asked to pay and what became of it, the newest first."""
    return (await cards.consultations(visitor, Cursor.parse(cursor, limit, 1))).map(_told)


@post("/consultations/{id_:str}/refund", opt=DIRECT)
async def refund(
    visitor: NamedDependency[Visitor], cards: NamedDependency[Cards], id_: FromPath[Id], data: JSONBody[RefundForm],
    now: NamedDependency[datetime],
) -> ConsultationTold:  # fmt: skip
    """Give back what was charged, or a part of it, once."""
    return _told(await cards.refund(visitor, id_, data.amount, now))


@get("/card-alarms", opt=DIRECT)
async def list_alarms(visitor: NamedDependency[Visitor], cards: NamedDependency[Cards]) -> list[Alarm]:
    """Return which agents wrote card numbers into notes three times or more within an hour; the numbers were masked."""
    return list(await cards.alarms(visitor))


def _told(paid: Paid) -> ConsultationTold:
    told = paid.consultation
    return ConsultationTold(
        told.id, paid.call, paid.agent, paid.name, told.price, paid.answering is not None, told.state, told.why, paid.asked_at,
        told.seconds, told.charged, told.refunded, paid.refund_asked, paid.network, paid.last_four,
    )  # fmt: skip


router = Router(
    "/",
    route_handlers=[list_products, make_product, put_product, drop_product, list_consultations, refund, list_alarms],
    tags=["cards"],
)
