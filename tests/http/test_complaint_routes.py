"""Complaints: told without signing in, tied to their call, seen by its owner and who answered, answered by the owner alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from permanence.adapters.key_file import load_secret
from permanence.adapters.postgres.pool import Database
from permanence.app.web import Web
from permanence.kernel.ids import AgreementId, FirmId, RandomIds, VersionId
from permanence.quality.model import Kind, Source, Telling
from permanence.quality.service_tying import Tying
from permanence.quality.store import PostgresComplaints, PostgresTying, load_qualities
from permanence.synergy.model import Terms
from tests.http.test_agreement_routes import firms, propose, today  # noqa: F401  - the fixture
from tests.receipt_kit import Allies, answer
from tests.recording_kit import write_call

TEXT = "On m'a proposé une assurance. Rappelez-moi au 06 12 34 56 78."


class Ears:
    """A floor that remembers which firms it was told to read again."""

    def __init__(self) -> None:
        self.heard: list[FirmId] = []

    async def reload(self, firm: FirmId) -> None:
        """Hear it."""
        self.heard.append(firm)


@pytest.fixture
async def agreed(firms, web: Web, floor_database: Database):  # noqa: F811
    """Owner, partner and stranger (the last one runs the platform), what the first two agreed, and the worker's hand."""
    (owner_id, owner), (partner_id, partner), (stranger_id, stranger) = firms
    made = (await propose(owner, partner_id, starts_on=today())).json()
    allies = Allies(owner_id, partner_id, AgreementId(made["id"]), VersionId(made["versions"][0]["id"]), Terms())
    async with floor_database.nobody() as c:
        await c.execute("insert into platform.operator (firm_id) values (%s)", [stranger_id])
    tying = Tying(floor_database, PostgresTying(), RandomIds(), Ears(), load_secret(web.settings.secrets, "references.key", 32))
    return owner, partner, stranger, allies, tying


def form(reference: str, **other: str) -> dict[str, str]:
    return {"reference": reference, "kind": "offer", "text": TEXT, "once": "f" * 20, "reply_to": "paul@x.example", **other}


async def test_a_callers_complaint_reaches_owner_and_partner_each_with_what_is_theirs(agreed, floor_database, browser) -> None:
    owner, partner, stranger, allies, tying = agreed
    stretch = await answer(floor_database, allies, datetime.now(UTC) - timedelta(minutes=5))
    reference = (await owner.get(f"/references/{stretch.interaction}")).json()["reference"]
    caller = browser()
    told = [await caller.post("/complaint", form(reference)) for _ in range(2)]
    unknown = await caller.post("/complaint", form("AAAAA-AAAAA", once="g" * 20))
    assert {(one.status_code, one.text) for one in (*told, unknown)} == {(202, '{"received":true}')}
    assert await tying.catch_up(datetime.now(UTC)) == 2

    (seen,) = (await owner.get("/complaints")).json()["items"]
    assert (seen["text"], seen["call"], seen["reply_to"], seen["caller"]) == (TEXT, stretch.interaction, "paul@x.example", "K7QF-2M9X")
    due = datetime.fromisoformat(seen["due_at"]) - datetime.fromisoformat(seen["told_at"])
    assert due == timedelta(hours=48) and seen["closed_at"] is None
    (theirs,) = (await partner.get("/complaints")).json()["items"]
    assert (theirs["id"], theirs["text"]) == (seen["id"], "On m'a proposé une assurance. Rappelez-moi au ….")
    assert (theirs["call"], theirs["reply_to"], theirs["reference"]) == (None, "", "")
    (kept,) = (await stranger.get("/complaints")).json()["items"]
    assert (kept["call"], kept["reference"], kept["answering"]) == (None, "AAAAA-AAAAA", kept["owner"])

    path, reply = f"/complaints/{seen['id']}/answer", {"text": "Nous regrettons.", "founded": False}
    assert (await partner.post(path, reply)).json()["code"] == "complaint.owner"
    assert (await stranger.post(path, reply)).status_code == 404
    answered = (await owner.post(path, reply)).json()
    assert answered["answer"]["text"] == "Nous regrettons." and answered["closed_at"] is not None
    assert (await owner.post(path, reply)).json()["code"] == "complaint.answered"
    assert await tying.catch_up(datetime.now(UTC)) == 1
    (theirs,) = (await partner.get("/complaints")).json()["items"]
    assert theirs["founded"] is False and theirs["closed_at"] is not None and theirs["answer"] is None


async def test_an_agents_complaint_waits_for_the_end_of_the_call(agreed, floor_database) -> None:
    owner, partner, _, allies, tying = agreed
    call = await write_call(floor_database, allies.owner, arrived_at=datetime.now(UTC))
    async with floor_database.firms([allies.owner]) as c:
        await c.execute("insert into interaction.open_call (firm_id, interaction_id, document) values (%s, %s, '{}')", [allies.owner, call])
    told = await owner.post("/complaints", {"call": call, "kind": "rude", "text": "Ton désagréable"})
    assert told.status_code == 202
    assert await tying.catch_up(datetime.now(UTC)) == 0
    async with floor_database.firms([allies.owner]) as c:
        await c.execute("delete from interaction.open_call where interaction_id = %s", [call])
    assert await tying.catch_up(datetime.now(UTC)) == 1
    (seen,) = (await owner.get("/complaints")).json()["items"]
    assert (seen["source"], seen["call"]) == ("agent", call) and seen["owner"] == seen["answering"]
    assert (await partner.get("/complaints")).json()["items"] == []
    assert (await owner.get("/references/int_x")).status_code == 404


async def test_a_partner_stands_by_its_calls_and_the_floor_hears_of_it(agreed, floor_database, database) -> None:
    owner, partner, stranger, allies, tying = agreed
    begun = datetime.now(UTC) - timedelta(days=2)
    stretches = [await answer(floor_database, allies, begun + timedelta(minutes=nth), ended=False) for nth in range(50)]
    for nth, stretch in enumerate(stretches[:10]):
        telling = Telling(
            once=f"agent_{nth:03}", told_at=begun, source=Source.AGENT, kind=Kind.OFFER, text="x", teller=allies.answering,
            interaction=stretch.interaction,
        )  # fmt: skip
        async with database.firm(allies.answering) as c:
            await PostgresComplaints().tell(c, telling)
    assert await tying.catch_up(datetime.now(UTC)) == 10
    (moved,) = await tying.reckon(datetime.now(UTC))
    assert (moved.answered, moved.complained) == (50, 10) and tying.floor.heard == [allies.owner]
    assert await tying.reckon(datetime.now(UTC)) == []
    async with floor_database.firms([allies.owner]) as c:
        assert await load_qualities(c) == {allies.agreement: pytest.approx(moved.high)} and moved.high < 0.9
    seen = [(await one.get("/complaints/standings")).json() for one in (owner, partner, stranger)]
    assert seen[0] == seen[1] and seen[0][0]["complained"] == 10 and seen[2] == []


async def test_a_firm_says_within_how_many_hours_it_answers_and_addresses_wait(agreed, browser) -> None:
    owner, partner, *_ = agreed
    assert (await owner.get("/complaints/hours")).json() == {"hours": 48}
    assert (await owner.send("PUT", "/complaints/hours", json={"hours": 24})).json() == {"hours": 24}
    assert [(await one.get("/complaints/hours")).json()["hours"] for one in (owner, partner)] == [24, 48]
    caller = browser()
    codes = [(await caller.post("/complaint", form("x", once=f"{nth}" * 20))).status_code for nth in range(6)]
    assert codes == [202] * 5 + [503]
