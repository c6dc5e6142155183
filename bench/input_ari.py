"""Seeded days on the production floor in which the switch's events are missing, doubled, late, malformed or unknown.

Telephones and people are played in memory; what they do is written as ARI events, spoilt, and read by the real
decoder. After every event the floor must keep its promises; in the end the link is renewed (as after any doubt),
and then everybody hangs up and nobody may be left anywhere. A seed that fails is printed and can be run alone.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from permanence.adapters.asterisk.decode import Decoder
from permanence.floor import intents as i
from permanence.floor import machine
from permanence.floor.asks import do
from permanence.floor.recovery import names_of, reconcile
from permanence.floor.world import World
from permanence.interaction import signals as s
from permanence.interaction.model import MonitorMode, Phase
from permanence.kernel.ids import CountedIds
from permanence.sim.clock import VirtualClock
from permanence.sim.invariants import always
from permanence.sim.people import BUSY, REJECTED, Phone
from permanence.sim.switch import FakeSwitch
from tests.scenarios import setting

SEQUENCES, QUICK = 5000, 400
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRM = [
    "recorded: quality",
    "queue sales: rings 15 s, notes 5 s, place told every 20 s",
    "queue support: rings 10 s, notes 5 s, rings instead of music",
    "menu: 1 sales, 2 support, 3 goodbye, otherwise sales",
    "agent alice: sales, support, desk telephone",
    "agent boris: sales, desk telephone",
    "agent chloe: support, desk telephone",
    "agent diane: supervisor, desk telephone",
]
OUTSIDE = i.Target("number", "+33699000000")
Event = dict[str, object]


def mouth(signal: s.SwitchSignal, up: set[str]) -> Iterator[Event]:
    """Write a signal as the switch would tell it."""
    match signal:
        case s.Arrived(channel=channel, dialled=dialled, caller=caller, waited_s=waited_s):
            args = ["inbound", dialled, *([str(waited_s)] if waited_s else [])]
            up.add(channel)
            yield {
                "type": "StasisStart",
                "args": args,
                "channel": _leg(channel, "PJSIP/carrier", caller or ""),
            }
        case s.PhoneDialled(channel=channel, endpoint=endpoint, dialled=dialled):
            up.add(channel)
            yield {"type": "StasisStart", "args": ["agent", dialled], "channel": _leg(channel, endpoint)}
        case s.Ringing(channel=channel):
            yield {"type": "Dial", "dialstatus": "RINGING", "peer": _leg(channel)}
        case s.Up(channel=channel):
            up.add(channel)
            yield {"type": "Dial", "dialstatus": "ANSWER", "peer": _leg(channel)}
            yield {"type": "StasisStart", "args": [], "channel": _leg(channel)}
        case s.Gone(channel=channel, cause=cause, sip=sip):
            yield from _end(channel, cause, sip, up)
        case s.Digit(channel=channel, digit=digit):
            yield {
                "type": "ChannelDtmfReceived",
                "digit": digit,
                "duration_ms": 100,
                "channel": _leg(channel),
            }
        case s.Played(playback=playback):
            yield {"type": "PlaybackFinished", "playback": {"id": playback, "state": "done"}}
        case s.Recorded(name=name, failed=failed):
            kind = "RecordingFailed" if failed else "RecordingFinished"
            yield {"type": kind, "recording": {"name": name, "format": "wav"}}
        case s.EndpointState(endpoint=endpoint, reachable=reachable):
            tech, _, name = endpoint.partition("/")
            state = {"technology": tech, "resource": name, "state": "online" if reachable else "offline"}
            status = "Reachable" if reachable else "Unreachable"
            yield {"type": "PeerStatusChange", "endpoint": state, "peer": {"peer_status": status}}
            contact = {
                "contact_status": "NonQualified" if reachable else "Removed",
                "uri": f"sip:{name}@127.0.0.1",
            }
            yield {"type": "ContactStatusChange", "endpoint": state, "contact_info": contact}


def _end(channel: str, cause: int, sip: int | None, up: set[str]) -> Iterator[Event]:
    told = {"cause": cause, "tech_cause": sip or 0, "channel": _leg(channel)}
    if cause:
        yield {"type": "ChannelHangupRequest", **told}
    if channel in up:
        up.discard(channel)
        yield {"type": "StasisEnd", "channel": _leg(channel)}
    if cause:
        yield {"type": "ChannelDestroyed", **told}


def _leg(channel: str, endpoint: str = "PJSIP/x", number: str = "") -> Event:
    return {
        "id": channel,
        "name": f"{endpoint}-0000002a",
        "state": "Up",
        "caller": {"name": "", "number": number},
    }


class Spoiler:
    """What happens to events on a bad way. Each seed has its own kinds of trouble, from none to much."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.lost, self.doubled, self.late, self.broken, self.stray = (
            chance.choice((0.0, 0.02, 0.1, 0.3)) for _ in range(5)
        )
        self.counts = dict.fromkeys(("events", "lost", "doubled", "late", "broken", "stray"), 0)

    def happens(self, kind: str) -> bool:
        """Roll the dice for one kind of trouble and count it."""
        does = self.chance.random() < getattr(self, kind)
        self.counts[kind] += does
        return does

    def broken_text(self, event: Event) -> bytes:
        """An event that cannot be read, or is not what it seems."""
        text = json.dumps(event)
        half = text[: self.chance.randrange(len(text))]
        wrong = {
            key: self.chance.choice((None, 7, [], {}, "x" * 300, True)) for key in event if key != "type"
        }
        return self.chance.choice(
            (
                half.encode(),
                b"",
                b"[]",
                b"null",
                bytes(self.chance.randrange(256) for _ in range(40)),
                b"[" * 5000,
                text.replace('"id"', '"ID"').encode(),
                text.replace("0", "\ud800").encode("utf-8", "surrogatepass"),
                json.dumps({"type": event["type"]}).encode(),
                json.dumps({"type": event["type"], **wrong}).encode(),
                json.dumps(
                    {**event, "type": self.chance.choice((None, 5, "", "ChannelSomething", "x" * 9999))}
                ).encode(),
            )
        )

    def stray_event(self, names: list[str]) -> Event:
        """An event of a leg, playback or file that nobody knows, or that is long over."""
        known = self.chance.choice(names) if names else "int_0"
        name = self.chance.choice((known, "int_zzz.leg9", "1700000000.99", known + ".leg7", ""))
        leg = _leg(name)
        return self.chance.choice(
            (
                {"type": "StasisStart", "args": [], "channel": leg},
                {"type": "StasisStart", "args": ["inbound"], "channel": _leg("stray." + name)},
                {"type": "StasisStart", "args": ["amd", "HUMAN"], "channel": leg},
                {"type": "ChannelDtmfReceived", "digit": "1", "channel": leg},
                {"type": "ChannelDtmfReceived", "digit": "12#", "channel": leg},
                {"type": "PlaybackFinished", "playback": {"id": name}},
                {"type": "RecordingFinished", "recording": {"name": name}},
                {"type": "Dial", "dialstatus": "RINGING", "peer": leg},
                {"type": "Dial", "dialstatus": "RINGING", "peer": {"peer_status": "x"}},
                {"type": "ContactStatusChange", "endpoint": {"technology": "PJSIP", "resource": "x"}},
                {"type": "ChannelVarset", "variable": "X", "value": "y", "channel": leg},
            )
        )


