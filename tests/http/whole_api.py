"""The whole interface under invented requests, with two firms: nothing may break, and nothing of the other firm may show.

A web process runs over a fresh database. Both firms set everything up; the second one's names and ids are canaries.
Then every operation of the contract is called as the first firm's director with values made from the contract, right
and wrong ones, and with the other firm's ids put where ids belong.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx2
import hypothesis
import msgspec
import schemathesis
import uvicorn
from schemathesis import GenerationMode
from schemathesis.core.errors import UnsupportedSchema

from permanence.adapters.argon import Argon2Passwords, SystemSecrets
from permanence.adapters.http.desk import contract_of
from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.pool import Database
from permanence.app.settings import Settings
from permanence.app.web import Web
from permanence.firms.model import Firm, Language, Person, PersonStatus, Role
from permanence.firms.service import People
from permanence.firms.store import PostgresFirms
from permanence.kernel.ids import FirmId, PersonId, RandomIds

PASSWORD = "quatre moutons bleus"
CANARY = "canari"
LEFT_OUT = {("POST", "/api/v1/sign-out"), ("POST", "/api/v1/sign-out-everywhere"), ("GET", "/readyz")}
"""The first two would end the sign-in under which everything else is tried, the last one rightly says 503 where there is
no floor; their own tests try them."""
IDS = RandomIds()


class NoFloor:
    """A floor that is away."""

    async def reload(self, firm: FirmId) -> None:
        """Hear nothing."""


@dataclass(slots=True)
class Report:
    """What came of all requests."""

    requests: int = 0
    statuses: dict[int, int] = field(default_factory=dict[int, int])
    broken: list[str] = field(default_factory=list[str])
    leaks: list[str] = field(default_factory=list[str])
    operations: set[str] = field(default_factory=set[str])
    cut: list[str] = field(default_factory=list[str])  # sorts of requests that could not be invented to the end


@dataclass(frozen=True, slots=True)
class Running:
    """A web process: where it is, and its contract."""

    base: str
    contract: dict[str, Any]


@contextmanager
def running(access: Access, home: Path) -> Iterator[Running]:
    """Serve over this database on a free port, in a thread of its own; two firms are there."""
    database = Database(access.app)
    app = Web(Settings(home=home), database, Argon2Passwords.cheap()).app()
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, lifespan="off", ws="websockets-sansio"
    )
    server = uvicorn.Server(config)
    begun = threading.Event()

    async def serve() -> None:
        await database.open()
        for name, email in (("Une", "une@x.example"), (f"{CANARY} Deux", f"{CANARY}@y.example")):
            await _found(database, name, email)
        task = asyncio.create_task(server.serve())
        while not server.started:  # uvicorn sets no event of ours
            await asyncio.sleep(0.01)
        begun.set()
        await task
        await database.close()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert begun.wait(60), "the web process did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Running(f"http://127.0.0.1:{port}", msgspec.json.decode(contract_of(app)))
    finally:
        server.should_exit = True
        thread.join(30)


async def _found(database: Database, name: str, email: str) -> None:
    people = People(database, PostgresFirms(), Argon2Passwords.cheap(), SystemSecrets(), IDS, NoFloor())
    firm = Firm(FirmId(IDS.new("frm")), name, Language.FR, "FR", "Europe/Paris", 30)
    person = Person(PersonId(IDS.new("per")), email, name, (Role.DIRECTOR,), Language.FR, PersonStatus.ACTIVE, False)
    await people.found(firm, person, PASSWORD, datetime.now(UTC))


class Director:
    """A director's browser."""

    def __init__(self, base: str, email: str) -> None:
        """Sign in."""
        self.base, self.email = base, email
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.sign_in()

    def sign_in(self) -> None:
        """Get new cookies."""
        answer = httpx2.post(f"{self.base}/api/v1/sign-in", json={"email": self.email, "password": PASSWORD})
        assert answer.status_code == 204, answer.text
        self.cookies = dict(answer.cookies)
        self.headers = {"X-CSRF-Token": self.cookies["csrf"], "Sec-Fetch-Site": "same-origin"}

    def send(self, method: str, path: str, body: object = None) -> Any:
        """Send a request that must succeed."""
        answer = httpx2.request(
            method, f"{self.base}/api/v1{path}", json=body, cookies=self.cookies, headers=self.headers
        )
        assert answer.status_code < 300, (path, answer.text)
        return answer.json()

    def set_up(self, mark: str, number: str) -> dict[str, str]:
        """Make one thing of every kind, named with this mark; return their ids by kind."""
        skill = self.send("POST", "/skills", {"name": f"{mark} compétence"})["id"]
        queue = self.send("POST", "/queues", {"name": f"{mark} file", "skills": {skill: 1}})["id"]
        nodes = {"attente": {"id": "attente", "kind": "queue", "queue": queue}}
        flow = self.send("POST", "/flows", {"name": f"{mark} parcours", "start": "attente", "nodes": nodes})["id"]
        brand = self.send("POST", "/brands", {"name": f"{mark} marque"})["id"]
        person = self.send("POST", "/people", {"name": f"{mark} Bob", "email": f"{mark}@z.example", "roles": ["agent"]})["id"]
        agent = self.send("POST", "/agents", {"person_id": person, "alias": f"{mark} Bob", "skills": {skill: 3}})["id"]
        prompt = self.send("POST", "/prompts", {"name": f"{mark} message", "text": mark})["id"]
        plan = self.send("POST", "/plans", {"name": f"{mark} plan", "time_zone": "Europe/Paris", "weekly": [[]] * 7})["id"]
        labels = {"code": f"{mark}_fin", "label_fr": f"{mark} fini", "label_en": f"{mark} done"}
        disposition = self.send("POST", "/dispositions", labels)["code"]
        full = {"e164": number, "label": mark, "brand_id": brand, "flow_id": flow}
        number_id = self.send("POST", "/numbers", full)["id"]
        return {
            "skills": skill, "queues": queue, "flows": flow, "brands": brand, "people": person, "agents": agent,
            "prompts": prompt, "plans": plan, "dispositions": disposition, "numbers": number_id,
        }  # fmt: skip

    def everything(self, kinds: dict[str, str]) -> dict[str, Any]:
        """Return all that this firm has."""
        return {kind: self.send("GET", f"/{kind}")["items"] for kind in kinds} | {"firm": self.send("GET", "/firm")}


