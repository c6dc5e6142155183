"""The live websocket over a real server: who sees what, without a gap; wishes, heartbeats, rights that end."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from random import Random
from typing import Any

import pytest
import uvicorn

from permanence.adapters.floorlink.client import FloorLink
from permanence.adapters.postgres.pool import Database
from permanence.app.web import Web
from permanence.floor.audience import seen_rows
from permanence.floor.protocol import Reply
from permanence.floor.views import Change
from permanence.kernel.database import DatabaseAway
from tests.http.conftest import Browser
from tests.http.test_call_routes import Centre, centre
from tests.live_kit import Desk, ScriptedFloor
from tests.recording_kit import write_call

__all__ = ["centre"]
Open = Callable[..., Awaitable[Desk]]
NUMBER = "+33612345678"


def call(agent: str | None = None, **more: Any) -> dict[str, Any]:
    return {"customer": NUMBER, "agent": agent, "offered_to": None, "consult": None, "transfer": None, "monitors": [], **more}


def person(presence: str = "ready", **more: Any) -> dict[str, Any]:
    hidden = {"call": None, "wrap_up_call": None, "monitoring": None, "monitor_mode": None, "monitor_auto_answer": False}
    return {"presence": presence, **hidden, **more}


@pytest.fixture
async def floor() -> AsyncIterator[ScriptedFloor]:
    made = ScriptedFloor()
    await made.open()
    yield made
    await made.end()


@pytest.fixture
async def link(floor: ScriptedFloor) -> AsyncIterator[FloorLink]:
    made = FloorLink(floor.path)
    running = asyncio.ensure_future(made.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def open_desk(web: Web, link: FloorLink, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Open pages of whoever a browser is signed in as."""
    monkeypatch.setattr("permanence.adapters.http.live.CHECK_S", 0.2)
    web.link = link
    config = uvicorn.Config(
        web.app(), host="127.0.0.1", port=0, ws="websockets-sansio", log_level="critical", lifespan="off"
    )
    server = uvicorn.Server(config)
    serving = asyncio.ensure_future(server.serve())
    while not (server.started and link.up):
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    desks: list[Desk] = []

    async def make(browser: Browser | None, **options: Any) -> Desk:
        cookies = dict(browser.client.cookies.items()) if browser else {}
        desks.append(await Desk.open(port, cookies, **options))
        return desks[-1]

    yield make
    for desk in desks:
        await desk.socket.close()
    server.should_exit = server.force_exit = True
    await serving


async def ready(desk: Desk) -> Desk:
    await desk.until(lambda: desk.floor_up is not None)
    return desk


async def test_strangers_and_other_sites_are_turned_away_with_the_reason(centre: Centre, open_desk: Open) -> None:
    assert await (await open_desk(None)).closed() == 4401
    assert await (await open_desk(centre.agent, origin="http://evil.example")).closed() == 4403


async def test_supervisors_see_all_and_agents_their_own(centre: Centre, floor: ScriptedFloor, open_desk: Open) -> None:
    me, other = centre.agent_id, centre.other_id
    floor.rows[centre.firm] = {
        "call": {"int_1": call(me), "int_2": call(other)}, "agent": {me: person(call="int_1"), other: person(call="int_2")},
        "queue": {"que_1": {"waiting": []}}, "notice": {},
    }  # fmt: skip
    sup, desk = await ready(await open_desk(centre.supervisor)), await ready(await open_desk(centre.agent))
    assert sup.rows == floor.rows[centre.firm]
    assert set(desk.rows["call"]) == {"int_1"} and desk.rows["call"]["int_1"]["customer"] == NUMBER
    assert desk.rows["agent"][me]["call"] == "int_1" and desk.rows["agent"][other]["call"] is None
    assert desk.rows["queue"] == {"que_1": {"waiting": []}}


async def test_a_call_that_changes_hands_appears_and_disappears(centre: Centre, floor: ScriptedFloor, open_desk: Open) -> None:
    me, other = centre.agent_id, centre.other_id
    desk = await ready(await open_desk(centre.agent))
    floor.change(centre.firm, ("call", "int_1", call(offered_to=me)))
    await desk.until(lambda: "int_1" in desk.rows["call"])
    floor.change(centre.firm, ("call", "int_1", call(offered_to=other)))
    await desk.until(lambda: "int_1" not in desk.rows["call"])


async def test_ones_own_call_comes_by_itself_and_the_rest_is_gathered(
    centre: Centre, floor: ScriptedFloor, open_desk: Open
) -> None:
    me, other = centre.agent_id, centre.other_id
    desk = await ready(await open_desk(centre.agent))
    await desk.until(lambda: desk.seq is not None)
    for number in range(20):
        floor.change(centre.firm, ("agent", other, person(since=number)), ("queue", "que_1", {"waiting": [], "n": number}))
    floor.change(centre.firm, ("call", "int_1", call(me)))
    floor.change(centre.firm, ("agent", me, person("talking", call="int_1")))
    await desk.until(lambda: desk.rows.get("agent", {}).get(other, {}).get("since") == 19)
    own = [batch for batch in desk.batches if any(kind == "call" or key == me for kind, key, _ in batch)]
    assert all(len(batch) == 1 for batch in own) and len(own) == 2
    assert len(desk.batches) - len(own) <= 5  # twenty changes of each row became a few
    assert desk.rows["agent"][me]["call"] == "int_1"


