"""Recordings over HTTP: ranges, rights, the note of who listened, and the end of a right while one listens."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from litestar import Litestar

from permanence.adapters.postgres.pool import Database
from permanence.app.web import Web
from permanence.kernel.ids import InteractionId, RandomIds
from tests.http.conftest import Browser, Found, NewBrowser
from tests.http.test_call_routes import Centre, centre
from tests.recording_kit import House, record, write_call

__all__ = ["centre"]
IDS = RandomIds()
CHANCE = random.Random(5)
LEFT = [CHANCE.randint(-30_000, 30_000) for _ in range(100_000)]  # 12.5 s, seven chunks
RIGHT = [CHANCE.randint(-30_000, 30_000) for _ in range(99_000)]


@pytest.fixture
def house(web: Web, floor_database: Database) -> House:
    return House(web.settings.home, floor_database)


async def sealed_call(house: House, centre: Centre, left: list[int] = LEFT, right: list[int] = RIGHT) -> tuple[InteractionId, str]:
    """Return a call of the agent's and its sealed recording."""
    call = await write_call(centre.floor, centre.firm, agent=centre.agent_id)
    house.write_sides(await record(centre.floor, centre.firm, call, marks=(("hold", 100, 900),)), left, right)
    await house.keeper.catch_up()
    assert await house.keeper.seal_due() == 1
    (line,) = (await centre.supervisor.get(f"/calls/{call}")).json()["recordings"]
    assert line["status"] == "sealed"
    return call, line["id"]


async def listenings(centre: Centre) -> list[tuple[int, int]]:
    async with centre.floor.firms([centre.firm]) as c:
        cursor = await c.execute("select first_byte, last_byte from interaction.listening order by at, id")
        return [(first, last) for first, last in await cursor.fetchall()]


async def test_the_whole_sound_and_every_part_of_it(centre: Centre, house: House) -> None:
    _, recording = await sealed_call(house, centre)
    path = f"/recordings/{recording}/audio"
    answer = await centre.supervisor.get(path)
    whole = answer.content
    assert (answer.status_code, answer.headers["content-type"], answer.headers["accept-ranges"]) == (200, "audio/wav", "bytes")
    assert answer.headers["content-length"] == str(len(whole)) and "no-store" in answer.headers["cache-control"]
    assert whole[:4] == b"RIFF" and len(whole) == 44 + 400_000
    for _ in range(60):
        first = CHANCE.randrange(len(whole))
        last = CHANCE.choice([first, min(len(whole) - 1, first + CHANCE.randrange(200_000)), len(whole) - 1])
        part = await centre.supervisor.get(path, headers={"Range": f"bytes={first}-{last}"})
        assert part.status_code == 206 and part.content == whole[first : last + 1]
        assert part.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"
    tail = await centre.supervisor.get(path, headers={"Range": "bytes=-100"})
    assert tail.content == whole[-100:]
    beyond = await centre.supervisor.get(path, headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(whole)}")


async def test_the_waveform_shows_both_sides(centre: Centre, house: House) -> None:
    _, recording = await sealed_call(house, centre)
    shown = (await centre.supervisor.get(f"/recordings/{recording}/waveform")).json()
    assert shown["duration_ms"] == 12_500 and shown["marks"] == [{"kind": "hold", "from_ms": 100, "to_ms": 900}]
    assert len(shown["left"]) == len(shown["right"]) == 800 and max(shown["left"]) > 0.9


async def test_each_listening_is_written_down_once(centre: Centre, house: House) -> None:
    call, recording = await sealed_call(house, centre)
    path = f"/recordings/{recording}/audio"
    await centre.supervisor.get(path, headers={"Range": "bytes=1000-1999"})
    await centre.supervisor.get(path, headers={"Range": "bytes=2000-2999"})
    assert await listenings(centre) == [(1000, 1999)]
    assert (await centre.agent.get(path)).status_code == 403
    assert len(await listenings(centre)) == 1
    async with centre.floor.firms([centre.firm]) as c:
        heard = await c.execute("select person_name, subject from firms.access where what = 'recording.heard'")
        assert await heard.fetchall() == [("Ann Roy", call)]


