"""From the journal to the charge and into the books: once each, whatever is killed or lost in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from permanence.adapters.postgres.reader import JournalReader
from permanence.cards.consultation import State
from permanence.cards.errors import RefundUnfit
from permanence.cards.keypad import CardEntered
from permanence.cards.model import Paid
from permanence.cards.service import Cards
from permanence.cards.service_charging import Cashier
from permanence.cards.store import PostgresCards, PostgresCashing
from permanence.interaction.events import (
    CardAsked,
    CardAuthorised,
    CardNumbersMasked,
    CardRefused,
    ConsultationCounted,
    Fact,
)
from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import AgentId, ConsultationId, InteractionId, ProductId, RandomIds
from permanence.kernel.page import Cursor
from permanence.ledger.service import Books
from tests.integration.ledger.conftest import NOW, House
from tests.payment_kit import MemoryPayments
from tests.recording_kit import HandClock, say, write_call

IDS = RandomIds()
AGENT = AgentId(IDS.new("agt"))


@dataclass
class Till:
    """The owner's caller pays, and a partner's agent answers."""

    house: House
    call: InteractionId
    payments: MemoryPayments = field(default_factory=MemoryPayments)
    told: int = 0

    def charger(self, books: Books | None = None) -> Cashier:
        """A charger that remembers nothing, as after a restart."""
        floor = self.house.floor
        return Cashier(floor, PostgresCashing(), JournalReader("cards"), books or self.house.books, self.payments, HandClock(NOW), IDS)

    async def tell(self, fact: Fact, after_s: float = 0) -> None:
        """Have the journal say something."""
        self.told += 1
        await say(self.house.floor, self.house.owner, self.call, fact, NOW + timedelta(seconds=after_s))

    async def consult(self, seconds: float) -> ConsultationId:
        """A consultation at 2.50 EUR a minute, of which the partner has 40 %."""
        id_ = ConsultationId(IDS.new("con"))
        hold = await self.payments.authorise(
            CardEntered(bytearray(b"4242424242424242"), 12, 2030, bytearray(b"123")), 75_000_000, "EUR", id_
        )
        await self.tell(CardAsked(id_, AGENT, ProductId("pdt_1"), "Avis", "minute", 2_500_000, 1800, "EUR", 4000, self.house.answering))
        await self.tell(CardAuthorised(id_, hold.token, hold.network, hold.last_four))
        await self.tell(ConsultationCounted(id_, NOW, NOW + timedelta(seconds=seconds)))
        return id_

    async def paid(self) -> list[Paid]:
        """What the owner sees."""
        cards = Cards(self.house.settlement.tools, PostgresCards())
        return list((await cards.consultations(self.house.visitor(self.house.owner), Cursor())).items)


@pytest.fixture
async def till(house: House) -> Till:
    return Till(house, await write_call(house.floor, house.owner, arrived_at=NOW))


async def test_what_was_used_is_charged_and_shared_at_once_and_given_back_later(till: Till) -> None:
    id_, house = await till.consult(90), till.house
    await till.charger().turn()
    assert await house.amounts(house.owner) == {"due": 2_250_000}
    assert await house.amounts(house.answering) == {"due": 1_500_000}
    (paid,) = await till.paid()
    assert (paid.consultation.state, paid.consultation.charged, paid.last_four) == (State.CAPTURED, 3_750_000, "4242")
    assert till.payments.intents["pi_1"].taken == 3_750_000
    cards, director = Cards(house.settlement.tools, PostgresCards()), house.visitor(house.owner)
    with pytest.raises(RefundUnfit):
        await cards.refund(director, id_, 3_760_000, NOW)
    await cards.refund(director, id_, 3_750_000, NOW)
    with pytest.raises(RefundUnfit):
        await cards.refund(director, id_, 10_000, NOW)
    await till.charger().turn()
    await till.charger().turn()
    assert not any((await house.amounts(house.owner)).values())
    assert till.payments.intents["pi_1"].refunded == 3_750_000
    assert await house.books.check() == []


async def test_a_worker_that_is_killed_after_the_charge_charges_once(till: Till) -> None:
    await till.consult(60)

    class Dying(Books):
        async def post_within(self, c, transfers):  # type: ignore[no-untyped-def]
            raise Unavailable

    books = till.house.books
    with pytest.raises(Unavailable):
        await till.charger(Dying(books.database, books.store, books.ids, books.pay_date)).turn()
    assert till.payments.intents["pi_1"].state == "taken"
    assert (await till.paid())[0].consultation.state is State.USED
    await till.charger().turn()
    await till.charger().turn()
    assert await till.house.amounts(till.house.owner) == {"due": 1_500_000}


async def test_a_service_that_is_away_is_asked_again_and_nothing_used_is_given_back(till: Till) -> None:
    await till.consult(0)
    till.payments.away = True
    await till.charger().turn()
    assert (await till.paid())[0].consultation.state is State.USED
    till.payments.away = False
    await till.charger().turn()
    assert (await till.paid())[0].consultation.state is State.VOIDED
    assert till.payments.intents["pi_1"].state == "given_back"
    assert not any((await till.house.amounts(till.house.owner)).values())


async def test_three_notes_with_card_numbers_are_one_alarm_for_the_owner(till: Till) -> None:
    id_ = ConsultationId(IDS.new("con"))
    await till.tell(CardAsked(id_, AGENT, ProductId("pdt_1"), "Avis", "minute", 2_500_000, 1800, "EUR"))
    await till.tell(CardRefused(id_, "no_keys"))
    for nth in range(4):
        await till.tell(CardNumbersMasked(AGENT, 1), nth * 60)
    await till.charger().turn()
    house = till.house
    cards = Cards(house.settlement.tools, PostgresCards())
    (alarm,) = await cards.alarms(house.visitor(house.owner))
    assert (alarm.agent, alarm.number) == (AGENT, 3)
    assert await cards.alarms(house.visitor(house.answering)) == []
    assert [paid.consultation.why for paid in await till.paid()] == ["no_keys"]
