"""Versions of the rules of distribution: a draft from what is in force, edited, tried on past days, published; and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.ids import PolicyId
from permanence.kernel.page import Cursor, Page
from permanence.kernel.store import ReferenceUnknown
from permanence.routing.errors import GroundChanged, NothingToPublish, PolicyDraft, PolicyNotDraft
from permanence.routing.policy import (
    Policy,
    Rule,
    Trial,
    changed_queues,
    rebased,
    rules_of,
    tidy,
    with_rule,
)
from permanence.routing.ports import DaysWithCalls, PolicyRows, RoutingStore
from permanence.routing.setup import Queue

DAYS_BACK = timedelta(days=62)
DAYS_SHOWN = 31


class InForce(msgspec.Struct, frozen=True):
    """The rules of this moment. `version` is the one that was published last, None before the first; `changed` are the
    queues whose rules were changed in the settings since."""

    rules: list[Rule]
    version: PolicyId | None
    changed: list[str]
    draft: PolicyId | None


@dataclass(slots=True)
class Policies:
    """The use cases. All queues' rows change in one transaction, and the floor is told afterwards as of any change."""

    tools: Tools
    rows: PolicyRows
    store: RoutingStore
    days_with_calls: DaysWithCalls

    async def list(self, visitor: Visitor, cursor: Cursor) -> Page[Policy]:
        """Return versions, the draft first, then the newest."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.rows.list(c, cursor)

    async def one(self, visitor: Visitor, policy: str) -> Policy:
        """Return one version."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.rows.one(c, policy)

    async def in_force(self, visitor: Visitor) -> InForce:
        """Return the rules of this moment and how they came to be."""
        async with self.tools.database.firm(visitor.firm) as c:
            rules = rules_of(await self.rows.queues(c))
            published, draft = await self.rows.published(c), await self.rows.draft(c)
        if published is None:
            return InForce(rules, None, [], draft)
        return InForce(rules, published[0], sorted(changed_queues(rules, published[1])), draft)

    async def days(self, visitor: Visitor, now: datetime) -> Sequence[tuple[date, int]]:
        """Return the days on which a draft can be tried, newest first, with their calls."""
        async with self.tools.database.firm(visitor.firm) as c:
            firm = await self.tools.firms.firm(c)
            return await self.days_with_calls(c, firm.time_zone, now - DAYS_BACK, DAYS_SHOWN)

    async def begin(self, visitor: Visitor, now: datetime, source: str | None = None) -> Policy:
        """Begin a draft from what is in force, or from an earlier version; raise `PolicyDraft` where there is one."""
        async with self.tools.database.firm(visitor.firm) as c:
            ground = rules_of(await self.rows.queues(c))
            if await self.rows.draft(c) is not None:
                raise PolicyDraft
            rules = ground if source is None else _carried((await self.rows.one(c, source)).rules, ground)
            draft = Policy(
                id=PolicyId(self.tools.ids.new("pol")), status="draft", rules=rules, ground=ground, note="",
                made_at=now, made_by=visitor.person.name,
            )  # fmt: skip
            await self.rows.add(c, visitor.firm, draft, visitor.person.id)
            await self._note(c, visitor, "begun", draft.id, now)
        return draft

    async def edit(self, visitor: Visitor, policy: str, rules: Sequence[Rule] | None, note: str | None) -> Policy:
        """Change a draft's rules of the queues that are named, or its note."""
        async with self.tools.database.firm(visitor.firm) as c:
            draft = await self._draft(c, policy)
            if rules is not None:
                await self._check(c, rules, await self.rows.queues(c))
                draft = msgspec.structs.replace(draft, rules=tidy([*draft.rules, *rules]))
            draft = msgspec.structs.replace(draft, note=draft.note if note is None else note.strip())
            await self.rows.edit(c, draft)
        return draft

    async def renew(self, visitor: Visitor, policy: str) -> Policy:
        """Bring a draft onto what is in force now, with its own changes."""
        async with self.tools.database.firm(visitor.firm) as c:
            draft = await self._draft(c, policy)
            now = rules_of(await self.rows.queues(c))
            draft = msgspec.structs.replace(draft, rules=rebased(draft.rules, draft.ground, now), ground=now)
            await self.rows.edit(c, draft)
        return draft

    async def try_out(self, visitor: Visitor, policy: str, days: Sequence[date], now: datetime) -> Policy:
        """Ask for the draft to be played on past days; the worker does, and writes down how far it is."""
        async with self.tools.database.firm(visitor.firm) as c:
            draft = await self._draft(c, policy)
            chosen = sorted(set(days), reverse=True)
            trial = Trial(id=self.tools.ids.new("pol"), days=chosen, rules=draft.rules, asked_at=now, of=2 * len(chosen))
            await self.rows.ask_trial(c, draft.id, trial)
        return msgspec.structs.replace(draft, trial=trial)

    async def publish(self, visitor: Visitor, policy: str, note: str, now: datetime) -> Policy:
        """Put a draft in force; raise `GroundChanged` where the settings were changed since it was begun."""
        async with self.tools.database.firm(visitor.firm) as c:
            draft = await self._draft(c, policy)
            queues = await self.rows.queues(c)
            ground = rules_of(queues)
            if moved := changed_queues(ground, draft.ground):
                names = {queue.id: queue.name for queue in queues}
                raise GroundChanged(queues=", ".join(sorted(names.get(queue, queue) for queue in moved)))
            await self._put_in_force(c, visitor, draft.rules, queues)
            await self.rows.supersede(c)
            await self.rows.publish(c, draft.id, note.strip(), visitor.person.id, now)
            await self._note(c, visitor, "published", draft.id, now)
            published = await self.rows.one(c, draft.id)
        await self.tools.floor.reload(visitor.firm)
        return published

    async def go_back(self, visitor: Visitor, policy: str, note: str, now: datetime) -> Policy:
        """Put an earlier version in force again, as a new version; queues that it does not know keep their rules."""
        async with self.tools.database.firm(visitor.firm) as c:
            former = await self.rows.one(c, policy)
            if former.status == "draft":
                raise PolicyDraft
            queues = await self.rows.queues(c)
            ground = rules_of(queues)
            rules = _carried(former.rules, ground)
            await self._put_in_force(c, visitor, rules, queues)
            await self.rows.supersede(c)
            again = Policy(
                id=PolicyId(self.tools.ids.new("pol")), status="published", rules=rules, ground=ground, note=note.strip(),
                made_at=now, made_by=visitor.person.name, published_at=now, published_by=visitor.person.name,
            )  # fmt: skip
            await self.rows.add(c, visitor.firm, again, visitor.person.id)
            await self._note(c, visitor, "gone_back", again.id, now)
        await self.tools.floor.reload(visitor.firm)
        return again

    async def discard(self, visitor: Visitor, policy: str, now: datetime) -> None:
        """Delete a draft."""
        async with self.tools.database.firm(visitor.firm) as c:
            draft = await self._draft(c, policy)
            await self.rows.remove(c, draft.id)
            await self._note(c, visitor, "discarded", draft.id, now)

    async def _draft(self, c: Connection, policy: str) -> Policy:
        found = await self.rows.one(c, policy)
        if found.status != "draft":
            raise PolicyNotDraft
        return found

    async def _check(self, c: Connection, rules: Sequence[Rule], queues: Sequence[Queue]) -> None:
        """Raise what speaks against rules: the same as in the settings."""
        known = {queue.id: queue for queue in queues}
        for rule in rules:
            if rule.queue not in known:
                raise ReferenceUnknown(param="queue", what=f"Queue {rule.queue}")
            await self.store.check_teams(c, with_rule(known[rule.queue], rule))
        await self.rows.check_skills(c, {str(skill) for rule in rules for skill in rule.skills})

    async def _put_in_force(self, c: Connection, visitor: Visitor, rules: Sequence[Rule], queues: Sequence[Queue]) -> None:
        """Write the queues whose rules change; raise `NothingToPublish` where none does."""
        different = changed_queues(rules, rules_of(queues))
        wanted = [rule for rule in rules if rule.queue in different]
        if not wanted:
            raise NothingToPublish
        await self._check(c, wanted, queues)
        known = {queue.id: queue for queue in queues}
        for rule in wanted:
            await self.store.queues.change(c, visitor.firm, with_rule(known[rule.queue], rule))

    async def _note(self, c: Connection, visitor: Visitor, verb: str, policy: PolicyId, now: datetime) -> None:
        line = self.tools.ids.new("aud")
        await self.tools.firms.audit(c, visitor.firm, line, now, visitor.person.id, f"policy.{verb}", policy)


def _carried(rules: Sequence[Rule], ground: Sequence[Rule]) -> list[Rule]:
    """Return an earlier version's rules for the queues of today."""
    earlier = {rule.queue: rule for rule in rules}
    return [earlier.get(rule.queue, rule) for rule in ground]
