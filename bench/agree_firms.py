"""The 40 firms and 60 agreements of `ledger.agree`: written as rows through the doors that directors use, and kept as plain figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from bench.agree_oracle import EPOCH, Bargain
from bench.ledger import Ground
from permanence.kernel.ids import FirmId, QueueId, RandomIds
from permanence.synergy.model import Decision, Listing, Side, Terms
from permanence.synergy.overflow import Chosen, Overflow
from permanence.synergy.service import Synergy
from permanence.synergy.service_overflow import Overflows
from permanence.synergy.store import PostgresSynergy
from permanence.synergy.store_overflow import PostgresOverflow

COUNT, OWNERS, FIRST_ANSWERING, PARTNERS, AGENTS = 40, 20, 15, 3, 5
FIRMS = (*(f"f{nth:02}" for nth in range(COUNT)), "operator")
BEFORE = EPOCH - timedelta(days=30)
SECOND_FROM = (date(2026, 10, 12), date(2026, 10, 25), date(2026, 11, 1))
IDS = RandomIds()


@dataclass
class Firms:
    """Firms by their marks; `of_number` says whose number is dialled, `of_phone` whose telephone an endpoint is."""

    ids: dict[str, FirmId] = field(default_factory=dict[str, FirmId])
    numbers: dict[str, str] = field(default_factory=dict[str, str])
    of_number: dict[str, str] = field(default_factory=dict[str, str])
    queues: dict[str, QueueId] = field(default_factory=dict[str, QueueId])
    of_phone: dict[str, str] = field(default_factory=dict[str, str])
    bargains: dict[tuple[str, str], Bargain] = field(default_factory=dict[tuple[str, str], Bargain])
    versions: dict[tuple[str, str], list[str]] = field(default_factory=dict[tuple[str, str], list[str]])
    owners: list[str] = field(default_factory=lambda: list(FIRMS[:OWNERS]))


async def found(ground: Ground) -> Firms:
    """Found all firms with their floors, have them agree, and say who asks whom."""
    firms, chance = Firms(), Random(5)
    for nth, name in enumerate(FIRMS):
        firms.ids[name] = FirmId(IDS.new("frm"))
        await _write(ground, firms, nth, name)
    async with ground.books.database.nobody() as c:
        await c.execute("insert into platform.operator (firm_id) values (%s)", [firms.ids["operator"]])
    tools = ground.settlement.tools
    synergy, overflows = Synergy(tools, PostgresSynergy()), Overflows(tools, PostgresSynergy(), PostgresOverflow())
    for name in FIRMS[:-1]:
        await synergy.keep_listing(ground.visitor(1, firms.ids[name]), Listing(name=name, country="FR", shown=True), BEFORE)
    for owner in firms.owners:
        chosen = [
            Chosen(await _agree(ground, firms, synergy, overflows, owner, answering, chance), share=chance.randint(1, 5))
            for answering in chance.sample([each for each in FIRMS[FIRST_ANSWERING:-1] if each != owner], PARTNERS)
        ]
        rule = Overflow(order=chance.choice(["named", "share", "price"]), after_s=0, apart_s=chance.choice([0, 0, 5]), partners=tuple(chosen))  # type: ignore[arg-type]
        await overflows.keep_rule(ground.visitor(1, firms.ids[owner]), firms.queues[owner], rule, BEFORE)
    return firms


async def _agree(ground: Ground, firms: Firms, synergy: Synergy, overflows: Overflows, owner: str, answering: str, chance: Random) -> Any:
    one, two = ground.visitor(1, firms.ids[owner]), ground.visitor(2, firms.ids[answering])
    drawn = draw(chance)
    versions = [(BEFORE.date(), drawn)]
    made = await synergy.make(one, firms.ids[answering], Side.OWNER, msgspec.convert(drawn, Terms), BEFORE.date(), "", BEFORE)
    made = await synergy.answer(two, made.id, made.versions[0].id, Decision.ACCEPTED, "", BEFORE)
    if chance.random() < 0.25:
        versions.append((chance.choice(SECOND_FROM), draw(chance) | {"zone": drawn["zone"]}))
        made = await synergy.propose(two, made.id, msgspec.convert(versions[1][1], Terms), versions[1][0], "", BEFORE)
        made = await synergy.answer(one, made.id, made.versions[1].id, Decision.ACCEPTED, "", BEFORE)
    await overflows.receive(two, made.id, firms.queues[answering], BEFORE)
    firms.bargains[owner, answering] = Bargain(owner, answering, tuple(versions))
    firms.versions[owner, answering] = [version.id for version in made.versions]
    return made.id


def draw(chance: Random) -> dict[str, Any]:
    """Return terms as a request would say them."""
    bands: list[dict[str, Any]] = []
    for _ in range(chance.choice([0, 0, 1, 2, 3])):
        since, until = sorted(chance.sample(range(0, 24 * 60, chance.choice([1, 30])), 2))
        days = sorted(chance.sample(range(1, 8), chance.randint(1, 7)))
        bands.append({"days": days, "since": f"{since // 60:02}:{since % 60:02}", "until": f"{until // 60:02}:{until % 60:02}", "rates": _rates(chance)})
    return {
        "payer": chance.choice(["payout", "owner"]), "rates": _rates(chance), "bands": bands, "minimum_s": chance.choice([0, 0, 15, 60, 90]),
        "zone": chance.choice(["Europe/Paris", "Europe/Paris", "America/Martinique", "Indian/Reunion", "Africa/Casablanca"]),
    }  # fmt: skip


def _rates(chance: Random) -> dict[str, int]:
    hourly = {side: chance.choice([0, 1, 2]) and chance.randrange(100_000, 20_000_000) for side in ("owner_per_hour", "platform_per_hour")}
    called = {f"{side}_per_call": chance.choice([0, 0, 1]) and chance.randrange(1, 900_000) for side in ("owner", "answering", "platform")}
    return {**hourly, "answering_per_hour": chance.randrange(100_000, 30_000_000), **called}


async def _write(ground: Ground, firms: Firms, nth: int, name: str) -> None:
    """Write a firm's rows: one number straight to one queue; agents with fixed telephones where it answers for others."""
    firm, queue, flow, brand = firms.ids[name], IDS.new("que"), IDS.new("flw"), IDS.new("brd")
    firms.queues[name], firms.numbers[name] = QueueId(queue), f"+3316200{nth:04}"
    firms.of_number[firms.numbers[name]] = name
    document = {"start": "wait", "nodes": {"wait": {"kind": "queue", "id": "wait", "queue": queue}}}
    async with ground.settlement.tools.database.firm(firm) as c:
        await c.execute(
            "insert into firms.firm (id, name, language, country, time_zone, status, created_at) values (%s, %s, 'fr', 'FR', 'Europe/Paris', 'open', %s)",
            [firm, name, BEFORE],
        )
        if name == "operator":
            return
        await c.execute("insert into routing.queue (firm_id, id, name, ring_s, wrap_up_s, record) values (%s, %s, %s, 20, 3, false)", [firm, queue, name])
        await c.execute("insert into flows.brand (firm_id, id, name, colour, language) values (%s, %s, %s, '#0f766e', 'fr')", [firm, brand, name])
        await c.execute("insert into flows.flow (firm_id, id, name, version, document) values (%s, %s, %s, 1, %s)", [firm, flow, name, Jsonb(document)])
        await c.execute(
            "insert into flows.number (firm_id, id, e164, brand_id, flow_id, language, country) values (%s, %s, %s, %s, %s, 'fr', 'FR')",
            [firm, IDS.new("num"), firms.numbers[name], brand, flow],
        )
        for place in range(AGENTS) if nth >= FIRST_ANSWERING else ():
            endpoint, person = f"{name}a{place}", IDS.new("per")
            firms.of_phone[f"PJSIP/{endpoint}"] = name
            await c.execute(
                "insert into firms.person (firm_id, id, email, name, password_hash, roles, language, status, must_change, created_at,"
                " password_changed_at) values (%s, %s, %s, 'x', '!', '{agent}', 'fr', 'active', false, now(), now())",
                [firm, person, f"{endpoint}@x.example"],
            )
            await c.execute(
                "insert into routing.agent (firm_id, id, person_id, alias, endpoint_name, endpoint_secret, device, address, created_at)"
                " values (%s, %s, %s, %s, %s, '', 'fixed', %s, now())",
                [firm, IDS.new("agt"), person, endpoint, endpoint, f"sip:{endpoint}@127.0.0.1:9"],
            )
