"""The observance of the promise over HTTP: who sees it, of which days and queues, and the same as a file."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from psycopg.types.json import Jsonb

from permanence.adapters.postgres.pool import Database
from permanence.firms.model import Role
from permanence.interaction.events import wire_name
from permanence.kernel.ids import FirmId, InteractionId, QueueId, RandomIds
from tests.http.conftest import Browser, Found, NewBrowser
from tests.recording_kit import write_call
from tests.unit.reports.report_kit import ANSWERS, BUSY, ENDED, MISSED, RUNG, T0, f

IDS = RandomIds()
WEEK = "?from=2026-11-22&to=2026-11-24"


async def add_queue(database: Database, firm: FirmId, name: str, target_s: int = 180) -> QueueId:
    queue = QueueId(IDS.new("que"))
    async with database.firm(firm) as c:
        await c.execute(
            "insert into routing.queue (firm_id, id, name, target_s, ring_s, wrap_up_s, record, priority)"
            " values (%s, %s, %s, %s, 20, 30, false, 0)",
            [firm, queue, name, target_s],
        )
    return queue


async def add_call(
    floor: Database, firm: FirmId, queue: QueueId, *facts: tuple[float, f.Fact], at: datetime = T0, outcome: str = "answered"
) -> InteractionId:
    """Write a call with these facts as the floor does, so many seconds after it came."""
    call = await write_call(floor, firm, arrived_at=at, outcome=outcome)
    rows: list[tuple[Any, ...]] = [
        (firm, call, 100 + seq, at + timedelta(seconds=s), wire_name(type(fact)), Jsonb(msgspec.to_builtins(fact)))
        for seq, (s, fact) in enumerate([(0, f.CallQueued(queue, "sales")), *facts])
    ]
    async with floor.firms([firm]) as c, c.cursor() as cursor:
        await cursor.executemany(
            "insert into interaction.journal (firm_id, interaction_id, seq, at, kind, data) values (%s, %s, %s, %s, %s, %s)", rows
        )
    return call


@pytest.fixture
async def firm(found: Found) -> FirmId:
    return await found("sup@x.fr", roles=(Role.SUPERVISOR,))


@pytest.fixture
async def supervisor(firm: FirmId, browser: NewBrowser) -> Browser:
    chosen = browser()
    await chosen.sign_in("sup@x.fr")
    return chosen


async def told(browser: Browser, query: str) -> dict[str, Any]:
    answer = await browser.get(f"/reports/promise{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_supervisor_sees_how_promises_were_kept_and_why_not(
    supervisor: Browser, firm: FirmId, database: Database, floor_database: Database
) -> None:
    sales, care = await add_queue(database, firm, "Ventes"), await add_queue(database, firm, "Aide", 60)
    await add_call(floor_database, firm, sales, (0, RUNG), (5, ANSWERS), (60, ENDED))
    late = await add_call(
        floor_database, firm, sales, (0, BUSY), (170, RUNG), (190, MISSED), (195, RUNG), (200, ANSWERS), at=T0 + timedelta(hours=2)
    )
    lost = await add_call(floor_database, firm, care, (90, ENDED), at=T0 + timedelta(days=1), outcome="abandoned")
    report = await told(supervisor, WEEK)
    assert (report["first_day"], report["last_day"], report["time_zone"]) == ("2026-11-22", "2026-11-24", "Europe/Paris")
    assert {name: report["total"][name] for name in ("callers", "kept", "late", "lost")} == {"callers": 3, "kept": 1, "late": 1, "lost": 1}
    assert [(line["name"], line["callers"], line["kept"], line["promised_s"]) for line in report["queues"]] == [("Aide", 1, 0, 60), ("Ventes", 2, 1, 180)]
    assert [(cell["day"], cell["hour"], cell["kept"]) for cell in report["cells"]] == [
        ("2026-11-23", 9, 1), ("2026-11-23", 11, 0), ("2026-11-24", 9, 0),
    ]  # fmt: skip
    assert [(wait["call"], wait["cause"]) for wait in report["worst"]] == [(late, "ring_missed"), (lost, "not_told")]
    assert report["worst"][0]["seconds"] == {"ring_missed": 20, "all_busy": 175, "ringing": 5}
    narrowed = await told(supervisor, f"{WEEK}&queue={care}")
    assert (narrowed["total"]["callers"], [line["name"] for line in narrowed["queues"]]) == (1, ["Aide"])


async def test_the_file_has_a_line_for_each_hour_and_queue(
    supervisor: Browser, firm: FirmId, database: Database, floor_database: Database
) -> None:
    queue = await add_queue(database, firm, "=1+1")
    await add_call(floor_database, firm, queue, (0, BUSY), (300, RUNG), (303, ANSWERS))
    answer = await supervisor.get(f"/reports/promise.csv{WEEK}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert (row["day"], row["hour"], row["name"], row["late"], row["all_busy"], row["longest_s"]) == (
        "2026-11-23", "9", "'=1+1", "1", "1", "303.0",
    )  # fmt: skip


async def test_agents_see_no_report(browser: NewBrowser, found: Found) -> None:
    await found("agent@x.fr", roles=(Role.AGENT,))
    agent = browser()
    await agent.sign_in("agent@x.fr")
    assert (await agent.get("/reports/promise")).status_code == 403
    assert (await agent.get("/reports/promise.csv")).status_code == 403


async def test_another_firms_calls_are_not_counted(
    supervisor: Browser, found: Found, database: Database, floor_database: Database
) -> None:
    other = await found("ann@y.fr")
    await add_call(floor_database, other, await add_queue(database, other, "Ailleurs"), (0, RUNG), (5, ANSWERS))
    report = await told(supervisor, WEEK)
    assert (report["total"]["callers"], report["queues"], report["cells"]) == (0, [], [])
    assert report["total"]["share"] is None


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?from=2026-11-24&to=2026-11-23", "report.period_backwards"),
        ("?from=2026-01-01&to=2026-11-23", "report.period_too_long"),
        ("?to=9999-12-31", "report.day_out_of_range"),
        ("?from=0001-01-01", "report.day_out_of_range"),
    ],
)
async def test_a_period_that_cannot_be_is_refused_with_a_sentence(supervisor: Browser, query: str, code: str) -> None:
    answer = await supervisor.get(f"/reports/promise{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_without_days_it_is_the_week_until_today(supervisor: Browser) -> None:
    report = await told(supervisor, "")
    assert len(report["days"]) == 7
    assert report["days"][-1]["day"] == report["last_day"]
