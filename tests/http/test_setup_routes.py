"""A firm sets itself up over HTTP, from the first skill to a number that leads somewhere; others see none of it."""

from __future__ import annotations

import pytest

FLOW = {
    "name": "Accueil",
    "start": "menu",
    "nodes": {
        "menu": {"id": "menu", "kind": "menu", "prompts": [], "choices": {"1": "attente"}, "otherwise": "fin"},
        "attente": {"id": "attente", "kind": "queue", "queue": ""},
        "fin": {"id": "fin", "kind": "end"},
    },
}


async def made(browser, path, body):
    answer = await browser.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def whole_firm(d, number="+33 1 99 00 10 10"):
    """Set everything up; return what was made by its kind."""
    skill = await made(d, "/skills", {"name": "Accueil"})
    team = await made(d, "/teams", {"name": "Réserve"})
    steps = [{"after_s": 30, "lower": 2, "teams": [team["id"]]}]
    queue = await made(d, "/queues", {"name": "Rendez-vous", "skills": {skill["id"]: 4}, "steps": steps, "record": True})
    nodes = {**FLOW["nodes"], "attente": {**FLOW["nodes"]["attente"], "queue": queue["id"]}}
    flow = await made(d, "/flows", {**FLOW, "nodes": nodes})
    brand = await made(d, "/brands", {"name": "Cabinet", "greeting": "Cabinet, bonjour."})
    person = await made(d, "/people", {"name": "Bob Petit", "email": "bob@x.fr", "roles": ["agent"]})
    agent = await made(
        d,
        "/agents",
        {"person_id": person["id"], "alias": "Bob", "device": "phone", "skills": {skill["id"]: 7}, "teams": [team["id"]],
         "country": "MG"},
    )
    prompt = await made(d, "/prompts", {"name": "Annonce", "text": "Cet appel est enregistré."})
    plan = await made(
        d,
        "/plans",
        {
            "name": "Bureau",
            "time_zone": "Europe/Paris",
            "weekly": [[{"opens": "09:00", "closes": "18:00"}]] * 5 + [[], []],
            "holiday_country": "FR",
            "exceptions": [{"day": "2026-12-24", "spans": [], "label": "Réveillon"}],
        },
    )
    disposition = await made(d, "/dispositions", {"code": "rdv", "label_fr": "Rendez-vous", "label_en": "Appointment"})
    full = {"e164": number, "brand_id": brand["id"], "flow_id": flow["id"], "notice_prompt_id": prompt["id"]}
    number = await made(d, "/numbers", full)
    return {
        "skills": skill, "teams": team, "queues": queue, "flows": flow, "brands": brand, "people": person, "agents": agent,
        "prompts": prompt, "plans": plan, "dispositions": disposition, "numbers": number,
    }  # fmt: skip


