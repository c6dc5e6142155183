"""Wires duty rosters into the web process and the worker: who serves which queue, when callers reach it, who does what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from permanence.adapters.argon import SystemSecrets
from permanence.firms.service_shelf import Tools
from permanence.flows.reach import reaches
from permanence.flows.store_floor import load_directories
from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, FirmId, NumberId, PersonId, QueueId
from permanence.planning import api_duty, api_duty_own
from permanence.planning.duty_coverage import Backing, Demand, Times
from permanence.planning.duty_watch import Seen
from permanence.planning.ports_duty import Colleague
from permanence.planning.service_duty import Duty
from permanence.planning.service_duty_own import OwnDuty
from permanence.planning.store_duty import PostgresDuty
from permanence.routing.model import presence_of
from permanence.routing.rules import ability_of, may_serve
from permanence.routing.store import PostgresRouting
from permanence.routing.store_floor import load_agents, load_queues, load_states
from permanence.synergy.coverage import standbys
from permanence.synergy.store import PostgresSynergy
from permanence.synergy.store_overflow import PostgresOverflow

ROUTERS = (api_duty.router, api_duty_own.router)


class PostgresSurroundings:
    """Implements `planning.ports_duty.Surroundings` by the rows from which the floor works."""

    def __init__(self) -> None:
        """Use the rows of routing and of synergy."""
        self._routing = PostgresRouting()
        self._agreements, self._overflow = PostgresSynergy(), PostgresOverflow()

    async def agents(self, c: Connection) -> Sequence[Colleague]:
        """Return the firm's agents by alias."""
        cards = await load_agents(c)
        return sorted((Colleague(card.id, card.alias) for card in cards), key=lambda a: (a.alias.lower(), a.id))

    async def agent_of(self, c: Connection, person: PersonId) -> AgentId | None:
        """Return the agent that a person is."""
        own = await self._routing.agents.of_person(c, person)
        return own.id if own is not None else None

    async def demands(
        self, c: Connection, firm: FirmId, since: datetime, until: datetime, wanted: Mapping[QueueId, int]
    ) -> Sequence[Demand]:
        """Return the queues and numbers that callers reach in this time, by kind and name."""
        queues = {queue.terms.queue: queue for queue in await load_queues(c)}
        abilities = {card.id: ability_of(card) for card in await load_agents(c)}
        (directory,) = await load_directories(c, [firm], {firm: {id_: queue.terms for id_, queue in queues.items()}})
        serves = {
            id_: frozenset(a for a, ability in abilities.items() if may_serve(ability, queue, len(queue.steps)))
            for id_, queue in queues.items()
        }
        backing = await self._backing(c, since, until)
        queue_times: dict[QueueId, list[tuple[datetime, datetime]]] = defaultdict(list)
        number_times: dict[NumberId, list[tuple[datetime, datetime]]] = defaultdict(list)
        number_serves: dict[NumberId, frozenset[AgentId]] = {}
        number_backing: dict[NumberId, dict[Backing, None]] = defaultdict(dict)
        for reach in reaches(directory, since, until):
            number_times[reach.number].append((reach.starts, reach.ends))
            for id_ in reach.queues & queues.keys():
                queue_times[id_].append((reach.starts, reach.ends))
                number_serves[reach.number] = number_serves.get(reach.number, frozenset()) | serves[id_]
                number_backing[reach.number].update(dict.fromkeys(backing.get(id_, ())))
        found = [
            Demand(
                kind="queue", id=id_, name=queues[id_].terms.name, serves=serves[id_], open=_distinct(times),
                wanted=wanted.get(id_, 1), backing=backing.get(id_, ()),
            )
            for id_, times in queue_times.items()
        ] + [
            Demand(
                kind="number", id=card.id, name=card.e164, serves=number_serves.get(card.id, frozenset()),
                open=_distinct(number_times[card.id]), backing=tuple(number_backing[card.id]),
            )
            for card in directory.numbers.values()
            if card.id in number_times
        ]  # fmt: skip
        return sorted(found, key=lambda d: (d.kind != "queue", d.name.lower(), d.id))

    async def _backing(self, c: Connection, since: datetime, until: datetime) -> Mapping[QueueId, tuple[Backing, ...]]:
        """Return by queue which partners stand behind it when."""
        rules = await self._overflow.rules(c)
        agreements = await self._agreements.agreements(c) if rules else ()
        return {queue: tuple(Backing(*each) for each in standbys(rule, agreements, since, until)) for queue, rule in rules.items()}


class FloorsPresences:
    """Implements `planning.ports_duty.Presences` by the states that the floor keeps for its own next start."""

    async def now(self, c: Connection) -> Mapping[FirmId, Sequence[Seen]]:
        """Return where the agents of the transaction's firms stand."""
        cards = {card.id: card for card in await load_agents(c)}
        found: dict[FirmId, list[Seen]] = defaultdict(list)
        for state in await load_states(c):
            if (card := cards.get(state.id)) is not None:
                found[state.firm].append(Seen(state.id, presence_of(state, card), state.since))
        return found


def services(tools: Tools) -> dict[str, object]:
    """Return what routes ask for, by the name of their parameter."""
    rows, around = PostgresDuty(), PostgresSurroundings()
    return {"duty": Duty(tools, rows, around), "own_duty": OwnDuty(tools, rows, around, SystemSecrets())}


def _distinct(times: Sequence[tuple[datetime, datetime]]) -> Times:
    """Return times that are the same for several numbers only once."""
    return tuple(sorted(set(times)))
