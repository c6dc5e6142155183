"""A small SIP phone over UDP for tests and benchmarks: registers, calls, hears, hangs up. It plays by the rules of RFC 3261
as far as a test needs, and no further."""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
import socket
import ssl
from dataclasses import dataclass, field

import websockets

PCMA_SILENCE = b"\xd5" * 160


@dataclass(slots=True)
class Reply:
    """One answer to a request."""

    status: int
    text: str

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        found = re.search(rf"^{name}\s*:\s*(.*?)\r?$", self.text, re.M | re.I)
        return found.group(1) if found else None


@dataclass(slots=True)
class Ear:
    """An RTP socket that counts what it hears."""

    sock: socket.socket
    packets: int = 0
    loud: int = 0

    @classmethod
    def open(cls, host: str) -> Ear:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind((host, 0))
        sock.setblocking(False)
        return cls(sock)

    @property
    def port(self) -> int:
        return self.sock.getsockname()[1]

    def listen(self) -> None:
        asyncio.get_running_loop().add_reader(self.sock.fileno(), self._hear)

    def close(self) -> None:
        if self.sock.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self.sock.fileno())
            self.sock.close()

    def _hear(self) -> None:
        data = self.sock.recv(2048)
        if len(data) > 12 and data[1] & 0x7F == 8:
            self.packets += 1
            # A-law inverts every other bit; a larger magnitude has a larger exponent.
            loudest = max((octet ^ 0x55) & 0x7F for octet in data[12:])
            self.loud += loudest > 0x28


@dataclass(slots=True)
class Call:
    """One call placed by the phone, up or refused."""

    phone: Phone
    number: str
    reply: Reply
    id: str
    tag: str
    ear: Ear
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def up(self) -> bool:
        return 200 <= self.reply.status < 300

    def rtp_target(self) -> tuple[str, int]:
        """Where the other side wants our voice."""
        address = re.search(r"^c=IN IP4 (\S+)", self.reply.text, re.M)
        port = re.search(r"^m=audio (\d+)", self.reply.text, re.M)
        assert address and port
        return address.group(1), int(port.group(1))

    async def talk(self, seconds: float) -> None:
        """Send quiet RTP as a phone does, in real time."""
        target = self.rtp_target()
        for number in range(int(seconds * 50)):
            head = b"\x80\x08" + number.to_bytes(2, "big") + (number * 160).to_bytes(4, "big") + b"test"
            self.ear.sock.sendto(head + PCMA_SILENCE, target)
            await asyncio.sleep(0.02)

    async def hang_up(self) -> Reply:
        """Say goodbye and wait for the answer."""
        reply = await self.phone.request("BYE", self.number, call=self)
        self.ended.set()
        self.ear.close()
        return reply


