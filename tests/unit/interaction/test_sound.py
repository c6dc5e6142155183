"""Two sides become one stereo sound, and are measured on the way."""

from __future__ import annotations

import io
import math
import wave
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.interaction import sound


def mono(samples: list[int]) -> bytes:
    output = io.BytesIO()
    with wave.open(output, "wb") as writer:
        writer.setparams((1, 2, sound.RATE, 0, "NONE", ""))
        writer.writeframes(array("h", samples).tobytes())
    return output.getvalue()


def mixed(left: list[int], right: list[int]) -> tuple[bytes, sound.Mixdown]:
    frames = max(len(left), len(right))
    mix, out = sound.Mixdown(frames), b""
    for at in range(0, frames, mix.step_frames):
        size = min(mix.step_frames, frames - at)
        parts = [array("h", side[at : at + size]).tobytes() for side in (left, right)]
        out += mix.add(parts[0].ljust(size * 2, b"\0"), parts[1])
    return sound.wav_header(frames) + out, mix


side = st.lists(st.integers(-32768, 32767), max_size=3000)


@given(side, side)
def test_any_player_reads_the_stereo_sound_and_finds_both_sides(left: list[int], right: list[int]) -> None:
    whole, _ = mixed(left, right)
    with wave.open(io.BytesIO(whole)) as reader:
        assert (reader.getnchannels(), reader.getframerate(), reader.getsampwidth()) == (2, 8000, 2)
        frames = array("h", reader.readframes(reader.getnframes()))
    length = max(len(left), len(right))
    assert list(frames[0::2]) == left + [0] * (length - len(left))
    assert list(frames[1::2]) == right + [0] * (length - len(right))


def test_a_sine_is_as_loud_as_it_is_and_silence_has_no_level() -> None:
    sine = [round(16384 * math.sin(2 * math.pi * 440 * n / 8000)) for n in range(80_000)]
    _, mix = mixed(sine, [0] * len(sine))
    left, right = mix.levels()
    assert left == sound.Level(-9.0, -6.0)
    assert right == sound.Level(None, None)


def test_the_waveform_has_at_most_800_peaks_a_side_and_shows_who_spoke_when() -> None:
    half = 40_123
    _, mix = mixed([20_000] * half + [0] * half, [0] * half + [-32768] * half)
    left, right = sound.waveform_sides(mix.waveform())
    assert len(left) == len(right) <= sound.BUCKETS
    assert (left[0], right[0], left[-1], right[-1]) == (pytest.approx(0.608, abs=0.003), 0, 0, 1.0)


def test_an_empty_conversation_is_an_empty_sound() -> None:
    whole, mix = mixed([], [])
    assert len(whole) == sound.HEADER_BYTES
    assert mix.waveform() == b""
    assert mix.levels() == (sound.Level(None, None), sound.Level(None, None))


def test_samples_are_found_behind_other_parts_of_the_file() -> None:
    plain = mono([1, 2, 3])
    odd = plain[:36] + b"LIST" + (3).to_bytes(4, "little") + b"abc\0" + plain[36:]
    assert sound.find_sound(plain, len(plain)) == (44, 3)
    assert sound.find_sound(odd, len(odd)) == (56, 3)


@pytest.mark.parametrize("length", [0, 0xFFFFFFFF, 1_000_000])
def test_a_length_that_a_dead_switch_left_wrong_is_mended_by_the_file_size(length: int) -> None:
    plain = mono([5] * 100)
    broken = plain[:40] + length.to_bytes(4, "little") + plain[44:]
    assert sound.find_sound(broken, len(broken)) == (44, 100)


@pytest.mark.parametrize(
    "head",
    [b"", b"RIFF", b"RIFF\0\0\0\0WAVE", b"OggS" + bytes(60), mono([])[:22] + b"\2" + mono([])[23:],
     mono([])[:24] + (16000).to_bytes(4, "little") + mono([])[28:]],
)  # fmt: skip
def test_what_is_no_sound_of_ours_is_refused(head: bytes) -> None:
    with pytest.raises(sound.NotASound):
        sound.find_sound(head, len(head))


@given(st.binary(max_size=200))
def test_rubbish_never_does_worse_than_being_refused(head: bytes) -> None:
    try:
        begin, samples = sound.find_sound(head, len(head))
    except sound.NotASound:
        return
    assert begin + samples * 2 <= len(head)
