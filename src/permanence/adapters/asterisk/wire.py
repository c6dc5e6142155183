"""One websocket to the switch, as an asyncio protocol over the frame machine of `websockets`.

The library's own asyncio layer costs twice the processor time (a task, a queue and a lock for each message) and a
call is some thirty messages; its frame machine without I/O is the same code without that.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from typing import cast
from urllib.parse import quote, urlsplit

from websockets.client import ClientProtocol
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.uri import parse_uri

from permanence.kernel.errors import Unavailable

PING_EVERY_S = 5.0
SILENT_PINGS = (
    3  # so many without a word from the switch: the line is dead (counted, so that a pause of ours is none)
)
OPEN_WITHIN_S = 5.0
LARGEST_MESSAGE = 4 * 1024 * 1024  # more than the switch can write to a line (see `Ari.read`)


class LineRefused(Unavailable):
    """The switch does not take the connection."""

    code = "switch_line_refused"


class Wire(asyncio.Protocol):
    """An open line. `on_text` hears whole messages; `on_lost` is called once when the line is gone."""

    def __init__(self, uri: str, authorization: str, on_text: Callable[[bytes], None]) -> None:
        """Prepare a line; `open_wire` connects it."""
        self._frames = ClientProtocol(parse_uri(uri), max_size=LARGEST_MESSAGE)
        self._authorization = authorization
        self._on_text = on_text
        self._transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()
        self._silent = 0
        self._ticker: asyncio.TimerHandle | None = None
        self._parts: list[bytes] = []
        self._flushing = False
        self.opened: asyncio.Future[None] = self._loop.create_future()
        self.on_lost: Callable[[str], None] | None = None
        self.lost = False

    # -- asyncio's side ------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Shake hands."""
        self._transport = cast("asyncio.Transport", transport)
        request = self._frames.connect()
        request.headers["Authorization"] = self._authorization
        self._frames.send_request(request)
        self._flush()
        self._ticker = self._loop.call_later(PING_EVERY_S, self._tick)

    def data_received(self, data: bytes) -> None:
        """Take what came, however many messages it is."""
        self._silent = 0
        self._frames.receive_data(data)
        for event in self._frames.events_received():
            if isinstance(event, Frame):
                self._frame(event)
            else:
                self._shaken(cast("Response", event))
        self._flush()

    def eof_received(self) -> None:
        """The switch ends the line."""
        self._frames.receive_eof()
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        """The line is gone."""
        self._end(str(exc) if exc else "closed by the switch")

    # -- our side ------------------------------------------------------------------------------------------

    def send(self, text: bytes) -> None:
        """Send a message, together with all others of this turn of the loop; on a lost line nothing happens.

        Each write wakes a thread of the switch, which costs more than everything else about a request.
        """
        if self.lost:
            return
        self._frames.send_text(text)
        if not self._flushing:
            self._flushing = True
            self._loop.call_soon(self._flush)

    def close(self, why: str = "closed by us") -> None:
        """End the line with a word to the switch."""
        if self._transport is not None and not self.lost and self.opened.done():
            if self._frames.state is State.OPEN:
                self._frames.send_close(CloseCode.NORMAL_CLOSURE)
            self._flush()
            self._transport.close()
        self._end(why)

    def cut(self, why: str) -> None:
        """End a line on which nothing goes through any more."""
        if self._transport is not None:
            self._transport.abort()
        self._end(why)

    def _shaken(self, response: Response) -> None:
        if self.opened.done():
            return
        if self._frames.handshake_exc is None:
            self.opened.set_result(None)
            return
        hint = " (user or password of ARI)" if response.status_code in (401, 403) else ""
        self.opened.set_exception(LineRefused(f"The switch answered {response.status_code}{hint}."))

    def _frame(self, frame: Frame) -> None:
        if self.lost:
            return
        if frame.opcode is Opcode.TEXT and frame.fin:
            self._on_text(bytes(frame.data))
        elif frame.opcode in (Opcode.TEXT, Opcode.CONT):
            self._parts.append(bytes(frame.data))
            if frame.fin:
                whole, self._parts = b"".join(self._parts), []
                self._on_text(whole)
        elif frame.opcode is Opcode.CLOSE:
            self.close("closed by the switch")

    def _flush(self) -> None:
        self._flushing = False
        if self._transport is None or self._transport.is_closing():
            return
        data = b"".join(self._frames.data_to_send())
        if data:
            self._transport.write(data)

    def _tick(self) -> None:
        self._silent += 1
        if self._silent > SILENT_PINGS:
            self.cut("the switch has gone silent")
            return
        if self.opened.done():
            self._frames.send_ping(b"")
            self._flush()
        self._ticker = self._loop.call_later(PING_EVERY_S, self._tick)

    def _end(self, why: str) -> None:
        if self.lost:
            return
        self.lost = True
        if self._ticker is not None:
            self._ticker.cancel()
        if not self.opened.done():
            self.opened.set_exception(LineRefused(f"The switch closed the connection ({why})."))
            self.opened.exception()  # who opened it may have given up meanwhile
        if self.on_lost is not None:
            self.on_lost(why)


async def open_wire(base: str, app: str, user: str, password: str, on_text: Callable[[bytes], None]) -> Wire:
    """Connect to ARI at `base` (``http://host:port/ari``) as the application `app`; raise `LineRefused`."""
    place = urlsplit(base)
    scheme = "wss" if place.scheme == "https" else "ws"
    uri = f"{scheme}://{place.netloc}{place.path}/events?app={quote(app)}"
    authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    wire: Wire | None = None
    try:
        async with asyncio.timeout(OPEN_WITHIN_S):
            _, wire = await asyncio.get_running_loop().create_connection(
                lambda: Wire(uri, authorization, on_text),
                place.hostname or "127.0.0.1",
                place.port or (443 if scheme == "wss" else 80),
                ssl=True if scheme == "wss" else None,
            )
            await wire.opened
    except (OSError, TimeoutError, LineRefused) as error:
        if wire is not None:
            wire.cut("not opened")
        why = error.message if isinstance(error, LineRefused) else str(error) or "no answer"
        raise LineRefused(f"No line to the switch at {base}: {why}") from error
    except asyncio.CancelledError:
        if wire is not None:
            wire.cut("not opened")
        raise
    return wire