async def test_whenever_a_page_opens_it_ends_with_the_floors_rows(
    centre: Centre, floor: ScriptedFloor, open_desk: Open
) -> None:
    chance = random.Random(3)
    agents = [centre.agent_id, centre.other_id]
    desks: list[tuple[Desk, str | None, bool]] = []
    for turn in range(120):
        if turn % 20 == 0:
            desks.append((await open_desk(centre.supervisor), None, True))
            desks.append((await open_desk(centre.agent), centre.agent_id, False))
        kind = chance.choice(["call", "agent", "queue"])
        key = chance.choice(agents) if kind == "agent" else f"{kind}_{chance.randrange(3)}"
        row: dict[str, Any] | None = {"waiting": [turn]}
        if kind == "agent":
            row = person(chance.choice(["ready", "talking"]), call=chance.choice([None, "call_1"]))
        elif kind == "call":
            row = call(chance.choice([None, *agents]), n=turn)
        floor.change(centre.firm, (kind, key, None if chance.random() < 0.2 else row))
        if chance.random() < 0.3:
            await asyncio.sleep(chance.random() * 0.05)
    end: Change = ("notice", "end", {"id": "end"})
    floor.change(centre.firm, end)
    for desk, agent, sees_all in desks:
        await desk.until(lambda desk=desk: "end" in desk.rows.get("notice", {}))
        assert desk.rows == seen_rows(floor.rows[centre.firm], agent, sees_all=sees_all)


async def test_wishes_are_done_or_refused_in_their_order(centre: Centre, floor: ScriptedFloor, open_desk: Open) -> None:
    desk = await ready(await open_desk(centre.agent))
    assert await desk.do(1, type="hold") == {"type": "done", "id": 1, "data": None}
    floor.answer = lambda do: Reply(do.id, data="int_9")
    assert (await desk.do(2, type="dial", number="0612345678"))["data"] == "int_9"
    floor.answer = lambda do: Reply(do.id, "call.none", "You are not on a call.")
    assert await desk.do(3, type="mute", on=True) == {
        "type": "refused", "id": 3, "code": "call.none", "message": "You are not on a call."
    }  # fmt: skip
    first = floor.asked[0]
    assert (first.firm, first.agent, first.person[:4]) == (centre.firm, centre.agent_id, "per_")
    assert [type(do.intent).__name__ for do in floor.asked] == ["Hold", "Dial", "Mute"]


async def test_what_is_not_known_or_not_allowed_never_reaches_the_floor(
    centre: Centre, floor: ScriptedFloor, open_desk: Open
) -> None:
    desk = await ready(await open_desk(centre.agent))
    assert (await desk.do(1, type="explode"))["code"] == "invalid"
    assert (await desk.do(2, type="mute", on="perhaps"))["code"] == "invalid"
    assert (await desk.do(3, type="monitor", agent="agt_x", mode="listen"))["code"] == "not_allowed"
    assert (await desk.do(4, type="set_agent", agent="agt_x", to="ready"))["code"] == "not_allowed"
    assert floor.asked == []
    sup = await ready(await open_desk(centre.supervisor))
    assert (await sup.do(5, type="monitor", agent="agt_x", mode="listen"))["type"] == "done"
    for rubbish in ("", "[]", "{}", '{"type":"beast"}', "[" * 50_000, '{"type":"do","id":"x","intent":{}}'):
        page = await ready(await open_desk(centre.agent))
        await page.socket.send(rubbish)
        assert await page.closed() == 4400


async def test_a_floor_that_goes_and_comes_back_leaves_no_gap(centre: Centre, floor: ScriptedFloor, open_desk: Open) -> None:
    floor.rows[centre.firm] = {"call": {"int_1": call(), "int_2": call()}, "agent": {}, "queue": {}, "notice": {}}
    sup = await ready(await open_desk(centre.supervisor))
    await floor.close()
    await sup.until(lambda: sup.floor_up is False)
    assert (await sup.do(1, type="hold"))["code"] == "floor.away"
    assert set(sup.rows["call"]) == {"int_1", "int_2"}  # the last that is known stays on the page
    floor.rows[centre.firm] = {"call": {"int_2": call(n=1), "int_3": call()}, "agent": {}, "queue": {}, "notice": {}}
    await floor.open()
    await sup.until(lambda: sup.floor_up is True and "int_3" in sup.rows["call"])
    assert sup.rows == floor.rows[centre.firm]
    floor.change(centre.firm, ("call", "int_3", None))
    await sup.until(lambda: "int_3" not in sup.rows["call"])


