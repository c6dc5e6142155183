"""A payment service for demonstration and tests: its own small HTTP server that speaks the part of the language we use.

It declines the numbers that services decline in their trial mode, keeps of a card nothing but network and last four digits, and
remembers its answers by idempotency key, as the real ones do. It moves no money.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs

import msgspec

from permanence.cards.numbers import is_card, network_of

FORM_MAX = 4096
DECLINED = {"4000000000000002": "generic_decline", "4000000000009995": "insufficient_funds"}
"""Numbers that a service's trial mode declines, and why."""
Answer = tuple[int, dict[str, Any]]
DEMONSTRATION_KEY = "sk_demonstration"


class Till:
    """What the stand-in knows: tokens of cards, intents, and answers that it has given."""

    def __init__(self, key: str = DEMONSTRATION_KEY) -> None:
        """Answer those who have this key. `lose` answers are done and never sent; `broken` is answered with trouble."""
        self.key, self.lose, self.broken = key, 0, 0
        self.intents: dict[str, dict[str, Any]] = {}
        self.requests = 0
        self._cards: dict[str, tuple[str, dict[str, Any]]] = {}
        self._answers: dict[str, Answer] = {}
        self._lock = threading.Lock()

    def answer(self, method: str, path: str, form: dict[str, str], idempotency: str) -> Answer | None:
        """Return status and object, the same for the same key; None: say nothing and hang up."""
        with self._lock:
            self.requests += 1
            if self.broken:
                self.broken -= 1
                return 503, {}
            known = self._answers.get(idempotency) if idempotency else None
            made = known or self._made(method, path, form)
            if idempotency:
                self._answers[idempotency] = made
            if self.lose:
                self.lose -= 1
                return None
            return made

    def _made(self, method: str, path: str, form: dict[str, str]) -> Answer:
        parts = path.strip("/").split("/")[1:]
        match parts:
            case ["payment_methods"]:
                return self._method(form)
            case ["payment_intents"]:
                return self._intent(form)
            case ["payment_intents", token] if token in self.intents and method == "GET":
                return 200, self.intents[token]
            case ["payment_intents", token, "capture" | "cancel" as what] if token in self.intents:
                return self._settle(self.intents[token], what, form)
            case ["refunds"] if form.get("payment_intent") in self.intents:
                return self._refund(self.intents[form["payment_intent"]], int(form["amount"]))
            case _:
                return 404, {"error": {"code": "resource_missing"}}

    def _method(self, form: dict[str, str]) -> Answer:
        number = form.pop("card[number]", "")
        digits = [int(each) for each in number if each.isdigit()]
        if not is_card(digits):
            return 402, {"error": {"code": "incorrect_number"}}
        token = f"pm_{len(self._cards) + 1}"
        shown = {"brand": network_of(digits), "last4": number[-4:]}
        self._cards[token] = (DECLINED.get(number, ""), shown)
        return 200, {"id": token, "card": shown}

    def _intent(self, form: dict[str, str]) -> Answer:
        declined, _ = self._cards.get(form["payment_method"], ("resource_missing", {}))
        if declined:
            return 402, {"error": {"code": "card_declined", "decline_code": declined}}
        token = f"pi_{len(self.intents) + 1}"
        self.intents[token] = {
            "id": token, "status": "requires_capture", "amount": int(form["amount"]), "amount_received": 0, "refunded": 0,
            "reference": form.get("metadata[reference]", ""),
        }  # fmt: skip
        return 200, self.intents[token]

    def _settle(self, intent: dict[str, Any], what: str, form: dict[str, str]) -> Answer:
        amount = int(form.get("amount_to_capture", "0"))
        if intent["status"] != "requires_capture" or amount > intent["amount"]:
            return 400, {"error": {"code": "payment_intent_unexpected_state"}}
        intent["status"] = "succeeded" if what == "capture" else "canceled"
        intent["amount_received"] = amount
        return 200, dict(intent)

    def _refund(self, intent: dict[str, Any], amount: int) -> Answer:
        if intent["status"] != "succeeded" or intent["refunded"] + amount > intent["amount_received"]:
            return 400, {"error": {"code": "charge_not_refundable"}}
        intent["refunded"] += amount
        return 200, {"id": f"re_{intent['id']}", "status": "succeeded"}


class _Door(BaseHTTPRequestHandler):
    till: ClassVar[Till]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a question."""
        self._answer("GET", {})

    def do_POST(self) -> None:
        """Answer a deed."""
        length = int(self.headers.get("Content-Length", "0"))
        text = self.rfile.read(min(length, FORM_MAX)).decode("ascii", "replace")
        self._answer("POST", {name: values[0] for name, values in parse_qs(text).items()})

    def _answer(self, method: str, form: dict[str, str]) -> None:
        if self.headers.get("Authorization") != f"Bearer {self.till.key}":
            made: Answer | None = (401, {"error": {"code": "api_key_invalid"}})
        else:
            made = self.till.answer(method, self.path, form, self.headers.get("Idempotency-Key", ""))
        self.close_connection = True
        if made is None:
            return
        status, told = made
        body = msgspec.json.encode(told)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a log of a payment service is where numbers leak."""


def serve(port: int, till: Till) -> tuple[str, Callable[[], None]]:
    """Serve in a thread; return the base address and what ends it. Port 0 takes a free one."""
    door = type("Door", (_Door,), {"till": till})
    server = ThreadingHTTPServer(("127.0.0.1", port), door)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()

    def end() -> None:
        server.shutdown()
        server.server_close()

    return f"http://127.0.0.1:{server.server_address[1]}", end
