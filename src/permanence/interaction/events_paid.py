"""Facts of what a caller pays: by the number that he calls, or by card."""

from __future__ import annotations

from datetime import datetime

from permanence.interaction.fact import Fact
from permanence.kernel.ids import AgentId, AgreementId, ConsultationId, FirmId, ProductId, TariffId, VersionId


class TariffAnnounced(Fact, frozen=True):
    """The customer hears what the call costs before anything is charged: `price` (millionths, tax included) by the minute or by the
    call (`basis`: per_minute, per_call)."""

    price: int
    basis: str
    currency: str


class TariffRefused(Fact, frozen=True):
    """The customer has spent what a month allows, hears so, and is charged nothing."""


class ChargingBegan(Fact, frozen=True):
    """The announcement is over, or was cut short by the customer (`skipped`), and the beep was heard: he is charged from here. The
    call is cut after `longest_s` charged seconds; None: it is not."""

    skipped: bool
    longest_s: int | None


class TariffWarned(Fact, frozen=True):
    """The customer was told that the call is cut in so many seconds."""

    left_s: int


class ChargingEnded(Fact, frozen=True):
    """The customer was charged from `since` until `until` by this tariff. `why` is call_over, or longest where the call was cut.
    `caller` is a keyed hash of his number, None where it is withheld."""

    tariff: TariffId
    caller: str | None
    since: datetime
    until: datetime
    why: str


class CardAsked(Fact, frozen=True):
    """The agent asked for a card: the caller hears the price in a room of his own and may accept it. `amount` is in millionths for a
    minute or for a packet of `most_s` seconds; `firm` is the answering partner, with the agreement and its `share` per ten thousand."""

    consultation: ConsultationId
    agent: AgentId
    product: ProductId
    name: str
    unit: str
    amount: int
    most_s: int
    currency: str
    share: int = 0
    firm: FirmId | None = None
    agreement: AgreementId | None = None
    version: VersionId | None = None


class CardRefused(Fact, frozen=True):
    """No card was taken, and `why`: not_accepted, no_keys, timed_out, too_many_tries, declined, service_away, cancelled, gone, keypad_lost."""

    consultation: ConsultationId
    why: str


class CardAuthorised(Fact, frozen=True):
    """The caller accepted the price and the payment service holds the amount; time counts from here."""

    consultation: ConsultationId
    token: str
    network: str
    last_four: str


class ConsultationCounted(Fact, frozen=True):
    """The time that is paid for is over."""

    consultation: ConsultationId
    since: datetime
    until: datetime


class CardNumbersMasked(Fact, frozen=True):
    """The agent's notes held card numbers; they were masked before anything was kept."""

    agent: AgentId
    count: int
