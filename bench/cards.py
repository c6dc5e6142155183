"""`cards.canaries`: payments with canary numbers through real SIP keypads, with a keypad and a floor that are killed in the middle;
then everything that is left is searched for the canaries, and so is what the agents' telephones received.

A window of ten digits of a canary may stand nowhere: files of the database and its log of changes as raw bytes, logs, recordings; that the search would
find them is told by the callers' numbers, which are kept. Windows
of six collide with clocks and ids by chance, so they are held against as many numbers that nobody ever entered: canaries must not be
found more often than those. The last four digits may be kept, and are in no window.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psycopg

from bench import firm as firms
from bench.figures import Figure, Outcome, is_quick
from bench.installation import ROOT, Desk, Installation, installed, open_to_callers
from bench.phones import FRAME_S, Leg, Phones
from permanence.app.demo.payments import DEMONSTRATION_KEY, Till, serve
from permanence.cards.numbers import passes_luhn
from permanence.kernel.ids import RandomIds

EVENT, EVENT_RATE = 101, 160
KEYS = "0123456789*#"
LAST = 4
LONG, SHORT = 10, 6
PRICE = '{"unit": "minute", "amount": 2500000, "most_s": 1800, "currency": "EUR"}'


class Ear:
    """A leg's socket that notes what the ordinary ear leaves out: events of keys, and voice packets by the moment."""

    def __init__(self, sock: socket.socket) -> None:
        """Wrap it."""
        self._sock = sock
        self.events, self.voice = 0, 0

    def recv(self, size: int) -> bytes:
        """Hear a packet."""
        data = self._sock.recv(size)
        if len(data) >= 12 and data[1] & 0x7F == EVENT:
            self.events += 1
        elif len(data) >= 172:
            self.voice += 1
        return data

    def __getattr__(self, name: str) -> object:
        return getattr(self._sock, name)


class Keypads(Phones):
    """Telephones with keys (RFC 4733)."""

    def _leg(self, id_: str, number: str, *, caller: bool) -> Leg:
        leg = super()._leg(id_, number, caller=caller)
        leg.sound.sock = Ear(leg.sound.sock)  # type: ignore[assignment]
        return leg

    def _sdp(self, leg: Leg) -> str:
        return super()._sdp(leg).replace("RTP/AVP 8", f"RTP/AVP 8 {EVENT}") + f"a=rtpmap:{EVENT} telephone-event/8000\r\na=fmtp:{EVENT} 0-15\r\n"

    async def press(self, leg: Leg, keys: str) -> None:
        """Press keys, 80 ms each, 60 ms apart; the voice is silent meanwhile."""
        sound = leg.sound
        for key in keys:
            sound.speaking = False
            began = sound.sent * EVENT_RATE
            for nth in range(1, 8):
                end = nth > 4
                body = struct.pack(">BBH", KEYS.index(key), 0x8A if end else 0x0A, min(nth, 4) * EVENT_RATE)
                kind = EVENT | (0x80 if nth == 1 else 0)
                head = struct.pack(">BBHII", 0x80, kind, sound.sent & 0xFFFF, began, sound.serial)
                sound.sent += 1
                if sound.to is not None:
                    with suppress(OSError):
                        sound.sock.sendto(head + body, sound.to)
                await asyncio.sleep(0 if nth > 4 else FRAME_S)
            sound.speaking = True
            await asyncio.sleep(0.06)


def numbers(count: int, chance: random.Random) -> list[str]:
    """Return card numbers in which no digit stands four times in a row."""
    found: list[str] = []
    while len(found) < count:
        digits = [4, *(chance.randrange(10) for _ in range(14))]
        digits.append(next(last for last in range(10) if passes_luhn([*digits, last])))
        text = "".join(map(str, digits))
        if not re.search(r"(\d)\1{3}", text):
            found.append(text)
    return found


def windows(number: str, size: int) -> set[bytes]:
    """Return all runs of this many digits that the last four are not alone in."""
    body = number[:-LAST]
    return {body[at : at + size].encode() for at in range(len(body) - size + 1)}


