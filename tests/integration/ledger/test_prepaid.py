"""Money paid ahead in real PostgreSQL: said by the operator, posted once, held, and what was not used by its date due again, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from permanence.kernel.errors import NotFound
from permanence.kernel.page import Cursor
from permanence.ledger.errors import AdvanceUnfit, NotEnough, OperatorOnly
from permanence.ledger.model import Account, Kind
from permanence.ledger.service_prepaid import Prepaid, Treasurer
from permanence.ledger.store import PostgresLedger
from permanence.ledger.store_prepaid import PostgresPrepaid
from tests.integration.ledger.conftest import NOW, House

TODAY = NOW.date()
DAY = timedelta(days=1)
EURO = 1_000_000


async def test_what_was_paid_ahead_and_not_used_by_its_date_is_due_again(house: House) -> None:
    prepaid = Prepaid(house.settlement.tools, PostgresLedger(), PostgresPrepaid())
    treasurer = Treasurer(house.books, PostgresPrepaid())
    one, owner = house.visitor(house.operator), house.visitor(house.owner)
    await prepaid.record(one, house.owner, 100 * EURO, TODAY, TODAY + DAY, "VIR 1", NOW)
    await prepaid.record(one, house.owner, 20 * EURO, TODAY, None, "VIR 2", NOW)
    assert sum(await asyncio.gather(treasurer.post(NOW), treasurer.post(NOW))) == 2
    assert await treasurer.post(NOW) == 0
    await house.books.hold(house.owner, "call_1", 30 * EURO, "EUR", NOW)
    await house.books.capture(house.owner, "call_1", "one", Account(house.operator, Kind.FEES), 10 * EURO, NOW)
    with pytest.raises(NotEnough):
        await house.books.hold(house.owner, "call_2", 91 * EURO, "EUR", NOW)
    account = await prepaid.warn_below(owner, 95 * EURO, NOW)
    assert (account.balance, account.held, account.level, account.low) == (90 * EURO, 20 * EURO, 95 * EURO, True)
    assert [(each.reference, left) for each, left in account.advances] == [("VIR 1", 70 * EURO), ("VIR 2", 20 * EURO)]
    assert not (await prepaid.warn_below(owner, None, NOW)).low
    assert await treasurer.post(NOW + DAY) == 0
    after = NOW + 2 * DAY
    assert sum(await asyncio.gather(treasurer.post(after), treasurer.post(after))) == 1
    assert await house.amounts(house.owner) == {"prepaid": 20 * EURO, "held": 20 * EURO, "due": 70 * EURO}
    # What a hold gives back after the date is due as well.
    await house.books.release(house.owner, "call_1", after)
    assert await treasurer.post(after) == 1
    assert await treasurer.post(after) == 0
    assert await house.amounts(house.owner) == {"prepaid": 20 * EURO, "held": 0, "due": 90 * EURO}
    assert await house.books.check(TODAY.replace(day=1)) == []
    assert len((await prepaid.movements(owner, Cursor())).items) == 7
    other = house.visitor(house.answering)
    assert ((await prepaid.account(other)).balance, (await prepaid.movements(other, Cursor())).items) == (0, [])


async def test_the_operators_people_alone_say_what_came_in(house: House) -> None:
    prepaid = Prepaid(house.settlement.tools, PostgresLedger(), PostgresPrepaid())
    with pytest.raises(OperatorOnly):
        await prepaid.record(house.visitor(house.owner), house.owner, EURO, TODAY, None, "VIR", NOW)
    with pytest.raises(OperatorOnly):
        await prepaid.top_ups(house.visitor(house.owner))
    one = house.visitor(house.operator)
    with pytest.raises(NotFound):
        await prepaid.record(one, "frm_nobody", EURO, TODAY, None, "VIR", NOW)
    with pytest.raises(AdvanceUnfit):
        await prepaid.record(one, house.owner, EURO, TODAY + 2 * DAY, None, "VIR", NOW)
    with pytest.raises(AdvanceUnfit):
        await prepaid.warn_below(one, 0, NOW)
    found, names = await prepaid.top_ups(one)
    assert found == [] and names[house.owner] == "Étoile"
