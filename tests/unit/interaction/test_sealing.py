"""Sealed chunks open one by one with the right key, and never with anything changed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.interaction import sealing
from permanence.interaction.sealing import CHUNK, Broken, Sealer, SealHead

KEY, FIRM, RECORDING = bytes(range(32)), "frm_a", "rec_a"


def sealed(content: bytes, firm: str = FIRM, recording: str = RECORDING, key: bytes = KEY) -> bytes:
    head = SealHead(len(content), b"12345678")
    sealer = Sealer(key, head, firm, recording)
    parts = [sealer.seal(i, content[i * CHUNK : (i + 1) * CHUNK]) for i in range(head.chunks)]
    return head.encode() + b"".join(parts)


def opened(file: bytes, first: int, last: int, firm: str = FIRM, recording: str = RECORDING, key: bytes = KEY) -> bytes:
    head = SealHead.decode(file)
    sealer = Sealer(key, head, firm, recording)
    return b"".join(
        sealer.open(p.index, file[p.offset : p.offset + p.length])[p.first : p.last + 1]
        for p in sealing.pieces(head.size, first, last)
    )


CONTENT = random.Random(7).randbytes(3 * CHUNK + 1234)
FILE = sealed(CONTENT)


@given(st.data())
def test_any_part_of_the_content_is_read_without_opening_the_rest(data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(CONTENT) - 1))
    last = data.draw(st.integers(first, len(CONTENT) - 1))
    assert opened(FILE, first, last) == CONTENT[first : last + 1]
    assert len(sealing.pieces(len(CONTENT), first, last)) <= (last - first) // CHUNK + 2


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_every_length_comes_back_whole(size: int) -> None:
    content = CONTENT[:size]
    assert opened(sealed(content), 0, size - 1) == content


@given(st.integers(0, len(FILE) - 1), st.integers(0, 7))
def test_one_changed_bit_anywhere_is_noticed(at: int, bit: int) -> None:
    changed = FILE[:at] + bytes([FILE[at] ^ 1 << bit]) + FILE[at + 1 :]
    with pytest.raises(Broken):
        assert opened(changed, 0, len(CONTENT) - 1) != CONTENT


def test_nothing_opens_for_another_firm_recording_or_key() -> None:
    for whose in ({"firm": "frm_b"}, {"recording": "rec_b"}, {"key": bytes(32)}):
        with pytest.raises(Broken):
            opened(FILE, 0, 10, **whose)  # type: ignore[arg-type]


def test_chunks_cannot_change_places_nor_be_cut_off() -> None:
    size = CHUNK + sealing.TAG
    begin = sealing.HEADER
    swapped = FILE[:begin] + FILE[begin + size : begin + 2 * size] + FILE[begin : begin + size] + FILE[begin + 2 * size :]
    with pytest.raises(Broken):
        opened(swapped, 0, 10)
    shorter = SealHead(2 * CHUNK, b"12345678").encode() + FILE[begin : begin + 2 * size]
    with pytest.raises(Broken):
        opened(shorter, 0, 10)


def test_keys_lie_under_keys() -> None:
    outer, inner = bytes(32), bytes(range(32))
    assert sealing.unwrap(outer, sealing.wrap(outer, inner)) == inner
    with pytest.raises(Broken):
        sealing.unwrap(inner, sealing.wrap(outer, inner))


@pytest.mark.parametrize("head", [b"", b"PRMSEAL1", b"RIFF" + bytes(40)])
def test_other_files_are_not_taken_for_sealed_ones(head: bytes) -> None:
    with pytest.raises(Broken):
        SealHead.decode(head)
