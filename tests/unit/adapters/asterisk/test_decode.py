"""Events of the switch become signals; what is late, doubled or senseless does no harm."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.adapters.asterisk.decode import KINDS, WANTED, Decoder
from permanence.interaction import signals as s

LEG = {"id": "int_1.leg1", "name": "PJSIP/ph-1-00000002", "state": "Up", "caller": {"name": "", "number": ""}}
CALLER = {"id": "sw-17.0", "name": "PJSIP/carrier-00000001", "caller": {"name": "", "number": "+33612345678"}}


def decode(decoder: Decoder, **event: Any) -> tuple[s.SwitchSignal, ...]:
    return decoder.decode(json.dumps({"timestamp": "2026-11-22T01:00:00.000+0000", **event}).encode())


@pytest.fixture
def decoder() -> Decoder:
    return Decoder()


@pytest.mark.parametrize(
    ("event", "signal"),
    [
        (
            {"type": "StasisStart", "args": ["inbound", "+33162000001"], "channel": CALLER},
            s.Arrived("sw-17.0", "+33162000001", "+33612345678", "carrier"),
        ),
        (
            {
                "type": "StasisStart",
                "args": ["inbound", "112", "75"],
                "channel": CALLER | {"caller": {"number": ""}},
            },
            s.Arrived("sw-17.0", "112", None, "carrier", 75),
        ),
        (
            {"type": "StasisStart", "args": ["inbound", "112", "returned"], "channel": CALLER},
            s.Arrived("sw-17.0", "112", "+33612345678", "carrier", 0),
        ),
        (
            {"type": "StasisStart", "args": ["agent", "0611"], "channel": LEG | {"id": "sw-18.1"}},
            s.PhoneDialled("sw-18.1", "PJSIP/ph-1", "0611"),
        ),
        ({"type": "StasisStart", "args": [], "channel": LEG}, s.Up("int_1.leg1")),
        ({"type": "Dial", "dialstatus": "RINGING", "peer": LEG}, s.Ringing("int_1.leg1")),
        ({"type": "Dial", "dialstatus": "PROGRESS", "peer": LEG}, s.Ringing("int_1.leg1")),
        ({"type": "ChannelDtmfReceived", "digit": "#", "channel": CALLER}, s.Digit("sw-17.0", "#")),
        ({"type": "PlaybackFinished", "playback": {"id": "int_1.play2"}}, s.Played("int_1.play2")),
        ({"type": "RecordingFinished", "recording": {"name": "int_1.rec1-in"}}, s.Recorded("int_1.rec1-in")),
        (
            {"type": "RecordingFailed", "recording": {"name": "int_1.rec1-in"}},
            s.Recorded("int_1.rec1-in", True),
        ),
    ],
)
def test_what_an_event_means(decoder: Decoder, event: dict[str, Any], signal: s.SwitchSignal) -> None:
    assert decode(decoder, **event) == (signal,)
    assert not decoder.counts


def test_a_telephone_that_was_not_answered_ends_once(decoder: Decoder) -> None:
    end = {"cause": 17, "tech_cause": 486, "channel": LEG}
    told = [decode(decoder, type=kind, **end) for kind in ("ChannelHangupRequest", "ChannelDestroyed") * 2]
    assert [x for x in told if x] == [(s.Gone("int_1.leg1", 17, 486),)]


def test_a_caller_who_hangs_up_ends_once_with_the_cause(decoder: Decoder) -> None:
    assert decode(decoder, type="ChannelHangupRequest", cause=16, channel=CALLER) == ()
    assert decode(decoder, type="ChannelHangupRequest", cause=32, soft=True, channel=CALLER) == ()
    assert decode(decoder, type="StasisEnd", channel=CALLER) == (s.Gone("sw-17.0", 16),)
    assert decode(decoder, type="ChannelDestroyed", cause=16, channel=CALLER) == ()
    assert decoder.has_ended("sw-17.0")


def test_our_own_hanging_up_is_normal_clearing(decoder: Decoder) -> None:
    decode(decoder, type="ChannelHangupRequest", cause=32, soft=True, channel=CALLER)
    assert decode(decoder, type="StasisEnd", channel=CALLER) == (s.Gone("sw-17.0", 16),)


def test_a_plain_goodbye_without_a_cause_is_normal_clearing(decoder: Decoder) -> None:
    assert decode(decoder, type="ChannelHangupRequest", channel=LEG) == ()
    assert decode(decoder, type="StasisEnd", channel=LEG) == (s.Gone("int_1.leg1", 16),)
    assert decode(decoder, type="ChannelDestroyed", cause=16, channel=LEG) == ()


def test_a_caller_in_the_fall_back_is_gone_and_may_come_back(decoder: Decoder) -> None:
    start = {"type": "StasisStart", "args": ["inbound", "112"], "channel": CALLER}
    decode(decoder, **start)
    assert decode(decoder, type="StasisEnd", channel=CALLER) == (s.Gone("sw-17.0", 0),)
    assert decode(decoder, **start)
    decode(decoder, type="ChannelHangupRequest", cause=16, channel=CALLER)
    assert decode(decoder, type="StasisEnd", channel=CALLER) == (s.Gone("sw-17.0", 16),)


def test_a_leg_whose_end_was_told_does_not_begin_again(decoder: Decoder) -> None:
    decode(decoder, type="ChannelDestroyed", cause=16, channel=LEG)
    assert decode(decoder, type="StasisStart", args=[], channel=LEG) == ()
    assert decode(decoder, type="Dial", dialstatus="RINGING", peer=LEG) == ()
    assert decoder.counts == {"late:StasisStart": 1}


def test_ringing_is_told_once(decoder: Decoder) -> None:
    told = [
        decode(decoder, type="Dial", dialstatus=status, peer=LEG)
        for status in ("", "PROGRESS", "RINGING", "RINGING")
    ]
    assert told == [(), (s.Ringing("int_1.leg1"),), (), ()]


def device(state: str = "online") -> dict[str, str]:
    return {"technology": "PJSIP", "resource": "alice", "state": state}


@pytest.mark.parametrize(
    ("event", "signals"),
    [
        (
            {"type": "PeerStatusChange", "endpoint": device(), "peer": {"peer_status": "Reachable"}},
            (s.EndpointState("PJSIP/alice", True),),
        ),
        (
            {
                "type": "PeerStatusChange",
                "endpoint": device("offline"),
                "peer": {"peer_status": "Unreachable"},
            },
            (s.EndpointState("PJSIP/alice", False, "unreachable"),),
        ),
        ({"type": "PeerStatusChange", "endpoint": device(), "peer": {"peer_status": "Registered"}}, ()),
        (
            {
                "type": "ContactStatusChange",
                "endpoint": device(),
                "contact_info": {"contact_status": "NonQualified"},
            },
            (s.EndpointState("PJSIP/alice", True),),
        ),
        (
            {
                "type": "ContactStatusChange",
                "endpoint": device("offline"),
                "contact_info": {"contact_status": "Removed"},
            },
            (s.EndpointState("PJSIP/alice", False, "removed"),),
        ),
        (
            {
                "type": "ContactStatusChange",
                "endpoint": device(),
                "contact_info": {"contact_status": "Removed", "uri": "sip:a@127.0.0.1:4;transport=WS"},
            },
            (s.EndpointState("PJSIP/alice", False, "replaced"), s.EndpointState("PJSIP/alice", True)),
        ),
        (
            {
                "type": "ContactStatusChange",
                "endpoint": device(),
                "contact_info": {"contact_status": "Removed", "uri": "sip:a@10.0.0.9:5060"},
            },
            (),
        ),
        (
            {
                "type": "ContactStatusChange",
                "endpoint": device(),
                "contact_info": {"contact_status": "Updated"},
            },
            (),
        ),
    ],
)
def test_devices_come_and_go(
    decoder: Decoder, event: dict[str, Any], signals: tuple[s.SwitchSignal, ...]
) -> None:
    assert decode(decoder, **event) == signals


@pytest.mark.parametrize("kind", WANTED)
def test_an_event_without_its_parts_is_counted(decoder: Decoder, kind: str) -> None:
    assert decode(decoder, type=kind) == ()
    assert decoder.counts == {f"incomplete:{kind}": 1}


@pytest.mark.parametrize(
    "text", [b"", b"{", b"null", b"[1]", b'{"type":7}', b'{"type":"Dial","peer":3}', b"\xff\xfe", b"[" * 9000]
)
def test_what_cannot_be_read_is_counted(decoder: Decoder, text: bytes) -> None:
    assert decoder.decode(text) == ()
    assert decoder.counts == {"malformed": 1}


def test_unknown_events_are_counted_by_kind_and_not_without_end(decoder: Decoder) -> None:
    decode(decoder, type="ChannelVarset")
    assert not decoder.counts
    for number in range(500):
        decode(decoder, type=f"New{number}")
    assert len(decoder.counts) <= KINDS + 1
    assert decoder.counts["unknown:New0"] == 1
    assert sum(decoder.counts.values()) == 500


def test_another_engine_is_noticed(decoder: Decoder) -> None:
    assert decode(decoder, type="ApplicationReplaced", application="permanence") == ()
    assert decoder.replaced
    decoder.link_lost()
    assert not decoder.replaced


def test_memory_does_not_grow(decoder: Decoder) -> None:
    for number in range(20_000):
        leg = {"id": f"int_{number}.leg1", "name": "PJSIP/a-1"}
        decode(decoder, type="Dial", dialstatus="RINGING", peer=leg)
        decode(decoder, type="ChannelHangupRequest", cause=16, channel=leg)
        if number % 2:
            decode(decoder, type="StasisEnd", channel=leg)
    sizes = [
        len(x)
        for x in (decoder._ending, decoder._ringing._names, decoder._left._names, decoder._ended._names)
    ]
    assert max(sizes) <= 4096


@given(st.binary(max_size=300))
def test_no_bytes_raise(text: bytes) -> None:
    Decoder().decode(text)


PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
DEEPER = PLAIN | st.lists(PLAIN, max_size=3)
INSIDE = st.dictionaries(st.sampled_from(("id", "name", "caller", "state", "technology", "resource")), DEEPER)
FIELDS = ("channel", "peer", "args", "digit", "cause", "tech_cause", "playback", "endpoint", "dialstatus")


@given(st.sampled_from(WANTED), st.dictionaries(st.sampled_from(FIELDS), DEEPER | INSIDE))
def test_no_event_raises(kind: str, fields: dict[str, Any]) -> None:
    Decoder().decode(json.dumps({**fields, "type": kind}).encode())
