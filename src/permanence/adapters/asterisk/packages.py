"""Brings the programmes that calls need as Debian packages, without root: fetched by the machine's own apt, unpacked in one folder.

Nothing is installed on the machine. A set is used at once if it lies there already; else the tested versions of
`packages.lock` are taken where the mirror still has them, and the newest otherwise.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from permanence.adapters.asterisk.apt import Apt
from permanence.adapters.asterisk.layout import SwitchLayout, Tree, find
from permanence.kernel.errors import Unavailable

Say = Callable[[str], None]
# What is asked of apt by name, for each set.
SETS: dict[str, tuple[str, ...]] = {
    "switch": ("asterisk",),
    "sounds": ("asterisk-core-sounds-fr-wav", "asterisk-core-sounds-en-wav", "asterisk-moh-opsound-wav"),
    "voice": ("sox", "libsox-fmt-mp3", "espeak-ng", "libttspico-utils"),
    "sipp": ("sip-tester",),
}
ROOM_NEEDED = 1_500_000_000
FORMAT = 1
KEEP_SECONDS = 7 * 86_400


class SwitchNotObtained(Unavailable):
    """The programmes that calls need could not be fetched."""

    code = "switch_not_obtained"


@dataclass(frozen=True, slots=True)
class Pin:
    """One package of the tested set."""

    set: str
    name: str
    version: str
    architecture: str
    sha256: str


def read_lock(lock: Path) -> list[Pin]:
    """The tested set; lines are `set name version architecture sha256`."""
    if not lock.exists():
        return []
    rows = (line.split() for line in lock.read_text().splitlines() if line and not line.startswith("#"))
    return [Pin(*row) for row in rows]


def ensure(
    sets: Sequence[str], tools: Path, lock: Path, say: Say = print, optional: Sequence[str] = ()
) -> dict[str, Tree]:
    """Have these sets unpacked under `tools`, fetching what is missing; the trees by name.

    An optional set that cannot be had is left out, with a notice.
    """
    pins = read_lock(lock)
    # A folder for each state of the tested set: switches that run from an older one are not disturbed.
    places = {name: tools / name / _wanted(name, pins) for name in (*sets, *optional)}
    if not all(_present(place) for place in places.values()):
        with _alone(tools, say):
            _fetch(
                {name: place for name, place in places.items() if not _present(place)},
                tools,
                pins,
                say,
                optional,
            )
    return {name: Tree(place / "root") for name, place in places.items() if _present(place)}


def unpacked(name: str, tools: Path, lock: Path) -> Tree | None:
    """A set's tree if it lies there whole; nothing is fetched."""
    place = tools / name / _wanted(name, read_lock(lock))
    return Tree(place / "root") if _present(place) else None


def _fetch(
    missing: Mapping[str, Path], tools: Path, pins: list[Pin], say: Say, optional: Sequence[str]
) -> None:
    """Bring the sets that another set-up has not brought meanwhile; the index is read once for all of them."""
    if not missing:
        return
    _check_room(tools)
    apt = Apt(tools / "apt")
    try:
        apt.prepare(say)
        for name, place in missing.items():
            try:
                _bring(name, place, apt, pins, say)
                _prune(place)
            except Unavailable as error:
                if name not in optional:
                    raise
                say(f"Going on without {name} ({', '.join(SETS[name])}): {error.message}")
    except Unavailable:
        if any(name not in optional for name in missing):
            raise
    finally:
        apt.forget()


def machine_switch(say: Say = print) -> SwitchLayout | None:
    """The Asterisk that is installed on the machine, if it is fit to serve."""
    own = find(Tree())
    if own is not None and own.unfit() is not None:
        say(f"{own.unfit()}; taking our own.")
        return None
    return own


def unpacked_switch(tree: Tree) -> SwitchLayout:
    """The Asterisk of an unpacked tree, or the reason why it cannot serve."""
    layout = find(tree)
    reason = "it does not start here" if layout is None else layout.unfit()
    if layout is None or reason is not None:
        raise SwitchNotObtained(
            f"The unpacked Asterisk cannot be used: {reason}. Remove {tree.root} and run the same command again, or "
            "install Asterisk 20 or later with your package manager."
        )
    return layout


