"""Routes of the demonstration, there only while it is on: its accounts, and a call to the asking agent's desk."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from random import Random

import msgspec
import structlog
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_202_ACCEPTED

from permanence.adapters.asterisk.far import FarEnd
from permanence.adapters.floorlink.client import FloorLink
from permanence.adapters.postgres.pool import Database
from permanence.app import switch as wiring
from permanence.app.demo.callers import Caller, Visit, about, fate_line
from permanence.app.demo.firms import ALL_FIRMS, CALLERS_RANGE
from permanence.app.demo.floor_client import FloorClient
from permanence.app.demo.speech import Speech
from permanence.app.demo.way import Way, way_to
from permanence.app.settings import Settings
from permanence.firms.model import Visitor
from permanence.flows.store_floor import load_directories
from permanence.kernel.errors import PermanenceError, Refused
from permanence.kernel.ids import FirmId, PersonId
from permanence.routing.rules import ability_of, may_serve
from permanence.routing.store_floor import load_agents, load_queues

WAITING_MAX = 5
log = structlog.get_logger("demonstration")


class NotAnAgent(Refused):
    """You have no telephone here; ask your director to make you an agent."""

    code = "agent.none"


class NoWayToYou(Refused):
    """No number of your firm leads to a queue that you serve and that is open now."""

    code = "demonstration.no_way"


class TooManyCalls(Refused):
    """Demonstration calls are on their way already; take one of them first."""

    code = "demonstration.busy"


class Account(msgspec.Struct, frozen=True):
    """Somebody of the demonstration and the password, for everybody to use."""

    name: str
    role: str
    firm: str
    email: str
    password: str


class Accounts(msgspec.Struct, frozen=True):
    """The accounts of the demonstration."""

    items: list[Account]


class Coming(msgspec.Struct, frozen=True):
    """A call that is on its way: which number it rings and from which number it comes."""

    number: str
    caller: str
    keys: str


class CallMe:
    """Has the far end ring a number that leads to the asking agent."""

    def __init__(self, settings: Settings, database: Database, link: FloorLink) -> None:
        """Prepare; the far end is spoken to at the first wish."""
        self._settings, self._database, self._link = settings, database, link
        self._chance = Random()
        self._lock = asyncio.Lock()
        self._far: FarEnd | None = None
        self._speech: Speech | None = None
        self._floors: dict[FirmId, FloorClient] = {}
        self._calls: set[asyncio.Task[None]] = set()

    async def ring(self, visitor: Visitor, now: datetime) -> Coming:
        """Start a call to the visitor's desk; it goes on by itself."""
        if len(self._calls) >= WAITING_MAX:
            raise TooManyCalls
        way, queue = await self._way(visitor.firm, visitor.person.id, now)
        far, speech, floor = await self._parts(visitor.firm)
        caller = f"{CALLERS_RANGE}{self._chance.randrange(10000):04}"
        visit = Visit(
            way.number.e164, way.number.brand_name, caller, way.keys, way.language,
            about(queue, way.language, self._chance), listens_s=3.0, patience_s=180.0, talks_s=60.0,
        )  # fmt: skip
        task = asyncio.ensure_future(self._live(Caller(visit, far, floor, visitor.firm, speech)))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        return Coming(visit.number, caller, way.keys)

    async def _way(self, firm: FirmId, person: PersonId, now: datetime) -> tuple[Way, str]:
        async with self._database.firm(firm) as c:
            agents, queues = await load_agents(c), await load_queues(c)
            terms = {firm: {str(queue.terms.queue): queue.terms for queue in queues}}
            (directory,) = await load_directories(c, [firm], terms)
        agent = next((card for card in agents if card.person == person), None)
        if agent is None:
            raise NotAnAgent
        served = {str(queue.terms.queue): queue.terms.name for queue in queues if may_serve(ability_of(agent), queue, 0)}
        way = way_to(directory, frozenset(served), now)
        if way is None:
            raise NoWayToYou
        return way, served[way.queue]

    async def _parts(self, firm: FirmId) -> tuple[FarEnd, Speech, FloorClient]:
        """Connect to the far end once, and follow the firm's rows."""
        async with self._lock:
            if self._far is None or self._speech is None:
                tools = await asyncio.to_thread(wiring.fetch, log.info)
                plan = wiring.far_plan(self._settings, tools)
                far = FarEnd(plan, f"desk.{os.getpid()}")
                await far.start()
                self._far, self._speech = far, Speech(tools.studio, plan.home / "speech")
            if firm not in self._floors:
                floor = FloorClient(self._link, (firm,))
                await floor.start(keep_link=False)
                self._floors[firm] = floor
            return self._far, self._speech, self._floors[firm]

    async def _live(self, caller: Caller) -> None:
        try:
            log.info("demonstration_call", fate=fate_line(await caller.live(), "en"))
        except PermanenceError as error:
            log.warning("demonstration_call_failed", reason=error.message)


@get("/demo/accounts", opt={"public": True})
async def accounts() -> Accounts:
    """List the accounts of the demonstration, passwords included: everybody may use them."""
    return Accounts(
        [
            Account(person.name, person.role, firm.name, person.email, firm.password)
            for firm in ALL_FIRMS
            for person in firm.people
            if not person.automatic
        ]
    )


@post("/demo/call-me", status_code=HTTP_202_ACCEPTED, opt={"rights": frozenset()})
async def call_me(
    visitor: NamedDependency[Visitor], caller_of_me: NamedDependency[CallMe], now: NamedDependency[datetime]
) -> Coming:
    """Have a real call come to the asking agent's desk."""
    return await caller_of_me.ring(visitor, now)


router = Router("/", route_handlers=[accounts, call_me], tags=["demonstration"])
