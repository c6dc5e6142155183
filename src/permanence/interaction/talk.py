"""What happens inside a conversation: hold, consult, conference, transfer, private moments, a lost device.

Hold takes the customer out of the room and gives him music, the one way in which he hears pure music and the
agent hears nothing of him. A lost device (refresh, crash, network) keeps the customer on music until the device
is back or its time is over; then he waits in the queue again with his old place.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from permanence.interaction import card, partner, supervision
from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction import signals as s
from permanence.interaction.legs import (
    close_card,
    customer_back,
    drop_leg,
    end_call,
    end_monitors,
    end_private,
    enter_queue,
    music_for_customer,
    reason_of,
    release_agent,
    ringing_leg,
    silence_recording,
    sound_recording,
    wrap_up_s,
)
from permanence.interaction.model import (
    Call,
    Consult,
    EndedBy,
    Leg,
    LegState,
    Outcome,
    Partner,
    Phase,
    QueueTerms,
    is_capturing,
    seconds_between,
)
from permanence.interaction.steps import AgentReleased, AgentTalks, No, Turn
from permanence.kernel.ids import AgentId

RECONNECT_S = 20
TRANSFER_S = 30
CONSULT_S = 45

NOT_TALKING = No("call.not_talking", "You are not in a conversation.")


def ask(call: Call, wish: s.Ask, now: datetime, turn: Turn) -> No | None:
    """Do what a person on the call asks, or say why not."""
    match wish:
        case s.HangUpCall():
            return _hang_up(call, now, turn)
        case s.StartMonitor():
            return supervision.start(call, wish, now, turn)
        case s.ChangeMonitor():
            return supervision.change(call, wish, turn)
        case s.StopMonitor():
            return supervision.stop(call, wish, turn)
        case _ if call.phase is not Phase.TALKING or call.agent is None:
            return NOT_TALKING
        case s.TakeCard() | s.CancelCard() | s.EndConsultation():
            return card.ask(call, wish, now, turn)
        case _ if is_capturing(call) and not isinstance(wish, s.MuteMe):
            return card.UNDER_WAY
        case s.Hold():
            return _hold(call, now, turn)
        case s.Resume():
            return _resume(call, now, turn)
        case s.MuteMe(on=on):
            return _mute(call, call.agent, turn, on=on)
        case s.Private(on=on):
            return _private(call, now, turn, on=on)
        case _:
            return _third_party(call, wish, now, turn)


def _third_party(call: Call, wish: s.Ask, now: datetime, turn: Turn) -> No | None:
    match wish:
        case s.StartConsult():
            return _consult(call, wish, now, turn)
        case s.CancelConsult() if call.consult is not None:
            _end_consult(call, "cancelled", now, turn, hang_up=True)
        case s.JoinConsult() if call.consult is not None and call.consult.leg.state is LegState.UP:
            _conference(call, call.consult, now, turn)
        case s.CompleteTransfer() if call.consult is not None:
            if not hand_over_to_consult(call, now, turn):
                return No("consult.not_answered", "The other party has not answered yet.")
        case s.TransferTo():
            return _transfer(call, wish, now, turn)
        case _:
            return No("consult.none", "There is no consultation on this call.")
    return None


def _hang_up(call: Call, now: datetime, turn: Turn) -> No | None:
    if call.agent is None:
        return NOT_TALKING
    if call.consult is not None and call.consult.joined and hand_over_to_consult(call, now, turn):
        return None  # leaving a conference leaves the others together
    cancelled = call.phase is Phase.DIALLING
    end_call(call, now, turn, Outcome.CANCELLED if cancelled else Outcome.ANSWERED, EndedBy.AGENT)
    return None


def _hold(call: Call, now: datetime, turn: Turn) -> No | None:
    if not call.held:
        music_for_customer(call, turn)
        call.held, call.held_at = True, now
        silence_recording(call, "hold", now, turn)
        turn.facts.append(f.CallHeld())
    return None


def _resume(call: Call, now: datetime, turn: Turn) -> No | None:
    if call.held:
        customer_back(call, turn)
        _note_resumed(call, now, turn)
    return None


def _note_resumed(call: Call, now: datetime, turn: Turn) -> None:
    if call.held_at is not None:
        call.hold_s += seconds_between(call.held_at, now)
    call.held, call.held_at = False, None
    sound_recording(call, "hold", now, turn)
    turn.facts.append(f.CallResumed())


def _mute(call: Call, agent: Leg, turn: Turn, *, on: bool) -> No | None:
    if call.muted is not on:
        call.muted = on
        turn.commands.append((c.Mute if on else c.Unmute)(call.id, agent.channel))
    return None


def _private(call: Call, now: datetime, turn: Turn, *, on: bool) -> No | None:
    if call.private is on:
        return None
    if on:
        call.private = True
        end_monitors(call, turn)
        silence_recording(call, "private", now, turn)
        turn.facts.append(f.PrivateStarted())
    else:
        end_private(call, now, turn)
    return None


def _consult(call: Call, wish: s.StartConsult, now: datetime, turn: Turn) -> No | None:
    if call.consult is not None:
        return No("consult.already", "You are already consulting somebody; end that first.")
    _hold(call, now, turn)
    leg = ringing_leg(call, "leg", wish.endpoint, now)
    leg.agent, leg.label = wish.agent, wish.label
    leg.partner = _colleague_of(call, wish.agent)
    call.consult = Consult(leg)
    _call_third_party(call, leg, CONSULT_S, turn)
    turn.facts.append(f.ConsultStarted(wish.label))
    return None


def _colleague_of(call: Call, agent: AgentId | None) -> Partner | None:
    """Return what holds for a colleague whom a partner's agent asks: the two are of one firm, and alike."""
    return call.agent.partner if call.agent is not None and agent is not None else None


