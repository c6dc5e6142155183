"""What callers and the automatic agent say: sentences spoken once into files, in several pitches so that they differ."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import tempfile
import wave
from array import array
from pathlib import Path

from permanence.adapters.asterisk.sounds import Studio
from permanence.kernel.errors import PermanenceError

RATE = 8000
PITCHES = (0.84, 1.0, 1.13)
TONE_S = 1.6


class Speech:
    """Speaks sentences into a folder. Without a voice on the machine a tone stands in for each of them."""

    def __init__(self, studio: Studio, folder: Path) -> None:
        """Keep the files in this folder."""
        self._studio, self._folder = studio, folder

    async def media(self, text: str, language: str, voice: int = 1) -> str:
        """Return the URI under which a switch plays the sentence."""
        return await asyncio.to_thread(self._file, text, language, PITCHES[voice % len(PITCHES)])

    def _file(self, text: str, language: str, pitch: float) -> str:
        mark = hashlib.sha256(f"{language}/{pitch}/{text}".encode()).hexdigest()[:20]
        target = self._folder / f"{mark}.wav"
        if not target.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder) as place:
                part = Path(place) / "spoken.wav"
                samples = self._speak(text, language, part, pitch)
                _write(part, samples)
                part.replace(target)
        return f"sound:{target.with_suffix('')}"

    def _speak(self, text: str, language: str, part: Path, pitch: float) -> array[int]:
        try:
            self._studio.speak(text, language, part, rate=RATE)
        except PermanenceError:
            return _tone(pitch)
        return _shift(_read(part), pitch)


def seconds(media: str) -> float:
    """Return how long a sentence made here lasts."""
    with wave.open(media.removeprefix("sound:") + ".wav") as file:
        return file.getnframes() / RATE


def _read(path: Path) -> array[int]:
    with wave.open(str(path)) as file:
        samples = array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _write(path: Path, samples: array[int]) -> None:
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def _shift(samples: array[int], pitch: float) -> array[int]:
    """Play faster and higher, or slower and lower, by reading between the samples."""
    if pitch == 1.0 or not samples:
        return samples
    length = int((len(samples) - 1) / pitch)
    shifted = array("h", bytes(2 * length))
    for index in range(length):
        place = index * pitch
        left = int(place)
        part = place - left
        shifted[index] = int(samples[left] * (1 - part) + samples[left + 1] * part)
    return shifted


def _tone(pitch: float) -> array[int]:
    """A soft square tone where the machine has no voice."""
    half = max(1, int(RATE / (440 * pitch) / 2))
    return array("h", (4000 if (n // half) % 2 else -4000 for n in range(int(RATE * TONE_S))))
