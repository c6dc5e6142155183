"""From commands to ARI requests, and from a refused request to what the call machine must hear about it.

Pure: nothing here touches the switch. Whatever goes into a request was checked against a narrow form first, so
that a number or a name typed by somebody cannot become another request.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec

from permanence.adapters.asterisk.ari import NO_ANSWER, NOT_SENT, Pair, Request
from permanence.adapters.asterisk.decode import BACK
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.kernel.errors import Invalid

FALLBACK = "fallback"  # context of the switch's dialplan in which a caller goes on without us
KEYPAD = "permanence-keypad"  # the keypad's own application: what a caller presses there is told to nobody else
UNREGISTERED, OUT_OF_ORDER = 20, 38
NAME_MAX = 64

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")
_ENDPOINT = re.compile(r"PJSIP/(?:\+?[0-9*#]{1,32}@)?[A-Za-z0-9_-]{1,64}")
_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
_MEDIA = re.compile(r"(?:sound|recording|number|digits|characters|tone):[A-Za-z0-9_./+*#-]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[_-][A-Za-z]{2,4})?")
_MUSIC = re.compile(r"[A-Za-z0-9_-]{1,64}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}|PJSIP_HEADER\(add,[A-Za-z0-9-]{1,64}\)")


class BadCommand(Invalid):
    """A command holds something that must not reach the switch."""

    code = "switch_command_invalid"


def requests_of(command: c.SwitchCommand, app: str, playing: str | None = None) -> tuple[Request, ...]:
    """Return the requests of a command, in order; `playing` is the playback that still runs on a leg that leaves."""
    match command:
        case c.Ring():
            return (_ring(command, app),)
        case c.Play():
            return (_play(command),)
        case c.LeaveToDialplan(channel=channel):
            stops = (_simple("DELETE", f"playbacks/{_name(playing)}"),) if playing else ()
            away = Request(
                "POST", f"channels/{_name(channel)}/continue", _pairs(context=FALLBACK, priority="1")
            )
            return (*stops, _simple("DELETE", f"channels/{_name(channel)}/moh"), away)
        case c.ToKeypad(channel=channel, arguments=arguments):
            words = ",".join(_checked(_NAME, word, "word for the keypad") for word in arguments)
            return (Request("POST", f"channels/{_name(channel)}/move", _pairs(app=KEYPAD, appArgs=words)),)
        case c.FromKeypad(channel=channel):
            return (Request("POST", f"channels/{_name(channel)}/move", _pairs(app=app, appArgs=BACK)),)
        case c.MakeBridge() | c.Join() | c.Leave() | c.DropBridge():
            return (_room(command),)
        case c.Snoop() | c.Record() | c.MuteRecording() | c.UnmuteRecording() | c.StopRecording():
            return (_listening(command, app),)
        case _:
            return (_leg(command),)


def _leg(command: c.SwitchCommand) -> Request:
    match command:
        case c.Answer(channel=channel):
            return _simple("POST", f"channels/{_name(channel)}/answer")
        case c.StopPlay(playback=playback):
            return _simple("DELETE", f"playbacks/{_name(playback)}")
        case c.StartMusic(channel=channel, music=music):
            query = _pairs(mohClass=_checked(_MUSIC, music, "music class"))
            return Request("POST", f"channels/{_name(channel)}/moh", query)
        case c.StopMusic(channel=channel):
            return _simple("DELETE", f"channels/{_name(channel)}/moh")
        case c.StartTone(channel=channel):
            return _simple("POST", f"channels/{_name(channel)}/ring")
        case c.StopTone(channel=channel):
            return _simple("DELETE", f"channels/{_name(channel)}/ring")
        case c.HangUp(channel=channel, cause=cause):
            return Request("DELETE", f"channels/{_name(channel)}", _pairs(reason_code=str(int(cause) or 16)))
        case c.Mute(channel=channel):
            return Request("POST", f"channels/{_name(channel)}/mute", _pairs(direction="in"))
        case c.Unmute(channel=channel):
            return Request("DELETE", f"channels/{_name(channel)}/mute", _pairs(direction="in"))
        case _:
            raise BadCommand(f"{type(command).__name__} is no command for the switch.")


def _room(command: c.MakeBridge | c.Join | c.Leave | c.DropBridge) -> Request:
    bridge = f"bridges/{_name(command.bridge)}"
    match command:
        case c.MakeBridge():
            return Request("POST", bridge, _pairs(type="mixing"))
        case c.Join(channels=channels):
            return Request("POST", f"{bridge}/addChannel", _pairs(channel=",".join(map(_name, channels))))
        case c.Leave(channel=channel):
            return Request("POST", f"{bridge}/removeChannel", _pairs(channel=_name(channel)))
        case c.DropBridge():
            return _simple("DELETE", bridge)


def _listening(
    command: c.Snoop | c.Record | c.MuteRecording | c.UnmuteRecording | c.StopRecording, app: str
) -> Request:
    match command:
        case c.Snoop(channel=channel, snoop=snoop, spy=spy, whisper=whisper):
            if spy not in ("in", "out", "both") or whisper not in ("none", "in", "out", "both"):
                raise BadCommand(f"A leg cannot listen to {spy!r} and speak to {whisper!r}.")
            uri = f"channels/{_name(channel)}/snoop/{_name(snoop)}"
            return Request("POST", uri, _pairs(spy=spy, whisper=whisper, app=app))
        case c.Record(channel=channel, name=name):
            query = _pairs(name=_name(name), format="wav", ifExists="overwrite")
            return Request("POST", f"channels/{_name(channel)}/record", query)
        case c.MuteRecording(name=name):
            return _simple("POST", f"recordings/live/{_name(name)}/mute")
        case c.UnmuteRecording(name=name):
            return _simple("DELETE", f"recordings/live/{_name(name)}/mute")
        case c.StopRecording(name=name):
            return _simple("POST", f"recordings/live/{_name(name)}/stop")


def _ring(command: c.Ring, app: str) -> Request:
    query = [
        Pair("endpoint", _checked(_ENDPOINT, command.endpoint, "telephone")),
        Pair("app", app),
        Pair("channelId", _name(command.channel)),
        Pair("timeout", str(max(1, min(command.timeout_s, 600)))),
        Pair("callerId", caller_id(command.caller_name, command.caller_number)),
    ]
    if command.originator is not None:
        query.append(Pair("originator", _name(command.originator)))
    body = None
    if command.variables:
        variables = {_checked(_VARIABLE, k, "variable"): clean(v, 512) for k, v in command.variables}
        body = msgspec.json.encode({"variables": variables}).decode()
    return Request("POST", "channels", tuple(query), body)


def without_originator(request: Request) -> Request:
    """Return the same ringing on its own, for when the leg that should lend its codecs has just ended."""
    query = tuple(pair for pair in request.query if pair.name != "originator")
    return Request(request.method, request.uri, query, request.body)


def _play(command: c.Play) -> Request:
    media = [_checked(_MEDIA, one, "prompt") for one in command.media]
    if not media or any(".." in one for one in media):
        raise BadCommand("A playback needs prompts, each named without `..`.")
    uri = f"channels/{_name(command.channel)}/play/{_name(command.playback)}"
    language = _checked(_LANGUAGE, command.language, "language")
    return Request("POST", uri, _pairs(media=",".join(media), lang=language))


def caller_id(name: str, number: str) -> str:
    """Return what the rung telephone shows: what is no number stands beside the name, which is made harmless."""
    digits = number if _NUMBER.fullmatch(number) else ""
    shown = clean(name if digits else f"{name} {number}", NAME_MAX)
    return f'"{shown}" <{digits}>' if shown else digits


@lru_cache(maxsize=4096)
def clean(text: str, longest: int) -> str:
    """Return text without anything that ends a quoted word, a header or a list."""
    kept = "".join(letter for letter in text if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    return re.sub(r'["<>\\;,]', " ", kept).strip()[:longest]


def refusal(command: c.SwitchCommand, status: int, body: str) -> s.SwitchSignal | None:
    """Return what the call machine must hear when a command came to nothing, so that nothing is awaited for ever."""
    exists = status == 409
    match command:
        case c.Ring(channel=channel) if not exists:
            out_of_reach = status in (NO_ANSWER, NOT_SENT)
            return s.Gone(channel, OUT_OF_ORDER if out_of_reach else UNREGISTERED)
        case c.Snoop(snoop=snoop) if not exists:
            return s.Gone(snoop, 0)
        case c.Play(playback=playback):
            return s.Played(playback)
        case c.Record(name=name):
            return s.Recorded(name, failed=True)
        case c.StopRecording(name=name):
            return s.Recorded(name)
        case _:
            return None


def leg_of(command: c.SwitchCommand) -> str | None:
    """Return the leg that must exist for the command: if the switch does not know it, it has ended."""
    match command:
        case c.Ring() | c.Join() | c.HangUp() | c.MakeBridge() | c.DropBridge():
            return None
        case c.StopPlay() | c.MuteRecording() | c.UnmuteRecording() | c.StopRecording():
            return None
        case _:
            return command.channel


def _name(name: str | None) -> str:
    return _checked(_NAME, name or "", "name")


def _checked(form: re.Pattern[str], text: str, what: str) -> str:
    if form.fullmatch(text) is None:
        raise BadCommand(f"{text[:80]!r} is no {what} that the switch may be told.")
    return text


def _simple(method: str, uri: str) -> Request:
    return Request(method, uri)


def _pairs(**values: str) -> tuple[Pair, ...]:
    return tuple(Pair(name, value) for name, value in values.items())
