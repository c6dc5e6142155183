"""The form of a sealed recording, and its keys: 64 KiB chunks, each under AES-256-GCM, readable one by one.

A data key seals one file and is itself wrapped by the firm's key, which is wrapped by the installation's. The
chunk's number is part of its nonce; firm, recording, number and the whole length are authenticated with it, so
that a chunk moved, swapped, cut off or brought from another firm does not open. Chance is an argument.
"""

from __future__ import annotations

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

CHUNK = 64 * 1024
TAG = 16
MAGIC = b"PRMSEAL1"
HEADER = len(MAGIC) + 8 + 8
KEY_BYTES = 32
PREFIX_BYTES = 8


class Broken(ValueError):
    """The sealed file was changed, cut, or belongs to something else."""


class SealHead(msgspec.Struct, frozen=True):
    """What stands before the chunks: the length of the content and the nonces' beginning."""

    size: int
    prefix: bytes

    def encode(self) -> bytes:
        """Return the header's bytes."""
        return MAGIC + self.size.to_bytes(8, "big") + self.prefix

    @classmethod
    def decode(cls, data: bytes) -> SealHead:
        """Read the header's bytes."""
        if len(data) < HEADER or not data.startswith(MAGIC):
            raise Broken("this is not a sealed recording")
        return cls(int.from_bytes(data[8:16], "big"), data[16:24])

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.size // CHUNK)


class Sealer:
    """Seals and opens the chunks of one recording."""

    def __init__(self, key: bytes, head: SealHead, firm: str, recording: str) -> None:
        """Hold the key; `firm` and `recording` name whose chunks these are."""
        self._cipher, self._head = AESGCM(key), head
        self._whose = f"{firm}/{recording}/{head.size}/".encode()

    def seal(self, index: int, plain: bytes) -> bytes:
        """Return a chunk as it is kept."""
        return self._cipher.encrypt(self._nonce(index), plain, self._whose + str(index).encode())

    def open(self, index: int, kept: bytes) -> bytes:
        """Return a chunk's content; raise `Broken` where one bit of anything differs."""
        try:
            return self._cipher.decrypt(self._nonce(index), kept, self._whose + str(index).encode())
        except InvalidTag as error:
            raise Broken("a chunk does not open with this key") from error

    def _nonce(self, index: int) -> bytes:
        return self._head.prefix + index.to_bytes(4, "big")


class Piece(msgspec.Struct, frozen=True):
    """A part of one chunk: where the chunk lies in the file, how long it is there, which of its bytes are wanted."""

    index: int
    offset: int
    length: int
    first: int
    last: int


def pieces(size: int, first: int, last: int) -> list[Piece]:
    """Return what must be read and opened for the bytes `first` to `last` (both included)."""
    found: list[Piece] = []
    for index in range(first // CHUNK, last // CHUNK + 1):
        begin = index * CHUNK
        length = min(CHUNK, size - begin)
        found.append(
            Piece(
                index, HEADER + index * (CHUNK + TAG), length + TAG, max(0, first - begin), min(length - 1, last - begin)
            )
        )  # fmt: skip
    return found


def wrap(outer: bytes, key: bytes) -> bytes:
    """Return a key under another."""
    return aes_key_wrap(outer, key)


def unwrap(outer: bytes, wrapped: bytes) -> bytes:
    """Return the key that was wrapped; raise `Broken` where the outer key is another."""
    try:
        return aes_key_unwrap(outer, wrapped)
    except InvalidUnwrap as error:
        raise Broken("a key does not open with this one") from error
