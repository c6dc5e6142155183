"""The rows of cards in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from permanence.cards.consultation import Consultation, Price, State
from permanence.cards.model import Alarm, Paid, Product, ProductForm
from permanence.cards.ports import JournalLine
from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, ConsultationId, FirmId, ProductId
from permanence.kernel.page import Cursor, Page, cut
from permanence.kernel.queries import Queries

SQL = Queries.beside(__file__)


class PostgresCards:
    """Implements `ports.CardsStore`."""

    async def products(self, c: Connection) -> Sequence[Product]:
        """Return what the firm sells, what it no longer sells last."""
        return [
            Product(id=id_, name=name, price=msgspec.json.decode(price, type=Price), share=share, retired_at=retired_at)
            for id_, name, price, share, retired_at in await (await c.execute(SQL["products"])).fetchall()
        ]

    async def keep_product(self, c: Connection, firm: FirmId, id_: ProductId, form: ProductForm, now: datetime) -> None:
        """Write one, new or changed."""
        price = Jsonb(msgspec.to_builtins(form.price))
        await c.execute(SQL["product_keep"], {"firm": firm, "id": id_, "name": form.name, "price": price, "share": form.share, "now": now})

    async def retire_product(self, c: Connection, id_: str, now: datetime) -> bool:
        """Sell it no more; False: there is none that is sold."""
        return await (await c.execute(SQL["product_retire"], {"id": id_, "now": now})).fetchone() is not None

    async def consultations(self, c: Connection, firm: FirmId, cursor: Cursor) -> Page[Paid]:
        """Return consultations, the newest first."""
        values = {"after": cursor.after[0] if cursor.after else None, "rows": cursor.limit + 1}
        rows = await (await c.execute(SQL["consultations"], values)).fetchall()
        return cut([paid_of(firm, row) for row in rows], cursor.limit, lambda paid: (paid.consultation.id,))

    async def consultation(self, c: Connection, firm: FirmId, id_: str) -> Paid | None:
        """Return one."""
        row = await (await c.execute(SQL["consultation"], {"id": id_})).fetchone()
        return paid_of(firm, row) if row else None

    async def ask_refund(self, c: Connection, id_: str, amount: int) -> bool:
        """Have the worker give back so much; False: it cannot be."""
        return await (await c.execute(SQL["refund_ask"], {"id": id_, "amount": amount})).fetchone() is not None

    async def alarms(self, c: Connection) -> Sequence[Alarm]:
        """Return the alarms, the newest first."""
        return [Alarm(*row) for row in await (await c.execute(SQL["alarms"])).fetchall()]


class PostgresCashing:
    """Implements `ports.CashingStore`."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        return [FirmId(firm) for (firm,) in await (await c.execute(SQL["everyone"])).fetchall()]

    async def told(self, c: Connection, after: int, limit: int) -> Sequence[JournalLine]:
        """Return what the journal tells of cards after a position, in order."""
        rows = await (await c.execute(SQL["told"], {"after": after, "rows": limit})).fetchall()
        return [JournalLine(*row) for row in rows]

    async def add(self, c: Connection, paid: Paid) -> None:
        """Write a consultation that was asked for; one that is there stays."""
        values: dict[str, Any] = {
            "firm": paid.firm, "id": paid.consultation.id, "call": paid.call, "agent": paid.agent, "product": paid.product,
            "name": paid.name, "price": Jsonb(msgspec.to_builtins(paid.consultation.price)), "share": paid.share,
            "answering": paid.answering, "at": paid.asked_at,
        }  # fmt: skip
        await c.execute(SQL["asked"], values)

    async def hold(self, c: Connection, firm: FirmId, id_: str) -> Paid | None:
        """Return one that nobody else changes until the transaction ends."""
        row = await (await c.execute(SQL["one_of"], {"firm": firm, "id": id_})).fetchone()
        return paid_of(firm, row) if row else None

    async def keep(self, c: Connection, paid: Paid) -> None:
        """Write where it stands."""
        told = paid.consultation
        values: dict[str, Any] = {
            "firm": paid.firm, "id": told.id, "state": told.state.value, "held": told.held, "token": told.token, "network": paid.network,
            "last_four": paid.last_four, "since": told.since, "until": told.until, "seconds": told.seconds, "charged": told.charged,
            "refunded": told.refunded, "why": told.why,
        }  # fmt: skip
        await c.execute(SQL["state_keep"], values)

    async def due(self, c: Connection, limit: int) -> Sequence[tuple[FirmId, ConsultationId]]:
        """Return what is to be charged, given back or refunded."""
        return [(firm, id_) for firm, id_ in await (await c.execute(SQL["due"], {"rows": limit})).fetchall()]

    async def add_masked(self, c: Connection, line: JournalLine, agent: AgentId, number: int) -> None:
        """Note that an agent's notes held card numbers."""
        await c.execute(SQL["masked_add"], {"firm": line.firm, "call": line.call, "agent": agent, "at": line.at, "number": number})

    async def masked_within(self, c: Connection, line: JournalLine, agent: AgentId, since: datetime) -> tuple[int, datetime | None]:
        """Return how many of an agent's notes did since a moment, up to this line, and when he was last told of."""
        values = {"firm": line.firm, "agent": agent, "since": since, "upto": line.at}
        row = await (await c.execute(SQL["masked_within"], values)).fetchone()
        return (int(row[0]), row[1]) if row else (0, None)

    async def add_alarm(self, c: Connection, firm: FirmId, alarm: Alarm) -> None:
        """Tell the owner."""
        values = {"firm": firm, "id": alarm.id, "agent": alarm.agent, "at": alarm.at, "number": alarm.number}
        await c.execute(SQL["alarm_add"], values)


def paid_of(firm: FirmId, row: Sequence[Any]) -> Paid:
    """Return the consultation of a row."""
    (
        id_, call, agent, product, name, price, share, answering, state, held, token, network, last_four, since, until, seconds, charged,
        refunded, refund_asked, why, asked_at,
    ) = row  # fmt: skip
    consultation = Consultation(
        id=id_, price=msgspec.json.decode(price, type=Price), state=State(state), held=held, token=token, since=since, until=until,
        seconds=seconds, charged=charged, refunded=refunded, why=why,
    )  # fmt: skip
    return Paid(
        firm=firm, call=call, agent=agent, product=product, name=name, share=share, answering=answering, asked_at=asked_at,
        consultation=consultation, network=network, last_four=last_four, refund_asked=refund_asked,
    )  # fmt: skip
