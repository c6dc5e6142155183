"""Fetching packages: the tested set where it is to be had, the newest otherwise, and a sentence for every way it can fail.

The machine's apt is played by a small script over a folder of real packages, so that each failure can be had at will.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from permanence.adapters.asterisk import packages
from permanence.adapters.asterisk.apt import AptFailed
from permanence.adapters.asterisk.packages import SwitchNotObtained

FAKE_APT = """#!{python}
import pathlib, shutil, sys
fake = pathlib.Path({fake!r})
words = sys.argv[1:]
with (fake / "calls").open("a") as calls:
    calls.write(" ".join([pathlib.Path(sys.argv[0]).name, *words]) + "\\n")
def newest(name):
    return max(fake.glob(f"repo/{{name}}_*.deb"), default=None)
if "update" in words:
    trouble = fake / "trouble"
    if trouble.exists() and "Acquire::Check-Valid-Until=false" not in words:
        sys.stderr.write(trouble.read_text())
        sys.exit(100)
elif "policy" in words:
    found = newest(words[-1])
    print("  Candidate: " + (found.name.split("_")[1].replace("%3a", ":") if found else "(none)"))
elif "download" in words:
    for word in words[words.index("download") + 1:]:
        name, version = word.split("=")
        file = next(fake.glob(f"repo/{{name}}_{{version.replace(':', '%3a')}}_*.deb"), None)
        if file is None:
            sys.stderr.write(f"E: Version '{{version}}' for '{{name}}' was not found\\n")
            sys.exit(100)
        shutil.copy(file, ".")
elif "install" in words:
    archives = fake.parent / "tools/apt/cache/archives"
    for word in words[words.index("install") + 1:]:
        shutil.copy(newest(word), archives)
"""


@dataclass(frozen=True, slots=True)
class Shop:
    """A pretended mirror, the tools folder, the lock, and what was said."""

    folder: Path
    said: list[str]

    @property
    def tools(self) -> Path:
        return self.folder / "tools"

    @property
    def lock(self) -> Path:
        return self.folder / "packages.lock"

    def calls(self) -> list[str]:
        file = self.folder / "fake/calls"
        return file.read_text().splitlines() if file.exists() else []

    def package(self, name: str, version: str, content: str) -> str:
        """Put a real package on the mirror; its hash."""
        tree = self.folder / "build" / name
        shutil.rmtree(tree, ignore_errors=True)
        (tree / "DEBIAN").mkdir(parents=True)
        (tree / "usr/bin").mkdir(parents=True)
        (tree / "usr/bin" / name).write_text(content)
        control = f"Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: t <t@example.org>\nDescription: t\n"
        (tree / "DEBIAN/control").write_text(control)
        target = self.folder / "fake/repo" / f"{name}_{version.replace(':', '%3a')}_all.deb"
        subprocess.run(
            ["dpkg-deb", "-b", "--root-owner-group", tree, target], check=True, capture_output=True
        )
        return hashlib.sha256(target.read_bytes()).hexdigest()

    def fetch(self, *sets: str, optional: tuple[str, ...] = ()) -> dict[str, packages.Tree]:
        return packages.ensure(sets, self.tools, self.lock, self.said.append, optional)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A mirror with one version of everything that the switch's set asks for."""
    programmes = tmp_path / "programmes"
    programmes.mkdir()
    (tmp_path / "fake/repo").mkdir(parents=True)
    for name in ("apt-get", "apt-cache"):
        script = programmes / name
        script.write_text(FAKE_APT.format(python=sys.executable, fake=str(tmp_path / "fake")))
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programmes}:{os.environ['PATH']}")
    made = Shop(tmp_path, [])
    made.package("asterisk", "1:22.1-1", "one")
    return made


def test_a_set_is_fetched_once(shop: Shop) -> None:
    tree = shop.fetch("switch")["switch"]
    assert tree.path("usr/bin/asterisk").read_text() == "one"
    before = len(shop.calls())
    assert shop.fetch("switch")["switch"] == tree
    assert len(shop.calls()) == before, "what lies there is used without asking anybody"
    assert not (shop.tools / "apt").exists()


def test_the_tested_version_is_taken_although_a_newer_one_is_there(shop: Shop) -> None:
    mark = shop.package("asterisk", "1:22.1-1", "one")
    shop.package("asterisk", "1:22.2-1", "two")
    shop.lock.write_text(f"# a remark\nswitch asterisk 1:22.1-1 all {mark}\n")
    assert shop.fetch("switch")["switch"].path("usr/bin/asterisk").read_text() == "one"
    assert not any("newest" in sentence for sentence in shop.said)


