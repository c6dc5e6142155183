"""Prompts of firms as files that the switch plays: converted or spoken in a thread, one folder for each firm.

A new sound is a new file, so that a caller who hears the old one hears it to its end.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from permanence.adapters.asterisk.sounds import Sound, Studio
from permanence.flows.ports import SoundMade
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId, PromptId


class PromptFolder:
    """Implements `flows.ports.SoundStudio`; the studio is looked for at its first use."""

    def __init__(self, folder: Path, studio: Callable[[], Studio]) -> None:
        """Put prompts below this folder."""
        self._folder, self._find = folder, studio
        self._studio: Studio | None = None
        self._one_at_a_time = asyncio.Semaphore(2)

    async def convert(self, firm: FirmId, prompt: PromptId, uploaded: bytes) -> SoundMade:
        """Turn an uploaded WAV or MP3 into a prompt."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._convert, firm, prompt, uploaded)

    async def speak(self, firm: FirmId, prompt: PromptId, text: str, language: str) -> SoundMade:
        """Say a text with a synthetic voice."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._speak, firm, prompt, text, language)

    async def read(self, file: str) -> bytes:
        """Return a prompt's sound as WAV."""
        try:
            return await asyncio.to_thread(Path(f"{file}.wav").read_bytes)
        except OSError as error:
            raise NotFound("The file of this prompt is gone; record it again.") from error

    def _convert(self, firm: FirmId, prompt: PromptId, uploaded: bytes) -> SoundMade:
        target = self._target(firm, prompt, uploaded)
        with tempfile.NamedTemporaryFile() as source:
            source.write(uploaded)
            source.flush()
            return _made(target, self._tools().convert(Path(source.name), target))

    def _speak(self, firm: FirmId, prompt: PromptId, text: str, language: str) -> SoundMade:
        target = self._target(firm, prompt, f"{language}/{text}".encode())
        return _made(target, self._tools().speak(text, language, target))

    def _tools(self) -> Studio:
        if self._studio is None:
            self._studio = self._find()
        return self._studio

    def _target(self, firm: FirmId, prompt: PromptId, content: bytes) -> Path:
        """Return the file of a prompt: ids of ours and a hash, never a name that somebody chose."""
        folder = self._folder / firm
        folder.mkdir(parents=True, exist_ok=True, mode=0o755)
        return folder / f"{prompt}-{hashlib.sha256(content).hexdigest()[:16]}.wav"


def _made(target: Path, sound: Sound) -> SoundMade:
    return SoundMade(str(target.with_suffix("")), round(sound.seconds * 1000), sound.remarks)