class Day:
    """One sequence: a floor, its telephones and its people."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.clock = VirtualClock(START)
        self.ids = CountedIds()
        self.firm = setting.read(FIRM, self.ids)
        self.world: World = setting.build(self.firm, START)
        self.switch = FakeSwitch(self.clock, Random(seed))
        self.decoder = Decoder()
        self.spoiler = Spoiler(self.chance)
        self.clean = False
        self._up: set[str] = set()
        self.switch.attach(self._told, lambda _: None)
        self.clock.advance(0)

    def play(self) -> None:
        """People come and go for a while; then doubt is cleared, all hang up, and nobody is left."""
        for card in self.firm.agents.values():
            self.switch.register(card.endpoint)
            self._do(card.id, i.SignIn())
            self._do(card.id, i.Ready())
        for _ in range(self.chance.randrange(20, 60)):
            self.clock.advance(self.chance.uniform(0.05, 4.0))
            self._something_happens()
        self._renew()
        self.clock.advance(30)
        for channel in [n for n, leg in self.switch.memory.legs.items() if leg.endpoint.endswith("carrier")]:
            self.switch.hang_up(channel)
        for card in self.firm.agents.values():
            self._do(card.id, i.HangUp())
        self.clock.advance(300)
        self._nobody_left()

    def _something_happens(self) -> None:
        deeds: list[Callable[[], None]] = [self._call_in] * 3 + [self._key] * 3 + [self._wish] * 8
        deeds += [self._caller_leaves] * 2 + [self._phone_leaves, self._mood, self._device, self._dial]
        self.chance.choice(deeds)()

    def _call_in(self) -> None:
        caller = self.chance.choice((None, "+33612345678", "anonymous", "0612345678", "\u202e"))
        dialled = self.chance.choice((self.firm.number,) * 5 + ("0162000001", "999", ""))
        self.switch.call_in(dialled, caller)

    def _key(self) -> None:
        if callers := list(self.switch.memory.legs):
            self.switch.press(self.chance.choice(callers), self.chance.choice("0123456789*#"))

    def _caller_leaves(self) -> None:
        callers = [n for n, leg in self.switch.memory.legs.items() if leg.endpoint == "PJSIP/carrier"]
        if callers:
            self.switch.hang_up(self.chance.choice(callers), self.chance.choice((16, 16, 31, 127)))

    def _phone_leaves(self) -> None:
        legs = [n for n, leg in self.switch.memory.legs.items() if leg.endpoint != "PJSIP/carrier"]
        if legs:
            self.switch.hang_up(self.chance.choice(legs), self.chance.choice((16, 16, 18, 38)))

    def _mood(self) -> None:
        endpoint = self.chance.choice(list(self.firm.agents.values())).endpoint
        there = self.switch.phones[endpoint].registered
        self.switch.phones[endpoint] = Phone(
            answers_after_s=self.chance.choice((0.1, 0.3, 2.0, None)),
            refuses=self.chance.choice((None, None, None, BUSY, REJECTED)),
            hangs_up_after_s=self.chance.choice((None, None, 5.0)),
            registered=there,
        )

    def _device(self) -> None:
        endpoint = self.chance.choice(list(self.firm.agents.values())).endpoint
        (self.switch.register if self.chance.random() < 0.7 else self.switch.unregister)(endpoint)

    def _dial(self) -> None:
        endpoint = self.chance.choice(list(self.firm.agents.values())).endpoint
        self.switch.dial_from(endpoint, self.chance.choice(("0612345678", "x", "+33699000000")))

    def _wish(self) -> None:
        agent = self.chance.choice(list(self.firm.agents.values()))
        other = self.chance.choice(list(self.firm.agents.values()))
        to = self.chance.choice((i.Target("agent", other.id), OUTSIDE))
        queue = i.Target("queue", self.chance.choice(list(self.firm.queues.values())).terms.queue)
        wishes: tuple[i.AnyIntent, ...] = (
            i.Hold(), i.Resume(), i.Mute(True), i.Mute(False), i.PrivateMoment(True), i.PrivateMoment(False),
            i.Consult(to), i.CancelConsult(), i.Conference(), i.CompleteTransfer(), i.Transfer(to), i.Transfer(queue),
            i.Dial("0612345678"), i.Qualify(None, "ok", done=True), i.Ready(), i.Ready(), i.Pause("lunch"), i.HangUp(),
            i.Decline(), i.ExtendWrapUp(), i.Monitor(other.id, self.chance.choice(list(MonitorMode))), i.LeaveMonitor(),
            i.SignOut(), i.SignIn(),
        )  # fmt: skip
        self._do(agent.id, self.chance.choice(wishes))

    def _do(self, agent: object, intent: i.AnyIntent) -> None:
        do(self.world, agent, intent, self.clock.now(), self.ids)  # type: ignore[arg-type]
        self._carry()

    def _told(self, signal: s.SwitchSignal) -> None:
        for event in mouth(signal, self._up):
            self._on_its_way(event)

    def _on_its_way(self, event: Event) -> None:
        spoiler = self.spoiler
        spoiler.counts["events"] += 1
        if self.clean:
            self._hear(json.dumps(event).encode())
            return
        if spoiler.happens("stray"):
            self._hear(json.dumps(spoiler.stray_event(list(self.switch.memory.legs))).encode())
        if spoiler.happens("lost"):
            return
        text = spoiler.broken_text(event) if spoiler.happens("broken") else json.dumps(event).encode()
        for _ in range(2 if spoiler.happens("doubled") else 1):
            if spoiler.happens("late"):
                self.clock.after(
                    self.chance.uniform(0, 3.0), lambda: None if self.clean else self._hear(text)
                )
            else:
                self._hear(text)

    def _hear(self, text: bytes) -> None:
        for signal in self.decoder.decode(text):
            machine.receive(self.world, signal, self.clock.now(), self.ids)
            self._carry()

    def _carry(self) -> None:
        effects = self.world.take_effects()
        for at, name, what in effects.timers:
            delay = max(0.0, (at - self.clock.now()) / timedelta(seconds=1))
            self.clock.after(delay, lambda n=name, w=what: self._time_up(n, w))
        self.switch.send(effects.commands)
        broken = list(always(self.world))
        assert not broken, "; ".join(broken)

    def _time_up(self, name: str, what: str) -> None:
        machine.time_up(self.world, name, what, self.clock.now())
        self._carry()

    def _renew(self) -> None:
        """The link was lost and is back: what is alive is asked for, and nothing is spoilt any more."""
        self.clean = True
        self.clock.advance(1)  # what was asked already is carried out
        self.decoder.link_lost()
        survey = asyncio.run(self.switch.survey())
        reconcile(self.world, survey, names_of(self.world), self.clock.now(), self.ids)
        self._carry()

    def _nobody_left(self) -> None:
        calls = [
            f"{call.id} is {call.phase}"
            for call in self.world.calls.values()
            if call.phase is not Phase.ENDED
        ]
        agents = [
            f"{a} is on {state.call}"
            for a, state in self.world.board.agents.items()
            if state.call is not None
        ]
        waiting = [f"{call} waits" for call in self.world.board.waits]
        left = [*calls, *agents, *waiting, *(f"{name} is up" for name in self.switch.memory.legs)]
        assert not left, "; ".join(left)


def run(seed: int) -> tuple[dict[str, int], str | None]:
    """Play one sequence; return what was spoilt, and why it failed if it did."""
    day = Day(seed)
    try:
        day.play()
    except Exception:  # noqa: BLE001 - whatever it is, it is the finding
        return day.spoiler.counts, traceback.format_exc()
    return day.spoiler.counts, None


def main() -> int:
    """Play all seeds, or those named; print what failed, and the figure."""
    quick = os.environ.get("QUICK") not in (None, "", "0")
    seeds = [int(word) for word in sys.argv[1:]] or list(range(1, (QUICK if quick else SEQUENCES) + 1))
    totals: dict[str, int] = {}
    failed = 0
    for seed in seeds:
        counts, trouble = run(seed)
        for kind, count in counts.items():
            totals[kind] = totals.get(kind, 0) + count
        if trouble is not None:
            failed += 1
            if failed <= 5 or len(seeds) < 10:
                print(f"seed {seed} failed:\n{trouble}", file=sys.stderr)
    print(
        f"{totals.pop('events', 0)} events; " + ", ".join(f"{count} {kind}" for kind, count in totals.items())
    )
    if quick:
        print(f"a smaller run: {len(seeds)} of {SEQUENCES} sequences")
    print(f"input.ari {len(seeds)} sequences {len(seeds) - failed} pass")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
