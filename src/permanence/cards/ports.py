"""What cards need of the world: a payment service, the caller's leg in the keypad's own room, and a line to the floor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from permanence.cards.consultation import Price
from permanence.cards.keypad import CardEntered, Prompt, Result, Shown
from permanence.kernel.ids import ConsultationId, InteractionId


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


class FloorLine(Protocol):
    """The way back to the floor. It carries counts and results, and has no field for a digit."""

    def show(self, asked: Asked, shown: Shown) -> None:
        """Tell how far the caller is."""
        ...

    def end(self, asked: Asked, told: Told) -> None:
        """Tell how it ended; it is told again until the floor has heard it."""
        ...