def _wanted(name: str, pins: list[Pin]) -> str:
    """A mark that changes when what the set should hold changes."""
    rows = [f"{FORMAT}", *SETS[name], *(f"{p.name} {p.version} {p.sha256}" for p in pins if p.set == name)]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def _present(folder: Path) -> bool:
    """Whether the set lies there whole: the manifest is written last."""
    return (folder / "manifest.json").exists()


def _prune(folder: Path) -> None:
    """Remove older states of the set that nothing has run from for a while."""
    for other in folder.parent.iterdir():
        if other != folder and time.time() - other.stat().st_mtime > KEEP_SECONDS:
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def _alone(tools: Path, say: Say) -> Generator[None]:
    """Let one process at a time fetch into a folder that clones may share."""
    try:
        tools.mkdir(parents=True, exist_ok=True)
        handle = (tools / ".fetching").open("a")
    except OSError as error:
        raise SwitchNotObtained(
            f"{tools} cannot be written ({error.strerror}). Set PERMANENCE_TOOLS to a folder you own."
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is fetching into the same folder; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _check_room(tools: Path) -> None:
    free = shutil.disk_usage(tools).free
    if free < ROOM_NEEDED:
        raise SwitchNotObtained(
            f"{tools} has {free // 1_000_000} MB free and the switch needs {ROOM_NEEDED // 1_000_000} MB while it is "
            "unpacked. Make room, or set PERMANENCE_TOOLS to a folder on a larger disk."
        )


def _bring(name: str, folder: Path, apt: Apt, pins: list[Pin], say: Say) -> None:
    """Fetch one set and unpack it beside the old one, then put it in its place."""
    mine = [pin for pin in pins if pin.set == name and pin.architecture in (apt.architecture, "all")]
    say(f"Fetching {name} ({', '.join(SETS[name])})…")
    files = _tested(apt, mine, say) if mine else None
    tested = files is not None
    if files is None:
        files = apt.newest(SETS[name])
        say(f"{name}: {_difference(files, mine)}")
    say(f"Unpacking {len(files)} packages of {name}…")
    fresh = folder / "root.new"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        unpack(files, fresh)
        shutil.rmtree(folder / "root", ignore_errors=True)
        fresh.rename(folder / "root")
        manifest = {"tested": tested, "packages": sorted(file.name for file in files)}
        part = folder / "manifest.json.part"
        part.write_text(json.dumps(manifest, indent=1))
        part.replace(folder / "manifest.json")
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise SwitchNotObtained(
            f"Unpacking into {folder} failed ({error.strerror}). Make room there or set PERMANENCE_TOOLS to "
            "another folder, then run the same command again."
        ) from error
    for file in files:
        file.unlink(missing_ok=True)


def _tested(apt: Apt, pins: list[Pin], say: Say) -> list[Path] | None:
    """The tested packages, each with the hash it had when tested, or None if the mirror has moved on."""
    files = apt.exactly([(pin.name, pin.version) for pin in pins])
    if files is None:
        return None
    hashes = {pin.sha256 for pin in pins}
    for file in files:
        if hashlib.sha256(file.read_bytes()).hexdigest() not in hashes:
            say(
                f"{file.name} differs from the tested one although it has the same version; taking the newest set."
            )
            return None
    return files


def _difference(files: list[Path], pins: list[Pin]) -> str:
    """Say how the newest set differs from the tested one."""
    if not pins:
        return "no tested set for this kind of machine; taking the newest."
    tested = {pin.name: pin.version for pin in pins}
    changed: list[str] = []
    for file in files:
        package, version, *_ = file.name.split("_")
        plain = version.replace("%3a", ":")
        if package in tested and tested[package] != plain:
            changed.append(f"{package} {plain} (tested: {tested[package]})")
    shown = "; ".join(changed[:3]) + (f" and {len(changed) - 3} more" if len(changed) > 3 else "")
    return f"the tested versions are no longer to be had; taking the newest: {shown or 'same versions, other files'}."


def unpack(files: Sequence[Path], root: Path) -> None:
    """Lay the packages out under `root`, two at a time per core at most."""
    root.mkdir(parents=True)

    def one(file: Path) -> None:
        answer = subprocess.run(["dpkg-deb", "-x", file, root], capture_output=True, text=True, check=False)
        if answer.returncode:
            raise OSError(0, f"{file.name}: {answer.stderr.strip() or 'cannot be unpacked'}")

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(one, files))
