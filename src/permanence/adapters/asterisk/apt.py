"""The machine's apt, led by the hand: own state, own cache, an empty list of installed packages, the machine's mirror and keys."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from permanence.adapters.asterisk import mirrors
from permanence.adapters.asterisk.mirrors import Source
from permanence.kernel.errors import Unavailable

OLDEST = 20


class AptFailed(Unavailable):
    """The machine's package manager could not fetch what was asked."""

    code = "packages_not_fetched"


class Apt:
    """One use of apt in a folder of our own."""

    def __init__(self, folder: Path, etc: Path = Path("/etc/apt")) -> None:
        """Work in `folder`; read the machine's configuration from `etc`."""
        self.folder = folder.resolve()
        self.etc = etc
        self.architecture = ""
        self._extra: list[str] = []

    def prepare(self, say: Callable[[str], None]) -> None:
        """Choose the suite and read its index, with the signatures checked."""
        for tool in ("apt-get", "dpkg-deb", "dpkg"):
            if shutil.which(tool) is None:
                raise AptFailed(
                    f"{tool} is not on this machine, so the switch cannot be fetched. Install Asterisk {OLDEST} or "
                    "later with your package manager (with its PJSIP, ARI and WebRTC modules) and run this again."
                )
        self.architecture = self._plain(["dpkg", "--print-architecture"]).strip()
        sources = mirrors.machine_sources(self.etc)
        if not sources:
            raise AptFailed(
                f"apt has no package source on this machine ({self.etc}). Add one, or install Asterisk {OLDEST} or "
                "later yourself, and run this again."
            )
        for chosen, note in self._choices(sources):
            say(note)
            self._write(chosen)
            self._update(say)
            if self._offers_asterisk():
                return
        raise AptFailed(
            f"None of this machine's package sources has Asterisk {OLDEST} or later. On Ubuntu enable the universe "
            "part; elsewhere install Asterisk yourself; then run this again."
        )

    def exactly(self, packages: Sequence[tuple[str, str]]) -> list[Path] | None:
        """Fetch these very versions, or None if one is not to be had."""
        into = self._archives()
        words = [f"{name}={version}" for name, version in packages]
        answer = self._run(["apt-get", "-q", "download", *words], cwd=into)
        if answer.returncode:
            self._explain(answer, unless=("was not found", "Unable to locate"))
            return None
        return sorted(into.glob("*.deb"))

    def newest(self, names: Sequence[str]) -> list[Path]:
        """Fetch the newest of these and all they need; a name that the mirror lacks is an error."""
        into = self._archives()
        known = [name for name in names if self._candidate(name)]
        answer = self._run(["apt-get", "-q", "-y", "--download-only", "install", *known])
        if answer.returncode or not known:
            self._explain(answer, unless=())
            raise AptFailed(f"apt could not fetch {', '.join(names)}: {_last(answer.stderr)}")
        return sorted(into.glob("*.deb"))

    def forget(self) -> None:
        """Leave no index or archive behind."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _choices(self, sources: list[Source]) -> list[tuple[list[Source], str]]:
        """What to try in turn: the machine's own suites, then Debian's unstable at the same mirror."""
        found: list[tuple[list[Source], str]] = []
        debian = mirrors.unstable(sources)
        if debian is None or self._machine_offers():
            found.append((sources, "Reading the package index of this machine's own suites…"))
        if debian is not None:
            found.append((self._with_voices(debian), "Reading the package index of Debian's unstable suite…"))
        return found

    @staticmethod
    def _with_voices(debian: Source) -> list[Source]:
        """The suite, with the part that holds the Pico voices (free licence, built from data without sources)."""
        return [Source(debian.uri, debian.suite, ("main", "non-free"), debian.signed_by)]

    def _machine_offers(self) -> bool:
        """Whether the machine's own lists, as they lie there, have a fit Asterisk."""
        answer = subprocess.run(
            ["apt-cache", "policy", "asterisk"],
            capture_output=True,
            text=True,
            check=False,
            env=self._language(),
        )
        return _fit(answer.stdout)

    def _offers_asterisk(self) -> bool:
        return _fit(self._run(["apt-cache", "policy", "asterisk"]).stdout)

    def _candidate(self, name: str) -> bool:
        shown = self._run(["apt-cache", "policy", name]).stdout
        return "Candidate:" in shown and "Candidate: (none)" not in shown

    def _archives(self) -> Path:
        into = self.folder / "cache/archives"
        shutil.rmtree(into, ignore_errors=True)
        (into / "partial").mkdir(parents=True)
        return into

    def _write(self, sources: list[Source]) -> None:
        """Lay out the folder and its configuration; hooks of the machine are not ours to run."""
        for part in ("state/lists/partial", "cache/archives/partial"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").write_text("")
        (self.folder / "sources.list").write_text("\n".join(source.line() for source in sources) + "\n")
        user = "root" if os.geteuid() == 0 else ""
        (self.folder / "apt.conf").write_text(
            f'''Dir::State "{self.folder}/state";
Dir::State::status "{self.folder}/status";
Dir::Cache "{self.folder}/cache";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc::sourcelist "{self.folder}/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "-";
Dir::Etc::preferencesparts "-";
APT::Install-Recommends "false";
APT::Sandbox::User "{user}";
APT::Update::Error-Mode "any";
Acquire::Retries "3";
Acquire::Languages "none";
Acquire::Check-Valid-Until "true";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
'''
        )

    def _update(self, say: Callable[[str], None]) -> None:
        answer = self._run(["apt-get", "-q", "update"])
        if answer.returncode and re.search(r"is expired|Release file .* expired", answer.stderr):
            say(
                "Notice: the mirror's index is past its date of expiry, so it may lack recent fixes. Going on with it; "
                "its signature is checked all the same."
            )
            self._extra = ["-o", "Acquire::Check-Valid-Until=false"]
            answer = self._run(["apt-get", "-q", "update"])
        if answer.returncode:
            self._explain(answer, unless=())
            raise AptFailed(f"apt could not read the package index: {_last(answer.stderr)}")

    def _run(self, words: list[str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        environment = self._language() | {"APT_CONFIG": str(self.folder / "apt.conf")}
        return subprocess.run(
            [words[0], *self._extra, *words[1:]],
            capture_output=True, text=True, check=False, env=environment, cwd=cwd,
        )  # fmt: skip

    @staticmethod
    def _language() -> dict[str, str]:
        return dict(os.environ) | {"LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}

    @staticmethod
    def _plain(words: list[str]) -> str:
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout

    def _explain(self, answer: subprocess.CompletedProcess[str], unless: Sequence[str]) -> None:
        """Turn a failure of apt into a sentence, except for those the caller deals with."""
        text = answer.stderr
        if any(words in text for words in unless):
            return
        for pattern, sentence in FAILURES:
            if re.search(pattern, text):
                raise AptFailed(f"{sentence} (apt: {_last(text)})")


# What apt says, and what a person can do about it.
FAILURES: tuple[tuple[str, str], ...] = (
    (
        r"No space left|enough free space",
        "The disk is full. Make room, or set PERMANENCE_TOOLS to a folder on a larger disk, and run this again.",
    ),
    (
        r"not valid yet",
        "This machine's clock is behind, so the mirror's index looks as if it came from the future. "
        "Set the clock and run this again.",
    ),
    (
        r"NO_PUBKEY|not signed|signatures? (?:couldn't|were invalid)|EXPKEYSIG|BADSIG",
        "The mirror's signature could not be checked with the keys on this machine. "
        "Install or renew the package debian-archive-keyring and run this again.",
    ),
    (
        r"Could not (?:resolve|connect)|Temporary failure|Connection (?:failed|refused|timed out)|Network is unreachable"
        r"|Failed to fetch|Unable to connect|Could not handshake",
        "The package mirror in this machine's apt configuration could not be reached. "
        "Check the network or the proxy and run this again, or install Asterisk 20 or later yourself.",
    ),
)


def _fit(policy: str) -> bool:
    """Whether `apt-cache policy asterisk` shows a candidate that is recent enough."""
    found = re.search(r"Candidate: (?:\d+:)?(\d+)\.", policy)
    return found is not None and int(found.group(1)) >= OLDEST


def _last(text: str) -> str:
    """The most telling line of what apt wrote."""
    lines = [line for line in text.splitlines() if line.startswith(("E:", "W:"))] or text.splitlines()
    return lines[0].removeprefix("E: ").removeprefix("W: ") if lines else "no reason given"
