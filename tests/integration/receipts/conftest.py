"""Two firms that have agreed, and the worker's office that issues their receipts."""

from __future__ import annotations

from pathlib import Path

import pytest

from permanence.adapters.postgres.pool import Database
from tests.conftest import MakeFirm
from tests.receipt_kit import Allies, Office, ally


@pytest.fixture
def office(tmp_path: Path, floor_database: Database, database: Database) -> Office:
    return Office(tmp_path, floor_database, database)


@pytest.fixture
async def allies(make_firm: MakeFirm, database: Database) -> Allies:
    return await ally(database, await make_firm("Étoile"), await make_firm("Nord"))