def test_the_newest_is_taken_and_named_when_the_tested_one_is_gone(shop: Shop) -> None:
    shop.lock.write_text(f"switch asterisk 1:22.0-1 all {'0' * 64}\n")
    assert shop.fetch("switch")["switch"].path("usr/bin/asterisk").read_text() == "one"
    assert any("asterisk 1:22.1-1 (tested: 1:22.0-1)" in sentence for sentence in shop.said)


def test_a_package_with_another_content_than_tested_is_not_taken_for_the_tested_one(shop: Shop) -> None:
    shop.lock.write_text(f"switch asterisk 1:22.1-1 all {'0' * 64}\n")
    shop.fetch("switch")
    assert any("differs from the tested one" in sentence for sentence in shop.said)


def test_a_new_lock_gets_a_folder_of_its_own(shop: Shop) -> None:
    first = shop.fetch("switch")["switch"]
    mark = shop.package("asterisk", "1:22.2-1", "two")
    shop.lock.write_text(f"switch asterisk 1:22.2-1 all {mark}\n")
    second = shop.fetch("switch")["switch"]
    assert second.path("usr/bin/asterisk").read_text() == "two"
    assert first.path("usr/bin/asterisk").read_text() == "one", "a switch that runs from there goes on"


def test_a_stale_index_is_used_with_a_notice(shop: Shop) -> None:
    (shop.folder / "fake/trouble").write_text(
        "E: Release file for http://x/InRelease is expired (invalid since 3d).\n"
    )
    shop.fetch("switch")
    assert any(sentence.startswith("Notice: the mirror's index is past its date") for sentence in shop.said)
    assert any("Check-Valid-Until=false -q update" in call for call in shop.calls())


def test_an_index_in_date_is_never_read_without_the_check(shop: Shop) -> None:
    shop.fetch("switch")
    assert not any("Check-Valid-Until=false" in call for call in shop.calls())


@pytest.mark.parametrize(
    ("said_by_apt", "sentence"),
    [
        ("E: Failed to fetch http://x  Could not resolve 'x'", "Check the network"),
        ("E: The repository 'http://x sid InRelease' is not signed.", "debian-archive-keyring"),
        ("W: GPG error: http://x: NO_PUBKEY 0E98404D386FA1D9", "debian-archive-keyring"),
        ("E: Release file for http://x is not valid yet (invalid for another 3d)", "Set the clock"),
        ("E: Write error - write (28: No space left on device)", "Make room"),
        ("E: Something nobody has seen before", "Something nobody has seen before"),
    ],
)
def test_every_failure_of_apt_gets_a_sentence(shop: Shop, said_by_apt: str, sentence: str) -> None:
    (shop.folder / "fake/trouble").write_text(said_by_apt + "\n")
    with pytest.raises(AptFailed, match=sentence):
        shop.fetch("switch")
    assert not (shop.tools / "apt").exists()


def test_without_apt_the_person_is_told_what_to_install(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(shop.folder))
    with pytest.raises(AptFailed, match="Install Asterisk 20 or later with your package manager"):
        shop.fetch("switch")


def test_a_folder_that_cannot_be_written_is_named(shop: Shop) -> None:
    (shop.folder / "tools").write_text("in the way")
    with pytest.raises(SwitchNotObtained, match="Set PERMANENCE_TOOLS to a folder you own"):
        shop.fetch("switch")


def test_a_full_disk_is_told_before_anything_is_fetched(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("permanence.adapters.asterisk.packages.ROOM_NEEDED", 1 << 60)
    with pytest.raises(SwitchNotObtained, match="Make room, or set PERMANENCE_TOOLS"):
        shop.fetch("switch")
    assert not any("update" in call for call in shop.calls())


def test_a_damaged_package_leaves_nothing_half_done(shop: Shop) -> None:
    (shop.folder / "fake/repo/asterisk_1%3a22.1-1_all.deb").write_bytes(b"not a package")
    with pytest.raises(SwitchNotObtained, match=r"Unpacking into .* failed"):
        shop.fetch("switch")
    assert packages.unpacked("switch", shop.tools, shop.lock) is None
    assert not list(shop.tools.glob("switch/*/root*"))


def test_what_is_optional_may_be_missing(shop: Shop) -> None:
    trees = shop.fetch("switch", optional=("voice",))
    assert set(trees) == {"switch"}
    assert any(sentence.startswith("Going on without voice") for sentence in shop.said)


def test_an_unpacked_switch_that_does_not_run_is_refused(shop: Shop) -> None:
    with pytest.raises(SwitchNotObtained, match="it does not start here"):
        packages.unpacked_switch(shop.fetch("switch")["switch"])
