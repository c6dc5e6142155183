"""Which bytes of a sound a player asks for, by its Range header (RFC 9110, section 14)."""

from __future__ import annotations

import re

_ONE = re.compile(r"^bytes=(\d*)-(\d*)$")


class Unsatisfiable(ValueError):
    """No byte of the sound lies in the range."""


def chosen_bytes(header: str | None, size: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for, or None for the whole sound.

    Several ranges at once, other units and nonsense may be ignored by a server, and are.
    """
    found = _ONE.match(header.strip()) if header else None
    if found is None or found.group(1) == found.group(2) == "":
        return None
    begin, end = found.group(1), found.group(2)
    if begin == "":
        length = min(int(end), size)
        if length == 0:
            raise Unsatisfiable
        return size - length, size - 1
    first, last = int(begin), int(end) if end else size - 1
    if end and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return first, min(last, size - 1)
