"""What the set-up of routing needs of the world beyond its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from permanence.firms.ports import Rows
from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, FirmId, PersonId, PolicyId
from permanence.kernel.page import Cursor, Page
from permanence.routing.model import Device
from permanence.routing.policy import Policy, Rule, Trial
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


class PolicyRows(Protocol):
    """Versions of the rules of distribution."""

    async def list(self, c: Connection, cursor: Cursor) -> Page[Policy]:
        """Return versions, drafts first, then the newest."""
        ...

    async def one(self, c: Connection, policy: str) -> Policy:
        """Return one version, kept from changing; raise `NotFound`."""
        ...

    async def published(self, c: Connection) -> tuple[PolicyId, list[Rule]] | None:
        """Return the version that was published last, and its rules."""
        ...

    async def draft(self, c: Connection) -> PolicyId | None:
        """Return the draft's id."""
        ...

    async def queues(self, c: Connection) -> list[Queue]:
        """Return all queues, kept from changing until the end of the transaction."""
        ...

    async def check_skills(self, c: Connection, skills: set[str]) -> None:
        """Raise `ReferenceUnknown` where the firm has not all of these."""
        ...

    async def add(self, c: Connection, firm: FirmId, policy: Policy, person: PersonId) -> None:
        """Write a new version, made (and where it is published, published) by this person."""
        ...

    async def edit(self, c: Connection, policy: Policy) -> None:
        """Write a draft's rules, ground and note."""
        ...

    async def ask_trial(self, c: Connection, policy: PolicyId, trial: Trial) -> None:
        """Have a draft tried."""
        ...

    async def supersede(self, c: Connection) -> None:
        """Make what was published a former version."""
        ...

    async def publish(self, c: Connection, policy: PolicyId, note: str, person: PersonId, now: datetime) -> None:
        """Mark a draft as published."""
        ...

    async def remove(self, c: Connection, policy: PolicyId) -> None:
        """Delete a draft."""
        ...


class DaysWithCalls(Protocol):
    """Which days can be played again."""

    async def __call__(self, connection: Connection, zone: str, since: datetime, limit: int) -> Sequence[tuple[date, int]]:
        """Return the firm's last days with calls in its queues, newest first, and how many there were."""
        ...
