"""What the floor reads of numbers, plans, flows and prompts in PostgreSQL: one `Directory` a firm."""

from __future__ import annotations

from typing import Any

import msgspec

from permanence.flows.model import Directory, Flow, NumberCard, OpeningPlan, Prompt
from permanence.interaction.model import QueueTerms
from permanence.kernel.database import Connection
from permanence.kernel.ids import BrandId, FirmId, FlowId, NumberId, PromptId

NUMBERS = """
select number.firm_id, number.id, number.e164, number.brand_id, brand.name, brand.greeting, number.language,
    number.country, number.flow_id, number.recording_purpose, number.notice_prompt_id, number.trunk,
    number.whisper_prompt_id
from flows.number join flows.brand on brand.firm_id = number.firm_id and brand.id = number.brand_id
"""
FLOWS = "select firm_id, id, name, document::text from flows.flow"
PLANS = """
select firm_id, jsonb_build_object('id', id, 'name', name, 'time_zone', time_zone, 'weekly', weekly,
    'holiday_country', holiday_country, 'holiday_subdivision', holiday_subdivision, 'exceptions', exceptions)::text
from flows.plan
"""
DISPOSITIONS = "select firm_id, code, label_fr, label_en from flows.disposition order by firm_id, position, code"
PROMPTS = "select firm_id, id, file, text from flows.prompt where status = 'ready' and file is not null"


async def load_directories(
    connection: Connection, firms: list[FirmId], queues: dict[FirmId, dict[str, QueueTerms]]
) -> list[Directory]:
    """Return the directory of each firm of the transaction."""
    numbers: dict[str, dict[str, NumberCard]] = {}
    for row in await _rows(connection, NUMBERS):
        card = NumberCard(
            NumberId(row[1]), FirmId(row[0]), row[2], BrandId(row[3]), row[4], row[5], row[6], row[7],
            FlowId(row[8]), row[9], row[10], row[11], row[12],
        )  # fmt: skip
        numbers.setdefault(row[0], {})[card.e164] = card
    flows: dict[str, dict[str, Flow]] = {}
    for firm, id_, name, document in await _rows(connection, FLOWS):
        parts = msgspec.json.decode(document)
        flow = msgspec.convert({**parts, "id": id_, "name": name}, type=Flow)
        flows.setdefault(firm, {})[id_] = flow
    plans: dict[str, dict[str, OpeningPlan]] = {}
    for firm, document in await _rows(connection, PLANS):
        plan = msgspec.json.decode(document, type=OpeningPlan)
        plans.setdefault(firm, {})[plan.id] = plan
    prompts: dict[str, dict[str, Prompt]] = {}
    for firm, id_, file, text in await _rows(connection, PROMPTS):
        prompts.setdefault(firm, {})[id_] = Prompt(PromptId(id_), f"sound:{file}", text)
    dispositions: dict[str, list[tuple[str, str, str]]] = {}
    for firm, *disposition in await _rows(connection, DISPOSITIONS):
        dispositions.setdefault(firm, []).append((disposition[0], disposition[1], disposition[2]))
    return [
        Directory(
            firm, numbers.get(firm, {}), flows.get(firm, {}), plans.get(firm, {}), prompts.get(firm, {}),
            queues.get(firm, {}), tuple(dispositions.get(firm, ())),
        )
        for firm in firms
    ]  # fmt: skip


async def _rows(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    cursor = await connection.execute(statement.encode())
    return await cursor.fetchall()
