"""What cards need of the world: a payment service, the caller's leg in the keypad's own room, and a line to the floor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from permanence.cards.consultation import Price
from permanence.cards.keypad import CardEntered, Prompt, Result, Shown
from permanence.cards.model import Alarm, Paid, Product, ProductForm
from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, ConsultationId, FirmId, InteractionId, ProductId
from permanence.kernel.page import Cursor, Page


class Hold(msgspec.Struct, frozen=True):
    """What a payment service holds: its own name for it, and what may be shown of the card (PCI DSS 3.4)."""

    token: str
    network: str
    last_four: str


class PaymentService(Protocol):
    """A payment service. Amounts are millionths that are whole cents; `reference` names what the money is for and makes every
    request safe to repeat. All raise `PaymentServiceAway` where it does not answer, and `PaymentRefused` where it says no."""

    async def authorise(self, card: CardEntered, amount: int, currency: str, reference: str) -> Hold:
        """Hold an amount on a card. The card is wiped whatever happens."""
        ...

    async def capture(self, token: str, amount: int, reference: str) -> None:
        """Take so much of a hold and give back the rest."""
        ...

    async def void(self, token: str, reference: str) -> None:
        """Give back a whole hold."""
        ...

    async def refund(self, token: str, amount: int, reference: str) -> None:
        """Give back so much of what was taken."""
        ...


class Asked(msgspec.Struct, frozen=True):
    """What the floor hands over with a caller's leg: for which consultation of which call, in which language, at which price."""

    consultation: ConsultationId
    call: InteractionId
    language: str
    price: Price


class Told(msgspec.Struct, frozen=True):
    """How a capture ended; of the card nothing but what may be shown."""

    result: Result
    token: str = ""
    network: str = ""
    last_four: str = ""


class Room(Protocol):
    """The keypad's own room at the switch: the caller is there alone."""

    def say(self, leg: str, asked: Asked, prompts: Sequence[Prompt]) -> None:
        """Play prompts to the caller, in place of what plays."""
        ...

    def hush(self, leg: str) -> None:
        """Stop what plays."""
        ...


class FloorLine(Protocol):
    """The way back to the floor. It carries counts and results, and has no field for a digit."""

    def show(self, asked: Asked, shown: Shown) -> None:
        """Tell how far the caller is."""
        ...

    def end(self, asked: Asked, told: Told) -> None:
        """Tell how it ended; it is told again until the floor has heard it."""
        ...


class CardsStore(Protocol):
    """The rows of cards as a firm sees them."""

    async def products(self, c: Connection) -> Sequence[Product]:
        """Return what the firm sells, what it no longer sells last."""
        ...

    async def keep_product(self, c: Connection, firm: FirmId, id_: ProductId, form: ProductForm, now: datetime) -> None:
        """Write one, new or changed."""
        ...

    async def retire_product(self, c: Connection, id_: str, now: datetime) -> bool:
        """Sell it no more; False: there is none that is sold."""
        ...

    async def consultations(self, c: Connection, firm: FirmId, cursor: Cursor) -> Page[Paid]:
        """Return consultations, the newest first."""
        ...

    async def consultation(self, c: Connection, firm: FirmId, id_: str) -> Paid | None:
        """Return one."""
        ...

    async def ask_refund(self, c: Connection, id_: str, amount: int) -> bool:
        """Have the worker give back so much; False: it cannot be."""
        ...

    async def alarms(self, c: Connection) -> Sequence[Alarm]:
        """Return the alarms, the newest first."""
        ...


class JournalLine(msgspec.Struct, frozen=True):
    """A line of the journal that tells of cards."""

    position: int
    firm: FirmId
    call: InteractionId
    at: datetime
    kind: str
    data: str


class CashingStore(Protocol):
    """What the worker makes of the journal, and what is to be charged. Transactions name all firms."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        ...

    async def told(self, c: Connection, after: int, limit: int) -> Sequence[JournalLine]:
        """Return what the journal tells of cards after a position, in order."""
        ...

    async def add(self, c: Connection, paid: Paid) -> None:
        """Write a consultation that was asked for; one that is there stays."""
        ...

    async def hold(self, c: Connection, firm: FirmId, id_: str) -> Paid | None:
        """Return one that nobody else changes until the transaction ends."""
        ...

    async def keep(self, c: Connection, paid: Paid) -> None:
        """Write where it stands."""
        ...

    async def due(self, c: Connection, limit: int) -> Sequence[tuple[FirmId, ConsultationId]]:
        """Return what is to be charged, given back or refunded."""
        ...

    async def add_masked(self, c: Connection, line: JournalLine, agent: AgentId, number: int) -> None:
        """Note that an agent's notes held card numbers."""
        ...

    async def masked_within(self, c: Connection, line: JournalLine, agent: AgentId, since: datetime) -> tuple[int, datetime | None]:
        """Return how many of an agent's notes did since a moment, up to this line, and when he was last told of."""
        ...

    async def add_alarm(self, c: Connection, firm: FirmId, alarm: Alarm) -> None:
        """Tell the owner."""
        ...
