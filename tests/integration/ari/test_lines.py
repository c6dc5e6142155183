"""The lines to the switch against a server of our own making: silent, slow, refusing, vanishing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from permanence.adapters.asterisk import ari as lines
from permanence.adapters.asterisk import wire as wires
from permanence.adapters.asterisk.ari import NO_ANSWER, NOT_SENT, Ari, Request, SwitchAway
from permanence.adapters.asterisk.switch_port import AsteriskSwitch
from permanence.interaction import commands as c
from permanence.interaction import signals as s

Answer = Callable[[dict[str, Any]], tuple[int, str] | None]


class Pretender:
    """Speaks ARI over websockets; `answer` decides, None leaves a request without an answer."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.events: ServerConnection | None = None
        self.connections: list[ServerConnection] = []
        self.answer: Answer = lambda _: (200, "{}")
        self.server: Server | None = None
        self.port = 0

    async def listen(self, port: int = 0) -> None:
        self.server = await serve(self._serve, "127.0.0.1", port, compression=None)
        self.port = next(iter(self.server.sockets)).getsockname()[1]

    async def vanish(self) -> None:
        assert self.server is not None
        self.server.close()
        await self.server.wait_closed()
        self.connections.clear()

    async def tell(self, **event: Any) -> None:
        assert self.events is not None
        await self.events.send(json.dumps(event))

    def uris(self) -> list[str]:
        return [f"{one['method']} {one['uri']}" for one in self.asked]

    async def _serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        self.connections.append(connection)
        if connection.request.path.endswith("app=permanence"):
            self.events = connection
        with suppress(ConnectionClosed):
            async for message in connection:
                asked = json.loads(message)
                self.asked.append(asked)
                if (answer := self.answer(asked)) is not None:
                    reply = {
                        "request_id": asked["request_id"],
                        "status_code": answer[0],
                        "message_body": answer[1],
                    }
                    await connection.send(json.dumps({"type": "RESTResponse", **reply}))


@pytest.fixture
async def pretender() -> AsyncIterator[Pretender]:
    made = Pretender()
    await made.listen()
    yield made
    await made.vanish()


class Heard:
    def __init__(self) -> None:
        self.signals: list[s.SwitchSignal] = []
        self.links: list[bool] = []

    async def until(self, check: Callable[[], bool], within_s: float = 20.0) -> None:
        async with asyncio.timeout(within_s):
            while not check():
                await asyncio.sleep(0.005)


@asynccontextmanager
async def driven(pretender: Pretender) -> AsyncIterator[tuple[AsteriskSwitch, Heard]]:
    """Our switch port, up."""
    switch, heard = AsteriskSwitch(f"http://127.0.0.1:{pretender.port}/ari", "u", "p", lines=3), Heard()
    switch.attach(heard.signals.append, heard.links.append)
    switch.start()
    try:
        await heard.until(lambda: heard.links == [True])
        yield switch, heard
    finally:
        await switch.stop()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BACK_OFF_S", (0.01,))


async def test_unneeded_events_are_not_asked_for(pretender: Pretender) -> None:
    async with driven(pretender):
        filters = [one for one in pretender.asked if one["uri"].endswith("eventFilter")]
        allowed = {one["type"] for one in json.loads(filters[0]["message_body"])["allowed"]}
    assert "StasisStart" in allowed
    assert "ChannelVarset" not in allowed
    assert "POST applications/permanence/subscription" in pretender.uris()


async def test_commands_of_a_call_arrive_in_order_without_waiting_for_answers(pretender: Pretender) -> None:
    async with driven(pretender) as (switch, heard):
        before = len(pretender.asked)
        pretender.answer = lambda _: None
        for number in range(12):
            switch.send(
                [c.StopPlay("int_1", f"int_1.play{number}"), c.StopPlay("int_2", f"int_2.play{number}")]
            )
        await heard.until(lambda: len(pretender.asked) == before + 24)
        for call in ("int_1", "int_2"):
            mine = [one["uri"] for one in pretender.asked[before:] if f"/{call}." in one["uri"]]
            assert mine == [f"playbacks/{call}.play{number}" for number in range(12)]


async def test_a_lost_switch_is_told_and_found_again(pretender: Pretender) -> None:
    async with driven(pretender) as (switch, heard):
        port = pretender.port
        await pretender.vanish()
        await heard.until(lambda: heard.links[-1] is False)
        switch.send(
            [
                c.Ring("int_1", "int_1.leg1", "PJSIP/a", "", "", 9),
                c.Play("int_1", "x", "int_1.p", ("sound:a",), "fr"),
            ]
        )
        await heard.until(lambda: len(heard.signals) == 2)
        assert heard.signals == [s.Gone("int_1.leg1", 38), s.Played("int_1.p")]
        with pytest.raises(SwitchAway):
            await switch.survey()
        await pretender.listen(port)
        await heard.until(lambda: heard.links[-1] is True)
        assert heard.links == [True, False, True]


