"""From the journal into rows and into the books: every stretch once, whatever is killed in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from permanence.adapters.postgres.reader import JournalReader
from permanence.firms.model import Visitor
from permanence.interaction.events import PartnerServed
from permanence.kernel.database import Connection
from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import AgentId, AgreementId, FirmId, RandomIds
from permanence.kernel.page import Cursor
from permanence.ledger.errors import NoOperator
from permanence.ledger.service import Books
from permanence.ledger.store import PostgresLedger
from permanence.synergy.model import Agreement, Decision, Listing, Payer, Side, Terms
from permanence.synergy.service import Synergy
from permanence.synergy.service_overflow import Overflows
from permanence.synergy.service_settling import Settler
from permanence.synergy.store import PostgresSynergy
from permanence.synergy.store_floor import load_answered, load_known
from permanence.synergy.store_overflow import PostgresOverflow, PostgresSettling, PostgresStretches
from tests.integration.ledger.conftest import NOW, House, pay_later
from tests.recording_kit import HandClock, say, write_call

IDS = RandomIds()


@dataclass
class Office:
    """Two firms that have agreed, and the worker's part between the journal and the books."""

    house: House
    agreement: Agreement

    def settler(self, books: Books | None = None) -> Settler:
        """A settler that remembers nothing, as after a restart."""
        floor = self.house.floor
        return Settler(floor, PostgresSettling(IDS), JournalReader("settling"), books or self.house.books, HandClock(NOW))

    async def serve(self, seconds: float) -> None:
        """An agent of the answering firm has a caller of the owner for so long."""
        house, version = self.house, self.agreement.versions[0]
        call = await write_call(house.floor, house.owner, arrived_at=NOW)
        fact = PartnerServed(
            house.answering, "Nord", self.agreement.id, version.id, AgentId(IDS.new("agt")), "Léa", "FR", "K7QF-2M9X", NOW,
            NOW + timedelta(seconds=seconds),
        )  # fmt: skip
        await say(house.floor, house.owner, call, fact, NOW + timedelta(seconds=seconds))

    async def answered(self, visitor: Visitor) -> list[tuple[str, int]]:
        """What a firm sees of it: caller and seconds."""
        page = await Overflows(self.house.settlement.tools, PostgresSynergy(), PostgresOverflow()).answered(visitor, None, Cursor())
        return [(each.caller, each.seconds) for each in page.items]


@pytest.fixture
async def office(house: House) -> Office:
    return Office(house, await agree(house, Terms()))


async def agree(house: House, terms: Terms) -> Agreement:
    """Have owner and answering firm agree on terms."""
    synergy = Synergy(house.settlement.tools, PostgresSynergy())
    owner, answering = house.visitor(house.owner), house.visitor(house.answering)
    for visitor, name in ((owner, "Étoile"), (answering, "Nord")):
        await synergy.keep_listing(visitor, Listing(name=name, country="FR", shown=True), NOW)
    made = await synergy.make(owner, house.answering, Side.OWNER, terms, NOW.date(), "", NOW)
    return await synergy.answer(answering, made.id, made.versions[0].id, Decision.ACCEPTED, "", NOW)


async def test_an_answered_hour_is_five_five_fifty_and_fifty_cents_and_both_see_it(office: Office) -> None:
    await office.serve(3600)
    assert await office.settler().catch_up() == 1
    house = office.house
    assert await house.amounts(house.owner) == {"due": 5_000_000}
    assert await house.amounts(house.answering) == {"due": 5_500_000}
    assert await house.amounts(house.operator) == {"fees": 500_000, "payout": -11_000_000}
    for firm in (house.owner, house.answering):
        assert await office.answered(house.visitor(firm)) == [("K7QF-2M9X", 3600)]
    assert await office.answered(house.visitor(house.other)) == []
    assert await house.books.check() == []


async def test_where_the_owner_pays_his_own_share_is_no_transfer(house: House) -> None:
    office = Office(house, await agree(house, Terms(payer=Payer.OWNER)))
    await office.serve(3600)
    await office.settler().catch_up()
    assert await house.amounts(house.owner) == {"due": -6_000_000}
    assert await house.amounts(house.answering) == {"due": 5_500_000}


async def test_nothing_is_settled_twice_however_often_it_is_read(office: Office) -> None:
    for seconds in (1, 59, 60.9, 0.4):
        await office.serve(seconds)
    assert await office.settler().catch_up() == 4
    assert await office.settler().catch_up() == 0
    async with office.house.floor.nobody() as c:
        await c.execute("update platform.reader set position = 0 where name = 'settling'")
    before = await office.house.amounts(office.house.answering)
    assert await office.settler().catch_up() == 4
    assert await office.house.amounts(office.house.answering) == before
    assert sorted(seconds for _, seconds in await office.answered(office.house.visitor(office.house.owner))) == [0, 1, 59, 60]


class Broken(Books):
    """Books whose database goes away in the middle."""

    async def post_answered(self, c: Connection, stretches: Sequence[object], now: object) -> int:  # type: ignore[override]
        raise Unavailable("The database went away.")


async def test_a_kill_between_the_rows_and_the_books_leaves_neither(office: Office) -> None:
    await office.serve(60)
    house = office.house
    with pytest.raises(Unavailable):
        await office.settler(Broken(house.floor, PostgresLedger(), IDS, pay_later)).catch_up()
    assert await office.answered(house.visitor(house.owner)) == []
    assert await office.settler().catch_up() == 1
    assert await office.answered(house.visitor(house.owner)) == [("K7QF-2M9X", 60)]


async def test_a_floor_that_starts_counts_what_the_worker_wrote_by_the_agreements_own_day(office: Office) -> None:
    await office.serve(1800)
    await office.serve(1800)
    await office.settler().catch_up()
    house = office.house
    midnight = datetime(NOW.year, NOW.month, NOW.day, tzinfo=ZoneInfo("Europe/Paris")) + timedelta(days=1)
    async with house.floor.firms([house.owner, house.answering]) as c:
        assert await load_answered(c, [office.agreement], NOW) == {office.agreement.id: (NOW.date(), 2, 11_000_000)}
        found = await load_answered(c, [office.agreement], midnight)
        assert found == {office.agreement.id: (NOW.date() + timedelta(days=1), 0, 11_000_000)}
        assert [caller for caller, _ in await load_known(c, NOW - timedelta(days=1), 10)] == ["K7QF-2M9X"]
        assert await load_known(c, NOW + timedelta(days=1), 10) == []


async def test_without_an_operator_the_journal_waits(office: Office) -> None:
    await office.serve(60)

    class Nobody(PostgresLedger):
        async def operator(self, c: Connection) -> FirmId | None:
            return None

    with pytest.raises(NoOperator):
        await office.settler(Books(office.house.floor, Nobody(), IDS, pay_later)).catch_up()
    assert await office.settler().catch_up() == 1


async def test_the_papers_learn_of_a_stretch_what_both_firms_know(office: Office) -> None:
    await office.serve(60)
    await office.settler().catch_up()
    house = office.house
    async with house.app.firm(house.answering) as c:
        rows = await (await c.execute("select id from synergy.answered")).fetchall()
        known = await PostgresStretches().of(c, [rows[0][0], "trf_unknown"])
    (line,) = known.values()
    assert (line.owner, line.answering, line.agent, line.seconds, line.version) == ("Étoile", "Nord", "Léa", 60, 1)
    assert line.agreement == AgreementId(office.agreement.id)
    async with house.app.firm(house.other) as c:
        assert await PostgresStretches().of(c, [rows[0][0]]) == {}
