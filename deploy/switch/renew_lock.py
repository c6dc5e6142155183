"""Writes `packages.lock` anew: the packages that calls really need, at the versions the mirror has today.

Of each set the newest is fetched whole; then only the packages are kept that hold a file which a programme of the set
loads. Run it with `.venv/bin/python deploy/switch/renew_lock.py`, then the tests, then commit the lock.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from permanence.adapters.asterisk.apt import Apt
from permanence.adapters.asterisk.layout import Tree
from permanence.adapters.asterisk.packages import SETS, unpack

HERE = Path(__file__).resolve().parent
# Programmes whose libraries count, and files (or folders) that are read without being linked.
PROGRAMMES = {
    "switch": ("asterisk",),
    "voice": ("sox", "espeak-ng", "pico2wave"),
    "sipp": ("sipp",),
    "sounds": (),
}
READ = {
    "switch": ("usr/share/asterisk/documentation/core-en_US.xml",),
    "voice": (
        "espeak-ng-data/phondata",
        "usr/share/pico/lang/",
        "libmad.so",
        "libmp3lame.so",
        "libid3tag.so",
    ),
    "sounds": ("usr/share/asterisk/",),
    "sipp": (),
}
HEAD = """\
# The set of packages this version was tested with: set, name, version, architecture, SHA-256.
# Written by deploy/switch/renew_lock.py. Where the mirror has moved on, the newest set is taken and the set-up says so.
"""


def main() -> None:
    """Fetch, look, write."""
    rows: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        apt = Apt(Path(folder) / "apt")
        apt.prepare(print)
        for name, asked in SETS.items():
            files = apt.newest(asked)
            root = Path(folder) / name
            unpack(files, root)
            kept = needed(name, root, files)
            print(f"{name}: {len(kept)} of {len(files)} packages")
            rows += [row(name, file) for file in sorted(kept)]
    (HERE / "packages.lock").write_text(HEAD + "\n".join(rows) + "\n")


def needed(name: str, root: Path, files: list[Path]) -> set[Path]:
    """The packages that hold what the set's programmes load and read."""
    owner: dict[str, Path] = {}
    for file in files:
        listed = subprocess.run(["dpkg-deb", "-c", file], capture_output=True, text=True, check=True).stdout
        for line in listed.splitlines():
            owner[line.split(None, 5)[5].split(" -> ")[0].removeprefix("./")] = file
    kept = {file for file in files if file.name.split("_")[0] in (*SETS[name], "libc6")}
    kept |= {file for path, file in owner.items() for mark in READ[name] if mark in path}
    tree = Tree(root)
    for library in loaded(name, tree):
        for path in (library, *(alias for alias in owner if library.endswith(alias))):
            inside = path.removeprefix(f"{root}/")
            if inside in owner:
                kept.add(owner[inside])
    return kept


def loaded(name: str, tree: Tree) -> set[str]:
    """Every shared library that the set's programmes and modules bring in."""
    assert tree.root is not None
    targets: list[Path] = []
    for programme in PROGRAMMES[name]:
        binary = tree.binary(programme)
        assert binary is not None, f"{programme} is not among the packages"
        targets.append(binary)
    if name == "switch":
        modules = tree.libraries() / "asterisk/modules"
        text = (HERE / "templates/modules.conf").read_text()
        targets += [modules / module for module in re.findall(r"^(?:pre)?load = (\S+)", text, re.M)]
    found = {str(target) for target in targets}
    for target in targets:
        words = [*tree.command(PROGRAMMES[name][0])[:3], "--list", str(target)]
        listed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        found |= {str(Path(path).resolve()) for path in re.findall(r"=> (/\S+)", listed)}
    return found


def row(name: str, file: Path) -> str:
    """One line of the lock."""
    package, version, architecture = file.name.removesuffix(".deb").split("_")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return f"{name} {package} {version.replace('%3a', ':')} {architecture} {digest}"


if __name__ == "__main__":
    sys.exit(main())