def fuzz(place: Running, examples: int, seed: int) -> Report:
    """Call every operation with so many invented requests of each sort."""
    ours = Director(place.base, "une@x.example")
    theirs = Director(place.base, f"{CANARY}@y.example")
    own = ours.set_up("nous", "+33199001010")
    foreign = theirs.set_up(CANARY, "+33199001020")
    before = theirs.everything(foreign)
    chance = Random(seed)
    report = Report()
    canaries = [CANARY, *(id_ for id_ in foreign.values() if "_" in id_), before["firm"]["id"]]
    contract = schemathesis.openapi.from_dict(place.contract)
    for found in contract.get_all_operations():
        operation = found.ok()
        if (operation.method.upper(), operation.path) in LEFT_OUT:
            continue
        report.operations.add(f"{operation.method.upper()} {operation.path}")
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if mode is GenerationMode.NEGATIVE and not _can_be_wrong(operation):
                continue
            if not _try_all(operation, mode, examples, seed, lambda case: _one(case, ours, own, foreign, canaries, chance, report)):
                report.cut.append(f"{mode.name.lower()} {operation.method.upper()} {operation.path}")
    if theirs.everything(foreign) != before:
        report.leaks.append("the other firm's things were changed")
    return report


def _can_be_wrong(operation: Any) -> bool:
    """Say whether a request can differ from the contract: any text is right where only a path's free words are asked."""
    asked = [*operation.query, *operation.headers, *operation.cookies, *operation.body]
    limits = (set(word.definition["schema"]) - {"type", "title"} for word in operation.path_parameters)
    return bool(asked) or any(limits)


def _try_all(operation: Any, mode: GenerationMode, examples: int, seed: int, send: Any) -> bool:
    """Send invented requests of one sort; say whether any could be invented to the end."""
    sent = False

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        nonlocal sent
        send(case)
        sent = True

    try:
        run()
    except (UnsupportedSchema, hypothesis.errors.Unsatisfiable, hypothesis.errors.FailedHealthCheck):
        return False  # what fits, or breaks, a schema of this shape cannot always be invented
    return sent


def _one(
    case: Any, ours: Director, own: dict[str, str], foreign: dict[str, str], canaries: list[str], chance: Random, report: Report
) -> None:
    """Send one request; note what should not be."""
    _point_somewhere(case, own, foreign, chance)
    sent = f"{case.method} {case.formatted_path} {case.query} {case.body!r}"
    headers = {**{k: v for k, v in (case.headers or {}).items() if _fits_header(v)}, **ours.headers}
    answer = case.call(base_url=ours.base, headers=headers, cookies=ours.cookies, timeout=30)
    report.requests += 1
    report.statuses[answer.status_code] = report.statuses.get(answer.status_code, 0) + 1
    text = answer.content.decode("utf-8", "replace")
    if answer.status_code >= 500:
        report.broken.append(f"{answer.status_code} {sent[:300]}: {text[:200]}")
    report.leaks += [f"{canary} in {sent[:300]}: {text[:300]}" for canary in canaries if canary in text and canary not in sent]
    if answer.status_code == 401:
        ours.sign_in()


def _fits_header(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable()


def _point_somewhere(case: Any, own: dict[str, str], foreign: dict[str, str], chance: Random) -> None:
    """Now and then put real ids where ids belong: our own, and the other firm's."""
    for name in list(case.path_parameters or {}):
        kind = case.path.split("/")[3]
        if chance.random() < 0.7 and kind in own:
            case.path_parameters[name] = chance.choice((own, foreign))[kind]
    if isinstance(case.body, dict):
        kinds = {"brand_id": "brands", "flow_id": "flows", "person_id": "people", "notice_prompt_id": "prompts"}
        for name, kind in kinds.items():
            if name in case.body and chance.random() < 0.7:
                case.body[name] = chance.choice((own, foreign))[kind]
        if isinstance(case.body.get("skills"), list) and chance.random() < 0.5:
            case.body["skills"] = [chance.choice((own, foreign))["skills"]]
