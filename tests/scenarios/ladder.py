"""Ladders: stories of calls that a manager can read, played on the production floor.

A file begins with comments and the firm's setting. Then each line has a time and what somebody does; the indented lines
below it, with their arrows, are everything that follows until the next line: what people hear, what is written down,
where agents stand. `LADDERS=write` writes the arrows again; they are then read before they are committed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from permanence.floor.world import Effects
from permanence.kernel.ids import CountedIds
from permanence.sim.invariants import check
from permanence.sim.stage import Stage
from tests.scenarios import deeds, setting
from tests.scenarios.telling import Teller

STEP = re.compile(r"^(\d\d:\d\d:\d\d)  (.+)$")


@dataclass
class Step:
    """A time, a deed, and what should follow."""

    clock: str
    deed: str
    follows: list[str] = field(default_factory=list[str])


@dataclass
class Ladder:
    """A story as it is written."""

    head: list[str]
    steps: list[Step]

    def text(self) -> str:
        """Return the story as a file."""
        lines = list(self.head)
        for step in self.steps:
            lines.append(f"{step.clock}  {step.deed}")
            lines += [f"              -> {line}" for line in step.follows]
        return "\n".join(lines) + "\n"


def parse(text: str) -> Ladder:
    """Read a story."""
    ladder = Ladder([], [])
    for line in text.splitlines():
        if found := STEP.match(line):
            ladder.steps.append(Step(found[1], found[2].strip()))
        elif ladder.steps and line.strip().startswith("->"):
            ladder.steps[-1].follows.append(line.strip()[2:].strip())
        elif not ladder.steps:
            ladder.head.append(line)
        elif line.strip():
            raise ValueError(f"'{line}' has neither a time nor an arrow")
    return ladder


def play(text: str) -> tuple[str, Stage]:
    """Play a story; return it with what really follows, and the stage at its end."""
    ladder = parse(text)
    ids = CountedIds()
    place = setting.read([line for line in ladder.head if line.strip() and not line.startswith("#")], ids)
    start = place.at(ladder.steps[0].clock)
    stage = Stage(setting.build(place, start), start, ids)
    teller = Teller(stage, place)

    def after(effects: Effects) -> None:
        teller.tell(effects)
        check(stage)

    stage.after = after
    people = deeds.People(stage, place, teller)
    for step, following in zip(ladder.steps, [*ladder.steps[1:], None], strict=True):
        stage.until(place.at(step.clock))
        teller.begin(step.clock)
        people.do(step.deed)
        if following is not None:
            stage.until(place.at(following.clock))
        step.follows = teller.told()
    return ladder.text(), stage


def stories() -> list[Path]:
    """Return all ladders."""
    return sorted(Path(__file__).parent.glob("*.txt"))
