"""The archive: one sealed file for each recording, in a folder for each firm; written whole or not at all.

A file gets a name of its own at each try. So two that seal the same recording never overwrite one another, and
what a crash left is told from what a row needs.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncGenerator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from permanence.adapters.key_file import sync_folder
from permanence.interaction.archive import SIDES, Kept, SealedSound
from permanence.interaction.errors import CannotSeal, DamagedRecording
from permanence.interaction.sealing import (
    CHUNK,
    HEADER,
    KEY_BYTES,
    PREFIX_BYTES,
    Broken,
    Sealer,
    SealHead,
    pieces,
    unwrap,
    wrap,
)
from permanence.interaction.sound import (
    HEADER_BYTES,
    WIDTH,
    Mixdown,
    NotASound,
    duration_ms,
    find_sound,
    wav_header,
)
from permanence.kernel.ids import FirmId

ENDING = ".sealed"


class SealedArchive:
    """Implements `interaction.ports.SealedFiles`."""

    def __init__(self, folder: Path, spool: Path, key: bytes) -> None:
        """Seal what lies in `spool` into `folder`, with firm keys that are wrapped by this key."""
        self._folder, self._spool, self._key = folder, spool, key

    async def seal(self, recording: Kept, key_id: str, firm_key: bytes) -> SealedSound:
        """Seal a recording's plain files into a file of its own and keep it for good."""
        try:
            return await asyncio.to_thread(self._seal, recording, key_id, firm_key)
        except OSError as error:
            raise CannotSeal(f"{error.strerror or error} ({type(error).__name__})") from error

    def _seal(self, recording: Kept, key_id: str, firm_key: bytes) -> SealedSound:
        with ExitStack() as stack:
            sides = [self._side(stack, recording.spool, side) for side in SIDES]
            frames = max(count for _, count in sides)
            if all(source is None for source, _ in sides):
                raise CannotSeal("there is no plain sound of this recording", final=True)
            key = secrets.token_bytes(KEY_BYTES)
            head = SealHead(HEADER_BYTES + frames * WIDTH * 2, secrets.token_bytes(PREFIX_BYTES))
            sealer = Sealer(key, head, recording.firm, recording.id)
            folder = self._folder / recording.firm
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            name = f"{recording.id}-{secrets.token_hex(4)}{ENDING}"
            mix = Mixdown(frames)
            draft = folder / f".{name}.part"
            try:
                _write(draft, head, sealer, mix, frames, sides)
                draft.rename(folder / name)
            finally:
                draft.unlink(missing_ok=True)
        sync_folder(folder)
        sync_folder(self._folder)
        left, right = mix.levels()
        return SealedSound(
            name, key_id, wrap(firm_key, key), head.size, duration_ms(frames), left, right, mix.waveform()
        )

    def _side(self, stack: ExitStack, spool: str, side: str) -> tuple[BinaryIO | None, int]:
        """Return a plain file at its first sample, and the number of samples; an unreadable side is silent."""
        path = self._spool / f"{spool}-{side}.wav"
        if not path.exists():
            return None, 0
        source = stack.enter_context(path.open("rb"))
        try:
            begin, samples = find_sound(source.read(4096), path.stat().st_size)
        except NotASound:
            return None, 0
        source.seek(begin)
        return source, samples

    async def read(self, recording: Kept, firm_key: bytes, first: int, last: int) -> AsyncGenerator[bytes]:
        """Yield the bytes `first` to `last` of the sound."""
        try:
            source, sealer, size = await asyncio.to_thread(self._open, recording, firm_key)
        except (OSError, Broken) as error:
            raise DamagedRecording from error
        try:
            for piece in pieces(size, first, last):
                try:
                    kept = await asyncio.to_thread(os.pread, source.fileno(), piece.length, piece.offset)
                    plain = sealer.open(piece.index, kept)
                except (OSError, Broken) as error:
                    raise DamagedRecording from error
                yield plain[piece.first : piece.last + 1]
        finally:
            source.close()

    def _open(self, recording: Kept, firm_key: bytes) -> tuple[BinaryIO, Sealer, int]:
        assert recording.file is not None and recording.wrapped_key is not None
        source = (self._folder / recording.firm / recording.file).open("rb")
        try:
            head = SealHead.decode(source.read(HEADER))
            if head.size != recording.size:
                raise Broken("the file is not as long as its row says")
            sealer = Sealer(unwrap(firm_key, recording.wrapped_key), head, recording.firm, recording.id)
        except BaseException:
            source.close()
            raise
        return source, sealer, head.size

    async def delete(self, firm: FirmId, file: str) -> None:
        """Delete a sealed file; one that is gone already does not matter."""
        path = self._folder / firm / Path(file).name
        await asyncio.to_thread(lambda: path.unlink(missing_ok=True))

    async def names(self) -> frozenset[tuple[str, str]]:
        """Return firm and name of every sealed file, and of what a crash left half-written."""
        return await asyncio.to_thread(self._names)

    def _names(self) -> frozenset[tuple[str, str]]:
        found = self._folder.glob("frm_*/*") if self._folder.is_dir() else ()
        return frozenset((path.parent.name, path.name) for path in found if ENDING in path.name)

    def new_firm_key(self) -> bytes:
        """Return a fresh firm key under the installation's key."""
        return wrap(self._key, secrets.token_bytes(KEY_BYTES))

    def firm_key(self, wrapped: bytes) -> bytes:
        """Return a firm's key."""
        try:
            return unwrap(self._key, wrapped)
        except Broken as error:
            raise DamagedRecording from error


def _write(
    path: Path, head: SealHead, sealer: Sealer, mix: Mixdown, frames: int, sides: list[tuple[BinaryIO | None, int]]
) -> None:
    """Write the sealed file to the disk, step by step: an hour of conversation needs no more memory than a second."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as output:
        output.write(head.encode())
        plain, index, at = bytearray(wav_header(frames)), 0, 0
        while at < frames:
            step = min(mix.step_frames, frames - at)
            left, right = (_take(source, samples - at, step) for source, samples in sides)
            plain += mix.add(left.ljust(step * WIDTH, b"\0"), right)
            at += step
            while len(plain) >= CHUNK:
                output.write(sealer.seal(index, bytes(plain[:CHUNK])))
                del plain[:CHUNK]
                index += 1
        if plain:
            output.write(sealer.seal(index, bytes(plain)))
        output.flush()
        os.fsync(output.fileno())


def _take(source: BinaryIO | None, left: int, step: int) -> bytes:
    return source.read(min(step, max(left, 0)) * WIDTH) if source is not None else b""
