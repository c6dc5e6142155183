"""What calls of an advertisement earned their owner, out of the books: what partners answered, less what was taken back."""

from __future__ import annotations

from permanence.adverts.model import Advert, Cost, Medium, Step
from permanence.adverts.service import Adverts
from permanence.adverts.store import PostgresAdverts
from permanence.kernel.ids import AdvertId
from permanence.kernel.page import Cursor
from permanence.ledger.ports import Search
from permanence.synergy.model import Payer, Terms
from tests.integration.ledger.conftest import NOW, House
from tests.integration.ledger.test_settling import Office, agree

DAY = NOW.date()


async def figures(house: House, adverts: Adverts) -> tuple[int, int, int]:
    told = await adverts.report(house.visitor(house.owner), DAY, DAY, Step.DAY, NOW)
    return told.total.calls, told.total.earned, told.total.gain


async def test_what_partners_answered_is_what_an_owner_without_agents_earns(house: House) -> None:
    office = Office(house, await agree(house, Terms()))
    adverts = Adverts(house.settlement.tools, PostgresAdverts())
    advert = Advert(
        id=AdvertId(""), name="Radio", medium=Medium.RADIO, first_day=DAY, last_day=None, costs=(Cost(first_day=DAY, last_day=DAY, amount=4_000_000),),
    )  # fmt: skip
    await adverts.add(house.visitor(house.owner), advert, NOW)
    for seconds in (3600, 1800):
        await office.serve(seconds)
    await office.settler().catch_up()
    assert await figures(house, adverts) == (2, 7_500_000, 3_500_000)
    # What is taken back was not earned.
    found = await house.settlement.transfers(house.visitor(house.owner), Search(), Cursor())
    mine = next(each for each in found.items if each.part == "owner" and each.amount == 2_500_000)
    await house.books.reverse(house.parties, mine.id, "", NOW)
    assert await figures(house, adverts) == (2, 5_000_000, 1_000_000)
    # The answering firm has no such call.
    assert (await adverts.report(house.visitor(house.answering), DAY, DAY, Step.DAY, NOW)).total.calls == 0


async def test_where_the_owner_pays_a_call_earns_less_than_nothing(house: House) -> None:
    office = Office(house, await agree(house, Terms(payer=Payer.OWNER)))
    await office.serve(3600)
    await office.settler().catch_up()
    calls, earned, _ = await figures(house, Adverts(house.settlement.tools, PostgresAdverts()))
    assert (calls, earned) == (1, -6_000_000)
