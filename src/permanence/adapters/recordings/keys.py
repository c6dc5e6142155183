"""The installation's key, under which the firms' keys lie: one file of 32 bytes that its owner alone can read."""

from __future__ import annotations

from pathlib import Path

from permanence.adapters.key_file import load_secret
from permanence.interaction.sealing import KEY_BYTES

FILE = "recordings.key"


def load_key(folder: Path) -> bytes:
    """Return the key, after making it at the first start."""
    return load_secret(folder, FILE, KEY_BYTES)
