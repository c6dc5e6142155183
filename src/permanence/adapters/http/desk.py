"""Puts the front desk together: the gate before every route, headers that protect the pages, health, the contract."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import msgspec
from litestar import Litestar, Request, Response, Router, get
from litestar.config.app import AppConfig
from litestar.datastructures import MutableScopeHeaders
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, ControllerRouterHandler, Message, Receive, Scope, Send

from permanence import __version__
from permanence.adapters.http import sign_in
from permanence.adapters.http.gate import BODY_MAX, Gate, check_routes
from permanence.adapters.http.pages import Pages, page
from permanence.adapters.http.problems import HANDLERS
from permanence.firms.model import Visitor
from permanence.firms.service import SignIns

API = "/api/v1"


class Health(msgspec.Struct):
    """Whether each part answers, and whether all of them do."""

    ready: bool
    parts: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the desk is made of. `services` are handed to routes by the name of their parameter; `checks` say
    whether each part answers; `telephone_ports` are the switch's websocket ports that pages may connect to; `addresses` are
    routes for everybody, outside the interface."""

    gate: Gate
    sign_ins: SignIns
    pages: Pages
    now: Callable[[], datetime]
    routers: Sequence[ControllerRouterHandler]
    services: Mapping[str, object]
    checks: Mapping[str, Callable[[], Awaitable[bool]]]
    telephone_ports: Sequence[int] = ()
    addresses: Sequence[ControllerRouterHandler] = ()


def provide_visitor(request: Request[Any, Any, Any]) -> Visitor:
    """Hand the visitor whom the gate found to a route."""
    return request.scope["state"]["visitor"]


def constant(value: object) -> Provide:
    """Hand this value to routes."""
    return Provide(lambda: value, sync_to_thread=False)


def build(parts: Parts) -> Litestar:
    """Return the application."""

    def gate(app: ASGIApp) -> ASGIApp:
        # A plain function: the framework copies what it is given, and the gate must stay one.
        return parts.gate(app)

    api = Router(API, route_handlers=[sign_in.router, *parts.routers], middleware=[gate])
    services = {name: constant(value) for name, value in parts.services.items()}
    app = Litestar(
        route_handlers=[api, *_health_routes(parts), *parts.addresses, page],
        dependencies={
            **services,
            "visitor": Provide(provide_visitor, sync_to_thread=False),
            "now": Provide(parts.now, sync_to_thread=False),
            "sign_ins": constant(parts.sign_ins),
            "pages": constant(parts.pages),
        },
        exception_handlers=HANDLERS,
        middleware=[_protect(parts.telephone_ports)],
        request_max_body_size=BODY_MAX,
        openapi_config=OpenAPIConfig(
            title="Permanence", version=__version__, path="/openapi", render_plugins=[JsonRenderPlugin()]
        ),
        on_app_init=[_no_debug],
        logging_config=None,
    )
    check_routes(
        [
            (route.path, handler.opt)
            for route in app.routes
            for handler in getattr(route, "route_handlers", [])
            # The framework answers OPTIONS by itself, with the methods that there are.
            if route.path.startswith(API) and "OPTIONS" not in handler.http_methods
        ]
    )
    return app


def _no_debug(config: AppConfig) -> AppConfig:
    """A problem never carries our stack, whatever the environment says."""
    config.debug = False
    return config


def _health_routes(parts: Parts) -> list[Any]:
    @get("/healthz", opt={"public": True}, sync_to_thread=False)
    def healthz() -> dict[str, bool]:
        """Say that this process lives."""
        return {"alive": True}

    @get("/readyz", opt={"public": True})
    async def readyz() -> Response[Health]:
        """Say whether everything that requests need answers."""
        answers = {name: await check() for name, check in parts.checks.items()}
        ready = all(answers.values())
        return Response(Health(ready, answers), status_code=200 if ready else 503)

    @get("/openapi.json", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
    def contract(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Return the contract of this interface."""
        return Response(contract_of(request.app), media_type="application/json")

    return [healthz, readyz, contract]


def contract_of(app: Litestar) -> bytes:
    """Return the OpenAPI document, always with the same text for the same routes."""
    document = msgspec.json.decode(msgspec.json.encode(app.openapi_schema.to_schema(), order="sorted"))
    return msgspec.json.format(msgspec.json.encode(_one_kind_of_item(document)), indent=1)


def _one_kind_of_item(part: Any) -> Any:
    """Return the part with `tuple[X, ...]` told as a list of X.

    Litestar tells the dots as a second kind that anything fits, and exactly one of two may fit: no X would be right.
    """
    if isinstance(part, list):
        return [_one_kind_of_item(inner) for inner in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    told = {name: _one_kind_of_item(inner) for name, inner in cast("dict[str, Any]", part).items()}
    return told["oneOf"][0] if list(told) == ["oneOf"] and told["oneOf"][1:] == [{}] else told


def _protect(telephone_ports: Sequence[int]) -> Callable[[ASGIApp], ASGIApp]:
    """Return the middleware that sets the headers which keep the pages' content to themselves."""

    def before(app: ASGIApp) -> ASGIApp:
        async def protected(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            host = _host(scope)

            async def send_protected(message: Message) -> None:
                if message["type"] == "http.response.start":
                    headers = MutableScopeHeaders.from_message(message)
                    for name, value in protection(host, telephone_ports).items():
                        headers[name] = value
                await send(message)

            await app(scope, receive, send_protected)

        return protected

    return before


def _host(scope: Scope) -> str:
    """Return the name under which the browser knows us, if it can stand in a header."""
    for name, value in scope["headers"]:
        if name == b"host":
            host = value.decode("latin-1").rpartition(":")[0] or value.decode("latin-1")
            return (
                host if re.fullmatch(r"[A-Za-z0-9.\-]{1,253}|\[[0-9a-fA-F:]{2,45}\]", host) else "localhost"
            )
    return "localhost"


def protection(host: str, telephone_ports: Sequence[int]) -> dict[str, str]:
    """Return the headers: scripts and frames of others stay out, the microphone is ours alone."""
    telephones = " ".join(f"ws://{host}:{port} wss://{host}:{port}" for port in telephone_ports)
    policy = {
        "default-src": "'self'",
        "connect-src": f"'self' {telephones}".strip(),
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob:",
        "worker-src": "'self' blob:",
        # The component library writes sizes and colours into the elements themselves.
        "style-src": "'self' 'unsafe-inline'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=()",
    }
