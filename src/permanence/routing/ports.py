"""What the set-up of routing needs of the world beyond its rows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from permanence.firms.ports import Rows
from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, FirmId, PersonId
from permanence.routing.model import Device
from permanence.routing.setup import Agent, Queue, Skill, Team


class Seals(Protocol):
    """Seals the secrets of telephones, bound to their firm and name."""

    def seal(self, firm: str, name: str, secret: str) -> bytes:
        """Return the sealed secret."""
        ...

    def open(self, firm: str, name: str, sealed: bytes) -> str:
        """Return the secret."""
        ...


class TelephoneSecrets(Protocol):
    """Where telephones' secrets come from."""

    def telephone(self) -> str:
        """Return a secret that nobody has to remember."""
        ...


class OwnAgent(NamedTuple):
    """The agent that a person is."""

    id: AgentId
    alias: str
    device: Device
    endpoint: str
    sealed: bytes


class AgentRows(Rows[Agent], Protocol):
    """Agents, whose telephones have secrets."""

    async def add_with_secret(
        self, c: Connection, firm: FirmId, agent: Agent, sealed: bytes, now: datetime
    ) -> None:
        """Write a new agent with the telephone's secret."""
        ...

    async def set_secret(self, c: Connection, agent: str, sealed: bytes) -> None:
        """Write a new secret."""
        ...

    async def of_person(self, c: Connection, person: PersonId) -> OwnAgent | None:
        """Return the agent that a person is."""
        ...


class RoutingStore(Protocol):
    """All rows of the set-up."""

    @property
    def skills(self) -> Rows[Skill]:
        """Return the rows of skills."""
        ...

    @property
    def teams(self) -> Rows[Team]:
        """Return the rows of teams."""
        ...

    async def team_users(self, c: Connection, team: str) -> list[str]:
        """Return the names of agents and queues that name a team."""
        ...

    async def check_teams(self, c: Connection, thing: Queue | Agent) -> None:
        """Raise `ReferenceUnknown` where a thing names a team that the firm has not."""
        ...

    @property
    def queues(self) -> Rows[Queue]:
        """Return the rows of queues."""
        ...

    @property
    def agents(self) -> AgentRows:
        """Return the rows of agents."""
        ...
