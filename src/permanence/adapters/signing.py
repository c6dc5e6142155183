"""The installation's key for signing days of receipts: Ed25519, one file of 32 bytes that its owner alone can read.

It lies beside the other secrets and is backed up like them. Who has it can sign in the platform's name; where it is lost,
a new one signs from then on, and what the old one signed stays good with the old public key.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from permanence.adapters.key_file import load_secret
from permanence.synergy import day_root

FILE = "receipts.key"
KEY_BYTES = 32


class SigningKey:
    """Signs, and tells the public key."""

    def __init__(self, secret: bytes) -> None:
        """Use this secret of 32 bytes."""
        self._key = Ed25519PrivateKey.from_private_bytes(secret)

    @classmethod
    def load(cls, folder: Path) -> SigningKey:
        """Return the key of an installation, from its folder of secrets; it is made at the first use."""
        return cls(load_secret(folder, FILE, KEY_BYTES))

    def sign(self, data: bytes) -> bytes:
        """Return the signature of these bytes, 64 bytes long."""
        return self._key.sign(data)

    @property
    def public_key(self) -> bytes:
        """Return the 32 bytes with which anybody verifies."""
        return self._key.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        """Return the public key's fingerprint, 64 hexadecimal digits."""
        return day_root.key_id(self.public_key)
