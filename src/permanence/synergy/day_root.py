"""The root of a day: one signed digest over all receipts that the installation issued on it.

It names the root of the day before, so that roots make a chain too, and both firms of every pair get it. Whoever signed a day
cannot say later that it held other receipts, nor fewer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta

from permanence.synergy.merkle import Tree, leaf
from permanence.synergy.receipt import Count, Digest, Named, canonical, digest

Day = Annotated[str, Meta(pattern=r"^2[0-9]{3}-[0-9]{2}-[0-9]{2}$")]
SignatureHex = Annotated[str, Meta(pattern=r"^[0-9a-f]{128}$", max_length=128)]


class Unsigned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is signed: the canonical form of this. `day` is a day of UTC, `count` how many receipts it has, `root` the root of
    the tree over them, `previous` the digest of the day before (zeros for the first), `key` the id of the public key."""

    format: Literal["permanence.day"] = "permanence.day"
    version: Literal[1] = 1
    installation: Named
    day: Day
    count: Count
    root: Digest
    previous: Digest
    key: Digest


class DayRoot(Unsigned, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A day's root with its signature: Ed25519 (RFC 8032), as 128 hexadecimal digits."""

    signature: SignatureHex

    def date(self) -> date:
        """Return the day."""
        return date.fromisoformat(self.day)


def key_id(public_key: bytes) -> str:
    """Return the fingerprint of a public key: its SHA-256."""
    return hashlib.sha256(public_key).hexdigest()


def tree_of(digests: Iterable[str]) -> Tree:
    """Return the tree over receipts' digests, which come in the order of `receipt.in_order`. The data of a leaf are the 32
    bytes of the digest."""
    return Tree([leaf(bytes.fromhex(each)) for each in digests])


def sign_day(
    installation: Named, day: date, digests: list[str], previous: str, public_key: bytes, sign: Callable[[bytes], bytes]
) -> DayRoot:
    """Return the signed root of a day over its receipts' digests, in the order of `receipt.in_order`."""
    unsigned = Unsigned(
        installation=installation, day=day.isoformat(), count=len(digests), root=tree_of(digests).root.hex(), previous=previous,
        key=key_id(public_key),
    )  # fmt: skip
    return DayRoot(**msgspec.structs.asdict(unsigned), signature=sign(canonical(unsigned)).hex())


def unsigned(root: DayRoot) -> Unsigned:
    """Return what of a day's root was signed."""
    return Unsigned(**{name: getattr(root, name) for name in Unsigned.__struct_fields__})


def day_digest(root: DayRoot) -> str:
    """Return the digest that the next day names: over what was signed, without the signature."""
    return digest(unsigned(root))


def is_signed(root: DayRoot, public_key: bytes) -> bool:
    """Say whether the holder of this key signed the day."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(root.signature), canonical(unsigned(root)))
    except (InvalidSignature, ValueError):  # ValueError: these 32 bytes are no key
        return False
    return True
