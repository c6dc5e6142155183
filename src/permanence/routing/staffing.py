"""How many agents of each ability stand where, kept as they move: asking costs by abilities, never by agents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from permanence.kernel.ids import AgentId
from permanence.routing.model import Presence
from permanence.routing.rules import Ability

AT_WORK = frozenset((Presence.READY, Presence.TALKING, Presence.WRAP_UP, Presence.OFFERED))


class Staffing:
    """The agents of one firm, counted."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._where: dict[AgentId, tuple[Ability, Presence]] = {}
        self._at_work: Counter[Ability] = Counter()
        self._there: Counter[Ability] = Counter()

    def stands(self, agent: AgentId, ability: Ability, presence: Presence) -> None:
        """An agent who can this stands here from now on."""
        before, here = self._where.get(agent), (ability, presence)
        if before == here:
            return
        if before is not None:
            self._count(*before, -1)
        self._where[agent] = here
        self._count(ability, presence, 1)

    def _count(self, ability: Ability, presence: Presence, by: int) -> None:
        self._at_work[ability] += by if presence in AT_WORK else 0
        self._there[ability] += by if presence is not Presence.OFFLINE else 0

    def at_work(self, abilities: Collection[Ability]) -> int:
        """Return how many agents with one of these abilities are at work: ready, rung, on a call or writing notes."""
        return sum(self._at_work[ability] for ability in abilities)

    def there(self, abilities: Collection[Ability]) -> int:
        """Return how many agents with one of these abilities are there, in a pause or beyond reach included."""
        return sum(self._there[ability] for ability in abilities)
