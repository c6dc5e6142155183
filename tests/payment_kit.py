"""A payment service in memory, held to the same contract as the real one (`tests/contract/test_payments.py`)."""

from __future__ import annotations

from dataclasses import dataclass

from permanence.app.demo.payments import DECLINED
from permanence.cards.errors import PaymentRefused, PaymentServiceAway
from permanence.cards.keypad import CardEntered
from permanence.cards.numbers import is_card, network_of
from permanence.cards.ports import Hold


@dataclass(slots=True)
class Intent:
    """What was held for a reference, in millionths; `state` is held, taken, given_back or refunded."""

    amount: int
    state: str = "held"
    taken: int = 0
    refunded: int = 0


class MemoryPayments:
    """Implements `cards.ports.PaymentService`; `away` makes it silent. It keeps no card."""

    def __init__(self) -> None:
        """Hold nothing."""
        self.intents: dict[str, Intent] = {}
        self.away = False
        self._by_reference: dict[str, Hold] = {}

    async def authorise(self, card: CardEntered, amount: int, currency: str, reference: str) -> Hold:
        """Hold an amount, or decline the numbers of trials."""
        number = card.number.decode()
        card.wipe()
        self._answers()
        if number in DECLINED:
            raise PaymentRefused(reason=DECLINED[number])
        digits = [int(each) for each in number]
        if not is_card(digits):
            raise PaymentRefused(reason="incorrect_number")
        if reference not in self._by_reference:
            token = f"pi_{len(self.intents) + 1}"
            self.intents[token] = Intent(amount)
            self._by_reference[reference] = Hold(token, network_of(digits) or "", number[-4:])
        return self._by_reference[reference]

    async def capture(self, token: str, amount: int, reference: str) -> None:
        """Take so much of a hold."""
        intent = self._intent(token)
        if intent.state == "held" and amount <= intent.amount:
            intent.state, intent.taken = "taken", amount
        elif intent.state != "taken":
            raise PaymentRefused(reason="payment_intent_unexpected_state")

    async def void(self, token: str, reference: str) -> None:
        """Give a hold back."""
        intent = self._intent(token)
        if intent.state not in ("held", "given_back"):
            raise PaymentRefused(reason="payment_intent_unexpected_state")
        intent.state = "given_back"

    async def refund(self, token: str, amount: int, reference: str) -> None:
        """Give back so much, once."""
        intent = self._intent(token)
        if intent.state == "refunded" and intent.refunded == amount:
            return
        if intent.state != "taken" or amount > intent.taken:
            raise PaymentRefused(reason="charge_not_refundable")
        intent.state, intent.refunded = "refunded", amount

    def _intent(self, token: str) -> Intent:
        self._answers()
        if token not in self.intents:
            raise PaymentRefused(reason="resource_missing")
        return self.intents[token]

    def _answers(self) -> None:
        if self.away:
            raise PaymentServiceAway
