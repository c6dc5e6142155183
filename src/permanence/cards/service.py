"""What a director does with paid consultations: sells them, sees what was paid, gives money back, and reads the alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from permanence.cards.errors import ConsultationUnknown, ProductUnknown, RefundUnfit
from permanence.cards.model import Alarm, Paid, Product, ProductForm
from permanence.cards.ports import CardsStore
from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.ids import ProductId
from permanence.kernel.page import Cursor, Page


@dataclass(frozen=True, slots=True)
class Cards:
    """The directors' use cases of cards."""

    tools: Tools
    store: CardsStore

    async def products(self, visitor: Visitor) -> Sequence[Product]:
        """Return what the firm sells, what it no longer sells last."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.products(c)

    async def keep_product(self, visitor: Visitor, id_: str | None, form: ProductForm, now: datetime) -> Product:
        """Sell a consultation, or change one; what was begun keeps its price. Raise `ProductUnknown`."""
        async with self.tools.database.firm(visitor.firm) as c:
            known = {product.id for product in await self.store.products(c)}
            if id_ is not None and id_ not in known:
                raise ProductUnknown
            product = ProductId(id_ or self.tools.ids.new("pdt"))
            await self.store.keep_product(c, visitor.firm, product, form, now)
            await self._audit(c, visitor, "card_product.changed", product, now, {"name": form.name, "amount": form.price.amount})
        await self.tools.floor.reload(visitor.firm)
        return Product(id=product, name=form.name, price=form.price, share=form.share)

    async def retire_product(self, visitor: Visitor, id_: str, now: datetime) -> None:
        """Sell it no more; raise `ProductUnknown`."""
        async with self.tools.database.firm(visitor.firm) as c:
            if not await self.store.retire_product(c, id_, now):
                raise ProductUnknown
            await self._audit(c, visitor, "card_product.retired", id_, now, {})
        await self.tools.floor.reload(visitor.firm)

    async def consultations(self, visitor: Visitor, cursor: Cursor) -> Page[Paid]:
        """Return what callers paid, the newest first."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.consultations(c, visitor.firm, cursor)

    async def refund(self, visitor: Visitor, id_: str, amount: int, now: datetime) -> Paid:
        """Give back so much (millionths) of what was charged, once; the worker does it within a second. Raise `ConsultationUnknown`,
        `RefundUnfit`."""
        async with self.tools.database.firm(visitor.firm) as c:
            if await self.store.consultation(c, visitor.firm, id_) is None:
                raise ConsultationUnknown
            if not await self.store.ask_refund(c, id_, amount):
                raise RefundUnfit(param="amount")
            await self._audit(c, visitor, "consultation.refunded", id_, now, {"amount": amount})
            paid = await self.store.consultation(c, visitor.firm, id_)
            assert paid is not None
            return paid

    async def alarms(self, visitor: Visitor) -> Sequence[Alarm]:
        """Return who wrote card numbers into notes again and again."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.alarms(c)

    async def _audit(self, c: Connection, visitor: Visitor, action: str, subject: str, now: datetime, detail: dict[str, object]) -> None:
        await self.tools.firms.audit(c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, action, subject, detail)
