"""What the journal tells of charged calls, and the rows made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from permanence.interaction.events import ChargingEnded
from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId
from permanence.kernel.queries import Queries
from permanence.tariffs.charging import charged_seconds, month_of, payout_of, price_of
from permanence.tariffs.model import Basis, ChargedCall, Tariff
from permanence.tariffs.profiles import profile_of

SQL = Queries.beside(__file__)


class PostgresCharging:
    """Implements `ports.ChargingStore`."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, in order."""
        return [FirmId(firm) for (firm,) in await (await c.execute(SQL["all_firms"])).fetchall()]

    async def told(self, c: Connection, after: int, limit: int) -> tuple[Sequence[ChargedCall], int]:
        """Return what the journal tells of charged calls after a position, and the position up to which was looked."""
        rows = await (await c.execute(SQL["told"], {"after": after, "rows": limit})).fetchall()
        found = (_of_journal(row) for row in rows)
        return [each for each in found if each is not None], rows[-1][0] if rows else after

    async def keep(self, c: Connection, charged: Sequence[ChargedCall]) -> None:
        """Write charged calls; those that are there already stay."""
        for each in charged:
            await c.execute(SQL["charged_add"], {name: getattr(each, name) for name in each.__struct_fields__})


async def load_ended(c: Connection, since: datetime) -> list[tuple[FirmId, ChargingEnded]]:
    """Return what the journal tells of charged calls that ended since a moment, the earliest first."""
    rows = await (await c.execute(SQL["spent"], {"since": since})).fetchall()
    return [(FirmId(firm), msgspec.json.decode(data, type=ChargingEnded)) for firm, data in rows]


def _of_journal(row: Sequence[Any]) -> ChargedCall | None:
    """Return the call of a line; None where no rules of its country are known (nothing is charged there)."""
    _, firm, call, data, number_id, number, country, starts_on, basis, price, payout_permille = row
    profile, fact = profile_of(country, starts_on), msgspec.json.decode(data, type=ChargingEnded)
    if profile is None:
        return None
    tariff = Tariff(basis=Basis(basis), price=price, payout_permille=payout_permille)
    seconds = charged_seconds(fact.since, fact.until)
    paid = price_of(tariff, profile, seconds)
    return ChargedCall(
        firm, call, number_id, number, fact.tariff, fact.caller, fact.since, seconds, paid, payout_of(tariff, profile, paid),
        profile.currency, month_of(fact.since, ZoneInfo(profile.zone)),
    )  # fmt: skip
