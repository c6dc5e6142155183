"""Asks the switch what is alive at this moment: legs, rooms, files being written, reachable devices."""

from __future__ import annotations

import asyncio

import msgspec

from permanence.adapters.asterisk.ari import Ari, Request, SwitchAway
from permanence.adapters.asterisk.decode import OURS, endpoint_of
from permanence.floor.ports import LegSeen, Survey

INBOUND_CONTEXTS = ("from-trunk", "away", "fallback")


class _Caller(msgspec.Struct):
    number: str = ""


class _Dialplan(msgspec.Struct):
    context: str = ""
    exten: str = ""
    app_name: str = ""
    app_data: str = ""


class _Channel(msgspec.Struct):
    id: str
    name: str
    state: str
    caller: _Caller = msgspec.field(default_factory=_Caller)
    dialplan: _Dialplan = msgspec.field(default_factory=_Dialplan)


class _Bridge(msgspec.Struct):
    id: str
    channels: tuple[str, ...] = ()


class _Endpoint(msgspec.Struct):
    technology: str
    resource: str
    state: str = ""


class _Application(msgspec.Struct):
    channel_ids: tuple[str, ...] = ()


_channels = msgspec.json.Decoder(list[_Channel])
_bridges = msgspec.json.Decoder(list[_Bridge])
_endpoints = msgspec.json.Decoder(list[_Endpoint])
_application = msgspec.json.Decoder(_Application)


async def survey(ari: Ari, app: str) -> Survey:
    """Return what is alive; raise `SwitchAway` when the switch does not answer."""
    uris = ("channels", "bridges", "endpoints/PJSIP", f"applications/{app}")
    channels, bridges, endpoints, application = await asyncio.gather(*map(ari.read, uris))
    if channels[0] != 200 or bridges[0] != 200:
        raise SwitchAway("The switch does not say what is alive; it is asked again in a moment.")
    ours = set(_application.decode(application[1]).channel_ids) if application[0] == 200 else set[str]()
    seen = _channels.decode(channels[1])
    legs = {channel.id: _leg(channel, ours) for channel in seen}
    rooms = {b.id: b.channels for b in _bridges.decode(bridges[1]) if b.id.startswith(OURS)}
    devices = _endpoints.decode(endpoints[1]) if endpoints[0] == 200 else []
    return Survey(
        legs,
        rooms,
        await _recordings(ari, [channel.id for channel in seen if channel.name.startswith("Snoop/")]),
        {f"{device.technology}/{device.resource}": device.state == "online" for device in devices},
    )


def _leg(channel: _Channel, ours: set[str]) -> LegSeen:
    """What an inbound leg came with is in the arguments it was handed over with, else in its place in the dialplan."""
    plan = channel.dialplan
    words = plan.app_data.split(",") if plan.app_name == "Stasis" else []
    kind, dialled = (words[1], words[2]) if len(words) > 2 else ("", plan.exten)
    named_by_us = channel.id.startswith(OURS)
    inbound = not named_by_us and (kind == "inbound" or (kind == "" and plan.context in INBOUND_CONTEXTS))
    return LegSeen(
        up=channel.state == "Up",
        ours=channel.id in ours,
        inbound=inbound,
        dialled="" if named_by_us else dialled,
        caller=channel.caller.number or None,
        endpoint=endpoint_of(channel.name),
    )


async def _recordings(ari: Ari, listening: list[str]) -> frozenset[str]:
    """Which listening legs are recorded: a recording has the name of its leg, and ARI has no list of live ones."""
    names = [name for name in listening if name.startswith(OURS)]
    answers = await ari.ask_all([Request("GET", f"recordings/live/{name}") for name in names])
    return frozenset(name for name, (status, _) in zip(names, answers, strict=True) if status == 200)
