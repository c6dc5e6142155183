"""Joins the two sides of a conversation into one stereo sound and measures it: what the customer says is left,
what the customer hears is right. Values in, values out; the WAV form is read and written here as bytes.
"""

from __future__ import annotations

import math
import sys
from array import array
from operator import mul

import msgspec

RATE = 8000
WIDTH = 2  # bytes of one sample of one side
BUCKETS = 800
HEADER_BYTES = 44
STEP_FRAMES = 32_768
FULL_SCALE = 32_768
BYTE_RATE = RATE * WIDTH * 2


class Level(msgspec.Struct, frozen=True):
    """How loud a side is, in decibels below full scale; None: nothing but silence."""

    rms_db: float | None
    peak_db: float | None


class NotASound(ValueError):
    """The file is not a WAV of 8 kHz, 16 bits, one side."""


def wav_header(frames: int) -> bytes:
    """Return the 44 bytes before `frames` frames of two sides."""
    data = frames * WIDTH * 2
    return b"".join(
        (
            b"RIFF", (data + HEADER_BYTES - 8).to_bytes(4, "little"), b"WAVEfmt ",
            (16).to_bytes(4, "little"), (1).to_bytes(2, "little"), (2).to_bytes(2, "little"),
            RATE.to_bytes(4, "little"), BYTE_RATE.to_bytes(4, "little"),
            (WIDTH * 2).to_bytes(2, "little"), (WIDTH * 8).to_bytes(2, "little"),
            b"data", data.to_bytes(4, "little"),
        )
    )  # fmt: skip


def find_sound(head: bytes, size: int) -> tuple[int, int]:
    """Return where the samples of one side begin in its file and how many there are.

    A switch that died did not write the length: then everything up to the end of the file counts.
    """
    if len(head) < 12 or head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        raise NotASound("the file does not begin like a WAV")
    at = 12
    while at + 8 <= len(head):
        name, length = head[at : at + 4], int.from_bytes(head[at + 4 : at + 8], "little")
        at += 8
        if name == b"fmt ":
            _check_format(head[at : at + 16])
        elif name == b"data":
            left = max(0, size - at)
            return at, (length if 0 < length <= left else left) // WIDTH
        at += length + length % 2
    raise NotASound("the file has no samples")


def _check_format(body: bytes) -> None:
    kind, sides, rate = (
        int.from_bytes(body[0:2], "little"), int.from_bytes(body[2:4], "little"), int.from_bytes(body[4:8], "little")
    )  # fmt: skip
    if (kind, sides, rate, int.from_bytes(body[14:16], "little")) != (1, 1, RATE, WIDTH * 8):
        raise NotASound("the file is not 8 kHz, 16 bits, one side")


def duration_ms(frames: int) -> int:
    """Return how long this many frames sound."""
    return frames * 1000 // RATE


class Mixdown:
    """Takes both sides step by step and gives the stereo bytes; keeps levels and peaks for the end.

    Every step but the last must have `step_frames` frames, which is a whole number of buckets.
    """

    def __init__(self, frames: int) -> None:
        """Prepare for this many frames."""
        self.bucket_frames = max(1, -(-frames // BUCKETS))
        self.step_frames = max(1, STEP_FRAMES // self.bucket_frames) * self.bucket_frames
        self._frames = frames
        self._squares = [0, 0]
        self._peaks: tuple[list[int], list[int]] = ([], [])

    def add(self, left: bytes, right: bytes) -> bytes:
        """Return the stereo bytes of one step; a shorter side is silent at its end."""
        length = max(len(left), len(right)) // WIDTH * WIDTH
        sides = [_samples(side.ljust(length, b"\0")[:length]) for side in (left, right)]
        both = array("h", bytes(2 * length))
        for index, side in enumerate(sides):
            both[index::2] = side
            self._squares[index] += sum(map(mul, side, side))
            self._peaks[index].extend(_bucket_peaks(side, self.bucket_frames))
        return _bytes(both)

    def levels(self) -> tuple[Level, Level]:
        """Return the level of each side over the whole length."""
        left, right = (
            Level(_db(math.sqrt(squares / self._frames) if self._frames else 0), _db(max(peaks, default=0)))
            for squares, peaks in zip(self._squares, self._peaks, strict=True)
        )
        return left, right

    def waveform(self) -> bytes:
        """Return both sides' peaks, one byte a bucket (255: full scale): the left side's, then the right side's."""
        return b"".join(bytes(peak * 255 // FULL_SCALE for peak in peaks) for peaks in self._peaks)


def waveform_sides(packed: bytes) -> tuple[list[float], list[float]]:
    """Return the peaks of each side between 0 and 1."""
    half = len(packed) // 2
    left, right = ([round(value / 255, 3) for value in side] for side in (packed[:half], packed[half:]))
    return left, right


def _bucket_peaks(side: array[int], width: int) -> list[int]:
    parts = (side[at : at + width] for at in range(0, len(side), width))
    return [max(max(part), -min(part)) for part in parts]


def _db(value: float) -> float | None:
    return None if value <= 0 else round(20 * math.log10(value / FULL_SCALE), 1)


def _samples(data: bytes) -> array[int]:
    samples = array("h", data)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _bytes(samples: array[int]) -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
