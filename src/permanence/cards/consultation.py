"""A consultation that the caller pays by card: what it costs, what is held for it, and its way from the announced price to the charge.

Money is in whole millionths; what goes to a card is whole cents, rounded down, so that nobody pays for a part of a cent that he
did not use. A step that does not follow from the one before is refused; the same step again changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from permanence.cards.errors import ConsultationOutOfOrder
from permanence.kernel.ids import ConsultationId

CENT = 10_000
"""Millionths of a cent's unit: a hundredth of 1,000,000."""
MINUTE_S = 60


class Unit(StrEnum):
    """What a price is for."""

    MINUTE = "minute"  # each second counts as a sixtieth
    PACKET = "packet"  # a whole stretch of time, used or not


class Price(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a consultation costs. `amount` is in millionths, for a minute or for the packet of `most_s` seconds; a consultation
    ends after `most_s` in any case, and so much is held."""

    unit: Unit
    amount: Annotated[int, Meta(ge=CENT, le=1_000_000_000)]
    most_s: Annotated[int, Meta(ge=60, le=14_400)]
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")] = "EUR"


class State(StrEnum):
    """Where a consultation stands."""

    ANNOUNCED = "announced"
    ACCEPTED = "accepted"
    AUTHORISED = "authorised"  # the amount is held on the card
    COUNTING = "counting"
    USED = "used"  # the time is known, the charge is to come
    CAPTURED = "captured"
    VOIDED = "voided"  # the hold was given back whole
    REFUNDED = "refunded"
    FAILED = "failed"  # no card was taken


AFTER: dict[State, frozenset[State]] = {
    State.ANNOUNCED: frozenset({State.ACCEPTED, State.FAILED}),
    State.ACCEPTED: frozenset({State.AUTHORISED, State.FAILED}),
    State.AUTHORISED: frozenset({State.COUNTING, State.VOIDED}),
    State.COUNTING: frozenset({State.USED}),
    State.USED: frozenset({State.CAPTURED, State.VOIDED}),
    State.CAPTURED: frozenset({State.REFUNDED}),
    State.VOIDED: frozenset(),
    State.REFUNDED: frozenset(),
    State.FAILED: frozenset(),
}


class Consultation(msgspec.Struct, frozen=True, kw_only=True):
    """One consultation. `held`, `charged` and `refunded` are millionths; `why` says what failed; times are aware UTC."""

    id: ConsultationId
    price: Price
    state: State = State.ANNOUNCED
    held: int = 0
    token: str = ""
    since: datetime | None = None
    until: datetime | None = None
    seconds: int = 0
    charged: int = 0
    refunded: int = 0
    why: str = ""


def to_hold(price: Price) -> int:
    """Return what is held on the card before a consultation begins: its whole price for all the time that it may take."""
    return worth(price, price.most_s)


def worth(price: Price, seconds: int) -> int:
    """Return what so many seconds cost, in millionths that are whole cents; no second costs nothing, and none after `most_s` counts."""
    counted = min(max(seconds, 0), price.most_s)
    if counted == 0:
        return 0
    exact = price.amount if price.unit is Unit.PACKET else price.amount * counted // MINUTE_S
    return exact // CENT * CENT


def counted_s(price: Price, since: datetime, until: datetime) -> int:
    """Return the whole seconds of a consultation: none that has begun and is not over, none after its end."""
    return min(max(0, int((until - since).total_seconds())), price.most_s)


def accept(consultation: Consultation) -> Consultation:
    """The caller has agreed to the price."""
    return _turn(consultation, State.ACCEPTED)


def fail(consultation: Consultation, why: str) -> Consultation:
    """No card was taken, and why."""
    return _turn(consultation, State.FAILED, why=why)


def authorise(consultation: Consultation, token: str, held: int) -> Consultation:
    """The payment service holds the amount and names the hold by its token."""
    return _turn(consultation, State.AUTHORISED, token=token, held=held)


def begin(consultation: Consultation, now: datetime) -> Consultation:
    """The caller is with the agent: time counts."""
    return _turn(consultation, State.COUNTING, since=now)


def end(consultation: Consultation, now: datetime) -> Consultation:
    """Time counts no more; what was used is known."""
    since = consultation.since or now
    return _turn(consultation, State.USED, until=now, seconds=counted_s(consultation.price, since, now))


def to_charge(consultation: Consultation) -> int:
    """Return what is to be taken of the hold for what was used, in millionths; 0: the hold is to be given back."""
    return min(worth(consultation.price, consultation.seconds), consultation.held)


def captured(consultation: Consultation, amount: int) -> Consultation:
    """The payment service has taken so much of the hold and given back the rest."""
    return _turn(consultation, State.CAPTURED, charged=amount)


def voided(consultation: Consultation) -> Consultation:
    """The payment service has given back the whole hold."""
    return _turn(consultation, State.VOIDED)


def refunded(consultation: Consultation, amount: int) -> Consultation:
    """The payment service has given back what was charged, or a part of it."""
    if not 0 < amount <= consultation.charged:
        raise ConsultationOutOfOrder(state=consultation.state, step=State.REFUNDED)
    return _turn(consultation, State.REFUNDED, refunded=amount)


def _turn(consultation: Consultation, state: State, **changes: object) -> Consultation:
    if consultation.state is state:
        return consultation
    if state not in AFTER[consultation.state]:
        raise ConsultationOutOfOrder(state=consultation.state, step=state)
    return msgspec.structs.replace(consultation, state=state, **changes)
