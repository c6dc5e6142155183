"""The rows of webhooks in PostgreSQL: as one firm's director sees them, and as the worker sees those of all firms."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId, IdSource
from permanence.kernel.page import BadCursor, Cursor, Page, cut
from permanence.kernel.phone import mask
from permanence.kernel.queries import Queries
from permanence.webhooks.catalogue import Happened, kind_of_call, written
from permanence.webhooks.model import Delivery, Due, Outcome, Subscription
from permanence.webhooks.retries import IN_ORDER_TRIES

SQL = Queries.beside(__file__)


class PostgresHooks:
    """Implements `ports.HookStore`."""

    async def subscriptions(self, c: Connection) -> Sequence[Subscription]:
        """Return the firm's subscriptions, the oldest first."""
        return [_subscription(row) for row in await (await c.execute(SQL["subscriptions"], {"id": None})).fetchall()]

    async def subscription(self, c: Connection, id_: str) -> Subscription:
        """Return one; raise `NotFound`."""
        row = await (await c.execute(SQL["subscriptions"], {"id": id_})).fetchone()
        if row is None:
            raise NotFound
        return _subscription(row)

    async def add(self, c: Connection, firm: FirmId, made: Subscription, secret: bytes) -> None:
        """Write a new one with its sealed secret."""
        await c.execute(SQL["subscription_add"], _values(made) | {"firm": firm, "secret": secret})

    async def change(self, c: Connection, changed: Subscription) -> None:
        """Write address, label, events and whether it is stopped."""
        await c.execute(SQL["subscription_change"], _values(changed))

    async def rotate(self, c: Connection, id_: str, secret: bytes, old_until: datetime) -> None:
        """Give it another sealed secret; the present one signs too until then."""
        await c.execute(SQL["subscription_rotate"], {"id": id_, "secret": secret, "old_until": old_until})

    async def remove(self, c: Connection, id_: str) -> None:
        """Delete it with its deliveries."""
        await c.execute(SQL["subscription_remove"], {"id": id_})

    async def deliveries(self, c: Connection, subscription: str | None, status: str | None, cursor: Cursor) -> Page[Delivery]:
        """Return what was sent, the newest first."""
        after_at, after_id = _place(cursor)
        values = {"subscription": subscription, "status": status, "id": None, "after_at": after_at, "after_id": after_id}
        rows = await (await c.execute(SQL["deliveries"], values | {"rows": cursor.limit + 1})).fetchall()
        return cut([Delivery(*row) for row in rows], cursor.limit, lambda each: (each.made_at.isoformat(), each.id))

    async def delivery(self, c: Connection, id_: str) -> Delivery:
        """Return one; raise `NotFound`."""
        values = {"subscription": None, "status": None, "id": id_, "after_at": None, "after_id": None, "rows": 1}
        row = await (await c.execute(SQL["deliveries"], values)).fetchone()
        if row is None:
            raise NotFound
        return Delivery(*row)

    async def body(self, c: Connection, event: str) -> str:
        """Return what is sent of an event; raise `NotFound`."""
        row = await (await c.execute(SQL["body"], {"id": event})).fetchone()
        if row is None:
            raise NotFound
        return str(row[0])

    async def tell(self, c: Connection, firm: FirmId, id_: str, happened: Happened, now: datetime) -> int:
        """Write an event for a firm; return its sequence."""
        return await _write_event(c, firm, id_, happened, now)

    async def send_again(self, c: Connection, firm: FirmId, id_: str, subscription: str, event: str, now: datetime) -> None:
        """Have an event go to a subscription (once more)."""
        await c.execute(SQL["delivery_again"], {"id": id_, "subscription": subscription, "event": event, "now": now})

    async def since(self, c: Connection, kind: str, since: datetime, limit: int) -> Sequence[str]:
        """Return the ids of kept events of a kind since a moment, the oldest first."""
        rows = await (await c.execute(SQL["events_since"], {"kind": kind, "since": since, "rows": limit})).fetchall()
        return [str(id_) for (id_,) in rows]


