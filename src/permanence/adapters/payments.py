"""A payment service over HTTPS, in the form-encoded language of payment intents with a later capture (Stripe's API, version
2024-06-20, and services that speak it): a card becomes a token at once, and only the token is kept.

Each request carries an `Idempotency-Key` made of what it is for, so repeating one after a lost answer charges nobody twice. The
request that holds the card's digits is written into one byte array that is wiped when it has been sent; it is never logged.
"""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import msgspec

from permanence.cards.consultation import CENT
from permanence.cards.errors import PaymentRefused, PaymentServiceAway
from permanence.cards.keypad import CardEntered
from permanence.cards.ports import Hold

TIMEOUT_S = 8.0
TRIES = 3
PAUSE_S = (0.2, 0.8)
AGAIN = frozenset({409, 429, 500, 502, 503, 504})
VERSION = "2024-06-20"
DONE_ALREADY = "payment_intent_unexpected_state"
REASON_MAX = 60


class _Error(msgspec.Struct):
    code: str = ""
    decline_code: str = ""


class _Card(msgspec.Struct):
    brand: str = ""
    last4: str = ""


class _Answer(msgspec.Struct):
    """The fields that we use, whichever object it is."""

    id: str = ""
    status: str = ""
    amount_received: int = 0
    card: _Card | None = None
    error: _Error | None = None


_read = msgspec.json.Decoder(_Answer).decode


class HttpPayments:
    """Implements `cards.ports.PaymentService`."""

    def __init__(self, base: str, key: str, tries: int = TRIES) -> None:
        """Speak with the service at `base` (``https://host``; plain HTTP only with this machine), with this secret key."""
        place = urlsplit(base)
        if place.scheme != "https" and place.hostname not in ("127.0.0.1", "localhost"):
            raise PaymentServiceAway("A payment service is spoken to over HTTPS; correct PERMANENCE_PAYMENT_URL.")
        self._place, self._key, self._tries = place, key, tries

    async def authorise(self, card: CardEntered, amount: int, currency: str, reference: str) -> Hold:
        """Turn the card into a token, then hold the amount on it."""
        form = _form_of(card)
        card.wipe()
        try:
            method = await self._ask("payment_methods", form, f"{reference}-card")
        finally:
            _wipe(form)
        shown = method.card or _Card()
        values = {
            "amount": str(amount // CENT), "currency": currency.lower(), "payment_method": method.id, "capture_method": "manual",
            "confirm": "true", "metadata[reference]": reference, "payment_method_types[]": "card",
        }  # fmt: skip
        intent = await self._ask("payment_intents", _form(values), f"{reference}-{method.id}-hold")
        if intent.status != "requires_capture":
            raise PaymentRefused(reason=intent.status or "unknown")
        return Hold(intent.id, shown.brand, shown.last4[-4:])

    async def capture(self, token: str, amount: int, reference: str) -> None:
        """Take so much of a hold; the service gives back the rest by itself."""
        form = _form({"amount_to_capture": str(amount // CENT)})
        await self._settle(token, "capture", form, reference, ("succeeded",))

    async def void(self, token: str, reference: str) -> None:
        """Cancel a hold."""
        await self._settle(token, "cancel", _form({}), reference, ("canceled",))

    async def refund(self, token: str, amount: int, reference: str) -> None:
        """Give back so much of what was taken."""
        form = _form({"payment_intent": token, "amount": str(amount // CENT)})
        await self._ask("refunds", form, f"{reference}-refund")

    async def _settle(self, token: str, what: str, form: bytearray, reference: str, done: tuple[str, ...]) -> None:
        """Ask for an end of a hold. One that has that end already, from a request whose answer was lost long ago, is well."""
        try:
            await self._ask(f"payment_intents/{quote(token, safe='')}/{what}", form, f"{reference}-{what}")
        except PaymentRefused as refused:
            if refused.data.get("reason") != DONE_ALREADY:
                raise
            intent = await self._ask(f"payment_intents/{quote(token, safe='')}", None, "")
            if intent.status not in done:
                raise

    async def _ask(self, path: str, form: bytearray | None, idempotency: str) -> _Answer:
        """Send one request, again after no answer or a passing trouble; raise what the service or the network says."""
        for nth in range(self._tries):
            if nth:
                await asyncio.sleep(PAUSE_S[min(nth, len(PAUSE_S)) - 1])
            try:
                status, body = await asyncio.to_thread(self._send, path, form, idempotency)
            except (OSError, http.client.HTTPException):
                continue
            if status in AGAIN:
                continue
            try:
                answer = _read(body)
            except msgspec.DecodeError:
                continue
            if status == 200:
                return answer
            error = answer.error or _Error()
            raise PaymentRefused(reason=(error.decline_code or error.code or str(status))[:REASON_MAX])
        raise PaymentServiceAway

    def _send(self, path: str, form: bytearray | None, idempotency: str) -> tuple[int, bytes]:
        kind = http.client.HTTPSConnection if self._place.scheme == "https" else http.client.HTTPConnection
        connection = kind(self._place.netloc, timeout=TIMEOUT_S)
        headers: Mapping[str, str] = {"Authorization": f"Bearer {self._key}", "Stripe-Version": VERSION}
        if form is not None:
            headers = {**headers, "Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": idempotency}
        try:
            connection.request("GET" if form is None else "POST", f"{self._place.path}/v1/{path}", body=form, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def _form(values: Mapping[str, str]) -> bytearray:
    return bytearray("&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in values.items()), "ascii")


def _form_of(card: CardEntered) -> bytearray:
    """Write the card's form into one array: number and code go in as bytes and are never a text."""
    form = bytearray(b"type=card&card%5Bnumber%5D=")
    form += card.number
    form += b"&card%%5Bexp_month%%5D=%d&card%%5Bexp_year%%5D=%d&card%%5Bcvc%%5D=" % (card.month, card.year)
    form += card.code
    return form


def _wipe(form: bytearray) -> None:
    for place in range(len(form)):
        form[place] = 0
