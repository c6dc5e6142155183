"""What the floor reads of agreements in PostgreSQL, and of what was answered by them today and this month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import msgspec

from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, AgreementId, FirmId, QueueId
from permanence.kernel.queries import Queries
from permanence.routing.model import Reception
from permanence.synergy.model import Agreement, Terms
from permanence.synergy.overflow import Overflow
from permanence.synergy.rating import charges
from permanence.synergy.rules import day_of
from permanence.synergy.store import PostgresSynergy

SQL = Queries.beside(__file__)


@dataclass(frozen=True, slots=True)
class Alliances:
    """The agreements of some firms, the rules by which their queues ask partners, and how they receive the callers of others."""

    agreements: Sequence[Agreement] = ()
    overflows: dict[FirmId, dict[QueueId, Overflow]] = field(default_factory=dict[FirmId, dict[QueueId, Overflow]])
    receptions: Sequence[Reception] = ()


async def load_alliances(c: Connection) -> Alliances:
    """Return what the transaction's firms have agreed on and set up."""
    agreements = await PostgresSynergy().agreements(c)
    overflows: dict[FirmId, dict[QueueId, Overflow]] = {}
    for firm, queue, rule in await (await c.execute(SQL["overflows"])).fetchall():
        overflows.setdefault(firm, {})[queue] = msgspec.json.decode(rule, type=Overflow)
    by_id = {agreement.id: agreement for agreement in agreements}
    receptions = [
        Reception(agreement, firm, queue)
        for firm, agreement, queue in await (await c.execute(SQL["receptions"])).fetchall()
        if agreement in by_id and by_id[agreement].answering == firm
    ]
    return Alliances(agreements, overflows, receptions)


async def load_answered(c: Connection, agreements: Sequence[Agreement], now: datetime) -> dict[AgreementId, tuple[date, int, int]]:
    """Return for each agreement its day, the calls answered on it, and the millionths that its month has cost so far."""
    terms: dict[str, Terms] = {v.id: v.terms for agreement in agreements for v in agreement.versions}
    found: dict[AgreementId, tuple[date, int, int]] = {}
    for agreement, version, since, until, seconds in await (
        await c.execute(SQL["answered_since"], {"since": now - timedelta(days=32)})  # a month, whatever its zone
    ).fetchall():
        if version not in terms:
            continue
        today, day = day_of(terms[version], now), day_of(terms[version], until)
        _, calls, spent = found.get(agreement, (today, 0, 0))
        cost = charges(terms[version], since, seconds).total if (day.year, day.month) == (today.year, today.month) else 0
        found[agreement] = today, calls + (day == today), spent + cost
    return found


async def load_known(c: Connection, since: datetime, most: int) -> list[tuple[str, AgentId]]:
    """Return by alias which agent of another firm had each caller last, the longest ago first."""
    found = await (await c.execute(SQL["known_callers"], {"since": since, "rows": most})).fetchall()
    return [(caller, AgentId(agent)) for caller, agent in reversed(found)]
