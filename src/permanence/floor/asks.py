"""What people ask, decided: every intent of the desk and of the supervisor's floor, with its "no" and the reason."""

from __future__ import annotations

from datetime import datetime

from permanence.cards.masking import mask
from permanence.floor import cards
from permanence.floor import intents as i
from permanence.floor.machine import agent_freed, end_notes, place_call, settle, watch_wrap_up
from permanence.floor.world import World
from permanence.flows.model import NumberCard
from permanence.interaction import call as machine
from permanence.interaction import signals as s
from permanence.interaction import talk
from permanence.interaction.commands import HangUp
from permanence.interaction.events import (
    CardNumbersMasked,
    ComplaintHeard,
    DispositionSaved,
    ForbiddenOfferTold,
)
from permanence.interaction.legs import REJECTED
from permanence.interaction.model import Call, Phase
from permanence.interaction.steps import No, Turn
from permanence.kernel.errors import Invalid
from permanence.kernel.ids import AgentId, FirmId, IdSource, InteractionId, QueueId
from permanence.kernel.phone import parse
from permanence.routing.model import AgentCard, Presence, Reason, is_reachable

NO_CALL = No("call.none", "You are not on a call.")
NO_AGENT = No("agent.none", "You have no telephone here; ask your director to make you an agent.")
BUSY = No("agent.busy", "You are on a call already.")
UNREACHABLE = No("agent.unreachable", "Your telephone is not connected; check the headset and the network.")
STORE_AWAY = No("store.away", "The database is away; calls can be answered but not placed until it is back.")
BACK = ""  # the queue from which a partner's agent has the caller
PARTNERS_CALLER = No("call.partners_caller", "This caller is a partner's: hand the call to a colleague, or back to its queue.")
NOBODY = No("not_found", "There is no such agent here.")
NOT_AGREED = No("monitor.not_agreed", "The agreement with this partner lets nobody listen to its calls.")
NOTES_MAX = 10_000

Made = No | str | None


def do(world: World, agent: AgentId | None, intent: i.AnyIntent, now: datetime, ids: IdSource) -> Made:
    """Carry out an intent of this agent; return a refusal, the id of what was made, or None."""
    if agent is None or agent not in world.board.agents:
        return NO_AGENT
    match intent:
        case i.SignIn() | i.SignOut() | i.Ready() | i.Pause() | i.ExtendWrapUp():
            return _own_presence(world, agent, intent, now)
        case i.Dial():
            return _dial(world, agent, intent, now, ids)
        case i.Qualify():
            return _qualify(world, agent, intent, now)
        case i.Monitor() | i.LeaveMonitor():
            return _monitor(world, agent, intent, now)
        case i.SetAgent():
            return _set_agent(world, agent, intent, now)
        case _:
            return _on_call(world, agent, intent, now, ids)


def explain(world: World, firm: FirmId, asked: i.Explain) -> No | Reason:
    """Say why a caller of this firm waits, as it is at this moment."""
    call = world.calls.get(asked.call)
    if call is None or call.firm != firm or asked.call not in world.board.waits:
        return No("not_found", "This caller does not wait any more.")
    return world.board.why_waiting(asked.call)


def _own_presence(world: World, agent: AgentId, intent: i.AnyIntent, now: datetime) -> No | None:
    board = world.board
    match intent:
        case i.SignIn():
            board.sign_in(agent, now)
        case i.SignOut():
            _leave_call_behind(world, agent, now)
            board.sign_out(agent, now)
        case i.Ready():
            return _ready(world, agent, now)
        case i.Pause(reason=reason):
            if not reason or len(reason) > 40:
                return No("pause.reason", "Give a short reason for the pause.")
            board.pause(agent, reason, now)
        case i.ExtendWrapUp(seconds=seconds):
            board.extend_wrap_up(agent, max(1, min(seconds, 600)), now)
            watch_wrap_up(world, agent)
        case _:
            pass
    return None


def _ready(world: World, agent: AgentId, now: datetime) -> No | None:
    state = world.board.agents[agent]
    if state.wrap_up_call is not None:
        end_notes(world, agent, now)
    world.board.ready(agent, now)
    if not is_reachable(state, world.board.cards[agent]):
        return UNREACHABLE
    agent_freed(world, agent, now)
    return None


def _leave_call_behind(world: World, agent: AgentId, now: datetime) -> None:
    state = world.board.agents[agent]
    if state.wrap_up_call is not None:
        end_notes(world, agent, now)


def _dial(world: World, agent: AgentId, intent: i.Dial, now: datetime, ids: IdSource) -> Made:
    state, card = world.board.agents[agent], world.board.cards[agent]
    if state.call is not None:
        return BUSY
    if world.degraded:
        return STORE_AWAY
    if not is_reachable(state, card):
        return UNREACHABLE
    number = _number_to_show(world, agent, intent)
    if number is None:
        return No("dial.no_number", "Your firm has no number to call from; ask your director to add one.")
    try:
        customer = parse(intent.number, number.country)
    except Invalid as error:
        return No("phone.invalid", error.message)
    if state.wrap_up_call is not None:
        end_notes(world, agent, now)
        if state.call is not None:  # a waiting caller came first
            return BUSY
    return place_call(world, agent, number, customer, now, ids).id


