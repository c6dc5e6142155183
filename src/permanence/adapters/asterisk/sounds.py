"""Prompts: turns uploaded WAV and MP3 into what the switch plays, checks them, and speaks text with a synthetic voice.

Foreign files are decoded by SoX in a process of its own with little memory and time, never in ours.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from permanence.adapters.asterisk.layout import Tree
from permanence.kernel.errors import Invalid, Unavailable

LARGEST_FILE = 40_000_000
LONGEST_TEXT = 3_000
QUIETEST_DB = -50.0
DECODE_SECONDS = 60
DECODE_MEMORY = 1 << 30
# Pico's programme has its voices' folder compiled in; our copy looks below the folder it is started in.
PICO_FOLDER = b"/usr/share/pico/lang/"
PICO_VOICES = {"fr": "fr-FR", "en": "en-GB", "de": "de-DE", "es": "es-ES", "it": "it-IT"}


class NotASound(Invalid):
    """The file is neither a WAV nor an MP3 that can be read."""

    code = "prompt_not_a_sound"


class SoundTooLong(Invalid):
    """The sound is too long."""

    code = "prompt_too_long"


class SoundSilent(Invalid):
    """Nothing is heard in this file."""

    code = "prompt_silent"


class NoVoice(Unavailable):
    """Text cannot be spoken on this machine; record the prompt and upload it."""

    code = "no_voice"


@dataclass(frozen=True, slots=True)
class Sound:
    """What became of a prompt: its length, its level before it was adjusted, and remarks for the person."""

    seconds: float
    peak_db: float
    loudness_db: float
    clipped: bool
    remarks: tuple[str, ...] = ()


class Studio:
    """Converts and speaks prompts with the programmes of one tree."""

    def __init__(self, tree: Tree | None) -> None:
        """Work with the unpacked tools, or refuse plainly when there are none."""
        self._tree = tree

    @property
    def voice(self) -> str | None:
        """Which synthetic voice speaks here, or None."""
        if self._tree is None or self._tree.binary("sox") is None:
            return None
        return next((name for name in ("pico2wave", "espeak-ng") if self._tree.binary(name)), None)

    def convert(self, source: Path, target: Path, *, rate: int = 8000, longest: float = 600.0) -> Sound:
        """Turn an uploaded file into 16-bit mono WAV, levelled; a file unfit to be played is refused with the reason.

        Name the target `.wav` for 8 kHz and `.wav16` for 16 kHz: that is how the switch tells them apart.
        """
        kind = _kind(source)
        heard = self._measure(source, kind)
        if heard.seconds > longest:
            raise SoundTooLong(
                f"The sound lasts {heard.seconds:.0f} s; {longest:.0f} s is the most. Shorten it."
            )
        if heard.seconds < 0.2 or heard.peak_db < QUIETEST_DB:
            raise SoundSilent("Nothing is heard in this file: check the microphone and record it again.")
        self._level(["-t", kind, str(source)], target, rate)
        return heard

    def speak(self, text: str, language: str, target: Path, *, rate: int = 8000) -> Sound:
        """Say the text into a WAV file, or refuse where no voice is to be had."""
        spoken = _speakable(text)
        with tempfile.TemporaryDirectory() as folder:
            raw = Path(folder) / "raw.wav"
            self._say(spoken, language, raw)
            self._level(["-t", "wav", str(raw)], target, rate)
            return self._measure(raw, "wav")

    def join(self, sources: Sequence[Path], target: Path) -> None:
        """Put sounds one after the other."""
        self._sox([*map(str, sources), str(target)])

    def _say(self, text: str, language: str, target: Path) -> None:
        tree, voice = self._tree, self.voice
        if tree is None or voice is None:
            raise NoVoice
        if voice == "pico2wave" and language in PICO_VOICES:
            programme = _pico(tree)
            words = [*programme, "-l", PICO_VOICES[language], "-w", str(target), text]
            _run(words, cwd=tree.path("usr/share/pico"), failing="The voice could not speak this text.")
            return
        if tree.binary("espeak-ng") is None:
            raise NoVoice(f"No voice speaks {language!r} on this machine; record the prompt and upload it.")
        data = next(iter(tree.path("usr/lib").glob("*/espeak-ng-data")), Path("/usr/share/espeak-ng-data"))
        words = [
            *tree.command("espeak-ng"),
            "--path",
            str(data.parent),
            "-s",
            "150",
            "-v",
            language,
            "-w",
            str(target),
        ]
        _run([*words, text], failing=f"The voice could not speak this text in {language!r}.")

    def _level(self, source: list[str], target: Path, rate: int) -> None:
        """Write the sound for the switch: mono, its loudest point 3 dB under full scale, silence trimmed to a breath."""
        part = target.with_name(f"{target.name}.part")
        target.parent.mkdir(parents=True, exist_ok=True)
        form = ["-t", "wav", "-e", "signed-integer", "-b", "16", "-c", "1"]
        effects = [
            "remix",
            "-",
            "gain",
            "-n",
            "-4",
            "rate",
            "-h",
            str(rate),
            "highpass",
            "60",
            "pad",
            "0.05",
            "0.15",
        ]
        self._sox([*source, *form, str(part), *effects])
        part.replace(target)

    def _measure(self, source: Path, kind: str) -> Sound:
        """Length and levels of a file as it is."""
        said = self._sox(["-t", kind, str(source), "-n", "remix", "-", "stats"])
        figures = {
            name.strip(): value for name, _, value in (line.rpartition(" ") for line in said.splitlines())
        }
        seconds = _number(figures.get("Length s", "0"))
        peak = _number(figures.get("Pk lev dB", "-inf"))
        loudness = _number(figures.get("RMS lev dB", "-inf"))
        share = _number(figures.get("Pk count", "0")) / max(1.0, _number(figures.get("Num samples", "1")))
        clipped = peak > -0.1 and share > 0.001
        remarks: list[str] = []
        if clipped:
            remarks.append(
                "The recording is clipped: it was made too loud. Record it again with a lower level."
            )
        if loudness < -35:
            remarks.append("The recording is faint: its level was raised, and its noise with it.")
        return Sound(seconds, peak, loudness, clipped, tuple(remarks))

    def _sox(self, words: list[str]) -> str:
        tree = self._tree
        if tree is None or tree.binary("sox") is None:
            raise NoVoice(
                "SoX is not on this machine, so prompts cannot be converted; run `make setup` again."
            )
        return _run(
            [*tree.command("sox"), "-V1", *words], failing="The file cannot be read as a sound."
        ).stderr


def apologies(studio: Studio, texts: Path, folder: Path) -> int:
    """Speak the sentences callers hear while the platform is away, in French then English; how many were made.

    Those already there and made from the same text stay.
    """
    known = folder / "made.json"
    wanted: dict[str, dict[str, str]] = json.loads(texts.read_text())
    made: dict[str, dict[str, str]] = json.loads(known.read_text()) if known.exists() else {}
    count = 0
    for name, sentences in wanted.items():
        target = folder / f"{name}.wav"
        if made.get(name) == sentences and target.exists():
            continue
        with tempfile.TemporaryDirectory() as place:
            parts: list[Path] = []
            for language, text in sentences.items():
                parts.append(Path(place) / f"{language}.wav")
                studio.speak(text, language, parts[-1])
            whole = Path(place) / "whole.wav"
            studio.join(parts, whole)
            folder.mkdir(parents=True, exist_ok=True)
            target.write_bytes(whole.read_bytes())
        count += 1
    known.write_text(json.dumps(wanted))
    return count


def _kind(source: Path) -> str:
    """Tell WAV from MP3 by the file's first bytes, never by its name."""
    if source.stat().st_size > LARGEST_FILE:
        raise SoundTooLong(f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")
    with source.open("rb") as handle:
        head = handle.read(12)
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0):
        return "mp3"
    raise NotASound("This is neither a WAV nor an MP3 file. Save the recording in one of these forms.")