async def test_a_wish_that_the_floor_took_along_is_answered(centre: Centre, floor: ScriptedFloor, open_desk: Open) -> None:
    desk = await ready(await open_desk(centre.agent))

    def die(_: object) -> None:
        asyncio.get_running_loop().create_task(floor.close())

    floor.answer = die
    assert (await desk.do(1, type="hold"))["code"] == "floor.away"


async def test_the_last_page_that_closes_puts_the_agent_to_sleep(centre: Centre, floor: ScriptedFloor, open_desk: Open) -> None:
    one, two, viewer = [await ready(await open_desk(centre.agent)) for _ in range(3)]
    for desk in (one, two):
        await desk.beat()
    await viewer.beat(looking=True)
    await one.socket.close()
    await two.beat()
    while len(floor.beats) < 3:
        await asyncio.sleep(0.01)
    assert [beat.awake for beat in floor.beats] == [True, True, True]
    await two.socket.close()
    while len(floor.beats) < 4:
        await asyncio.sleep(0.01)
    assert (floor.beats[-1].awake, floor.beats[-1].agent) == (False, centre.agent_id)


async def test_a_sign_in_that_ends_closes_its_pages(centre: Centre, open_desk: Open) -> None:
    desk, sup = await ready(await open_desk(centre.agent)), await ready(await open_desk(centre.supervisor))
    await centre.agent.post("/sign-out")
    assert await desk.closed() == 4401
    await sup.beat()  # others stay


async def test_rights_that_change_close_the_page(centre: Centre, open_desk: Open, database: Database) -> None:
    sup = await ready(await open_desk(centre.supervisor))
    async with database.firm(centre.firm) as c:
        await c.execute("update firms.person set roles = '{agent}' where email = 'sup@x.fr'")
    assert await sup.closed() == 4403


async def test_a_page_that_does_not_read_is_cut_off(
    centre: Centre, floor: ScriptedFloor, link: FloorLink, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("permanence.adapters.http.live.UNSENT_MAX", 2_000_000)
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # so that little is under way unread
    narrow.setblocking(False)
    deaf = await open_desk(centre.supervisor, max_queue=1, through=narrow)
    feed, number = await link.follow(centre.firm), 0
    text = Random(1).randbytes(450_000).hex()  # what is sent is compressed, and a letter repeated would be nothing
    while feed.watchers == 0:
        await asyncio.sleep(0.01)
    while feed.watchers > 0:  # nobody reads; without the limit this would go on until memory is full
        number += 1
        assert number < 100
        floor.change(centre.firm, ("notice", "n", {"number": number, "text": text}))
        await asyncio.sleep(0.11)  # longer than what is gathered
    deaf.socket.transport.abort()  # it would wait for an answer to its good-bye
    other = await ready(await open_desk(centre.supervisor))
    await other.until(lambda: other.rows["notice"]["n"]["number"] == number)


async def test_a_firm_with_many_rows_has_its_pages(
    centre: Centre, floor: ScriptedFloor, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("permanence.adapters.http.live.UNSENT_MAX", 10_000)
    calls = {f"int_{number}": call(notes="x" * 100) for number in range(500)}
    floor.rows[centre.firm] = {"call": calls, "agent": {}, "queue": {}, "notice": {}}
    supervisor = await ready(await open_desk(centre.supervisor))
    assert len(supervisor.rows["call"]) == 500


async def test_an_afterthought_reaches_a_call_that_the_floor_has_let_go(
    centre: Centre, floor: ScriptedFloor, open_desk: Open
) -> None:
    made = await write_call(centre.floor, centre.firm, agent=centre.agent_id, disposition="lost")
    foreign = await write_call(centre.floor, centre.firm, agent=centre.other_id)
    floor.answer = lambda do: Reply(do.id, "call.none", "You are not on a call.")
    desk = await ready(await open_desk(centre.agent))
    answer = await desk.do(1, type="qualify", call=made, disposition="sold", notes="rappelé", done=True)
    assert answer["type"] == "done"
    details = (await centre.agent.get(f"/calls/{made}")).json()
    assert (details["call"]["disposition"], details["call"]["notes"]) == ("sold", "rappelé")
    assert (await desk.do(2, type="qualify", call=foreign, disposition="sold"))["code"] == "not_found"
    assert (await desk.do(3, type="qualify", disposition="sold"))["code"] == "call.none"


async def test_a_page_that_comes_back_while_the_database_is_away_has_its_desk(
    centre: Centre, floor: ScriptedFloor, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.rows[centre.firm] = {"call": {"int_1": call(centre.agent_id)}, "agent": {}, "queue": {}, "notice": {}}
    await ready(await open_desk(centre.agent))

    async def away(*_: object) -> None:
        raise DatabaseAway

    monkeypatch.setattr("permanence.interaction.store_history.PostgresCalls.agent_of", away)
    desk = await ready(await open_desk(centre.agent))
    assert set(desk.rows["call"]) == {"int_1"}
    assert await (await open_desk(centre.supervisor)).closed() == 4503  # never seen here before
