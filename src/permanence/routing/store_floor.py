"""What the floor reads of agents and queues in PostgreSQL. Where agents stand is kept by `routing.keep`."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from permanence.interaction.model import QueueTerms
from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, FirmId, PersonId, QueueId, SkillId, TeamId
from permanence.routing.model import AgentCard, AgentState, Device, QueueCard
from permanence.routing.setup import Step, widenings

LOAD_STATES = "select document::text from routing.agent_state"
LOAD_AGENTS = """
select agent.firm_id, agent.id, agent.person_id, agent.alias, agent.endpoint_name, agent.device, person.roles, agent.teams,
    coalesce((select jsonb_object_agg(skill.skill_id, skill.level) from routing.agent_skill as skill
        where skill.firm_id = agent.firm_id and skill.agent_id = agent.id), '{}'::jsonb),
    coalesce(agent.country, firm.country)
from routing.agent join firms.firm on firm.id = agent.firm_id
join firms.person on person.firm_id = agent.firm_id and person.id = agent.person_id
where person.status = 'active'
"""
LOAD_QUEUES = """
select queue.firm_id, queue.id, queue.name, queue.music, queue.ring_s, queue.wrap_up_s, queue.announce_every_s,
    queue.record, queue.priority, coalesce((select jsonb_object_agg(need.skill_id, need.level)
        from routing.queue_skill as need where need.firm_id = queue.firm_id and need.queue_id = queue.id), '{}'),
    queue.target_s, queue.teams, queue.steps, queue.prefer_s, queue.call_back_prompt_id
from routing.queue
"""


async def load_states(connection: Connection) -> list[AgentState]:
    """Return where every agent stood."""
    cursor = await connection.execute(LOAD_STATES)
    return [msgspec.json.decode(document, type=AgentState) for (document,) in await cursor.fetchall()]


async def load_agents(connection: Connection) -> list[AgentCard]:
    """Return the agents of the transaction's firms; directors and supervisors may come onto calls."""
    cursor = await connection.execute(LOAD_AGENTS)
    return [
        AgentCard(
            AgentId(id_), FirmId(firm), PersonId(person), alias, f"PJSIP/{endpoint}", Device(device),
            {SkillId(skill): level for skill, level in skills.items()}, bool({"supervisor", "director"} & set(roles)),
            tuple(TeamId(team) for team in teams), country,
        )
        for firm, id_, person, alias, endpoint, device, roles, teams, skills, country in await cursor.fetchall()
    ]  # fmt: skip


async def load_queues(connection: Connection) -> list[QueueCard]:
    """Return the queues of the transaction's firms."""
    cursor = await connection.execute(LOAD_QUEUES)
    return [
        QueueCard(
            QueueTerms(QueueId(id_), name, music, ring_s, wrap_up_s, announce, record, priority, back),
            FirmId(firm), {SkillId(skill): level for skill, level in skills.items()}, target_s,
            tuple(TeamId(team) for team in teams), widenings(msgspec.convert(steps, list[Step])), prefer_s,
        )
        for firm, id_, name, music, ring_s, wrap_up_s, announce, record, priority, skills, target_s, teams, steps, prefer_s, back
        in await cursor.fetchall()
    ]  # fmt: skip


class EndpointRow(NamedTuple):
    """An agent's telephone as the switch must know it; `sealed` opens with the installation's vault."""

    firm: str
    name: str
    sealed: bytes
    device: str
    address: str | None


LOAD_ENDPOINTS = """
select agent.firm_id, agent.endpoint_name, agent.endpoint_secret, agent.device, agent.address
from routing.agent join firms.person on person.firm_id = agent.firm_id and person.id = agent.person_id
where person.status = 'active' order by agent.endpoint_name
"""


async def load_endpoints(connection: Connection) -> list[EndpointRow]:
    """Return the telephones of the transaction's firms."""
    cursor = await connection.execute(LOAD_ENDPOINTS)
    return [EndpointRow(*row) for row in await cursor.fetchall()]


LOAD_NAMES = """
select 'skill', name, id from routing.skill union all select 'team', name, id from routing.team
"""


async def load_names(connection: Connection) -> tuple[dict[str, SkillId], dict[str, TeamId]]:
    """Return the skills and the teams of the transaction's firm by name."""
    rows = await (await connection.execute(LOAD_NAMES)).fetchall()
    skills = {name: SkillId(id_) for kind, name, id_ in rows if kind == "skill"}
    return skills, {name: TeamId(id_) for kind, name, id_ in rows if kind == "team"}
