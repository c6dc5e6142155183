"""How the floor begins: open rows are loaded, the switch is asked what is alive, the two are brought together.

This is the only way to start, so it is also what happens after a crash of ours, a crash of the switch, or a lost
connection. What the switch no longer has is told to the calls as hung up; what they should hear or whom they
should be joined with is asked for again; rooms and legs that belong to nobody are closed.
"""

from __future__ import annotations

from datetime import datetime

from permanence.floor.machine import agent_freed, arrived, receive, settle, watch_widening
from permanence.floor.ports import Survey
from permanence.floor.world import World
from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction import signals as s
from permanence.interaction.call_back import is_kept, let_go
from permanence.interaction.legs import is_silenced, start_waiting_sound
from permanence.interaction.model import Call, Leg, LegState, Phase, call_of, is_capturing
from permanence.interaction.recording import SIDES
from permanence.interaction.steps import NeedStep, Turn
from permanence.kernel.ids import IdSource, InteractionId
from permanence.routing.model import AgentState


def restore(world: World, calls: list[Call], states: list[AgentState]) -> None:
    """Put loaded rows in their places. The firms' set-up must be in the world already. Nobody is at other work any more:
    whoever lent agents to it asks again."""
    for state in states:
        state.work = None
    world.board.restore(states)
    for call in sorted(calls, key=lambda call: call.place.nth if call.place is not None else 0):
        world.calls[call.id] = call
        world.note_deadlines(call)
        for name in (call.customer_channel, call.agent.channel if call.agent is not None else None):
            if name is not None:
                world.customers[name] = call.id
        if call.phase is Phase.QUEUED and call.terms is not None:
            world.board.keep_queue(call.terms, call.firm)
            since = call.queued_at or call.arrived_at
            world.board.put(call.id, call.terms.queue, since, since, place=call.place)
            watch_widening(world, call)
            if is_kept(call):
                world.board.step_aside(call.id)
        if call.offer is not None:
            world.board.hold(call.id)
        world.partners.note(call)
    for state in world.board.agents.values():
        if state.wrap_up_until is not None:
            world.effects.timers.append((state.wrap_up_until, state.id, "wrap_up"))


def names_of(world: World) -> frozenset[str]:
    """Return the names of all legs that the floor knows of."""
    names = {leg.channel for call in world.calls.values() for leg in legs_of(call)}
    return frozenset(names | {c.customer_channel for c in world.calls.values() if c.customer_channel is not None})


def reconcile(world: World, survey: Survey, known: frozenset[str], now: datetime, ids: IdSource) -> None:
    """Bring the floor and the switch together. Doing it twice changes nothing more.

    `known` are the legs that the floor knew before it asked for the survey: a leg made since is not missed in it.
    """
    for call in list(world.calls.values()):
        _legs(world, call, survey, known, now, ids)
    for call in list(world.calls.values()):
        _files(world, call, survey, now, ids)
        if call.phase is not Phase.ENDED:
            _restate(world, call, survey, now)
    _agents(world, survey, now, ids)
    _strangers(world, survey, known, now, ids)


def _legs(
    world: World, call: Call, survey: Survey, known: frozenset[str], now: datetime, ids: IdSource
) -> None:
    """Tell the call which of its legs are gone and which were answered meanwhile."""
    for leg in legs_of(call):
        seen = survey.legs.get(leg.channel)
        if seen is None and leg.channel in known:
            receive(world, s.Gone(leg.channel, 0), now, ids)
        elif seen is not None and seen.up and leg.state is LegState.RINGING:
            receive(world, s.Up(leg.channel), now, ids)
    if call.leaving and call.customer_channel in survey.legs:
        world.effects.commands.append(c.HangUp(call.id, call.customer_channel))
    if call.customer_channel is not None and (call.leaving or call.phase is not Phase.ENDED):
        seen = survey.legs.get(call.customer_channel)
        if seen is not None and not seen.up and call.customer_up and not call.leaving:
            # Written down, and killed before the switch was told.
            world.effects.commands.append(c.Answer(call.id, call.customer_channel))
        if seen is None and call.customer_channel in known:
            receive(world, s.Gone(call.customer_channel, 0), now, ids)
        elif seen is not None and seen.up and call.phase is Phase.DIALLING:
            receive(world, s.Up(call.customer_channel), now, ids)


def legs_of(call: Call) -> list[Leg]:
    """Return all legs of a call but the customer's."""
    legs = [call.offer, call.agent, call.transfer, call.consult.leg if call.consult is not None else None]
    return [leg for leg in legs if leg is not None] + [m.leg for m in call.monitors.values()]


def _files(world: World, call: Call, survey: Survey, now: datetime, ids: IdSource) -> None:
    """Go on keeping both sides: what was ordered and never carried out is ordered again."""
    recording = call.recording
    if recording is None:
        return
    going_on = not recording.stopped and call.customer_channel in survey.legs
    for side in SIDES:
        name = f"{recording.id}-{side}"
        kept, listening = name in survey.recordings, name in survey.legs
        if side in recording.sides_done:
            continue
        if kept:
            # Said again: what should be silent must not be kept because we died between the decision and the deed.
            order = c.MuteRecording if is_silenced(call) else c.UnmuteRecording
            world.effects.commands += [order(call.id, name)] if not recording.stopped else []
            continue
        if going_on and listening and side in recording.sides_up:
            world.effects.commands.append(c.Record(call.id, name, name))
            if is_silenced(call):
                world.effects.commands.append(c.MuteRecording(call.id, name))
        elif going_on and listening:
            receive(world, s.Up(name), now, ids)
        elif going_on and side not in recording.sides_up:
            world.effects.commands.append(c.Snoop(call.id, call.customer_channel or "", name, side, "none"))
        elif side in recording.sides_up:
            receive(world, s.Recorded(name), now, ids)


