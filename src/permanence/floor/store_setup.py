"""Reading what the firms have set up, and what was open when the last floor ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from permanence.cards.store_floor import load_products
from permanence.floor.batch import decode_call
from permanence.floor.machine import take_setup
from permanence.floor.partners import Tally
from permanence.floor.world import REMEMBERED, World
from permanence.flows.model import Directory
from permanence.flows.store_floor import load_directories
from permanence.interaction.model import Call, CardTerms, QueueTerms
from permanence.interaction.store_floor import load_last_agents, load_open
from permanence.kernel.database import Transactions
from permanence.kernel.ids import AgentId, AgreementId, FirmId, ProductId, QueueId
from permanence.quality.store import load_qualities
from permanence.routing.model import AgentCard, AgentState, QueueCard
from permanence.routing.store_floor import load_agents, load_queues, load_states
from permanence.synergy.store_floor import Alliances, load_alliances, load_answered, load_known
from permanence.tariffs.model import Version
from permanence.tariffs.store import load_versions
from permanence.tariffs.store_charging import load_ended

ACQUAINTED_DAYS = 90
MONTH = timedelta(days=32)
ROSTER = "select firms.roster()"


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything that firms have set up, as the floor needs it."""

    firms: list[FirmId]
    directories: list[Directory]
    agents: list[AgentCard]
    queues: list[QueueCard]
    alliances: Alliances = field(default_factory=Alliances)
    tariffs: list[Version] = field(default_factory=list[Version])
    products: dict[FirmId, dict[ProductId, CardTerms]] = field(default_factory=dict[FirmId, dict[ProductId, CardTerms]])
    qualities: dict[AgreementId, float] = field(default_factory=dict[AgreementId, float])

    def apply(self, world: World, now: datetime) -> None:
        """Have the world take it over; calls and people who are there stay."""
        for firm in self.firms:
            agents = [agent for agent in self.agents if agent.firm == firm]
            queues = [queue for queue in self.queues if queue.firm == firm]
            take_setup(world, firm, agents, queues, now)
            world.charging.set_firm(firm, [each for each in self.tariffs if each.firm == firm])
            world.products[firm] = self.products.get(firm, {})
            self._ally(world, firm, {queue.terms.queue for queue in queues}, now)
        for directory in self.directories:
            world.set_directory(directory)

    def _ally(self, world: World, firm: FirmId, queues: set[QueueId], now: datetime) -> None:
        """Have the world take over what the firm has agreed on with others, once its queues are there."""
        own = [each for each in self.alliances.agreements if firm in (each.owner, each.answering)]
        receptions = [each for each in self.alliances.receptions if each.firm == firm]
        world.partners.set_firm(firm, own, self.alliances.overflows.get(firm, {}), queues, receptions, now)
        world.partners.qualities |= {each.id: self.qualities.get(each.id) for each in own}


async def load_setup(database: Transactions, only: FirmId | None = None) -> Setup:
    """Read the set-up of one firm, or of all open ones."""
    async with database.nobody() as connection:
        roster = [FirmId(firm) for (firm,) in await (await connection.execute(ROSTER)).fetchall()]
    firms = [firm for firm in roster if only is None or firm == only]
    if not firms:
        return Setup([], [], [], [])
    async with database.firms(firms) as connection:
        queues = await load_queues(connection)
        terms: dict[FirmId, dict[str, QueueTerms]] = {}
        for queue in queues:
            terms.setdefault(queue.firm, {})[queue.terms.queue] = queue.terms
        return Setup(
            firms, await load_directories(connection, firms, terms), await load_agents(connection), queues,
            await load_alliances(connection), await load_versions(connection), await load_products(connection),
            await load_qualities(connection),
        )  # fmt: skip


async def load_state(database: Transactions, firms: list[FirmId]) -> tuple[list[Call], list[AgentState]]:
    """Read the calls in progress and where every agent stood."""
    if not firms:
        return [], []
    async with database.firms(firms) as connection:
        documents = await load_open(connection)
        return [decode_call(document) for document in documents], await load_states(connection)


async def load_acquaintances(database: Transactions, setup: Setup, world: World) -> None:
    """Remember who spoke last with whom, for the firms with a queue that keeps callers for that agent."""
    firms = sorted({queue.firm for queue in setup.queues if queue.prefer_s > 0})
    if not firms:
        return
    async with database.firms(firms) as connection:
        for firm, customer, agent in await load_last_agents(connection, ACQUAINTED_DAYS, REMEMBERED):
            world.remember(FirmId(firm), customer, AgentId(agent))


async def load_answers(database: Transactions, setup: Setup, world: World, now: datetime) -> None:
    """Remember what was answered for others today, what it has cost this month, and which of their agents had whom."""
    if not setup.firms:
        return
    async with database.firms(setup.firms) as connection:
        found = await load_answered(connection, setup.alliances.agreements, now)
        known = await load_known(connection, now - timedelta(days=ACQUAINTED_DAYS), REMEMBERED)
    world.partners.tallies.update({id_: Tally(*tally) for id_, tally in found.items()})
    for caller, agent in known:
        world.partners.remember(caller, agent)


async def load_spent(database: Transactions, setup: Setup, world: World, now: datetime) -> None:
    """Remember what callers have spent this month, and at the end of the one before, whatever the numbers' own clocks say."""
    if not setup.tariffs:
        return
    async with database.firms(setup.firms) as connection:
        for firm, fact in await load_ended(connection, now - MONTH):
            world.charging.ended(firm, fact)
