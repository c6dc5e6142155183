"""The name by which partner firms know an owner's caller: always the same for one caller of one owner, and nothing else.

It is made with a key of the installation that no firm has, so it leads back to no number; the owner is part of what is hashed,
so two owners' names for one person have nothing in common.
"""

from __future__ import annotations

import hashlib
import hmac

from permanence.kernel.ids import FirmId, InteractionId

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two that are not mistaken for one another when they are read or said."""
LENGTH = 8
"""Forty bits: among 100,000 callers of an owner two share a name in one of 200 such firms."""


def alias_of(key: bytes, owner: FirmId, customer: str | None, call: InteractionId) -> str:
    """Return the caller's alias, as ``K7QF-2M9X``. A withheld number has one for this call alone, and says so: ``?K7Q-2M9X``."""
    text = f"caller\0{owner}\0{customer}" if customer is not None else f"withheld\0{owner}\0{call}"
    bits = int.from_bytes(hmac.digest(key, text.encode(), hashlib.sha256)[:8], "big")
    name = "".join(LETTERS[(bits >> 5 * at) & 31] for at in range(LENGTH))
    if customer is None:
        name = "?" + name[1:]
    return f"{name[:4]}-{name[4:]}"
