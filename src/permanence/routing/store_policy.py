"""The rows of the versions of the rules, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId, PersonId, PolicyId
from permanence.kernel.page import BadCursor, Cursor, Page, cut
from permanence.kernel.queries import Queries
from permanence.kernel.store import ReferenceUnknown
from permanence.routing.policy import Policy, Rule, Trial
from permanence.routing.setup import Queue, Step

SQL = Queries.beside(__file__)
DRAFTS_FIRST = "infinity"


def _document(values: Sequence[Rule] | Trial) -> Jsonb:
    return Jsonb(msgspec.to_builtins(values))


def _policy(row: dict[str, Any]) -> Policy:
    return msgspec.convert(row, Policy)


def _queue(row: dict[str, Any]) -> Queue:
    row["steps"] = msgspec.convert(row["steps"], list[Step])
    return Queue(**row)


class PostgresPolicies:
    """Implements `ports.PolicyRows`."""

    async def list(self, c: Connection, cursor: Cursor) -> Page[Policy]:
        """Return versions, drafts first, then the newest."""
        at, id_ = cursor.after or (None, None)
        values = {"after_at": _read_at(at), "after_id": id_, "rows": cursor.limit + 1}
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(SQL["policy_list"], values)
            found = [_policy(row) for row in await rows.fetchall()]
        return cut(found, cursor.limit, _place)

    async def one(self, c: Connection, policy: str) -> Policy:
        """Return one version, kept from changing; raise `NotFound`."""
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(SQL["policy_one"], {"id": policy})
            row = await rows.fetchone()
        if row is None:
            raise NotFound
        return _policy(row)

    async def published(self, c: Connection) -> tuple[PolicyId, list[Rule]] | None:
        """Return the version that was published last, and its rules."""
        row = await (await c.execute(SQL["policy_published"])).fetchone()
        return (PolicyId(row[0]), msgspec.convert(row[1], list[Rule])) if row is not None else None

    async def draft(self, c: Connection) -> PolicyId | None:
        """Return the draft's id."""
        row = await (await c.execute(SQL["policy_draft"])).fetchone()
        return PolicyId(row[0]) if row is not None else None

    async def queues(self, c: Connection) -> list[Queue]:
        """Return all queues, kept from changing until the end of the transaction."""
        async with c.cursor(row_factory=dict_row) as rows:
            await rows.execute(SQL["queues_held"])
            found = await rows.fetchall()
        return [_queue(row) for row in found]

    async def check_skills(self, c: Connection, skills: set[str]) -> None:
        """Raise `ReferenceUnknown` where the firm has not all of these."""
        unknown = await (await c.execute(SQL["skills_unknown"], {"skills": sorted(skills)})).fetchone()
        if unknown is not None:
            raise ReferenceUnknown(param="skills", what=f"Skill {unknown[0]}")

    async def add(self, c: Connection, firm: FirmId, policy: Policy, person: PersonId) -> None:
        """Write a new version, made (and where it is published, published) by this person."""
        published_by = person if policy.published_at is not None else None
        values = {
            "firm": firm, "id": policy.id, "status": policy.status, "rules": _document(policy.rules), "person": person,
            "ground": _document(policy.ground), "note": policy.note, "now": policy.made_at,
            "published_at": policy.published_at, "published_by": published_by,
        }  # fmt: skip
        await c.execute(SQL["policy_add"], values)

    async def edit(self, c: Connection, policy: Policy) -> None:
        """Write a draft's rules, ground and note."""
        values = {"id": policy.id, "rules": _document(policy.rules), "ground": _document(policy.ground), "note": policy.note}
        await c.execute(SQL["policy_edit"], values)

    async def ask_trial(self, c: Connection, policy: PolicyId, trial: Trial) -> None:
        """Have a draft tried."""
        await c.execute(SQL["policy_try"], {"id": policy, "trial": _document(trial)})

    async def supersede(self, c: Connection) -> None:
        """Make what was published a former version."""
        await c.execute(SQL["policy_supersede"])

    async def publish(self, c: Connection, policy: PolicyId, note: str, person: PersonId, now: datetime) -> None:
        """Mark a draft as published."""
        await c.execute(SQL["policy_publish"], {"id": policy, "note": note, "person": person, "now": now})

    async def remove(self, c: Connection, policy: PolicyId) -> None:
        """Delete a draft."""
        await c.execute(SQL["policy_remove"], {"id": policy})

    async def next_trial(self, c: Connection) -> tuple[FirmId, PolicyId, Trial] | None:
        """Return the trial that was asked for first and is not over, of the transaction's firms."""
        row = await (await c.execute(SQL["trial_next"])).fetchone()
        return (FirmId(row[0]), PolicyId(row[1]), msgspec.convert(row[2], Trial)) if row is not None else None

    async def note_trial(self, c: Connection, policy: PolicyId, trial: Trial) -> bool:
        """Write how far a trial is; False where another was asked for meanwhile, or the draft is gone."""
        values = {"id": policy, "trial": _document(trial), "trial_id": trial.id}
        return (await c.execute(SQL["trial_note"], values)).rowcount > 0


def _place(policy: Policy) -> tuple[str, str]:
    at = policy.published_at
    return (at.isoformat() if at is not None else DRAFTS_FIRST, policy.id)


def _read_at(text: str | None) -> str | datetime | None:
    if text is None or text == DRAFTS_FIRST:
        return text
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise BadCursor(param="cursor") from error
