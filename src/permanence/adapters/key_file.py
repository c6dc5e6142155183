"""A secret of the installation in a file of its own: made at the first use, readable by its owner alone, never replaced."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def load_secret(folder: Path, name: str, size: int) -> bytes:
    """Return the secret, after making it at the first use; two processes that start at once agree on one. Raise ValueError
    where the file is not one of ours."""
    file = folder / name
    if not file.exists():
        _make(folder, file, size)
    secret = file.read_bytes()
    if len(secret) != size:
        raise ValueError(f"{file} does not hold a key of {size} bytes; put the right file back.")
    return secret


def _make(folder: Path, file: Path, size: int) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as output:
        output.write(secrets.token_bytes(size))
        output.flush()
        os.fsync(output.fileno())
    try:
        os.link(draft, file)  # unlike a rename, this never replaces a key that somebody uses already
    except FileExistsError:
        pass  # the other process was first; its key is the key
    finally:
        draft.unlink()
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
