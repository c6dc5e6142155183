"""Reads from the machine's own apt configuration which mirrors it uses, and writes a source list of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

DEBIAN_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# A mirror of security updates or of another vendor does not carry the unstable suite.
NOT_MAIN = ("security", "backports", "volatile", "archive.debian", "ports")


@dataclass(frozen=True, slots=True)
class Source:
    """One place apt takes packages from: a mirror, one suite of it, and the key that signs it."""

    uri: str
    suite: str
    components: tuple[str, ...]
    signed_by: str | None = None

    def line(self) -> str:
        """The source as apt's one-line format writes it."""
        option = f"[signed-by={self.signed_by}] " if self.signed_by else ""
        return f"deb {option}{self.uri} {self.suite} {' '.join(self.components)}".rstrip()


def parse_deb822(text: str) -> list[Source]:
    """Sources of a `.sources` file; disabled stanzas, source code and keys written inline are left out."""
    found: list[Source] = []
    for stanza in re.split(r"\n\s*\n", text):
        fields: dict[str, str] = {}
        name = ""
        for line in stanza.splitlines():
            if line.startswith("#"):
                continue
            if line[:1] in (" ", "\t"):
                fields[name] = f"{fields.get(name, '')} {line.strip()}"
            elif ":" in line:
                name, _, value = line.partition(":")
                name = name.strip().lower()
                fields[name] = value.strip()
        if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").lower() == "no":
            continue
        found += [
            Source(
                uri.rstrip("/"),
                suite,
                tuple(fields.get("components", "").split()),
                _key(fields.get("signed-by")),
            )
            for uri in fields.get("uris", "").split()
            for suite in fields.get("suites", "").split()
        ]
    return found


def parse_one_line(text: str) -> list[Source]:
    """Sources of a `.list` file: `deb [options] URI suite components…`."""
    found: list[Source] = []
    for raw in text.splitlines():
        line = raw.split("#", 1)[0].strip()
        match = re.match(r"deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*(.*)$", line)
        if match is None:
            continue
        options = dict(part.split("=", 1) for part in (match[1] or "").split() if "=" in part)
        key = _key(options.get("signed-by"))
        found.append(Source(match[2].rstrip("/"), match[3], tuple(match[4].split()), key))
    return found


def _key(value: str | None) -> str | None:
    """A key file's path; a key written inline is not carried over."""
    return value if value and value.startswith("/") else None


def machine_sources(etc: Path = Path("/etc/apt")) -> list[Source]:
    """Every enabled source of the machine, in the order apt reads them."""
    found: list[Source] = []
    files = [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*"))]
    for file in files:
        if file.is_file() and file.suffix in (".list", ".sources"):
            text = file.read_text(errors="replace")
            found += parse_deb822(text) if file.suffix == ".sources" else parse_one_line(text)
    return [source for source in found if urlsplit(source.uri).scheme not in ("cdrom", "")]


def unstable(sources: list[Source], keyring: Path = DEBIAN_KEYRING) -> Source | None:
    """Debian's unstable suite at the mirror the machine already uses, or None if it uses none."""
    for source in sources:
        parts = urlsplit(source.uri)
        place = f"{parts.netloc}{parts.path}".lower()
        if parts.path.rstrip("/").endswith("/debian") and not any(word in place for word in NOT_MAIN):
            key = source.signed_by or (str(keyring) if keyring.exists() else None)
            return replace(source, suite="sid", components=("main",), signed_by=key)
    return None
