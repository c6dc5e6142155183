"""The gate: every request under /api passes it before anything else happens.

It gives the request its id, refuses what does not come from our own pages, finds out who sends it, checks the
right that the route asks for, and recognises repeats. A route says what it needs: `opt={"public": True}` or
`opt={"rights": {…}}` (any one of them; none listed: being signed in is enough). One that says nothing is a mistake
that keeps the platform from starting (`check_routes`).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

from permanence.adapters.http.bearers import Bearers, key_of
from permanence.adapters.http.repeats import Claim, KeptAnswer, Repeats, checked_key, hash_of
from permanence.adapters.http.visitors import COOKIE, TOKEN_COOKIE, TOKEN_HEADER, Visitors
from permanence.firms.model import Visitor
from permanence.kernel.errors import Invalid, NotAllowed, NotSignedIn, PermanenceError
from permanence.kernel.ids import IdSource

SAFE = {"GET", "HEAD", "OPTIONS"}
BODY_MAX = 1 << 20
ID_PREFIX = "req"


class ForeignRequest(NotAllowed):
    """This request does not come from our own pages; load the page again and repeat it."""

    code = "request.foreign"


class MustChangePassword(NotAllowed):
    """Choose a new password first."""

    code = "password.must_change"


class TooLarge(Invalid):
    """This is larger than is taken here."""

    code = "request.too_large"
    status = 413


class Gate:
    """The middleware of all routes under /api."""

    def __init__(
        self, visitors: Visitors, bearers: Bearers, repeats: Repeats, ids: IdSource, now: Callable[[], datetime]
    ) -> None:
        """Hold what is needed to judge a request."""
        self._bearers = bearers
        self._visitors, self._repeats, self._ids, self._now = visitors, repeats, ids, now

    def __call__(self, app: ASGIApp) -> ASGIApp:
        """Put the gate before a route."""

        async def through_the_gate(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == ScopeType.HTTP:
                await self._http(app, scope, receive, send)
            elif scope["type"] == ScopeType.WEBSOCKET:
                await self._websocket(app, scope, receive, send)
            else:
                await app(scope, receive, send)

        return through_the_gate

    async def _http(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = self._ids.new(ID_PREFIX)
        scope["state"]["request_id"] = request_id

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers["X-Request-Id"] = request_id
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
        method = str(cast(dict[str, Any], scope)["method"])
        visitor = await self._judge(connection, method)
        key = connection.headers.get("idempotency-key")
        repeatable = connection.scope["route_handler"].opt.get("repeatable", False)
        if visitor is None or key is None or method != "POST" or repeatable:
            await app(scope, receive, send_marked)
        else:
            await self._once(app, scope, receive, send_marked, visitor, checked_key(key))

    async def _websocket(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"]["request_id"] = self._ids.new(ID_PREFIX)
        try:
            await self._judge(ASGIConnection(scope), "WEBSOCKET")
        except PermanenceError as error:
            # Accepted first: only then does the page learn the reason.
            await receive()
            await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
            await send({"type": "websocket.close", "code": 4000 + error.status, "reason": error.code})
            return
        await app(scope, receive, send)

    async def _judge(self, connection: ASGIConnection[Any, Any, Any, Any], method: str) -> Visitor | None:
        """Return the visitor, None on a public route; raise what speaks against the request."""
        opt = connection.scope["route_handler"].opt
        key = key_of(connection.headers)
        if method not in SAFE and (key is None or opt.get("public")):
            check_origin(connection, method)
        if opt.get("public") or method == "OPTIONS":
            return None
        if key is not None:  # no browser adds a key by itself, so another site cannot make one send it
            visitor = await self._bearers.let_in(key, opt, method, self._now())
        else:
            visitor = await self._signed_in(connection, method)
        if visitor.person.must_change_password and not opt.get("before_change"):
            raise MustChangePassword
        if opt["rights"] and not visitor.rights & opt["rights"]:
            raise NotAllowed
        connection.scope["state"]["visitor"] = visitor
        return visitor

    async def _signed_in(self, connection: ASGIConnection[Any, Any, Any, Any], method: str) -> Visitor:
        """Return who sends the cookie; a change needs the token of our own pages as well."""
        secret = connection.cookies.get(COOKIE)
        visitor = await self._visitors.find(secret, self._now())
        if visitor is None or secret is None:
            raise NotSignedIn
        if method not in SAFE and method != "WEBSOCKET":
            check_token(connection)
            self._visitors.forget(secret)
        return visitor

    async def _once(
        self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, visitor: Visitor, key: str
    ) -> None:
        """Serve a request with a key: a repeat gets the first one's answer."""
        body = await _read(receive)
        request_hash = hash_of("POST", scope["path"], scope["query_string"], body)
        claim = Claim(visitor.firm, visitor.person.id, key, request_hash, self._now())
        kept = await self._repeats.answer(claim)
        if kept is not None:
            await _send_again(kept, send)
            return
        said = Said(send)
        self._repeats.begin(claim)
        try:
            await app(scope, _once_more(body, receive), said.send)
        finally:
            secret = scope["route_handler"].opt.get("answer_is_secret", False)
            await self._repeats.end(claim, None if secret or said.status >= 500 else said.kept())


