"""Which rows of the floor whose eyes may see: supervisors all; agents their own calls, and colleagues without what
they are busy with.

What a row looks like to somebody depends on that row alone, so old rows plus changes stay the new rows for everybody.
"""

from __future__ import annotations

from typing import Any, cast

Row = dict[str, Any]

HIDDEN_OF_COLLEAGUES: Row = {
    "call": None,
    "wrap_up_call": None,
    "monitoring": None,
    "monitor_mode": None,
    "monitor_auto_answer": False,
}


def agents_of(row: Row | None) -> frozenset[str]:
    """Return the agents who have a part in a call: offered, talking, consulted, taking over, supervising."""
    if row is None:
        return frozenset()
    parties = (cast(Row, row[name]).get("agent") for name in ("consult", "transfer") if row.get(name))
    supervisors = (monitor.get("supervisor") for monitor in cast(list[Row], row.get("monitors") or []))
    found = (row.get("agent"), row.get("offered_to"), *parties, *supervisors)
    return frozenset(agent for agent in found if agent)


def as_colleague(kind: str, row: Row | None) -> Row | None:
    """Return a row as an agent sees it who has no part in it; None: not at all."""
    if row is None or kind == "call":
        return None
    return row | HIDDEN_OF_COLLEAGUES if kind == "agent" else row


def seen(kind: str, key: str, row: Row | None, agent: str | None, *, sees_all: bool) -> Row | None:
    """Return a row as this person sees it; `agent` is the agent that the person is."""
    if sees_all or row is None:
        return row
    own = key == agent if kind == "agent" else kind == "call" and agent in agents_of(row)
    return row if own else as_colleague(kind, row)


def seen_rows(rows: dict[str, dict[str, Row]], agent: str | None, *, sees_all: bool) -> dict[str, dict[str, Row]]:
    """Return all rows as this person sees them."""
    return {
        kind: {
            key: shown
            for key, row in by_id.items()
            if (shown := seen(kind, key, row, agent, sees_all=sees_all)) is not None
        }
        for kind, by_id in rows.items()
    }
