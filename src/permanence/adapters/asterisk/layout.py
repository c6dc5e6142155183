"""Where the parts of an installed or unpacked programme lie, and how to run it.

An unpacked tree is a folder of Debian packages laid out with `dpkg-deb -x`: nothing in it was configured, and its
libraries are newer than the machine's. So its programmes run through the tree's own dynamic loader.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

# What the configuration loads at least; one of them missing makes an installed Asterisk unfit.
NEEDED_MODULES = (
    "res_pjsip",
    "res_ari",
    "res_ari_channels",
    "res_ari_bridges",
    "res_stasis_recording",
    "res_stasis_snoop",
    "res_pjsip_transport_websocket",
    "res_http_websocket",
    "res_srtp",
    "bridge_softmix",
    "bridge_holding",
    "app_stasis",
    "app_queue",
)
OLDEST = 20
OUTSIDE = ("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin")


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder of unpacked packages, or the machine itself when `root` is None."""

    root: Path | None = None

    def path(self, inside: str) -> Path:
        """Where a file of the packages lies, as `usr/share/asterisk`."""
        return Path("/", inside) if self.root is None else self.root / inside

    def binary(self, name: str) -> Path | None:
        """The programme of this name, or None."""
        if self.root is None:
            found = shutil.which(name) or shutil.which(name, path=":".join(OUTSIDE))
            return Path(found) if found else None
        for folder in ("usr/sbin", "usr/bin", "usr/games"):
            if (self.root / folder / name).exists():
                return self.root / folder / name
        return None

    def libraries(self) -> Path:
        """The folder of shared libraries, as `usr/lib/x86_64-linux-gnu`."""
        base = self.path("usr/lib")
        return next(iter(sorted(base.glob("*-linux-gnu*"))), base)

    def command(self, name: str) -> list[str]:
        """The words that run a programme of this tree; its own arguments follow."""
        binary = self.binary(name)
        if binary is None:
            raise FileNotFoundError(f"{name} is not in {self.root or 'PATH'}")
        if self.root is None:
            return [str(binary)]
        loaders = sorted([*self.root.glob("usr/lib64/ld-linux*"), *self.root.glob("usr/lib/ld-linux*")])
        loaders += sorted(self.libraries().glob("ld-linux*"))
        if not loaders:
            raise FileNotFoundError(f"{self.root} holds no dynamic loader")
        paths = self._library_path()
        return [str(loaders[0]), "--library-path", paths, "--argv0", name, str(binary)]

    def _library_path(self) -> str:
        """The library folder and those below it that hold a programme's private libraries."""
        base = self.libraries()
        private = [base / name for name in ("pulseaudio", "sox", "blas", "lapack") if (base / name).is_dir()]
        return ":".join(str(path) for path in (base, *private))


@dataclass(frozen=True, slots=True)
class SwitchLayout:
    """An Asterisk that can be run: its tree, where its modules and shared data lie, and its version."""

    tree: Tree
    modules: Path
    data: Path
    version: str

    def command(self, *arguments: str) -> list[str]:
        """The words that run Asterisk with these arguments."""
        return [*self.tree.command("asterisk"), *arguments]

    @property
    def major(self) -> int:
        """22 for "22.10.1"."""
        found = re.search(r"\d+", self.version)
        return int(found.group()) if found else 0

    def missing_modules(self) -> tuple[str, ...]:
        """Which of the needed modules are not there."""
        return tuple(name for name in NEEDED_MODULES if not (self.modules / f"{name}.so").exists())

    def unfit(self) -> str | None:
        """Why this Asterisk cannot serve, as a sentence, or None."""
        if self.major < OLDEST:
            return f"Asterisk {self.version} is older than {OLDEST}"
        missing = self.missing_modules()
        return f"Asterisk {self.version} lacks {', '.join(missing)}" if missing else None


def find(tree: Tree) -> SwitchLayout | None:
    """The Asterisk of a tree (or of the machine), fit or not, or None if there is none that runs."""
    if tree.binary("asterisk") is None:
        return None
    try:
        answer = subprocess.run(
            [*tree.command("asterisk"), "-V"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.search(r"Asterisk (?:certified/)?([\d.]+)", answer.stdout)
    if version is None:
        return None
    modules = _first(
        tree.libraries() / "asterisk/modules", tree.path("usr/lib/asterisk/modules"), "res_pjsip.so"
    )
    data = _first(tree.path("usr/share/asterisk"), tree.path("var/lib/asterisk"), "documentation")
    return SwitchLayout(tree, modules, data, version.group(1))


def _first(one: Path, other: Path, mark: str) -> Path:
    """The folder that holds the mark; the first if neither does."""
    return other if not (one / mark).exists() and (other / mark).exists() else one
