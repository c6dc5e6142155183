"""Bank account numbers (IBAN, ISO 13616): written without spaces, with the length of their country and a right check number."""

from __future__ import annotations

import re

from permanence.kernel.errors import Invalid

LENGTHS = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
"""How long a number is in each country that takes part in SEPA; the overseas parts of France have French numbers."""

_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


class IbanUnfit(Invalid):
    """'{iban}' is no bank account number (IBAN) of a SEPA country; copy it from the bank's own document."""

    code = "iban"


def read_iban(text: str) -> str:
    """Return the number as banks exchange it, without spaces and in capitals; raise `IbanUnfit` where it is none."""
    number = "".join(text.split()).upper()
    if _SHAPE.fullmatch(number) is None or LENGTHS.get(number[:2]) != len(number) or _remainder(number) != 1:
        raise IbanUnfit(iban=text[:40])
    return number


def show_iban(number: str) -> str:
    """Return the number in groups of four, as people read it."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def _remainder(number: str) -> int:
    """Return the remainder by 97 of the number with its head moved to the end and letters as figures from 10 (ISO 7064)."""
    return int("".join(str(int(each, 36)) for each in number[4:] + number[:4])) % 97
