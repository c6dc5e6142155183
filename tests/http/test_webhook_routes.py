"""A director's webhooks and keys over HTTP: secrets once, another firm nothing, and a program that comes with a key."""

from __future__ import annotations

from datetime import timedelta

import pytest

from permanence.adapters.argon import Argon2Passwords
from permanence.app.settings import Settings
from permanence.app.web import Web
from permanence.firms.pace import AT_ONCE
from tests.http.conftest import Browser

FORM = {"address": "http://127.0.0.1:9999/in", "kinds": ["call.missed"], "label": "CRM", "stopped": False}


@pytest.fixture
def web(tmp_path, database):
    """An installation that tells its own machine."""
    settings = Settings(home=tmp_path, webhook_networks="127.0.0.0/8")
    return Web(settings, database, Argon2Passwords.cheap(), fresh=timedelta(0))


async def test_a_webhook_from_its_making_to_its_end(director: Browser, browser, found) -> None:
    await found("zoe@z.fr", "Zénith")
    stranger = browser()
    await stranger.sign_in("zoe@z.fr")
    made = await director.post("/webhooks", FORM)
    assert made.status_code == 201, made.text
    webhook, secret = made.json()["webhook"], made.json()["secret"]
    assert secret.startswith("whsec_")
    listed = await director.get("/webhooks")
    assert listed.json() == [webhook]
    assert secret not in listed.text
    path = f"/webhooks/{webhook['id']}"
    assert (await director.post(f"{path}/secret")).json()["secret"] != secret
    stopped = await director.send("PUT", path, json={**FORM, "stopped": True, "kinds": ["call.missed", "call.ended"]})
    assert (stopped.json()["stopped"], stopped.json()["kinds"]) == ("by_hand", ["call.ended", "call.missed"])
    assert (await director.post(f"{path}/test")).status_code == 202
    (sent,) = (await director.get(f"/webhook-deliveries?webhook={webhook['id']}")).json()["items"]
    assert (sent["kind"], sent["status"], sent["nth"]) == ("webhook.test", "waiting", 0)
    assert (await director.get(f"/webhook-deliveries/{sent['id']}/body")).json()["type"] == "webhook.test"
    assert (await director.post(f"/webhook-deliveries/{sent['id']}/again")).status_code == 202
    assert (await director.post(f"{path}/again", {"since": "2026-01-01T00:00:00Z"})).json() == {"events": 1}
    assert sorted(each["nth"] for each in (await director.get("/webhook-deliveries")).json()["items"]) == [0, 1, 2]
    refused = [
        await stranger.get(f"/webhook-deliveries/{sent['id']}/body"), await stranger.post(f"/webhook-deliveries/{sent['id']}/again"),
        await stranger.post(f"{path}/test"), await stranger.post(f"{path}/secret"), await stranger.send("PUT", path, json=FORM),
        await stranger.delete(path),
    ]  # fmt: skip
    assert {answer.status_code for answer in refused} == {404}
    assert (await stranger.get("/webhook-deliveries")).json()["items"] == (await stranger.get("/webhooks")).json() == []
    assert (await director.delete(path)).status_code == 204
    assert (await director.get("/webhook-deliveries")).json()["items"] == (await director.get("/webhooks")).json() == []


async def test_what_cannot_be_told_is_refused_with_its_reason(director: Browser) -> None:
    inner = await director.post("/webhooks", {**FORM, "address": "https://10.0.0.1/"})
    assert (inner.status_code, inner.json()["code"]) == (422, "webhook.address")
    unknown = await director.post("/webhooks", {**FORM, "kinds": ["call.lost"]})
    assert (unknown.json()["code"], unknown.json()["kind"]) == ("webhook.kind", "call.lost")
    names = [each["kind"] for each in (await director.get("/webhook-events")).json()]
    assert {"call.missed", "partner.served", "statement.issued"} < set(names)


async def test_a_program_comes_with_a_key_and_does_what_the_key_may(director: Browser, browser) -> None:
    made = (await director.post("/access-keys", {"name": "CRM", "role": "supervisor"})).json()
    listed = await director.get("/access-keys")
    assert (listed.json()[0]["name"], listed.json()[0]["used_at"], made["secret"] in listed.text) == ("CRM", None, False)
    assert made["secret"].startswith(listed.json()[0]["start"])
    program = browser()

    async def ask(method: str, path: str, key: str = made["secret"], **more):
        return await program.client.request(method, f"/api/v1{path}", headers={"Authorization": f"Bearer {key}"}, **more)

    assert (await ask("GET", "/calls")).status_code == 200
    assert (await ask("GET", "/webhooks")).status_code == 403  # a supervisor's key is no director's
    assert (await ask("GET", "/calls", "prm_wrong")).status_code == 401
    whole = (await director.post("/access-keys", {"name": "Tout", "role": "director"})).json()
    assert (await ask("POST", "/teams", whole["secret"], json={"name": "Nuit"})).status_code == 201  # no token of a page is needed
    for method, path in (("POST", "/webhooks"), ("GET", "/access-keys"), ("POST", "/sign-out"), ("POST", "/people")):
        refused = await ask(method, path, whole["secret"], json=FORM)
        assert (refused.status_code, refused.json()["code"]) == (403, "key.not_here"), path
    assert (await director.get("/access-keys")).json()[0]["used_at"] is not None
    assert (await director.delete(f"/access-keys/{whole['key']['id']}")).status_code == 204
    assert (await ask("GET", "/teams", whole["secret"])).status_code == 401
    assert (await director.delete(f"/access-keys/{whole['key']['id']}")).status_code == 404
    actions = [line["action"] for line in (await director.get("/audit")).json()["items"]]
    assert {"key.added", "key.revoked"} <= set(actions)


async def test_a_key_that_is_used_too_fast_waits(director: Browser, browser) -> None:
    secret = (await director.post("/access-keys", {"name": "Vite"})).json()["secret"]
    program, codes = browser(), []
    for _ in range(AT_ONCE * 3):
        answer = await program.client.get("/api/v1/webhook-events", headers={"Authorization": f"Bearer {secret}"})
        codes.append(answer.status_code)
        if answer.status_code == 429:
            break
    assert (codes[-1], answer.headers["retry-after"], answer.json()["code"]) == (429, "1", "key.too_fast")


async def test_a_key_of_an_agent_is_not_made(director: Browser) -> None:
    refused = await director.post("/access-keys", {"name": "Poste", "role": "agent"})
    assert (refused.status_code, refused.json()["code"]) == (403, "key.role")
