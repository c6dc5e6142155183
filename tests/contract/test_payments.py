"""One suite for every payment service: the one in memory, and the HTTP client against the stand-in's server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from permanence.adapters import payments
from permanence.adapters.payments import HttpPayments
from permanence.app.demo.payments import DEMONSTRATION_KEY, Till, serve
from permanence.cards.errors import PaymentRefused, PaymentServiceAway
from permanence.cards.keypad import CardEntered
from permanence.cards.ports import PaymentService
from tests.payment_kit import MemoryPayments

EUROS = 1_000_000
GOOD, DECLINED, POOR = "4242424242424242", "4000000000000002", "4000000000009995"


def card(number: str = GOOD) -> CardEntered:
    return CardEntered(bytearray(number, "ascii"), 12, 2030, bytearray(b"123"))


@pytest.fixture(scope="module")
def till() -> Iterator[tuple[Till, str]]:
    till = Till()
    base, end = serve(0, till)
    yield till, base
    end()


@pytest.fixture(params=["memory", "http"])
def service(request: pytest.FixtureRequest, till: tuple[Till, str]) -> PaymentService:
    return MemoryPayments() if request.param == "memory" else HttpPayments(till[1], DEMONSTRATION_KEY)


async def test_a_hold_is_taken_in_part_and_given_back(service: PaymentService, request: pytest.FixtureRequest) -> None:
    reference = f"con_{request.node.name}"
    entered = card()
    hold = await service.authorise(entered, 75 * EUROS, "EUR", reference)
    assert (hold.network, hold.last_four) == ("visa", "4242")
    assert (entered.number, entered.code) == (b"", b"")
    await service.capture(hold.token, 30 * EUROS, reference)
    await service.capture(hold.token, 30 * EUROS, reference)  # its answer was lost
    with pytest.raises(PaymentRefused):
        await service.void(hold.token, reference)
    with pytest.raises(PaymentRefused):
        await service.refund(hold.token, 31 * EUROS, f"{reference}-more")
    await service.refund(hold.token, 30 * EUROS, reference)
    await service.refund(hold.token, 30 * EUROS, reference)


async def test_a_hold_that_was_not_used_is_given_back(service: PaymentService, request: pytest.FixtureRequest) -> None:
    reference = f"con_{request.node.name}"
    hold = await service.authorise(card(), EUROS, "EUR", reference)
    await service.void(hold.token, reference)
    await service.void(hold.token, reference)
    with pytest.raises(PaymentRefused):
        await service.capture(hold.token, EUROS, reference)


@pytest.mark.parametrize(
    ("number", "why"), [(DECLINED, "generic_decline"), (POOR, "insufficient_funds"), ("4242424242424241", "incorrect_number")]
)
async def test_a_declined_card_is_told_with_its_reason_and_wiped(service: PaymentService, number: str, why: str) -> None:
    entered = card(number)
    with pytest.raises(PaymentRefused) as refused:
        await service.authorise(entered, EUROS, "EUR", f"con_{number}")
    assert refused.value.data["reason"] == why
    assert number[-4:] not in refused.value.message
    assert entered.number == b""


async def test_a_hold_that_nobody_knows_is_refused(service: PaymentService) -> None:
    with pytest.raises(PaymentRefused):
        await service.capture("pi_none", EUROS, "con_none")


async def test_a_lost_answer_is_asked_for_again_and_holds_once(till: tuple[Till, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payments, "PAUSE_S", (0.0,))
    service, before = HttpPayments(till[1], DEMONSTRATION_KEY), len(till[0].intents)
    till[0].lose = 2
    hold = await service.authorise(card(), EUROS, "EUR", "con_lost")
    till[0].lose = 1
    await service.capture(hold.token, EUROS, "con_lost")
    assert len(till[0].intents) == before + 1
    assert till[0].intents[hold.token]["amount_received"] == 100


async def test_a_service_in_trouble_is_away_and_not_refusing(till: tuple[Till, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payments, "PAUSE_S", (0.0,))
    till[0].broken = 3
    with pytest.raises(PaymentServiceAway):
        await HttpPayments(till[1], DEMONSTRATION_KEY).authorise(card(), EUROS, "EUR", "con_trouble")
    with pytest.raises(PaymentServiceAway):
        await HttpPayments("http://127.0.0.1:1", DEMONSTRATION_KEY).capture("pi_1", EUROS, "con_nobody")


async def test_a_wrong_key_is_refused(till: tuple[Till, str]) -> None:
    with pytest.raises(PaymentRefused):
        await HttpPayments(till[1], "sk_wrong").void("pi_1", "con_key")


def test_digits_never_go_over_the_network_in_clear() -> None:
    with pytest.raises(PaymentServiceAway):
        HttpPayments("http://payments.example", DEMONSTRATION_KEY)


async def test_memory_that_is_away_says_so() -> None:
    service = MemoryPayments()
    service.away = True
    entered = card()
    with pytest.raises(PaymentServiceAway):
        await service.authorise(entered, EUROS, "EUR", "con_away")
    assert entered.number == b""
