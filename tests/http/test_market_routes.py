"""Firms publish capacity and holes: firms that show themselves see one another's, one that hides sees none and is not seen."""

from __future__ import annotations

from tests.http.test_agreement_routes import firms, today  # noqa: F401  - the fixture

NIGHTS = {"kind": "capacity", "windows": [{"days": [1, 2, 3, 4, 5], "since": "22:00", "until": "06:00"}], "at_once": 3, "languages": ["fr"],
          "skills": ["Devis"], "countries": ["FR", "BE"], "per_hour": 7_000_000}  # fmt: skip


def hole(day: str) -> dict[str, object]:
    return {"kind": "hole", "once": {"first": day, "since": "12:00", "last": day, "until": "14:00"}, "expires_on": day}


async def hide(one) -> None:
    listing = (await one.get("/synergy/listing")).json()
    assert (await one.send("PUT", "/synergy/listing", json={**listing, "shown": False})).status_code == 200


async def told(one) -> list[tuple[str, bool]]:
    return [(each["firm_name"], each["own"]) for each in (await one.get("/synergy/notices")).json()]


async def test_firms_that_show_themselves_see_one_anothers_notices(firms) -> None:  # noqa: F811
    (firm, one), (_, two), (_, hidden) = firms
    await hide(hidden)
    made = await one.post("/synergy/notices", {**NIGHTS, "expires_on": today(30)})
    assert made.status_code == 201, made.text
    assert made.json()["notice"]["per_hour"] == 7_000_000
    assert (await two.post("/synergy/notices", hole(today(1)))).status_code == 201
    assert await told(one) == [("Étoile", True), ("Nord", False)]
    seen = (await two.get("/synergy/notices")).json()
    assert [(each["firm_name"], each["own"], each["expired"]) for each in seen] == [("Nord", True, False), ("Étoile", False, False)]
    assert {**seen[1], "own": True} == {**made.json(), "firm_id": firm}
    refused = await hidden.post("/synergy/notices", hole(today(1)))
    assert (refused.status_code, refused.json()["code"]) == (409, "market.hidden")
    assert await told(hidden) == []
    await hide(two)
    assert (await told(one), await told(two)) == ([("Étoile", True)], [("Nord", True)])


async def test_only_who_published_withdraws(firms) -> None:  # noqa: F811
    (_, one), (_, two), _ = firms
    made = (await one.post("/synergy/notices", {**NIGHTS, "expires_on": today(30)})).json()
    path = f"/synergy/notices/{made['id']}"
    assert (await two.send("DELETE", path)).status_code == 404
    assert await told(two) == [("Étoile", False)]
    assert (await one.send("DELETE", path)).status_code == 204
    assert (await told(one), await told(two)) == ([], [])
    assert (await one.send("DELETE", path)).status_code == 404
    assert [line["action"] for line in (await one.get("/audit")).json()["items"]][:2] == ["notice.withdrawn", "notice.published"]


async def test_what_may_not_be_published_is_told(firms) -> None:  # noqa: F811
    (_, one), _, _ = firms
    bodies = [{**NIGHTS, "expires_on": today(-1)}, {**NIGHTS, "windows": [], "expires_on": today(1)}, hole(today(-1)),
              {**NIGHTS, "languages": ["French"], "expires_on": today(1)}]  # fmt: skip
    answers = [await one.post("/synergy/notices", body) for body in bodies]
    assert [answer.status_code for answer in answers[:3]] == [422] * 3
    assert [answer.json()["code"] for answer in answers[:3]] == ["market.expires", "market.when", "market.over"]
    assert answers[3].status_code in (400, 422)
    assert await told(one) == []
