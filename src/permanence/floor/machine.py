"""The floor as one pure machine: a signal and the time go in, `Effects` gather.

It finds the call, lets the call machine speak, and answers what that one needs: the next step from the flow, an
agent from the board, an announcement. When an agent becomes free the longest waiting caller is offered. It never
waits for anything and never looks at a clock.
"""

from __future__ import annotations

from datetime import datetime

from permanence.floor import answers
from permanence.floor.world import World
from permanence.flows.model import NumberCard
from permanence.interaction import call as machine
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.interaction.events import (
    CallArrived,
    CallbackOwed,
    CallEnded,
    ChargingEnded,
    PartnerServed,
    SearchWidened,
)
from permanence.interaction.legs import UNALLOCATED
from permanence.interaction.model import (
    Call,
    Direction,
    EndedBy,
    Leg,
    LegState,
    Outcome,
    Phase,
    Place,
    call_of,
    is_closed,
    seconds_between,
)
from permanence.interaction.steps import (
    AgentReleased,
    AgentTalks,
    JoinQueue,
    LeaveQueue,
    Need,
    NeedAnnouncement,
    NeedStep,
    StepAside,
    Turn,
)
from permanence.kernel.ids import AgentId, FirmId, IdSource, InteractionId
from permanence.kernel.phone import parse_or_none
from permanence.routing.model import AgentCard, Offer, Presence, QueueCard

MAX_TURNS = 200  # a flow or a queue that answers for ever is cut here


def receive(world: World, signal: s.SwitchSignal, now: datetime, ids: IdSource) -> None:
    """Apply a signal of the switch."""
    match signal:
        case s.Arrived():
            arrived(world, signal, now, ids)
        case s.PhoneDialled():
            _phone_dialled(world, signal, now, ids)
        case s.EndpointState(endpoint=endpoint, reachable=reachable, why=why):
            _endpoint_changed(world, endpoint, signal, now, reachable=reachable, why=why)
        case s.Played(playback=name) | s.Recorded(name=name):
            _to_call(world, name, signal, now)
        case _:
            _to_call(world, signal.channel, signal, now)


def time_up(world: World, call_id: str, name: str, now: datetime) -> None:
    """A deadline came up: of a call (by its name), of a caller's place, or of an agent's wrap-up."""
    if name == "wrap_up":
        agent = AgentId(call_id)
        state = world.board.agents.get(agent)
        if state is not None and state.wrap_up_until is not None and state.wrap_up_until <= now:
            end_notes(world, agent, now)
        return
    call = world.calls.get(InteractionId(call_id))
    if name == "widen":
        if call is not None and world.board.widen(call.id, now):
            widened(world, call, now)
        return
    if call is not None and name in call.deadlines and call.deadlines[name] <= now:
        turn = Turn()
        machine.receive(call, s.TimeUp(call_id, name), now, turn)
        settle(world, call, turn, now)


def arrived(world: World, signal: s.Arrived, now: datetime, ids: IdSource) -> None:
    """A customer calls: make the call of the number's firm, or refuse a number that is nobody's."""
    if signal.channel in world.customers:
        return
    number = world.number(signal.dialled)
    if number is None:
        world.unknown_numbers += 1
        world.effects.commands.append(c.HangUp(signal.channel, signal.channel, UNALLOCATED))
        return
    call = Call(
        InteractionId(ids.new("int")), number.firm, Direction.INBOUND, number.language, now, Phase.FLOW,
        number=number.id, brand=number.brand, brand_name=number.brand_name, greeting=number.greeting,
        customer=_plain(parse_or_none(signal.caller, number.country)), dialled=number.e164, trunk=number.trunk,
        customer_channel=signal.channel, purpose=number.purpose, whisper=world.prompt(number.firm, number.whisper),
    )  # fmt: skip
    world.calls[call.id] = call
    world.customers[signal.channel] = call.id
    turn = Turn()
    machine.arrive(call, signal.waited_s, turn)
    settle(world, call, turn, now)


def _plain(number: str | None) -> str | None:
    """Return a number as a plain text: rows and documents are written without knowing our own kinds of text."""
    return str(number) if number is not None else None


def missed(
    world: World, dialled: str, caller: str | None, since: datetime, until: datetime, ids: IdSource
) -> None:
    """A customer came and went while the floor was away: a call that is over, and a call back that is owed."""
    number = world.number(dialled)
    if number is None:
        world.unknown_numbers += 1
        return
    call = Call(
        InteractionId(ids.new("int")), number.firm, Direction.INBOUND, number.language, since, Phase.ENDED,
        number=number.id, brand=number.brand, brand_name=number.brand_name,
        customer=_plain(parse_or_none(caller, number.country)), dialled=number.e164, ended_at=until,
        outcome=Outcome.ABANDONED, ended_by=EndedBy.CUSTOMER,
    )  # fmt: skip
    turn = Turn()
    waited_s = max(0, round((until - since).total_seconds()))
    turn.facts += [
        CallArrived(number.e164, call.customer, waited_s), CallbackOwed(waited_s),
        CallEnded(Outcome.ABANDONED, EndedBy.CUSTOMER, None),
    ]  # fmt: skip
    settle(world, call, turn, until)