def _call_third_party(call: Call, leg: Leg, timeout_s: int, turn: Turn) -> None:
    if leg.agent is not None:
        turn.needs.append(AgentTalks(leg.agent))
    shown = partner.shown_customer(call, leg) if leg.agent is not None else call.dialled
    originator = call.agent.channel if call.agent else call.customer_channel
    turn.commands.append(
        c.Ring(call.id, leg.channel, leg.endpoint, call.brand_name, shown, timeout_s, originator)
    )


def _conference(call: Call, consult: Consult, now: datetime, turn: Turn) -> None:
    if not consult.joined:
        consult.joined = True
        _resume(call, now, turn)
        turn.facts.append(f.ConferenceStarted(consult.leg.label))


def _end_consult(call: Call, reason: str, now: datetime, turn: Turn, *, hang_up: bool) -> None:
    """The third party is out. After a conference or a cancelled consultation the customer is back at once;
    when the third party itself went, the agent finishes the thought and takes the customer back by a key."""
    consult, call.consult = call.consult, None
    if consult is None:
        return
    if consult.leg.state is LegState.RINGING:
        _tone(call, turn, on=False)
    if hang_up:
        drop_leg(call, consult.leg, turn)
        _resume(call, now, turn)
    elif consult.leg.agent is not None:
        turn.needs.append(AgentReleased(consult.leg.agent, 0, reason if reason == "no_answer" else None))
    turn.facts.append(f.ConsultEnded(consult.leg.label, reason))


def hand_over_to_consult(call: Call, now: datetime, turn: Turn) -> bool:
    """Leave customer and third party together: the consulted party takes the agent's place."""
    if call.consult is None or call.consult.leg.state is not LegState.UP or call.phase is not Phase.TALKING:
        return False
    target, call.consult = call.consult.leg, None
    if call.held:
        customer_back(call, turn)
        _note_resumed(call, now, turn)
    release_agent(call, now, turn, hang_up=True)
    _take_over(call, target, now, turn, blind=False)
    return True


def _take_over(call: Call, target: Leg, now: datetime, turn: Turn, *, blind: bool) -> None:
    """Another has the call from now on, and is heard, whatever the one before had switched off."""
    call.agent, call.phase, call.muted = target, Phase.TALKING, False
    end_private(call, now, turn)
    call.last_agent = target.agent or call.last_agent
    partner.takes(call, target, now, turn)
    turn.facts.append(f.CallTransferred(target.label, blind))
    supervision.agent_changed(call, turn)


