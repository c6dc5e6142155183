"""Two firms with a row in every table."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.server import Server
from tests.integration.isolation.seeds import Seeder

OWN, OTHER = "frm_00000000000000000000000001", "frm_00000000000000000000000002"


@pytest.fixture
def admin(postgres: Server, access: Access) -> Iterator[psycopg.Connection]:
    name = psycopg.conninfo.conninfo_to_dict(access.app)["dbname"]
    with psycopg.connect(postgres.conninfo(str(name)), autocommit=True) as connection:
        yield connection


@pytest.fixture
def seeder(admin: psycopg.Connection) -> Seeder:
    seeder = Seeder(admin)
    seeder.seed(OWN)
    seeder.seed(OTHER)
    return seeder
