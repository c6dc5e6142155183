"""What happens on the platform of `canary_platform`: its floor runs, customers call and are answered across firms while everybody's
pages listen, then the month is closed with its papers, and one statement is contested."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bench.floor import Telephones, Wall
from permanence.adapters.argon import Argon2Passwords
from permanence.adapters.floorlink.client import FloorLink
from permanence.adapters.http.desk import contract_of
from permanence.adapters.key_file import load_secret
from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.pool import Database
from permanence.app.clerk import clerk_of
from permanence.app.web import Web
from permanence.app.worker import issuer_of, keeper_of
from permanence.firms.model import RIGHTS, Language, Person, PersonStatus, Role, Visitor
from permanence.firms.service_shelf import Tools
from permanence.firms.store import PostgresFirms
from permanence.floor import intents as i
from permanence.floor import store_lease
from permanence.floor.asks import do
from permanence.floor.engine import Engine
from permanence.floor.link import Link
from permanence.floor.store import FileBacklog, PostgresRecords
from permanence.floor.store_setup import load_setup
from permanence.floor.world import World
from permanence.interaction import signals as s
from permanence.kernel.ids import PersonId, RandomIds
from permanence.ledger.service_month import Settlement
from permanence.ledger.store import PostgresLedger
from tests.integration.isolation.canary_platform import (
    ANSWERING,
    OPERATOR,
    OWNER,
    SECOND,
    STRANGER,
    NoFloor,
    Platform,
    Somebody,
)

IDS = RandomIds()


async def call(place: Platform, engine: Engine, phones: Telephones) -> None:
    """Have customers call: one of the owner's twice and the same person once at the second owner, all answered by the partner; one at
    the partner itself, one at the stranger; then one at the owner whom its own agent answers."""
    shared = place.aviary.phone(OWNER, "customer", SECOND)
    plays = [(OWNER, shared), (OWNER, shared), (SECOND, shared)]
    plays += [(name, place.aviary.phone(name, "customer")) for name in (ANSWERING, STRANGER)]
    for name in (ANSWERING, STRANGER):
        for agent in place.agents[name]:
            engine.post(lambda now, agent=agent: do(engine.world, agent, i.Ready(), now, engine.ids))
    for nth, (name, caller) in enumerate(plays):
        phones.memory.arrive(f"pstn-{nth}", "caller")
        phones.tell(s.Arrived(f"pstn-{nth}", place.numbers[name], caller))
    await _until(lambda: bool(engine.world.calls) and all(each.agent is not None for each in engine.world.calls.values()))
    for each in list(engine.world.calls.values()):
        agent = each.agent.agent if each.agent is not None else None
        note = place.word(next(name for name, id_ in place.ids.items() if id_ == each.firm), "call notes")
        engine.post(lambda now, agent=agent, note=note: do(engine.world, agent, i.Qualify(notes=note), now, engine.ids))
    await _until(lambda: not engine.world.calls)
    own = place.agents[OWNER][0]
    engine.post(lambda now: do(engine.world, own, i.Ready(), now, engine.ids))
    phones.memory.arrive("pstn-own", "caller")
    phones.tell(s.Arrived("pstn-own", place.numbers[OWNER], place.aviary.phone(OWNER, "customer")))
    await _until(lambda: bool(engine.world.calls))
    await _until(lambda: not engine.world.calls)


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.02)


async def settle(place: Platform) -> None:
    """Rate and post what was answered, issue receipts, close the month, contest a statement."""
    clerk, now = clerk_of(place.floor), datetime.now(UTC)
    while await clerk.settle():
        pass
    keeper = await asyncio.to_thread(keeper_of, place.settings, place.floor)
    await keeper.catch_up()
    issuer = await asyncio.to_thread(issuer_of, place.settings, place.floor, keeper)
    later, month = now + timedelta(days=35), datetime.now(ZoneInfo("Europe/Paris")).date().replace(day=1)
    await issuer.issue(now + timedelta(hours=8))
    await issuer.sign_days(now + timedelta(days=2))
    settlement = Settlement(Tools(place.app, PostgresFirms(), IDS, NoFloor()), PostgresLedger())
    one, two = (_operator(place, nth) for nth in (1, 2))
    await settlement.propose(one, month, (await settlement.preview(one, month)).digest, later)
    await settlement.approve(two, month, later)
    assert await clerk.books.close_approved(later) == [month]
    await place.gather()
    statement = place.pool("statements", ANSWERING)[0]
    await place.who(ANSWERING).done("POST", "/disputes", {"statement_id": statement, "reason": place.word(ANSWERING, "dispute reason")})


def _operator(place: Platform, nth: int) -> Visitor:
    name = place.word(OPERATOR, f"closing {nth}")
    person = Person(PersonId(IDS.new("per")), "x@x.example", name, (Role.OPERATOR,), Language.FR, PersonStatus.ACTIVE, False)
    return Visitor(place.ids[OPERATOR], person, "sgn", RIGHTS[Role.OPERATOR], datetime.now(UTC) + timedelta(days=99))


async def listen(place: Platform, somebody: Somebody) -> None:
    """Keep every word that the live socket tells somebody, until it is closed."""
    cookies = "; ".join(f"{name}={value}" for name, value in somebody.client.cookies.items())
    url, origin = f"ws://127.0.0.1:{place.port}/api/v1/live", f"http://127.0.0.1:{place.port}"
    with suppress(ConnectionClosed, InvalidStatus):  # who may not look at the floor is turned away
        async with connect(url, origin=origin, additional_headers={"Cookie": cookies}, proxy=None) as socket:  # type: ignore[arg-type]
            async for message in socket:
                somebody.live.append(str(message))


@asynccontextmanager
async def platform(access: Access) -> AsyncGenerator[Platform]:
    """Lend the platform with everything written and called, its month closed, and its pages still served."""
    home = Path(tempfile.mkdtemp(prefix="cny-"))  # a socket's path must be short
    async with Database(access.app, limit_s=60) as app, Database(access.floor, limit_s=60) as floor:
        made = Platform(home, access, app, floor)
        link, door = FloorLink(made.settings.floor_socket), Link(lambda _, done: done())
        web = Web(made.settings, app, Argon2Passwords.cheap(), link=link).app()
        made.contract = msgspec.json.decode(contract_of(web))
        server = uvicorn.Server(uvicorn.Config(web, host="127.0.0.1", port=0, ws="websockets-sansio", log_config=None, lifespan="off"))
        tasks = [asyncio.ensure_future(server.serve())]
        while not server.started:  # uvicorn sets no event of ours
            await asyncio.sleep(0.01)
        made.port = server.servers[0].sockets[0].getsockname()[1]
        try:
            await made.found()
            await made.set_up()
            await _run_floor(made, link, door, tasks)
            await settle(made)
            yield made
        finally:
            for somebody in made.people:
                await somebody.client.aclose()
            await door.close()
            server.should_exit = server.force_exit = True
            for task in tasks[1:]:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            shutil.rmtree(home, ignore_errors=True)


async def _run_floor(made: Platform, link: FloorLink, door: Link, tasks: list[Any]) -> None:
    """Run the floor with everybody listening, as long as the calls take."""
    fencing = await store_lease.Candidate().take(made.floor, 0.0)
    assert fencing is not None
    world = World()
    world.partners.key = load_secret(made.settings.secrets, "callers.key", 32)
    (await load_setup(made.floor)).apply(world, datetime.now(UTC))
    backlog = FileBacklog(made.home / "floor.backlog")
    phones = Telephones()
    engine = Engine(world, phones, PostgresRecords(made.floor, fencing), backlog, Wall(), IDS, door.publish)
    await door.serve(made.settings.floor_socket, engine)
    tasks += [asyncio.ensure_future(link.run()), asyncio.ensure_future(engine.run())]
    while not link.up:
        await asyncio.sleep(0.01)
    tasks += [asyncio.ensure_future(listen(made, somebody)) for somebody in made.people]
    await asyncio.sleep(0.3)
    await call(made, engine, phones)
    await asyncio.sleep(0.3)  # what the pages are told last
    assert engine.faults == 0, "the floor met faults of its own"
