"""Watching promises: what the floor does for a queue in danger, and gives back when the danger is over; and the door
through which agents are lent to other work.

What is done, and how much of it, `routing/promise.py` decides; each pull is told in the journal of the caller who was due
first, and what it has brought in the same place.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from permanence.floor.machine import agent_freed, settle, try_again, widened
from permanence.floor.world import World
from permanence.interaction import call_back
from permanence.interaction.events import CapacityPulled, CapacityReturned, Fact, WaitExplained
from permanence.interaction.model import Call
from permanence.interaction.steps import Turn
from permanence.kernel.ids import AgentId, QueueId
from permanence.kernel.phone import is_ordinary
from permanence.routing import pulls
from permanence.routing.model import Work
from permanence.routing.promise import Pull, Pulling, Stand, is_calm, is_over, pulls_due


def watch_promises(world: World, now: datetime) -> None:
    """Look ahead: for each queue in danger do what is due, and only as far as it takes. Why callers wait is
    written down here too, not when they come: it costs as much for one of them as for all of a line."""
    board = world.board
    _watch_partners(world, now)
    stands = board.look_ahead(now)
    for queue in [queue for queue in board.pulls if queue not in stands]:
        _give_back(world, queue, now)
    moved = False
    for queue, seen in stands.items():
        stand = board.stand(queue, now) if moved else seen  # those who come back serve other queues too
        if is_over(stand):
            _give_back(world, queue, now)
        if is_calm(stand):
            continue
        can = pulls.can_bring(board, queue)
        if _call_back_media(world, queue) is not None:
            can[Pull.CALL_BACK] = sum(1 for _ in _who_could_be_called(world, queue, now))
        can[Pull.PARTNER] = sum(1 for _ in _who_could_be_offered(world, queue))
        for pull, number in pulls_due(stand, can).items():
            moved = _pull(world, queue, pull, number, stand, now) or moved
    for call_id, why, at_work, promised_s in board.wait_news():
        _tell(world, world.calls[call_id], WaitExplained(why, at_work, promised_s), now)


def begin_work(world: World, agent: AgentId, work: Work, now: datetime) -> bool:
    """Lend an agent to other work, from the end of the present call on; say no where callers need him."""
    board = world.board
    state = board.agents[agent]
    board.lends.add(state.firm)
    needed = pulls.needed_by(board, agent)
    for queue in needed:
        board.pulls[queue][Pull.HOLD].agents.add(agent)
        board.touched_queues.add(queue)
    if needed or not state.signed_in or state.pause is not None or state.work is not None:
        return False
    board.begin_work(agent, work, now)
    return True


def end_work(world: World, agent: AgentId, now: datetime) -> None:
    """The agent is back from other work: he takes the caller who should come next."""
    if world.board.agents[agent].work is not None:
        world.board.end_work(agent, now)
        agent_freed(world, agent, now)


def _pull(world: World, queue: QueueId, pull: Pull, number: int, stand: Stand, now: datetime) -> bool:
    """Do it; say whether anybody came back or was let go to others."""
    board = world.board
    first = next((world.calls.get(waiting.call) for waiting in board.waiting_in(queue)), None)
    under_way = board.pulls.setdefault(queue, {})
    if pull not in under_way:
        expected = round(stand.expected_s) if stand.at_work else None
        under_way[pull] = Pulling(now, expected)
        if first is not None:
            world.pulled_in[queue, pull] = first
            _tell(world, first, CapacityPulled(queue, pull, number, expected, stand.target_s), now)
    board.touched_queues.add(queue)
    pulling = under_way[pull]
    if pull is Pull.WIDEN:
        return _widen(world, queue, number, pulling, now)
    if pull is Pull.CALL_BACK:
        return _offer_call_backs(world, queue, number, now)
    if pull is Pull.PARTNER:
        return _ask_partners(world, queue, number, pulling, now)
    coming = pulls.about_to(board, queue) if pull is Pull.HOLD else pulls.could_come(board, queue)[:number]
    for agent in coming:
        pulling.agents.add(agent)
        end_work(world, agent, now)
    return bool(coming)


def _widen(world: World, queue: QueueId, number: int, pulling: Pulling, now: datetime) -> bool:
    board, before = world.board, pulling.callers
    for waiting in list(pulls.narrow(board, queue))[:number]:
        call = world.calls.get(waiting.call)
        if call is None or waiting.call not in board.waits or board.is_held(waiting.call):
            continue  # the one before brought an agent for this one too
        if board.hasten(call.id):
            pulling.callers += 1
            widened(world, call, now)
    return pulling.callers > before


def _watch_partners(world: World, now: datetime) -> None:
    """See for every caller whose firm has partners whether they may be asked, and still may: what is not asked anew ends."""
    world.partners.expire(now)
    for waiting in [w for w in world.board.waits.values() if w.queue in world.partners.overflows or w.call in world.board.doors]:
        call = world.calls.get(waiting.call)
        if call is not None and waiting.call in world.board.waits:
            _look(world, call, now)


def _look(world: World, call: Call, now: datetime, why: str | None = None) -> None:
    facts = world.partners.look(call, now, why)
    for fact in facts:
        _tell(world, call, fact, now)
    if facts and not world.board.is_held(call.id):
        try_again(world, call, now)


def _who_could_be_offered(world: World, queue: QueueId) -> Iterator[Call]:
    """Yield the callers for whom no partner has been asked, where this queue may ask some when its promise is in danger."""
    overflow = world.partners.overflows.get(queue)
    if overflow is None or not overflow.danger or not overflow.partners:
        return
    for waiting in world.board.waiting_in(queue):
        call = world.calls.get(waiting.call)
        if call is not None and waiting.call not in world.partners.asked and not world.board.is_held(waiting.call):
            yield call


def _ask_partners(world: World, queue: QueueId, number: int, pulling: Pulling, now: datetime) -> bool:
    before = pulling.callers
    for call in list(islice(_who_could_be_offered(world, queue), number)):
        if call.id in world.board.waits and not world.board.is_held(call.id):
            _look(world, call, now, "danger")
            pulling.callers += 1
    return pulling.callers > before


def _who_could_be_called(world: World, queue: QueueId, now: datetime) -> Iterator[Call]:
    """Yield the callers who can be offered to be called back, last in line first: they have most to win by it. Numbers that
    cost more than a call in the country are not called back, nor one number twice."""
    kept = {call.customer for call in world.calls.values() if call_back.is_kept(call)}
    for waiting in reversed(world.board.waiting_in(queue)):
        call = world.calls.get(waiting.call)
        if call is None or not call_back.can_offer(call, now) or call.customer in kept:
            continue
        if is_ordinary(call.customer or "", call.dialled):
            yield call


def _call_back_media(world: World, queue: QueueId) -> tuple[str, ...] | None:
    """Return what offers a call back in this queue; None where its firm offers none."""
    card = world.board.queues[queue]
    directory = world.directories.get(card.firm)
    prompt = directory.prompts.get(card.terms.call_back or "") if directory is not None else None
    return (prompt.media,) if prompt is not None else None


def _offer_call_backs(world: World, queue: QueueId, number: int, now: datetime) -> bool:
    media = _call_back_media(world, queue)
    assert media is not None, "without something to say there is nobody to be offered it"
    there = [world.calls[w.call] for w in world.board.waiting_in(queue) if w.call in world.calls]
    under_way = sum(call_back.is_kept(call) or call_back.is_being_asked(call) for call in there)
    for call in list(islice(_who_could_be_called(world, queue, now), max(0, number - under_way))):
        turn = Turn()
        call_back.offer(call, media, turn)
        settle(world, call, turn, now)
    return False  # they wait as before until they press the key


def _give_back(world: World, queue: QueueId, now: datetime) -> None:
    for pull, pulling in world.board.pulls.pop(queue, {}).items():
        world.board.touched_queues.add(queue)
        call = world.pulled_in.pop((queue, pull), None)
        if call is not None:
            lasted_s = round((now - pulling.since).total_seconds())
            _tell(world, call, CapacityReturned(queue, pull, len(pulling.agents), pulling.callers, lasted_s), now)


def _tell(world: World, call: Call, fact: Fact, now: datetime) -> None:
    """Write into the journal of a call, which may be over."""
    world.tell(call, fact, now)
    if call.id in world.calls:
        world.effects.calls[call.id] = call
