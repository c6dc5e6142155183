"""The record in memory: what a new floor would load, what the present one has handed over, and what waits on its disk.

Rows come as the floor's own batches; keeping one twice changes nothing, as in the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from permanence.floor.batch import Batch, CallRecord, decode_call
from permanence.floor.recovery import restore
from permanence.floor.world import World
from permanence.kernel.ids import AgentId, FirmId
from permanence.routing.model import AgentState


@dataclass(slots=True)
class Rows:
    """Open calls and agents as documents, and the row of every call there ever was."""

    open_calls: dict[str, str] = field(default_factory=dict[str, str])
    agents: dict[str, str] = field(default_factory=dict[str, str])
    calls: dict[str, CallRecord] = field(default_factory=dict[str, CallRecord])

    def take(self, batch: Batch) -> None:
        """Keep a batch."""
        self.calls.update({row.id: row for row in batch.calls})
        self.open_calls.update({row.id: row.document for row in batch.open_calls})
        for _, over in batch.closed:
            self.open_calls.pop(over, None)
        self.agents.update({row.id: row.document for row in batch.agents})

    def copy(self) -> Rows:
        """Return the same rows, to go on by themselves."""
        return Rows(dict(self.open_calls), dict(self.agents), dict(self.calls))


class Book:
    """`kept` is in the database, `given` is what the floor has handed over, which is what it holds to be kept."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.kept, self.given = Rows(), Rows()
        self._backlog: list[Batch] = []

    def give(self, batch: Batch) -> None:
        """The floor hands a batch over; whether it will be kept is not known yet."""
        self.given.take(batch)

    def keep(self, batch: Batch) -> None:
        """The batch is committed."""
        self.kept.take(batch)

    def put_aside(self, batch: Batch) -> None:
        """The batch waits on the local disk, behind those that do already."""
        self._backlog.append(batch)

    def catch_up(self) -> None:
        """Commit what waits on the disk, in order."""
        for batch in self._backlog:
            self.kept.take(batch)
        self._backlog.clear()

    def begin_again(self) -> None:
        """A new floor begins: what was not kept was never given."""
        self.catch_up()
        self.given = self.kept.copy()

    def load(self, old: World, world: World) -> World:
        """Put what is kept into a floor that begins, with the set-up of the old one; return it."""
        for directory in old.directories.values():
            world.set_directory(directory)
        for firm, agents in old.board.by_firm.items():
            queues = [card for card in old.board.queues.values() if card.firm == firm]
            since = min(old.board.agents[agent].since for agent in agents)
            world.board.set_firm(firm, [old.board.cards[agent] for agent in agents], queues, since)
        spoke = [row for row in self.kept.calls.values() if row.agent is not None and row.answered_at is not None]
        for row in sorted(spoke, key=lambda row: (row.answered_at, row.id)):
            world.remember(FirmId(row.firm), row.customer, AgentId(row.agent or ""))
        states = [msgspec.json.decode(document, type=AgentState) for document in self.kept.agents.values()]
        restore(world, [decode_call(document) for document in self.kept.open_calls.values()], states)
        return world