class Said:
    """Listens to an answer while it is sent."""

    def __init__(self, send: Send) -> None:
        """Listen to what goes through `send`."""
        self._send, self.status, self._type, self._body = send, 500, "", bytearray()

    async def send(self, message: Message) -> None:
        """Pass a message on and keep a copy."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = {k.lower(): v for k, v in message["headers"]}
            self._type = headers.get(b"content-type", b"").decode()
        elif message["type"] == "http.response.body" and len(self._body) <= BODY_MAX:
            self._body += message.get("body", b"")
        await self._send(message)

    def kept(self) -> KeptAnswer | None:
        """Return the answer, None for one that is too large to be kept."""
        return KeptAnswer(self.status, self._type, bytes(self._body)) if len(self._body) <= BODY_MAX else None


def check_origin(connection: ASGIConnection[Any, Any, Any, Any], method: str) -> None:
    """Refuse what another site makes a browser send. Programs send neither header; the token stops at them."""
    site = connection.headers.get("sec-fetch-site")
    origin = connection.headers.get("origin")
    if site is not None and site != "same-origin":
        raise ForeignRequest
    if origin is not None and urlsplit(origin).netloc != connection.headers.get("host"):
        raise ForeignRequest
    if method == "WEBSOCKET" and origin is None:
        raise ForeignRequest


def check_token(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Refuse a change without the token that only our own pages can read."""
    sent, kept = connection.headers.get(TOKEN_HEADER, ""), connection.cookies.get(TOKEN_COOKIE, "")
    if not kept or not hmac.compare_digest(sent.encode(), kept.encode()):
        raise ForeignRequest


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > BODY_MAX:
            raise TooLarge
        if not message.get("more_body", False):
            return bytes(body)


def _once_more(body: bytes, receive: Receive) -> Receive:
    told = False

    async def again() -> HTTPReceiveMessage | Any:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _send_again(kept: KeptAnswer, send: Send) -> None:
    headers = [(b"idempotent-replayed", b"true"), (b"content-length", str(len(kept.body)).encode())]
    if kept.content_type:
        headers.append((b"content-type", kept.content_type.encode()))
    await send({"type": "http.response.start", "status": kept.status, "headers": headers})
    await send({"type": "http.response.body", "body": kept.body, "more_body": False})


class RouteOptions(msgspec.Struct, forbid_unknown_fields=True):
    """What a route may say to the gate. A `repeatable` one does the same however often it is asked: keys are not needed there, and
    its requests may be larger than those that are remembered. One that is done `by_hand` is reached by no key."""

    public: bool = False
    rights: frozenset[str] | None = None
    before_change: bool = False
    answer_is_secret: bool = False
    repeatable: bool = False
    by_hand: bool = False


def check_routes(routes: list[tuple[str, dict[str, Any]]]) -> None:
    """Assert that every route says who may use it."""
    for path, opt in routes:
        options = msgspec.convert(
            {k: v for k, v in opt.items() if k in RouteOptions.__struct_fields__}, RouteOptions
        )
        assert options.public or options.rights is not None, f"{path} says not who may use it"
