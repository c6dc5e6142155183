"""A director's advertisements over HTTP: written, seen by nobody else, their calls and visits counted; the counted address leads to one page alone."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from permanence.adapters.postgres.pool import Database
from permanence.firms.model import Role
from tests.http.conftest import Browser, Found, NewBrowser
from tests.recording_kit import write_call

NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZoneInfo("Europe/Paris")).date()
PRESS = {
    "name": "Journal du soir", "medium": "press", "first_day": (TODAY - timedelta(days=5)).isoformat(), "code": "417",
    "costs": [{"first_day": TODAY.isoformat(), "last_day": TODAY.isoformat(), "amount": 30_000_000}], "address": "https://toiture.example/devis",
}  # fmt: skip


@pytest.fixture
async def firms(found: Found, browser: NewBrowser) -> tuple[str, Browser, Browser]:
    """A firm, its director, and another firm's."""
    firm = await found("ann@x.fr")
    await found("bob@y.fr")
    both = browser(), browser()
    for one, email in zip(both, ("ann@x.fr", "bob@y.fr"), strict=True):
        assert (await one.sign_in(email)).status_code == 204
    return firm, *both


async def test_what_an_advertisement_brought(firms: tuple[str, Browser, Browser], floor_database: Database) -> None:
    firm, ann, bob = firms
    made = (await ann.post("/adverts", PRESS)).json()
    assert (made["name"], made["last_day"], made["path"][:3]) == ("Journal du soir", None, "/a/")
    calls = [await write_call(floor_database, firm, customer=who, arrived_at=NOW - timedelta(minutes=n), outcome=outcome)
             for n, (who, outcome) in enumerate([("+33611111111", "answered"), ("+33611111111", "abandoned"), (None, "answered"), ("+33622222222", "answered")])]  # fmt: skip
    for call in calls[:3]:
        assert (await ann.send("PUT", f"/adverts/codes/{call}", json={"code": "417"})).status_code == 204
    assert (await ann.send("PUT", f"/adverts/codes/{calls[2]}", json={"code": ""})).status_code == 204
    # Whoever follows the address is counted, and led to the firm's page whatever he asks for besides.
    for path in (made["path"], made["path"] + "?to=https://evil.example"):
        answer = await bob.client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (302, PRESS["address"])
    assert (await bob.client.get("/a/0123456789abcdef")).status_code == 404
    span = f"?from={TODAY - timedelta(days=1)}&to={TODAY + timedelta(days=1)}"
    told = (await ann.get(f"/reports/adverts{span}")).json()
    figures = {line["name"]: line["figures"] for line in told["lines"]}
    assert {name: (each["calls"], each["new_callers"], each["answered"], each["missed"], each["visits"], each["cost"]) for name, each in figures.items()} == {
        "Journal du soir": (2, 1, 1, {"abandoned": 1}, 2, 30_000_000),
        "": (2, 1, 2, {}, 0, 0),
    }
    assert (told["currency"], len(told["columns"]), told["total"]["calls"]) == ("EUR", 3, 4)
    file = await ann.get(f"/reports/adverts.csv{span}")
    assert [row[1:3] for row in csv.reader(io.StringIO(file.text.lstrip("\ufeff")))] == [["name", "calls"], ["Journal du soir", "2"], ["", "2"]]
    # The other firm has no such advertisement and no such call.
    assert (await bob.get("/adverts")).json() == (await bob.get("/reports/adverts")).json()["lines"] == []
    for answer in (
        await bob.send("PUT", f"/adverts/{made['id']}", json=PRESS), await bob.delete(f"/adverts/{made['id']}"),
        await bob.send("PUT", f"/adverts/codes/{calls[0]}", json={"code": "417"}),
    ):  # fmt: skip
        assert answer.status_code == 404
    assert (await ann.delete(f"/adverts/{made['id']}")).status_code == 204
    assert (await ann.get("/adverts")).json() == []
    assert (await bob.client.get(made["path"])).status_code == 404


async def test_what_does_not_fit_is_said_in_french(firms: tuple[str, Browser, Browser]) -> None:
    _, ann, _ = firms
    made = (await ann.post("/adverts", PRESS)).json()
    refused = [
        (await ann.post("/adverts", {**PRESS, "name": "Autre"}), "advert.code_taken"),
        (await ann.post("/adverts", {**PRESS, "code": "4"}), "advert.code"),
        (await ann.post("/adverts", {**PRESS, "code": "", "address": "http://x.fr"}), "advert.address"),
        (await ann.post("/adverts", {**PRESS, "code": "", "numbers": ["num_1"]}), "advert.number_unknown"),
        (await ann.post("/adverts", {**PRESS, "code": "", "last_day": "2020-01-01"}), "advert.period"),
        (await ann.send("PUT", "/adverts/codes/int_1", json={"code": "abc"}), "advert.code"),
        (await ann.get("/reports/adverts?from=2026-11-02&to=2026-11-01"), "advert.period"),
        (await ann.get("/reports/adverts?from=2020-11-02&to=2026-11-01"), "advert.period_too_long"),
        (await ann.get("/reports/adverts?to=2000-01-02"), "advert.period"),
    ]
    assert [answer.json()["code"] for answer, _ in refused] == [code for _, code in refused]
    assert "« Journal du soir »" in refused[0][0].json()["detail"].replace("\u00a0", " ").replace("\u202f", " ")
    assert (await ann.send("PUT", f"/adverts/{made['id']}", json={**PRESS, "name": "Journal"})).json()["path"] == made["path"]


async def test_supervisors_do_not_see_what_calls_earn(found: Found, browser: NewBrowser) -> None:
    await found("sup@x.fr", roles=(Role.SUPERVISOR,))
    supervisor = browser()
    await supervisor.sign_in("sup@x.fr")
    for path in ("/adverts", "/reports/adverts", "/reports/adverts.csv"):
        assert (await supervisor.get(path)).status_code == 403