def _number_to_show(world: World, agent: AgentId, intent: i.Dial) -> NumberCard | None:
    firm = world.board.cards[agent].firm
    numbers = sorted((n for n in world.numbers.values() if n.firm == firm), key=lambda n: n.e164)
    return next((n for n in numbers if intent.show is None or n.id == intent.show), None)


def _qualify(world: World, agent: AgentId, intent: i.Qualify, now: datetime) -> No | None:
    state = world.board.agents[agent]
    call = world.calls.get(InteractionId(intent.call or state.call or state.wrap_up_call or ""))
    own = call is not None and call.id in (state.call, state.wrap_up_call)
    if call is None or not (own or agent == call.last_agent) or agent in call.monitors:
        return NO_CALL
    if len(intent.notes) > NOTES_MAX:
        return No("notes.too_long", f"Notes may have {NOTES_MAX} characters.")
    notes, found = mask(intent.notes)
    if found:
        world.tell(call, CardNumbersMasked(agent, found), now)
    changed = (call.disposition, call.notes) != (intent.disposition or call.disposition, notes)
    call.disposition, call.notes = intent.disposition or call.disposition, notes
    if world.board.cards[agent].firm != call.firm:
        _keep_answers(world, call, agent, intent, now)
    if intent.done and state.call == call.id and call.phase is Phase.TALKING:
        _ask(world, call, s.HangUpCall(), now)
    if intent.done and (changed or call.disposition is not None):
        world.tell(call, DispositionSaved(agent, call.disposition, call.notes), now)
    world.effects.calls[call.id] = call
    if intent.done and state.wrap_up_call == call.id:
        end_notes(world, agent, now)
    return None


def _keep_answers(world: World, call: Call, agent: AgentId, intent: i.Qualify, now: datetime) -> None:
    """Tell the call's owner what its agreement asks of the agent; a doubled answer is told once."""
    if intent.forbidden_offer and not call.forbidden_offer:
        world.tell(call, ForbiddenOfferTold(agent), now)
    if intent.complained and not call.complained:
        world.tell(call, ComplaintHeard(agent), now)
    call.forbidden_offer |= intent.forbidden_offer
    call.complained |= intent.complained


def _monitor(world: World, agent: AgentId, intent: i.Monitor | i.LeaveMonitor, now: datetime) -> No | None:
    """Supervision needs the right, a device of one's own, and an agent of the same firm who talks."""
    card, state = world.board.cards[agent], world.board.agents[agent]
    mine = world.calls.get(state.call or InteractionId(""))
    if isinstance(intent, i.LeaveMonitor):
        return _ask(world, mine, s.StopMonitor(agent), now) if mine is not None else NO_CALL
    if not card.supervises:
        return No("not_allowed", "Only a supervisor may come onto a call.")
    other = world.board.cards.get(intent.agent)
    call = world.calls.get(world.board.agents[other.id].call or InteractionId("")) if other is not None else None
    if (deaf := _why_deaf(card, other, call)) is not None:
        return deaf
    if call is None:
        return No("monitor.no_conversation", "This agent is not on a call.")
    if mine is not None and agent in mine.monitors:
        if mine.id == call.id:
            return _ask(world, mine, s.ChangeMonitor(agent, intent.mode), now)
        _ask(world, mine, s.StopMonitor(agent), now)
    if state.call is not None:
        return BUSY
    if not is_reachable(state, card):
        return UNREACHABLE
    return _ask(world, call, s.StartMonitor(agent, card.endpoint, card.alias, intent.mode), now)


def _why_deaf(card: AgentCard, other: AgentCard | None, call: Call | None) -> No | None:
    """Say why somebody may not come onto this agent's call; None for another of his own firm, where no agreement forbids it, or of
    the firm whose caller he has, where the agreement lets it listen."""
    if other is None or other.id == card.id:
        return NOBODY
    partner = call.agent.partner if call is not None and call.agent is not None else None
    if call is not None and partner is not None and card.firm in (call.firm, other.firm):
        return None if partner.listening else NOT_AGREED
    return None if card.firm == other.firm else NOBODY


def _set_agent(world: World, agent: AgentId, intent: i.SetAgent, now: datetime) -> No | None:
    card, other = world.board.cards[agent], world.board.cards.get(intent.agent)
    if not card.supervises:
        return No("not_allowed", "Only a supervisor may change somebody's state.")
    if other is None or other.firm != card.firm:
        return No("not_found", "There is no such agent here.")
    match intent.to:
        case "ready":
            return _ready(world, other.id, now)
        case "offline":
            return _own_presence(world, other.id, i.SignOut(), now)
        case "paused":
            world.board.pause(other.id, "supervisor", now)
            return None
        case _:
            return No("invalid", "An agent can be made ready, paused or offline.")