def _restate(world: World, call: Call, survey: Survey, now: datetime) -> None:
    """Ask again for what should be so."""
    turn = Turn()
    turn.facts.append(f.CallRecovered())
    inside = survey.bridges.get(call.bridge, ())
    members = [name for name in members_of(call) if name in survey.legs]
    if call.bridge not in survey.bridges and (members or call.offer is not None):
        turn.commands.append(c.MakeBridge(call.id, call.bridge))
    missing = tuple(name for name in members if name not in inside)
    if missing:
        turn.commands.append(c.Join(call.id, call.bridge, missing))
    if call.agent is not None and call.agent.state is LegState.UP and call.agent.channel in survey.legs:
        if call.phase is Phase.TALKING:
            turn.commands.append((c.Mute if call.muted else c.Unmute)(call.id, call.agent.channel))
        elif call.phase is Phase.RECONNECTING:  # the silent leg of a device that was lost
            turn.commands.append(c.HangUp(call.id, call.agent.channel))
    customer = call.customer_channel
    if customer is not None and not is_capturing(call):  # the keypad has him, or the deadline brings him back
        _restate_sounds(call, customer, turn, aside=customer not in members, inside=customer in inside)
    settle(world, call, turn, now)


def _restate_sounds(call: Call, customer: str, turn: Turn, *, aside: bool, inside: bool) -> None:
    match call.phase:
        case Phase.FLOW:
            if call.playing is not None:
                turn.commands.append(c.StopPlay(call.id, call.playing))
                call.playing = None
            turn.needs.append(NeedStep("again"))
        case Phase.QUEUED if is_kept(call):
            call.playing = None
            let_go(call, turn)
        case Phase.QUEUED:
            call.playing = None
            start_waiting_sound(call, turn)
        case Phase.DIALLING:
            pass
        case _ if aside:
            music = (call.terms.music if call.terms is not None else None) or "default"
            turn.commands.append(c.StartMusic(call.id, customer, music))
            if inside:
                turn.commands.append(c.Leave(call.id, call.bridge, customer))
        case _:
            turn.commands.append(c.StopMusic(call.id, customer))


def members_of(call: Call) -> list[str]:
    """Return who should be in the call's room."""
    members: list[str] = []
    if call.agent is not None and call.agent.state is LegState.UP and call.phase in (Phase.TALKING, Phase.DIALLING):
        members.append(call.agent.channel)
    if call.phase is Phase.TALKING and not (call.held or is_capturing(call)) and call.customer_channel is not None:
        members.append(call.customer_channel)
    if call.consult is not None and call.consult.leg.state is LegState.UP:
        members.append(call.consult.leg.channel)
    return members


def _agents(world: World, survey: Survey, now: datetime, ids: IdSource) -> None:
    """Free agents of calls that are over, note which devices answer, and serve who waits."""
    board = world.board
    for endpoint, up in survey.endpoints.items():
        if endpoint not in board.by_endpoint:
            board.note_stranger(endpoint, up=up)
    for agent, card in board.cards.items():
        state = board.agents[agent]
        if state.call is not None and state.call not in world.calls:
            board.release(agent, state.call, 0, None, now)
        if state.wrap_up_call is not None and state.wrap_up_until is None:
            state.wrap_up_call = None
        reachable = survey.endpoints.get(card.endpoint, False)
        if reachable is not state.device_up:
            board.device(agent, now, up=reachable, why="")
        call = world.calls.get(state.call or InteractionId(""))
        if reachable and call is not None and call.phase is Phase.RECONNECTING:
            receive(world, s.EndpointState(card.endpoint, True), now, ids)
    for agent in list(board.cards):
        agent_freed(world, agent, now)


def _strangers(world: World, survey: Survey, known: frozenset[str], now: datetime, ids: IdSource) -> None:
    """Callers who came while nobody listened are taken up; legs and rooms of calls that are over are closed. A leg that
    was known when the switch was asked is no stranger; if its call is over it is ended once more, as the first time may not have
    been heard."""
    for name, seen in survey.legs.items():
        call = world.calls.get(call_of(name) or world.customers.get(name) or InteractionId(""))
        if not seen.ours or (call is not None and (name in known or name == call.customer_channel)):
            continue
        if call is None and name in known:
            world.effects.commands.append(c.HangUp(name, name))
        elif call is None and seen.inbound:
            arrived(world, s.Arrived(name, seen.dialled, seen.caller), now, ids)
        elif call is None or call.phase is Phase.ENDED or name not in _names_in(call):
            world.effects.commands.append(c.HangUp(name, name))
    for bridge in survey.bridges:
        owner = world.calls.get(call_of(bridge) or InteractionId(""))
        if call_of(bridge) is not None and (owner is None or bridge not in _rooms_of(owner)):
            world.effects.commands.append(c.DropBridge(bridge, bridge))


def _rooms_of(call: Call) -> set[str]:
    """Return the rooms that a call goes on with."""
    return {call.bridge, *(m.bridge for m in call.monitors.values())} if call.phase is not Phase.ENDED else set()


def _names_in(call: Call) -> set[str]:
    """Return the names of all legs that a call goes on with, those that listen included."""
    names = {leg.channel for leg in legs_of(call)} | {m.snoop for m in call.monitors.values() if m.snoop is not None}
    if call.recording is not None:
        names |= {f"{call.recording.id}-{side}" for side in SIDES}
    return names
