"""`pages.keyboard`: the desk and the floor without a pointer, on two keyboards, and a whole shift of real calls."""

from __future__ import annotations

import sys

from bench.pages import run

JOURNEYS = [
    "tests/browser/test_keys.py",
    "tests/integration/demo/test_first_call.py::test_a_whole_shift_is_worked_by_keyboard_alone",
]

if __name__ == "__main__":
    sys.exit(run("pages.keyboard", "journeys_that_fail", JOURNEYS))
