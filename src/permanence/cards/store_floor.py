"""What the floor reads of consultations that are paid by card."""

from __future__ import annotations

import msgspec

from permanence.cards.consultation import Price
from permanence.interaction.model import CardTerms
from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, ProductId
from permanence.kernel.queries import Queries

SQL = Queries.beside(__file__)


async def load_products(c: Connection) -> dict[FirmId, dict[ProductId, CardTerms]]:
    """Return by firm what its callers may pay for."""
    found: dict[FirmId, dict[ProductId, CardTerms]] = {}
    for firm, id_, name, price, share in await (await c.execute(SQL["offered"])).fetchall():
        kept = msgspec.json.decode(price, type=Price)
        terms = CardTerms(id_, name, kept.unit.value, kept.amount, kept.most_s, kept.currency, share)
        found.setdefault(firm, {})[id_] = terms
    return found
