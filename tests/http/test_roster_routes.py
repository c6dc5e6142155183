"""A planner asks how many people are required, has a roster made, moves a shift and sees at once what that is worth."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from permanence.planning.generate import Line
from tests.http.test_planning_routes import imported, last_weeks, queues, today

LINES = (Line("Rendez-vous", 150, 240), Line("Devis", 50, 300))
FEW = (Line("Rendez-vous", 30, 240), Line("Devis", 12, 300))


async def staffed(director, agents: int, weeks: int = 10, lines=LINES) -> dict[str, str]:
    """A firm with a past and agents: the first can do both queues, the others every second one; return the queues' ids."""
    skills = {name: (await director.post("/skills", {"name": name})).json()["id"] for name in ("Accueil", "Chiffrage")}
    ids = {}
    for name, skill in (("Rendez-vous", "Accueil"), ("Devis", "Chiffrage")):
        ids[name] = (await director.post("/queues", {"name": name, "skills": {skills[skill]: 2}})).json()["id"]
    for n in range(agents):
        person = (await director.post("/people", {"name": f"P{n}", "email": f"p{n}@x.fr", "roles": ["agent"]})).json()["id"]
        able = {skills["Accueil"]: 3, skills["Chiffrage"]: 2} if n == 0 else {skills["Accueil" if n % 3 else "Chiffrage"]: 2}
        made = await director.post("/agents", {"person_id": person, "alias": f"Agent {n}", "skills": able})
        assert made.status_code == 201, made.text
    await imported(director, last_weeks(7 * weeks, lines))
    return ids


def monday() -> date:
    return today() + timedelta(days=14 - today().weekday())


def plan(days: int = 5, **more) -> dict:
    return {"from": str(monday()), "days": days, **more}


async def test_from_a_forecast_to_people_and_back(director) -> None:
    ids = await staffed(director, 9)
    required = (await director.post("/planning/requirement", plan())).json()
    assert (required["within_s"], required["late"], required["shrinkage"]) == (180, 0.05, 0.1)
    assert {queue["queue_id"] for queue in required["queues"]} == set(ids.values())
    for queue in required["queues"]:
        assert len(queue["agents"]) == len(required["starts"]) == 5 * 96
        assert max(queue["agents"]) >= 2
        assert queue["agents"][:32] == [0] * 32  # nobody at night
    made = await director.post("/planning/roster", plan())
    assert made.status_code == 200, made.text
    roster = made.json()
    assert roster["shifts"]
    assert roster["seconds"] < 30
    for shift in roster["shifts"]:
        length = datetime.fromisoformat(shift["ends"]) - datetime.fromisoformat(shift["starts"])
        assert timedelta(hours=4) <= length <= timedelta(hours=10)
        assert shift["alias"].startswith("Agent ")
        assert shift["breaks"]
    judged = (await director.post("/planning/judge", plan(shifts=roster["shifts"]))).json()
    assert judged == roster["judged"]
    assert judged["cost"] == pytest.approx(judged["hours"] * 22_000_000, rel=1e-3)
    nobody = (await director.post("/planning/judge", plan(shifts=[]))).json()
    assert (nobody["hours"], nobody["cost"], nobody["late_worst"]) == (0, 0, 1)
    assert judged["late_mean"] < 0.5 < nobody["late_mean"] <= 1
    long = [{**roster["shifts"][0], "ends": str(datetime.fromisoformat(roster["shifts"][0]["starts"]) + timedelta(hours=11)), "breaks": []}]
    assert judged["broken"] == []
    [broken] = (await director.post("/planning/judge", plan(shifts=long))).json()["broken"]
    assert (broken["alias"], broken["rules"][0]) == (roster["shifts"][0]["alias"], "plus de 2 heures sans pause")
    assert "plus de 10 heures dans une journée" in broken["rules"]
    fewer = (await director.post("/planning/judge", plan(shifts=roster["shifts"][1:]))).json()
    assert judged["late_mean"] < fewer["late_mean"] < nobody["late_mean"]


async def test_too_few_people_are_told_in_a_sentence(director) -> None:
    await staffed(director, 1)
    notes = (await director.post("/planning/roster", plan())).json()["notes"]
    assert any("trop peu nombreux" in note and "Rendez-vous" in note for note in notes), notes
    await director.patch("/me", {"language": "en"})
    notes = (await director.post("/planning/roster", plan())).json()["notes"]
    assert any("too few agents" in note for note in notes), notes


async def test_without_a_past_or_people_there_is_a_sentence_and_no_roster(director) -> None:
    empty = (await director.post("/planning/roster", plan())).json()
    assert (empty["shifts"], empty["notes"]) == ([], ["Aucune file n'a d'historique avant ces jours ; importez-le d'abord."])
    await queues(director, "Devis")
    await imported(director, last_weeks(28, (Line("Devis", 30, 200),)))
    notes = (await director.post("/planning/roster", plan())).json()["notes"]
    assert notes[0].startswith("Aucun conseiller")
    assert "« Devis »" in notes[1]


