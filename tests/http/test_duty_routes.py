"""Duty rosters over HTTP: a week with its hole, publishing, adherence, requests, the calendar; others see none of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import msgspec
import pytest
from icalendar import Calendar

from permanence.adapters.postgres.pool import Database
from permanence.app import web_duty
from permanence.app.demo import duties
from permanence.app.web_duty import FloorsPresences
from permanence.firms.model import Language, Person, PersonStatus, Role, Visitor
from permanence.firms.rules import rights_of
from permanence.firms.service_shelf import Tools
from permanence.firms.store import PostgresFirms
from permanence.kernel.ids import AgentId, FirmId, PersonId, RandomIds
from permanence.kernel.page import Cursor
from permanence.planning.service_duty import Duty
from permanence.planning.service_watch import KEPT, Watcher
from permanence.planning.store_duty import PostgresWatch
from permanence.routing.model import AgentState
from permanence.routing.store import PostgresRouting
from tests.http.conftest import PASSWORD, NoFloor
from tests.http.test_setup_routes import made

PARIS = ZoneInfo("Europe/Paris")
TODAY = datetime.now(PARIS).date()
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())
TURN = {"starts": "09:00", "ends": "17:00", "breaks": [{"starts": "12:30", "ends": "14:00"}]}


def at(days: int, clock: str) -> str:
    """A moment of next week, counted from its Monday."""
    day = MONDAY + timedelta(days=days)
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=PARIS).astimezone(UTC).isoformat()


def told(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(PARIS).strftime("%a %H:%M")


@pytest.fixture
async def firm(director, browser):
    """A firm with a queue that is open in office hours, and two agents who serve it; the director, Bob and Eve signed in."""
    skill = await made(director, "/skills", {"name": "Devis"})
    queue = await made(director, "/queues", {"name": "Devis", "skills": {skill["id"]: 1}})
    hours = {"name": "Bureau", "time_zone": "Europe/Paris", "weekly": [[{"opens": "09:00", "closes": "17:00"}]] * 5 + [[], []]}
    plan = await made(director, "/plans", hours)
    nodes = {
        "hours": {"id": "hours", "kind": "hours", "plan": plan["id"], "open": "queue", "closed": "end"},
        "queue": {"id": "queue", "kind": "queue", "queue": queue["id"]},
        "end": {"id": "end", "kind": "end"},
    }
    flow = await made(director, "/flows", {"name": "Accueil", "start": "hours", "nodes": nodes})
    brand = await made(director, "/brands", {"name": "Cabinet"})
    await made(director, "/numbers", {"e164": "+33199001010", "brand_id": brand["id"], "flow_id": flow["id"]})
    found = {"director": director, "queue": queue["id"]}
    for name in ("Bob", "Eve"):
        email = f"{name.lower()}@x.fr"
        person = await made(director, "/people", {"name": name, "email": email, "roles": ["agent"], "password": PASSWORD})
        agent = {"person_id": person["id"], "alias": name, "device": "phone", "skills": {skill["id"]: 5}}
        found[f"{name}_id"] = (await made(director, "/agents", agent))["id"]
        found[name] = browser()
        assert (await found[name].sign_in(email)).status_code == 204
    return found


@pytest.fixture
def seat(floor_database: Database):
    """Writes where an agent stands, as the floor does."""

    async def write(state: AgentState) -> None:
        async with floor_database.nobody() as c:
            firms = [FirmId(firm) for (firm,) in await (await c.execute("select * from firms.roster()")).fetchall()]
        async with floor_database.firms(firms) as c:
            kept = msgspec.structs.replace(state, firm=firms[0])
            await c.execute(
                "insert into routing.agent_state (firm_id, agent_id, document) values (%s, %s, %s)"
                " on conflict (firm_id, agent_id) do update set document = excluded.document",
                [firms[0], state.id, msgspec.json.encode(kept).decode()],
            )

    return write


def pattern(firm, agent="Bob", **changes):
    return {"agent_id": firm[f"{agent}_id"], "weekdays": [0, 1, 2, 3, 4], "turn": TURN, "time_zone": "Europe/Paris",
            "first": "2026-01-05", "on_holidays": True, **changes}  # fmt: skip


async def week(firm):
    answer = await firm["director"].get(f"/duty/week?from={MONDAY}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def shifts_of(week, firm, agent):
    (row,) = [row for row in week["agents"] if row["agent_id"] == firm[f"{agent}_id"]]
    return [f"{told(s['starts'])}-{told(s['ends'])[4:]}" for s in row["shifts"]]


async def test_a_week_shows_who_works_and_where_nobody_does(firm) -> None:
    made_pattern = await made(firm["director"], "/duty/patterns", pattern(firm))
    assert made_pattern["country"] == "FR"
    seen = await week(firm)
    assert shifts_of(seen, firm, "Bob")[0] == "Mon 09:00-17:00" and len(shifts_of(seen, firm, "Bob")) == 5
    assert shifts_of(seen, firm, "Eve") == []
    queue, number = seen["coverage"]
    assert (queue["kind"], queue["name"], queue["wanted"]) == ("queue", "Devis", 1)
    assert (number["kind"], number["name"]) == ("number", "+33199001010")
    assert queue["people"][0] is None and queue["people"][9 * 4] == 1 and len(queue["people"]) == 7 * 96
    holes = [f"{told(h['starts'])}-{told(h['ends'])[4:]} {h['people']}/{h['wanted']}" for h in seen["holes"] if h["kind"] == "queue"]
    assert holes == [f"{day} 12:30-14:00 0/1" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]
    lunch = {**TURN, "breaks": []}
    changed = await firm["director"].patch(f"/duty/patterns/{made_pattern['id']}", {"turn": lunch, "weekdays": [0]})
    assert changed.status_code == 200 and (await week(firm))["holes"][0]["starts"] == at(1, "09:00").replace("+00:00", "Z")
    assert (await firm["director"].delete(f"/duty/patterns/{made_pattern['id']}")).status_code == 204
    assert (await firm["director"].get("/duty/patterns")).json() == {"items": []}
    assert (await firm["director"].send("PUT", f"/duty/wanted/{firm['queue']}", json={"people": 3})).status_code == 204
    assert (await week(firm))["holes"][0]["wanted"] == 1  # the number comes first by its kind
    assert {h["wanted"] for h in (await week(firm))["holes"] if h["kind"] == "queue"} == {3}


async def test_publishing_replaces_and_the_patterns_are_silent(firm) -> None:
    await made(firm["director"], "/duty/patterns", pattern(firm))
    roster = {
        "from": at(0, "00:00"), "to": at(7, "00:00"), "agents": [firm["Bob_id"]],
        "shifts": [
            {"agent_id": firm["Eve_id"], "starts": at(d, "10:00"), "ends": at(d, "18:00"),
             "breaks": [{"starts": at(d, "13:00"), "ends": at(d, "14:00")}]}
            for d in (0, 1)
        ],
    }  # fmt: skip
    assert (await firm["director"].post("/duty/shifts", roster)).json() == {"kept": 2}
    assert (await firm["director"].post("/duty/shifts", roster)).json() == {"kept": 2}
    seen = await week(firm)
    assert shifts_of(seen, firm, "Eve") == ["Mon 10:00-18:00", "Tue 10:00-18:00"] and shifts_of(seen, firm, "Bob") == []
    own = {"agent_id": firm["Eve_id"], "day": str(MONDAY), "time_zone": "Europe/Paris", "turns": [{"starts": "08:00", "ends": "09:00"}]}
    assert (await firm["director"].send("PUT", "/duty/days", json=own)).status_code == 200
    changed = await week(firm)
    assert shifts_of(changed, firm, "Eve") == ["Mon 08:00-09:00", "Tue 10:00-18:00"]
    assert [len(row["days"]) for row in changed["agents"]] == [0, 1]
    assert (await firm["director"].delete(f"/duty/days/{firm['Eve_id']}/{MONDAY}")).status_code == 204
    assert shifts_of(await week(firm), firm, "Eve") == ["Tue 10:00-18:00"]
    assert (await firm["director"].send("PUT", "/duty/days", json=own)).status_code == 200
    await firm["director"].post("/duty/shifts", roster)
    assert shifts_of(await week(firm), firm, "Eve") == ["Mon 10:00-18:00", "Tue 10:00-18:00"]  # what was said last


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends": (0, "09:00")}, "duty.times"), ({"starts": (-1, "10:00")}, "duty.times"),
        ({"starts": (8, "10:00"), "ends": (8, "12:00")}, "duty.outside"),
        ({"breaks": [{"starts": (0, "17:00"), "ends": (0, "19:00")}]}, "duty.break"),
        ({"agent_id": "agt_01k00000000000000000000000"}, "reference.unknown"),
    ],
)  # fmt: skip
async def test_a_roster_that_cannot_be_is_refused_whole(firm, change, code) -> None:
    def moments(value):
        if isinstance(value, tuple):
            return at(*value)
        return [{k: moments(v) for k, v in each.items()} for each in value] if isinstance(value, list) else value

    good = {"agent_id": firm["Eve_id"], "starts": at(1, "10:00"), "ends": at(1, "18:00")}
    bad = {"agent_id": firm["Bob_id"], "starts": at(0, "10:00"), "ends": at(0, "18:00"), **{k: moments(v) for k, v in change.items()}}
    answer = await firm["director"].post("/duty/shifts", {"from": at(0, "00:00"), "to": at(7, "00:00"), "shifts": [good, bad]})
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert shifts_of(await week(firm), firm, "Eve") == []
    twice = {"from": at(0, "00:00"), "to": at(7, "00:00"), "shifts": [good, {**good, "starts": at(1, "12:00")}]}
    assert (await firm["director"].post("/duty/shifts", twice)).json()["code"] == "duty.overlap"


async def test_an_absence_opens_a_hole_and_closes_it_when_it_is_taken_back(firm) -> None:
    await made(firm["director"], "/duty/patterns", pattern(firm, turn={"starts": "09:00", "ends": "17:00"}))
    assert (await week(firm))["holes"] == []
    sick = {"agent_id": firm["Bob_id"], "kind": "sickness", "starts": at(1, "00:00"), "ends": at(2, "00:00"), "note": "grippe"}
    absence = await made(firm["director"], "/duty/absences", sick)
    assert {told(h["starts"]) for h in (await week(firm))["holes"]} == {"Tue 09:00"}
    listed = await firm["director"].get(f"/duty/absences?from={MONDAY}&to={MONDAY + timedelta(days=6)}&agent={firm['Bob_id']}")
    assert [a["id"] for a in listed.json()["items"]] == [absence["id"]]
    assert (await firm["director"].delete(f"/duty/absences/{absence['id']}")).status_code == 204
    assert (await firm["director"].delete(f"/duty/absences/{absence['id']}")).status_code == 404
    assert (await week(firm))["holes"] == []
    forged = await firm["director"].post("/duty/absences", {**sick, "kind": "swapped"})
    assert forged.status_code == 422


async def test_a_leave_is_asked_for_refused_with_its_reason_and_approved(firm) -> None:
    await made(firm["director"], "/duty/patterns", pattern(firm))
    wish = {"kind": "leave", "starts": at(2, "00:00"), "ends": at(3, "00:00"), "note": "Mariage"}
    asked = await made(firm["Bob"], "/me/duty/requests", wish)
    assert asked["state"] == "open"
    silent = await firm["director"].post(f"/duty/requests/{asked['id']}", {"deed": "refuse"})
    assert (silent.status_code, silent.json()["code"]) == (422, "duty.reason")
    refused = await firm["director"].post(f"/duty/requests/{asked['id']}", {"deed": "refuse", "reason": "Salon ce jour-là."})
    assert refused.json()["state"] == "refused"
    again = await firm["director"].post(f"/duty/requests/{asked['id']}", {"deed": "approve"})
    assert (again.status_code, again.json()["code"]) == (409, "duty.settled")
    second = await made(firm["Bob"], "/me/duty/requests", wish)
    assert (await firm["Bob"].post(f"/duty/requests/{second['id']}", {"deed": "approve"})).status_code == 403
    assert (await firm["director"].post(f"/duty/requests/{second['id']}", {"deed": "approve"})).json()["state"] == "approved"
    assert len(shifts_of(await week(firm), firm, "Bob")) == 4
    mine = (await firm["Bob"].get("/me/duty")).json()
    assert [a["kind"] for a in mine["absences"]] == ["leave"] and len(mine["requests"]) == 2
    audit = [line["action"] for line in (await firm["director"].get("/audit")).json()["items"]]
    assert audit[:4] == ["duty_request.approved", "duty_request.leave", "duty_request.refused", "duty_request.leave"]


async def test_a_shift_goes_to_a_colleague_and_comes_back(firm) -> None:
    await made(firm["director"], "/duty/patterns", pattern(firm, weekdays=[0]))
    wish = {"kind": "swap", "starts": at(0, "09:00"), "ends": at(0, "17:00"), "colleague_id": firm["Eve_id"]}

    async def swap(giver, taker, body):
        asked = await made(firm[giver], "/me/duty/requests", body)
        path = f"/duty/requests/{asked['id']}"
        early = await firm["director"].post(path, {"deed": "approve"})
        assert early.json()["code"] == "duty.not_your_turn"
        assert (await firm[taker].post(path, {"deed": "accept"})).json()["state"] == "open"
        assert (await firm["director"].post(path, {"deed": "approve"})).json()["state"] == "approved"
        seen = await week(firm)
        return shifts_of(seen, firm, "Bob"), shifts_of(seen, firm, "Eve")

    offered = (await firm["Eve"].get("/me/duty")).json()["colleagues"]
    assert [c["alias"] for c in offered] == ["Bob"] and [at(0, "09:00").replace("+00:00", "Z"), at(0, "17:00").replace("+00:00", "Z")] in offered[0]["shifts"]
    assert await swap("Bob", "Eve", wish) == ([], ["Mon 09:00-17:00"])
    gone = await firm["Bob"].post("/me/duty/requests", wish)
    assert (gone.status_code, gone.json()["code"]) == (409, "duty.shift_gone")
    assert await swap("Eve", "Bob", {**wish, "colleague_id": firm["Bob_id"]}) == (["Mon 09:00-17:00"], [])
    past = await firm["Bob"].post("/me/duty/requests", {**wish, "starts": "2026-01-05T09:00:00Z", "ends": "2026-01-05T17:00:00Z"})
    assert past.json()["code"] == "duty.past"
    no_colleague = await firm["Bob"].post("/me/duty/requests", {**wish, "colleague_id": None})
    assert no_colleague.json()["code"] == "duty.swap_incomplete"


async def test_the_next_break_is_told_to_who_is_on_duty(firm) -> None:
    assert (await firm["Bob"].get("/me/duty/break")).json() == {"next": None}
    now = datetime.now(UTC)
    minutes = lambda count: (now + timedelta(minutes=count)).isoformat()  # noqa: E731
    shift = {"agent_id": firm["Bob_id"], "starts": minutes(-60), "ends": minutes(120), "breaks": [{"starts": minutes(-2), "ends": minutes(20)}]}
    await firm["director"].post("/duty/shifts", {"from": minutes(-600), "to": minutes(600), "shifts": [shift]})
    said = [(await firm["Bob"].get(f"/me/duty/break?{q}")).json()["next"]["when"] for q in ("", "waiting=3", "on_call=true&waiting=3")]
    assert said == ["now", "callers_wait", "after_call"]
    assert (await firm["Eve"].get("/me/duty/break")).json() == {"next": None}


async def test_the_demonstration_has_duties_and_writes_them_once(firm, database: Database) -> None:
    me = (await firm["director"].get("/me")).json()
    director = Person(PersonId(me["person"]["id"]), "ann@x.fr", "Ann Roy", (Role.DIRECTOR,), Language.FR, PersonStatus.ACTIVE, False)
    now = datetime.now(UTC)
    visitor = Visitor(FirmId(me["firm"]["id"]), director, "", rights_of(director.roles), now)
    tools = Tools(database, PostgresFirms(), RandomIds(), NoFloor())
    async with database.firm(visitor.firm) as c:
        agents = (await PostgresRouting().agents.list(c, Cursor())).items
    for _ in range(2):
        await duties.seed(cast(Duty, web_duty.services(tools)["duty"]), visitor, agents, now)
    assert [shifts_of(await week(firm), firm, name)[0] for name in ("Bob", "Eve")] == ["Mon 08:00-16:00", "Mon 09:00-17:00"]
    assert len((await firm["director"].get("/duty/patterns")).json()["items"]) == 2


async def test_the_calendar_is_read_without_a_cookie_until_its_address_is_renewed(firm, browser) -> None:
    await made(firm["director"], "/duty/patterns", pattern(firm))
    assert (await firm["Bob"].get("/me/duty")).json()["calendar_since"] is None
    first = (await made(firm["Bob"], "/me/duty/calendar", None))["path"].removeprefix("/api/v1")
    stranger = browser()
    answer = await stranger.get(first)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(e["summary"]) for e in events} == {"Service", "Pause"} and b"Eve" not in answer.content
    second = (await made(firm["Bob"], "/me/duty/calendar", None))["path"].removeprefix("/api/v1")
    assert (await stranger.get(first)).status_code == 404
    assert (await stranger.get(second)).status_code == 200
    assert (await firm["Bob"].get("/me/duty")).json()["calendar_since"] is not None
    for wrong in (second.removesuffix(".ics"), second.replace("frm_", "frx_"), second[:-10] + "xxxxxx.ics"):
        assert (await stranger.get(wrong)).status_code == 404
    assert (await firm["Bob"].delete("/me/duty/calendar")).status_code == 204
    assert (await stranger.get(second)).status_code == 404


async def test_others_firms_and_roles_see_and_change_nothing(firm, browser, found) -> None:
    made_pattern = await made(firm["director"], "/duty/patterns", pattern(firm))
    asked = await made(firm["Bob"], "/me/duty/requests", {"kind": "leave", "starts": at(2, "00:00"), "ends": at(3, "00:00")})
    await found("zoe@y.fr", "Ailleurs")
    other = browser()
    await other.sign_in("zoe@y.fr")
    assert (await other.get("/duty/patterns")).json() == {"items": []}
    assert (await other.get(f"/duty/week?from={MONDAY}")).json()["agents"] == []
    assert (await other.patch(f"/duty/patterns/{made_pattern['id']}", {"every_weeks": 2})).status_code == 404
    assert (await other.post("/duty/patterns", pattern(firm))).json()["code"] == "reference.unknown"
    assert (await other.post(f"/duty/requests/{asked['id']}", {"deed": "approve"})).status_code == 404
    assert (await other.get("/me/duty")).status_code == 403  # a director without a desk
    for path in (f"/duty/week?from={MONDAY}", f"/duty/adherence?day={MONDAY}", "/duty/patterns"):
        assert (await firm["Bob"].get(path)).status_code == 403
    assert (await firm["Eve"].post(f"/duty/requests/{asked['id']}", {"deed": "withdraw"})).status_code == 403
    for bad in ("/duty/week?from=0001-01-01", "/duty/adherence?day=9999-12-31"):
        assert (await firm["director"].get(bad)).json()["code"] == "duty.times"
    assert (await firm["director"].post("/duty/patterns", pattern(firm, time_zone="Mars/Base"))).json()["code"] == "firm.time_zone"


async def test_what_agents_do_is_watched_and_held_against_the_plan(firm, floor_database: Database, seat) -> None:
    now = datetime.now(UTC)
    start = now.replace(second=0, microsecond=0) - timedelta(minutes=30)
    watcher = Watcher(floor_database, PostgresWatch(), FloorsPresences())
    bob = AgentId(firm["Bob_id"])
    first = start + timedelta(minutes=5)
    await seat(AgentState(bob, FirmId(""), first, signed_in=True, device_up=True))
    for minute in range(5, 30):
        if minute == 20:
            await seat(AgentState(bob, FirmId(""), start + timedelta(minutes=20), signed_in=True, device_up=True, pause="lunch"))
        await watcher.look(start + timedelta(minutes=minute, seconds=1))
    shift = {"agent_id": bob, "starts": start.isoformat(), "ends": (start + timedelta(hours=4)).isoformat()}
    day = start.astimezone(PARIS).date()
    roster = {"from": (start - timedelta(days=1)).isoformat(), "to": (start + timedelta(days=1)).isoformat(), "shifts": [shift]}
    assert (await firm["director"].post("/duty/shifts", roster)).json() == {"kept": 1}
    seen = (await firm["director"].get(f"/duty/adherence?day={day}")).json()
    (row,) = seen["rows"]
    assert (row["alias"], [s["doing"] for s in row["seen"]]) == ("Bob", ["present", "paused"])
    assert datetime.fromisoformat(row["seen"][0]["starts"]) == first and row["seen"][1]["ends"] is None
    assert row["kept"]["kept_min"] == 14 and row["kept"]["planned_min"] in range(23, 26)  # watched from 5:01 until now
    assert [d["kind"] for d in row["kept"]["deviations"]] == ["long_break"]
    await watcher.forget(start + KEPT + timedelta(days=1))
    seen = (await firm["director"].get(f"/duty/adherence?day={day}")).json()
    assert [s["doing"] for s in seen["rows"][0]["seen"]] == ["paused"] and seen["watched"] == []