async def test_agents_hear_their_own_calls_only_where_the_firm_lets_them(
    centre: Centre, house: House, director: Browser, database: Database
) -> None:
    call, recording = await sealed_call(house, centre)
    path = f"/recordings/{recording}/audio"
    refused = await centre.agent.get(path)
    assert (refused.status_code, refused.json()["code"]) == (403, "recording.not_yours")
    assert (await centre.agent.get(f"/recordings/{recording}/waveform")).status_code == 403
    async with database.firm(centre.firm) as c:
        await c.execute("insert into interaction.listening_terms values (%s, true)", [centre.firm])
    assert (await centre.agent.get(path)).status_code == 200
    assert (await centre.agent.get(f"/calls/{call}")).json()["recordings"][0]["may_listen"] is True
    async with centre.floor.firms([centre.firm]) as c:
        await c.execute("update interaction.call set agent_id = %s", [centre.other_id])
    assert (await centre.agent.get(path)).status_code == 200  # having spoken on it is enough
    assert (await director.get(path)).status_code == 404  # of another firm


async def test_the_director_sets_whether_agents_may(director: Browser, centre: Centre) -> None:
    assert (await director.get("/recording-terms")).json() == {"agents_hear_own": False}
    for value in (True, False, True):
        answer = await director.send("PUT", "/recording-terms", json={"agents_hear_own": value})
        assert (answer.status_code, answer.json()) == (200, {"agents_hear_own": value})
        assert (await director.get("/recording-terms")).json() == {"agents_hear_own": value}
    for browser in (centre.supervisor, centre.agent):
        assert (await browser.send("PUT", "/recording-terms", json={"agents_hear_own": True})).status_code == 403


async def test_another_firms_recording_answers_like_one_that_is_not_there(
    centre: Centre, house: House, found: Found, browser: NewBrowser
) -> None:
    _, recording = await sealed_call(house, centre)
    await found("rival@y.fr", "Rivale")
    rival = browser()
    await rival.sign_in("rival@y.fr")
    for part in ("audio", "waveform"):
        answers = [await rival.get(f"/recordings/{id_}/{part}") for id_ in (recording, IDS.new("rec"), "rec_x")]
        stripped = [{k: v for k, v in a.json().items() if k != "request_id"} for a in answers]
        assert [a.status_code for a in answers] == [404] * 3 and stripped[0] == stripped[1] == stripped[2]
    assert await listenings(centre) == []


async def test_what_is_not_sealed_erased_or_damaged_is_told_apart_from_silence(centre: Centre, house: House) -> None:
    _, recording = await sealed_call(house, centre)
    path = f"/recordings/{recording}/audio"
    (file,) = (p for p in (house.folder / "recordings").rglob("*.sealed"))
    good = file.read_bytes()
    file.write_bytes(good[:100] + bytes([good[100] ^ 1]) + good[101:])
    damaged = await centre.supervisor.get(path)
    assert (damaged.status_code, damaged.json()["code"]) == (503, "recording.damaged")
    file.write_bytes(good)
    assert (await centre.supervisor.get(path)).status_code == 200
    house.clock.at += timedelta(days=40)
    await house.keeper.erase_overdue()
    gone = await centre.supervisor.get(path)
    assert (gone.status_code, gone.json()["code"]) == (404, "recording.nothing")


@pytest.fixture
async def port(app: Litestar, tmp_path: Path) -> AsyncIterator[int]:
    """A real server on a free port, for what only a real connection shows."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off", access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.ensure_future(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    server.force_exit = True
    await serving


@pytest.mark.parametrize("how", ["signed out", "lost the right", "time over"])
async def test_a_right_that_ends_cuts_the_sound_that_is_being_sent(
    how: str, centre: Centre, house: House, port: int, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("permanence.interaction.service.CHECK_EVERY_S", 0.05)
    minutes = 10 * 60 * 8000
    _, recording = await sealed_call(house, centre, LEFT * (minutes // len(LEFT)), [])
    cookie = "; ".join(f"{name}={value}" for name, value in centre.supervisor.client.cookies.items())
    # A small window, as over a slow line: what lies in buffers between us and the listener cannot be called back.
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)
    writer.write(
        f"GET /api/v1/recordings/{recording}/audio HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 200 " in head
    size = int(next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")).split(b":")[1])
    got = len(await reader.readexactly(100_000))
    if how == "signed out":
        assert (await centre.supervisor.post("/sign-out")).status_code == 204
    elif how == "time over":
        house.clock.at += timedelta(days=40)
        assert await house.keeper.erase_overdue() == 1
    else:
        async with database.firm(centre.firm) as c:
            await c.execute("update firms.person set roles = '{agent}' where email = 'sup@x.fr'")
    await asyncio.sleep(0.2)
    got += len(await reader.read(-1))
    assert got < size
    writer.close()