async def test_impossible_shifts_are_not_judged(director) -> None:
    await staffed(director, 1, 3)
    agent = (await director.get("/agents")).json()["items"][0]["id"]
    nine, noon, five = (f"{monday()}T{hour}:00:00+01:00" for hour in ("09", "12", "17"))
    far = f"{monday() + timedelta(days=40)}T09:00:00+01:00"
    wrong = [
        ({"agent_id": "agt_x", "starts": nine, "ends": five}, "planning.agent"),
        ({"agent_id": agent, "starts": five, "ends": nine}, "planning.shift"),
        ({"agent_id": agent, "starts": nine, "ends": far}, "planning.shift"),
        ({"agent_id": agent, "starts": nine, "ends": noon, "breaks": [{"starts": noon, "ends": five}]}, "planning.shift"),
        ({"agent_id": agent, "starts": nine[:19], "ends": five}, "request.values"),
    ]
    for shift, code in wrong:
        answer = await director.post("/planning/judge", plan(shifts=[shift]))
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


async def test_who_is_absent_is_not_planned_and_who_worked_late_begins_late(director) -> None:
    await staffed(director, 9)
    free = (await director.post("/planning/roster", plan())).json()["shifts"]
    ill, tired = sorted({shift["agent_id"] for shift in free})[:2]
    leave = {"agent_id": ill, "kind": "leave", "starts": f"{monday()}T00:00:00+01:00", "ends": f"{monday() + timedelta(days=4)}T00:00:00+01:00"}
    assert (await director.post("/duty/absences", leave)).status_code == 201
    sunday = monday() - timedelta(days=1)
    night = {"agent_id": tired, "starts": f"{sunday}T20:00:00+01:00", "ends": f"{monday()}T04:00:00+01:00", "breaks": []}
    kept = {"from": f"{sunday}T00:00:00+01:00", "to": f"{monday()}T04:00:00+01:00", "agents": [tired], "shifts": [night]}
    assert (await director.post("/duty/shifts", kept)).status_code < 300
    shifts = (await director.post("/planning/roster", plan())).json()["shifts"]
    assert {shift["starts"][:10] for shift in shifts if shift["agent_id"] == ill} <= {str(monday() + timedelta(days=4))}
    begins = min(shift["starts"] for shift in shifts if shift["agent_id"] == tired)
    assert datetime.fromisoformat(begins) >= datetime.fromisoformat(night["ends"]) + timedelta(hours=11)


async def test_the_roster_in_force_is_where_changes_begin(director) -> None:
    await staffed(director, 3)
    assert (await director.get(f"/planning/roster?from={monday()}&days=5")).json()["shifts"] == []
    made = (await director.post("/planning/roster", plan())).json()
    shifts = [{name: shift[name] for name in ("agent_id", "starts", "ends", "breaks")} for shift in made["shifts"]]
    kept = {
        "from": f"{monday()}T00:00:00+01:00", "to": f"{monday() + timedelta(days=7)}T00:00:00+01:00",
        "agents": [], "shifts": shifts,
    }  # fmt: skip
    assert (await director.post("/duty/shifts", kept)).status_code < 300
    found = (await director.get(f"/planning/roster?from={monday()}&days=5")).json()

    def plain(shifts: list[dict]) -> list[tuple]:
        return sorted((s["agent_id"], datetime.fromisoformat(s["starts"]), datetime.fromisoformat(s["ends"])) for s in shifts)

    assert plain(found["shifts"]) == plain(made["shifts"])
    assert found["judged"] == made["judged"]


async def test_a_roster_and_an_hour_are_played_with_the_floors_own_rules(director) -> None:
    ids = await staffed(director, 6, 4, FEW)
    day = plan(day=str(monday()))
    required = (await director.post("/planning/requirement", plan())).json()
    nine = datetime.fromisoformat(required["starts"][36])
    agents = [agent["id"] for agent in (await director.get("/agents")).json()["items"]]
    shifts = [{"agent_id": agent, "starts": str(nine), "ends": str(nine + timedelta(hours=9)), "breaks": []} for agent in agents]
    everybody = (await director.post("/planning/played-day", {**day, "shifts": shifts})).json()
    assert everybody["starts"] == required["starts"][:96]
    assert everybody["broken"] < everybody["plays"]
    assert {queue["queue_id"] for queue in everybody["queues"]} == set(ids.values())
    assert sum(sum(queue["late"]) for queue in everybody["queues"]) < sum(sum(queue["calls"]) for queue in everybody["queues"]) / 10
    needs = (await director.post("/planning/played-hour", plan(starts=required["starts"][40]))).json()
    assert needs["kept"]
    assert {queue for kind in needs["kinds"] for queue in kind["queue_ids"]} == set(ids.values())
    formula = max(sum(queue["agents"][n] for queue in required["queues"]) for n in range(40, 44))
    assert formula - 4 <= needs["people"] <= formula + 1
    people = (await director.get("/people")).json()["items"]
    gone = next(person["id"] for person in people if person["name"] == "P0")  # the only one who can do both
    assert (await director.patch(f"/people/{gone}", {"status": "disabled"})).status_code == 200
    fewer = (await director.post("/planning/played-hour", plan(starts=required["starts"][40]))).json()
    assert all(len(kind["queue_ids"]) == 1 for kind in fewer["kinds"])
    far = await director.post("/planning/played-hour", plan(starts="2020-01-01T09:00:00+01:00"))
    assert (far.status_code, far.json()["code"]) == (422, "planning.outside")
    assert (await director.post("/planning/played-day", {**day, "day": "2020-01-01", "shifts": []})).json()["code"] == "planning.outside"
