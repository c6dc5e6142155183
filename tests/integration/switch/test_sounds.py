"""Prompts: what is uploaded becomes what the switch plays, or is refused with a reason; text is spoken."""

from __future__ import annotations

import json
import math
import struct
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from permanence.adapters.asterisk.layout import Tree
from permanence.adapters.asterisk.sounds import (
    NotASound,
    NoVoice,
    SoundSilent,
    SoundTooLong,
    Studio,
    apologies,
)
from permanence.app import switch as wiring


@pytest.fixture(scope="module")
def studio() -> Studio:
    """The real programmes."""
    return wiring.fetch(lambda _: None).studio


def tone(path: Path, seconds: float = 1.0, level: float = 0.3, rate: int = 44100, channels: int = 2) -> Path:
    """A sine of 440 Hz, cut off at full scale."""
    count = int(seconds * rate)
    values = (max(-1.0, min(1.0, level * math.sin(2 * math.pi * 440 * i / rate))) for i in range(count))
    frames = b"".join(struct.pack("<h", int(value * 32767)) * channels for value in values)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(frames)
    return path


def form(path: Path) -> tuple[int, int, int]:
    with wave.open(str(path)) as file:
        return file.getframerate(), file.getnchannels(), file.getsampwidth()


@pytest.mark.parametrize("rate", [8000, 16000])
def test_a_stereo_recording_becomes_what_the_switch_plays(studio: Studio, tmp_path: Path, rate: int) -> None:
    sound = studio.convert(tone(tmp_path / "in.wav"), tmp_path / "out.wav", rate=rate)
    assert form(tmp_path / "out.wav") == (rate, 1, 2)
    assert sound.seconds == pytest.approx(1.0, abs=0.05)
    assert sound.peak_db == pytest.approx(-10.5, abs=0.5)
    assert not sound.remarks


def test_an_mp3_is_known_by_its_content_whatever_its_name(studio: Studio, tmp_path: Path) -> None:
    studio.join([tone(tmp_path / "in.wav")], tmp_path / "in.mp3")
    (tmp_path / "in.mp3").rename(tmp_path / "speech.wav")
    sound = studio.convert(tmp_path / "speech.wav", tmp_path / "out.wav")
    assert form(tmp_path / "out.wav") == (8000, 1, 2)
    assert sound.seconds == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize(("level", "clipped", "word"), [(4.0, True, "clipped"), (0.02, False, "faint")])
def test_a_recording_of_poor_level_is_taken_with_a_remark(
    studio: Studio, tmp_path: Path, level: float, clipped: bool, word: str
) -> None:
    sound = studio.convert(tone(tmp_path / "in.wav", level=level), tmp_path / "out.wav")
    assert sound.clipped is clipped
    assert any(word in remark for remark in sound.remarks)


def test_silence_and_length_are_refused(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(SoundSilent, match="check the microphone"):
        studio.convert(tone(tmp_path / "in.wav", level=0.0), tmp_path / "out.wav")
    with pytest.raises(SoundTooLong, match=r"lasts 3 s; 2 s is the most"):
        studio.convert(tone(tmp_path / "in.wav", seconds=3.0, rate=8000), tmp_path / "out.wav", longest=2.0)
    assert not (tmp_path / "out.wav").exists()


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"RIFF\0\0\0\0WAVE" + b"\xff" * 500, b"ID3" + b"\0" * 500, b"<svg/>"]
)
def test_what_is_no_sound_is_refused(studio: Studio, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in.wav").write_bytes(content)
    with pytest.raises((NotASound, SoundSilent)):
        studio.convert(tmp_path / "in.wav", tmp_path / "out.wav")
    assert not (tmp_path / "out.wav").exists()


@pytest.mark.parametrize("language", ["fr", "en", "pt"])
def test_text_is_spoken(studio: Studio, tmp_path: Path, language: str) -> None:
    sound = studio.speak(
        "Bonjour, <volume level='500'>-vous</volume> êtes bien\nchez nous.", language, tmp_path / "o.wav"
    )
    assert sound.seconds > 0.5
    assert sound.loudness_db > -40
    assert form(tmp_path / "o.wav") == (8000, 1, 2)


def test_nothing_to_say_and_too_much_are_refused(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(SoundSilent, match="nothing to say"):
        studio.speak(" <> ", "fr", tmp_path / "o.wav")
    with pytest.raises(SoundTooLong, match="Split it"):
        studio.speak("a" * 4000, "fr", tmp_path / "o.wav")


def test_without_a_voice_the_refusal_says_what_to_do(tmp_path: Path) -> None:
    for bare in (Studio(None), Studio(Tree(tmp_path))):
        assert bare.voice is None
        with pytest.raises(NoVoice, match="record the prompt and upload it"):
            bare.speak("Bonjour", "fr", tmp_path / "o.wav")
        with pytest.raises(NoVoice, match="make setup"):
            bare.convert(tone(tmp_path / "in.wav"), tmp_path / "o.wav")


@pytest.fixture
def count_made(studio: Studio, tmp_path: Path) -> Callable[[dict[str, dict[str, str]]], int]:
    def made(texts: dict[str, dict[str, str]]) -> int:
        (tmp_path / "texts.json").write_text(json.dumps(texts))
        return apologies(studio, tmp_path / "texts.json", tmp_path / "made")

    return made


def test_apologies_are_made_once_and_again_when_their_text_changes(
    count_made: Callable[[dict[str, dict[str, str]]], int], tmp_path: Path
) -> None:
    texts = {"default": {"fr": "Pardon.", "en": "Sorry."}, "later": {"fr": "Plus tard."}}
    assert count_made(texts) == 2
    assert count_made(texts) == 0
    assert count_made(texts | {"later": {"fr": "À plus tard."}}) == 1
    (tmp_path / "made/default.wav").unlink()
    assert count_made(texts | {"later": {"fr": "À plus tard."}}) == 1
