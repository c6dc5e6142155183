"""One digest for many, and the proof that some of them are under it: the Merkle tree of RFC 6962, section 2.1.

A leaf is hashed behind a byte 0, a node behind a byte 1. The audit path of that section proves one leaf; here a proof may also
be of several leaves side by side. For one leaf both are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

NOTHING = hashlib.sha256(b"").digest()
"""The root of a tree without a leaf."""


def leaf(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The tree over these leaves' hashes. Its levels are kept: a proof costs as many steps as the tree is high."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        """Build all levels; a node without a sister is its own parent."""
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = [node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
            self._levels.append([*pairs, *below[len(pairs) * 2 :]])

    @property
    def root(self) -> bytes:
        """Return the root."""
        return self._levels[-1][0] if self._levels[-1] else NOTHING

    def proof(self, first: int, count: int = 1) -> list[bytes]:
        """Return what proves that `count` leaves from `first` on are under the root."""
        assert first >= 0 and count >= 1 and first + count <= len(self._levels[0]), "there are no such leaves"
        return list(self._beside(0, len(self._levels[0]), first, first + count))

    def _beside(self, low: int, high: int, first: int, last: int) -> Iterator[bytes]:
        """Yield the nodes below this one that the leaves do not reach, the deepest first."""
        if first <= low and high <= last:
            return
        middle = low + _split(high - low)
        if last <= middle:
            yield from self._beside(low, middle, first, last)
            yield self._node(middle, high)
        elif first >= middle:
            yield from self._beside(middle, high, first, last)
            yield self._node(low, middle)
        else:
            yield from self._beside(low, middle, first, last)
            yield from self._beside(middle, high, first, last)

    def _node(self, low: int, high: int) -> bytes:
        level = (high - low - 1).bit_length()
        return self._levels[level][low >> level]


def root_of(leaves: Sequence[bytes], first: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root of a tree of `size` leaves that holds these from `first` on, as the proof has it; None where the proof
    does not fit."""
    if not leaves or first < 0 or first + len(leaves) > size:
        return None
    rest = iter(proof)
    found = _climb(leaves, first, 0, size, rest, first, [])
    return found if next(rest, None) is None else None


def narrowed(leaves: Sequence[bytes], first: int, size: int, proof: Sequence[bytes], index: int) -> list[bytes] | None:
    """Return the proof of leaf `index` alone, which is one of these leaves, from the proof of all of them; None where that
    does not fit."""
    if not first <= index < first + len(leaves) <= size:
        return None
    path: list[bytes] = []
    found = _climb(leaves, first, 0, size, iter(proof), index, path)
    return path if found is not None else None


def _climb(
    leaves: Sequence[bytes], first: int, low: int, high: int, rest: Iterator[bytes], index: int, path: list[bytes]
) -> bytes | None:
    """Return the node over the leaves from `low` up to `high`; None where the proof is too short. What stands beside the way
    to leaf `index` is added to `path`, the deepest first."""
    if high - low == 1:
        return leaves[low - first]
    middle = low + _split(high - low)
    left = right = None
    reaches_left, reaches_right = first < middle, first + len(leaves) > middle
    if reaches_left:
        left = _climb(leaves, first, low, middle, rest, index, path)
    if reaches_right:
        right = _climb(leaves, first, middle, high, rest, index, path)
    left = left if reaches_left else next(rest, None)
    right = right if reaches_right else next(rest, None)
    if left is None or right is None:
        return None
    if low <= index < high:
        path.append(right if index < middle else left)
    return node(left, right)


def _split(size: int) -> int:
    """Return the largest power of two below `size`: so many leaves are on the left."""
    return 1 << (size - 1).bit_length() - 1
