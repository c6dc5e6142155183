"""The rows of skills, queues and agents as a firm sets them up, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import psycopg
from psycopg.types.json import Jsonb

from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, FirmId, PersonId
from permanence.kernel.queries import Queries
from permanence.kernel.store import ReferenceUnknown, Row, TableRows, told
from permanence.routing.errors import AgentExists
from permanence.routing.model import Device
from permanence.routing.ports import OwnAgent
from permanence.routing.setup import Agent, Queue, Skill, Step, Team, teams_of

SQL = Queries.beside(__file__)


def _skill(row: Row) -> Skill:
    return Skill(**row)


def _team(row: Row) -> Team:
    return Team(**row)


def _queue(row: Row) -> Queue:
    row["steps"] = msgspec.convert(row["steps"], list[Step])
    return Queue(**row)


def _queue_values(queue: Queue) -> Mapping[str, Any]:
    jsons = {"skills": Jsonb(queue.skills), "steps": Jsonb(msgspec.to_builtins(queue.steps))}
    return {**msgspec.structs.asdict(queue), **jsons}


def _agent(row: Row) -> Agent:
    row["device"] = Device(row["device"])
    return Agent(**row)


def _agent_values(agent: Agent) -> Mapping[str, Any]:
    return {
        "id": agent.id,
        "person_id": agent.person_id,
        "alias": agent.alias,
        "device": str(agent.device),
        "address": agent.endpoint if agent.device is Device.FIXED else None,
        "skills": Jsonb(agent.skills),
        "teams": agent.teams,
        "country": agent.country,
    }


class PostgresAgents(TableRows[Agent]):
    """Implements `ports.AgentRows`."""

    def __init__(self) -> None:
        """Use the statements of agents."""
        super().__init__(
            SQL, "agent", _agent, _agent_values, lambda agent: (agent.alias.lower(), agent.id), AgentExists
        )

    async def add_with_secret(
        self, c: Connection, firm: FirmId, agent: Agent, sealed: bytes, now: datetime
    ) -> None:
        """Write a new agent with the telephone's secret."""
        try:
            await c.execute(
                SQL["agent_add"], {**_agent_values(agent), "firm": firm, "secret": sealed, "now": now}
            )
        except psycopg.IntegrityError as error:
            raise told(error, removing=False, taken=AgentExists) from error

    async def set_secret(self, c: Connection, agent: str, sealed: bytes) -> None:
        """Write a new secret."""
        await c.execute(SQL["agent_secret"], {"id": agent, "secret": sealed})

    async def of_person(self, c: Connection, person: PersonId) -> OwnAgent | None:
        """Return the agent that a person is."""
        row = await (await c.execute(SQL["agent_of_person"], {"person": person})).fetchone()
        if row is None:
            return None
        id_, alias, device, endpoint, sealed = row
        return OwnAgent(AgentId(id_), alias, Device(device), endpoint, bytes(sealed))


class PostgresRouting:
    """Implements `ports.RoutingStore`."""

    def __init__(self) -> None:
        """Put the tables together."""
        self.skills = TableRows(
            SQL, "skill", _skill, msgspec.structs.asdict, lambda s: (s.name.lower(), s.id)
        )
        self.teams = TableRows(
            SQL, "team", _team, msgspec.structs.asdict, lambda t: (t.name.lower(), t.id)
        )
        self.queues = TableRows(SQL, "queue", _queue, _queue_values, lambda q: (q.name.lower(), q.id))
        self.agents = PostgresAgents()

    async def team_users(self, c: Connection, team: str) -> list[str]:
        """Return the names of agents and queues that name a team."""
        return [name for (name,) in await (await c.execute(SQL["team_users"], {"team": team})).fetchall()]

    async def check_teams(self, c: Connection, thing: Queue | Agent) -> None:
        """Raise `ReferenceUnknown` where a thing names a team that the firm has not."""
        unknown = await (await c.execute(SQL["teams_unknown"], {"teams": sorted(teams_of(thing))})).fetchone()
        if unknown is not None:
            raise ReferenceUnknown(param="teams", what=f"Team {unknown[0]}")