def digit_runs(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Return every run of six digits or more in every file of a folder."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with suppress(OSError):
                for run in re.findall(rb"[0-9]{6,}", file.read_bytes()):
                    yield file, run


def search(folders: list[Path], used: list[str], control: list[str]) -> tuple[list[str], int, int, int]:
    """Return where long windows of used numbers are, how often short ones of used and of control numbers are, and how many runs there were."""
    long_ = {window for number in used for window in windows(number, LONG)}
    short = {window for number in used for window in windows(number, SHORT)}
    other = {window for number in control for window in windows(number, SHORT)}
    places: list[str] = []
    hits = chance = runs = 0
    for folder in folders:
        for file, run in digit_runs(folder):
            runs += 1
            for at in range(len(run) - SHORT + 1):
                hits += run[at : at + SHORT] in short
                chance += run[at : at + SHORT] in other
                if run[at : at + LONG] in long_:
                    places.append(str(file.relative_to(folder)))
    return places, hits, chance, runs


class Shop:
    """A running installation with callers, agents and a keypad."""

    def __init__(self, own: Installation, phones: Keypads, firm: firms.Firm, product: str, desk: Desk) -> None:
        """Hold the parts."""
        self.own, self.phones, self.firm, self.product, self.desk = own, phones, firm, product, desk
        self.keypad = self.start_keypad()
        self.results: dict[str, int] = {}
        self.events = self.voice = 0

    def start_keypad(self) -> subprocess.Popen[bytes]:
        """Start the keypad's process."""
        with (self.own.settings.logs / "keypad.log").open("ab") as output:
            environment = self.own.environment | {"PYTHONASYNCIODEBUG": "1", "PYTHONFAULTHANDLER": "1"}
            words = [sys.executable, "-m", "permanence.app.main", "keypad"]
            return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=ROOT)

    async def until(self, check, what: str, patience: float = 30) -> object:
        """Wait until something is so."""
        last = time.monotonic() + patience
        while not (found := check()):
            if time.monotonic() > last:
                raise TimeoutError(what)
            await asyncio.sleep(0.03)
        return found

    def call(self, id_: str) -> dict:
        """The row of a call."""
        return self.desk.rows.get("call", {}).get(id_, {})

    async def caller(self, nth: int) -> tuple[Leg, Leg, str, str]:
        """A caller with an agent: both legs, the call and the agent."""
        known = set(self.phones.legs)
        number = f"+336400{nth:05}"
        leg = self.phones.dial(number, firms.NUMBER)
        row = await self.until(
            lambda: next((r for r in self.desk.rows.get("call", {}).values() if r["customer"] == number and r["phase"] == "talking" and r["products"]), None),
            f"caller {nth} is with no agent who may take a card",
        )
        far = await self.until(lambda: next((v for k, v in self.phones.legs.items() if k not in known and not v.caller), None), "no agent's leg")
        return leg, far, row["id"], row["agent"]  # type: ignore[index,return-value]

    async def pay(self, nth: int, card: str, kill: str = "") -> None:
        """One payment from the call to the result; `kill` names the process that dies in the middle of it."""
        leg, far, call, agent = await self.caller(nth)
        made = await self.desk.do(self.firm.id, agent, {"type": "take_card", "product": self.product})
        assert made.get("code") is None, made
        await self.stage(call, "accept")
        ear: Ear = far.sound.sock  # type: ignore[assignment]
        before = ear.events, ear.voice
        await asyncio.sleep(0.2)
        voice = ear.voice
        await self.phones.press(leg, "1")
        await self.stage(call, "number")
        await self.phones.press(leg, f"{card}#")
        await self.stage(call, "expiry")
        await self.phones.press(leg, "1230")
        await self.stage(call, "code")
        self.voice += ear.voice - voice
        if kill:
            await self._kill(kill)
        if kill != "keypad":
            await self.phones.press(leg, card[5:8])
        result = await self.until(lambda: (self.call(call).get("card") or {}).get("result"), f"no result of payment {nth}", 60)
        self.results[str(result)] = self.results.get(str(result), 0) + 1
        await asyncio.sleep(0.3)
        self.events += ear.events - before[0]
        self.phones.hang_up(leg)
        await self.until(lambda: not self.call(call), "the call does not end")

    async def stage(self, call: str, stage: str) -> None:
        """Wait until the agent sees this stage."""
        await self.until(lambda: (self.call(call).get("card") or {}).get("stage") == stage, f"not at {stage}: {self.call(call).get('card')}")

    async def _kill(self, what: str) -> None:
        if what == "keypad":
            self.keypad.kill()
            self.keypad.wait()
            self.keypad = self.start_keypad()
            return
        assert self.own.floor is not None
        self.own.floor.kill()
        self.own.floor.wait()
        self.own.start_floor()
        self.desk.close()
        self.desk = await self.own.desk(40)
        await self.desk.follow(self.firm.id)
        await asyncio.sleep(2)


