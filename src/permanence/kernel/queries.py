"""Named SQL: a file of statements, each with a name and a sentence, read once at import.

-- name: people
-- Everybody of the firm, in the order of screens.
select ... ;
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import LiteralString, cast

_NAME = re.compile(r"^-- name: ([a-z][a-z0-9_]*)$")


class Queries(Mapping[str, LiteralString]):
    """The statements of one file, by name. They are part of the program, so they count as literal text."""

    def __init__(self, text: str) -> None:
        """Split the text; a statement without a sentence, or a name used twice, is a mistake of ours."""
        self._statements: dict[str, str] = {}
        self.sentences: dict[str, str] = {}
        name = ""
        for line in text.splitlines():
            if found := _NAME.match(line):
                name = str(found.group(1))
                assert name not in self._statements, f"the name {name} is used twice"
                self._statements[name] = ""
                self.sentences[name] = ""
            elif name and line.startswith("--") and not self._statements[name]:
                self.sentences[name] = f"{self.sentences[name]} {line[2:].strip()}".strip()
            elif name and line.strip():
                self._statements[name] += line + "\n"
        for each, sentence in self.sentences.items():
            assert sentence, f"the statement {each} says not what it does"

    @classmethod
    def beside(cls, module: str, name: str = "queries.sql") -> Queries:
        """Read the file beside a module: ``Queries.beside(__file__)``."""
        return cls(Path(module).with_name(name).read_text(encoding="utf-8"))

    def __getitem__(self, name: str) -> LiteralString:
        """Return one statement."""
        return cast(LiteralString, self._statements[name])

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._statements)

    def __len__(self) -> int:
        """Return how many statements there are."""
        return len(self._statements)
