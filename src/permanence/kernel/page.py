"""Lists by the page: a cursor says after which row to go on, so that rows born meanwhile disturb nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from permanence.kernel.errors import Invalid

LIMIT = 50
LIMIT_MAX = 200

T = TypeVar("T")
U = TypeVar("U")


class BadCursor(Invalid):
    """This cursor is not one of ours; ask for the first page again."""

    code = "cursor.invalid"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to go on (the sort key of the last row seen, ending in its id) and how many rows to give."""

    after: tuple[str, ...] | None = None
    limit: int = LIMIT

    @classmethod
    def parse(cls, text: str | None, limit: int = LIMIT, keys: int = 2) -> Cursor:
        """Read a cursor from a request; `keys` is how many parts the list's sort key has."""
        limit = max(1, min(limit, LIMIT_MAX))
        if not text:
            return cls(None, limit)
        try:
            after = msgspec.json.decode(base64.urlsafe_b64decode(text.encode() + b"=="), type=tuple[str, ...])
        except (msgspec.DecodeError, binascii.Error, ValueError) as error:
            raise BadCursor(param="cursor") from error
        if len(after) != keys or any("\x00" in part for part in after):
            raise BadCursor(param="cursor")
        return cls(after, limit)

    @staticmethod
    def write(after: Sequence[str]) -> str:
        """Return the text of a cursor that goes on after this sort key."""
        return base64.urlsafe_b64encode(msgspec.json.encode(list(after))).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the cursor for those after them (None: that was all)."""

    items: list[T]
    next_cursor: str | None = None

    def map(self, change: Callable[[T], U]) -> Page[U]:
        """Return the same page of other values."""
        return Page([change(item) for item in self.items], self.next_cursor)


def cut(rows: Sequence[T], limit: int, key: Callable[[T], Sequence[str]]) -> Page[T]:
    """Make a page from one row more than asked for: its presence says that there is more."""
    items = list(rows[:limit])
    return Page(items, Cursor.write(key(items[-1])) if len(rows) > limit else None)