class Phone(asyncio.DatagramProtocol):
    """One UDP socket that speaks SIP with one server."""

    protocol = "UDP"

    def __init__(self, server: tuple[str, int], user: str) -> None:
        """Use `open` instead."""
        self.server = server
        self.user = user
        self.calls: dict[str, Call] = {}
        self.rung: asyncio.Queue[str] = asyncio.Queue()
        self._transport: asyncio.DatagramTransport | None = None
        self._waiting: dict[str, asyncio.Queue[Reply]] = {}
        self._chance = random.Random()
        self._sequence = 0

    @classmethod
    async def open(cls, server: tuple[str, int], user: str, host: str = "127.0.0.1") -> Phone:
        loop = asyncio.get_running_loop()
        transport, phone = await loop.create_datagram_endpoint(
            lambda: cls(server, user), local_addr=(host, 0)
        )
        phone._transport = transport
        return phone

    def close(self) -> None:
        for call in self.calls.values():
            call.ear.close()
        if self._transport is not None:
            self._transport.close()

    @property
    def address(self) -> tuple[str, int]:
        assert self._transport is not None
        return self._transport.get_extra_info("sockname")[:2]

    def send(self, message: bytes) -> None:
        """Put one datagram on the wire as it is."""
        assert self._transport is not None
        self._transport.sendto(message, self.server)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        text = data.decode("utf-8", "replace")
        if text.startswith("SIP/2.0 "):
            status = text[8:11]
            branch = re.search(r"branch=([^;\s]+)", text)
            if branch and status.isdigit() and branch.group(1) in self._waiting:
                self._waiting[branch.group(1)].put_nowait(Reply(int(status), text))
            return
        self._answer(text)

    def _answer(self, text: str) -> None:
        """Agree to whatever the server asks, except to a call: keep its offer and say that the line is busy."""
        if text.startswith("ACK"):
            return
        status = "200 OK"
        if text.startswith("INVITE") and not re.search(r"^To\s*:.*;tag=", text, re.M | re.I):
            self.rung.put_nowait(text)
            status = "486 Busy Here"
            text = re.sub(r"^(To\s*:.*?)(\r?)$", r"\1;tag=busy\2", text, count=1, flags=re.M | re.I)
        heads = re.findall(r"^((?:Via|From|To|Call-ID|CSeq)\s*:.*?)\r?$", text, re.M | re.I)
        self.send((f"SIP/2.0 {status}\r\n" + "\r\n".join(heads) + "\r\nContent-Length: 0\r\n\r\n").encode())
        found = re.search(r"^Call-ID\s*:\s*(\S+)", text, re.M | re.I)
        if text.startswith("BYE") and found and found.group(1) in self.calls:
            self.calls[found.group(1)].ended.set()

    async def request(
        self, method: str, number: str, *, call: Call | None = None, call_id: str = "", body: str = "", extra: str = "",
        patience: float = 8.0,
    ) -> Reply:  # fmt: skip
        """Send a request and wait for its final answer; ours is sent again as UDP demands."""
        self._sequence += 1
        branch = f"z9hG4bK{self._chance.getrandbits(60):x}"
        queue = self._waiting[branch] = asyncio.Queue()
        message = self._build(method, number, branch, call, call_id, body, extra)
        again = asyncio.get_running_loop().create_task(self._repeat(message))
        try:
            async with asyncio.timeout(patience):
                while True:
                    reply = await queue.get()
                    again.cancel()
                    if reply.status >= 200:
                        break
        finally:
            again.cancel()
            del self._waiting[branch]
        if method == "INVITE":
            self._acknowledge(number, reply, branch)
        return reply

    async def _repeat(self, message: bytes) -> None:
        wait = 0.5
        while True:
            self.send(message)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 4.0)

    def _build(
        self, method: str, number: str, branch: str, call: Call | None, call_id: str, body: str, extra: str
    ) -> bytes:
        host, port = self.address
        server = f"{self.server[0]}:{self.server[1]}"
        target = f"sip:{number}@{server}" if number else f"sip:{server}"
        to = f"<{target}>"
        if call is not None:
            to = call.reply.header("To") or to
            contact = re.search(r"<(sip:[^>]*)>", call.reply.header("Contact") or "")
            target = contact.group(1) if contact else target
        elif method == "REGISTER":
            to = f"<sip:{self.user}@{server}>"
        tag = call.tag if call else f"t{branch[-8:]}"
        via = f"SIP/2.0/{self.protocol} {host}:{port}"
        if self.protocol != "UDP":
            port = f"{port};transport=ws"
        kind = "Content-Type: application/sdp\r\n" if body else ""
        return (
            f"{method} {target} SIP/2.0\r\nVia: {via};branch={branch};rport\r\nMax-Forwards: 70\r\n"
            f"From: <sip:{self.user}@{server}>;tag={tag}\r\nTo: {to}\r\n"
            f"Call-ID: {call.id if call else call_id or branch}\r\nCSeq: {self._sequence} {method}\r\n"
            f"Contact: <sip:{self.user}@{host}:{port}>\r\n{extra}{kind}Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def _acknowledge(self, number: str, reply: Reply, branch: str) -> None:
        host, port = self.address
        contact = re.search(r"<(sip:[^>]*)>", reply.header("Contact") or "")
        fine = reply.status < 300
        target = contact.group(1) if contact and fine else f"sip:{number}@{self.server[0]}:{self.server[1]}"
        via = branch if not fine else f"z9hG4bK{self._chance.getrandbits(60):x}"
        self.send(
            (
                f"ACK {target} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch={via};rport\r\nMax-Forwards: 70\r\n"
                f"From: {reply.header('From')}\r\nTo: {reply.header('To')}\r\nCall-ID: {reply.header('Call-ID')}\r\n"
                f"CSeq: {self._sequence} ACK\r\nContent-Length: 0\r\n\r\n"
            ).encode()
        )

    async def call(self, number: str, patience: float = 8.0, account: tuple[str, str] | None = None) -> Call:
        """Dial and wait until the other side answers or refuses; `account` is the name and password to log in with."""
        ear = Ear.open(self.address[0])
        ear.listen()
        host = self.address[0]
        body = (
            f"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\nm=audio {ear.port} RTP/AVP 8 101\r\n"
            "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\na=sendrecv\r\n"
        )
        call_id = f"c{self._chance.getrandbits(60):x}"
        reply = await self.request("INVITE", number, call_id=call_id, body=body, patience=patience)
        asked = reply.header("WWW-Authenticate")
        if reply.status == 401 and asked is not None and account is not None:
            proof = self._credentials(asked, "INVITE", account[1], account[0])
            reply = await self.request("INVITE", number, call_id=call_id, body=body, extra=proof, patience=patience)
        tag = re.search(r"tag=([^;\s]+)", reply.header("From") or "")
        call = Call(self, number, reply, call_id, tag.group(1) if tag else "", ear)
        self.calls[call_id] = call
        return call

    async def register(self, password: str, seconds: int = 60) -> Reply:
        """Log in with the password; 200 means the server rings us here from now on."""
        extra = f"Expires: {seconds}\r\n"
        first = await self.request("REGISTER", "", extra=extra)
        asked = first.header("WWW-Authenticate")
        if first.status != 401 or asked is None:
            return first
        return await self.request(
            "REGISTER", "", extra=extra + self._credentials(asked, "REGISTER", password)
        )

    def _credentials(self, asked: str, method: str, password: str, user: str | None = None) -> str:
        user = user or self.user
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', asked))
        uri = f"sip:{self.server[0]}:{self.server[1]}"
        once = f"{self._chance.getrandbits(40):x}"

        def mix(*parts: str) -> str:
            return hashlib.md5(":".join(parts).encode()).hexdigest()

        secret = mix(user, given["realm"], password)
        proof = mix(secret, given["nonce"], "00000001", once, "auth", mix(method, uri))
        opaque = f', opaque="{given["opaque"]}"' if "opaque" in given else ""
        return (
            f'Authorization: Digest username="{user}", realm="{given["realm"]}", nonce="{given["nonce"]}", '
            f'uri="{uri}", response="{proof}", algorithm=MD5, qop=auth, nc=00000001, cnonce="{once}"{opaque}\r\n'
        )


class WebPhone(Phone):
    """The same over a websocket, as browsers speak SIP (RFC 7118)."""

    protocol = "WS"
    _socket: websockets.ClientConnection
    _reading: asyncio.Task[None]

    @classmethod
    async def open_web(cls, url: str, user: str, trust: ssl.SSLContext | None = None) -> WebPhone:
        """Connect to the switch's websocket."""
        host, _, port = url.split("/")[2].partition(":")
        phone = cls((host, int(port)), user)
        phone._socket = await websockets.connect(url, subprotocols=[websockets.Subprotocol("sip")], ssl=trust)
        phone._reading = asyncio.create_task(phone._read())
        return phone

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", 5060

    def send(self, message: bytes) -> None:
        self._last = asyncio.create_task(self._socket.send(message.decode()))

    async def _read(self) -> None:
        async for text in self._socket:
            self.datagram_received(text.encode() if isinstance(text, str) else text, self.server)

    async def leave(self) -> None:
        """Close the connection, as a tab that is closed does."""
        await self._socket.close()
        self._reading.cancel()
