"""Who gets whom, in one firm: waiting work in lines, free agents by profile, and the step that brings them together.

A *line* holds the work that the same agents may take: one for each queue and widening step. Its order is fixed when
work comes (`due`, a moment in seconds), so nothing is sorted again while people wait. A *profile* is everything that
decides which lines an agent may serve; agents of one profile are alike but for how long they have been free. Which
profiles have somebody free is a mask of bits, the least flexible profile first, so that a specialist is used up before
somebody who could do much else, and the lowest common bit of two masks is the answer.

Costs: work comes or goes O(log n), an agent for work O(profiles / 64), work for an agent O(lines of the profile).
"""

from __future__ import annotations

from bisect import insort
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

Work = TypeVar("Work", bound=Hashable)
Agent = TypeVar("Agent", bound=Hashable)

MESSY = 64  # entries of work that has gone, before a heap is made anew


@dataclass(slots=True, eq=False)
class Item(Generic[Work]):
    """Work that waits. `held` while somebody is asked to take it: it keeps its place and is offered to nobody else."""

    work: Work
    line: Line[Work]
    due: float
    seq: int
    wanted_by: Hashable | None = None  # waits for this agent alone
    held: bool = False


@dataclass(slots=True, eq=False)
class Line(Generic[Work]):
    """What the same profiles may take. `text` work takes one of an agent's places, other work the whole agent."""

    name: Hashable
    mask: int = 0
    text: bool = False
    heap: list[tuple[float, int, Item[Work]]] = field(default_factory=list[tuple[float, int, Item[Work]]])
    items: dict[Work, Item[Work]] = field(default_factory=dict[Work, Item[Work]])

    def first(self) -> Item[Work] | None:
        """Return what should be taken next from this line; what has gone since is dropped on the way."""
        heap = self.heap
        while heap:
            item = heap[0][2]
            if not item.held and item.line is self and item.wanted_by is None:
                return item
            heappop(heap)
        return None

    def put(self, item: Item[Work]) -> None:
        """Let it be taken from here."""
        heap = self.heap
        heappush(heap, (item.due, item.seq, item))
        if len(heap) > 2 * len(self.items) + MESSY:
            open_to_all = (i for i in self.items.values() if not i.held and i.wanted_by is None)
            self.heap = [(i.due, i.seq, i) for i in open_to_all]
            heapify(self.heap)


@dataclass(slots=True, eq=False)
class Profile(Generic[Work, Agent]):
    """Agents who may do the same. `serves` are its lines, each with the seconds by which its work comes later for them."""

    name: Hashable
    bit: int
    places: int
    serves: list[tuple[float, Line[Work]]]
    free: list[OrderedDict[Agent, None]]  # by number of texts in hand, the longest free first


@dataclass(frozen=True, slots=True)
class Sort:
    """A profile as it is given: how many texts at once, and the lines it may serve, each with its handicap in seconds."""

    name: Hashable
    serves: Sequence[tuple[Hashable, float]]
    places: int = 0


