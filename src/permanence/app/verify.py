"""`permanence verify`: tells whether a file of receipts is what the platform signed, on any machine, without the platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from permanence.synergy.verdict_words import told
from permanence.synergy.verification import verify as look

RIGHT, WRONG, UNREAD = 0, 1, 2
LONG_BYTES = 5_000_000
"""Below this a file is done before anybody wonders how far it is."""
LONGEST_LINE = 4_000_000
"""No line of ours is longer; a longer one is cut, and then is no line of ours."""
KEY_DIGITS = 64


def verify(file: Path, key: str | None, language: str, say: Callable[[str], None]) -> int:
    """Verify a file and tell what was found; return 0 where all is right, 1 where something is not, 2 where the file or the
    key cannot be read."""
    try:
        trusted = _key(key)
    except ValueError as error:
        say(f"La clé est illisible : {error}." if language == "fr" else f"The key cannot be read: {error}.")
        return UNREAD
    try:
        with file.open("rb") as lines:
            verdict = look(iter(lambda: lines.readline(LONGEST_LINE), b""), trusted, _progress(file.stat().st_size))
    except OSError as error:
        say(f"{file} : lecture impossible, {error}." if language == "fr" else f"{file} cannot be read: {error}.")
        return UNREAD
    for line in told(verdict, language):
        say(line)
    if verdict.proven is None:
        return UNREAD
    return RIGHT if verdict.holds else WRONG


def language_of(asked: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """Return fr or en: what was asked for, else what the terminal speaks."""
    spoken = asked or environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or "en"
    return "fr" if spoken.lower().startswith("fr") else "en"


def _key(given: str | None) -> str:
    """Return the key that was given: written out, or the content of a file. Raise ValueError where it is neither."""
    if not given:
        return ""
    if digits := _digits(given):
        return digits
    if not (file := Path(given)).is_file() or not (digits := _digits(file.read_text(encoding="utf-8"))):
        raise ValueError(f"{given}: a key or its fingerprint has {KEY_DIGITS} hexadecimal digits")
    return digits


def _digits(text: str) -> str:
    """Return the digits of a key that is written in groups or not; nothing where the text is no key."""
    digits = "".join(text.lower().split()).replace(":", "")
    return digits if len(digits) == KEY_DIGITS and set(digits) <= set("0123456789abcdef") else ""


def _progress(size: int) -> Callable[[int], None] | None:
    """Return what shows how far a long file is, where somebody looks on."""
    if size < LONG_BYTES or not sys.stderr.isatty():
        return None

    def show(lines: int) -> None:
        sys.stderr.write(f"\r{lines}…")
        sys.stderr.flush()

    return show
