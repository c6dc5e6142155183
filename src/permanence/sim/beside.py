"""What agents do beside callers on a played day: work falls due, is done when its agent is next free, and waits while
callers need the agent. Who needs him, and who is called back, decides the floor."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from permanence.floor.watch import begin_work, end_work
from permanence.kernel.ids import AgentId
from permanence.routing.model import Work
from permanence.sim.scenario import Scenario, TeamScene, WorkScene
from permanence.sim.stage import Stage


@dataclass(slots=True)
class Piece:
    """A piece of work: what is left of it, and when it was begun while it is being done."""

    kind: Work
    due: datetime
    left_s: float
    begun: datetime | None = None


@dataclass(slots=True)
class Done:
    """What came of the work: seconds that fell due and that were done, pieces finished, and their delay altogether."""

    due_s: float = 0.0
    done_s: float = 0.0
    pieces: int = 0
    delay_s: float = 0.0


class Beside:
    """All other work of a day. Each agent's has chance of its own, so that it is the same under every policy."""

    def __init__(self, stage: Stage, scenario: Scenario, seed: int, begins: datetime, counts_from: datetime, ends: datetime) -> None:
        """Nothing is due yet."""
        self.stage, self.done = stage, Done()
        self._scenes, self._seed, self._begins = scenario.work, seed, begins
        self._counts_from, self._ends = counts_from, ends
        self._due: dict[AgentId, deque[Piece]] = {}
        self._next: dict[AgentId, Piece] = {}  # asked for; begun as soon as the agent is free

    def open(self, people: dict[AgentId, TeamScene]) -> None:
        """Let work fall due from the opening on."""
        for agent, team in people.items():
            for scene in self._scenes:
                if scene.share and (not scene.teams or team.name in scene.teams):
                    self._due.setdefault(agent, deque())
                    self._fall_due(agent, scene, Random(f"{self._seed}/{agent}/{scene.kind}"), self._begins)

    def _fall_due(self, agent: AgentId, scene: WorkScene, chance: Random, at: datetime) -> None:
        at += timedelta(seconds=chance.expovariate(scene.share / scene.seconds))
        if at >= self._ends:
            return
        piece = Piece(scene.kind, at, chance.expovariate(1 / scene.seconds))

        def come() -> None:
            if at >= self._counts_from:
                self.done.due_s += piece.left_s
            self._due[agent].append(piece)
            self._ask(agent)
            self._fall_due(agent, scene, chance, at)

        self.stage.put(at, come)

    def look(self, touched: Iterable[AgentId]) -> None:
        """See who has come to his work, and who was called away from it."""
        board = self.stage.world.board
        for agent in touched:
            piece = self._next.get(agent)
            if piece is None:
                continue
            if board.agents[agent].work is None:
                self._left(agent, piece)
            elif piece.begun is None and board.is_at_work(agent):
                began = piece.begun = self.stage.now
                ends = began + timedelta(seconds=piece.left_s)
                self.stage.put(ends, lambda a=agent, p=piece, b=began: self._finished(a, p, b))

    def retry(self) -> None:
        """Ask again for those whom callers needed when their work fell due."""
        for agent, pieces in self._due.items():
            if pieces:
                self._ask(agent)

    def _ask(self, agent: AgentId) -> None:
        if agent in self._next or not self._due[agent] or self.stage.now >= self._ends:
            return
        piece = self._due[agent][0]
        if begin_work(self.stage.world, agent, piece.kind, self.stage.now):
            self._next[agent] = self._due[agent].popleft()
            self.stage.carry()

    def _left(self, agent: AgentId, piece: Piece) -> None:
        del self._next[agent]
        if piece.begun is not None:
            spent_s = (self.stage.now - piece.begun).total_seconds()
            piece.left_s, piece.begun = piece.left_s - spent_s, None
            self._count(piece, spent_s)
        self._due[agent].appendleft(piece)

    def _finished(self, agent: AgentId, piece: Piece, began: datetime) -> None:
        if self._next.get(agent) is not piece or piece.begun != began:
            return  # called away meanwhile
        del self._next[agent]
        self._count(piece, piece.left_s)
        if piece.due >= self._counts_from:
            self.done.pieces += 1
            self.done.delay_s += (self.stage.now - piece.due).total_seconds()
        end_work(self.stage.world, agent, self.stage.now)
        self.stage.carry()
        self._ask(agent)

    def _count(self, piece: Piece, seconds: float) -> None:
        if piece.due >= self._counts_from:
            self.done.done_s += seconds
