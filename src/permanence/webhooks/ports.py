"""What webhooks need of the world: rows, the seal of secrets, a way to an address."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId
from permanence.kernel.page import Cursor, Page
from permanence.webhooks.catalogue import Happened
from permanence.webhooks.model import Answer, Delivery, Due, Outcome, Subscription


class Seals(Protocol):
    """Seals secrets with the firm and the row that they are for."""

    def seal(self, firm: str, name: str, secret: str) -> bytes:
        """Return the sealed secret."""
        ...

    def open(self, firm: str, name: str, sealed: bytes) -> str:
        """Return the secret; raise where firm or name are not those of the sealing."""
        ...


class Chance(Protocol):
    """Where secrets and jitter come from."""

    def secret(self) -> bytes:
        """Return the bytes of a new secret."""
        ...

    def share(self) -> float:
        """Return a number between 0 and 1."""
        ...


class Post(Protocol):
    """The way to addresses."""

    async def is_fit(self, address: str) -> bool:
        """Say whether an address may be told at this moment."""
        ...

    async def send(self, address: str, headers: Mapping[str, str], body: str) -> Answer:
        """Send a body to an address, which is judged again, and return what it answered. Never raises for what the far end does."""
        ...


class HookStore(Protocol):
    """The rows of one firm, as its director sees them."""

    async def subscriptions(self, c: Connection) -> Sequence[Subscription]:
        """Return the firm's subscriptions, the oldest first."""
        ...

    async def subscription(self, c: Connection, id_: str) -> Subscription:
        """Return one; raise `NotFound`."""
        ...

    async def add(self, c: Connection, firm: FirmId, made: Subscription, secret: bytes) -> None:
        """Write a new one with its sealed secret."""
        ...

    async def change(self, c: Connection, changed: Subscription) -> None:
        """Write address, label, events and whether it is stopped."""
        ...

    async def rotate(self, c: Connection, id_: str, secret: bytes, old_until: datetime) -> None:
        """Give it another sealed secret; the present one signs too until then."""
        ...

    async def remove(self, c: Connection, id_: str) -> None:
        """Delete it with its deliveries."""
        ...

    async def deliveries(self, c: Connection, subscription: str | None, status: str | None, cursor: Cursor) -> Page[Delivery]:
        """Return what was sent, the newest first."""
        ...

    async def delivery(self, c: Connection, id_: str) -> Delivery:
        """Return one; raise `NotFound`."""
        ...

    async def body(self, c: Connection, event: str) -> str:
        """Return what is sent of an event; raise `NotFound`."""
        ...

    async def tell(self, c: Connection, firm: FirmId, id_: str, happened: Happened, now: datetime) -> int:
        """Write an event for a firm; return its sequence."""
        ...

    async def send_again(self, c: Connection, firm: FirmId, id_: str, subscription: str, event: str, now: datetime) -> None:
        """Have an event go to a subscription (once more)."""
        ...

    async def since(self, c: Connection, kind: str, since: datetime, limit: int) -> Sequence[str]:
        """Return the ids of kept events of a kind since a moment, the oldest first."""
        ...


class WorkStore(Protocol):
    """The rows of all firms, as the worker sees them."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        ...

    async def wanted(self, c: Connection) -> Mapping[FirmId, Collection[str]]:
        """Return which events are wanted by whom."""
        ...

    async def take(self, c: Connection, limit: int) -> Sequence[Happened]:
        """Take lines out of the outbox, in order."""
        ...

    async def journal_end(self, c: Connection) -> int:
        """Return the journal's last position."""
        ...

    async def told(self, c: Connection, after: int, limit: int) -> tuple[Sequence[Happened], int]:
        """Return what the journal tells of calls after a position, and the position up to which was looked."""
        ...

    async def tell(self, c: Connection, happened: Sequence[Happened], now: datetime) -> int:
        """Write events and a delivery for each subscription that wants them and is not stopped; return how many deliveries."""
        ...

    async def due(self, c: Connection, now: datetime, busy: Collection[str], limit: int) -> Sequence[Due]:
        """Return what is to be sent now, one for each subscription that is not `busy`."""
        ...

    async def note(self, c: Connection, outcome: Outcome) -> None:
        """Write what a try has changed."""
        ...

    async def forget(self, c: Connection, before: datetime) -> None:
        """Delete events of before that moment with their deliveries."""
        ...
