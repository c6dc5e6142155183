"""Amounts, days and durations as people read them on paper, in French and in English, and text that the paper's letters can show."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from permanence.firms.model import Language
from permanence.kernel.money import MILLION

NARROW, WIDE = "\u202f", "\u00a0"  # no-break spaces: between thousands, before a sign or a unit
MINUS = "\u2212"
MISSING = "\u25a1"
BREAK = "\u200b"  # nothing to see, a line may end here
_LONG = re.compile(r"\S{28}(?=\S)")
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}

_MONTHS = {
    Language.FR: (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    Language.EN: (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

_SHOWN = ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x17F), (0x1E00, 0x1E99), (0x391, 0x3A1), (0x3A3, 0x3C9), (0x400, 0x45F), (0x2010, 0x2015))
"""Latin, Greek and Cyrillic letters; signs of other ranges one by one."""
_SHOWN_SIGNS = set("‘’‚“”„†‡•…‰‹›€™−\u202f№άέήίόύώΆΈΉΊΌΎΏ□")


def money(cents: int, currency: str, language: Language) -> str:
    """Return an amount of cents: `1 234,50 €` with narrow no-break spaces, or `€1,234.50`."""
    units, rest = divmod(abs(cents), 100)
    sign = MINUS if cents < 0 else ""
    known = _SIGNS.get(currency)
    if language is Language.FR:
        return f"{sign}{_thousands(units, NARROW)},{rest:02}{WIDE}{known or currency}"
    figure = f"{_thousands(units, ',')}.{rest:02}"
    return f"{sign}{known}{figure}" if known else f"{sign}{figure}{WIDE}{currency}"


def count(number: int, language: Language) -> str:
    """Return a whole number with its thousands set apart."""
    sign = MINUS if number < 0 else ""
    return sign + _thousands(abs(number), NARROW if language is Language.FR else ",")


def percent(per_ten_thousand: int, language: Language) -> str:
    """Return a rate: `20 %` or `20%`, with as many decimals as it has."""
    figure = decimals(per_ten_thousand, 100, 0, language)
    return f"{figure}{WIDE}%" if language is Language.FR else f"{figure}%"


def decimals(amount: int, unit: int, least: int, language: Language) -> str:
    """Return an amount in parts of a unit (a power of ten) as a plain figure, exactly, with at least so many decimals."""
    units, rest = divmod(abs(amount), unit)
    after = f"{rest:0{len(str(unit)) - 1}}".rstrip("0").ljust(least, "0")
    point = "," if language is Language.FR else "."
    return f"{'-' if amount < 0 else ''}{units}{point + after if after else ''}"


def exact_money(millionths: int, language: Language) -> str:
    """Return millionths as a figure for tables, exactly, without thousands: `1234,50` or `0.000125`."""
    return decimals(millionths, MILLION, 2, language)


def day(value: date, language: Language) -> str:
    """Return a date in words: `1er novembre 2026`, `1 November 2026`."""
    month = _MONTHS[language][value.month - 1]
    number = "1er" if value.day == 1 and language is Language.FR else str(value.day)
    return f"{number}{WIDE}{month} {value.year}"


def month(value: date, language: Language) -> str:
    """Return a month in words: `novembre 2026`, `November 2026`."""
    return f"{_MONTHS[language][value.month - 1]} {value.year}"


def duration(seconds: int, language: Language) -> str:
    """Return a duration in hours, minutes and seconds: `1 234 h 05 min 09 s`."""
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{count(hours, language)}{WIDE}h"] if hours else []
    if hours or minutes:
        parts.append(f"{minutes:02}{WIDE}min" if hours else f"{minutes}{WIDE}min")
    parts.append(f"{left:02}{WIDE}s" if parts else f"{left}{WIDE}s")
    return (MINUS if seconds < 0 else "") + WIDE.join(parts)


def shown(text: str) -> str:
    """Return a text with a box for each sign that the paper's letters lack, at most 300 signs, without line breaks; a word longer
    than a column may be broken.

    A PDF for keeping must not refer to letters that are not in it; the data beside it has the text unchanged.
    """
    plain = unicodedata.normalize("NFC", re.sub(r"[ \t\r\n\v\f\u2028\u2029]+", " ", text).strip())
    return _LONG.sub(f"\\g<0>{BREAK}", "".join(_shown(each) for each in plain[:300]))


def _shown(sign: str) -> str:
    if any(low <= ord(sign) <= high for low, high in _SHOWN) or sign in _SHOWN_SIGNS:
        return sign
    if sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf", "Mn", "Me"):
        return " " if sign.isspace() else ""
    return MISSING


def _thousands(number: int, between: str) -> str:
    return f"{number:,}".replace(",", between)
