"""Two directors make an agreement: proposed, countered, accepted, given notice; a third firm knows nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from permanence.adapters.postgres.access import Access

TERMS = {"rates": {"owner_per_hour": 5_000_000, "answering_per_hour": 5_500_000, "platform_per_hour": 500_000}, "notice_days": 10}


def today(days: int = 0) -> str:
    """The firms' day, which begins at midnight in Paris, an hour or two before the machine's."""
    return (datetime.now(ZoneInfo("Europe/Paris")) + timedelta(days=days)).date().isoformat()


@pytest.fixture
async def firms(browser, found):
    """Three firms, all shown on the market: the owner, the partner, a stranger; each with its director and its id."""
    signed = []
    for email, name in (("ann@x.fr", "Étoile"), ("bob@y.fr", "Nord"), ("zoe@z.fr", "Zénith")):
        firm, one = await found(email, name), browser()
        await one.sign_in(email)
        listing = {"name": name, "country": "FR", "answers": True, "languages": ["fr"], "text": "Jour et nuit", "shown": True}
        assert (await one.send("PUT", "/synergy/listing", json=listing)).status_code == 200
        signed.append((firm, one))
    return signed


async def propose(one, partner: str, **more):
    body = {"partner_id": partner, "side": "owner", "terms": TERMS, "starts_on": today(1), **more}
    return await one.post("/agreements", body)


async def test_two_firms_come_to_terms(firms) -> None:
    (_, owner), (partner_id, partner), (_, stranger) = firms
    market = (await owner.get("/synergy/market")).json()
    assert [shown["name"] for shown in market] == ["Nord", "Zénith"]
    made = (await propose(owner, partner_id, note="Bonjour")).json()
    path = f"/agreements/{made['id']}"
    assert (made["side"], made["standing"], made["owner_name"], made["answering_name"]) == ("owner", "proposed", "Étoile", "Nord")
    first = made["versions"][0]
    own = await owner.post(f"{path}/versions/{first['id']}/answer", {"decision": "accepted"})
    assert (own.status_code, own.json()["code"]) == (409, "agreement.own")
    seen = (await partner.get(path)).json()
    assert (seen["side"], seen["versions"][0]["proposed"]["name"], seen["versions"][0]["proposed"]["note"]) == ("answering", "Ann Roy", "Bonjour")
    countered = (await partner.post(f"{path}/versions", {"terms": {**TERMS, "minimum_s": 30}, "starts_on": today(1)})).json()
    second = countered["versions"][1]
    old = await partner.post(f"{path}/versions/{first['id']}/answer", {"decision": "accepted"})
    assert old.json()["code"] == "agreement.superseded"
    done = (await owner.post(f"{path}/versions/{second['id']}/answer", {"decision": "accepted", "note": "D'accord"})).json()
    assert (done["standing"], done["versions"][1]["effective_on"], done["versions"][1]["answered"]["side"]) == ("to_come", today(1), "owner")
    assert (await owner.get(path)).json() == done
    again = await owner.post(f"{path}/versions/{second['id']}/answer", {"decision": "refused"})
    assert again.json()["code"] == "agreement.answered"
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.get("/agreements")).json() == []
    for path_of, body in ((f"{path}/versions", {"terms": TERMS, "starts_on": today(1)}), (f"{path}/ending", {}),
                          (f"{path}/versions/{second['id']}/answer", {"decision": "accepted"})):  # fmt: skip
        assert (await stranger.post(path_of, body)).status_code == 404
    assert [line["action"] for line in (await owner.get("/audit")).json()["items"]][:2] == ["agreement.accepted", "agreement.proposed"]


async def test_notice_is_given_by_either_side(firms) -> None:
    (_, owner), (partner_id, partner), _ = firms
    made = (await propose(owner, partner_id, starts_on=today())).json()
    path = f"/agreements/{made['id']}"
    await partner.post(f"{path}/versions/{made['versions'][0]['id']}/answer", {"decision": "accepted"})
    soon = await partner.post(f"{path}/ending", {"last_day": today(3)})
    assert (soon.status_code, soon.json()["code"]) == (422, "agreement.notice")
    told = (await partner.post(f"{path}/ending", {"note": "Merci"})).json()
    assert (told["standing"], told["ended"]["side"]) == ("ending", "answering")
    assert today(9) <= told["last_day"] <= today(11)
    assert (await owner.post(f"{path}/ending", {})).json()["code"] == "agreement.ended"
    assert (await owner.post(f"{path}/versions", {"terms": TERMS, "starts_on": today(1)})).json()["code"] == "agreement.ended"


async def test_what_cannot_be_proposed_is_told(firms, found) -> None:
    (owner_id, owner), (partner_id, partner), _ = firms
    hidden = await found("dan@h.fr", "Caché")
    codes = []
    for firm, more in ((owner_id, {}), (hidden, {}), (partner_id, {"starts_on": "2020-01-01"}), (partner_id, {"terms": {"zone": "Europe/Nulle"}})):
        codes.append((await propose(owner, firm, **more)).json()["code"])
    assert codes == ["agreement.oneself", "agreement.partner", "agreement.starts", "agreement.zone"]
    assert (await owner.get("/agreements")).json() == []
    made = (await propose(owner, partner_id, side="answering")).json()
    assert (made["owner_name"], made["answering_name"]) == ("Nord", "Étoile")
    withdrawn = await owner.post(f"/agreements/{made['id']}/versions/{made['versions'][0]['id']}/answer", {"decision": "withdrawn"})
    assert withdrawn.json()["standing"] == "refused"
    late = await partner.post(f"/agreements/{made['id']}/versions/{made['versions'][0]['id']}/answer", {"decision": "accepted"})
    assert late.json()["code"] == "agreement.answered"


async def test_a_call_is_rated_before_anybody_signs(director) -> None:
    body = {"terms": TERMS, "answered_at": "2026-11-23T10:00:00+01:00", "seconds": 60}
    assert (await director.post("/agreements/rating", body)).json() == {"owner": 83_333, "answering": 91_667, "platform": 8_333, "total": 183_333}
    assert (await director.post("/agreements/rating", {**body, "terms": {"zone": "Nulle/Part"}})).json()["code"] == "agreement.zone"


async def test_the_database_itself_keeps_one_firm_from_consenting_for_the_other(firms, access: Access) -> None:
    """Whatever a request of one firm may write, it cannot be the other's consent."""
    (owner_id, owner), (partner_id, _), (stranger_id, _) = firms
    made = (await propose(owner, partner_id)).json()
    version = made["versions"][0]["id"]
    row = [owner_id, partner_id, version, owner_id, "per_00000000000000000000000001", "Faux", datetime.now(UTC)]
    columns = "owner_firm_id, answering_firm_id, version_id, proposed_by_firm_id, decision, answered_by, answered_name, answered_at"
    plain = f"insert into synergy.answer ({columns}) values (%s, %s, %s, %s, 'accepted', %s, %s, %s)"
    as_other = f"insert into synergy.answer ({columns}, answered_by_firm_id) values (%s, %s, %s, %s, 'accepted', %s, %s, %s, %s)"

    def attempt(firm: str, statement: str, values: list) -> str | None:
        with psycopg.connect(access.app, autocommit=True) as c:
            try:
                with c.transaction(force_rollback=True):
                    c.execute("select set_config('permanence.firm', %s, true)", [firm])
                    c.execute(statement.encode(), values)
            except psycopg.Error as error:
                return error.sqlstate
        return None

    assert attempt(owner_id, plain, row) == "23514"  # one's own proposal is not accepted
    assert attempt(owner_id, as_other, [*row, partner_id]) == "42501"  # nor in the other's name
    lied = [*row[:3], partner_id, *row[4:]]
    assert attempt(owner_id, plain, lied) == "23503"  # nor by telling that the other had proposed it
    assert attempt(stranger_id, plain, row) == "42501"
    assert attempt(partner_id, plain, row) is None
    for statement in ("update synergy.version set terms = '{}'", "delete from synergy.answer", "update synergy.agreement set owner_name = 'x'"):
        assert attempt(owner_id, statement, []) == "42501"