def _transfer(call: Call, wish: s.TransferTo, now: datetime, turn: Turn) -> No | None:
    """Blind: the agent is free at once, the customer hears music until the target answers."""
    if call.consult is not None:
        return No("consult.already", "You are already consulting somebody; complete or end that first.")
    _hold(call, now, turn)
    leg = ringing_leg(call, "leg", wish.endpoint, now)
    leg.agent, leg.label = wish.agent, wish.label
    leg.partner = _colleague_of(call, wish.agent)
    end_monitors(call, turn)
    release_agent(call, now, turn, hang_up=True)
    call.transfer, call.phase = leg, Phase.TRANSFERRING
    call.deadlines["transfer"] = now + timedelta(seconds=TRANSFER_S)
    _call_third_party(call, leg, TRANSFER_S, turn)
    return None


def transfer_to_queue(call: Call, terms: QueueTerms, now: datetime, turn: Turn) -> No | None:
    """Blind transfer into a queue: the customer waits there, first among those of equal priority."""
    if call.phase is not Phase.TALKING or call.agent is None:
        return NOT_TALKING
    if is_capturing(call):
        return card.UNDER_WAY
    if call.consult is not None:
        return No("consult.already", "You are already consulting somebody; complete or end that first.")
    _hold(call, now, turn)
    end_monitors(call, turn)
    release_agent(call, now, turn, hang_up=True)
    _note_resumed(call, now, turn)
    turn.facts.append(f.CallTransferred(terms.name, True))
    enter_queue(call, terms, now, turn)
    return None


def ringing(call: Call, channel: str, turn: Turn) -> None:
    """The third party's telephone rings: the agent hears it."""
    if call.consult is not None and call.consult.leg.channel == channel and call.phase is Phase.TALKING:
        _tone(call, turn, on=True)


def _tone(call: Call, turn: Turn, *, on: bool) -> None:
    """Let the agent hear the third party's telephone ring; an agent whose device is lost hears nothing."""
    if call.agent is not None and call.phase is Phase.TALKING:
        turn.commands.append((c.StartTone if on else c.StopTone)(call.id, call.agent.channel))


def third_party_up(call: Call, channel: str, now: datetime, turn: Turn) -> None:
    """A consulted or transferred-to party answered; an unknown leg that answers is hung up."""
    consult, transfer = call.consult, call.transfer
    if consult is not None and consult.leg.channel == channel:
        if consult.leg.state is LegState.RINGING:
            consult.leg.state = LegState.UP
            _tone(call, turn, on=False)
            turn.commands.append(c.Join(call.id, call.bridge, (channel,)))
            turn.facts.append(f.ConsultAnswered(consult.leg.label))
    elif transfer is not None and transfer.channel == channel:
        transfer.state, call.transfer = LegState.UP, None
        call.deadlines.pop("transfer", None)
        turn.commands.append(c.Join(call.id, call.bridge, (channel,)))
        _take_over(call, transfer, now, turn, blind=True)
        customer_back(call, turn)
        _note_resumed(call, now, turn)
    elif channel != call.customer_channel and (call.agent is None or call.agent.channel != channel):
        turn.commands.append(c.HangUp(call.id, channel))


def third_party_gone(call: Call, channel: str, cause: int, now: datetime, turn: Turn) -> None:
    """A consulted or transferred-to party ended or did not answer."""
    if call.consult is not None and call.consult.leg.channel == channel:
        reason = "hung_up" if call.consult.leg.state is LegState.UP else reason_of(cause)
        _end_consult(call, reason, now, turn, hang_up=False)
    elif call.transfer is not None and call.transfer.channel == channel:
        _transfer_failed(call, reason_of(cause), now, turn)


def _transfer_failed(call: Call, reason: str, now: datetime, turn: Turn) -> None:
    leg, call.transfer = call.transfer, None
    call.deadlines.pop("transfer", None)
    if leg is None:
        return
    if leg.agent is not None:
        turn.needs.append(AgentReleased(leg.agent, 0, reason))
    turn.facts.append(f.TransferFailed(leg.label, reason))
    if call.terms is None:
        end_call(call, now, turn, Outcome.ANSWERED, EndedBy.PLATFORM)
        return
    _note_resumed(call, now, turn)
    enter_queue(call, call.terms, now, turn, since=call.queued_at)


