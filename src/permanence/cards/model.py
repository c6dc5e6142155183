"""Cards as values: what a firm sells, what was paid, and what the worker makes of the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from permanence.cards.consultation import Consultation, Price
from permanence.kernel.ids import AgentId, AlarmId, FirmId, InteractionId, ProductId

NUMBERS_AN_HOUR = 3
"""So many notes with card numbers by one agent within an hour raise an alarm."""


class ProductForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a director writes of a consultation; `share` is what an answering partner gets of it, per ten thousand."""

    name: Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    price: Price
    share: Annotated[int, Meta(ge=0, le=10_000)] = 0


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A consultation that a firm sells by card."""

    id: ProductId
    name: str
    price: Price
    share: int
    retired_at: datetime | None = None


class Paid(msgspec.Struct, frozen=True, kw_only=True):
    """A consultation with what it belongs to: the call, the agent, the partner who answered, and what may be shown of the card."""

    firm: FirmId
    call: InteractionId
    agent: AgentId
    product: ProductId
    name: str
    share: int
    answering: FirmId | None
    asked_at: datetime
    consultation: Consultation
    network: str = ""
    last_four: str = ""
    refund_asked: int = 0


class Alarm(msgspec.Struct, frozen=True):
    """An agent wrote card numbers into notes `number` times within an hour."""

    id: AlarmId
    agent: AgentId
    at: datetime
    number: int