class Matcher(Generic[Work, Agent]):
    """One firm's waiting work and free agents. It decides nothing by itself: it answers who is next, and is told what
    was made of it."""

    def __init__(self, lines: Iterable[Hashable], sorts: Iterable[Sort], texts: Iterable[Hashable] = ()) -> None:
        """Arrange lines (those in `texts` hold texts) and profiles; nobody waits and nobody is free yet."""
        textual = set(texts)
        self.lines: dict[Hashable, Line[Work]] = {name: Line(name, text=name in textual) for name in lines}
        self.items: dict[Work, Item[Work]] = {}
        self._seq = 0
        self._profiles: list[Profile[Work, Agent]] = []
        self._by_name: dict[Hashable, Profile[Work, Agent]] = {}
        # The least flexible first; the name breaks ties, so that equal set-ups give equal answers.
        for at, sort in enumerate(sorted(sorts, key=lambda s: (len(s.serves), repr(s.name)))):
            serves = sorted(((handicap, self.lines[name]) for name, handicap in sort.serves), key=lambda pair: pair[0])
            shelves: list[OrderedDict[Agent, None]] = [OrderedDict() for _ in range(max(1, sort.places))]
            profile = Profile[Work, Agent](sort.name, 1 << at, sort.places, serves, shelves)
            for _, line in serves:
                line.mask |= profile.bit
            self._profiles.append(profile)
            self._by_name[sort.name] = profile
        most = max((profile.places for profile in self._profiles), default=1)
        self._masks = [0] * max(1, most)  # by number of texts in hand: profiles that have somebody free
        self._where: dict[Agent, tuple[Profile[Work, Agent], int]] = {}
        self._wishes: dict[Hashable, list[Item[Work]]] = {}

    # -- work ----------------------------------------------------------------------------------------------

    def wait(self, work: Work, line: Hashable, due: float, wanted_by: Hashable | None = None) -> None:
        """Work waits from now on, to be taken in the order of `due`; only by `wanted_by` where somebody is named."""
        if work in self.items:
            self.leave(work)
        seq = self._seq = self._seq + 1
        place = self.lines[line]
        item = self.items[work] = place.items[work] = Item(work, place, due, seq, wanted_by)
        if wanted_by is None:
            place.put(item)
        else:
            insort(self._wishes.setdefault(wanted_by, []), item, key=lambda wish: (wish.due, wish.seq))

    def leave(self, work: Work) -> None:
        """Work no longer waits."""
        item = self.items.pop(work, None)
        if item is not None:
            del item.line.items[work]
            item.held = True  # for good: what is left of it in a heap is dropped there

    def move(self, work: Work, line: Hashable) -> None:
        """More agents, or others, may take this work now; it keeps its due moment, and whoever was asked stays asked."""
        item = self.items[work]
        del item.line.items[work]
        item.line = self.lines[line]
        item.line.items[work] = item
        self._offer(item)

    def for_anybody(self, work: Work) -> None:
        """The agent who was wanted did not come in time: everybody of its line may take it."""
        item = self.items[work]
        item.wanted_by = None
        self._offer(item)

    def hold(self, work: Work) -> None:
        """Somebody is asked to take this."""
        item = self.items.get(work)
        if item is not None:
            item.held = True

    def release(self, work: Work) -> None:
        """Whoever was asked did not take it: it is next again, at its old place."""
        item = self.items.get(work)
        if item is not None and item.held:
            item.held = False
            self._offer(item)

    @staticmethod
    def _offer(item: Item[Work]) -> None:
        if item.wanted_by is None and not item.held:
            item.line.put(item)

    # -- agents --------------------------------------------------------------------------------------------

    def free(self, agent: Agent, profile: Hashable, texts: int = 0) -> None:
        """An agent can take work, having so many texts in hand; comes behind all who are free as long or longer."""
        self.busy(agent)
        shelf = self._by_name[profile]
        if texts >= len(shelf.free):
            return
        shelf.free[texts][agent] = None
        self._masks[texts] |= shelf.bit
        self._where[agent] = (shelf, texts)

    def busy(self, agent: Agent) -> None:
        """An agent can take nothing."""
        where = self._where.pop(agent, None)
        if where is None:
            return
        profile, texts = where
        del profile.free[texts][agent]
        if not profile.free[texts]:
            self._masks[texts] &= ~profile.bit

    # -- matching ------------------------------------------------------------------------------------------

    def agent_for(self, work: Work) -> Agent | None:
        """Return the agent who should take this work: of the least flexible profile that may, the one free the longest.
        Texts go to who has the fewest in hand; nobody is named while somebody is asked."""
        item = self.items[work]
        if item.held:
            return None
        if item.wanted_by is not None:
            where = self._where.get(item.wanted_by)  # type: ignore[arg-type]  # a wish names an agent
            return item.wanted_by if where is not None and self._may(where, item.line) else None  # type: ignore[return-value]
        if item.line.text:
            return self._for_text(item.line)
        common = self._masks[0] & item.line.mask
        if not common:
            return None
        return next(iter(self._profiles[(common & -common).bit_length() - 1].free[0]))

    def may_take(self, agent: Agent, work: Work) -> bool:
        """Say whether this very agent is free and may take the work now."""
        item, where = self.items.get(work), self._where.get(agent)
        return item is not None and where is not None and not item.held and self._may(where, item.line)

    def _for_text(self, line: Line[Work]) -> Agent | None:
        for texts, mask in enumerate(self._masks):
            common = mask & line.mask
            while common:
                lowest = common & -common
                profile = self._profiles[lowest.bit_length() - 1]
                if texts < profile.places:
                    return next(iter(profile.free[texts]))
                common ^= lowest
        return None

    def work_for(self, agent: Agent) -> Work | None:
        """Return the work that this free agent should take: due first, with the handicap of what others do better."""
        where = self._where.get(agent)
        if where is None:
            return None
        profile, texts = where
        best, best_due = self._wish(agent, where), 0.0
        if best is not None:
            return best.work
        for handicap, line in profile.serves:
            heap = line.heap  # what is on top may have gone, but nothing below it is due sooner
            if not heap or (best is not None and heap[0][0] + handicap > best_due):
                continue
            if (texts and not line.text) or (line.text and texts >= profile.places):
                continue
            first = line.first()
            if first is None:
                continue
            due = first.due + handicap
            if best is None or due < best_due or (due == best_due and first.seq < best.seq):
                best, best_due = first, due
        return best.work if best is not None else None

    def _wish(self, agent: Agent, where: tuple[Profile[Work, Agent], int]) -> Item[Work] | None:
        """Return what waits for this agent alone."""
        wishes = self._wishes.get(agent)
        if wishes is None:
            return None
        alive = [wish for wish in wishes if wish.wanted_by == agent and self.items.get(wish.work) is wish]
        if alive:
            self._wishes[agent] = alive
        else:
            del self._wishes[agent]
        return next((wish for wish in alive if not wish.held and self._may(where, wish.line)), None)

    @staticmethod
    def _may(where: tuple[Profile[Work, Agent], int], line: Line[Work]) -> bool:
        profile, texts = where
        return bool(profile.bit & line.mask) and (texts < profile.places if line.text else texts == 0)

    # -- what people ask -----------------------------------------------------------------------------------

    def in_order(self, lines: Iterable[Hashable]) -> Iterator[Item[Work]]:
        """Yield what waits in these lines, due first, whoever is asked included. Computed when asked, not kept."""
        waiting = [item for name in lines for item in self.lines[name].items.values()]
        return iter(sorted(waiting, key=lambda item: (item.due, item.seq)))

    def serving(self, line: Hashable) -> list[Hashable]:
        """Return the names of the profiles that may take what waits in this line."""
        mask = self.lines[line].mask
        return [profile.name for profile in self._profiles if profile.bit & mask]

    def free_for(self, line: Hashable) -> int:
        """Return how many agents are free for what waits in this line."""
        mask = self.lines[line].mask & self._masks[0]
        return sum(len(profile.free[0]) for profile in self._profiles if profile.bit & mask)
