"""`faults.planted`: faults planted on purpose, each alone in a copy of the tree, and what catches it.

The unit tests of the part are asked first, in a process of their own; what they let pass is looked for by seeded days with
everything going wrong, up to SEEDS of them. A fault that nothing catches is a test that is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, Outcome, is_quick
from bench.planted_faults import FAULTS, TESTS, Fault

ROOT = Path(__file__).parent.parent
COPIED = ("src", "tests", "bench", "schema", "pyproject.toml")
SEEDS, CHUNK = 10_000, 20
PATIENCE_S = 600  # a fault may make the floor go round in circles: that is noticed too
MISSED_AT_MOST = 1
SAMPLE = slice(0, None, len(FAULTS) // 5 + 1)  # five for a quick look


@dataclass(frozen=True, slots=True)
class Catch:
    """What came of a fault: `by` is the test or the seed that caught it, None where nothing did."""

    fault: str
    by: str | None
    said: str
    seconds: float


class House:
    """A copy of the tree into which faults are planted, one at a time."""

    def __init__(self, folder: Path) -> None:
        """Copy what the tests read."""
        self.root = folder / "house"
        self._touched = time.time()
        for name in COPIED:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, _made(self.root / name))

    @contextmanager
    def planted(self, fault: Fault) -> Generator[None]:
        """Have the fault in the copy meanwhile."""
        path = self.root / "src/permanence" / fault.file
        whole = path.read_text(encoding="utf-8")
        assert whole.count(fault.old) == 1, f"{fault.file} has {fault.old!r} {whole.count(fault.old)} times; mend the planted fault"
        self._write(path, whole.replace(fault.old, fault.new))
        try:
            yield
        finally:
            self._write(path, whole)

    def _write(self, path: Path, text: str) -> None:
        """Write it with a time of its own, which compiled code is known by."""
        path.write_text(text, encoding="utf-8")
        self._touched += 2
        os.utime(path, (self._touched, self._touched))

    def run(self, *words: str) -> tuple[int, str]:
        """Run Python on the copy; return its status and what it said. One that does not end is ended."""
        environment = os.environ | {
            "PYTHONPATH": f"{self.root / 'src'}{os.pathsep}{self.root}", "CORES": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"
        }  # fmt: skip
        try:
            done = subprocess.run(
                [sys.executable, *words], cwd=self.root, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
            )
        except subprocess.TimeoutExpired:
            return -1, "it does not end"
        return done.returncode, done.stdout + done.stderr

    def tests(self, places: tuple[str, ...]) -> tuple[str, str] | None:
        """Return the first test that fails, and what it said."""
        code, said = self.run("-m", "pytest", "-x", "-p", "pytest_asyncio.plugin", "-p", "no:cacheprovider", "--tb=line", *places)
        if code == 0:
            return None
        failed = next((line for line in said.splitlines() if line.startswith("FAILED ")), "")
        assert failed or code == -1, f"the tests could not be asked:\n{said}"
        name, _, why = failed.removeprefix("FAILED ").partition(" - ")
        return name or "the tests", why or "it does not end"

    def seeds(self, first: int, count: int) -> tuple[str, str] | None:
        """Return the first seed that breaks, and how."""
        code, said = self.run("-m", "bench.sim", str(first), str(count))
        if code == 0:
            return None
        lines = said.splitlines()
        seed = next((line.partition(" broke")[0] for line in lines if line.startswith("seed ")), "")
        assert seed or code == -1, f"the days could not be played:\n{said}"
        begun = lines.index(next(line for line in lines if line.startswith("seed "))) if seed else 0
        why = next((line for line in lines[begun + 1 :] if line and not line.startswith("  ")), said)
        return seed or f"seeds from {first}", why


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def try_tests(house: House, fault: Fault) -> Catch:
    """Plant it and ask the tests of the part."""
    began = time.monotonic()
    with house.planted(fault):
        by, said = house.tests(fault.tests) or (None, "")
    return Catch(fault.name, by, said, time.monotonic() - began)


def try_seeds(house: House, fault: Fault, seeds: int) -> Catch:
    """Plant it and play days until one breaks."""
    began = time.monotonic()
    with house.planted(fault):
        for first in range(1, seeds + 1, CHUNK):
            by, said = house.seeds(first, min(CHUNK, seeds + 1 - first)) or (None, "")
            if by is not None:
                return Catch(fault.name, by, said, time.monotonic() - began)
    return Catch(fault.name, None, "", time.monotonic() - began)


def planted() -> Outcome:
    """Plant them all; those that the tests let pass come last, and are looked for by days."""
    outcome = Outcome("faults.planted", quick=is_quick())
    faults = FAULTS[SAMPLE] if outcome.quick else FAULTS
    seeds = int(os.environ.get("SEEDS", str(CHUNK if outcome.quick else SEEDS)))
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        house = House(Path(folder))
        whole = house.tests(TESTS) or house.seeds(1, 2)
        assert whole is None, f"the house is broken before anything is planted: {whole}"
        caught: dict[str, Catch] = {}
        for fault in sorted(faults, key=lambda fault: TESTS[0] not in fault.tests):
            caught[fault.name] = catch = try_tests(house, fault)
            outcome.say(f"{fault.name}: {catch.by or 'passed by the tests'} ({catch.seconds:.0f} s)")
        for fault in [fault for fault in faults if caught[fault.name].by is None]:
            caught[fault.name] = catch = try_seeds(house, fault, seeds)
            outcome.say(f"{fault.name}: {catch.by or f'caught by nothing, {seeds} days included'} ({catch.seconds:.0f} s)")
    number = sum(catch.by is not None for catch in caught.values())
    least = len(faults) - MISSED_AT_MOST
    outcome.figures.append(Figure("faults.planted", number, f"caught_of_{len(faults)}", f">= {least}"))
    outcome.details = {"faults": [[catch.fault, catch.by, catch.said, round(catch.seconds, 1)] for catch in caught.values()]}
    return outcome
