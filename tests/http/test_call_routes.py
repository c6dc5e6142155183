"""History over HTTP: who sees which calls, what of them, and what may be corrected."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta

import pytest
from psycopg.types.json import Jsonb

from permanence.adapters.postgres.pool import Database
from permanence.firms.model import Role
from permanence.interaction.events import CallArrived, CallEnded, ConsultStarted
from permanence.kernel.ids import AgentId, FirmId, PersonId, RandomIds
from tests.http.conftest import Browser, Found, NewBrowser
from tests.recording_kit import START, record, say, write_call

IDS = RandomIds()


@dataclass(frozen=True, slots=True)
class Centre:
    """A firm with a supervisor and two agents."""

    firm: FirmId
    supervisor: Browser
    agent: Browser
    agent_id: AgentId
    other_id: AgentId
    floor: Database


async def make_agent(database: Database, firm: FirmId, person: PersonId) -> AgentId:
    agent = AgentId(IDS.new("agt"))
    async with database.firm(firm) as c:
        await c.execute(
            "insert into routing.agent (firm_id, id, person_id, alias, endpoint_name, endpoint_secret, device, created_at)"
            " values (%s, %s, %s, 'Camille', %s, '', 'browser', now())",
            [firm, agent, person, agent],
        )
    return agent


async def add_person(database: Database, firm: FirmId, email: str, role: str) -> PersonId:
    person = PersonId(IDS.new("per"))
    async with database.firm(firm) as c:
        await c.execute(
            "insert into firms.person (firm_id, id, email, name, password_hash, roles, language, status, must_change,"
            " created_at, password_changed_at) select firm_id, %s, %s, 'Bob', password_hash, %s, 'fr', 'active', false,"
            " now(), now() from firms.person limit 1",
            [person, email, [role]],
        )
    return person


@pytest.fixture
async def centre(found: Found, browser: NewBrowser, database: Database, floor_database: Database) -> Centre:
    firm = await found("sup@x.fr", roles=(Role.SUPERVISOR,))
    agent = await make_agent(database, firm, await add_person(database, firm, "agent@x.fr", "agent"))
    other = await make_agent(database, firm, await add_person(database, firm, "other@x.fr", "agent"))
    sup, desk = browser(), browser()
    await sup.sign_in("sup@x.fr")
    await desk.sign_in("agent@x.fr")
    return Centre(firm, sup, desk, agent, other, floor_database)


async def ids(browser: Browser, query: str = "") -> list[str]:
    answer = await browser.get(f"/calls{query}")
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_supervisors_see_all_calls_and_agents_their_own(centre: Centre) -> None:
    own = await write_call(centre.floor, centre.firm, agent=centre.agent_id)
    other = await write_call(centre.floor, centre.firm, agent=centre.other_id, arrived_at=START + timedelta(minutes=1))
    assert await ids(centre.supervisor) == [other, own]
    assert await ids(centre.agent) == [own]
    assert (await centre.agent.get(f"/calls/{other}")).status_code == 404
    assert (await centre.agent.get(f"/calls/{own}")).status_code == 200


async def test_numbers_are_masked_for_agents_in_lists_details_and_ladder(centre: Centre) -> None:
    call = await write_call(centre.floor, centre.firm, agent=centre.agent_id)
    await say(centre.floor, centre.firm, call, CallArrived("+33184800001", "+33612345678"), START)
    await say(centre.floor, centre.firm, call, ConsultStarted("+33987654321"), START + timedelta(seconds=30))
    for path in ("/calls", f"/calls/{call}"):
        assert "+33612345678" in (await centre.supervisor.get(path)).text
        masked = (await centre.agent.get(path)).text
        assert "12345" not in masked and "98765" not in masked and "+336••••••78" in masked


async def test_pages_follow_one_another_without_gap_or_double(centre: Centre) -> None:
    made = [
        await write_call(centre.floor, centre.firm, arrived_at=START + timedelta(minutes=n // 3)) for n in range(10)
    ]
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await centre.supervisor.get(f"/calls?limit=3{cursor}")).json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert sorted(seen) == sorted(made) and len(set(seen)) == 10
    assert (await centre.supervisor.get("/calls?cursor=nonsense")).status_code == 422


async def test_every_filter_narrows(centre: Centre) -> None:
    one = await write_call(
        centre.floor, centre.firm, agent=centre.agent_id, notes="Devis pour 100% d'ardoise", disposition="sold",
    )  # fmt: skip
    two = await write_call(
        centre.floor, centre.firm, agent=centre.other_id, customer="+33700000000", outcome="abandoned",
        arrived_at=START + timedelta(days=1),
    )  # fmt: skip
    for query, expected in {
        f"?agent={centre.agent_id}": [one], "?outcome=abandoned": [two], "?disposition=sold": [one],
        "?direction=inbound": [two, one], "?direction=outbound": [], "?customer=0612345678": [one],
        "?q=ardoise": [one], "?q=100%25": [one], "?q=10%25": [], "?q=0700": [two], "?q=06%2012": [one],
        f"?from={(START + timedelta(hours=1)).isoformat().replace('+', '%2B')}": [two],
        "?to=2026-11-22T09:30:00": [one], "?queue=que_x": [], "?number=num_x": [],
    }.items():  # fmt: skip
        assert await ids(centre.supervisor, query) == expected, query
    assert await ids(centre.agent, "?q=0612") == []  # agents do not fish for numbers


@pytest.mark.parametrize("query", ["?from=yesterday", "?direction=up", "?limit=0", "?limit=1000", "?customer=abc", "?q=%00"])
async def test_wrong_values_are_refused_with_a_sentence(centre: Centre, query: str) -> None:
    answer = await centre.supervisor.get(f"/calls{query}")
    assert answer.status_code == 422 and answer.json()["detail"]


async def test_the_ladder_tells_each_step_with_its_milliseconds(centre: Centre) -> None:
    call = await write_call(centre.floor, centre.firm)
    await say(centre.floor, centre.firm, call, CallArrived("+33184800001", None), START)
    await say(centre.floor, centre.firm, call, CallEnded("abandoned", "customer", 16), START + timedelta(seconds=2.5))
    ladder = (await centre.supervisor.get(f"/calls/{call}")).json()["ladder"]
    assert [(rung["kind"], rung["ms"]) for rung in ladder] == [
        ("interaction.call_arrived", 0), ("interaction.call_ended", 2500)
    ]  # fmt: skip
    assert ladder[1]["data"] == {"outcome": "abandoned", "by": "customer", "cause": 16}


async def test_a_correction_is_kept_beside_what_stood_there(centre: Centre) -> None:
    call = await write_call(centre.floor, centre.firm, agent=centre.agent_id, notes="avant", disposition="lost")
    answer = await centre.agent.patch(f"/calls/{call}", {"disposition": "sold", "notes": "après"})
    assert (answer.status_code, answer.json()["disposition"], answer.json()["notes"]) == (200, "sold", "après")
    await centre.supervisor.patch(f"/calls/{call}", {"disposition": ""})
    details = (await centre.supervisor.get(f"/calls/{call}")).json()
    assert (details["call"]["disposition"], details["call"]["notes"]) == (None, "après")
    amendments = [rung["data"] for rung in details["ladder"] if rung["kind"] == "interaction.call_amended"]
    assert [(each["disposition_before"], each["disposition"]) for each in amendments] == [("lost", "sold"), ("sold", None)]
    assert amendments[0]["person"] != amendments[1]["person"]


async def test_what_is_open_or_not_ones_own_is_not_corrected(centre: Centre) -> None:
    open_call = await write_call(centre.floor, centre.firm, agent=centre.agent_id, is_open=True)
    answer = await centre.agent.patch(f"/calls/{open_call}", {"notes": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "call.not_over")
    foreign = await write_call(centre.floor, centre.firm, agent=centre.other_id)
    assert (await centre.agent.patch(f"/calls/{foreign}", {"notes": "x"})).status_code == 404
    assert (await centre.agent.patch(f"/calls/{foreign}", {"notes": "x" * 10_001})).status_code == 422


async def test_a_customers_last_calls_are_shown_to_who_has_him_on_the_line(centre: Centre) -> None:
    before = await write_call(centre.floor, centre.firm, agent=centre.other_id, notes="toit percé")
    now = await write_call(centre.floor, centre.firm, agent=centre.agent_id, is_open=True, arrived_at=START + timedelta(days=1))
    items = (await centre.agent.get(f"/customers/{now}/calls")).json()["items"]
    assert [(item["id"], item["notes"], item["customer"]) for item in items] == [(before, "toit percé", "+336••••••78")]
    assert (await centre.agent.get(f"/customers/{before}/calls")).status_code == 404
    assert (await centre.agent.get("/customers/+33612345678/calls")).status_code == 403
    whole = (await centre.supervisor.get("/customers/0612345678/calls")).json()["items"]
    assert [item["id"] for item in whole] == [now, before]
    withheld = await write_call(centre.floor, centre.firm, agent=centre.agent_id, customer=None)
    assert (await centre.agent.get(f"/customers/{withheld}/calls")).json() == {"items": []}


async def test_the_file_for_spreadsheets_has_no_formula_and_is_written_down(centre: Centre) -> None:
    await write_call(centre.floor, centre.firm, notes='=HYPERLINK("http://x")')
    assert (await centre.agent.get("/calls.csv")).status_code == 403
    answer = await centre.supervisor.get("/calls.csv")
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert (rows[0]["notes"], rows[0]["customer"]) == ('\'=HYPERLINK("http://x")', "'+33612345678")
    async with centre.floor.firms([centre.firm]) as c:
        cursor = await c.execute("select detail from firms.audit where action = 'calls.exported'")
        assert await cursor.fetchall() == [({"calls": 1},)]


async def test_another_firms_call_is_not_there(centre: Centre, found: Found, browser: NewBrowser) -> None:
    call = await write_call(centre.floor, centre.firm)
    await record(centre.floor, centre.firm, call)
    await found("rival@y.fr", "Rivale")
    rival = browser()
    await rival.sign_in("rival@y.fr")
    missing = IDS.new("int")
    for method, path, body in (("GET", "/calls/{}", None), ("PATCH", "/calls/{}", {"notes": "x"}), ("GET", "/customers/{}/calls", None)):
        answers = [await rival.send(method, path.format(id_), json=body) for id_ in (call, missing, "int_nonsense")]
        kinds = {(a.status_code, a.json()["code"]) for a in answers[:2]}
        assert kinds == {(404, "not_found")}
    assert await ids(rival) == []


async def test_somebody_without_a_desk_or_history_sees_nothing(
    centre: Centre, database: Database, browser: NewBrowser
) -> None:
    await add_person(database, centre.firm, "client@x.fr", "client")
    await add_person(database, centre.firm, "deskless@x.fr", "agent")
    for email in ("client@x.fr", "deskless@x.fr"):
        visitor = browser()
        await visitor.sign_in(email)
        assert (await visitor.get("/calls")).status_code == 403
    assert (await browser().get("/calls")).status_code == 401


async def test_marks_of_a_recording_are_told_as_they_are(centre: Centre) -> None:
    call = await write_call(centre.floor, centre.firm)
    async with centre.floor.firms([centre.firm]) as c:
        await c.execute(
            "insert into interaction.recording (firm_id, id, interaction_id, started_at, purpose, retention_until, status,"
            " spool, marks) values (%s, %s, %s, %s, 'qualité', %s, 'closed', %s, %s)",
            [centre.firm, IDS.new("rec"), call, START, START, f"{call}.rec1",
             Jsonb([{"kind": "private", "from_ms": 1, "to_ms": 2}])],
        )  # fmt: skip
    recording = (await centre.supervisor.get(f"/calls/{call}")).json()["recordings"][0]
    assert (recording["status"], recording["may_listen"]) == ("closed", False)
    assert recording["marks"] == [{"kind": "private", "from_ms": 1, "to_ms": 2}]
