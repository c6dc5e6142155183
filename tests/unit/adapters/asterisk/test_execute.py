"""Commands become requests that hold nothing but what they should, and every refusal is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.adapters.asterisk.ari import NO_ANSWER, NOT_SENT, Request
from permanence.adapters.asterisk.execute import (
    BadCommand,
    caller_id,
    leg_of,
    refusal,
    requests_of,
    without_originator,
)
from permanence.interaction import commands as c
from permanence.interaction import signals as s

I = "int_1"  # noqa: E741
LEG = "int_1.leg1"


def told(request: Request) -> tuple[str, str, dict[str, str]]:
    return request.method, request.uri, {pair.name: pair.value for pair in request.query}


def one(command: c.SwitchCommand) -> tuple[str, str, dict[str, str]]:
    (request,) = requests_of(command, "permanence")
    return told(request)


@pytest.mark.parametrize(
    ("command", "method", "uri", "query"),
    [
        (c.Answer(I, "sw-1.0"), "POST", "channels/sw-1.0/answer", {}),
        (
            c.Play(I, "sw-1.0", "int_1.play1", ("sound:welcome", "number:3"), "fr"),
            "POST",
            "channels/sw-1.0/play/int_1.play1",
            {"media": "sound:welcome,number:3", "lang": "fr"},
        ),
        (c.StopPlay(I, "int_1.play1"), "DELETE", "playbacks/int_1.play1", {}),
        (c.StartMusic(I, "sw-1.0", "default"), "POST", "channels/sw-1.0/moh", {"mohClass": "default"}),
        (c.StopMusic(I, "sw-1.0"), "DELETE", "channels/sw-1.0/moh", {}),
        (c.StartTone(I, LEG), "POST", f"channels/{LEG}/ring", {}),
        (c.StopTone(I, LEG), "DELETE", f"channels/{LEG}/ring", {}),
        (c.MakeBridge(I, I), "POST", "bridges/int_1", {"type": "mixing"}),
        (c.Join(I, I, ("sw-1.0", LEG)), "POST", "bridges/int_1/addChannel", {"channel": f"sw-1.0,{LEG}"}),
        (c.Leave(I, I, LEG), "POST", "bridges/int_1/removeChannel", {"channel": LEG}),
        (c.DropBridge(I, I), "DELETE", "bridges/int_1", {}),
        (c.HangUp(I, LEG, 21), "DELETE", f"channels/{LEG}", {"reason_code": "21"}),
        (c.Mute(I, LEG), "POST", f"channels/{LEG}/mute", {"direction": "in"}),
        (c.Unmute(I, LEG), "DELETE", f"channels/{LEG}/mute", {"direction": "in"}),
        (
            c.Snoop(I, LEG, "int_1.snoop1", "both", "out"),
            "POST",
            f"channels/{LEG}/snoop/int_1.snoop1",
            {"spy": "both", "whisper": "out", "app": "permanence"},
        ),
        (
            c.Record(I, "int_1.rec1-in", "int_1.rec1-in"),
            "POST",
            "channels/int_1.rec1-in/record",
            {"name": "int_1.rec1-in", "format": "wav", "ifExists": "overwrite"},
        ),
        (c.MuteRecording(I, "int_1.rec1-in"), "POST", "recordings/live/int_1.rec1-in/mute", {}),
        (c.UnmuteRecording(I, "int_1.rec1-in"), "DELETE", "recordings/live/int_1.rec1-in/mute", {}),
        (c.StopRecording(I, "int_1.rec1-in"), "POST", "recordings/live/int_1.rec1-in/stop", {}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, c.Command) else "",
)
def test_what_a_command_asks_of_the_switch(
    command: c.SwitchCommand, method: str, uri: str, query: dict[str, str]
) -> None:
    assert one(command) == (method, uri, query)


def test_ringing_names_the_leg_the_caller_and_the_codecs() -> None:
    ring = c.Ring(
        I, LEG, "PJSIP/+33612345678@carrier", "Dupont", "+33162000001", 20, "sw-1.0", (("X_CALL", 'a"\r\nb'),)
    )
    (request,) = requests_of(ring, "permanence")
    assert told(request) == (
        "POST",
        "channels",
        {
            "endpoint": "PJSIP/+33612345678@carrier", "app": "permanence", "channelId": LEG, "timeout": "20",
            "callerId": '"Dupont" <+33162000001>', "originator": "sw-1.0",
        },
    )  # fmt: skip
    assert json.loads(request.body or "") == {"variables": {"X_CALL": "a b"}}
    assert "originator" not in told(without_originator(request))[2]


def test_a_caller_given_back_hears_nothing_of_ours_any_more() -> None:
    requests = [told(r) for r in requests_of(c.LeaveToDialplan(I, "sw-1.0"), "permanence", "int_1.play3")]
    assert requests == [
        ("DELETE", "playbacks/int_1.play3", {}),
        ("DELETE", "channels/sw-1.0/moh", {}),
        ("POST", "channels/sw-1.0/continue", {"context": "fallback", "priority": "1"}),
    ]


@pytest.mark.parametrize(
    "command",
    [
        c.Ring(I, LEG, "Local/s@from-trunk", "", "", 20),
        c.Ring(I, LEG, "PJSIP/alice&PJSIP/boris", "", "", 20),
        c.Ring(I, LEG, "PJSIP/+33612;phone-context=x@carrier", "", "", 20),
        c.Ring(I, LEG, "PJSIP/sip:x@evil.example@carrier", "", "", 20),
        c.Ring(I, LEG, "PJSIP/", "", "", 20),
        c.Ring(I, "../channels", "PJSIP/alice", "", "", 20),
        c.Ring(I, LEG, "PJSIP/alice", "", "", 20, "a/b"),
        c.Ring(I, LEG, "PJSIP/alice", "", "", 20, None, (("SHELL(ls)", "x"),)),
        c.Answer(I, "a/../../bridges"),
        c.Answer(I, ""),
        c.HangUp(I, "x?reason=1"),
        c.Join(I, I, ("a,b",)),
        c.Play(I, LEG, "p1", ("sound:../../etc/passwd",), "fr"),
        c.Play(I, LEG, "p1", ("http://example.org/x",), "fr"),
        c.Play(I, LEG, "p1", (), "fr"),
        c.Play(I, LEG, "p1", ("sound:a",), "fr;x"),
        c.StartMusic(I, LEG, "a b"),
        c.Snoop(I, LEG, "s1", "all", "none"),
        c.Record(I, LEG, "../../etc/cron.d/x"),
    ],
)
def test_nothing_can_be_smuggled_in(command: c.SwitchCommand) -> None:
    with pytest.raises(BadCommand):
        requests_of(command, "permanence")


@given(st.text(), st.text())
def test_a_shown_name_cannot_end_its_quotes(name: str, number: str) -> None:
    shown = caller_id(name, number)
    head, _, tail = shown.rpartition(" <")
    assert shown.count('"') in (0, 2)
    assert shown.isprintable() or not shown
    assert not set(head.strip('"')) & set('"<>\\;,')
    assert not set(tail.rstrip(">")) - set("+0123456789*#")


@pytest.mark.parametrize(
    ("command", "status", "signal"),
    [
        (c.Ring(I, LEG, "PJSIP/a", "", "", 9), 500, s.Gone(LEG, 20)),
        (c.Ring(I, LEG, "PJSIP/a", "", "", 9), 400, s.Gone(LEG, 20)),
        (c.Ring(I, LEG, "PJSIP/a", "", "", 9), NO_ANSWER, s.Gone(LEG, 38)),
        (c.Ring(I, LEG, "PJSIP/a", "", "", 9), NOT_SENT, s.Gone(LEG, 38)),
        (c.Ring(I, LEG, "PJSIP/a", "", "", 9), 409, None),
        (c.Play(I, LEG, "p1", ("sound:a",), "fr"), 404, s.Played("p1")),
        (c.Snoop(I, LEG, "s1", "in", "none"), 404, s.Gone("s1", 0)),
        (c.Snoop(I, LEG, "s1", "in", "none"), 409, None),
        (c.Record(I, LEG, "r1"), 409, s.Recorded("r1", True)),
        (c.StopRecording(I, "r1"), 404, s.Recorded("r1")),
        (c.HangUp(I, LEG), 404, None),
        (c.Answer(I, LEG), 404, None),
        (c.Join(I, I, (LEG,)), 422, None),
    ],
)
def test_what_a_refusal_means(command: c.SwitchCommand, status: int, signal: s.SwitchSignal | None) -> None:
    assert refusal(command, status, "") == signal


def test_which_legs_must_be_there() -> None:
    assert leg_of(c.Answer(I, "sw-1.0")) == "sw-1.0"
    assert leg_of(c.HangUp(I, "sw-1.0")) is None
    assert leg_of(c.StopPlay(I, "p1")) is None
    assert leg_of(c.Join(I, I, ("sw-1.0",))) is None
