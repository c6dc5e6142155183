"""Secrets that rows hold (telephone passwords): sealed with a key of the installation, bound to firm and name.

AES-256-GCM; the key lies in the secrets folder, mode 600. A sealed value copied into another firm's row, or under
another name, does not open.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from permanence.kernel.errors import Unavailable

NONCE = 12


class SealBroken(Unavailable):
    """A stored secret does not open: the key in the secrets folder is not the one it was sealed with."""

    code = "vault.broken"


class Vault:
    """Seals and opens short secrets."""

    def __init__(self, key: bytes) -> None:
        """Use this key of 32 bytes."""
        self._cipher = AESGCM(key)

    @classmethod
    def load(cls, folder: Path) -> Vault:
        """Return the vault of an installation; its key is made at the first start."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / "vault.key"
        if not file.exists():
            _make(file)
        return cls(file.read_bytes())

    def seal(self, firm: str, name: str, secret: str) -> bytes:
        """Return the sealed secret for a row of this firm."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._cipher.encrypt(nonce, secret.encode(), f"{firm}/{name}".encode())

    def open(self, firm: str, name: str, sealed: bytes) -> str:
        """Return the secret; raise `SealBroken` where key, firm or name are not those of the sealing."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], f"{firm}/{name}".encode()).decode()
        except InvalidTag as error:
            raise SealBroken from error


def _make(file: Path) -> None:
    """Write a new key beside its place, then link it there: two processes that start at once agree on the first."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as output:
        output.write(secrets.token_bytes(32))
        output.flush()
        os.fsync(output.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
