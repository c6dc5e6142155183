"""The web process: wires the front desk to the capabilities' routes and serves pages and interface."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
import uvicorn
import uvloop
from litestar import Litestar
from litestar.types import ControllerRouterHandler

from permanence.adapters.argon import Argon2Passwords, SystemSecrets
from permanence.adapters.floorlink.client import FloorLink
from permanence.adapters.floorlink.once import Bell
from permanence.adapters.http import desk
from permanence.adapters.http.bearers import Bearers
from permanence.adapters.http.gate import Gate
from permanence.adapters.http.pages import Pages
from permanence.adapters.http.repeats import ClaimingTransactions, Repeats
from permanence.adapters.http.visitors import FRESH, Visitors
from permanence.adapters.postgres.pool import Database
from permanence.app import web_adverts, web_duty, web_setup
from permanence.app.database import web_door
from permanence.app.demo import api as demo_api
from permanence.app.demo import state as demonstration
from permanence.app.settings import Settings
from permanence.app.web_calls import Calls
from permanence.firms import api as firms_api
from permanence.firms import api_keys as keys_api
from permanence.firms.service import People, SignIns
from permanence.firms.service_keys import Keys
from permanence.firms.service_shelf import Tools
from permanence.firms.store import PostgresFirms
from permanence.firms.store_keys import PostgresKeys
from permanence.kernel.ids import RandomIds

log = structlog.get_logger("web")
ROOT = Path(__file__).resolve().parents[3]


@dataclass(slots=True)
class Web:
    """What the web process is made of; tests hand in cheap passwords and no memory of visitors."""

    settings: Settings
    database: Database
    passwords: Argon2Passwords = field(default_factory=Argon2Passwords)
    fresh: timedelta = FRESH
    link: FloorLink | None = None
    routers: Sequence[ControllerRouterHandler] = ()
    services: dict[str, object] = field(default_factory=dict[str, object])
    checks: dict[str, Callable[[], Awaitable[bool]]] = field(
        default_factory=dict[str, Callable[[], Awaitable[bool]]]
    )

    def app(self) -> Litestar:
        """Return the application."""
        ids, secrets, store = RandomIds(), SystemSecrets(), PostgresFirms()
        claiming = ClaimingTransactions(self.database)
        bell = Bell(self.settings.floor_socket)
        sign_ins = SignIns(claiming, store, self.passwords, secrets, ids)
        people = People(claiming, store, self.passwords, secrets, ids, bell)
        tools = Tools(claiming, store, ids, bell)
        setup = {**web_setup.services(self.settings, tools), **web_duty.services(tools), **web_adverts.services(tools)}
        visitors = Visitors(sign_ins.visitor, self.fresh)
        keys = Keys(claiming, PostgresKeys(), store, secrets, ids)
        gate = Gate(visitors, Bearers(Visitors(keys.visitor, self.fresh)), Repeats(self.database), ids, now)
        calls = Calls(self.settings, self.database, self.link or FloorLink(self.settings.floor_socket))
        return desk.build(
            desk.Parts(
                gate=gate,
                sign_ins=sign_ins,
                pages=Pages(ROOT / "web" / "dist"),
                now=now,
                routers=[
                    firms_api.router, keys_api.router, *web_setup.ROUTERS, *web_duty.ROUTERS, *web_adverts.ROUTERS, *calls.routers,
                    *self.routers,
                ],
                services={"people": people, "keys": keys, **setup, **calls.services(visitors), **self.services},
                checks={"database": self.database.answers, "floor": bell.answers, **self.checks},
                addresses=web_adverts.ADDRESSES,
                telephone_ports=(self.settings.ari_port, self.settings.wss_port),
            )
        )


def now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)


async def serve(settings: Settings) -> None:
    """Serve until a signal to end."""
    link = FloorLink(settings.floor_socket)
    async with Database(web_door(settings), size_max=10) as database:
        web = Web(settings, database, link=link)
        if demonstration.is_on():
            web.routers = [demo_api.router]
            web.services = {"demonstration": True, "caller_of_me": demo_api.CallMe(settings, database, link)}
        config = uvicorn.Config(
            web.app(),
            host=settings.host,
            port=settings.http_port,
            ws="websockets-sansio",
            server_header=False,
            access_log=False,
            log_config=None,
            lifespan="off",
            timeout_graceful_shutdown=5,
            ssl_certfile=settings.certificate,
            ssl_keyfile=settings.certificate_key,
        )
        linking = asyncio.ensure_future(link.run())
        try:
            await uvicorn.Server(config).serve()
        finally:
            linking.cancel()


def main(settings: Settings) -> None:
    """Run the web process of this installation."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings))
