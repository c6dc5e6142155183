"""Paying by card during a conversation: the caller goes alone to the keypad's room and comes back, and time that is paid for counts.

While he is there nobody hears him, the recording writes silence with a mark, and what he presses reaches the keypad's process alone;
this machine learns counts and the result. Whatever happens to that process he comes back to his agent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction import signals as s
from permanence.interaction.legs import silence_recording, sound_recording, stop_counting
from permanence.interaction.model import Call, Card, Phase, is_capturing, is_counting
from permanence.interaction.steps import No, Turn
from permanence.kernel.ids import ConsultationId

FIRST_WORD_S = 5
"""How long the keypad may take to say that it has the caller."""
SILENCE_S = 90
"""How long it may say nothing afterwards; its own time-outs come first."""
AUTHORISED, GONE, CANCELLED, LOST = "authorised", "gone", "cancelled", "keypad_lost"

UNDER_WAY = No("card.under_way", "The caller is entering a card; wait, or take him back first.")
NONE = No("card.none", "No card is being taken and no paid consultation is under way.")
HELD = No("card.held", "Take the caller off hold and end the consultation with your colleague first.")
COUNTING = No("card.counting", "A paid consultation is under way already; end it first.")


def ask(call: Call, wish: s.TakeCard | s.CancelCard | s.EndConsultation, now: datetime, turn: Turn) -> No | None:
    """Do what the agent asks about a card, or say why not. The caller and the agent are in a conversation."""
    match wish:
        case s.TakeCard():
            return _take(call, wish, now, turn)
        case s.CancelCard() if is_capturing(call):
            give_up(call, CANCELLED, now, turn)
        case s.EndConsultation() if is_counting(call):
            stop_counting(call, now, turn)
        case _:
            return NONE
    return None


def _take(call: Call, wish: s.TakeCard, now: datetime, turn: Turn) -> No | None:
    if is_capturing(call):
        return UNDER_WAY
    if is_counting(call):
        return COUNTING
    if call.held or call.consult is not None:
        return HELD
    if call.agent is None or call.agent.agent is None or call.customer_channel is None:
        return NONE
    partner, terms = call.agent.partner, wish.terms
    call.card = Card(wish.consultation, terms, call.agent.agent)
    call.deadlines["card"] = now + timedelta(seconds=FIRST_WORD_S)
    silence_recording(call, "card", now, turn)
    turn.facts.append(
        f.CardAsked(
            wish.consultation, call.agent.agent, terms.product, terms.name, terms.unit, terms.amount, terms.most_s, terms.currency,
            terms.share, partner.firm if partner else None, partner.agreement if partner else None, partner.version if partner else None,
        )
    )  # fmt: skip
    words = (wish.consultation, call.id, call.language, terms.unit, str(terms.amount), str(terms.most_s), terms.currency)
    turn.commands += [
        c.Leave(call.id, call.bridge, call.customer_channel),
        c.ToKeypad(call.id, call.customer_channel, words),
    ]
    return None


def shown(call: Call, consultation: ConsultationId, stage: str, digits: int, tries: int, now: datetime) -> None:
    """The keypad tells how far the caller is; what belongs to another capture is dropped."""
    if call.card is not None and call.card.id == consultation and is_capturing(call):
        call.card.stage, call.card.digits, call.card.tries = stage, digits, tries
        call.deadlines["card"] = now + timedelta(seconds=SILENCE_S)


def authorised(call: Call, consultation: ConsultationId, told: f.CardAuthorised, now: datetime, turn: Turn) -> bool:
    """The amount is held: the caller comes back and time counts. False: nobody waits for it any more, so it must be given back."""
    if call.card is None or call.card.id != consultation or not is_capturing(call) or call.phase is not Phase.TALKING:
        return False
    _come_back(call, AUTHORISED, now, turn)
    call.card.last_four, call.card.since = told.last_four, now
    call.deadlines["card"] = now + timedelta(seconds=call.card.terms.most_s)
    turn.facts.append(told)
    return True


def give_up(call: Call, why: str, now: datetime, turn: Turn) -> None:
    """No card was taken: the caller comes back unharmed, unless he is gone."""
    if call.card is not None and is_capturing(call):
        _come_back(call, why, now, turn)
        turn.facts.append(f.CardRefused(call.card.id, why))


def time_up(call: Call, now: datetime, turn: Turn) -> None:
    """The keypad says nothing any more, or all the time that was paid for is over."""
    if is_capturing(call):
        give_up(call, LOST, now, turn)
    else:
        stop_counting(call, now, turn)


def _come_back(call: Call, result: str, now: datetime, turn: Turn) -> None:
    assert call.card is not None, "only a capture ends"
    call.deadlines.pop("card", None)
    call.card.result, call.card.stage, call.card.digits = result, "ended", 0
    if result != GONE and call.customer_channel is not None:
        turn.commands += [
            c.FromKeypad(call.id, call.customer_channel),
            c.Join(call.id, call.bridge, (call.customer_channel,)),
        ]
    sound_recording(call, "card", now, turn)
