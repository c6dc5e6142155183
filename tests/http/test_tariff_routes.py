"""A director gives a number its tariff, reads the carrier's file, and compares."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.reader import JournalReader
from permanence.kernel.ids import RandomIds
from permanence.tariffs.service_charging import Charger
from permanence.tariffs.store_charging import PostgresCharging
from tests.http.test_setup_routes import whole_firm

SURCHARGED = {"use": "sales", "basis": "per_minute", "price": 800_000, "payout_permille": 600}
COLUMNS = "number=num%C3%A9ro&moment=date&seconds=dur%C3%A9e&price=montant&payout=reversement"
FILE = "numéro;date;durée;montant;reversement\n0892000010;2026-11-23 13:00:05;90;1,20;0,60\n0892000010;hier;90;1,20;\n".encode()


@pytest.fixture
async def firm(director, database: Database):
    """A firm with a number in 0892, its director, and the number's and the message's ids."""
    made = await whole_firm(director, "+33892000010")
    async with database.firm((await director.get("/me")).json()["firm"]["id"]) as c:
        await c.execute("update flows.prompt set status = 'ready', file = 'said'")
    return director, made["numbers"]["id"], made["prompts"]["id"]


def today() -> str:
    return datetime.now(ZoneInfo("Europe/Paris")).date().isoformat()


async def test_a_tariff_is_previewed_entered_and_shown(firm) -> None:
    one, number, prompt = firm
    form = {"tariff": {**SURCHARGED, "announcement": prompt}, "starts_on": today()}
    seen = (await one.post(f"/tariffs/numbers/{number}/preview", form)).json()
    assert (seen["free_s"], seen["skip_key"], seen["longest_s"], seen["warn_s"]) == (10, "#", 1800, 1740)
    assert (seen["first_minute"], seen["first_payout"], seen["longest_price"]) == (800_000, 400_000, 24_000_000)
    assert (await one.get("/tariffs")).json()[0]["today"] is None
    made = await one.post(f"/tariffs/numbers/{number}", form)
    assert made.status_code == 201, made.text
    (shown,) = (await one.get("/tariffs")).json()
    assert (shown["category"], shown["today"], shown["others"]) == ("surcharged", made.json(), [])
    assert (await one.delete(f"/tariffs/{made.json()['id']}")).json()["code"] == "tariff.begun"
    later = await one.post(f"/tariffs/numbers/{number}", {"tariff": {**form["tariff"], "price": 500_000}, "starts_on": shown["earliest"]})
    assert later.status_code == 201, later.text
    assert (await one.get("/tariffs")).json()[0]["others"] == [later.json()]
    assert (await one.delete(f"/tariffs/{later.json()['id']}")).status_code == 204
    assert (await one.get("/tariffs")).json()[0]["others"] == []
    assert (await one.delete(f"/prompts/{prompt}")).json()["code"] == "in_use"


async def test_a_rule_says_no_with_its_reason_and_nothing_is_written(firm) -> None:
    one, number, prompt = firm
    silent = (await one.post("/prompts", {"name": "Muet", "text": "Rien encore."})).json()["id"]
    announced = {**SURCHARGED, "announcement": prompt}
    for tariff, status, code in (
        ({**announced, "use": "support"}, 409, "tariff.support"),
        ({**announced, "price": 900_000}, 422, "tariff.price_max"),
        (SURCHARGED, 422, "tariff.announcement"),
        ({**announced, "warning": silent}, 422, "tariff.silent"),
        ({**announced, "announcement": "pmt_none"}, 422, "reference.unknown"),
        ({"basis": "ordinary"}, 422, "tariff.category"),
    ):
        answer = await one.post(f"/tariffs/numbers/{number}", {"tariff": tariff, "starts_on": today()})
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert (await one.get("/tariffs")).json()[0]["today"] is None


async def charge(floor: Database, firm: str, tariff: str) -> None:
    """The floor tells of a call that was charged for 88 seconds."""
    data = '{"tariff": "%s", "caller": "ab", "since": "2026-11-23T12:00:03Z", "until": "2026-11-23T12:01:31Z", "why": "call_over"}'
    async with floor.firms([firm]) as c:
        await c.execute(
            "insert into interaction.journal (firm_id, interaction_id, seq, at, kind, data)"
            " values (%s, %s, 1, %s, 'interaction.charging_ended', %s::jsonb)",
            [firm, RandomIds().new("int"), datetime(2026, 11, 23, 12, 1, 31, tzinfo=UTC), data % tariff],
        )


async def test_a_file_is_read_once_and_compared_call_by_call(firm, floor_database: Database) -> None:
    one, number, prompt = firm
    seen = (await one.send("POST", "/tariffs/files/look", content=FILE)).json()
    assert (seen["columns"], seen["proposed"]["number"]) == (["numéro", "date", "durée", "montant", "reversement"], "numéro")
    read = (await one.send("POST", f"/tariffs/files?{COLUMNS}&name=novembre.csv", content=FILE)).json()
    assert (read["file"]["lines"], read["file"]["accepted"], read["file"]["added"], read["refused_total"]) == (2, 1, 1, 1)
    assert (read["refused"][0]["line"], read["refused"][0]["column"], read["refused"][0]["reason"]) == (3, "date", "moment")
    again = (await one.send("POST", f"/tariffs/files?{COLUMNS}", content=FILE)).json()
    assert (again["file"]["accepted"], again["file"]["added"]) == (1, 0)
    assert [each["added"] for each in (await one.get("/tariffs/files")).json()] == [0, 1]
    form = {"tariff": {**SURCHARGED, "announcement": prompt}, "starts_on": today()}
    tariff = (await one.post(f"/tariffs/numbers/{number}", form)).json()["id"]
    await charge(floor_database, (await one.get("/me")).json()["firm"]["id"], tariff)
    charger = Charger(floor_database, PostgresCharging(), JournalReader("tariffs"))
    assert [await charger.catch_up() for _ in range(2)] == [1, 0]
    assert (await one.send("PUT", "/tariffs/terms", json={"hour_cost": 24_000_000})).json() == (await one.get("/tariffs/terms")).json()
    (call,) = (await one.get(f"/tariffs/months/2026-11/numbers/{number}")).json()
    assert (call["standing"], call["seconds"], call["estimated"], call["confirmed"]) == ("differs", 88, 1_173_333, 1_200_000)
    (total,) = (await one.get("/tariffs/months/2026-11")).json()
    assert (total["differs"], total["estimated_payout"], total["confirmed_payout"], total["cost"]) == (1, 586_666, 600_000, 0)
    assert (await one.get("/tariffs/months/2026-10")).json() == []


async def test_other_firms_see_nothing_of_it(firm, browser, found) -> None:
    one, number, prompt = firm
    form = {"tariff": {**SURCHARGED, "announcement": prompt}, "starts_on": today()}
    made = (await one.post(f"/tariffs/numbers/{number}", form)).json()
    await found("zoe@z.fr", "Zénith")
    other = browser()
    await other.sign_in("zoe@z.fr")
    assert (await other.get("/tariffs")).json() == []
    assert (await other.post(f"/tariffs/numbers/{number}", form)).status_code == 404
    assert (await other.delete(f"/tariffs/{made['id']}")).status_code == 404
    assert (await other.get("/tariffs/months/2026-11/numbers/" + number)).status_code == 404
