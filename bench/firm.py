"""The firm that measures call: one number, one queue, agents with fixed telephones; written as rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import psycopg
from psycopg.types.json import Jsonb

from permanence.kernel.ids import RandomIds

NUMBER = "+33162000100"


@dataclass(frozen=True, slots=True)
class Firm:
    """Its id, its queue and its agents; `names` are the endpoints by agent."""

    id: str
    queue: str
    agents: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """How the queue serves."""

    music: str | None = None
    ring_s: int = 20
    wrap_up_s: int = 0
    record: bool = False
    number: str = NUMBER


def write(app: str, agents: int, host: str, port: int, terms: Terms | None = None, prefix: str = "ag") -> Firm:
    """Write the firm; agent n has the telephone ``sip:<prefix>n@host:port``."""
    terms = terms or Terms()
    new = RandomIds().new
    now = datetime.now(UTC)
    firm, queue, flow, brand = new("frm"), new("que"), new("flw"), new("brd")
    made = Firm(firm, queue)
    with psycopg.connect(app) as connection:
        run = connection.execute
        run("select set_config('permanence.firm', %s, true)", [firm])
        run(
            "insert into firms.firm (id, name, language, country, time_zone, status, created_at)"
            " values (%s, 'Mesure', 'fr', 'FR', 'Europe/Paris', 'open', %s)", [firm, now],
        )  # fmt: skip
        run(
            "insert into routing.queue (firm_id, id, name, ring_s, wrap_up_s, music, record) values (%s, %s, 'Mesure', %s, %s, %s, %s)",
            [firm, queue, terms.ring_s, terms.wrap_up_s, terms.music, terms.record],
        )
        run(
            "insert into flows.brand (firm_id, id, name, colour, language) values (%s, %s, 'Mesure', '#0f766e', 'fr')",
            [firm, brand],
        )
        document = {"start": "wait", "nodes": {"wait": {"kind": "queue", "id": "wait", "queue": queue}}}
        run(
            "insert into flows.flow (firm_id, id, name, version, document) values (%s, %s, 'Mesure', 1, %s)",
            [firm, flow, Jsonb(document)],
        )
        purpose = "Mesure" if terms.record else None
        run(
            "insert into flows.number (firm_id, id, e164, brand_id, flow_id, language, country, recording_purpose)"
            " values (%s, %s, %s, %s, %s, 'fr', 'FR', %s)", [firm, new("num"), terms.number, brand, flow, purpose],
        )  # fmt: skip
        for number in range(1, agents + 1):
            _agent(run, made, number, f"{prefix}{number}", f"sip:{prefix}{number}@{host}:{port}", now)
    return made


def _agent(run, made: Firm, number: int, name: str, address: str, now: datetime) -> None:
    new = RandomIds().new
    person, agent = new("per"), new("agt")
    run(
        "insert into firms.person (firm_id, id, email, name, password_hash, roles, language, status, must_change,"
        " created_at, password_changed_at) values (%s, %s, %s, %s, '!', %s, 'fr', 'active', false, %s, %s)",
        [made.id, person, f"{name}@example.org", f"Agent {number}", ["agent"], now, now],
    )
    run(
        "insert into routing.agent (firm_id, id, person_id, alias, endpoint_name, endpoint_secret, device, address,"
        " created_at) values (%s, %s, %s, %s, %s, %s, 'fixed', %s, %s)",
        [made.id, agent, person, f"Agent {number}", name, b"", address, now],
    )
    made.agents.append(agent)
    made.names[agent] = name
