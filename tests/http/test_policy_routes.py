"""The rules of distribution over HTTP: drafted, tried on a past day, published, gone back from; by those who supervise."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from permanence.adapters.postgres.pool import Database
from permanence.app.trials import Trials
from permanence.firms.model import Role
from permanence.kernel.ids import FirmId
from tests.http.conftest import Browser, Found, NewBrowser
from tests.past_rows import write_day

OPENS = (datetime.now(UTC) - timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
DAY = OPENS.date().isoformat()


@dataclass(frozen=True, slots=True)
class Centre:
    """A firm with a day behind it, and its supervisor."""

    firm: FirmId
    supervisor: Browser
    trials: Trials


@pytest.fixture
async def centre(found: Found, browser: NewBrowser, database: Database, floor_database: Database) -> Centre:
    firm = await found("sup@x.fr", roles=(Role.SUPERVISOR, Role.DIRECTOR))
    await write_day(database, floor_database, firm, OPENS)
    supervisor = browser()
    await supervisor.sign_in("sup@x.fr")
    return Centre(firm, supervisor, Trials(floor_database, ThreadPoolExecutor(1)))


async def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


async def refused(answer: Any, code: str) -> dict[str, Any]:
    assert answer.json()["code"] == code, answer.text
    return answer.json()


async def queues(d: Browser) -> dict[str, dict[str, Any]]:
    return {queue["name"]: queue for queue in (await ok(await d.get("/queues")))["items"]}


async def drafted(d: Browser, **values: Any) -> dict[str, Any]:
    """A draft that changes the queue Devis."""
    draft = await ok(await d.post("/policies", {}), 201)
    devis = (await queues(d))["Devis"]["id"]
    rule = next(rule for rule in draft["rules"] if rule["queue"] == devis)
    return await ok(await d.patch(f"/policies/{draft['id']}", {"rules": [{**rule, **values}]}))


async def test_a_draft_is_published_and_gone_back_from(centre: Centre) -> None:
    d = centre.supervisor
    before = await ok(await d.get("/policies/in-force"))
    assert (before["version"], before["draft"], len(before["rules"])) == (None, None, 2)
    first = await drafted(d, priority=3)
    await ok(await d.post(f"/policies/{first['id']}/publish", {"note": " Devis d'abord "}))
    assert ((await queues(d))["Devis"]["priority"], (await queues(d))["Suivi"]["priority"]) == (3, 0)
    second = await drafted(d, priority=4, target_s=90)
    await ok(await d.post(f"/policies/{second['id']}/publish", {"note": "plus encore"}))
    listed = (await ok(await d.get("/policies")))["items"]
    assert [(one["status"], one["note"], one["published_by"]) for one in listed] == [
        ("published", "plus encore", "Ann Roy"), ("former", "Devis d'abord", "Ann Roy"),
    ]  # fmt: skip
    again = await ok(await d.post(f"/policies/{first['id']}/return", {"note": "retour"}), 201)
    devis = (await queues(d))["Devis"]
    assert (devis["priority"], devis["target_s"], devis["wrap_up_s"]) == (3, 60, 20)
    assert (await ok(await d.get("/policies/in-force"))) == {
        "rules": again["rules"], "version": again["id"], "changed": [], "draft": None,
    }  # fmt: skip
    audit = [line["action"] for line in (await ok(await d.get("/audit")))["items"]]
    assert audit[:5] == ["policy.gone_back", "policy.published", "policy.begun", "policy.published", "policy.begun"]


async def test_pages_of_versions_follow_one_another(centre: Centre) -> None:
    d = centre.supervisor
    for priority in (1, 2):
        draft = await drafted(d, priority=priority)
        await ok(await d.post(f"/policies/{draft['id']}/publish", {}))
    await drafted(d, priority=3)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await ok(await d.get(f"/policies?limit=1&cursor={cursor}"))
        seen += [one["status"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["draft", "published", "former"]
    assert (await d.get("/policies?cursor=WyJ4IiwgInkiXQ")).status_code == 422


async def test_a_draft_is_tried_on_a_past_day(centre: Centre) -> None:
    d = centre.supervisor
    days = await ok(await d.get("/policies/days"))
    assert [one["day"] for one in days] == [DAY] and days[0]["calls"] > 50
    draft = await drafted(d, priority=9)
    asked = await ok(await d.post(f"/policies/{draft['id']}/trial", {"days": [DAY]}))
    assert (asked["trial"]["state"], asked["trial"]["of"]) == ("waiting", 2)
    assert await centre.trials.turn()
    assert not await centre.trials.turn()
    trial = (await ok(await d.get(f"/policies/{draft['id']}")))["trial"]
    assert (trial["state"], trial["done"], trial["agents"], trial["trouble"]) == ("done", 2, 4, None)
    whole, devis, suivi = trial["outcomes"]
    assert (whole["queue"], devis["name"], suivi["name"]) == (None, "Devis", "Suivi")
    assert whole["calls"] == devis["calls"] + suivi["calls"]
    assert devis["mean_wait_s"][2] < devis["mean_wait_s"][1] and suivi["mean_wait_s"][2] > suivi["mean_wait_s"][1]
    assert devis["late_change"]["half_width"] is None
    assert trial["line"] and trial["line"][0][0] % 900 == 0


async def test_a_day_without_calls_says_so_and_a_new_trial_replaces_the_old(centre: Centre) -> None:
    d = centre.supervisor
    draft = await drafted(d, priority=9)
    await ok(await d.post(f"/policies/{draft['id']}/trial", {"days": ["2020-01-01"]}))
    assert await centre.trials.turn()
    trial = (await ok(await d.get(f"/policies/{draft['id']}")))["trial"]
    assert (trial["state"], trial["trouble"]) == ("failed", "day.empty")
    await ok(await d.post(f"/policies/{draft['id']}/trial", {"days": ["2020-01-01", DAY]}))
    assert await centre.trials.turn()
    assert (await ok(await d.get(f"/policies/{draft['id']}")))["trial"]["state"] == "done"
    assert (await d.post(f"/policies/{draft['id']}/trial", {"days": []})).status_code == 422


async def test_what_is_played_is_played_in_a_process_of_its_own(centre: Centre) -> None:
    d = centre.supervisor
    draft = await drafted(d, priority=9)
    await ok(await d.post(f"/policies/{draft['id']}/trial", {"days": [DAY]}))
    trials = Trials(centre.trials.database)
    try:
        assert await trials.turn()
    finally:
        trials.close()
    assert (await ok(await d.get(f"/policies/{draft['id']}")))["trial"]["state"] == "done"


async def test_a_trial_that_breaks_says_so_and_one_that_is_left_off_is_begun_again(centre: Centre) -> None:
    d = centre.supervisor
    draft = await drafted(d, priority=9)
    path = f"/policies/{draft['id']}"
    await ok(await d.post(f"{path}/trial", {"days": [DAY]}))
    ending = Trials(centre.trials.database, ThreadPoolExecutor(1))
    ending.stop()
    assert await ending.turn()
    assert (await ok(await d.get(path)))["trial"]["state"] == "playing"
    broken = ThreadPoolExecutor(1)
    broken.shutdown()
    assert await Trials(centre.trials.database, broken).turn()
    trial = (await ok(await d.get(path)))["trial"]
    assert (trial["state"], trial["trouble"]) == ("failed", "bug")
    await ok(await d.post(f"{path}/trial", {"days": [DAY]}))
    await d.delete(path)
    assert not await centre.trials.turn()


async def test_the_worker_plays_until_it_is_told_to_end(centre: Centre) -> None:
    d = centre.supervisor
    draft = await drafted(d, priority=9)
    await ok(await d.post(f"/policies/{draft['id']}/trial", {"days": [DAY]}))
    async with asyncio.TaskGroup() as group:
        group.create_task(centre.trials.run())
        while (await ok(await d.get(f"/policies/{draft['id']}")))["trial"]["state"] in ("waiting", "playing"):
            await asyncio.sleep(0.05)
        centre.trials.stop()
    assert (await ok(await d.get(f"/policies/{draft['id']}")))["trial"]["state"] == "done"


async def test_what_the_settings_changed_meanwhile_is_not_undone_unseen(centre: Centre) -> None:
    d = centre.supervisor
    draft = await drafted(d, priority=3)
    suivi = (await queues(d))["Suivi"]["id"]
    await ok(await d.patch(f"/queues/{suivi}", {"target_s": 240}))
    told = await refused(await d.post(f"/policies/{draft['id']}/publish", {}), "policy.ground_changed")
    assert "Suivi" in told["detail"]
    await ok(await d.post(f"/policies/{draft['id']}/renew"))
    await ok(await d.post(f"/policies/{draft['id']}/publish", {}))
    found = await queues(d)
    assert (found["Devis"]["priority"], found["Suivi"]["target_s"]) == (3, 240)
    await ok(await d.patch(f"/queues/{suivi}", {"target_s": 60, "ring_s": 30}))
    assert (await ok(await d.get("/policies/in-force")))["changed"] == [suivi]


async def test_what_a_draft_may_not_be(centre: Centre) -> None:
    d = centre.supervisor
    draft = await drafted(d, priority=3)
    path, rule = f"/policies/{draft['id']}", draft["rules"][0]
    await refused(await d.post("/policies", {}), "policy.draft")
    await refused(await d.patch(path, {"rules": [{**rule, "teams": ["tem_" + "0" * 26]}]}), "reference.unknown")
    await refused(await d.patch(path, {"rules": [{**rule, "skills": {"skl_" + "0" * 26: 3}}]}), "reference.unknown")
    await refused(await d.patch(path, {"rules": [{**rule, "queue": "que_" + "0" * 26}]}), "reference.unknown")
    assert (await d.patch(path, {"rules": [{**rule, "target_s": 1}]})).status_code == 422
    assert (await ok(await d.patch(path, {"note": "presque"})))["note"] == "presque"
    await refused(await d.post(f"{path}/return", {}), "policy.draft")
    await ok(await d.post(f"{path}/publish", {}))
    for verb in ("publish", "renew"):
        await refused(await d.post(f"{path}/{verb}", {}), "policy.not_draft")
    await refused(await d.post(f"{path}/return", {}), "policy.same")
    again = await ok(await d.post("/policies", {"source": draft["id"]}), 201)
    await refused(await d.post(f"/policies/{again['id']}/publish", {}), "policy.same")
    assert (await d.delete(f"/policies/{again['id']}")).status_code == 204
    assert (await d.get(f"/policies/{again['id']}")).status_code == 404


async def test_agents_do_not_see_the_rules_and_other_firms_neither(centre: Centre, found: Found, browser: NewBrowser) -> None:
    draft = await drafted(centre.supervisor, priority=3)
    await found("agent@y.fr", roles=(Role.AGENT,))
    await found("other@z.fr", roles=(Role.SUPERVISOR,))
    agent, other = browser(), browser()
    await agent.sign_in("agent@y.fr")
    await other.sign_in("other@z.fr")
    assert (await agent.get("/policies")).status_code == 403
    assert (await other.get(f"/policies/{draft['id']}")).status_code == 404
    assert (await ok(await other.get("/policies")))["items"] == []
