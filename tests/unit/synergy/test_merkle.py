"""One digest for many: the known roots, RFC 6962's own definitions written out plainly, and proofs of any stretch of leaves."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.synergy.merkle import NOTHING, Tree, leaf, narrowed, root_of

DATA = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
ROOTS = ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"]


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def head(data: list[bytes]) -> bytes:
    """The Merkle tree hash as section 2.1 writes it."""
    if len(data) < 2:
        return sha(b"\x00" + data[0]) if data else sha(b"")
    half = 1
    while half * 2 < len(data):
        half *= 2
    return sha(b"\x01" + head(data[:half]) + head(data[half:]))


def path(at: int, data: list[bytes]) -> list[bytes]:
    """The audit path as section 2.1.1 writes it."""
    if len(data) == 1:
        return []
    half = 1
    while half * 2 < len(data):
        half *= 2
    return [*path(at, data[:half]), head(data[half:])] if at < half else [*path(at - half, data[half:]), head(data[:half])]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_roots(size: int) -> None:
    assert Tree([leaf(data) for data in DATA[:size]]).root.hex() == ROOTS[size - 1]


def test_a_tree_of_nothing() -> None:
    assert Tree([]).root == NOTHING == sha(b"")
    assert root_of([], 0, 0, []) is None


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 31, 33])
def test_roots_and_paths_are_those_of_the_definition(size: int) -> None:
    data = [bytes([at]) for at in range(size)]
    tree = Tree([leaf(each) for each in data])
    assert tree.root == head(data)
    assert [tree.proof(at) for at in range(size)] == [path(at, data) for at in range(size)]


@given(st.integers(1, 70).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))), st.data())
def test_any_stretch_of_leaves_is_proven_and_no_other(given_size: tuple[int, int], more: st.DataObject) -> None:
    size, first = given_size
    count = more.draw(st.integers(1, size - first))
    leaves = [leaf(bytes([at])) for at in range(size)]
    tree = Tree(leaves)
    proof, mine = tree.proof(first, count), leaves[first : first + count]
    assert root_of(mine, first, size, proof) == tree.root
    assert len(proof) <= 2 * size.bit_length()
    changed = more.draw(st.integers(0, count - 1))
    assert root_of([*mine[:changed], leaf(b"no"), *mine[changed + 1 :]], first, size, proof) != tree.root
    assert root_of(mine, first, size, [*proof, NOTHING]) is None
    if proof:
        wrong = more.draw(st.integers(0, len(proof) - 1))
        assert root_of(mine, first, size, proof[:-1]) is None
        assert root_of(mine, first, size, [*proof[:wrong], NOTHING, *proof[wrong + 1 :]]) != tree.root


@pytest.mark.parametrize(("first", "size"), [(-1, 3), (2, 3), (0, 1)])
def test_leaves_beyond_the_tree_prove_nothing(first: int, size: int) -> None:
    assert root_of([leaf(b"a"), leaf(b"b")], first, size, []) is None


@given(st.integers(1, 70).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))), st.data())
def test_the_proof_of_several_is_narrowed_to_that_of_each(given_size: tuple[int, int], more: st.DataObject) -> None:
    size, first = given_size
    count = more.draw(st.integers(1, size - first))
    leaves = [leaf(bytes([at])) for at in range(size)]
    tree, own = Tree(leaves), leaves[first : first + count]
    proof = tree.proof(first, count)
    assert [narrowed(own, first, size, proof, at) for at in range(first, first + count)] == [tree.proof(at) for at in range(first, first + count)]
    assert narrowed(own, first, size, proof, first + count) is None
    assert narrowed(own, first, size, proof, first - 1) is None
    assert not proof or narrowed(own, first, size, proof[:-1], first) is None
