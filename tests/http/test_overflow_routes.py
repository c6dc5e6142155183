"""Directors set overflow up: who asks whom, which queue receives, and each only on its own side."""

from __future__ import annotations

import pytest

from tests.http.test_agreement_routes import firms, propose, today  # noqa: F401  - the fixture


@pytest.fixture
async def agreed(firms):  # noqa: F811
    """Owner and partner that have agreed from today on, with a queue each, and the agreement's id."""
    (_, owner), (partner_id, partner), (_, stranger) = firms
    made = (await propose(owner, partner_id, starts_on=today())).json()
    answer = await partner.post(f"/agreements/{made['id']}/versions/{made['versions'][0]['id']}/answer", {"decision": "accepted"})
    assert answer.json()["standing"] == "in_force"
    queues = [(await one.post("/queues", {"name": "Accueil"})).json()["id"] for one in (owner, partner)]
    return owner, partner, stranger, made["id"], *queues


async def test_an_owner_says_when_a_queue_asks_whom(agreed) -> None:
    owner, partner, stranger, agreement, queue, _ = agreed
    rule = {"order": "share", "after_s": 20, "apart_s": 5, "partners": [{"agreement": agreement, "share": 3}]}
    kept = await owner.send("PUT", f"/overflow/{queue}", json=rule)
    assert kept.status_code == 200, kept.text
    assert kept.json()["rule"] == {**rule, "nobody": True, "danger": True}
    assert (await owner.get("/overflow")).json() == [kept.json()]
    assert (await partner.get("/overflow")).json() == (await stranger.get("/overflow")).json() == []
    assert (await owner.send("PUT", f"/overflow/{queue}", json={"partners": []})).status_code == 200
    assert (await owner.get("/overflow")).json() == []


async def test_an_answering_firm_says_which_queue_receives(agreed) -> None:
    owner, partner, _, agreement, _, queue = agreed
    path = f"/agreements/{agreement}/reception"
    assert (await partner.send("PUT", path, json={"queue_id": queue})).json() == {"agreement_id": agreement, "queue_id": queue}
    assert (await partner.get("/receptions")).json() == [{"agreement_id": agreement, "queue_id": queue}]
    assert (await owner.get("/receptions")).json() == []
    assert (await partner.send("PUT", path, json={"queue_id": None})).json()["queue_id"] is None
    assert (await partner.get("/receptions")).json() == []


async def test_each_does_its_own_side_and_names_its_own_queues(agreed) -> None:
    owner, partner, stranger, agreement, owners_queue, partners_queue = agreed
    rule, path = {"partners": [{"agreement": agreement}]}, f"/agreements/{agreement}/reception"
    refused = [
        (await partner.send("PUT", f"/overflow/{partners_queue}", json=rule), 422, "agreement.side"),
        (await owner.send("PUT", path, json={"queue_id": owners_queue}), 422, "agreement.side"),
        (await owner.send("PUT", f"/overflow/{partners_queue}", json=rule), 422, "overflow.queue"),
        (await partner.send("PUT", path, json={"queue_id": owners_queue}), 422, "overflow.queue"),
        (await stranger.send("PUT", path, json={"queue_id": owners_queue}), 404, "not_found"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer, _, _ in refused] == [(status, code) for _, status, code in refused]


async def test_before_anybody_answered_there_is_nothing_and_a_wrong_cursor_is_said_so(agreed) -> None:
    owner = agreed[0]
    assert (await owner.get("/answered")).json() == {"items": [], "next_cursor": None}
    for name, first in (("answered", "Segment;Rôle;"), ("statements", "Numéro;Mois;")):
        file = await owner.get(f"/{name}.csv")
        assert file.status_code == 200 and file.text.removeprefix("\ufeff").startswith(first) and len(file.text.splitlines()) == 1
        assert f"{name}.csv" in file.headers["content-disposition"]
    assert (await owner.get("/answered?cursor=abc")).json()["code"] == "cursor.invalid"
