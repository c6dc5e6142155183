"""The front desk itself: sentences in both languages, pages, headers, health, routes that say who may use them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import permanence
from permanence.adapters.http.french import FRENCH
from permanence.adapters.http.gate import check_routes
from permanence.adapters.http.pages import Pages
from permanence.adapters.http.problems import ENGLISH, language_of
from permanence.adapters.http.visitors import AWAY, Visitors
from permanence.firms.model import Language, Person, PersonStatus, Role, Visitor
from permanence.kernel.database import DatabaseAway
from permanence.kernel.errors import PermanenceError
from permanence.kernel.ids import FirmId, PersonId

T0 = datetime(2026, 11, 22, 8, tzinfo=UTC)
GAP = re.compile(r"\{(\w+)\}")


def every_error() -> set[type[PermanenceError]]:
    for module in pkgutil.walk_packages(permanence.__path__, "permanence."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    found, left = set[type[PermanenceError]](), [PermanenceError]
    while left:
        kind = left.pop()
        found.add(kind)
        left += kind.__subclasses__()
    return found


def test_every_no_has_a_french_sentence_with_the_same_gaps() -> None:
    missing = sorted({f"{kind.code} ({kind.__name__})" for kind in every_error() if kind.code not in FRENCH})
    assert missing == []
    for kind in every_error():
        english = (kind.__doc__ or "").strip()
        assert english, kind
        if kind.__dict__.get("code"):
            assert set(GAP.findall(FRENCH[kind.code])) == set(GAP.findall(english)), kind.code
    for code, sentence in ENGLISH.items():
        assert set(GAP.findall(sentence)) == set(GAP.findall(FRENCH[code])), code


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "fr"),
        ("fr", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de,en;q=0.5", "en"),
        ("de", "fr"),
        ("en;q=0.1,fr;q=0.9", "fr"),
        ("en;q=oops", "en"),
        ("french-ish", "fr"),
        (",;q=,,en", "en"),
    ],
)
def test_the_language_is_the_one_wanted_most(accept: str, language: str) -> None:
    assert language_of(accept) == language


def test_a_route_that_says_nothing_keeps_the_platform_from_starting() -> None:
    check_routes([("/a", {"public": True}), ("/b", {"rights": frozenset()})])
    with pytest.raises(AssertionError, match="says not who"):
        check_routes([("/c", {})])


def test_pages_are_found_packed_and_fall_back_to_the_start(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>start")
    (tmp_path / "assets/app-1a2b.js").write_text("let a = 1;\n" * 500)
    (tmp_path / ".sources").write_text("secret")
    pages = Pages(tmp_path)
    assert pages.find("desk/calls").plain == b"<!doctype html>start"
    script = pages.find("assets/app-1a2b.js")
    assert script.packed is not None and len(script.packed) < len(script.plain) and "immutable" in script.keep
    for gone in ("assets/none.js", ".sources", "api/v1/none", "../secret.txt", "favicon.ico"):
        with pytest.raises(Exception, match="Not Found"):
            pages.find(gone)


def test_missing_pages_say_what_to_do(tmp_path: Path) -> None:
    assert b"make setup" in Pages(tmp_path / "nowhere").find("").plain


async def test_unknown_addresses_and_methods_are_problems(browser) -> None:
    b = browser()
    for method, path, status in (("GET", "/none", 404), ("PUT", "/sign-in", 405), ("GET", "/skills/..%2f", 404)):
        answer = await b.send(method, path)
        assert answer.status_code in (status, 401), (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    unreadable = await b.send("POST", "/sign-in", content=b"{", headers={"Content-Type": "application/json"})
    assert unreadable.status_code in (400, 422) and unreadable.json()["code"].startswith("request.")
    large = await b.send("POST", "/sign-in", json={"email": "x", "password": "x" * 2_000_000})
    assert large.status_code in (413, 422)


async def test_every_answer_protects_the_pages(browser) -> None:
    answer = await browser().client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "script-src" not in policy and "ws://testserver.local:18088" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await browser().client.get("/healthz")).json() == {"alive": True}
    contract = (await browser().client.get("/openapi.json")).json()
    assert contract["openapi"].startswith("3.1") and "/api/v1/people" in contract["paths"]
    ready = await browser().client.get("/readyz")
    assert (ready.status_code, ready.json()["parts"]) == (503, {"database": True, "floor": False})


def visitor() -> Visitor:
    person = Person(PersonId("per_1"), "a@x", "A", (Role.AGENT,), Language.FR, PersonStatus.ACTIVE, False)
    return Visitor(FirmId("frm_1"), person, "sgn_1", frozenset(), T0 + timedelta(hours=13))


async def test_people_go_on_while_the_database_is_away() -> None:
    away = False
    asked = 0

    async def look_up(secret: str, now: datetime) -> Visitor | None:
        nonlocal asked
        asked += 1
        if away:
            raise DatabaseAway
        return visitor() if secret == "right" else None

    visitors = Visitors(look_up)
    assert await visitors.find("right", T0) == visitor()
    assert await visitors.find("right", T0 + timedelta(seconds=2)) == visitor()
    assert asked == 1
    assert await visitors.find("wrong", T0) is None
    away = True
    assert await visitors.find("right", T0 + timedelta(minutes=14)) == visitor()
    for late in (("right", AWAY), ("wrong", timedelta(seconds=1))):
        with pytest.raises(DatabaseAway):
            await visitors.find(late[0], T0 + late[1])
    assert await visitors.find("", T0) is None
    assert await visitors.find("x" * 200, T0) is None