def device_changed(call: Call, endpoint: str, reachable: bool, why: str, now: datetime, turn: Turn) -> None:
    """The agent's device went away or came back."""
    leg = call.agent
    if leg is None or leg.endpoint != endpoint or leg.agent is None:
        return
    if not reachable and call.phase is Phase.TALKING:
        agent_lost(call, why or "device_lost", now, turn)
    elif reachable and call.phase is Phase.RECONNECTING and leg.channel not in call.deadlines:
        call.agent = Leg(call.name("leg"), leg.endpoint, LegState.RINGING, now, leg.agent, leg.label, leg.partner)
        call.deadlines[call.agent.channel] = now + timedelta(seconds=RECONNECT_S)
        turn.commands.append(
            c.Ring(
                call.id, call.agent.channel, endpoint, call.brand_name, partner.shown_customer(call, leg), RECONNECT_S,
                call.customer_channel,
            )
        )  # fmt: skip


def agent_lost(call: Call, why: str, now: datetime, turn: Turn) -> None:
    """Keep the customer on music; the old leg would stay for ever, so it is ended."""
    if call.agent is None or call.agent.agent is None:
        end_call(call, now, turn, Outcome.ANSWERED, EndedBy.SWITCH, 0)
        return
    card.give_up(call, "cancelled", now, turn)
    if call.consult is None or not call.consult.joined:
        music_for_customer(call, turn)
    turn.commands.append(c.HangUp(call.id, call.agent.channel))
    call.phase = Phase.RECONNECTING
    partner.is_lost(call, now)
    call.deadlines["reconnect"] = now + timedelta(seconds=RECONNECT_S)
    turn.facts.append(f.AgentLost(call.agent.agent, why))


def agent_returned(call: Call, now: datetime, turn: Turn) -> None:
    """The device answered again: everything is as it was."""
    if call.agent is None or call.agent.agent is None or call.phase is not Phase.RECONNECTING:
        return
    call.agent.state = LegState.UP
    call.phase = Phase.TALKING
    partner.is_back(call)
    call.deadlines.pop("reconnect", None)
    call.deadlines.pop(call.agent.channel, None)
    if call.muted:
        turn.commands.append(c.Mute(call.id, call.agent.channel))  # who had fallen silent is not heard by surprise
    turn.commands.append(c.Join(call.id, call.bridge, (call.agent.channel,)))
    if not call.held:
        customer_back(call, turn)
    turn.facts.append(f.AgentReturned(call.agent.agent))
    supervision.agent_changed(call, turn)


def time_up(call: Call, name: str, now: datetime, turn: Turn) -> None:
    """The device did not come back, or the transfer target did not answer."""
    if name == "reconnect" and call.phase is Phase.RECONNECTING:
        _give_up_on_agent(call, now, turn)
    elif name == "transfer" and call.transfer is not None:
        turn.commands.append(c.HangUp(call.id, call.transfer.channel))
        _transfer_failed(call, "no_answer", now, turn)


def _give_up_on_agent(call: Call, now: datetime, turn: Turn) -> None:
    leg, call.agent, call.muted = call.agent, None, False
    close_card(call, now, turn)
    partner.hands_back(call, now, turn)
    if leg is not None:
        call.deadlines.pop(leg.channel, None)
        turn.commands.append(c.HangUp(call.id, leg.channel))
        if leg.agent is not None:
            turn.needs.append(AgentReleased(leg.agent, wrap_up_s(call)))
    end_monitors(call, turn)
    if call.consult is not None:
        _end_consult(call, "agent_lost", now, turn, hang_up=True)
    if call.held:
        _note_resumed(call, now, turn)
    if call.terms is None:
        end_call(call, now, turn, Outcome.ANSWERED, EndedBy.PLATFORM)
    else:
        enter_queue(call, call.terms, now, turn, since=call.queued_at)
