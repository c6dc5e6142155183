"""Ways of weakening row security, each on each table: the guards must notice all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.integration.isolation.catalog import ROLES, SHARED, Table

POLICY = {"permanence_app": "app_own_firm", "permanence_floor": "floor_own_firms"}
CONDITION = {
    "permanence_app": "{firm} = (select platform.current_firm())",
    "permanence_floor": "{firm} = any ((select platform.current_firms())::text[])",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One weakening. `felt` says that a statement of the role can tell, so the matrix must notice it too."""

    way: str
    role: str
    table: Table
    statements: tuple[str, ...]
    felt: bool = True

    def __str__(self) -> str:
        """Return table, role and way."""
        return f"{self.table.full} {self.role} {self.way}"


def mutants(tables: list[Table]) -> Iterator[Mutant]:
    """Return every weakening of every table, for each role."""
    for table in tables:
        for role in ROLES if table.side in ("", SHARED[0]) else ():  # what two firms share is weakened once
            yield from _of(table, role)


def _of(table: Table, role: str) -> Iterator[Mutant]:
    policy, full = POLICY[role], table.full
    own = " or ".join(CONDITION[role].format(firm=column) for column in table.firms)
    drop = f"drop policy {policy} on {full}"
    grant = f"grant select, insert, update, delete on {full} to {role}"

    def made(using: str, check: str) -> str:
        return f"create policy {policy} on {full} for all to {role} using ({using}) with check ({check})"

    weak = {
        "dropped": (drop,),
        "opened": (drop, made("true", "true")),
        "open to reading": (drop, made("true", own)),
        "open to writing": (drop, made(own, "true")),
        "open to nobody's firm": (drop, made(f"coalesce(current_setting('permanence.firm', true), '') = '' or {own}", own)),
        "turned round": (drop, made(f"not ({own})", f"not ({own})")),
        "joined by an open one": (f"create policy wide on {full} for select to {role} using (true)",),
        "switched off": (f"alter table {full} disable row level security",),
    }
    for name, statements in weak.items():
        # With all four rights, so that what is weakened can be felt whatever the role may do today.
        yield Mutant(name, role, table, (grant, *statements))
    quiet = {
        "not forced": (f"alter table {full} no force row level security",),
        "may be emptied": (f"grant truncate on {full} to {role}",),
        "may be pointed to": (f"grant references on {full} to {role}",),
    }
    for name, statements in quiet.items():
        yield Mutant(name, role, table, statements, felt=False)
