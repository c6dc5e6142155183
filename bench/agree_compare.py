"""Holds what PostgreSQL has of calls, stretches and transfers against the switch's own record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from bench.agree_firms import FIRMS, Firms
from bench.agree_oracle import Bridged, Moved, Worth, joined, moved, worth
from bench.agree_stage import Months

Rows = list[tuple[Any, ...]]


def for_another(firms: Firms, stage: Months, each: Bridged) -> bool:
    """Say whether a telephone of another firm than the one that was called had the caller."""
    return firms.of_phone[each.telephone] != firms.of_number[stage.dialled[each.caller]]


@dataclass
class Comparison:
    """What was compared, and what did not agree."""

    firms: Firms
    stage: Months
    counted: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        """Tell the switch's record by caller."""
        talks = joined(self.stage.switch.bridged)
        self.first = {each.caller: each.since for each in reversed(talks)}
        self.truth = {(each.caller, each.since): each for each in talks if for_another(self.firms, self.stage, each)}
        self.names = {id_: name for name, id_ in self.firms.ids.items()}
        self.counted["at_the_switch"] = len(self.truth)

    def calls(self, rows: Rows) -> dict[str, str]:
        """Each call has one row with the moments of the switch; return whose caller each is."""
        switch, caller_of = self.stage.switch, dict[str, str]()
        if len(rows) != len(switch.came):
            self.wrong.append(f"{len(rows)} calls in the record, {len(switch.came)} at the switch")
        for id_, customer, *kept in rows:
            caller = caller_of[id_] = f"in-{int(customer[4:])}"
            seen = [switch.came[caller], self.first.get(caller), switch.left.get(caller)]
            if kept != seen:
                self.wrong.append(f"call {id_}: {kept} in the record, {seen} at the switch")
        self.counted["calls"] = len(rows)
        return caller_of

    def transfers(self, rows: Rows) -> dict[str, set[Moved]]:
        """Return transfers by cause; each part of a cause is there once."""
        found: dict[str, set[Moved]] = {}
        for cause, part, debit, debit_kind, credit, credit_kind, amount, seconds, day in rows:
            known = found.setdefault(cause, set())
            if any(each.part == part for each in known):
                self.wrong.append(f"{cause}: {part} was posted twice")
            known.add(Moved(part, (self.names[debit], debit_kind), (self.names[credit], credit_kind), amount, seconds, day))
        self.counted["transfers"] = len(rows)
        return found

    def stretches(self, rows: Rows, caller_of: dict[str, str], posted: dict[str, set[Moved]]) -> None:
        """Each stretch is one that the switch knows, rated and posted as the terms say; and none is missing."""
        once: set[tuple[str, datetime]] = set()
        for id_, interaction, owner, answering, version, since, until, seconds in rows:
            key = (caller_of[interaction], since)
            truth = self.truth.get(key)
            if truth is None or key in once:
                self.wrong.append(f"{id_}: a stretch of {key} that the switch does not know, or that was told before")
                continue
            once.add(key)
            kept = (self.names[owner], self.names[answering], version, until, seconds)
            self.wrong += self._stretch(id_, truth, kept, posted.pop(id_, set()))
        self.wrong += [f"{caller} since {since}: answered for another, and nowhere told" for caller, since in self.truth.keys() - once]
        self.wrong += [f"{cause}: transfers of nothing" for cause in posted]

    def _stretch(self, id_: str, truth: Bridged, kept: tuple[Any, ...], posted: set[Moved]) -> Iterator[str]:
        owner, answering = self.firms.of_number[self.stage.dialled[truth.caller]], self.firms.of_phone[truth.telephone]
        bargain = self.firms.bargains[owner, answering]
        number = bargain.number(truth.rung_at)
        terms = bargain.versions[number - 1][1]
        wanted: Worth = worth(terms, truth.since, truth.until)
        seen = (owner, answering, self.firms.versions[owner, answering][number - 1], truth.until, wanted.seconds)
        if kept != seen:
            yield f"{id_}: {kept} in the record, {seen} by the switch and version {number}"
        if posted != (right := moved(bargain, terms, wanted, FIRMS[-1])):
            yield f"{id_}: {sorted(posted)} was posted, {sorted(right)} is right"
        self.counted["stretches"] += 1
        self.counted["seconds"] += wanted.seconds
        self.counted["millionths"] += wanted.owner + wanted.answering + wanted.platform


def compare(admin: str, firms: Firms, stage: Months, came: int) -> tuple[Counter[str], list[str]]:
    """Return what was compared, and a sentence for each disagreement; `came` is how many callers were sent."""
    made = Comparison(firms, stage)
    if came != len(stage.switch.came):
        made.wrong.append(f"{came} callers were sent, {len(stage.switch.came)} came")
    with psycopg.connect(admin) as c:
        calls = c.execute("select id, customer, arrived_at, answered_at, ended_at from interaction.call").fetchall()
        answered = c.execute(
            "select id, interaction_id, owner_firm_id, answering_firm_id, version_id, since, until, seconds from synergy.answered"
        ).fetchall()
        transfers = c.execute(
            "select cause, part, debit_firm_id, debit_kind, credit_firm_id, credit_kind, amount, seconds, booked_on from ledger.transfer"
        ).fetchall()
    made.stretches(answered, made.calls(calls), made.transfers(transfers))
    return made.counted, made.wrong
