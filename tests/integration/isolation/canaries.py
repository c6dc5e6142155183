"""Values that can be told apart wherever they turn up: each is of one firm and one sort of thing, and none is like another.

A word reads ``zqb0042`` (firm b, the forty-second), a telephone number ``+33695200042``, a whole number ``772000042``; all three are
found again in any text, whatever its case, spacing or file. `fill` makes requests of them out of the contract's schemas.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

LETTERS = "abcdefghij"
_TOKENS = re.compile(r"zq[a-j]\d{4}|(?<!\d)\+?3369\d00\d{4}(?!\d)|(?<![\d.a-f])77[0-9]\d{6}(?![\da-f])|(?<!\d)069\d00\d{4}(?!\d)")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
NUMBER_MIN = 10**9
"""A whole number can be a canary only where so large a one is allowed."""
LATER = ("ends", "to", "until")
"""Fields that are the end of a stretch of time."""
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Canary:
    """Whose it is, and what it stands for: the request and field, or what was said, such as ``call notes``. What several firms know by
    themselves, such as one person's number who calls them both, is theirs `also`."""

    firm: str
    sort: str
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class Aviary:
    """All canaries that were let out, by how they read."""

    out: dict[str, Canary] = field(default_factory=dict[str, Canary])
    firms: list[str] = field(default_factory=list[str])
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def word(self, firm: str, sort: str) -> str:
        """Return a word of this firm."""
        return self._let_out(f"zq{LETTERS[self._nth(firm)]}{next(self._numbers):04}", firm, sort)

    def phone(self, firm: str, sort: str, *also: str) -> str:
        """Return a telephone number of this firm (and of others who know it too), E.164."""
        return "+" + self._let_out(f"3369{self._nth(firm)}00{next(self._numbers):04}", firm, sort, also)

    def number(self, firm: str, sort: str) -> int:
        """Return a whole number of this firm, of nine figures."""
        return int(self._let_out(f"77{self._nth(firm)}{next(self._numbers):06}", firm, sort))

    def seen(self, body: str | bytes) -> set[str]:
        """Return the canaries that are in a text or a file; what is packed in it (sheets, PDF) is unpacked."""
        text = body if isinstance(body, str) else _unpacked(body)
        found: set[str] = set()
        for part in (text, _SPACES.sub("", text)):
            for each in _TOKENS.findall(part.lower()):
                token = each.lstrip("+")
                token = "33" + token[1:] if token.startswith("069") else token
                if token in self.out:
                    found.add(token)
        return found

    def _nth(self, firm: str) -> int:
        if firm not in self.firms:
            self.firms.append(firm)
        return self.firms.index(firm)

    def _let_out(self, token: str, firm: str, sort: str, also: tuple[str, ...] = ()) -> str:
        self.out[token] = Canary(firm, sort, also)
        return token


def _unpacked(body: bytes) -> str:
    texts = [body.decode("utf-8", "replace")]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            texts += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    if body.startswith(b"%PDF"):
        try:
            reader = PdfReader(io.BytesIO(body))
            texts += [page.extract_text() for page in reader.pages]
            texts += [data.decode("utf-8", "replace") for files in reader.attachments.values() for data in files]
            texts += [str(reader.metadata)]
        except (PyPdfError, zlib.error) as error:
            raise AssertionError("a PDF that cannot be read cannot be searched") from error
    return "\n".join(texts)


@dataclass(slots=True)
class Filler:
    """Makes request bodies out of the contract: canaries wherever words or large numbers may stand, the least that is right elsewhere.

    `known` gives values by the name of their field (ids of the firm's own things, what has a form that no schema tells)."""

    aviary: Aviary
    schemas: Mapping[str, Schema]

    def fill(self, schema: Schema, firm: str, sort: str, known: Mapping[str, Any], *, words_alone: bool = False) -> Any:
        """Return a body. With `words_alone` an object has only the fields that are words: a change that breaks nothing."""
        schema = self._plain(schema)
        name = sort.rpartition(".")[2]
        if name in known:
            return known[name]
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return schema["enum"][0]
        match schema.get("type"):
            case "object":
                return self._object(schema, firm, sort, known, words_alone)
            case "array":
                wanted = max(int(schema.get("minItems", 0)), 0 if "$ref" in schema.get("items", {}) else 1)
                made = [self.fill(schema.get("items", {}), firm, sort, known) for _ in range(wanted)]
                return [each for each in made if each is not None]
            case "string":
                return self._text(schema, firm, sort)
            case "integer":
                return self._number(schema, firm, sort)
            case "number":
                return schema.get("default", schema.get("minimum", 0.5)) or 0.5
            case "boolean":
                return schema.get("default", False)
            case _:
                return None

    def _object(self, schema: Schema, firm: str, sort: str, known: Mapping[str, Any], words_alone: bool) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for name, inner in schema.get("properties", {}).items():
            plain = self._plain(inner)
            if words_alone and name not in known and not self._is_words(plain):
                continue
            if name.endswith(("_id", "_ids")) and name not in known:
                if name in schema.get("required", ()):
                    body[name] = "none"
                continue
            value = self.fill(inner, firm, f"{sort}.{name}", known)
            if value is not None:
                body[name] = value
        return body

    def _is_words(self, schema: Schema) -> bool:
        return schema.get("type") == "string" and not schema.get("format") and not schema.get("enum") and _fits(schema, "zqa0001")

    def _text(self, schema: Schema, firm: str, sort: str) -> str:
        if (form := schema.get("format")) in ("date", "date-time"):
            now = datetime.now(UTC)
            if form == "date-time" and sort.rpartition(".")[2] in LATER:
                now += timedelta(hours=8)
            return now.date().isoformat() if form == "date" else now.isoformat()
        if _fits(schema, "zqa0001"):
            return self.aviary.word(firm, sort)
        likely = (str(schema.get("default", "")), "EUR", "FR", "#0b5c8a", "08:00", "Europe/Paris", "+33199000000", "a@b.example", "default", "sip:a@b.example", "")
        return next((each for each in likely if _fits(schema, each)), "")

    def _number(self, schema: Schema, firm: str, sort: str) -> int:
        if schema.get("maximum", 0) >= NUMBER_MIN:
            return self.aviary.number(firm, sort)
        return int(schema.get("default", schema.get("minimum", 1)))

    def _plain(self, schema: Schema) -> Schema:
        """Return a schema without references and choices: the first that is not nothing, with what is said around it."""
        while True:
            if "$ref" in schema:
                schema = self.schemas[schema["$ref"].rpartition("/")[2]]
            elif chosen := schema.get("oneOf") or schema.get("anyOf"):
                inner = next(each for each in chosen if each.get("type") != "null")
                schema = {**inner, **{key: value for key, value in schema.items() if key not in ("oneOf", "anyOf")}}
            else:
                return schema


def _fits(schema: Schema, text: str) -> bool:
    if not int(schema.get("minLength", 0)) <= len(text) <= int(schema.get("maxLength", 10**6)):
        return False
    return re.search(schema["pattern"], text) is not None if "pattern" in schema else True


def iban(word: str) -> str:
    """Return a French bank account number of the right form that has this word in it."""
    account = f"9999900001{word.upper():0<11}00"
    figures = "".join(str(int(each, 36)) for each in account + "FR00")
    return f"FR{98 - int(figures) % 97:02}{account}"

