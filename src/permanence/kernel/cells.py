"""What stands in a cell of a file for spreadsheets: plain text that is never taken for a formula."""

from __future__ import annotations

from datetime import datetime

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\0")


def cell(value: object) -> str:
    """Return a value for a CSV file; a spreadsheet never takes it for a formula."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.startswith(_RISKY) else text