def _on_call(world: World, agent: AgentId, intent: i.AnyIntent, now: datetime, ids: IdSource) -> Made:
    call = world.calls.get(world.board.agents[agent].call or InteractionId(""))
    if call is None or agent in call.monitors:
        return NO_CALL
    if call.offer is not None and call.offer.agent == agent:
        return _decline(world, call, now) if isinstance(intent, i.Decline | i.HangUp) else NO_CALL
    if call.agent is None or call.agent.agent != agent:
        return _leave_consult(world, call, agent, intent, now)
    match intent:
        case i.TakeCard(product=product):
            return cards.take(world, call, product, now, ids)
        case i.Transfer(to=i.Target(kind="queue", id=queue)):
            return _to_queue(world, call, QueueId(queue), now)
        case i.Consult(to=to) | i.Transfer(to=to):
            found = _target(world, call, agent, to)
            if isinstance(found, No):
                return found
            kind = s.StartConsult if isinstance(intent, i.Consult) else s.TransferTo
            return _ask(world, call, kind(*found), now)
        case _:
            wish = _wish(intent)
            return _ask(world, call, wish, now) if wish is not None else NO_CALL


def _wish(intent: i.AnyIntent) -> s.Ask | None:
    """Return what the intent means to the call machine."""
    match intent:
        case i.Mute(on=on):
            return s.MuteMe(on)
        case i.PrivateMoment(on=on):
            return s.Private(on)
        case _:
            plain = _PLAIN.get(type(intent))
            return plain() if plain is not None else None


_PLAIN: dict[type[i.Intent], type[s.Ask]] = {
    i.HangUp: s.HangUpCall,
    i.Hold: s.Hold,
    i.Resume: s.Resume,
    i.CancelConsult: s.CancelConsult,
    i.Conference: s.JoinConsult,
    i.CompleteTransfer: s.CompleteTransfer,
    i.CancelCard: s.CancelCard,
    i.EndConsultation: s.EndConsultation,
}


def _ask(world: World, call: Call, wish: s.Ask, now: datetime) -> No | None:
    turn = Turn()
    refusal = talk.ask(call, wish, now, turn)
    settle(world, call, turn, now)
    return refusal


def _decline(world: World, call: Call, now: datetime) -> None:
    """Refusing is told to the machine as the telephone would: rejected."""
    assert call.offer is not None
    turn = Turn()
    leg = call.offer.channel
    turn.commands.append(HangUp(call.id, leg, REJECTED))
    machine.receive(call, s.Gone(leg, REJECTED), now, turn)
    settle(world, call, turn, now)


def _leave_consult(world: World, call: Call, agent: AgentId, intent: i.AnyIntent, now: datetime) -> No | None:
    """A colleague who is consulted may hang up; everything else belongs to the one who has the call."""
    consult = call.consult
    if not isinstance(intent, i.HangUp | i.Decline) or consult is None or consult.leg.agent != agent:
        return No("call.not_yours", "This call belongs to the colleague who asked you.")
    return _ask(world, call, s.CancelConsult(), now)


def _to_queue(world: World, call: Call, queue: QueueId, now: datetime) -> No | None:
    if call.agent is not None and call.agent.partner is not None:
        if call.terms is None or queue not in (BACK, call.terms.queue):
            return PARTNERS_CALLER
        queue = call.terms.queue  # whose name a partner's agent is not told
    card = world.board.queues.get(queue)
    if card is None or card.firm != call.firm:
        return No("not_found", "There is no such queue here.")
    turn = Turn()
    refusal = talk.transfer_to_queue(call, card.terms, now, turn)
    settle(world, call, turn, now)
    return refusal


def _target(world: World, call: Call, agent: AgentId, to: i.Target) -> No | tuple[str, str, AgentId | None]:
    """Return endpoint, label and agent of whom to call, or why not."""
    if to.kind == "agent":
        card = world.board.cards.get(AgentId(to.id))
        if card is None or card.firm != world.board.cards[agent].firm or card.id == agent:
            return No("not_found", "There is no such colleague here.")
        if world.board.presence(card.id) not in (Presence.READY, Presence.PAUSED):
            return No("target.busy", f"{card.alias} cannot be called right now.")
        if not is_reachable(world.board.agents[card.id], card):
            return No("target.unreachable", f"{card.alias}'s telephone is not connected.")
        return card.endpoint, card.alias, card.id
    if to.kind == "number" and world.board.cards[agent].firm != call.firm:
        return PARTNERS_CALLER
    if to.kind == "number":
        number = world.numbers.get(call.dialled)
        if world.degraded:
            return STORE_AWAY
        try:
            e164 = str(parse(to.id, number.country if number is not None else "FR"))
        except Invalid as error:
            return No("phone.invalid", error.message)
        return f"PJSIP/{e164}@{call.trunk}", str(e164), None
    return No("target.kind", "Choose a colleague, a queue or a number.")

