"""Wires planning into the web process: routing's queues and agents, and processes of its own for long work."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache, partial
from typing import ParamSpec, TypeVar

from permanence.app.planning_plays import find_people, play_day
from permanence.app.processes import die_with_parent
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.errors import Unavailable
from permanence.kernel.page import LIMIT_MAX, Cursor
from permanence.planning import api, api_played, api_roster
from permanence.planning.model import PlannedAgent, PlannedQueue
from permanence.planning.played import Found, PlannedDay, PlannedHour, PlayedDay
from permanence.planning.service import Planning
from permanence.planning.service_played import Plays
from permanence.planning.service_roster import Rosters
from permanence.planning.store import PostgresPlanning
from permanence.planning.store_duty import PostgresDuty
from permanence.routing.model import AgentCard, QueueCard
from permanence.routing.ports import RoutingStore
from permanence.routing.setup import Agent, Queue
from permanence.routing.store_floor import load_agents, load_queues

P = ParamSpec("P")
T = TypeVar("T")

ROUTERS = (api.router, api_roster.router, api_played.router)
PROCESSES = 2
"""A roster may take a minute; a forecast does not wait for it."""
POLITENESS = 10
"""Callers come first: these processes yield to all others."""


class WorkshopClosed(Unavailable):
    """The computation was broken off; try again."""

    code = "planning.broken_off"


class RoutingCentre:
    """Implements `planning.ports.Centre` over routing's rows."""

    def __init__(self, store: RoutingStore) -> None:
        """Read from this store."""
        self._store = store

    async def queues(self, c: Connection) -> list[PlannedQueue]:
        """Return all queues by name."""
        return [PlannedQueue(queue.id, queue.name) for queue in await self._queues(c)]

    async def agents(self, c: Connection) -> list[PlannedAgent]:
        """Return all agents by alias, with the queues that they serve before any widening."""
        queues = await self._queues(c)
        found: list[PlannedAgent] = []
        cursor: str | None = ""
        while cursor is not None:
            page = await self._store.agents.list(c, Cursor.parse(cursor, LIMIT_MAX))
            for agent in page.items:
                served = tuple(queue.id for queue in queues if _serves(agent, queue))
                found.append(PlannedAgent(agent.id, agent.alias, served))
            cursor = page.next_cursor
        return found

    async def cards(self, c: Connection) -> tuple[Sequence[QueueCard], Sequence[AgentCard]]:
        """Return queues and agents as the floor reads them."""
        return await load_queues(c), await load_agents(c)

    async def _queues(self, c: Connection) -> list[Queue]:
        found: list[Queue] = []
        cursor: str | None = ""
        while cursor is not None:
            page = await self._store.queues.list(c, Cursor.parse(cursor, LIMIT_MAX))
            found += page.items
            cursor = page.next_cursor
        return found


def _serves(agent: Agent, queue: Queue) -> bool:
    """Say whether the agent takes this queue's callers as soon as they come."""
    skilled = all(agent.skills.get(skill, 0) >= level for skill, level in queue.skills.items())
    return skilled and (not queue.teams or not set(queue.teams).isdisjoint(agent.teams))


@dataclass(frozen=True, slots=True)
class Processes:
    """Implements `planning.ports.Workshop`; the processes begin with the first work and stay."""

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Have another process do it."""
        pool = _pool()
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, partial(work, *args, **kwargs))
        except BrokenProcessPool as error:
            _pool.cache_clear()
            raise WorkshopClosed from error


class Floor:
    """Implements `planning.ports.Player`, in processes of its own."""

    def __init__(self, processes: Processes) -> None:
        """Play in these."""
        self._processes = processes

    async def day(self, day: PlannedDay, queues: Sequence[QueueCard], agents: Sequence[AgentCard]) -> PlayedDay:
        """Play a day with its people."""
        return await self._processes.do(play_day, day, queues, agents)

    async def people(self, hour: PlannedHour, queues: Sequence[QueueCard], agents: Sequence[AgentCard]) -> Found:
        """Look for the people whom an hour takes."""
        return await self._processes.do(find_people, hour, queues, agents)


@cache
def _pool() -> ProcessPoolExecutor:
    # Not forked: a copy of a process with an event loop and threads is nothing to work in.
    return ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    die_with_parent()
    os.nice(POLITENESS)


def services(tools: Tools, routing: RoutingStore) -> dict[str, object]:
    """Return what routes of planning ask for, by the name of their parameter."""
    processes = Processes()
    planning = Planning(tools, PostgresPlanning(), RoutingCentre(routing), processes)
    rosters = Rosters(planning, PostgresDuty())
    return {"planning": planning, "rosters": rosters, "plays": Plays(rosters, Floor(processes))}