def place_call(
    world: World, agent: AgentId, number: NumberCard, customer: str, now: datetime, ids: IdSource, up: str | None = None
) -> Call:
    """An agent calls a customer with a number of the firm; `up` names the agent's leg where it is up already."""
    card = world.board.cards[agent]
    call = Call(
        InteractionId(ids.new("int")), number.firm, Direction.OUTBOUND, number.language, now, Phase.DIALLING,
        number=number.id, brand=number.brand, brand_name=number.brand_name, greeting=number.greeting,
        customer=str(customer), dialled=number.e164, trunk=number.trunk, purpose=number.purpose,
    )  # fmt: skip
    state = LegState.UP if up is not None else LegState.RINGING
    leg = Leg(up or call.name("leg"), card.endpoint, state, now, agent, card.alias)
    world.calls[call.id] = call
    if up is not None:
        world.customers[up] = call.id
    turn = Turn()
    machine.place(call, leg, now, turn)
    settle(world, call, turn, now)
    return call


def _phone_dialled(world: World, signal: s.PhoneDialled, now: datetime, ids: IdSource) -> None:
    """An agent's SIP phone dials by itself: the same as dialling from the desk."""
    agent = world.board.by_endpoint.get(signal.endpoint)
    firm = world.board.cards[agent].firm if agent is not None else None
    number = next((n for n in world.numbers.values() if n.firm == firm), None)
    customer = parse_or_none(signal.dialled, number.country) if number is not None else None
    busy = agent is None or world.board.agents[agent].call is not None
    if agent is None or busy or number is None or customer is None or world.degraded:
        world.effects.commands.append(c.HangUp(signal.channel, signal.channel, 21))
        return
    place_call(world, agent, number, customer, now, ids, up=signal.channel)


def _endpoint_changed(
    world: World, endpoint: str, signal: s.SwitchSignal, now: datetime, *, reachable: bool, why: str
) -> None:
    agent = world.board.by_endpoint.get(endpoint)
    if agent is None:
        world.board.note_stranger(endpoint, up=reachable)
        return
    world.board.device(agent, now, up=reachable, why=why)
    call = world.calls.get(world.board.agents[agent].call or InteractionId(""))
    if call is not None:
        turn = Turn()
        machine.receive(call, signal, now, turn)
        settle(world, call, turn, now)
    elif reachable:
        agent_freed(world, agent, now)


def _to_call(world: World, name: str, signal: s.SwitchSignal, now: datetime) -> None:
    """Give a signal to the call that its name belongs to; a leg of a call that is over is ended."""
    call_id = call_of(name) or world.customers.get(name)
    call = world.calls.get(call_id) if call_id is not None else None
    if call is None:
        if isinstance(signal, s.Up):
            world.effects.commands.append(c.HangUp(name, name))
        return
    turn = Turn()
    machine.receive(call, signal, now, turn)
    settle(world, call, turn, now)
    if isinstance(signal, s.Gone) and name != call.customer_channel:
        world.customers.pop(name, None)  # a customer who is called back has another leg then


def settle(world: World, call: Call, turn: Turn, now: datetime) -> None:
    """Answer the call's needs until it has none, then see whether freed agents have somebody to serve."""
    freed: list[AgentId] = []
    done = 0
    while done < len(turn.needs) and done < MAX_TURNS:
        _answer(world, call, turn.needs[done], turn, freed, now)
        done += 1
    _collect(world, call, turn, now)
    for agent in freed:
        agent_freed(world, agent, now)
    if call.phase is Phase.QUEUED and call.offer is None and freed and call.terms is not None:
        try_again(world, call, now)


def _answer(world: World, call: Call, need: Need, turn: Turn, freed: list[AgentId], now: datetime) -> None:
    match need:
        case NeedStep(outcome=outcome):
            answers.next_step(world, call, outcome, turn, now)
        case JoinQueue(terms=terms, since=since):
            world.board.keep_queue(terms, call.firm)
            world.board.enter(call.id, terms, since, now, world.who_knows(call.firm, call.customer))
            if not freed:  # who was freed by this very turn takes the caller whose turn it is: others may have come before
                _look_for_agent(world, call, turn, now)
            watch_widening(world, call)
        case LeaveQueue():
            world.board.leave(call.id, now)
        case StepAside():
            world.step_aside(call, now)
        case AgentTalks(agent=agent):
            noted = world.calls.get(world.board.agents[agent].wrap_up_call or InteractionId(""))
            world.board.take(agent, call.id, now, offered=False)
            if world.board.cards[agent].firm == call.firm:
                world.remember(call.firm, call.customer, agent)
            if noted is not None:
                world.effects.calls[noted.id] = noted
                close_if_over(world, noted)
        case AgentReleased():
            _released(world, call, need, turn, now)
            freed.append(need.agent)
        case NeedAnnouncement():
            answers.announce(world, call, turn, now)
        case _:
            raise AssertionError(f"nobody answers {need}")


