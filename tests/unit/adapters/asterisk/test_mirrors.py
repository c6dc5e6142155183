"""The mirror is read from the machine's own apt configuration, whichever of the two forms it is written in."""

from __future__ import annotations

from pathlib import Path

from permanence.adapters.asterisk import mirrors
from permanence.adapters.asterisk.mirrors import Source

STANZAS = """\
Types: deb deb-src
# a remark
URIs: http://mirror.example/debian/
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Enabled: no

Types: deb-src
URIs: http://sources.example/debian
Suites: sid
Components: main

Types: deb
URIs: http://inline.example/debian
Suites: trixie
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 abc
"""
LINES = """\
# deb http://commented.example/debian sid main
deb [arch=amd64 signed-by=/etc/keys/a.gpg] https://one.example/debian bookworm main contrib # remark
deb-src http://one.example/debian bookworm main
deb cdrom:[Debian]/ bookworm main
deb http://security.example/debian-security bookworm-security main
"""
KEY = "/usr/share/keyrings/debian-archive-keyring.gpg"


def test_stanzas_are_read_without_disabled_ones_and_sources() -> None:
    assert mirrors.parse_deb822(STANZAS) == [
        Source("http://mirror.example/debian", "bookworm", ("main", "contrib"), KEY),
        Source("http://mirror.example/debian", "bookworm-updates", ("main", "contrib"), KEY),
        Source("http://inline.example/debian", "trixie", ("main",), None),
    ]


def test_lines_are_read_with_their_key() -> None:
    assert mirrors.parse_one_line(LINES)[0] == Source(
        "https://one.example/debian", "bookworm", ("main", "contrib"), "/etc/keys/a.gpg"
    )


def test_a_machine_has_both_forms_and_no_discs(tmp_path: Path) -> None:
    (tmp_path / "sources.list").write_text(LINES)
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list.d/debian.sources").write_text(STANZAS)
    (tmp_path / "sources.list.d/old.list.disabled").write_text(
        "deb http://disabled.example/debian sid main\n"
    )
    hosts = [source.uri.split("/")[2] for source in mirrors.machine_sources(tmp_path)]
    assert hosts == ["one.example", "security.example", "mirror.example", "mirror.example", "inline.example"]


def test_the_unstable_suite_is_taken_from_the_same_mirror_with_its_key() -> None:
    found = mirrors.unstable(mirrors.parse_deb822(STANZAS))
    assert found == Source("http://mirror.example/debian", "sid", ("main",), KEY)
    assert found.line() == f"deb [signed-by={KEY}] http://mirror.example/debian sid main"


def test_a_mirror_of_security_updates_or_of_another_vendor_has_no_unstable_suite(tmp_path: Path) -> None:
    others = "deb http://security.example/debian-security bookworm-security main\ndeb http://a.example/ubuntu noble main\n"
    assert mirrors.unstable(mirrors.parse_one_line(others)) is None


def test_the_keyring_of_the_machine_is_used_where_a_source_names_none(tmp_path: Path) -> None:
    ring = tmp_path / "ring.gpg"
    ring.write_bytes(b"")
    sources = mirrors.parse_one_line("deb http://one.example/debian bookworm main\n")
    assert mirrors.unstable(sources, ring) == Source("http://one.example/debian", "sid", ("main",), str(ring))
