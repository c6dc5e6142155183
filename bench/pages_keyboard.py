"""`pages.keyboard`: the desk and the floor without a pointer, on two keyboards, in a real browser."""

from __future__ import annotations

import sys

from bench.pages import run

if __name__ == "__main__":
    sys.exit(run("pages.keyboard", "journeys_that_fail", ["tests/browser/test_keys.py"]))
