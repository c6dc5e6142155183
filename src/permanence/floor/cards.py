"""Cards on the floor: which consultations an agent may take a card for, and what the keypad's process tells of callers who pay.

The floor holds no digit of a card. A keypad that is lost gives every caller whom it had back to his agent.
"""

from __future__ import annotations

from datetime import datetime

from permanence.floor.machine import receive, settle
from permanence.floor.protocol import PadEnded, PadShown, PadUp
from permanence.floor.world import World
from permanence.interaction import card
from permanence.interaction import signals as s
from permanence.interaction.events import CardAuthorised
from permanence.interaction.model import Call, CardTerms, Phase, is_capturing
from permanence.interaction.steps import No, Turn
from permanence.interaction.talk import ask
from permanence.kernel.ids import ConsultationId, IdSource, InteractionId, ProductId

AWAY = No("card.away", "Cards cannot be taken right now: the payment service is not set up, or its process is starting.")
NO_PRODUCT = No("card.product", "The caller's firm has no such paid consultation, or does not let you take cards for it.")
NOT_AWAITED = No("card.not_awaited", "Nobody waits for this card any more.")


def offered(world: World, call: Call) -> list[CardTerms]:
    """Return the consultations for which the agent of this call may take a card: those of the caller's firm, where it lets its
    partner do so."""
    leg = call.agent
    if leg is None or leg.agent is None or call.phase is not Phase.TALKING or not world.keypads:
        return []
    if leg.partner is not None:
        terms = world.partners.terms(leg.partner.agreement, leg.partner.version)
        if terms is None or not terms.cards:
            return []
    return sorted(world.products.get(call.firm, {}).values(), key=lambda each: (each.name, each.product))


def take(world: World, call: Call, product: ProductId, now: datetime, ids: IdSource) -> No | str:
    """Have the caller pay this consultation by card; return the consultation's id, or why not."""
    if not world.keypads:
        return AWAY
    terms = next((each for each in offered(world, call) if each.product == product), None)
    if terms is None:
        return NO_PRODUCT
    consultation = ConsultationId(ids.new("con"))
    turn = Turn()
    refusal = ask(call, s.TakeCard(consultation, terms), now, turn)
    settle(world, call, turn, now)
    return refusal or consultation


def pad_up(world: World, told: PadUp, now: datetime) -> None:
    """A keypad is there. Callers whom it does not have, though they were given to it, come back."""
    world.keypads += 1
    _show_offers(world)
    _lost(world, frozenset(told.captures), now)


def pad_gone(world: World, now: datetime) -> None:
    """The keypad is gone: every caller whom it had comes back, unless another is there that says what it has."""
    world.keypads = max(0, world.keypads - 1)
    _show_offers(world)
    if not world.keypads:
        _lost(world, frozenset(), now)


def pad_shown(world: World, told: PadShown, now: datetime) -> None:
    """Show how far a caller is."""
    call = world.calls.get(InteractionId(told.call))
    if call is not None:
        card.shown(call, ConsultationId(told.consultation), told.stage, told.digits, told.tries, now)
        world.effects.calls[call.id] = call
        world.note_deadlines(call)


def pad_ended(world: World, told: PadEnded, now: datetime, ids: IdSource) -> No | None:
    """Take the caller back with what came of it; refuse a hold that nobody waits for."""
    call, turn = world.calls.get(InteractionId(told.call)), Turn()
    id_ = ConsultationId(told.consultation)
    if call is None or call.card is None or call.card.id != id_:
        return NOT_AWAITED
    if told.result == card.AUTHORISED:
        fact = CardAuthorised(id_, told.token, told.network, told.last_four)
        again = call.card.result == card.AUTHORISED  # its answer was lost
        taken = again or card.authorised(call, id_, fact, now, turn)
        settle(world, call, turn, now)
        return None if taken else NOT_AWAITED
    card.give_up(call, told.result, now, turn)
    settle(world, call, turn, now)
    if told.result == card.GONE and call.customer_channel is not None and call.phase is not Phase.ENDED:
        receive(world, s.Gone(call.customer_channel), now, ids)
    return None


def _lost(world: World, kept: frozenset[str], now: datetime) -> None:
    for call in [each for each in world.calls.values() if is_capturing(each)]:
        if call.card is not None and call.card.id not in kept and call.card.stage != "waiting":
            turn = Turn()
            card.give_up(call, card.LOST, now, turn)
            settle(world, call, turn, now)


def _show_offers(world: World) -> None:
    for call in world.calls.values():
        if call.phase is Phase.TALKING:
            world.effects.calls[call.id] = call
