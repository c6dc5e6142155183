"""What the floor reads of agreements in PostgreSQL, and of what was answered by them today and this month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from permanence.kernel.database import Connection
from permanence.kernel.ids import AgreementId, FirmId, QueueId
from permanence.kernel.queries import Queries
from permanence.routing.model import Reception
from permanence.synergy.model import Agreement, Terms
from permanence.synergy.overflow import Overflow
from permanence.synergy.rating import charges
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


async def load_answered(c: Connection, agreements: Sequence[Agreement], today: date) -> dict[AgreementId, tuple[int, int]]:
    """Return for each agreement the calls answered on a day, and the millionths that the month has cost so far."""
    terms: dict[str, Terms] = {v.id: v.terms for agreement in agreements for v in agreement.versions}
    found: dict[AgreementId, tuple[int, int]] = {}
    month = today.replace(day=1)
    for agreement, version, since, seconds, is_today in await (
        await c.execute(SQL["answered_since"], {"month": month, "today": today})
    ).fetchall():
        calls, spent = found.get(agreement, (0, 0))
        cost = charges(terms[version], since, seconds).total if version in terms else 0
        found[agreement] = calls + is_today, spent + cost
    return found
