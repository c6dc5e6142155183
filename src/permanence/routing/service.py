"""Setting up routing: skills, queues, agents and their telephones; and what a person's own desk needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Shelf, Tools, Users
from permanence.kernel.ids import AgentId
from permanence.routing.model import Device
from permanence.routing.ports import OwnAgent, RoutingStore, Seals, TelephoneSecrets
from permanence.routing.setup import Agent, Queue, Skill, Team


@dataclass(frozen=True, slots=True)
class Telephone:
    """What a telephone signs in with at the switch."""

    user: str
    password: str = field(repr=False)


@dataclass(slots=True)
class RoutingSetup:
    """The shelves of routing."""

    tools: Tools
    store: RoutingStore
    seals: Seals
    secrets: TelephoneSecrets
    queue_users: Users | None = None
    skills: Shelf[Skill] = field(init=False)
    teams: Shelf[Team] = field(init=False)
    queues: Shelf[Queue] = field(init=False)
    agents: Shelf[Agent] = field(init=False)

    def __post_init__(self) -> None:
        """Put up the shelves."""
        self.skills = Shelf(self.tools, self.store.skills, "skill", lambda skill: skill.id)
        self.teams = Shelf(
            self.tools, self.store.teams, "team", lambda team: team.id, users=self.store.team_users
        )
        self.queues = Shelf(
            self.tools, self.store.queues, "queue", lambda queue: queue.id, self.store.check_teams, self.queue_users
        )
        self.agents = Shelf(
            self.tools, self.store.agents, "agent", lambda agent: agent.id, self.store.check_teams
        )

    async def add_agent(self, visitor: Visitor, agent: Agent, now: datetime) -> Telephone:
        """Make a person an agent, with a telephone of a new secret."""
        secret = self.secrets.telephone()
        sealed = self.seals.seal(visitor.firm, agent.id, secret)
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.check_teams(c, agent)
            await self.store.agents.add_with_secret(c, visitor.firm, agent, sealed, now)
            await self.tools.firms.audit(
                c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, "agent.added", agent.id
            )
        await self.tools.floor.reload(visitor.firm)
        return Telephone(agent.id, secret)

    async def renew_secret(self, visitor: Visitor, agent: str, now: datetime) -> Telephone:
        """Give an agent's telephone a new secret; the old one ends at once."""
        secret = self.secrets.telephone()
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.agents.one(c, agent)
            await self.store.agents.set_secret(c, agent, self.seals.seal(visitor.firm, agent, secret))
            await self.tools.firms.audit(
                c,
                visitor.firm,
                self.tools.ids.new("aud"),
                now,
                visitor.person.id,
                "agent.secret_renewed",
                agent,
            )
        await self.tools.floor.reload(visitor.firm)
        return Telephone(agent, secret)

    async def own_agent(self, visitor: Visitor) -> tuple[OwnAgent, Telephone | None] | None:
        """Return the agent that the visitor is; with the telephone's secret where it is the browser itself."""
        async with self.tools.database.firm(visitor.firm) as c:
            own = await self.store.agents.of_person(c, visitor.person.id)
        if own is None:
            return None
        if own.device is not Device.BROWSER:
            return own, None
        return own, Telephone(own.endpoint, self.seals.open(visitor.firm, own.endpoint, own.sealed))

    def new_agent_id(self) -> AgentId:
        """Return an id for a new agent."""
        return AgentId(self.tools.ids.new("agt"))
