"""`pages.axe`: every page in both languages and themes, looked at by axe in a real browser."""

from __future__ import annotations

import sys

from bench.pages import run

if __name__ == "__main__":
    sys.exit(run("pages.axe", "pages_with_violations", ["tests/browser/test_pages.py"]))
