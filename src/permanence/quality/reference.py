"""The reference of a call: ten characters that a caller can write down, made from the call's id with a key that no firm has.

They hold the second in which the call came and a keyed digest of its id; the last is a check. So a reference leads to the calls of
one second, of which the digest tells the right one, and no table of references is needed. Who guesses one has one chance in
700,000 for each call of the right second, and is not told whether it was right.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from permanence.kernel.ids import InteractionId, encode

LETTERS = "0123456789ABCDEFGHJKMNPQRSTWXYZ"
"""Thirty-one, a prime: the check finds every wrong character and every two that changed places. No I, L, O, U, V."""
ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
LENGTH = 9
SECONDS = 1 << 25
"""References are good for 388 days: then the seconds begin anew."""
CHANCES = len(LETTERS) ** LENGTH // SECONDS
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def second_of(call: InteractionId) -> int:
    """Return the second since 1970 in which a call's id was born."""
    bits = 0
    for letter in call.partition("_")[2]:
        bits = bits << 5 | _DIGITS.index(letter)
    return (bits >> 80) // 1000


def reference_of(key: bytes, call: InteractionId) -> str:
    """Return the reference of a call, as ``7K2QF-M9XA4``."""
    value = second_of(call) % SECONDS * CHANCES + _digest(key, call)
    text = ""
    for _ in range(LENGTH):
        value, digit = divmod(value, len(LETTERS))
        text += LETTERS[digit]
    text += _check(text)
    return f"{text[:5]}-{text[5:]}"


def span_of(reference: str, now: datetime) -> tuple[str, str] | None:
    """Return between which two ids (the second not included) the call of a reference lies, None for what is no reference.
    Small letters, spaces and characters that look alike do no harm."""
    text = tidied(reference)
    if len(text) != LENGTH + 1 or any(letter not in LETTERS for letter in text) or _check(text[:-1]) != text[-1]:
        return None
    value = 0
    for letter in reversed(text[:-1]):
        value = value * len(LETTERS) + LETTERS.index(letter)
    today = int(now.timestamp())
    second = today - (today - value // CHANCES) % SECONDS
    return "int_" + encode(second * 1000 << 80), "int_" + encode((second + 1) * 1000 << 80)


def tidied(reference: str) -> str:
    """Return a reference as it is compared: large letters and digits alone."""
    return "".join(letter for letter in reference.upper().translate(ALIKE) if letter.isalnum())


def _digest(key: bytes, call: InteractionId) -> int:
    return int.from_bytes(hmac.digest(key, f"reference\0{call}".encode(), hashlib.sha256)[:8], "big") % CHANCES


def _check(text: str) -> str:
    return LETTERS[sum((at + 1) * LETTERS.index(letter) for at, letter in enumerate(text)) % len(LETTERS)]