async def _run(outcome: Outcome, payments: int) -> None:
    till = Till()
    base, end = serve(0, till)
    seen = 0
    chance = random.Random()
    used, control = numbers(payments, chance), numbers(payments, chance)
    async with installed(rtp=400) as own:
        own.settings = replace(own.settings, payment_url=base)
        key = own.settings.secrets / "payment"
        key.parent.mkdir(parents=True, exist_ok=True)
        key.write_text(DEMONSTRATION_KEY)
        phones = await Keypads.open("127.0.0.1", own.settings.sip_port)
        await open_to_callers(own, f"sip:127.0.0.1:{phones.port}")
        firm = firms.write(own.prepared.access.app, 1, phones.host, phones.port, firms.Terms(record=True))
        product = RandomIds().new("pdt")
        with psycopg.connect(own.prepared.access.app) as c:
            c.execute("select set_config('permanence.firm', %s, true)", [firm.id])
            c.execute("insert into cards.product values (%s, %s, 'Avis', %s, 0, now())", [firm.id, product, PRICE])
        own.start_floor()
        desk = await own.desk()
        await own.ready(firm.id, firm.agents, desk)
        await desk.follow(firm.id)
        shop = Shop(own, phones, firm, product, desk)
        try:
            for nth, card in enumerate(used):
                kill = "keypad" if nth == payments // 3 else "floor" if nth == 2 * payments // 3 else ""
                await shop.pay(nth, card, kill)
            await asyncio.sleep(3)
            assert own.prepared.server is not None
            folders = [own.settings.home, own.plan.spool, own.prepared.server.place.folder]
            callers = [f"336400{nth:05}" for nth in range(payments)]
            places, hits, by_chance, runs = await asyncio.to_thread(search, folders, used, control)
            told = {run[:11].decode() for folder in folders for _, run in digit_runs(folder) if run.startswith(b"336400")}
            seen = len(told & set(callers))
        finally:
            shop.keypad.kill()
            shop.keypad.wait()
            shop.desk.close()
            phones.close()
            end()
    _tell(outcome, shop, payments, len(till.intents), (places, hits, by_chance, runs), seen)


def _tell(outcome: Outcome, shop: Shop, payments: int, holds: int, found: tuple[list[str], int, int, int], seen: int) -> None:
    places, hits, by_chance, runs = found
    outcome.details = {"payments": payments, "results": shop.results, "held": holds, "runs": runs, "places": places[:20]}
    outcome.say(f"results: {shop.results}; {holds} holds at the payment service")
    outcome.say(f"{runs} runs of six digits or more: {hits} windows of six of canaries, {by_chance} of numbers that nobody entered")
    authorised = shop.results.get("authorised", 0)
    more = max(0.0, hits - by_chance - 4 * max(1, by_chance) ** 0.5)
    outcome.figures += [
        Figure("cards.canaries.seen", seen, "callers_numbers_found", f">= {payments}", None, "the search finds what is kept"),
        Figure("cards.canaries", len(places), "windows_of_ten_kept", "= 0", None, f"{payments} payments"),
        Figure("cards.canaries.chance", more, "windows_of_six_beyond_chance", "= 0", None, f"{hits} of canaries, {by_chance} of others"),
        Figure("cards.canaries.events", shop.events, "key_events_at_agents", "= 0"),
        Figure("cards.canaries.voice", shop.voice, "voice_packets_at_agents_meanwhile", "= 0"),
        Figure("cards.canaries.paid", authorised, "payments", f">= {payments - 1}", None, "one was cut off by a killed keypad"),
    ]


def canaries() -> Outcome:
    """Measure it."""
    outcome = Outcome("cards.canaries", quick=is_quick())
    asyncio.run(_run(outcome, int(os.environ.get("PAYMENTS", "20" if outcome.quick else "2000"))))
    return outcome
