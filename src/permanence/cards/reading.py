"""What the journal's lines make of a consultation, and when card numbers in notes become an alarm. Decisions only."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from permanence.cards import consultation as steps
from permanence.cards.consultation import Consultation, Price, State, Unit
from permanence.cards.model import NUMBERS_AN_HOUR, Paid
from permanence.interaction.events import CardAsked, CardAuthorised, CardRefused, ConsultationCounted
from permanence.kernel.ids import FirmId, InteractionId

HOUR = timedelta(hours=1)


def asked(firm: FirmId, call: InteractionId, at: datetime, fact: CardAsked) -> Paid:
    """Return the consultation that begins with this fact."""
    price = Price(unit=Unit(fact.unit), amount=fact.amount, most_s=fact.most_s, currency=fact.currency)
    return Paid(
        firm=firm, call=call, agent=fact.agent, product=fact.product, name=fact.name, share=fact.share if fact.firm else 0,
        answering=fact.firm, asked_at=at, consultation=Consultation(id=fact.consultation, price=price),
    )  # fmt: skip


def after(paid: Paid, fact: CardRefused | CardAuthorised | ConsultationCounted, at: datetime) -> Paid:
    """Return a consultation after what the journal tells next. What it was told already changes nothing."""
    told = paid.consultation
    match fact:
        case CardRefused() if told.state is State.ANNOUNCED:
            return _now(paid, steps.fail(told, fact.why))
        case CardAuthorised() if told.state is State.ANNOUNCED:
            held = steps.authorise(steps.accept(told), fact.token, steps.to_hold(told.price))
            shown = msgspec.structs.replace(paid, network=fact.network, last_four=fact.last_four)
            return _now(shown, steps.begin(held, at))
        case ConsultationCounted() if told.state is State.COUNTING:
            return _now(paid, steps.end(msgspec.structs.replace(told, since=fact.since), fact.until))
        case _:
            return paid


def is_alarm(number: int, last: datetime | None, at: datetime) -> bool:
    """Say whether so many notes within an hour are told of: from the third on, once an hour for each agent."""
    return number >= NUMBERS_AN_HOUR and (last is None or at - last >= HOUR)


def _now(paid: Paid, consultation: Consultation) -> Paid:
    return msgspec.structs.replace(paid, consultation=consultation)
