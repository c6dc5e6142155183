"""A played day as rows: a firm with the day's queues, teams and agents, its calls and their journal."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from psycopg.types.json import Jsonb

from permanence.adapters.postgres.pool import Database
from permanence.interaction.past import Told
from permanence.kernel.ids import FirmId, RandomIds
from permanence.sim.shop import OPENS
from tests.unit.sim.past_kit import KeptShop, kept_day

IDS = RandomIds()
DAY_TEXT = """
hours = 2
[[queue]]
name = "Devis"
per_hour = [60, 70]
handling_s = 150
patience_s = 150
target_s = 60
wrap_up_s = 20
[[queue]]
name = "Suivi"
per_hour = [20]
handling_s = 150
[[team]]
name = "Matin"
agents = 4
skills = { Devis = 5, Suivi = 3 }
answers_after_s = 2
"""


async def write_day(app: Database, floor: Database, firm: FirmId, opens: datetime, seed: int = 1, text: str = DAY_TEXT) -> KeptShop:
    """Write what a scenario's day left behind, as if it had begun at `opens`; return the day."""
    shop, _, _ = kept_day(text, seed)
    board = shop.stage.world.board
    skills = {str(name): IDS.new("skl") for card in board.queues.values() for name in card.skills}
    teams = {str(name): IDS.new("tem") for card in board.cards.values() for name in card.teams}
    async with app.firm(firm) as c:
        for name, id_ in skills.items():
            await c.execute("insert into routing.skill (firm_id, id, name) values (%s, %s, %s)", [firm, id_, name])
        for name, id_ in teams.items():
            await c.execute("insert into routing.team (firm_id, id, name) values (%s, %s, %s)", [firm, id_, name])
        for queue, card in board.queues.items():
            await c.execute(
                "insert into routing.queue (firm_id, id, name, ring_s, wrap_up_s, record, target_s) values (%s, %s, %s, 20, %s, false, %s)",
                [firm, queue, card.terms.name, card.terms.wrap_up_s, card.target_s],
            )
            for skill, level in card.skills.items():
                await c.execute(
                    "insert into routing.queue_skill (firm_id, queue_id, skill_id, level) values (%s, %s, %s, %s)",
                    [firm, queue, skills[skill], level],
                )
        for place, card in enumerate(board.cards.values()):
            await c.execute(
                "insert into firms.person (firm_id, id, email, name, password_hash, roles, language, status, must_change,"
                " created_at, password_changed_at) values (%s, %s, %s, 'Bob', '', %s, 'fr', 'active', false, now(), now())",
                [firm, card.person, f"agent{place}@x.example", ["agent"]],
            )
            await c.execute(
                "insert into routing.agent (firm_id, id, person_id, alias, endpoint_name, endpoint_secret, device, created_at, teams)"
                " values (%s, %s, %s, %s, %s, '', 'browser', now(), %s)",
                [firm, card.id, card.person, f"Agent {place}", card.id, [teams[team] for team in card.teams]],
            )
            for skill, level in card.skills.items():
                await c.execute(
                    "insert into routing.agent_skill (firm_id, agent_id, skill_id, level) values (%s, %s, %s, %s)",
                    [firm, card.id, skills[skill], level],
                )
    await write_journal(floor, firm, shop.told, opens - OPENS)
    return shop


async def write_journal(floor: Database, firm: FirmId, told: list[Told], later: timedelta) -> None:
    """Write calls and their journal, so much later than they were played."""
    calls: dict[str, list[Told]] = {}
    for line in told:
        calls.setdefault(line.call, []).append(line)
    async with floor.firms([firm]) as c:
        for call, lines in calls.items():
            queue = next((line.data["queue"] for line in lines if line.kind == "interaction.call_queued"), None)
            over = next((line.at + later for line in lines if line.kind == "interaction.call_ended"), None)
            await c.execute(
                "insert into interaction.call (firm_id, id, direction, queue_id, language, phase, arrived_at, ended_at)"
                " values (%s, %s, 'inbound', %s, 'fr', 'ended', %s, %s)",
                [firm, call, queue, lines[0].at + later, over],
            )
            async with c.cursor() as rows:
                await rows.executemany(
                    "insert into interaction.journal (firm_id, interaction_id, seq, at, kind, data) values (%s, %s, %s, %s, %s, %s)",
                    [(firm, call, seq, line.at + later, line.kind, Jsonb(msgspec.to_builtins(line.data))) for seq, line in enumerate(lines, 1)],
                )
