"""Callers and agents' telephones with sound, for faults and recordings: each call can tell who ended it, whom it heard
and whether a packet was ever late. SIPp can make more calls, but not answer these questions.

Each leg speaks packets that carry its own serial number, so that the other end knows with whom it was joined.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

FRAME_S = 0.02
LATE_S = 0.06  # a packet that comes later than a common jitter buffer waits is lost to the ear
MARK = b"\xd5\x55"
_serials = itertools.count(1)


def _head(name: str, text: str) -> str:
    found = re.search(rf"^{name}\s*:\s*(.*?)\r?$", text, re.M | re.I)
    return found.group(1) if found else ""


@dataclass(slots=True)
class Sound:
    """The voice and ear of a leg: packets every 20 ms in both directions once the other side's address is known."""

    sock: socket.socket
    serial: int
    to: tuple[str, int] | None = None
    speaking: bool = True
    sent: int = 0
    got: int = 0
    late: int = 0
    largest_gap: float = 0.0
    last: float | None = None
    heard: dict[int, float] = field(default_factory=dict)  # serials of others, and when first
    joined_since: float | None = None  # since when a telephone (and not music) is heard
    gap_joined: float = 0.0
    _due: tuple[int, float] | None = None
    _packet: bytearray = field(default_factory=bytearray)

    @classmethod
    def open(cls, host: str) -> Sound:
        """Open a socket on a free port."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind((host, 0))
        sock.setblocking(False)
        serial = next(_serials)
        voice = (MARK + struct.pack(">I", serial)) * 27
        return cls(sock, serial, _packet=bytearray(struct.pack(">BBHII", 0x80, 8, 0, 0, serial) + voice[:160]))

    @property
    def port(self) -> int:
        """Where it hears."""
        return self.sock.getsockname()[1]

    def tick(self, now: float) -> None:
        """Send a packet, and take what came."""
        if self.to is not None and self.speaking:
            struct.pack_into(">HI", self._packet, 2, self.sent & 0xFFFF, self.sent * 160)
            self.sent += 1
            try:
                self.sock.sendto(self._packet, self.to)
            except OSError:
                self.to = None
        while True:
            try:
                data = self.sock.recv(512)
            except BlockingIOError:
                return
            except OSError:
                continue  # the other side's port was closed: told on the next read
            if len(data) >= 172:
                self._take(data, now)

    def _take(self, data: bytes, now: float) -> None:
        self.got += 1
        sequence = (data[2] << 8) | data[3]
        if self._due is None or now - (self.last or now) > 1.0:
            self._due = (sequence, now)
        else:
            steps = ((sequence - self._due[0] + 0x8000) & 0xFFFF) - 0x8000
            due = self._due[1] + steps * FRAME_S
            if abs(now - due) > 2.0 or now < due:
                self._due = (sequence, now)
            elif now - due > LATE_S:
                self.late += 1
        gap = now - self.last if self.last is not None else 0.0
        self.largest_gap = max(self.largest_gap, gap)
        if data[12:14] == MARK and data[18:20] == MARK:
            other = struct.unpack_from(">I", data, 14)[0]
            if other != self.serial and other not in self.heard:
                self.heard[other] = now
            if self.joined_since is None:
                self.joined_since = now
            else:
                self.gap_joined = max(self.gap_joined, gap)
        self.last = now

    def close(self) -> None:
        """End it."""
        self.sock.close()


@dataclass(slots=True)
class Leg:
    """One end of a call. `state`: dialling, ringing, up, over. `ended_by`: us, them, refused or lost."""

    id: str
    number: str
    sound: Sound
    began: float
    caller: bool
    state: str = "dialling"
    rung: float | None = None
    up: float | None = None
    over: float | None = None
    ended_by: str = ""
    status: int = 0
    local: str = ""
    remote: str = ""
    target: str = ""
    invite: str = ""
    branch: str = ""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    again: asyncio.Task[None] | None = None


class Phones(asyncio.DatagramProtocol):
    """Many telephones behind one SIP socket; the first part of a SIP address says which."""

    def __init__(self, host: str, switch_port: int, pick_up_s: float = 0.3) -> None:
        """Use `open`."""
        self.host, self.switch = host, (host, switch_port)
        self.pick_up_s = pick_up_s
        self.legs: dict[str, Leg] = {}
        self.all: list[Leg] = []
        self.on_up: Callable[[Leg], None] = lambda leg: None
        self.port = 0
        self.slowest_tick = 0.0
        self._transport: asyncio.DatagramTransport | None = None
        self._chance = random.Random(7)
        self._tasks: set[asyncio.Task[None]] = set()
        self._ticker: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, host: str, switch_port: int, pick_up_s: float = 0.3) -> Phones:
        """Open the socket; sound runs from now on."""
        loop = asyncio.get_running_loop()
        transport, phones = await loop.create_datagram_endpoint(
            lambda: cls(host, switch_port, pick_up_s), local_addr=(host, 0)
        )
        phones._transport = transport
        phones.port = transport.get_extra_info("sockname")[1]
        phones._ticker = asyncio.create_task(phones._tick())
        return phones

    def close(self) -> None:
        """Silence everything."""
        for task in (self._ticker, *self._tasks):
            if task is not None:
                task.cancel()
        for leg in self.legs.values():
            leg.sound.close()
        if self._transport is not None:
            self._transport.close()

    def up(self) -> list[Leg]:
        """Legs that are up."""
        return [leg for leg in self.legs.values() if leg.state == "up"]

    async def _tick(self) -> None:
        due = time.monotonic()
        while True:
            now = time.monotonic()
            for leg in list(self.legs.values()):
                if leg.state != "over":
                    leg.sound.tick(now)
            self.slowest_tick = max(self.slowest_tick, now - due)
            due = max(due + FRAME_S, now - 0.2)  # after a long stop the lost time is not made up for
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    # -- what people do ------------------------------------------------------------------------------------

    def dial(self, number: str, called: str) -> Leg:
        """Call from this number; the leg tells what becomes of it."""
        leg = self._leg(f"c{self._chance.getrandbits(60):x}", number, caller=True)
        leg.local = f"<sip:{number}@{self.host}:{self.port}>;tag=t{leg.sound.serial}"
        leg.target = leg.remote = f"sip:{called}@{self.switch[0]}:{self.switch[1]}"
        leg.remote = f"<{leg.remote}>"
        leg.branch = f"z9hG4bK{self._chance.getrandbits(60):x}"
        body = self._sdp(leg)
        leg.invite = (
            f"INVITE {leg.target} SIP/2.0\r\nVia: SIP/2.0/UDP {self.host}:{self.port};branch={leg.branch};rport\r\n"
            f"Max-Forwards: 70\r\nFrom: {leg.local}\r\nTo: {leg.remote}\r\nCall-ID: {leg.id}\r\nCSeq: 1 INVITE\r\n"
            f"Contact: <sip:{number}@{self.host}:{self.port}>\r\nContent-Type: application/sdp\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        leg.again = self._spawn(self._repeat(leg.invite, 20))
        return leg

    def hang_up(self, leg: Leg) -> None:
        """Put the receiver down: BYE, or CANCEL while it rings."""
        if leg.state == "up":
            self._over(leg, "us")
            self._spawn(self._bye(leg))
        elif leg.state in ("dialling", "ringing") and leg.caller:
            cancel = re.sub(r"^INVITE", "CANCEL", leg.invite.partition("\r\nContact")[0]).replace("1 INVITE", "1 CANCEL")
            self._send(cancel + "\r\nContent-Length: 0\r\n\r\n")
            self._over(leg, "us")

    def abandon(self, leg: Leg) -> None:
        """Forget a call of which the other side knows nothing any more."""
        self._over(leg, "lost")

    async def _bye(self, leg: Leg) -> None:
        branch = f"z9hG4bK{self._chance.getrandbits(60):x}"
        text = (
            f"BYE {leg.target} SIP/2.0\r\nVia: SIP/2.0/UDP {self.host}:{self.port};branch={branch};rport\r\nMax-Forwards: 70\r\n"
            f"From: {leg.local}\r\nTo: {leg.remote}\r\nCall-ID: {leg.id}\r\nCSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n"
        )
        leg.again = self._spawn(self._repeat(text, 8))

    # -- wire ----------------------------------------------------------------------------------------------

    def _leg(self, id_: str, number: str, *, caller: bool) -> Leg:
        leg = Leg(id_, number, Sound.open(self.host), time.monotonic(), caller)
        self.legs[id_] = leg
        self.all.append(leg)
        return leg

    def _sdp(self, leg: Leg) -> str:
        return (
            f"v=0\r\no=- 1 1 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 {self.host}\r\nt=0 0\r\n"
            f"m=audio {leg.sound.port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=ptime:20\r\na=sendrecv\r\n"
        )

    def _spawn(self, work) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _repeat(self, text: str, seconds: float) -> None:
        wait, last = 0.5, time.monotonic() + seconds
        while time.monotonic() < last:
            self._send(text)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 4.0)

    def _send(self, text: str) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(text.encode(), self.switch)

    def _over(self, leg: Leg, by: str) -> None:
        if leg.state != "over":
            leg.state, leg.over, leg.ended_by = "over", time.monotonic(), by
            leg.sound.tick(leg.over)
            leg.sound.close()
            leg.ended.set()
            leg.answered.set()
            if leg.again is not None and by != "us":
                leg.again.cancel()
            asyncio.get_running_loop().call_later(10, self.legs.pop, leg.id, None)

    def _aim(self, leg: Leg, text: str) -> None:
        address, port = re.search(r"^c=IN IP4 (\S+)", text, re.M), re.search(r"^m=audio (\d+)", text, re.M)
        if address and port and int(port.group(1)):
            leg.sound.to = (address.group(1).strip(), int(port.group(1)))

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """A message of the switch."""
        text = data.decode("utf-8", "replace")
        leg = self.legs.get(_head("Call-ID", text))
        if text.startswith("SIP/2.0 "):
            if leg is not None:
                self._answered(leg, int(text[8:11]), text)
            return
        method = text.partition(" ")[0]
        if method == "INVITE" and leg is None:
            self._rung(text)
        elif method == "INVITE" and leg is not None:
            self._reply(text, "200 OK", leg, self._sdp(leg) if leg.state == "up" else "")
        elif method == "ACK":
            if leg is not None and leg.again is not None and not leg.caller:
                leg.again.cancel()
        elif method == "CANCEL" and leg is not None and leg.state == "ringing":
            self._reply(text, "200 OK", leg)
            self._reply(leg.invite, "487 Request Terminated", leg)
            self._over(leg, "them")
        else:
            self._reply(text, "200 OK", leg)
            if method == "BYE" and leg is not None:
                self._over(leg, "them")

    def _answered(self, leg: Leg, status: int, text: str) -> None:
        if _head("CSeq", text).endswith("BYE"):
            if leg.again is not None:
                leg.again.cancel()
            return
        if not leg.caller or not _head("CSeq", text).endswith("INVITE"):
            return
        if leg.again is not None and leg.state == "dialling":
            leg.again.cancel()
        if status in (180, 183) and leg.state == "dialling":
            leg.state, leg.rung = "ringing", time.monotonic()
        if status < 200:
            return
        contact = re.search(r"<(sip:[^>]*)>", _head("Contact", text))
        fine = status < 300
        target = contact.group(1) if contact and fine else leg.target
        branch = f"z9hG4bK{self._chance.getrandbits(60):x}" if fine else leg.branch
        self._send(
            f"ACK {target} SIP/2.0\r\nVia: SIP/2.0/UDP {self.host}:{self.port};branch={branch};rport\r\nMax-Forwards: 70\r\n"
            f"From: {leg.local}\r\nTo: {_head('To', text)}\r\nCall-ID: {leg.id}\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n"
        )
        if leg.state == "over":
            if fine and leg.ended_by == "us":  # it was answered while we cancelled
                leg.target, leg.remote = target, _head("To", text)
                self._spawn(self._bye(leg))
            return
        leg.status = status
        if fine and leg.state != "up":
            leg.state, leg.up, leg.target, leg.remote = "up", time.monotonic(), target, _head("To", text)
            self._aim(leg, text)
            leg.answered.set()
            self.on_up(leg)
        elif not fine:
            self._over(leg, "refused")

    def _rung(self, text: str) -> None:
        number = re.search(r"sip:(\+?\d+)@", _head("From", text))
        leg = self._leg(_head("Call-ID", text), number.group(1) if number else "", caller=False)
        leg.state, leg.rung, leg.invite = "ringing", leg.began, text
        leg.local = f"{_head('To', text)};tag=t{leg.sound.serial}"
        leg.remote = _head("From", text)
        contact = re.search(r"<(sip:[^>]*)>", _head("Contact", text))
        leg.target = contact.group(1) if contact else f"sip:{self.switch[0]}:{self.switch[1]}"
        self._reply(text, "180 Ringing", leg)
        self._spawn(self._pick_up(leg))

    async def _pick_up(self, leg: Leg) -> None:
        await asyncio.sleep(self.pick_up_s)
        if leg.state != "ringing":
            return
        leg.state, leg.up = "up", time.monotonic()
        self._aim(leg, leg.invite)
        leg.answered.set()
        leg.again = asyncio.current_task()
        self.on_up(leg)
        wait = 0.5
        while leg.state == "up" and wait < 20:
            self._reply(leg.invite, "200 OK", leg, self._sdp(leg))
            await asyncio.sleep(wait)
            wait *= 2

    def _reply(self, request: str, status: str, leg: Leg | None, body: str = "") -> None:
        heads = re.findall(r"^((?:Via|From|Call-ID|CSeq)\s*:.*?)\r?$", request, re.M | re.I)
        to = _head("To", request)
        if leg is not None and "tag=" not in to:
            to += f";tag=t{leg.sound.serial}"
        kind = "Content-Type: application/sdp\r\n" if body else ""
        self._send(
            f"SIP/2.0 {status}\r\n" + "\r\n".join(heads) + f"\r\nTo: {to}\r\nContact: <sip:phone@{self.host}:{self.port}>\r\n"
            f"{kind}Content-Length: {len(body)}\r\n\r\n{body}"
        )
