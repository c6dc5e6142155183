"""Directors sell consultations by card, and no other firm sees them."""

from __future__ import annotations

from tests.http.test_agreement_routes import firms  # noqa: F401  - the fixture

FORM = {"name": "Avis juridique", "price": {"unit": "minute", "amount": 2_500_000, "most_s": 1800, "currency": "EUR"}, "share": 4000}


async def test_a_consultation_is_sold_changed_and_sold_no_more(firms) -> None:  # noqa: F811
    (_, owner), (_, other), _ = firms
    made = await owner.post("/card-products", FORM)
    assert made.status_code == 201, made.text
    id_ = made.json()["id"]
    assert [each["id"] for each in (await owner.get("/card-products")).json()] == [id_]
    assert (await other.get("/card-products")).json() == []
    changed = await owner.send("PUT", f"/card-products/{id_}", json={**FORM, "name": "Avis"})
    assert changed.json()["name"] == "Avis"
    assert (await other.send("PUT", f"/card-products/{id_}", json=FORM)).json()["code"] == "consultation.product"
    assert (await other.send("DELETE", f"/card-products/{id_}")).status_code == 404
    assert (await owner.send("DELETE", f"/card-products/{id_}")).status_code == 204
    assert (await owner.send("DELETE", f"/card-products/{id_}")).status_code == 404
    assert (await owner.get("/card-products")).json()[0]["retired_at"] is not None


async def test_a_price_of_nothing_is_refused_and_before_any_call_there_is_nothing(firms) -> None:  # noqa: F811
    (_, owner), *_ = firms
    assert (await owner.post("/card-products", {**FORM, "price": {**FORM["price"], "amount": 1}})).status_code in (400, 422)
    assert (await owner.get("/consultations")).json() == {"items": [], "next_cursor": None}
    assert (await owner.get("/card-alarms")).json() == []
    refused = await owner.post("/consultations/con_none/refund", {"amount": 10_000})
    assert (refused.status_code, refused.json()["code"]) == (404, "consultation.unknown")