def _speakable(text: str) -> str:
    """The text without what a voice would take for commands."""
    if len(text) > LONGEST_TEXT:
        raise SoundTooLong(
            f"The text has {len(text)} letters; {LONGEST_TEXT} is the most. Split it in two prompts."
        )
    spoken = re.sub(r"\s+", " ", re.sub(r"[<>\x00-\x1f]", " ", text)).strip().lstrip("-")
    if not spoken:
        raise SoundSilent("There is nothing to say: write the text of the prompt.")
    return spoken


def _pico(tree: Tree) -> list[str]:
    """The words that run Pico's programme from the unpacked tree; a machine's own needs no help."""
    words = tree.command("pico2wave")
    if tree.root is None:
        return words
    copy = tree.root / "usr/bin/pico2wave-here"
    if not copy.exists():
        data = Path(words[-1]).read_bytes()
        part = copy.with_suffix(".part")
        part.write_bytes(data.replace(PICO_FOLDER, b"lang/".ljust(len(PICO_FOLDER), b"\0")))
        part.chmod(0o755)
        part.replace(copy)
    return [*words[:-1], str(copy)]


def _run(words: list[str], *, failing: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a decoder or a voice on a short leash."""
    leash = [
        "prlimit",
        f"--as={DECODE_MEMORY}",
        f"--cpu={DECODE_SECONDS}",
        f"--fsize={4 * LARGEST_FILE}",
        "--",
    ]
    try:
        answer = subprocess.run(
            [*(leash if shutil.which("prlimit") else ()), *words], capture_output=True, text=True, errors="replace",
            check=False, cwd=cwd, stdin=subprocess.DEVNULL, timeout=DECODE_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NotASound(f"{failing} It took longer than {DECODE_SECONDS} s.") from error
    if answer.returncode:
        lines = answer.stderr.strip().splitlines()
        raise NotASound(f"{failing} ({lines[-1] if lines else f'status {answer.returncode}'})")
    return answer


def _number(text: str) -> float:
    """A figure as SoX prints it: 80480, 32.0k, 1.2M, -inf."""
    scale = {"k": 1e3, "M": 1e6, "G": 1e9}.get(text[-1:])
    return float(text) if scale is None else float(text[:-1]) * scale