class PostgresHookWork:
    """Implements `ports.WorkStore`."""

    def __init__(self, ids: IdSource) -> None:
        """Take new ids from there."""
        self._ids = ids

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        return [FirmId(firm) for (firm,) in await (await c.execute(SQL["everyone"])).fetchall()]

    async def wanted(self, c: Connection) -> Mapping[FirmId, Collection[str]]:
        """Return which events are wanted by whom."""
        found: dict[FirmId, set[str]] = {}
        for firm, _, kinds, _, _ in await (await c.execute(SQL["wanted"])).fetchall():
            found.setdefault(FirmId(firm), set()).update(kinds)
        return found

    async def take(self, c: Connection, limit: int) -> Sequence[Happened]:
        """Take lines out of the outbox, in order."""
        rows = await (await c.execute(SQL["take"], {"rows": limit})).fetchall()
        return [Happened(firm, kind, at.isoformat(), about) for firm, kind, at, about in rows]

    async def journal_end(self, c: Connection) -> int:
        """Return the journal's last position."""
        row = await (await c.execute(SQL["journal_end"])).fetchone()
        return int(row[0]) if row else 0

    async def told(self, c: Connection, after: int, limit: int) -> tuple[Sequence[Happened], int]:
        """Return what the journal tells of calls after a position, and the position up to which was looked."""
        rows = await (await c.execute(SQL["told"], {"after": after, "rows": limit})).fetchall()
        return [_of_call(row) for row in rows], rows[-1][0] if rows else after

    async def tell(self, c: Connection, happened: Sequence[Happened], now: datetime) -> int:
        """Write events and a delivery for each subscription that wants them and is not stopped; return how many deliveries."""
        chosen = await (await c.execute(SQL["wanted"])).fetchall()
        made = 0
        for each in happened:
            at = datetime.fromisoformat(each.at)
            wanting = [(id_, runs) for firm, id_, kinds, runs, born in chosen if firm == each.firm and each.kind in kinds and born <= at]
            if not wanting:
                continue  # nobody wants it any more, or nobody wanted it yet
            event = self._ids.new("evt")
            sequence = await _write_event(c, each.firm, event, each, now)
            for subscription in (id_ for id_, runs in wanting if runs):
                values = {"firm": each.firm, "id": self._ids.new("dlv"), "subscription": subscription, "event": event}
                await c.execute(SQL["delivery_add"], values | {"sequence": sequence, "now": now})
                made += 1
        return made

    async def due(self, c: Connection, now: datetime, busy: Collection[str], limit: int) -> Sequence[Due]:
        """Return what is to be sent now, one for each subscription that is not `busy`."""
        values = {"now": now, "busy": list(busy), "in_order": IN_ORDER_TRIES, "rows": limit}
        return [_due(row) for row in await (await c.execute(SQL["due"], values)).fetchall()]

    async def note(self, c: Connection, outcome: Outcome) -> None:
        """Write what a try has changed."""
        due, answer = outcome.due, outcome.answer
        trouble = answer.trouble or (None if outcome.status == "delivered" else f"HTTP {answer.code}")
        values = {
            "firm": due.firm, "id": due.id, "subscription": due.subscription, "status": outcome.status, "due_at": outcome.due_at,
            "now": outcome.now, "code": answer.code, "trouble": trouble, "answer": answer.text, "took_ms": outcome.took_ms,
            "failing_since": outcome.failing_since, "stopped": outcome.stopped,
        }  # fmt: skip
        await c.execute(SQL["delivery_note"], values)
        await c.execute(SQL["subscription_note"], values)

    async def forget(self, c: Connection, before: datetime) -> None:
        """Delete events of before that moment with their deliveries."""
        await c.execute(SQL["forget"], {"before": before})


async def _write_event(c: Connection, firm: str, id_: str, happened: Happened, now: datetime) -> int:
    row = await (await c.execute(SQL["count_on"], {"firm": firm})).fetchone()
    assert row is not None, "the counter counts on, whatever it was"
    sequence = int(row[0])
    values = {"firm": firm, "id": id_, "sequence": sequence, "kind": happened.kind, "at": happened.at}
    await c.execute(SQL["event_add"], values | {"body": written(id_, happened, sequence), "now": now})
    return sequence


def _of_call(row: Sequence[Any]) -> Happened:
    """Return what is told of a fact. The customer's number loses its middle: who may see it asks for the call by its id."""
    _, firm, call, fact, at, told, direction, queue, agent, wait_s, talk_s = row
    kind = kind_of_call(fact, direction, told.get("outcome"))
    about: dict[str, object] = {"call_id": call, "direction": direction}
    if kind == "call.arrived":
        customer = told.get("customer")
        about |= {"dialled": told.get("dialled"), "customer": mask(customer) if customer else None}
    elif kind == "call.answered":
        about |= {"agent_id": told.get("agent"), "alias": told.get("alias"), "partner": told.get("partner", ""), "waited_s": told.get("waited_s")}
    else:
        about |= {"outcome": told.get("outcome"), "by": told.get("by"), "cause": told.get("cause"), "queue_id": queue}
        about |= {"agent_id": agent, "wait_s": wait_s, "talk_s": talk_s}
    return Happened(firm, kind, at.isoformat(), about)


def _subscription(row: Sequence[Any]) -> Subscription:
    id_, address, label, kinds, *rest = row
    return Subscription(id_, address, label, tuple(kinds), *rest)


def _values(of: Subscription) -> dict[str, Any]:
    return {name: getattr(of, name) for name in of.__struct_fields__} | {"kinds": list(of.kinds)}


def _due(row: Sequence[Any]) -> Due:
    firm, id_, subscription, event, body, tries, address, secret, old, failing = row
    return Due(firm, id_, subscription, event, body, tries, address, bytes(secret), bytes(old) if old is not None else None, failing)


def _place(cursor: Cursor) -> tuple[datetime | None, str | None]:
    if cursor.after is None:
        return None, None
    try:
        return datetime.fromisoformat(cursor.after[0]), cursor.after[1]
    except ValueError as error:
        raise BadCursor(param="cursor") from error