async def test_a_request_without_an_answer_costs_its_line_and_not_the_link(
    pretender: Pretender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "ANSWER_WITHIN_S", 0.2)
    async with driven(pretender) as (switch, heard):
        pretender.answer = lambda asked: (
            None if "endpoint" in str(asked.get("query_strings")) else (200, "{}")
        )
        switch.send([c.Ring("int_1", "int_1.leg1", "PJSIP/a", "", "", 9)])
        await heard.until(lambda: heard.signals == [s.Gone("int_1.leg1", 38)])
        assert switch.counts["timed_out"] == 1
        await heard.until(lambda: len(pretender.connections) == 5)
        assert heard.links == [True]


async def test_a_silent_switch_is_noticed(pretender: Pretender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "PING_EVERY_S", 0.1)
    async with driven(pretender) as (_, heard):
        assert pretender.events is not None
        pretender.events.transport.pause_reading()
        await heard.until(lambda: False in heard.links)
        pretender.events.transport.abort()  # deaf as it is, it would wait for an answer to its good-bye


async def test_a_flood_waits_its_turn_and_overflows_with_a_word(
    pretender: Pretender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "IN_FLIGHT", 4)
    monkeypatch.setattr(lines, "BACKLOG", 10)
    async with driven(pretender) as (switch, heard):
        before = len(pretender.asked)
        switch.send([c.Play("int_1", "x", f"int_1.play{n}", ("sound:a",), "fr") for n in range(20)])
        await heard.until(lambda: len(heard.signals) == 6 and len(pretender.asked) == before + 14)
        assert heard.signals == [s.Played(f"int_1.play{n}") for n in range(14, 20)]
        assert switch.counts["overflow"] == 6


async def test_an_originator_who_has_left_does_not_stop_the_ringing(pretender: Pretender) -> None:
    async with driven(pretender) as (switch, heard):
        pretender.answer = lambda asked: (
            (400, '{"message":"Provided originator channel was not found"}')
            if "originator" in str(asked.get("query_strings"))
            else (200, "{}")
        )
        before = len(pretender.asked)
        switch.send([c.Ring("int_1", "int_1.leg1", "PJSIP/a", "", "", 9, "sw-1.0")])
        await heard.until(lambda: len(pretender.asked) == before + 2)
        assert "originator" not in str(pretender.asked[-1])
        assert not heard.signals


async def test_a_leg_that_the_switch_no_longer_knows_is_told_to_have_ended(
    pretender: Pretender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("permanence.adapters.asterisk.switch_port.MISSED_END_S", 0.05)
    async with driven(pretender) as (switch, heard):
        pretender.answer = lambda _: (404, '{"message":"Channel not found"}')
        switch.send([c.Answer("int_1", "sw-1.0"), c.StartMusic("int_1", "sw-1.0", "default")])
        await heard.until(lambda: bool(heard.signals))
        await asyncio.sleep(0.1)
        assert heard.signals == [s.Gone("sw-1.0", 0)]
        assert switch.counts["refused:Answer:404"] == 1


async def test_another_engine_takes_over_and_we_let_go(pretender: Pretender) -> None:
    async with driven(pretender) as (_, heard):
        await pretender.tell(type="ApplicationReplaced", application="permanence")
        await heard.until(lambda: heard.links == [True, False])


async def test_rubbish_harms_nobody(pretender: Pretender) -> None:
    async with driven(pretender) as (switch, heard):
        assert pretender.events is not None
        await pretender.events.send("{")
        await pretender.events.send(b"\x00\x01")
        await pretender.tell(type="SomethingNew")
        for connection in pretender.connections:
            await connection.send('{"type":"RESTResponse","request_id":"999","status_code":200}')
            await connection.send('{"type":"Nothing"}')
        await pretender.tell(type="PlaybackFinished", playback={"id": "int_1.play1"})
        await heard.until(lambda: heard.signals == [s.Played("int_1.play1")])
        assert switch.counts["malformed"] == 1
        assert heard.links == [True]


async def test_a_wrong_password_is_tried_again_and_never_taken_for_a_link() -> None:
    async def refuse(connection: ServerConnection, _request: object) -> Any:
        return connection.respond(401, "no")

    async def nothing(_connection: ServerConnection) -> None:
        return

    async with serve(nothing, "127.0.0.1", 0, process_request=refuse) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        with pytest.raises(wires.LineRefused, match="user or password"):
            await wires.open_wire(f"http://127.0.0.1:{port}/ari", "permanence", "u", "p", lambda _: None)


async def test_nothing_is_asked_of_a_switch_that_was_never_there() -> None:
    ari = Ari("http://127.0.0.1:1/ari", "u", "p", "permanence", lambda _: None, lambda _: None, lines=1)
    answers: list[int] = []
    ari.post("int_1", Request("GET", "channels"), lambda status, _: answers.append(status))
    assert answers == [NOT_SENT]
    with pytest.raises(SwitchAway):
        await ari.ask("", Request("GET", "channels"))
    assert NO_ANSWER == 0
