"""Plays seeded days on the production floor, with everything going wrong that may, and says what broke:
`make sim SEED=1 RUNS=100`. A seed is a day: `make sim SEED=7 RUNS=1` plays the same one again; CALM=1 leaves the trouble out."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime

from permanence.sim.day import Day, Report
from permanence.sim.rough import CALM, ROUGH

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DEEDS = 300


def play(seed: int) -> Report | str:
    """Play one day; return what came of it, or how it broke: after which deed, what happened last, which promise."""
    day = Day(seed, START, trouble=CALM if os.environ.get("CALM") else ROUGH)
    try:
        return day.play(DEEDS)
    except Exception as error:  # noqa: BLE001 - whatever ends a day breaks it, and the others are played all the same
        last = "\n".join(f"  {at:%H:%M:%S.%f} {what}" for at, what in day.stage.told)
        where = "" if isinstance(error, AssertionError) else traceback.format_exc(limit=-3)
        return f"seed {seed} broke after {day.report.deeds} deeds. The last that happened:\n{last}\n{where}{error}"


def main() -> int:
    """Play the days asked for, on every core."""
    given = [int(word) for word in sys.argv[1:3]]
    first, runs = (given + [1, 100][len(given) :])[:2]
    began = time.monotonic()
    with ProcessPoolExecutor(int(os.environ.get("CORES", 0)) or os.cpu_count()) as pool:
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
