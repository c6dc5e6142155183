"""The watch over HTTP: cases as the owner, its partner and a stranger see them, and who looked at whose callers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from permanence.adapters.postgres.pool import Database
from permanence.diversion.model import Case, Finding, Kind, Measure, Subject
from permanence.diversion.store import PostgresWatch
from permanence.kernel.ids import CaseId
from tests.http.test_agreement_routes import firms, propose  # noqa: F401  - the fixture
from tests.http.test_call_routes import Centre, add_person, centre
from tests.http.test_receipt_routes import agreed
from tests.receipt_kit import answer
from tests.recording_kit import IDS, write_call

__all__ = ["agreed", "centre"]
PARIS = ZoneInfo("Europe/Paris")


async def looks(browser, query: str = "") -> list[tuple[str, str, bool, str, str]]:
    found = await browser.get(f"/watch/accesses{query}")
    assert found.status_code == 200, found.text
    return [(one["firm"], one["person"], one["is_own"], one["what"], one["subject"]) for one in found.json()["items"]]


@pytest.fixture
async def case(firms, floor_database: Database):  # noqa: F811
    """Owner, partner, stranger, and a case of the first two."""
    (owner_id, owner), (partner_id, partner), (_, stranger) = firms
    assert (await propose(owner, partner_id)).status_code == 201  # names are told by agreements
    subject = Subject(Kind.PARTNER, partner_id, partner_id)
    finding = Finding(subject, Measure.LOST, 100, 95, 62.5, 53.0, 72.0, 12.0, 7.0, date(2026, 9, 7), date(2026, 9, 14))
    opened = Case(CaseId(IDS.new("cas")), owner_id, partner_id, finding, ("ans_1",), datetime(2026, 11, 16, 3, tzinfo=UTC), ())
    async with floor_database.firms([owner_id, partner_id]) as c:
        await PostgresWatch().open(c, opened)
    return owner, partner, stranger, opened.id


async def test_before_anybody_looked_there_is_nothing_and_only_directors_ask(firms, centre: Centre) -> None:  # noqa: F811
    owner = firms[0][1]
    assert (await owner.get("/watch")).json() == {"until": None, "alarms_per_month": 0.05, "window_days": 30, "open_cases": 0, "findings": []}
    assert (await owner.get("/watch/cases")).json() == await looks(owner) == []
    assert (await owner.get("/watch/accesses?cursor=abc")).json()["code"] == "cursor.invalid"
    for path in ("/watch", "/watch/cases", "/watch/accesses"):
        assert [(await one.get(path)).status_code for one in (centre.supervisor, centre.agent)] == [403, 403]


async def test_both_sides_see_a_case_each_takes_its_own_steps_and_a_stranger_sees_none(case) -> None:
    owner, partner, stranger, id_ = case
    path = f"/watch/cases/{id_}/steps"
    (own,), (theirs,) = [(await one.get("/watch/cases")).json() for one in (owner, partner)]
    assert (own["id"], own["standing"], own["is_owner"], theirs["is_owner"], theirs["owner"]) == (id_, "open", True, False, "Étoile")
    assert (await stranger.get("/watch/cases")).json() == []
    assert (await owner.get("/watch")).json()["open_cases"] == 1

    async def step(one, decision: str, text: str = "Voyez ci-joint.") -> tuple[int, str]:
        told = (done := await one.post(path, {"decision": decision, "text": text})).json()
        return done.status_code, told.get("code") or told["standing"]

    assert await step(stranger, "noted") == (404, "not_found")
    assert await step(partner, "settled") == (409, "watch.side")
    assert (await step(partner, "answered", " "))[1] == "watch.words"
    assert await step(partner, "answered") == (201, "answered")
    assert await step(owner, "settled") == (201, "closed")
    assert await step(owner, "noted") == (409, "watch.closed")
    (seen,) = (await partner.get("/watch/cases")).json()
    assert [each["decision"] for each in seen["steps"]] == ["answered", "settled"] and seen["allowed"] == []


async def test_every_look_of_the_own_people_is_a_row_once_an_hour(centre: Centre, browser, database: Database) -> None:
    await add_person(database, centre.firm, "dir@x.fr", "director")
    director = browser()
    await director.sign_in("dir@x.fr")
    call = await write_call(centre.floor, centre.firm, agent=centre.agent_id)
    number = (await centre.supervisor.get(f"/calls/{call}")).json()["call"]["customer"]
    for path in (f"/calls/{call}", f"/customers/{call}/calls", f"/customers/{number}/calls", "/calls", "/calls.csv"):
        assert (await centre.supervisor.get(path)).status_code == 200
    assert (await centre.agent.get(f"/calls/{call}")).status_code == 200
    rows = [("call.opened", call), ("caller.opened", call), ("calls.listed", ""), ("calls.exported", "")]
    found = [("Essai", "Ann Roy", True, *row) for row in rows] + [("Essai", "Bob", True, "call.opened", call)]
    assert await looks(director) == _newest_first(found)
    assert len(await looks(director, "?who=BOB")) == 1 and await looks(director, "?who=personne") == []
    day = datetime.now(PARIS).date()
    assert len(await looks(director, f"?day={day}")) == 5 and await looks(director, f"?day={day - timedelta(days=2)}") == []
    first = (await director.get("/watch/accesses?limit=3")).json()
    assert len(await looks(director, f"?limit=3&cursor={first['next_cursor']}")) == 2


def _newest_first(found: Sequence[tuple[str, str, bool, str, str]]) -> list[tuple[str, str, bool, str, str]]:
    return list(reversed(found))


async def test_an_owner_sees_what_its_partners_people_fetch_and_the_partner_does_not_see_the_owners(agreed, database: Database) -> None:
    owner, partner, stranger, allies, office = agreed
    begun = datetime.now(UTC) - timedelta(days=2)
    await answer(office.floor, allies, begun)
    await office.issuer.issue(begun + timedelta(minutes=10))
    await office.issuer.sign_days(datetime.now(UTC))
    (receipt,) = (await partner.get("/receipts")).json()["items"]
    for one in (partner, stranger, owner):
        await one.get(f"/receipts/{receipt['id']}/file")
    await partner.get(f"/receipts/months/{allies.owner}/answering/{receipt['month']}")
    assert await looks(owner) == [
        ("Nord", "Ann Roy", False, "receipts.fetched", receipt["month"]), ("Étoile", "Ann Roy", True, "receipt.fetched", receipt["id"]),
        ("Nord", "Ann Roy", False, "receipt.fetched", receipt["id"]),
    ]  # fmt: skip
    assert len(await looks(owner, "?who=nord")) == 2
    assert await looks(partner) == await looks(stranger) == []