def _released(world: World, call: Call, need: AgentReleased, turn: Turn, now: datetime) -> None:
    if need.wrap_up_s and call.terms is not None and call.answered_at is not None:
        world.board.note_handling(call.terms.queue, seconds_between(call.answered_at, now) + need.wrap_up_s)
    world.board.release(need.agent, call.id, need.wrap_up_s, need.missed, now)
    if need.missed is not None and (by := world.partners.door_of(call, need.agent)) is not None:
        turn.facts += world.partners.refused(call, by, now)
    watch_wrap_up(world, need.agent)


def _look_for_agent(world: World, call: Call, turn: Turn, now: datetime) -> None:
    """Ring an agent of the caller's own firm, else one of a partner that may be asked already."""
    decision = world.board.offer_for(call.id, now)
    if not isinstance(decision, Offer):
        news = world.partners.look(call, now)
        turn.facts += news
        decision = world.board.offer_for(call.id, now) if news else decision
    if isinstance(decision, Offer):
        answers.offer(world, call, decision, turn, now)


def _collect(world: World, call: Call, turn: Turn, now: datetime) -> None:
    effects = world.effects
    effects.commands += turn.commands
    for fact in turn.facts:
        world.tell(call, fact, now)
        if isinstance(fact, PartnerServed):
            world.partners.served(fact)
        elif isinstance(fact, ChargingEnded):
            world.charging.ended(call.firm, fact)
    for other in world.partners.note(call) if call.partners else ():
        for fact in world.partners.look(world.calls[other], now):
            world.tell(world.calls[other], fact, now)
    if call.customer_channel is not None and call.phase is not Phase.ENDED:
        world.customers[call.customer_channel] = call.id
    effects.calls[call.id] = call
    world.note_deadlines(call)
    close_if_over(world, call)


def close_if_over(world: World, call: Call) -> None:
    """Drop a call that ended, whose files are closed and about which nobody still writes notes."""
    if not is_closed(call):
        return
    teams = (world.board.by_firm.get(firm, ()) for firm in (call.firm, *call.partners))
    if not any(world.board.agents[agent].wrap_up_call == call.id for team in teams for agent in team):
        world.forget(call)


def take_setup(
    world: World, firm: FirmId, cards: list[AgentCard], queues: list[QueueCard], now: datetime
) -> None:
    """Take over a firm's agents and queues. The notes of who is no longer there are closed with what was written."""
    kept = {card.id for card in cards}
    for agent in [a for a in world.board.by_firm.get(firm, ()) if a not in kept]:
        end_notes(world, agent, now)
    world.board.set_firm(firm, cards, queues, now)
    world.effects.firms.add(firm)


def end_notes(world: World, agent: AgentId, now: datetime) -> None:
    """The agent's time for notes is over: the call is closed for good, the agent's wish holds."""
    call = world.calls.get(world.board.agents[agent].wrap_up_call or InteractionId(""))
    world.board.end_wrap_up(agent, now)
    if call is not None:
        world.effects.calls[call.id] = call
        close_if_over(world, call)
    agent_freed(world, agent, now)


def widened(world: World, call: Call, now: datetime) -> None:
    """More agents may take this caller: one of them may be free."""
    turn = Turn()
    turn.facts.append(SearchWidened(world.board.waits[call.id].step))
    settle(world, call, turn, now)
    watch_widening(world, call)
    if call.offer is None:
        try_again(world, call, now)


def try_again(world: World, call: Call, now: datetime) -> None:
    """An offer failed: the next agent is rung at once, the caller keeps the place."""
    assert call.terms is not None
    turn = Turn()
    _look_for_agent(world, call, turn, now)
    if turn.facts or turn.commands:
        settle(world, call, turn, now)


def agent_freed(world: World, agent: AgentId, now: datetime) -> None:
    """Give an agent who is ready the caller who should come next, if one waits."""
    if world.board.agents.get(agent) is None:
        return
    if world.board.presence(agent) is not Presence.READY:
        return
    decision = world.board.next_caller(agent, now)
    call = world.calls.get(decision.call) if decision is not None else None
    if decision is not None and call is not None:
        turn = Turn()
        answers.offer(world, call, decision, turn, now)
        settle(world, call, turn, now)


def watch_widening(world: World, call: Call) -> None:
    """Have the engine watch when more agents may take a caller, and keep with the call how far it has come."""
    waiting, at = world.board.waits.get(call.id), world.board.changes_at(call.id)
    if waiting is not None:
        call.place = Place(waiting.step, waiting.wanted, waiting.nth)
    if at is not None:
        world.effects.timers.append((at, call.id, "widen"))


def watch_wrap_up(world: World, agent: AgentId) -> None:
    """Have the engine watch the end of the agent's time for notes."""
    state = world.board.agents.get(agent)
    if state is not None and state.wrap_up_until is not None:
        world.effects.timers.append((state.wrap_up_until, agent, "wrap_up"))
