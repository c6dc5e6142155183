"""The installation's key, under which the firms' keys lie: one file of 32 bytes that its owner alone can read."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from permanence.interaction.sealing import KEY_BYTES

FILE = "recordings.key"


def load_key(folder: Path) -> bytes:
    """Return the key, after making it at the first start; two processes that start at once agree on one."""
    file = folder / FILE
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".{FILE}.{os.getpid()}.{secrets.token_hex(4)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as output:
            output.write(secrets.token_bytes(KEY_BYTES))
            output.flush()
            os.fsync(output.fileno())
        try:
            os.link(draft, file)  # unlike a rename, this never replaces a key that somebody uses already
        except FileExistsError:
            pass  # the other process was first; its key is the key
        finally:
            draft.unlink()
        sync_folder(folder)
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise ValueError(f"{file} does not hold a key of {KEY_BYTES} bytes; put the right file back.")
    return key


def key_for(folder: Path, purpose: str) -> bytes:
    """Return a key for another purpose, made of the installation's: it tells nothing of that one, and is always the same."""
    return hmac.digest(load_key(folder), f"permanence {purpose}".encode(), "sha256")


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
