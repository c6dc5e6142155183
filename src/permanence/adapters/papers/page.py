"""A statement as a PDF: its texts in their places, typeset by Typst with the letters that it brings along.

The file is PDF/A-3a and PDF/UA-1 at once: tagged, titled, in a language, every letter inside it. Nothing of the machine goes in,
neither its fonts nor its clock, so the same statement gives the same file everywhere.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from permanence.adapters.papers import words
from permanence.adapters.papers.invoice_data import HOURS, STANDARD, category, priced, sign, siren
from permanence.adapters.papers.typography import WIDE, count, day, duration, money, month, percent, shown
from permanence.firms.model import Language
from permanence.kernel.iban import read_iban, show_iban
from permanence.ledger.model import Line, PaperKind, Party, Statement

if TYPE_CHECKING:
    import typst

STANDARDS: tuple[Any, ...] = ("a-3a", "ua-1")
TEMPLATE = Path(__file__).with_name("statement.typ")
_REGIONS = {Language.FR: "FR", Language.EN: "GB"}
_COUNTRIES = {
    Language.FR: {
        "BE": "Belgique", "CH": "Suisse", "DE": "Allemagne", "ES": "Espagne", "FR": "France", "GB": "Royaume-Uni", "IE": "Irlande",
        "IT": "Italie", "LU": "Luxembourg", "MA": "Maroc", "MC": "Monaco", "MU": "Maurice", "NL": "Pays-Bas", "PT": "Portugal",
        "SN": "Sénégal", "TN": "Tunisie",
    },
    Language.EN: {
        "BE": "Belgium", "CH": "Switzerland", "DE": "Germany", "ES": "Spain", "FR": "France", "GB": "United Kingdom", "IE": "Ireland",
        "IT": "Italy", "LU": "Luxembourg", "MA": "Morocco", "MC": "Monaco", "MU": "Mauritius", "NL": "Netherlands", "PT": "Portugal",
        "SN": "Senegal", "TN": "Tunisia",
    },
}  # fmt: skip
"""Where the firms of our field are at home; others show their code."""


def statement_pdf(statement: Statement, language: Language, data: bytes = b"") -> bytes:
    """Return the statement as a PDF, with the invoice's `data` attached where it is given; a twentieth of a second of work."""
    import typst  # at the first paper, for it weighs 80 MB and few processes print

    # A compiler serves one call at a time, and threads print at once: each call has its own, the fonts are shared.
    compiler = typst.Compiler(TEMPLATE.read_bytes(), font_paths=_fonts(), ignore_system_fonts=True)
    paper = json.dumps(_texts(statement, language), ensure_ascii=False)
    made = compiler.compile(
        format="pdf",
        sys_inputs={"paper": paper, "data": data.decode()} if data else {"paper": paper},
        pdf_standards=list(STANDARDS),
        timestamp=datetime.combine(statement.issued_on, time(), UTC),
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False)


def _texts(statement: Statement, language: Language) -> dict[str, Any]:
    word = words.WORDS[language]
    factor, currency = sign(statement), statement.currency
    kind = category(statement)

    def amount(cents: int) -> str:
        return money(factor * cents, currency, language)

    credit = statement.kind is PaperKind.CREDIT_NOTE
    heading = f"{word[statement.kind]} {shown(statement.number)}"
    return {
        "language": language,
        "region": _REGIONS[language],
        "title": f"{heading} – {shown(statement.seller.name)}",
        "heading": heading,
        "subject": f"{word['answered_in']} {month(statement.month, language)}",
        "keywords": [statement.number, statement.month.strftime("%Y-%m")],
        "foot": f"{shown(statement.seller.name)}{WIDE}· {heading}",
        "words": {name: words.spaced(text, language) for name, text in word.items()},
        "seller": _party(statement.seller, language),
        "buyer": _party(statement.buyer, language),
        "dates": _dates(statement, language),
        "lines": [_line(line, statement, language) for line in statement.lines],
        "net": amount(statement.net),
        "vat_title": f"{word['vat']} {percent(statement.vat_rate, language)}",
        "vat": amount(statement.vat),
        "total": amount(statement.total),
        "to_pay_title": words.spaced(word["to_credit" if credit else "to_pay"], language),
        "to_pay": amount(statement.total),
        "exemption": "" if kind == STANDARD else shown(words.exemption_reason(statement, kind, language)),
        "pay": _pay(statement, language),
        "due_why": words.due_sentence(statement.due_why, language),
        "account": [] if credit else _account(statement.seller),
        "parts": _parts(statement, language),
    }


def _party(party: Party, language: Language) -> dict[str, Any]:
    word = words.WORDS[language]
    town = f"{party.postcode} {party.city}".strip()
    country = [] if party.country == "FR" and language is Language.FR else [_COUNTRIES[language].get(party.country, party.country)]
    numbers: list[str] = []
    if french := siren(party):
        numbers.append(f"{word['registration']}{WIDE}{french[:3]}{WIDE}{french[3:6]}{WIDE}{french[6:]}")
    elif party.registration:
        numbers.append(f"{word['register']}{WIDE}{shown(party.registration)}")
    if party.vat:
        numbers.append(f"{word['vat_number']}{WIDE}{shown(party.vat)}")
    lines = [shown(line) for line in (*party.address, town, *country) if line]
    return {"name": shown(party.name), "lines": lines, "numbers": numbers}


def _dates(statement: Statement, language: Language) -> list[tuple[str, str]]:
    word = words.WORDS[language]
    dates = [
        (word["number"], shown(statement.number)),
        (word["month"], month(statement.month, language)),
        (word["issued"], day(statement.issued_on, language)),
        (word["due"], day(statement.due_on, language)),
    ]
    if statement.corrects:
        dates.insert(1, (word["corrects"], shown(statement.corrects)))
    return [(words.spaced(title, language), text) for title, text in dates]


def _line(line: Line, statement: Statement, language: Language) -> dict[str, Any]:
    cents = sign(statement) * line.cents
    _, unit, price = priced(cents, line.seconds)
    return {
        "what": [words.spaced(shown(text), language) for text in (words.line_title(line, statement, language), line.about)],
        "calls": count(line.calls, language) if line.calls else "",
        "time": duration(line.seconds, language) if line.seconds else "",
        "hourly": money(round(price * 100), statement.currency, language) if unit == HOURS else "",
        "amount": money(cents, statement.currency, language),
    }


def _pay(statement: Statement, language: Language) -> str:
    due, total = day(statement.due_on, language), money(sign(statement) * statement.total, statement.currency, language)
    if statement.kind is PaperKind.CREDIT_NOTE:
        return f"{total} à déduire ou à rendre au plus tard le {due}." if language is Language.FR else f"{total} to be set off or returned by {due}."
    return f"{total} à payer par virement le {due}." if language is Language.FR else f"{total} to be paid by bank transfer on {due}."


def _account(seller: Party) -> list[tuple[str, str]]:
    account = [("IBAN", show_iban(read_iban(seller.iban)))] if seller.iban else []
    return [*account, ("BIC", shown(seller.bic))] if account and seller.bic else account


def _parts(statement: Statement, language: Language) -> list[dict[str, Any]]:
    word = words.WORDS[language]
    parts = [
        (word["details"], [words.calls_sentence(statement, language)]),
        (word["mandate"], [words.spaced(shown(words.mandate_sentence(statement, language)), language)]),
    ]
    late = " ".join((words.late_mention(language), words.recovery_mention(language), words.discount_mention(language)))
    parts.append((word["mentions"], [late, *([shown(statement.note)] if statement.note else [])]))
    return [{"title": title, "texts": texts} for title, texts in parts]