async def test_a_firm_is_set_up_changed_and_taken_down(director) -> None:
    things = await whole_firm(director)
    assert things["numbers"]["e164"] == "+33199001010"
    assert things["agents"]["user"] == things["agents"]["id"] and len(things["agents"]["password"]) >= 30
    for kind, thing in things.items():
        id_ = thing.get("id") or thing["code"]
        listed = (await director.get(f"/{kind}")).json()
        assert id_ in [t.get("id") or t["code"] for t in listed["items"]], kind
        one = (await director.get(f"/{kind}/{id_}")).json()
        assert {k: v for k, v in thing.items() if k not in ("password", "user")} == one, kind
    changes = {
        "skills": {"name": "Devis"},
        "teams": {"name": "Renfort"},
        "queues": {"music": None, "ring_s": 25, "target_s": 60, "prefer_s": 15},
        "brands": {"colour": "#aa00bb"},
        "agents": {"alias": "Robert", "skills": {}, "country": None},
        "prompts": {"text": "Nouveau texte"},
        "plans": {"holiday_country": "FR", "holiday_subdivision": "57"},
        "dispositions": {"position": 12},
        "numbers": {"recording_purpose": "Preuve du rendez-vous"},
        "flows": {"name": "Accueil du soir"},
    }
    for kind, change in changes.items():
        id_ = things[kind].get("id") or things[kind]["code"]
        answer = await director.patch(f"/{kind}/{id_}", change)
        assert answer.status_code == 200, (kind, answer.text)
        assert {k: answer.json()[k] for k in change} == change
        assert (await director.get(f"/{kind}/{id_}")).json() == answer.json()
    assert answer.json()["version"] == 2
    for kind in ("prompts", "brands", "flows", "queues", "teams"):
        refused = await director.delete(f"/{kind}/{things[kind]['id']}")
        users = {"queues": "Accueil du soir", "teams": "Rendez-vous, Robert"}.get(kind, "")
        assert users in refused.json()["detail"]
        assert (refused.status_code, refused.json()["code"]) == (409, "in_use"), kind
    for kind in ("numbers", "flows", "queues", "brands", "prompts", "plans", "agents", "skills", "teams"):
        answer = await director.delete(f"/{kind}/{things[kind]['id']}")
        assert answer.status_code == 204, (kind, answer.text)
        assert (await director.get(f"/{kind}/{things[kind]['id']}")).status_code == 404


async def test_another_firm_sees_and_touches_nothing(director, browser, found) -> None:
    things = await whole_firm(director)
    await found("zoe@y.fr", "Autre")
    stranger = browser()
    await stranger.sign_in("zoe@y.fr")
    for kind, thing in things.items():
        id_ = thing.get("id") or thing["code"]
        listed = (await stranger.get(f"/{kind}")).json()["items"]
        assert len(listed) == (1 if kind == "people" else 0), kind
        assert (await stranger.get(f"/{kind}/{id_}")).status_code == 404, kind
        assert (await stranger.patch(f"/{kind}/{id_}", {"name": "X"})).status_code in (404, 422), kind
        if kind != "people":
            assert (await stranger.delete(f"/{kind}/{id_}")).status_code == 404, kind
    theirs = things["teams"]["id"]
    for taken in ({"skills": {things["skills"]["id"]: 1}}, {"teams": [theirs]}, {"steps": [{"after_s": 9, "teams": [theirs]}]}):
        answer = await stranger.post("/queues", {"name": "Q", **taken})
        assert (answer.status_code, answer.json()["code"]) == (422, "reference.unknown"), taken
    answer = await stranger.post("/agents", {"person_id": things["people"]["id"], "alias": "X"})
    assert (answer.status_code, answer.json()["param"]) == (422, "person_id")


async def test_one_number_leads_to_one_firm(director, browser, found) -> None:
    await whole_firm(director)
    await found("zoe@y.fr", "Autre")
    other = browser()
    await other.sign_in("zoe@y.fr")
    with pytest.raises(AssertionError, match=r"number\.taken"):
        await whole_firm(other, "01 99 00 10 10")


async def test_a_flow_with_holes_is_not_published(director) -> None:
    answer = await director.post("/flows", FLOW)
    assert (answer.status_code, answer.json()["code"]) == (422, "flow.unsound")
    assert any("attente" in problem for problem in answer.json()["problems"])
    draft = {"start": "nulle part", "nodes": {"fin": {"id": "fin", "kind": "end"}}}
    checked = await director.post("/flows/check", draft)
    assert checked.status_code == 200 and "nulle part" in checked.json()["problems"][0]


@pytest.mark.parametrize(
    "change",
    [
        {"time_zone": "Europe/Pariss"},
        {"weekly": [[{"opens": "18:00", "closes": "09:00"}]] + [[]] * 6},
        {"weekly": [[{"opens": "09:00", "closes": "12:00"}, {"opens": "11:00", "closes": "13:00"}]] + [[]] * 6},
        {"weekly": [[]] * 6},
        {"holiday_country": "ZZ"},
        {"holiday_subdivision": "Nulle-Part"},
        {"exceptions": [{"day": "2026-12-24"}, {"day": "2026-12-24"}]},
    ],
)
async def test_an_impossible_opening_plan_is_refused(director, change) -> None:
    plan = {"name": "P", "time_zone": "Europe/Paris", "weekly": [[]] * 7, "holiday_country": "FR"}
    answer = await director.post("/plans", plan | change)
    assert answer.status_code == 422, answer.text


