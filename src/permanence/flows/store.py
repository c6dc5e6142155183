"""The rows of numbers, brands, plans, flows, prompts and dispositions as a firm sets them up, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from permanence.flows.errors import NumberTaken
from permanence.flows.ports import Known, SoundMade
from permanence.flows.setup import Brand, Disposition, FlowCard, Number, Plan, Prompt
from permanence.kernel.database import Connection
from permanence.kernel.queries import Queries
from permanence.kernel.store import Row, TableRows

SQL = Queries.beside(__file__)


def _prompt(row: Row) -> Prompt:
    return msgspec.convert(row, Prompt)


def _brand(row: Row) -> Brand:
    return msgspec.convert(row, Brand)


def _plan(row: Row) -> Plan:
    return msgspec.convert(row, Plan)


def _flow(row: Row) -> FlowCard:
    document = row.pop("document")
    return msgspec.convert({**row, **document}, FlowCard)


def _number(row: Row) -> Number:
    return msgspec.convert(row, Number)


def _disposition(row: Row) -> Disposition:
    return msgspec.convert(row, Disposition)


def _values(thing: msgspec.Struct) -> Mapping[str, Any]:
    return msgspec.to_builtins(thing)


def _plan_values(plan: Plan) -> Mapping[str, Any]:
    values = msgspec.to_builtins(plan)
    return {**values, "weekly": Jsonb(values["weekly"]), "exceptions": Jsonb(values["exceptions"])}


def _flow_values(flow: FlowCard) -> Mapping[str, Any]:
    document = {"start": flow.start, "nodes": msgspec.to_builtins(flow.nodes)}
    return {"id": flow.id, "name": flow.name, "version": flow.version, "document": Jsonb(document)}


class PostgresPrompts(TableRows[Prompt]):
    """Implements `ports.PromptRows`."""

    def __init__(self) -> None:
        """Use the statements of prompts."""
        super().__init__(SQL, "prompt", _prompt, _values, lambda prompt: (prompt.name.lower(), prompt.id))

    async def set_sound(self, c: Connection, prompt: str, made: SoundMade) -> None:
        """Write where the sound is."""
        await c.execute(
            SQL["prompt_sound"], {"id": prompt, "file": made.file, "duration_ms": made.duration_ms}
        )

    async def file_of(self, c: Connection, prompt: str) -> str | None:
        """Return where the sound is, None for a prompt without one."""
        row = await (await c.execute(SQL["prompt_file"], {"id": prompt})).fetchone()
        return str(row[0]) if row and row[0] else None


class PostgresFlows:
    """Implements `ports.FlowsStore`."""

    def __init__(self) -> None:
        """Put the tables together."""
        self.prompts = PostgresPrompts()
        self.brands = TableRows(SQL, "brand", _brand, _values, lambda b: (b.name.lower(), b.id))
        self.plans = TableRows(SQL, "plan", _plan, _plan_values, lambda p: (p.name.lower(), p.id))
        self.flows = TableRows(SQL, "flow", _flow, _flow_values, lambda f: (f.name.lower(), f.id))
        self.numbers = TableRows(SQL, "number", _number, _values, lambda n: (n.e164, n.id), NumberTaken)
        self.dispositions = TableRows(
            SQL, "disposition", _disposition, _values, lambda d: (f"{d.position:03}", d.code)
        )

    async def known(self, c: Connection) -> Known:
        """Return the ids of the firm's plans and prompts."""
        plans = await (await c.execute(SQL["known_plans"])).fetchall()
        prompts = await (await c.execute(SQL["known_prompts"])).fetchall()
        return Known(frozenset(id_ for (id_,) in plans), frozenset(id_ for (id_,) in prompts))

    async def users_of(self, c: Connection, id_: str) -> list[str]:
        """Return the names of the flows that name this thing."""
        rows = await (await c.execute(SQL["users_of"], {"id": id_})).fetchall()
        return [str(name) for (name,) in rows]
