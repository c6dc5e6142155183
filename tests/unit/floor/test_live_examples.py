"""Examples of the live protocol for the pages' reducer: written here, read by `web/src/live/examples.test.ts`.

`python -m tests.unit.floor.test_live_examples` writes them again.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from permanence.floor.audience import seen, seen_rows
from permanence.floor.views import AgentRow, CallRow, Change, QueueRow, Rows, apply, rows_of

FILE = Path(__file__).parents[3] / "schema" / "examples" / "live.json"
AGENTS = ("agt_camille", "agt_noe")
AT = "2026-11-22T09:00:00+00:00"


def _change(chance: random.Random, turn: int) -> Change:
    kind = chance.choice(["agent", "call", "queue"])
    if kind == "agent":
        who = chance.choice(AGENTS)
        presence = chance.choice(["ready", "talking", "paused"])
        return rows_of("agent", [AgentRow(who, who[4:].title(), presence, AT, [], False, "browser", call="int_1")])[0]
    if kind == "queue":
        return rows_of("queue", [QueueRow("que_devis", "Devis", ["int_1"] * (turn % 3), None, 1, turn % 2, 2)])[0]
    key = f"int_{chance.randrange(3)}"
    if chance.random() < 0.3:
        return "call", key, None
    row = CallRow(
        key, "inbound", "talking", AT, "+33612345678", "+33184800001", "Toiture Nord", "", "fr", ["devis"],
        agent=chance.choice([None, *AGENTS]), held=chance.random() < 0.5,
    )  # fmt: skip
    return rows_of("call", [row])[0]


def examples() -> list[dict[str, Any]]:
    """Return what pages are sent, and the rows they must have at the end."""
    made: list[dict[str, Any]] = []
    for name, agent, sees_all in (("a supervisor", None, True), ("Camille", AGENTS[0], False), ("Noé", AGENTS[1], False)):
        chance = random.Random(8)
        rows: Rows = {"agent": {}, "queue": {}, "call": {}, "notice": {}}
        for turn in range(6):
            rows = apply(rows, [_change(chance, turn)])
        messages: list[dict[str, Any]] = [
            {"type": "snapshot", "seq": 0, "now": AT, "rows": seen_rows(rows, agent, sees_all=sees_all)}
        ]
        for seq in range(1, 15):
            changes = [_change(chance, turn) for turn in range(chance.randint(1, 3))]
            rows = apply(rows, changes)
            shown = [(kind, key, seen(kind, key, row, agent, sees_all=sees_all)) for kind, key, row in changes]
            messages.append({"type": "events", "seq": seq, "changes": shown})
        made.append({"viewer": name, "messages": messages, "rows": seen_rows(rows, agent, sees_all=sees_all)})
    return made


def _text() -> str:
    return json.dumps(examples(), ensure_ascii=False, indent=1) + "\n"


def test_the_committed_examples_are_those_of_the_program() -> None:
    assert FILE.read_text(encoding="utf-8") == _text()


def test_messages_lead_to_the_rows_in_python_as_well() -> None:
    for example in examples():
        rows: Rows = example["messages"][0]["rows"]
        for message in example["messages"][1:]:
            rows = apply(rows, message["changes"])
        assert rows == example["rows"]


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(_text(), encoding="utf-8")
