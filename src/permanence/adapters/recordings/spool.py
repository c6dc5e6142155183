"""The private folder into which the switch writes plain recordings, and from which they soon go."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path


class PlainFiles:
    """Implements `interaction.ports.Spool`."""

    def __init__(self, folder: Path) -> None:
        """Use this folder; only its owner may look into it."""
        self.folder = folder

    def prepare(self) -> None:
        """Make the folder, and close it to others."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)

    async def names(self) -> Sequence[str]:
        """Return the names of all files in it."""
        return await asyncio.to_thread(self._names)

    def _names(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if path.is_file() and not path.is_symlink())

    async def delete(self, names: Iterable[str]) -> None:
        """Delete files; those that are gone already do not matter."""
        chosen = [self.folder / name for name in names if "/" not in name]
        await asyncio.to_thread(lambda: [path.unlink(missing_ok=True) for path in chosen])
