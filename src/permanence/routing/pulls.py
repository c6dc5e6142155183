"""What pulls can bring a queue, from how its firm's agents stand: who is at other work, and who is called back first."""

from __future__ import annotations

from collections.abc import Iterator

from permanence.kernel.ids import AgentId, QueueId
from permanence.routing.board import Board
from permanence.routing.model import Waiting, Work
from permanence.routing.promise import Pull


def needed_by(board: Board, agent: AgentId) -> list[QueueId]:
    """Return the queues for whose callers this agent begins no other work."""
    return [queue for queue in board.serves.get(agent, ()) if Pull.HOLD in board.pulls.get(queue, ())]


def about_to(board: Board, queue: QueueId) -> list[AgentId]:
    """Return who would begin other work after the present call, and may take the callers of this queue."""
    return [a for a in _lent(board, queue) if not board.is_at_work(a)]


def could_come(board: Board, queue: QueueId) -> list[AgentId]:
    """Return who is at work that can wait, and may take the callers of this queue: those who read a record first, and of
    each kind the longest at it. Calls are finished."""
    found = [a for a in _lent(board, queue) if board.is_at_work(a) and board.agents[a].work is not Work.OUTBOUND]
    return sorted(found, key=lambda a: (board.agents[a].work is Work.TEXT, board.agents[a].since, a))


def can_bring(board: Board, queue: QueueId) -> dict[Pull, int]:
    """Return how much each pull could bring this queue now; what it has no means for is left out."""
    found = {Pull.RECALL: len(could_come(board, queue)), Pull.WIDEN: sum(1 for _ in narrow(board, queue))}
    if board.queues[queue].firm in board.lends:
        found[Pull.HOLD] = len(about_to(board, queue))
    return found


def narrow(board: Board, queue: QueueId) -> Iterator[Waiting]:
    """Yield the callers for whom the search can widen, in the order in which they are due."""
    steps = len(board.queues[queue].steps)
    for waiting in board.waiting_in(queue):
        if not board.is_held(waiting.call) and (waiting.wanted is not None or waiting.step < steps):
            yield waiting


def _lent(board: Board, queue: QueueId) -> Iterator[AgentId]:
    for agent in board.lent_of(queue):
        state = board.agents[agent]
        if state.signed_in and state.pause is None:
            yield agent
