"""One firm's rows as the floor last said them, and those who watch: each change is encoded once for all of them.

What concerns a person's own call or state goes out at once; everything else is gathered for a tenth of a second,
the newest row of each thing alone.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol

import msgspec

from permanence.floor.audience import agents_of, as_colleague, seen_rows
from permanence.floor.views import Change

GATHER_S = 0.1
_encode = msgspec.json.Encoder().encode
Row = dict[str, Any]


class Watcher(Protocol):
    """Somebody who watches a firm's floor."""

    @property
    def agent(self) -> str | None:
        """The agent that this person is."""
        ...

    @property
    def sees_all(self) -> bool:
        """Whether this person sees every row whole."""
        ...

    def push(self, changes: str) -> None:
        """Take changes: JSON arrays, separated by commas."""
        ...

    def floor_is(self, up: bool) -> None:
        """Learn whether the floor is there."""
        ...


class Feed:
    """The rows of one firm."""

    def __init__(self, firm: str) -> None:
        """Start without rows: the floor was not heard yet."""
        self.firm = firm
        self.seq = 0
        self.up = False
        self.heard = asyncio.Event()
        self._rows: dict[str, dict[str, Row]] = {"agent": {}, "queue": {}, "call": {}, "notice": {}}
        self._watchers: set[Watcher] = set()
        self._by_agent: defaultdict[str, set[Watcher]] = defaultdict(set)
        self._pending: dict[tuple[str, str], Row | None] = {}
        self._colleagues: dict[str, str] = {}
        self._timer: asyncio.TimerHandle | None = None

    # -- those who watch -----------------------------------------------------------------------------------

    @property
    def watchers(self) -> int:
        """How many watch."""
        return len(self._watchers)

    def add(self, watcher: Watcher) -> str:
        """Begin to push changes to a watcher; return all rows that he sees as of now, as JSON."""
        self._watchers.add(watcher)
        for _, key in self._pending:  # he has these rows as they are now: what comes next is never "as before" to him
            self._colleagues.pop(key, None)
        if watcher.agent is not None:
            self._by_agent[watcher.agent].add(watcher)
        return _encode(seen_rows(self._rows, watcher.agent, sees_all=watcher.sees_all)).decode()

    def remove(self, watcher: Watcher) -> None:
        """Push nothing more to a watcher."""
        self._watchers.discard(watcher)
        if watcher.agent is not None:
            self._by_agent[watcher.agent].discard(watcher)
            if not self._by_agent[watcher.agent]:
                del self._by_agent[watcher.agent]

    # -- what the floor says -------------------------------------------------------------------------------

    def restart(self, seq: int, rows: dict[str, dict[str, Row]]) -> None:
        """Take a snapshot: watchers get the difference from what they have."""
        changes: list[Change] = []
        for kind in {*self._rows, *rows}:
            old, new = self._rows.get(kind, {}), rows.get(kind, {})
            changes += [(kind, key, None) for key in old if key not in new]
            changes += [(kind, key, row) for key, row in new.items() if old.get(key) != row]
        self.seq = seq
        self._take(changes)
        self._tell(up=True)
        self.heard.set()

    def update(self, seq: int, changes: list[Change]) -> bool:
        """Take changes; False when one is missing before them, so that only a snapshot helps."""
        if seq != self.seq + 1:
            return False
        self.seq = seq
        self._take(changes)
        return True

    def lost(self) -> None:
        """The floor is away: rows stay as they were, and everybody is told."""
        self._tell(up=False)

    def _tell(self, *, up: bool) -> None:
        if self.up is not up:
            self.up = up
            for watcher in list(self._watchers):
                watcher.floor_is(up)

    def _take(self, changes: Iterable[Change]) -> None:
        own: defaultdict[str, list[str]] = defaultdict(list)
        for kind, key, row in changes:
            table = self._rows.setdefault(kind, {})
            before = table.get(key)
            if row is None:
                table.pop(key, None)
            else:
                table[key] = row
            self._pending[kind, key] = row
            self._note_own(own, kind, key, before, row)
        for agent, parts in own.items():
            joined = ",".join(parts)
            for watcher in list(self._by_agent.get(agent, ())):
                watcher.push(joined)
        if self._pending and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(GATHER_S, self._flush)

    def _note_own(
        self, own: defaultdict[str, list[str]], kind: str, key: str, before: Row | None, row: Row | None
    ) -> None:
        """Note the change for the agents whose own it is or was."""
        if kind == "agent" and key in self._by_agent:
            own[key].append(_change(kind, key, row))
        elif kind == "call":
            having = agents_of(row)
            for agent in (having | agents_of(before)) & self._by_agent.keys():
                own[agent].append(_change(kind, key, row if agent in having else None))

    def _flush(self) -> None:
        """Push what has gathered; each text is made once, whatever the number of watchers."""
        self._timer = None
        pending, self._pending = self._pending, {}
        if not self._watchers:
            return
        everything: str | None = None
        parts = self._for_colleagues(pending)
        shared = ",".join(parts.values())
        for watcher in list(self._watchers):
            if watcher.sees_all:
                if everything is None:
                    everything = ",".join(_change(kind, key, row) for (kind, key), row in pending.items())
                watcher.push(everything)
            elif ("agent", watcher.agent or "") in parts:
                others = ",".join(text for name, text in parts.items() if name != ("agent", watcher.agent))
                if others:
                    watcher.push(others)
            elif shared:
                watcher.push(shared)

    def _for_colleagues(self, pending: dict[tuple[str, str], Row | None]) -> dict[tuple[str, str], str]:
        """Return the changes that every agent sees; a row that looks as before to them is left out."""
        parts: dict[tuple[str, str], str] = {}
        for (kind, key), row in pending.items():
            if kind == "call":
                continue
            text = _change(kind, key, as_colleague(kind, row))
            if kind != "agent":
                parts[kind, key] = text
            elif self._colleagues.get(key) != text:
                self._colleagues[key] = text
                parts[kind, key] = text
        return parts


def _change(kind: str, key: str, row: Row | None) -> str:
    return _encode((kind, key, row)).decode()
