"""The way to firms' own systems: one HTTP/1.1 request over a connection to an address that was judged, and the beginning of its answer.

The name is looked up once for each request and the connection goes to what was found and judged, so nothing can change in between.
Redirections are answers like others; the connection is never used again.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence

import httptools

from permanence import __version__
from permanence.webhooks.addresses import Network, Target, allowed, target_of
from permanence.webhooks.model import Answer
from permanence.webhooks.signing import SECRET_BYTES

ANSWER_BYTES = 1024
"""What is kept of an answer; the rest is not read."""
READ_BYTES = 16 * 1024
HEAD_BYTES = 64 * 1024
LIMIT_S = 15.0
LookUp = Callable[[str, int], Awaitable[Sequence[str]]]


class Unsuitable(Exception):
    """The address is none, or leads to where nobody may be told."""


class SystemChance:
    """Implements `webhooks.ports.Chance` with the machine's own."""

    def secret(self) -> bytes:
        """Return the bytes of a new secret."""
        return secrets.token_bytes(SECRET_BYTES)

    def share(self) -> float:
        """Return a number between 0 and 1."""
        return secrets.randbelow(1 << 32) / (1 << 32)


async def look_up(host: str, port: int) -> Sequence[str]:
    """Return what a name leads to, as the machine's resolver says."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for _, _, _, _, address in found]


class WebhookPost:
    """Implements `webhooks.ports.Post`. `own` are networks that the installation allows although they are not outside."""

    def __init__(
        self, own: Sequence[Network] = (), look_up: LookUp = look_up, limit_s: float = LIMIT_S, trust: ssl.SSLContext | None = None
    ) -> None:
        """Say which networks are allowed besides, and how long an address has for everything; `trust` judges certificates."""
        self._own, self._look_up, self._limit_s = own, look_up, limit_s
        self._trust = trust or ssl.create_default_context()

    async def is_fit(self, address: str) -> bool:
        """Say whether an address may be told at this moment."""
        try:
            async with asyncio.timeout(self._limit_s):
                await self._find(address)
        except (Unsuitable, OSError, TimeoutError):
            return False
        return True

    async def send(self, address: str, headers: Mapping[str, str], body: str) -> Answer:
        """Send a body to an address, which is judged again, and return what it answered. Never raises for what the far end does."""
        try:
            async with asyncio.timeout(self._limit_s):
                target, found = await self._find(address)
                return await self._exchange(target, found, request(target, headers, body.encode()))
        except Unsuitable:
            return Answer(None, trouble="address")
        except TimeoutError:
            return Answer(None, trouble="time")
        except ssl.SSLError:
            return Answer(None, trouble="certificate")
        except OSError:
            return Answer(None, trouble="connection")
        except httptools.HttpParserError:
            return Answer(None, trouble="answer")

    async def _find(self, address: str) -> tuple[Target, str]:
        """Return an address taken apart, and where its name leads."""
        target = target_of(address)
        if target is None:
            raise Unsuitable
        try:
            found = await self._look_up(target.host, target.port)
        except UnicodeError as error:  # a label that is too long for a name
            raise Unsuitable from error
        chosen = allowed(found, target.secure, self._own)
        if chosen is None:
            raise Unsuitable
        return target, str(chosen)

    async def _exchange(self, target: Target, found: str, sent: bytes) -> Answer:
        trust, name = (self._trust, target.host) if target.secure else (None, None)
        reader, writer = await asyncio.open_connection(found, target.port, ssl=trust, server_hostname=name)
        try:
            writer.write(sent)
            await writer.drain()
            heard = Heard()
            while not heard.is_enough:
                piece = await reader.read(READ_BYTES)
                if not piece:
                    break
                heard.feed(piece)
            return heard.answer()
        finally:
            writer.transport.abort()


def request(target: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return a request as it goes over the wire."""
    lines = [
        f"POST {target.path} HTTP/1.1", f"Host: {target.named}", f"User-Agent: Permanence/{__version__}", "Content-Type: application/json",
        f"Content-Length: {len(body)}", "Accept: */*", "Connection: close", *(f"{name}: {value}" for name, value in headers.items()),
    ]  # fmt: skip
    return "\r\n".join((*lines, "", "")).encode("ascii") + body


class Heard:
    """What has been heard of an answer; the parser calls the methods that begin with `on_`."""

    def __init__(self) -> None:
        """Begin."""
        self._parser = httptools.HttpResponseParser(self)
        self._body, self._size, self._asked, self._over = bytearray(), 0, None, False
        self._code: int | None = None

    def feed(self, piece: bytes) -> None:
        """Hear more; raise where it is no answer."""
        self._size += len(piece)
        self._parser.feed_data(piece)

    @property
    def is_enough(self) -> bool:
        """Say whether nothing more is wanted: the answer is over, or enough of it is there."""
        return self._over or len(self._body) >= ANSWER_BYTES or self._size >= HEAD_BYTES

    def on_header(self, name: bytes, value: bytes) -> None:
        """Hear a header."""
        if name.lower() == b"retry-after" and value.strip().isdigit():
            self._asked = int(value.strip()[:9])

    def on_headers_complete(self) -> None:
        """Know the code; one of the hundreds says only that the answer is still to come."""
        code = self._parser.get_status_code()
        self._code = code if code >= 200 else None

    def on_body(self, piece: bytes) -> None:
        """Keep what fits."""
        self._body += piece[: ANSWER_BYTES - len(self._body)]

    def on_message_complete(self) -> None:
        """Know that it is over, unless more is to come."""
        self._over = self._code is not None

    def answer(self) -> Answer:
        """Return the answer; the text without what a row cannot hold."""
        if self._code is None:
            return Answer(None, trouble="answer")
        text = self._body.decode("utf-8", "replace").replace("\x00", "")
        return Answer(self._code, text[:ANSWER_BYTES], self._asked)
