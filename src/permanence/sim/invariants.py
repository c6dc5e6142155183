"""What must be true of a floor after every single step, whatever happened: the promises that no caller may find broken.

A breach is told with the step that led to it; a seed or a ladder that shows one becomes a test.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from permanence.floor.batch import decode_call
from permanence.floor.world import World
from permanence.interaction.legs import is_silenced
from permanence.interaction.model import Call, Leg, Phase, call_of
from permanence.kernel.ids import AgentId
from permanence.routing.model import Presence
from permanence.routing.rules import ability_of, may_serve
from permanence.sim.stage import Stage


def check(stage: Stage) -> None:
    """Hold the floor to its promises, and to more of them when nothing is under way."""
    broken = [*always(stage.world), *(at_rest(stage) if stage.is_quiet() else ()), *stage.switch.complaints]
    assert not broken, f"at {stage.now:%H:%M:%S}: " + "; ".join(broken)


def always(world: World) -> Iterator[str]:
    """Yield the promises that are broken at this moment."""
    busy: dict[AgentId, str] = {}
    for call in world.calls.values():
        yield from _call(world, call)
        if call.phase is Phase.ENDED:
            continue
        for agent in people_of(call):
            if agent in busy:
                yield f"{agent} has two places: in {busy[agent]} and in {call.id}"
            busy[agent] = call.id
    for agent, state in world.board.agents.items():
        if state.call != busy.get(agent):
            yield f"{agent} is {world.board.presence(agent)} with {state.call}, but has a place in {busy.get(agent)}"
    for call_id in world.board.waits:
        if call_id not in world.calls or world.calls[call_id].phase is not Phase.QUEUED:
            yield f"{call_id} is on a waiting list and does not wait"
    yield from _served(world)


def _call(world: World, call: Call) -> Iterator[str]:
    if decode_call(msgspec.json.encode(call)) != call:
        yield f"{call.id} is not the same after it was written and read"
    if call.phase is Phase.QUEUED:
        places = [queue for queue in world.board.queues for w in world.board.waiting_in(queue) if w.call == call.id]
        if call.terms is None or places != [call.terms.queue]:
            yield f"{call.id} waits and is on the lists {places}"
        if world.board.is_held(call.id) is not (call.offer is not None):
            yield f"{call.id} is reserved and no telephone rings for it, or the other way round"
    elif call.offer is not None:
        yield f"{call.id} is {call.phase} and a telephone still rings for it"
    if call.phase is Phase.ENDED and any((call.agent, call.consult, call.transfer, call.monitors)):
        yield f"{call.id} is over and somebody is still on it"
    if call.phase in (Phase.TALKING, Phase.RECONNECTING, Phase.DIALLING) and call.agent is None:
        yield f"{call.id} is {call.phase} without an agent"


def _served(world: World) -> Iterator[str]:
    """Nobody waits for whom an agent is free: the promise that makes the rest worth while."""
    board = world.board
    ready = [a for a in board.agents if board.presence(a) is Presence.READY]
    for waiting in board.waits.values():
        queue = board.queues[waiting.queue]
        if board.is_held(waiting.call) or waiting.wanted is not None:
            continue
        for agent in ready:
            card = board.cards[agent]
            if card.firm == queue.firm and may_serve(ability_of(card), queue, waiting.step):
                yield f"{waiting.call} waits while {agent} is ready"


def at_rest(stage: Stage) -> Iterator[str]:
    """Yield the promises that are broken although the switch has done everything it was asked to do."""
    known = {call.id: set(_legs(call)) for call in stage.world.calls.values() if call.phase is not Phase.ENDED}
    for name, leg in stage.switch.legs.items():
        owner = call_of(name) or stage.world.customers.get(name)
        if owner is None or name not in known.get(owner, ()):
            yield f"{name} ({leg.endpoint}) is still connected and belongs to nobody"
    for call in stage.world.calls.values():
        for name in known.get(call.id, ()):
            lost = call.phase is Phase.RECONNECTING and call.agent is not None and name == call.agent.channel
            if name not in stage.switch.legs and not lost:
                yield f"{call.id} counts on {name}, which is gone"
        if call.recording is not None and not call.recording.stopped:
            silent = [side for side in ("in", "out") if f"{call.recording.id}-{side}" not in stage.switch.files]
            if silent and call.customer_channel in stage.switch.legs:
                yield f"{call.id} is recorded, but nothing is kept of {silent}"
        yield from _as_decided(stage, call)
        customer = stage.switch.legs.get(call.customer_channel or "")
        if customer is None or call.phase in (Phase.FLOW, Phase.DIALLING) or _alone_by_choice(stage, call):
            continue
        if call.phase is not Phase.ENDED and stage.switch.hears(customer.name) == "silence":
            yield f"the customer of {call.id} hears nothing ({call.phase})"
    rooms = {room for call in stage.world.calls.values() if call.id in known for room in _rooms(call)}
    for room in stage.switch.rooms:
        if call_of(room) is not None and room not in rooms:
            yield f"the room {room} is still open"


def _as_decided(stage: Stage, call: Call) -> Iterator[str]:
    """Yield where the switch does not do what the floor decided: answering, silence in the files, silence of the agent."""
    if call.phase is Phase.ENDED:
        return
    customer = stage.switch.legs.get(call.customer_channel or "")
    if call.customer_up and customer is not None and not customer.up:
        yield f"the customer of {call.id} was never answered"
    recording = call.recording
    for side in recording.sides_up if recording is not None and not recording.stopped else ():
        name = f"{recording.id}-{side}" if recording is not None else ""
        if name in stage.switch.files and (name in stage.switch.muted_files) is not is_silenced(call):
            yield f"the file {name} of {call.id} is {'heard' if is_silenced(call) else 'silent'} and should not be"
    agent = stage.switch.legs.get(call.agent.channel) if call.agent is not None else None
    if agent is not None and call.phase is Phase.TALKING and agent.muted is not call.muted:
        yield f"the agent of {call.id} is {'muted' if agent.muted else 'heard'} and should not be"


def _alone_by_choice(stage: Stage, call: Call) -> bool:
    """Say whether the customer's silence is the agent's doing, who is muted; whoever waits hears something."""
    agent = stage.switch.legs.get(call.agent.channel) if call.agent is not None else None
    return call.phase is Phase.TALKING and (call.muted or agent is None or agent.muted)


def people_of(call: Call) -> list[AgentId]:
    """Return every agent who has a place in this call."""
    legs = [call.agent, call.offer, call.transfer, call.consult.leg if call.consult is not None else None]
    return [leg.agent for leg in legs if leg is not None and leg.agent is not None] + [
        monitor.supervisor for monitor in call.monitors.values()
    ]


def _rooms(call: Call) -> Iterator[str]:
    yield call.bridge
    yield from (monitor.bridge for monitor in call.monitors.values())


def _legs(call: Call) -> Iterator[str]:
    legs: list[Leg | None] = [call.agent, call.offer, call.transfer, call.consult.leg if call.consult else None]
    yield from (leg.channel for leg in legs if leg is not None)
    yield from (monitor.leg.channel for monitor in call.monitors.values())
    if call.customer_channel is not None:
        yield call.customer_channel
