"""The demonstration's last month: made-up night calls that Toiture Nord answered for Cabinet Étoile, for the operator to close.

It is written through the floor's door, as the worker writes what really happened, and only once.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from permanence.adapters.postgres.pool import Database
from permanence.app.clerk import clerk_of
from permanence.app.demo.firms import CALLERS_RANGE, ETOILE, NIGHT, REGIE, TOITURE
from permanence.app.demo.seed import firm_id
from permanence.app.demo.state import State
from permanence.kernel.database import Connection
from permanence.kernel.ids import AgentId, AnsweredId, FirmId, InteractionId, RandomIds
from permanence.kernel.page import Cursor
from permanence.synergy.alias import alias_of
from permanence.synergy.model import Agreement, Answered
from permanence.synergy.rating import whole_seconds
from permanence.synergy.rules import open_version
from permanence.synergy.service_settling import stretch_of
from permanence.synergy.store import PostgresSynergy
from permanence.synergy.store_overflow import PostgresOverflow, PostgresSettling

CALLS = 120
NAME_OPERATOR = "insert into platform.operator (firm_id) values (%s) on conflict do nothing"


async def seed(floor_door: Database, state: State, now: datetime) -> None:
    """Name the operator, and write last month's calls where there are none at all yet."""
    async with floor_door.nobody() as c:
        await c.execute(NAME_OPERATOR, [firm_id(REGIE)])
    firms = [firm_id(firm) for firm in (ETOILE, TOITURE, REGIE)]
    seat = state.seat_of(firm_id(TOITURE))
    async with floor_door.firms(firms) as c:
        agreement = await _agreement(c)
        if agreement is None or seat is None or (await PostgresOverflow().answered(c, None, Cursor(None, 1))).items:
            return
        ids = RandomIds()
        clerk = clerk_of(floor_door)
        made = _calls(agreement, AgentId(seat.agent), now, ids)
        new = await PostgresSettling(ids).keep(c, made)
        operator = await clerk.books.operator_within(c)
        await clerk.books.post_answered(c, [stretch_of(each, operator) for each in new], now)


async def _agreement(c: Connection) -> Agreement | None:
    found = [each for each in await PostgresSynergy().agreements(c) if each.owner == firm_id(ETOILE) and open_version(each) is None]
    return found[0] if found else None


def _calls(agreement: Agreement, agent: AgentId, now: datetime, ids: RandomIds) -> list[Answered]:
    """Return night calls of the month before this one, the same ones in every installation but for their ids."""
    chance, version = Random(2026), agreement.versions[-1]
    last_day = now.date().replace(day=1) - timedelta(days=1)
    number = next(number for number in ETOILE.numbers if number.queue == NIGHT)
    found: list[Answered] = []
    for _ in range(CALLS):
        arrived = _night(last_day, chance)
        since = arrived + timedelta(seconds=chance.uniform(4, 40))
        until = since + timedelta(seconds=chance.lognormvariate(4.9, 0.6))
        call = InteractionId(ids.new("int"))
        caller = alias_of(b"made up", agreement.owner, f"{CALLERS_RANGE}{chance.randrange(10_000):04}", call)
        found.append(
            Answered(
                id=AnsweredId(ids.new("ans")), owner=FirmId(agreement.owner), answering=FirmId(agreement.answering), interaction=call,
                seq=1, agreement=agreement.id, version=version.id, dialled=number.e164, brand=number.brand, agent=agent, alias="Sacha",
                country="FR", caller=caller, arrived_at=arrived, since=since, until=until, seconds=whole_seconds(since, until),
                terms=version.terms,
            )
        )  # fmt: skip
    return found


def _night(last_day: date, chance: Random) -> datetime:
    """Return a moment between seven in the evening and midnight UTC of some day of the month."""
    day = last_day - timedelta(days=chance.randrange(last_day.day))
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=19, seconds=chance.uniform(0, 3 * 3600))
