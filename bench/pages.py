"""Figures that the front end's tests give: how many of them find a fault in a real browser."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
from pathlib import Path

from bench.figures import Figure, Outcome, is_quick

ROOT = Path(__file__).parent.parent


def run(name: str, unit: str, selection: list[str]) -> int:
    """Run these tests; the figure is how many fail, of how many."""
    outcome = Outcome(name, quick=is_quick())
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        told = Path(folder) / "told.xml"
        words = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *selection, f"--junitxml={told}"]
        subprocess.run(words, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
        suite = tree.parse(told).getroot().find("testsuite")
    assert suite is not None
    count = {part: int(suite.get(part, "0")) for part in ("tests", "failures", "errors", "skipped")}
    bad = count["failures"] + count["errors"] + count["skipped"] + (count["tests"] == 0)
    for case in suite.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.say(f"fails: {case.get('name')}")
    outcome.details = dict(count)
    outcome.figures.append(Figure(name, bad, unit, "= 0", None, f"of {count['tests']} tests"))
    outcome.save()
    print(outcome.figures[0].line())
    return 0 if outcome.holds else 1
