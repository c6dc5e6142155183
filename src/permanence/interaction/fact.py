"""What a fact of a call is, and under which name it is stored."""

from __future__ import annotations

import re

import msgspec


class Fact(msgspec.Struct, frozen=True):
    """Something that happened in a call."""


def wire_name(fact: type[Fact]) -> str:
    """Return the name under which a fact is stored and sent."""
    return "interaction." + re.sub(r"(?<=[a-z])(?=[A-Z])", "_", fact.__name__).lower()
