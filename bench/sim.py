"""Plays seeded days on the production floor and says what broke: `make sim SEED=1 RUNS=100`."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime

from permanence.sim.day import Day, Report

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DEEDS = 300


def play(seed: int) -> Report | str:
    """Play one day; return what came of it, or how it broke."""
    day = Day(seed, START)
    try:
        return day.play(DEEDS)
    except AssertionError:
        return f"seed {seed}, after {day.report.deeds} deeds:\n{traceback.format_exc(limit=-2)}"


def main() -> int:
    """Play the days asked for, on every core."""
    given = [int(word) for word in sys.argv[1:3]]
    first, runs = (given + [1, 100][len(given) :])[:2]
    began = time.monotonic()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(play, range(first, first + runs)))
    broken = [result for result in results if isinstance(result, str)]
    outcomes: Counter[str] = Counter()
    for result in results:
        outcomes += result.outcomes if isinstance(result, Report) else Counter()
    print("\n".join(broken))
    told = ", ".join(f"{n} {name}" for name, n in outcomes.most_common())
    print(f"{runs} days from seed {first}: {outcomes.total()} calls ({told}); {len(broken)} broken; "
          f"{time.monotonic() - began:.0f} s")  # fmt: skip
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