async def test_a_plan_tells_what_it_gives_day_by_day(director) -> None:
    things = await whole_firm(director)
    days = (await director.get(f"/plans/{things['plans']['id']}/days?from=2026-12-23&days=3")).json()["items"]
    assert [(d["day"], len(d["spans"]), d["holiday"] is not None, d["label"]) for d in days] == [
        ("2026-12-23", 1, False, ""),
        ("2026-12-24", 0, False, "Réveillon"),
        ("2026-12-25", 0, True, ""),
    ]


async def test_me_tells_rights_and_telephone(browser, director) -> None:
    me = (await director.get("/me")).json()
    assert me["roles"] == ["director"] and me["agent"] is None and me["softphone"] is None
    assert me["rights"] == ["admin", "history", "listen", "supervise"]
    person = await made(
        director, "/people", {"name": "Bob Petit", "email": "bob@x.fr", "roles": ["agent"], "password": "trois moutons verts"}
    )
    agent = await made(director, "/agents", {"person_id": person["id"], "alias": "Bob"})
    assert agent["password"] is None
    b = browser()
    await b.sign_in("bob@x.fr", "trois moutons verts")
    me = (await b.get("/me")).json()
    assert me["agent"] == {"id": agent["id"], "alias": "Bob", "supervises": False, "device": "browser"}
    phone = me["softphone"]
    assert phone["url"] == "ws://testserver.local:18088/ws"
    assert phone["uri"] == f"sip:{agent['id']}@testserver.local" and len(phone["password"]) >= 30
    renewed = await director.post(f"/agents/{agent['id']}/secret")
    assert renewed.status_code == 201
    assert (await b.get("/me")).json()["softphone"]["password"] == renewed.json()["password"]
    changed = await b.patch("/me", {"language": "en", "name": "Bobby Petit"})
    assert changed.json()["person"]["language"] == "en"


async def test_a_prompt_that_is_no_sound_is_refused(director) -> None:
    prompt = await made(director, "/prompts", {"name": "P"})
    assert (await director.get(f"/prompts/{prompt['id']}/audio")).json()["code"] == "prompt.empty"


async def test_a_request_sent_twice_is_done_once(director) -> None:
    head = {"headers": {"Idempotency-Key": "k-1"}}
    first = await director.post("/skills", {"name": "Accueil"}, **head)
    again = await director.post("/skills", {"name": "Accueil"}, **head)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() and again.headers["idempotent-replayed"] == "true"
    other = await director.post("/skills", {"name": "Devis"}, **head)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.reused")
    refused = await director.post("/skills", {"name": "Accueil"}, headers={"Idempotency-Key": "k-2"})
    assert (refused.status_code, refused.json()["code"]) == (409, "name.taken")
    # A "no" changed nothing: the same key may be tried again.
    assert (await director.post("/skills", {"name": "Accueil"}, headers={"Idempotency-Key": "k-2"})).status_code == 409
    bad = await director.post("/skills", {"name": "X"}, headers={"Idempotency-Key": "a b"})
    assert bad.status_code in (400, 422)


async def test_an_answer_with_a_secret_is_not_kept(director, database) -> None:
    head = {"headers": {"Idempotency-Key": "k-3"}}
    person = {"name": "Bob", "email": "bob@x.fr", "roles": ["agent"]}
    assert (await director.post("/people", person, **head)).status_code == 201
    again = await director.post("/people", person, **head)
    assert (again.status_code, again.json()["code"]) == (409, "idempotency.unknown")
    assert len((await director.get("/people")).json()["items"]) == 2
