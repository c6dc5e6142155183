"""Card numbers in what people write: found by network, length and check digit, and masked but for their last four digits (PCI DSS 3.4).

Digits count as one number however they are grouped by spaces, dashes or dots. Telephone numbers, amounts and other long numbers
stay: a number is masked only where it begins and ends with a group and is a card's in every respect.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from permanence.cards.numbers import LONGEST, SHORTEST, is_card

DOT = "•"
_APART = r"[ \t\u00a0\u2007\u2009\u202f.\-\u2010-\u2015]{0,3}"
_RUN = re.compile(rf"[0-9](?:{_APART}[0-9]){{{SHORTEST - 1},}}")
_GROUP = re.compile(r"[0-9]+")


class Masked(NamedTuple):
    """A text that may be kept, and how many card numbers were taken out of it."""

    text: str
    found: int


def mask(text: str) -> Masked:
    """Return the text with every card number replaced by dots and its last four digits."""
    count = 0

    def replaced(run: re.Match[str]) -> str:
        nonlocal count
        made, found = _of_run(run.group())
        count += found
        return made

    return Masked(_RUN.sub(replaced, text), count)


def _of_run(run: str) -> tuple[str, int]:
    """Mask within one run of groups: of the cards that begin with a group the longest is taken, from the left."""
    groups = [(found.start(), found.end()) for found in _GROUP.finditer(run)]
    kept, count, upto, at = "", 0, 0, 0
    while at < len(groups):
        last = _card_from(run, groups, at)
        if last is None:
            at += 1
            continue
        begin, end = groups[at][0], groups[last][1]
        digits = "".join(run[a:b] for a, b in groups[at : last + 1])
        kept += f"{run[upto:begin]}{DOT * 4} {digits[-4:]}"
        upto, count, at = end, count + 1, last + 1
    return kept + run[upto:], count


def _card_from(run: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """Return the last group of the longest card that begins with this group."""
    digits: list[int] = []
    found: int | None = None
    for place in range(first, len(groups)):
        begin, end = groups[place]
        digits += [int(digit) for digit in run[begin:end]]
        if len(digits) > LONGEST:
            break
        if is_card(digits):
            found = place
    return found
