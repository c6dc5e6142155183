"""A platform in full, in which every firm's words and numbers can be told apart: none is where it should not be."""

from __future__ import annotations

import psycopg
import pytest
import structlog

from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.server import Server
from permanence.firms.model import Role
from tests.integration.isolation import canary_walk
from tests.integration.isolation.canary_life import platform
from tests.integration.isolation.canary_oracle import wrong
from tests.integration.isolation.canary_platform import ANSWERING, OPERATOR, OWNER, SECOND, STRANGER, Platform
from tests.integration.isolation.canary_walk import Walk


async def walked(place: Platform) -> Walk:
    """Look through the eyes of those who have the most to find; `bench/canaries.py` looks through everybody's."""
    walk = Walk()
    eyes = [place.who(STRANGER), place.who(ANSWERING), place.who(ANSWERING, Role.AGENT), place.who(OPERATOR, Role.OPERATOR)]
    await canary_walk.answers(place, walk, eyes, (OWNER, STRANGER), most=1)
    canary_walk.live(place, walk)
    canary_walk.rows(place, walk)
    canary_walk.files(place, walk)
    return walk


def aliases(access: Access, postgres: Server) -> dict[str, list[str]]:
    """Return by owner firm how the answering firm knows its callers."""
    found: dict[str, list[str]] = {}
    with psycopg.connect(postgres.conninfo(str(psycopg.conninfo.conninfo_to_dict(access.app)["dbname"]))) as c:
        for owner, alias in c.execute("select owner_firm_id, caller from synergy.answered").fetchall():
            found.setdefault(owner, []).append(alias)
    return found


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_no_firms_words_are_where_they_should_not_be(access: Access, postgres: Server) -> None:
    with structlog.testing.capture_logs() as said:
        async with platform(access) as place:
            walk = await walked(place)
            canary_walk.logs(place, walk, said)
            out = place.aviary.out
            assert walk.broken == []
            assert wrong(place.aviary, walk.sights) == []
            # That nothing was found means something only where things can be found at all.
            seen = {(sight.firm, out[token].firm, out[token].sort) for sight in walk.sights for token in sight.tokens}
            for expected in (
                (ANSWERING, OWNER, "number"), (ANSWERING, OWNER, "terms.rates"), (ANSWERING, SECOND, "agreement note"),
                (OWNER, ANSWERING, "agent alias"), (OPERATOR, ANSWERING, "billing.iban"), (STRANGER, OWNER, "listing.text"),
                (OWNER, OWNER, "customer"), (ANSWERING, ANSWERING, "customer"), (STRANGER, STRANGER, "call notes"),
            ):  # fmt: skip
                assert expected in seen, expected
            assert len(walk.operations) > 60
            by_owner = aliases(access, postgres)
            one, two = by_owner[place.ids[OWNER]], by_owner[place.ids[SECOND]]
            assert len(one) == 2 and len(set(one)) == 1, "one caller of one owner has one alias"
            assert len(two) == 1 and two[0] not in one, "the same caller of two owners has two"
            await opened(place, postgres)


async def opened(place: Platform, postgres: Server) -> None:
    """Open one table to all firms: that must be noticed in answers and in rows."""
    name = str(psycopg.conninfo.conninfo_to_dict(place.access.app)["dbname"])
    async with await psycopg.AsyncConnection.connect(postgres.conninfo(name), autocommit=True) as admin:
        await admin.execute("alter table flows.brand disable row level security")  # waits for pages' transactions, which go on
    walk = Walk()
    canary_walk.rows(place, walk)
    await canary_walk.answers(place, walk, [place.who(STRANGER)], (OWNER,), most=1, below="/brands")
    found = wrong(place.aviary, walk.sights)
    assert any(line.startswith("table flows.brand: somebody of stranger sees") for line in found)
    assert any(line.startswith("GET /brands: director of stranger sees") for line in found)
