"""The keypad's line to the floor. It has fields for counts, results and tokens, and none for a digit.

While the floor is away results wait and are told when it is back; the line itself is what tells the floor that the keypad lives.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from permanence.cards.keypad import Shown
from permanence.cards.ports import Asked, Told
from permanence.floor.protocol import PadEnded, PadShown, PadUp, Reply, Snapshot, Update

PAUSE_S = 0.3
_encode = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder[Reply | Snapshot | Update](Reply | Snapshot | Update).decode


class PadLine:
    """Implements `cards.ports.FloorLine`. `under_way` is asked at every start of the line, `settled` hears of each result whether it
    was wanted."""

    def __init__(self, socket: Path, under_way: Callable[[], Sequence[str]], settled: Callable[[str, bool], None]) -> None:
        """Prepare; `run` connects."""
        self._socket, self._under_way, self._settled = socket, under_way, settled
        self._writer: asyncio.StreamWriter | None = None
        self._results: dict[int, PadEnded] = {}
        self._serial = 0

    def show(self, asked: Asked, shown: Shown) -> None:
        """Tell how far the caller is; what is shown while the floor is away is out of date when it is back."""
        self._send(PadShown(asked.call, asked.consultation, shown.stage.value, shown.digits, shown.tries))

    def end(self, asked: Asked, told: Told) -> None:
        """Tell how it ended; it is told again until the floor has heard it."""
        self._serial += 1
        ended = PadEnded(
            self._serial, asked.call, asked.consultation, told.result.value, told.token, told.network, told.last_four
        )
        self._results[self._serial] = ended
        self._send(ended)

    async def run(self, may: Callable[[], bool]) -> None:
        """Keep the line up until cancelled, while `may` says that callers can be taken."""
        while True:
            if may():
                with suppress(OSError, ValueError, msgspec.MsgspecError):  # the floor is away; it is tried again in a moment
                    await self._serve(may)
            await asyncio.sleep(PAUSE_S)

    async def _serve(self, may: Callable[[], bool]) -> None:
        reader, writer = await asyncio.open_unix_connection(self._socket)
        self._writer = writer
        try:
            self._send(PadUp(list(self._under_way())))
            for ended in list(self._results.values()):
                self._send(ended)
            while line := await self._line(reader, may):
                self._heard(_read(line))
        finally:
            self._writer = None
            writer.close()

    async def _line(self, reader: asyncio.StreamReader, may: Callable[[], bool]) -> bytes:
        """Return the floor's next word, nothing at the end of the line, or when callers can no longer be taken: the floor takes them
        back when the line is closed."""
        waiting = asyncio.ensure_future(reader.readline())
        try:
            while may():
                done, _ = await asyncio.wait({waiting}, timeout=PAUSE_S)
                if done:
                    return waiting.result()
            return b""
        finally:
            waiting.cancel()

    def _heard(self, answer: Reply | Snapshot | Update) -> None:
        ended = self._results.pop(answer.id, None) if isinstance(answer, Reply) else None
        if ended is not None and isinstance(answer, Reply):
            self._settled(ended.consultation, answer.code is None)

    def _send(self, told: PadUp | PadShown | PadEnded) -> None:
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(_encode(told) + b"\n")
