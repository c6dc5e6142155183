"""Matching as switches do it: look at every agent for a caller, and at every caller for an agent.

Asterisk's `app_queue` walks all members of a queue for each caller; FreeSWITCH's `mod_callcenter` joins all callers with
all agents at each pass. It is the peer of `matching.scan`, and in tests the plain truth that the matcher is held against.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from permanence.routing.matching import Sort


@dataclass(slots=True)
class Caller:
    """Work that waits."""

    work: Hashable
    line: Hashable
    due: float
    seq: int
    wanted_by: Hashable | None
    held: bool = False


@dataclass(slots=True)
class Member:
    """An agent: the profile's handicap for each line, and since when free (None: not)."""

    agent: Hashable
    rank: int
    places: int
    handicaps: Mapping[Hashable, float]
    free_since: int | None = None
    texts: int = 0


class Scan:
    """The same answers as `Matcher`, by looking at everything each time."""

    def __init__(self, sorts: Sequence[Sort], texts: frozenset[Hashable] = frozenset()) -> None:
        """Know the profiles."""
        ranked = sorted(sorts, key=lambda s: (len(s.serves), repr(s.name)))
        self.sorts = {sort.name: (rank, sort) for rank, sort in enumerate(ranked)}
        self.texts = texts
        self.callers: dict[Hashable, Caller] = {}
        self.members: dict[Hashable, Member] = {}
        self._seq = 0

    def wait(self, work: Hashable, line: Hashable, due: float, wanted_by: Hashable | None = None) -> None:
        """Work waits."""
        self._seq += 1
        self.callers[work] = Caller(work, line, due, self._seq, wanted_by)

    def leave(self, work: Hashable) -> None:
        """Work no longer waits."""
        self.callers.pop(work, None)

    def free(self, agent: Hashable, profile: Hashable, texts: int = 0) -> None:
        """An agent can take work."""
        rank, sort = self.sorts[profile]
        self._seq += 1
        self.members[agent] = Member(agent, rank, sort.places, dict(sort.serves), self._seq, texts)

    def busy(self, agent: Hashable) -> None:
        """An agent can take nothing."""
        self.members.pop(agent, None)

    def _may(self, member: Member, caller: Caller) -> bool:
        if caller.held or caller.line not in member.handicaps or caller.wanted_by not in (None, member.agent):
            return False
        return member.texts < member.places if caller.line in self.texts else member.texts == 0

    def agent_for(self, work: Hashable) -> Hashable | None:
        """Look at every agent."""
        caller, best, chosen = self.callers[work], None, None
        for member in self.members.values():
            if self._may(member, caller):
                key = (member.texts, member.rank, member.free_since)
                if best is None or key < best:
                    best, chosen = key, member.agent
        return chosen

    def work_for(self, agent: Hashable) -> Hashable | None:
        """Look at every caller."""
        member = self.members.get(agent)
        if member is None:
            return None
        best, chosen = None, None
        for caller in self.callers.values():
            if self._may(member, caller):
                key = (caller.wanted_by is None, caller.due + (member.handicaps[caller.line] if caller.wanted_by is None else 0), caller.seq)
                if best is None or key < best:
                    best, chosen = key, caller.work
        return chosen
