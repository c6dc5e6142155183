"""Paying a closed month in real PostgreSQL: said by one, confirmed by another, posted once; then one payment comes back."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from permanence.firms.model import Role
from permanence.kernel.errors import NotFound
from permanence.ledger.closing import CENT
from permanence.ledger.errors import NotPaid, OperatorOnly, PaymentChanged, SameConfirmer
from permanence.ledger.payments import standing
from permanence.ledger.service_payments import Payments, Remitter
from permanence.ledger.store import PostgresLedger
from permanence.ledger.store_payments import PostgresPayments
from tests.integration.ledger.conftest import NOW, OCTOBER, House
from tests.integration.ledger.test_months import close

LATER = NOW + timedelta(days=3)


async def test_a_closed_month_is_paid_once_and_what_comes_back_is_owed_again(house: House) -> None:
    await house.bill_all()
    await house.books.post(house.call("ans_1"))
    await close(house, OCTOBER)
    payments = Payments(house.settlement.tools, PostgresLedger(), PostgresPayments())
    remitter = Remitter(house.books, PostgresPayments())
    one, two = house.visitor(house.operator, 1), house.visitor(house.operator, 2)
    found = await payments.month(one, OCTOBER)
    assert [(each.seller.name, each.total) for each in sorted(found.open, key=lambda each: each.total)] == [("Étoile", 600), ("Nord", 660)]
    chosen = [each.id for each in found.open]
    told = await payments.tell(one, OCTOBER, chosen, LATER.date(), "VIR 88", LATER)
    with pytest.raises(SameConfirmer):
        await payments.confirm(one, told.remittances[0].id, LATER)
    again = await payments.tell(two, OCTOBER, chosen[:1], LATER.date(), "VIR 88", LATER)
    confirmed = await payments.confirm(two, told.remittances[0].id, LATER)
    assert confirmed.open == ()
    # The other one names a statement that is being paid by now.
    with pytest.raises(PaymentChanged):
        await payments.confirm(one, again.remittances[0].id, LATER)
    assert sum(await asyncio.gather(remitter.post(LATER), remitter.post(LATER))) == 2
    assert await remitter.post(LATER) == 0
    assert ((await house.amounts(house.answering))["due"], (await house.amounts(house.owner))["due"]) == (0, 0)
    assert (await house.amounts(house.operator))["bank"] == 1260 * CENT
    assert await house.books.check() == []
    [nords] = [each for each in found.open if each.seller.name == "Nord"]
    # Every firm of a statement sees that it is paid, and nobody else.
    for firm, seen in ((house.answering, 1), (house.owner, 1), (house.other, 0)):
        assert len(await payments.paid(house.visitor(firm), [nords.id])) == seen
    returned = await payments.tell_return(one, told.remittances[0].id, nords.id, LATER.date(), "Compte clos", LATER)
    assert returned.open == ()
    with pytest.raises(NotPaid):
        await payments.tell_return(two, told.remittances[0].id, nords.id, LATER.date(), "Compte clos", LATER)
    assert sum(await asyncio.gather(remitter.post(LATER), remitter.post(LATER))) == 1
    assert (await house.amounts(house.answering))["due"] == 660 * CENT
    [back] = await payments.paid(house.visitor(house.answering), [nords.id])
    assert (back.nth, back.returned_on, back.reason, standing([back])) == (1, LATER.date(), "Compte clos", {})
    # Owed again, it is paid again, by two people again.
    retold = await payments.tell(two, OCTOBER, [nords.id], LATER.date(), "VIR 89", LATER)
    await payments.confirm(one, retold.remittances[0].id, LATER)
    assert await remitter.post(LATER) == 1
    assert [each.nth for each in await payments.paid(one, [nords.id])] == [1, 2]
    assert (await house.amounts(house.answering))["due"] == 0
    assert await house.books.check() == []


async def test_the_operators_people_alone_say_what_is_paid(house: House) -> None:
    payments = Payments(house.settlement.tools, PostgresLedger(), PostgresPayments())
    for visitor in (house.visitor(house.owner), house.visitor(house.operator, role=Role.DIRECTOR), house.visitor(house.owner, role=Role.OPERATOR)):
        with pytest.raises(OperatorOnly):
            await payments.month(visitor, OCTOBER)
        with pytest.raises(OperatorOnly):
            await payments.tell(visitor, OCTOBER, ["stm_1"], NOW.date(), "VIR", NOW)
        with pytest.raises(OperatorOnly):
            await payments.confirm(visitor, "rem_1", NOW)
    with pytest.raises(NotFound):
        await payments.confirm(house.visitor(house.operator), "rem_1", NOW)
