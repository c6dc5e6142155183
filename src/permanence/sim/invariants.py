"""What must be true of a floor after every single step, whatever happened: the promises that no caller may find broken.

A breach is told with the step that led to it; a seed or a ladder that shows one becomes a test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

import msgspec

from permanence.floor.batch import decode_call
from permanence.floor.world import Effects, World
from permanence.interaction.events import CallEnded, CallOffered, CallQueued, OfferFailed, SearchWidened
from permanence.interaction.legs import is_silenced
from permanence.interaction.model import Call, Leg, Phase, call_of
from permanence.kernel.ids import AgentId, InteractionId, QueueId
from permanence.routing.model import Presence, Waiting
from permanence.routing.rules import WANTED, ability_of, may_serve
from permanence.sim.rough import RoughStage
from permanence.sim.stage import Stage


def check(stage: Stage, effects: Effects | None = None) -> None:
    """Hold the floor to its promises, and to more of them when nothing is under way; `effects` is what it has just decided."""
    broken = [*always(stage.world), *(at_rest(stage) if stage.is_quiet() else ()), *stage.switch.complaints]
    if effects is not None:
        broken += decided(stage.world, effects)
    if isinstance(stage, RoughStage):
        changed = effects is None or effects.calls or effects.agents
        broken += [*recorded(stage), *(reloaded(stage) if changed and stage.is_quiet() else ())]
    assert not broken, f"at {stage.now:%H:%M:%S}: " + "; ".join(broken)


def always(world: World) -> Iterator[str]:
    """Yield the promises that are broken at this moment."""
    busy: dict[AgentId, str] = {}
    callers: dict[str, str] = {}
    lists = {queue: [waiting.call for waiting in world.board.waiting_in(queue)] for queue in world.board.queues}
    for call in world.calls.values():
        yield from _call(world, call, lists)
        if call.phase is Phase.ENDED:
            continue
        if call.customer_channel is not None and callers.setdefault(call.customer_channel, call.id) != call.id:
            yield f"{call.customer_channel} has two calls: {callers[call.customer_channel]} and {call.id}"
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
    for queue, waiting_there in lists.items():
        places = [world.calls[call].queued_at for call in waiting_there if call in world.calls]
        if any(after is None or before is None or after < before for before, after in pairwise(places)):
            yield f"{queue} is not in the order in which its callers came"
    yield from _served(world)


def _call(world: World, call: Call, lists: dict[QueueId, list[InteractionId]]) -> Iterator[str]:
    if decode_call(msgspec.json.encode(call)) != call:
        yield f"{call.id} is not the same after it was written and read"
    if call.phase is Phase.QUEUED:
        places = [queue for queue, waiting_there in lists.items() for each in waiting_there if each == call.id]
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
        if board.is_held(waiting.call):
            continue
        for agent in ready:
            if waiting.wanted in (None, agent) and _may_take(world, agent, waiting):
                yield f"{waiting.call} waits while {agent} is ready"


def _may_take(world: World, agent: AgentId, waiting: Waiting) -> bool:
    card, queue = world.board.cards[agent], world.board.queues[waiting.queue]
    return card.firm == queue.firm and may_serve(ability_of(card), queue, waiting.step)


def decided(world: World, effects: Effects) -> Iterator[str]:
    """Yield who was passed over: an agent was rung for somebody who had come to the same queue later. Who was put back among
    those who wait in the same stretch does not count, since that may have been after the decision."""
    back = {line.call for line in effects.journal if isinstance(line.fact, CallQueued | OfferFailed | SearchWidened)}
    for line in effects.journal:
        fact, chosen = line.fact, world.board.waits.get(line.call)
        if not isinstance(fact, CallOffered) or chosen is None or fact.why == WANTED:
            continue
        for other in world.board.waits.values():
            earlier = other.queue == chosen.queue and _place(world, other) < _place(world, chosen)
            if not earlier or other.call in back or other.wanted is not None or world.board.is_held(other.call):
                continue
            if _may_take(world, fact.agent, other):
                yield f"{fact.agent} was rung for {line.call}, and {other.call} had come before"


def _place(world: World, waiting: Waiting) -> datetime:
    return world.calls[waiting.call].queued_at or waiting.since


def recorded(stage: RoughStage) -> Iterator[str]:
    """Yield where the rows that the floor has handed over are not what it has in mind."""
    rows, world = stage.book.given, stage.world
    for call in world.calls.values():
        if rows.open_calls.get(call.id) != msgspec.json.encode(call).decode():
            yield f"the row of {call.id} is not what the floor has in mind"
    for agent, state in world.board.agents.items():
        if rows.agents.get(agent) != msgspec.json.encode(state).decode():
            yield f"the row of {agent} is not what the floor has in mind"
    yield from (f"{call} is over and kept as an open call" for call in rows.open_calls.keys() - world.calls.keys())


def reloaded(stage: RoughStage) -> Iterator[str]:
    """Yield where a floor that began now, with these rows, would differ from the one that is there."""
    if stage.world.degraded:
        return  # it would begin when the database is back
    old, new = stage.world, stage.book.load(stage.world, World())
    # Other work is not taken up again: whoever lent the agents lends them anew.
    lent_to_nobody = {agent: msgspec.structs.replace(state, work=None) for agent, state in old.board.agents.items()}
    if new.calls != old.calls or new.board.agents != lent_to_nobody:
        yield "the rows are other calls or agents than those of the floor"
    if new.board.waits != old.board.waits:
        yield f"a floor that begins has {list(new.board.waits.values())} waiting, and not {list(old.board.waits.values())}"
    for queue in old.board.queues:
        if [w.call for w in new.board.waiting_in(queue)] != [w.call for w in old.board.waiting_in(queue)]:
            yield f"a floor that begins has another order in {queue}"
    for call in old.board.waits:
        if new.board.is_held(call) is not old.board.is_held(call):
            yield f"a floor that begins would not know that a telephone rings for {call}"


def ended(stage: RoughStage) -> Iterator[str]:
    """Yield what is not told to its end, or told twice: each call has its steps without a hole, one end, and a row of it."""
    steps: dict[str, list[int]] = {}
    ends: Counter[str] = Counter()
    for line in stage.journal:
        steps.setdefault(line.call, []).append(line.seq)
        ends[line.call] += isinstance(line.fact, CallEnded)
    for call, numbers in steps.items():
        row = stage.book.kept.calls.get(call)
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{call} is told with a hole: {numbers}"
        if ends[call] != 1 or row is None or row.outcome is None or row.ended_at is None:
            yield f"{call} ended {ends[call]} times, with the outcome {row.outcome if row is not None else None}"
        elif any(seconds is not None and seconds < 0 for seconds in (row.wait_s, row.talk_s, row.hold_s)):
            yield f"{call} took less than no time: {row}"


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
