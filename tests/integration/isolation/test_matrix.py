"""Row security holds for every table and command, and each way of weakening it is noticed."""

from __future__ import annotations

import re

import psycopg
import pytest

from permanence.adapters.postgres.access import Access
from tests.integration.isolation.catalog import ROLES, findings
from tests.integration.isolation.conftest import OTHER, OWN
from tests.integration.isolation.matrix import Prober
from tests.integration.isolation.mutants import Mutant, mutants
from tests.integration.isolation.seeds import Seeder


def test_the_catalog_is_in_order(admin: psycopg.Connection) -> None:
    assert findings(admin) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_cell_of_the_matrix_holds(role: str, access: Access, seeder: Seeder) -> None:
    door = access.app if role == "permanence_app" else access.floor
    with psycopg.connect(door, autocommit=True) as c, psycopg.connect(door, autocommit=True) as fresh:
        prober = Prober(seeder, role, c)
        cells = [cell for table in seeder.tables for cell in prober.table(table, OWN, OTHER)]
        cells += [cell for table in seeder.tables for cell in prober.never_set(table, OWN, fresh)]
    assert {cell.table for cell in cells} == {table.full for table in seeder.tables}
    assert [str(cell) for cell in cells if not cell.holds] == []
    assert len(cells) > 100 * len(seeder.tables)


def test_the_floor_sees_the_firms_it_names_and_no_other(access: Access, seeder: Seeder) -> None:
    with psycopg.connect(access.floor, autocommit=True) as c, c.transaction():
        c.execute("select set_config('permanence.firms', %s, true)", [f"{OWN},{OTHER}"])
        rows = c.execute("select id from firms.firm order by id").fetchall()
    assert rows == [(OWN,), (OTHER,)]


def test_every_way_of_weakening_a_policy_is_noticed(admin: psycopg.Connection, seeder: Seeder) -> None:
    """The matrix must notice each weakening alone; the catalog, which takes long to read, one way of a role on all tables at once,
    and must name each table."""
    ways: dict[tuple[str, str], list[Mutant]] = {}
    missed: list[str] = []
    for mutant in mutants(seeder.tables):
        ways.setdefault((mutant.role, mutant.way), []).append(mutant)
        if not mutant.felt:
            continue
        with admin.transaction(force_rollback=True):
            weaken(admin, mutant)
            prober = Prober(seeder, mutant.role, admin, acting=True)
            if all(cell.holds for cell in prober.table(mutant.table, OWN, OTHER, ("own", "other", "empty"))):
                missed.append(f"{mutant} (by the matrix)")
    for together in ways.values():
        with admin.transaction(force_rollback=True):
            for mutant in together:
                weaken(admin, mutant)
            words = set(re.findall(r"[\w.]+", " ".join(findings(admin))))
            missed += [f"{mutant} (by the catalog)" for mutant in together if mutant.table.full not in words]
    assert missed == []
    assert sum(map(len, ways.values())) >= 10 * len(seeder.tables)


def weaken(admin: psycopg.Connection, mutant: Mutant) -> None:
    for statement in mutant.statements:
        admin.execute(statement.encode())


def test_a_table_without_rules_is_noticed(admin: psycopg.Connection) -> None:
    admin.execute("create table flows.forgotten (firm_id text not null, secret text)")
    admin.execute("grant select on flows.forgotten to permanence_app")
    found = findings(admin)
    assert any("flows.forgotten is not under forced row security" in finding for finding in found)
    admin.execute("create view flows.peephole as select * from flows.forgotten")
    assert any("peephole" in finding for finding in findings(admin))
    admin.execute("create function flows.peep() returns int language sql security definer return 1")
    assert any("flows.peep" in finding for finding in findings(admin))
