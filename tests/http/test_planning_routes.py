"""A planner imports last year, names special days, and gets a forecast; another firm sees none of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from permanence.firms.model import Role
from permanence.planning.generate import Line, csv_lines, generate
from tests.unit.planning.planning_kit import HOLIDAYS, PARIS

LINES = (Line("Rendez-vous", 60, 200), Line("Devis", 25, 300))
DAYS = 70
CSV = {"headers": {"Content-Type": "text/csv"}}


def today() -> date:
    return datetime.now(UTC).astimezone(PARIS).date()


def last_weeks(days: int = DAYS, lines=LINES, seed: int = 1) -> str:
    first = today() - timedelta(days=days)
    return "".join(csv_lines(generate(np.random.default_rng(seed), lines, first, days, PARIS, HOLIDAYS), PARIS))


async def queues(browser, *names: str) -> dict[str, str]:
    found = {}
    for name in names:
        answer = await browser.post("/queues", {"name": name})
        assert answer.status_code == 201, answer.text
        found[name] = answer.json()["id"]
    return found


async def imported(browser, text: str | bytes, dry_run: bool = False):
    body = text.encode() if isinstance(text, str) else text
    return await browser.send("POST", f"/planning/history?dry_run={str(dry_run).lower()}", content=body, **CSV)


async def test_from_a_file_to_a_forecast(director) -> None:
    ids = await queues(director, "Rendez-vous", "Devis", "Vide")
    text = last_weeks()
    dry = (await imported(director, text, dry_run=True)).json()
    assert (dry["lines"], dry["accepted"], dry["refused_total"]) == (text.count("\n") - 1,) * 2 + (0,)
    assert {queue["name"]: queue["queue_id"] for queue in dry["queues"]} == {name: ids[name] for name in ("Rendez-vous", "Devis")}
    assert [queue["quarters"] for queue in (await director.get("/planning/state")).json()["queues"]] == [0, 0, 0]
    assert (await imported(director, text)).json() == dry
    state = (await director.get("/planning/state")).json()
    assert state["zone"] == "Europe/Paris"
    past = {queue["name"]: queue for queue in state["queues"]}
    assert past["Rendez-vous"]["calls"] + past["Devis"]["calls"] == dry["lines"]
    assert past["Vide"] == {"id": ids["Vide"], "name": "Vide", "from": None, "to": None, "quarters": 0, "calls": 0}
    assert date.fromisoformat(past["Devis"]["from"]) < date.fromisoformat(past["Devis"]["to"]) < today()
    begin = today() + timedelta(days=7 - today().weekday())
    told = (await director.get(f"/planning/forecast?from={begin}&days=7")).json()
    assert (told["from"], told["days"], told["step_s"], told["zone"]) == (str(begin), 7, 900, "Europe/Paris")
    assert [queue["name"] for queue in told["queues"]] == ["Devis", "Rendez-vous"]  # a queue without a past is not told
    for queue in told["queues"]:
        for figures in ("p10", "p50", "p90", "mean", "handling_s"):
            assert len(queue[figures]) == len(told["starts"])
        assert queue["back_test"]["days"] > 20
        assert 0 < queue["back_test"]["error"] < 1
        assert queue["back_test"].keys() == {"days", "error", "naive_error", "quarter_error", "naive_quarter_error", "inside"}
    assert sum(told["queues"][1]["mean"]) == pytest.approx(60 * 5, rel=0.5)


async def test_importing_again_doubles_nothing(director) -> None:
    await queues(director, "Rendez-vous", "Devis")
    await imported(director, last_weeks())
    before = (await director.get("/planning/state")).json()["queues"]
    await imported(director, last_weeks())
    assert (await director.get("/planning/state")).json()["queues"] == before
    day = before[0]["from"]
    corrected = f"debut;file;appels;dmt\n{day} 09:00;Devis;40;60\n{day} 17:45;Devis;1;60\n"
    assert (await imported(director, corrected)).json()["accepted"] == 2
    after = (await director.get("/planning/state")).json()["queues"]
    assert after[1] == before[1]  # the other queue is untouched
    assert after[0]["quarters"] < before[0]["quarters"]  # what lay between the day's first and last quarter is replaced


async def test_every_refused_line_has_its_sentence(director, browser) -> None:
    await queues(director, "Devis")
    text = "date;file;durée\n02/03/2026 10:00;Ventes;240\nhier;Devis;240\n02/03/2026 10:00;Devis;long\n02/03/2026 10:00;Devis;24\n"
    read = (await imported(director, text.encode("latin-1"))).json()
    assert (read["lines"], read["accepted"], read["refused_total"]) == (4, 1, 3)
    assert [(each["line"], each["column"]) for each in read["refused"]] == [(2, "file"), (3, "date"), (4, "durée")]
    assert "« Ventes »" in read["refused"][0]["reason"]
    assert [(queue["name"], queue["queue_id"] is None) for queue in read["queues"]] == [("Ventes", True), ("Devis", False)]
    await director.patch("/me", {"language": "en"})
    read = (await imported(director, text)).json()
    assert "no queue 'Ventes'" in read["refused"][0]["reason"]


@pytest.mark.parametrize(("text", "code"), [("", "history.empty"), ("nom;prénom\n", "history.unfit")])
async def test_a_file_that_is_none_is_refused(director, text: str, code: str) -> None:
    answer = await imported(director, text)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert "prénom" in answer.json()["detail"] or code == "history.empty"


async def test_a_large_file_with_a_key_is_taken(director) -> None:
    """Our pages send a key with every POST; what is remembered under a key is small, a year of calls is not."""
    await queues(director, "Devis")
    text = "date;file;durée\n" + "02/03/2026 10:00;Devis;240\n" * 50_000
    assert len(text) > 1 << 20
    head = {"Content-Type": "text/csv", "Idempotency-Key": "k-1"}
    answer = await director.send("POST", "/planning/history?dry_run=true", content=text.encode(), headers=head)
    assert (answer.status_code, answer.json()["accepted"]) == (200, 50_000)


async def test_special_days_and_terms(director) -> None:
    await queues(director, "Rendez-vous", "Devis")
    await imported(director, last_weeks())
    begin = today() + timedelta(days=8 - today().weekday())
    query = f"/planning/forecast?from={begin}&days=1"
    usual = (await director.get(query)).json()["queues"][0]["mean"]
    put = await director.send("PUT", f"/planning/special-days/{begin}", json={"factor": 2.0, "note": "Mailing"})
    assert put.json() == {"date": str(begin), "factor": 2.0, "note": "Mailing"}
    doubled = (await director.get(query)).json()["queues"][0]["mean"]
    assert sum(doubled) == pytest.approx(2 * sum(usual), rel=0.01)
    assert (await director.get("/planning/state")).json()["special_days"] == [put.json()]
    assert (await director.delete(f"/planning/special-days/{begin}")).status_code == 204
    assert (await director.delete(f"/planning/special-days/{begin}")).status_code == 404
    assert (await director.get(query)).json()["queues"][0]["mean"] == usual
    terms = (await director.get("/planning/state")).json()["terms"]
    assert (terms["within_s"], terms["late"], terms["currency"]) == (180, 0.05, "EUR")
    rules = {**terms["rules"], "longest_h": 8, "hours_a_week": 32.0}
    changed = {**terms, "within_s": 60, "patience_s": 240.0, "cost_per_hour": 30_000_000, "region": "57", "rules": rules}
    assert (await director.send("PUT", "/planning/terms", json=changed)).json() == changed
    assert (await director.get("/planning/state")).json()["terms"] == changed
    for wrong, code in (({"region": "Lune"}, "planning.region"), ({"late": 0}, "request.values"), ({"rules": {"x": 1}}, "planning.rules")):
        refused = await director.send("PUT", "/planning/terms", json={**terms, **wrong})
        assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text


async def test_holidays_of_the_region_are_told(director) -> None:
    terms = (await director.get("/planning/state")).json()["terms"]
    query = "/planning/forecast?from=2026-12-24&days=4"
    assert [day["date"] for day in (await director.get(query)).json()["holidays"]] == ["2026-12-25"]
    await director.send("PUT", "/planning/terms", json={**terms, "region": "57"})
    told = (await director.get(query)).json()
    assert [day["date"] for day in told["holidays"]] == ["2026-12-25", "2026-12-26"]
    assert told["queues"] == []


async def test_clocks_are_changed(director) -> None:
    told = (await director.get("/planning/forecast?from=2027-03-27&days=2")).json()
    assert len(told["starts"]) == 96 + 92


@pytest.mark.parametrize("query", ["from=9999-12-31&days=28", "from=1000-01-01", "from=2026-01-01&days=29", "from=x", ""])
async def test_days_that_nobody_plans_are_refused(director, query: str) -> None:
    assert (await director.get(f"/planning/forecast?{query}")).status_code in (400, 422)


async def test_another_firm_sees_nothing_and_agents_may_not(director, browser, found) -> None:
    await queues(director, "Rendez-vous", "Devis")
    await imported(director, last_weeks(21))
    await director.send("PUT", "/planning/special-days/2026-12-24", json={"factor": 0.5})
    await found("zoe@y.fr", "Autre")
    stranger = browser()
    await stranger.sign_in("zoe@y.fr")
    await queues(stranger, "Rendez-vous")
    state = (await stranger.get("/planning/state")).json()
    assert [queue["quarters"] for queue in state["queues"]] == [0]
    assert state["special_days"] == []
    assert (await stranger.get(f"/planning/forecast?from={today()}")).json()["queues"] == []
    assert (await stranger.delete("/planning/special-days/2026-12-24")).status_code == 404
    await found("bob@z.fr", "Encore", (Role.AGENT,))
    agent = browser()
    await agent.sign_in("bob@z.fr")
    assert (await agent.get("/planning/state")).status_code == 403
    assert (await imported(agent, "x")).status_code == 403


async def test_what_was_done_is_written_down(director) -> None:
    await queues(director, "Devis")
    await imported(director, "date;file;durée\n02/03/2026 10:00;Devis;240\n")
    await director.send("PUT", "/planning/special-days/2026-12-24", json={"factor": 0.5})
    actions = [line["action"] for line in (await director.get("/audit")).json()["items"]]
    assert actions[:2] == ["planning.special_day_kept", "planning.history_imported"]


async def test_a_day_that_is_imported_again_is_told_by_the_new_file_alone(director) -> None:
    await queues(director, "Devis")
    head = "date;file;duree_s;repondu\n"
    await imported(director, head + "2026-10-05 08:02:11;Devis;245;oui\n2026-10-05 19:40:00;Devis;60;oui\n2026-10-06 10:00:00;Devis;60;oui\n")
    await imported(director, head + "2026-10-05 12:00:00;Devis;100;oui\n")
    [queue] = (await director.get("/planning/state")).json()["queues"]
    assert (queue["calls"], queue["quarters"], queue["from"], queue["to"]) == (2, 2, "2026-10-05", "2026-10-06")
