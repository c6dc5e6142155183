"""Signing in over HTTP: cookies, refusals, and the token against other sites."""

from __future__ import annotations

import pytest


async def test_a_director_signs_in_and_out(browser, found) -> None:
    await found("ann@x.fr")
    b = browser()
    assert (await b.get("/people")).status_code == 401
    answer = await b.sign_in("ann@x.fr")
    assert answer.status_code == 204, answer.text
    cookies = [header.lower() for header in answer.headers.get_list("set-cookie")]
    assert all("samesite=strict" in cookie and "path=/" in cookie for cookie in cookies)
    assert ["httponly" in cookie for cookie in cookies] == [c.startswith("permanence=") for c in cookies]
    assert (await b.get("/people")).json()["items"][0]["email"] == "ann@x.fr"
    assert (await b.post("/sign-out")).status_code == 204
    assert (await b.get("/people")).status_code == 401


async def test_cookies_are_secure_over_https(browser, found) -> None:
    await found("ann@x.fr")
    b = browser()
    b.client.base_url = "https://testserver.local"
    answer = await b.sign_in("ann@x.fr")
    assert all("secure" in header.lower() for header in answer.headers.get_list("set-cookie"))


async def test_a_no_is_told_in_french_and_english(browser, found) -> None:
    await found("ann@x.fr")
    b = browser()
    french = await b.sign_in("ann@x.fr", "faux faux faux")
    assert french.status_code == 401
    assert french.headers["content-type"] == "application/problem+json"
    assert french.json()["code"] == "sign_in.wrong"
    assert french.json()["detail"] == "L'adresse ou le mot de passe est faux."
    english = await b.post("/sign-in", {"email": "x", "password": "y"}, headers={"Accept-Language": "en-GB,fr;q=0.5"})
    assert english.json()["detail"] == "E-mail address or password is wrong."
    assert english.json()["request_id"] == english.headers["x-request-id"]


async def test_two_firms_ask_which(browser, found) -> None:
    one, two = await found("ann@x.fr", "Une"), await found("ann@x.fr", "Deux")
    b = browser()
    answer = await b.sign_in("ann@x.fr")
    assert (answer.status_code, answer.json()["code"]) == (409, "sign_in.which_firm")
    assert {f["id"] for f in answer.json()["firms"]} == {one, two}
    assert (await b.sign_in("ann@x.fr", firm=two)).status_code == 204
    assert (await b.get("/firm")).json()["name"] == "Deux"


async def test_too_many_tries_say_how_long_to_wait(browser, found) -> None:
    await found("ann@x.fr")
    b = browser()
    answers = [await b.sign_in("ann@x.fr", "faux faux faux") for _ in range(6)]
    assert [a.status_code for a in answers] == [401] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) == answers[-1].json()["retry_after_s"] > 50


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"X-CSRF-Token": "wrong"},
        {"X-CSRF-Token": ""},
    ],
)
async def test_changes_from_elsewhere_are_refused(director, headers) -> None:
    answer = await director.send("PATCH", "/firm", json={"name": "Autre"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "request.foreign")
    assert (await director.get("/firm")).json()["name"] == "Essai"


async def test_our_own_origin_is_welcome(director) -> None:
    headers = {"Origin": "http://testserver.local"}
    answer = await director.send("PATCH", "/firm", json={"name": "Autre"}, headers=headers)
    assert (answer.status_code, answer.json()["name"]) == (200, "Autre")


async def test_an_agent_may_not_administer(browser, found, director) -> None:
    made = await director.post("/people", {"name": "Bob Petit", "email": "bob@x.fr", "roles": ["agent"], "password": "trois moutons verts"})
    assert made.status_code == 201, made.text
    agent = browser()
    assert (await agent.sign_in("bob@x.fr", "trois moutons verts")).status_code == 204
    answer = await agent.get("/people")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


async def test_a_made_password_must_be_changed_first(browser, director) -> None:
    made = (await director.post("/people", {"name": "Bob Petit", "email": "bob@x.fr", "roles": ["director"]})).json()
    b = browser()
    await b.sign_in("bob@x.fr", made["password"])
    assert (await b.get("/people")).json()["code"] == "password.must_change"
    weak = await b.post("/password", {"old": made["password"], "new": "abababababab"})
    assert (weak.status_code, weak.json()["code"], weak.json()["param"]) == (422, "password.common", "new")
    assert (await b.post("/password", {"old": made["password"], "new": "trois moutons verts"})).status_code == 204
    assert (await b.get("/people")).status_code == 200


async def test_being_disabled_ends_a_sign_in(browser, director) -> None:
    made = await director.post(
        "/people", {"name": "Bob", "email": "bob@x.fr", "roles": ["director"], "password": "trois moutons verts"}
    )
    b = browser()
    await b.sign_in("bob@x.fr", "trois moutons verts")
    assert (await b.get("/firm")).status_code == 200
    person = made.json()["id"]
    assert (await director.patch(f"/people/{person}", {"status": "disabled"})).status_code == 200
    assert (await b.get("/firm")).status_code == 401


async def test_signing_out_everywhere(browser, director) -> None:
    other = browser()
    await other.sign_in("ann@x.fr")
    assert (await other.post("/sign-out-everywhere")).status_code == 204
    assert (await director.get("/firm")).status_code == 401


